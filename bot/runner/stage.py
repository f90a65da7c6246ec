"""What one turn has at hand, and where it leaves what must be said. One stage per turn, never kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.instrument import Instrument
from bot.content.phrases import Phrasebook
from bot.content.screen import Button, Screen
from bot.domain.collaboration import Person
from bot.domain.ids import ChatId
from bot.engine.model import Phrase, Text
from bot.runner.ports import UnitOfWork
from bot.runner.records import Conversation, Outgoing

ZONE_WITHOUT_COLLABORATION = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Texts:
    """The content a program runs with, and the name under which Telegram knows the bot."""

    instrument: Instrument
    phrases: Phrasebook
    bot_username: str


@dataclass(slots=True)
class Stage:
    """One turn: its transaction, its moment, the chat it is about; and, growing, the messages it leads to."""

    uow: UnitOfWork
    at: datetime
    texts: Texts
    fresh: Callable[[], str]
    chat: ChatId
    name: str = ""
    tapped: int | None = None
    """The message whose button was pressed; the first screen for this chat takes its place."""
    outgoing: list[Outgoing] = field(default_factory=list)
    toast: str | None = None

    @property
    def person(self) -> Person | None:
        """Whom this chat belongs to, if they ever agreed to take part."""
        return self.uow.people.in_chat(self.chat)

    def today(self, zone: str = ZONE_WITHOUT_COLLABORATION) -> date:
        """The calendar day of this turn where the people are."""
        return self.at.astimezone(ZoneInfo(zone)).date()

    def notify(self, phrase: Phrase) -> None:
        """Tell in passing, to the one who pressed. The first word counts."""
        self.toast = self.toast or self.texts.phrases.plain(phrase)

    def show(self, screen: Screen, conversation: Conversation | None = None) -> None:
        """A screen in this chat: in place of the message that was tapped, else below everything."""
        edits, self.tapped = self.tapped, None
        self._send(
            Outgoing(
                self.chat,
                screen,
                conversation=conversation.id if conversation else None,
                edits=edits,
            )
        )

    def page(self, text: Text, *buttons: Button | None) -> None:
        """A screen that is no question: a text with buttons below each other, those that do not apply left out."""
        html = str(self.texts.phrases.html(text))
        self.show(Screen(html, tuple((button,) for button in buttons if button is not None)))

    def tell(self, text: Text, *buttons: Button, chat: ChatId | None = None) -> None:
        """A message of its own, to this chat or another."""
        html = str(self.texts.phrases.html(text))
        rows = tuple((button,) for button in buttons)
        self._send(Outgoing(self.chat if chat is None else chat, Screen(html, rows)))

    def send(self, screen: Screen, *, chat: ChatId) -> None:
        """A screen for another chat, below everything there."""
        self._send(Outgoing(chat, screen))

    def picture(self, caption: Text, data: str, *, chat: ChatId) -> None:
        """A picture with a caption, as a message of its own."""
        screen = Screen(str(self.texts.phrases.html(caption)))
        self._send(Outgoing(chat, screen, picture=data))

    def button(self, label: str, route: str, **args: object) -> Button:
        """A button that leads to a page."""
        return Button(self.texts.phrases.plain(Phrase(f"buttons.{label}", args)), f"p:{route}")

    def link(self, token: str) -> str:
        """The deep link that opens the bot with a token."""
        return f"https://t.me/{self.texts.bot_username}?start={token}"

    def log(self, kind: str, conversation: Conversation | None = None) -> None:
        """One line in the turn log: ids and kinds, never a text."""
        about = conversation.id if conversation else None
        self.uow.log.write(self.at, kind, about, conversation.dialog if conversation else "")

    def _send(self, message: Outgoing) -> None:
        self.outgoing.append(self.uow.post.send(message, self.at))
