"""What one turn has at hand, and where it leaves what must be said. One context per turn, never kept.

Drawing and sending live here; what is said and to whom is decided by the rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.content.excerpt import Excerpt
from bot.content.instrument import Instrument
from bot.content.phrases import Phrasebook, noting
from bot.content.screen import Button, Screen, in_whole
from bot.content.tones import tone_of
from bot.domain.chats import is_group, is_on_paper
from bot.domain.collaboration import Person
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, CollaborationId, LiveMessageId
from bot.engine.model import Phrase, Text
from bot.turn.door import Ability, Doors, Doorway, OpensForms, ServesCalendars
from bot.turn.ports import UnitOfWork
from bot.turn.records import Conversation, Outgoing

if TYPE_CHECKING:  # the house is built of rooms, which are built on this
    from bot.turn.house import House


ZONE_WITHOUT_COLLABORATION = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Texts:
    """The content a program runs with."""

    instrument: Instrument
    """The newest: what a new round begins with."""
    phrases: Phrasebook
    earlier: Mapping[str, Instrument] = field(default_factory=dict)
    """Editions that rounds began with and keep, by version."""

    def of(self, version: str) -> Instrument:
        """The instrument of this version."""
        return self.earlier.get(version, self.instrument)


@dataclass(slots=True)
class TurnContext:
    """One turn: its transaction, its moment, the chat it is about; and, growing, the messages it leads to."""

    uow: UnitOfWork
    at: datetime
    texts: Texts
    house: House
    fresh: Callable[[], str]
    chat: ChatId
    """The group, or whoever's talks these are: a person is in one chat here, by whichever door they come in."""
    doors: Doors = field(default_factory=Doors)
    name: str = ""
    numbers_from: int = 0
    """Where numbers in buttons go on: since a copy was restored, beyond those of the days that were lost."""
    tapped: int | None = None
    """The message whose button was pressed; the first screen for this chat takes its place."""
    here: ChatId | None = None
    """The private chat through which whoever acts came in; None for nobody. It differs from their own by its door."""
    mine: frozenset[ChatId] = frozenset()
    """Where somebody with several chats could be told; what they themselves lead to comes where they are (`here`)."""
    unread: bool = False
    """What was typed answers a question that is not on screen there: it was not taken."""
    who: ChatId | None = None
    """The private chat of whoever acts in a group; None in a private chat, which is its own, and for nobody."""
    thread: int = 0
    """The topic of a forum in which the turn takes place; 0 for the chat itself."""
    title: str = ""
    """What the group is called."""
    reaction: str | None = None
    """A sign below what somebody wrote: it has been kept."""
    touched: set[CollaborationId] = field(default_factory=set)
    """Whose progress changed, so that the status messages in their groups must be looked at."""
    page_now: str = ""
    """The page that is being drawn and what it is about, where what it shortens can be read whole."""
    reading: list[Excerpt] | None = None
    """What a page shortens, when it is drawn for that alone: then nothing of it is shown."""
    refused: dict[str, Phrase] = field(default_factory=dict)
    """Rows of a form that were not taken, and why."""
    outgoing: list[Outgoing] = field(default_factory=list)
    """What this turn sends; what has no id yet is written by `written`."""
    toast: str | None = None

    @property
    def person(self) -> Person | None:
        """Who acts, if they ever agreed to take part."""
        return self.uow.people.in_chat(self.chat if self.who is None else self.who)

    @property
    def chat_thread(self) -> ChatThread:
        """The group, or the topic of it, in which the turn takes place."""
        return ChatThread(self.chat, self.thread)

    def after(self, number: int) -> int:
        """The next number of something whose number stands in buttons."""
        return max(number + 1, self.numbers_from)

    def today(self, zone: str = ZONE_WITHOUT_COLLABORATION) -> date:
        """The date of this turn in a time zone, by its name."""
        return self.at.astimezone(ZoneInfo(zone)).date()

    def notify(self, phrase: Phrase) -> None:
        """Answer the tap with this as a toast. Of several in one turn the first is shown."""
        self.toast = self.toast or self.texts.phrases.plain(phrase)

    def show(self, screen: Screen, conversation: Conversation | None = None) -> None:
        """A screen in this chat: in place of the message that was tapped, else below everything."""
        if self.reading is not None:
            return
        edits, self.tapped = self.tapped, None
        about = conversation.id if conversation else None
        if conversation is not None and self.here is not None and self.mine:
            self.uow.conversations.shown_in(conversation.id, self.here, conversation.turn)
        self._send(Outgoing(self.chat, screen, conversation=about, edits=edits, thread=self.thread))

    def screen(self, text: Text, *buttons: Button | None) -> Screen:
        """A text with buttons below each other, those that do not apply left out."""
        html = str(self.texts.phrases.html(text))
        return Screen(html, tuple((button,) for button in buttons if button is not None))

    def page(self, text: Text, *buttons: Button | None) -> None:
        """A page: a text with buttons below each other. Buttons that are None do not apply, and are left out."""
        self.lay_out(text, tuple((button,) for button in buttons if button is not None))

    def lay_out(self, text: Text, rows: tuple[tuple[Button, ...], ...]) -> None:
        """A page: a text with its buttons in rows."""
        with noting() as shortened:
            html = str(self.texts.phrases.html(text))
        self.put_down(Screen(html, rows), shortened)

    def put_down(self, screen: Screen, shortened: Sequence[Excerpt]) -> None:
        """Show a page that shortens these texts, with `Lees alles` before the way out.

        When the page is drawn only to be read whole (`bot/turn/reading.py`), nothing is shown: what it shortens is
        collected.
        """
        if self.reading is not None:
            self.reading += shortened
            return
        if shortened and self.page_now:
            read = self.button("lees_alles", f"lees:{self.page_now}")
            way_out = screen.buttons[-1:] if screen.buttons and len(screen.buttons[-1]) == 1 else ()
            ahead = screen.buttons[: len(screen.buttons) - len(way_out)]
            screen = replace(screen, buttons=(*ahead, (read,), *way_out))
        self.show(screen)

    def read_behind(
        self, text: Text, rows: tuple[tuple[Button, ...], ...], token: str, *, chat: ChatId, more: bool = False
    ) -> Screen:
        """A screen for a group (`chat`) that cannot show everything.

        What it shortens, or (`more`) leaves out, is read in private behind a link with this token.
        """
        with noting() as shortened:
            html = str(self.texts.phrases.html(text))
        link = Button(self.label("lees_alles"), url=self.link(token, chat=chat))
        return Screen(html, (*rows, (link,)) if shortened or more else rows)

    def read_out(self, excerpts: Iterable[Excerpt]) -> None:
        """Long texts whole, in messages of their own below the screen, which stays as it is."""
        self.tapped = None
        for text in in_whole(excerpts):
            self.tell(text)

    def tell(self, text: Text, *buttons: Button, chat: ChatId | None = None) -> None:
        """Send a message of its own, below everything: to the chat of the turn, or to another."""
        screen = self.screen(text, *buttons)
        if chat is None:
            self._send(Outgoing(self.chat, screen, thread=self.thread))
        else:
            self._send(Outgoing(chat, screen))

    def send(self, screen: Screen, *, chat: ChatId, thread: int = 0, prompt: int = 0) -> None:
        """Send a screen to another chat, below everything there. `prompt` is that of `Outgoing`."""
        self._send(Outgoing(chat, screen, thread=thread, prompt=prompt))

    def picture(self, caption: Text, data: str, *, renderer: str, chat: ChatId, thread: int = 0) -> None:
        """A picture with a caption, as a message of its own; `renderer` makes it from `data` when it is sent."""
        screen = Screen(str(self.texts.phrases.html(caption)))
        self._send(Outgoing(chat, screen, picture=data, thread=thread, renderer=renderer))

    def document(self, screen: Screen, data: str, name: str, *, renderer: str, chat: ChatId, thread: int = 0) -> None:
        """A document with a caption and buttons; `renderer` makes it from `data` when it is sent."""
        self._send(Outgoing(chat, screen, document=data, file=name, thread=thread, renderer=renderer))

    def put(
        self,
        placed: LiveMessageId,
        screen: Screen,
        *,
        pin: bool = False,
        if_there: bool = False,
        within: ChatThread | None = None,
    ) -> None:
        """What a message that stands in a group shows from now on. Nothing is sent when it shows that already.

        `if_there` is that of `Outgoing`. A message that stands elsewhere than `within` is left as it is.
        """
        there = self.uow.post.shows(placed, _digest(screen), within)
        if there is None:
            return
        chat_thread = there.chat_thread
        self._send(
            Outgoing(
                chat_thread.chat,
                screen,
                edits=there.message,
                placed=placed,
                thread=chat_thread.thread,
                pin=pin,
                if_there=if_there,
            )
        )

    def standing(self, chat: ChatId, screen: Screen) -> tuple[LiveMessageId, ...]:
        """The messages that stand in a group and show exactly this."""
        return self.uow.post.showing(chat, _digest(screen))

    def button(self, label: str, route: str, **args: object) -> Button:
        """A button that leads to a page. `label` is a key of `buttons.yaml`, `route` is `page` or `page:argument`."""
        return Button(self.label(label, **args), f"p:{route}", tone=tone_of(Phrase(f"buttons.{label}")))

    def group_button(self, label: str, route: str) -> Button:
        """A button below a message of a group. `route` is `name:argument`, one of `Feature.group_buttons`."""
        return Button(self.label(label), f"g:{route}")

    def label(self, label: str, **args: object) -> str:
        """What stands on a button: the phrase `buttons.<label>`."""
        return self.texts.phrases.plain(Phrase(f"buttons.{label}", args))

    @property
    def door(self) -> Doorway:
        """The door of the chat in which the turn takes place."""
        return self.doors.of(self._through(self.chat))

    def link(self, token: str = "", *, chat: ChatId | None = None) -> str:
        """The link that opens the bot in private, with a token, as the door of this or another chat makes it."""
        return self.doors.of(self._through(self.chat) if chat is None else chat).link(token)

    def whole_form(self, number: int) -> Button | None:
        """What opens a form as one page inside the door of this turn; None where that door cannot."""
        address = self.door.form(number) if isinstance(self.door, OpensForms) else None
        return None if address is None else Button(self.label("heel_formulier"), url=address, within=True)

    def calendar(self, token: str = "") -> str | None:
        """The address at which a calendar fetches days by this token; None where no door can serve it."""
        found = (one.calendar(token) for one in self.doors.every if isinstance(one, ServesCalendars))
        return next((one for one in found if one is not None), None)

    def ways_in(self, token: str) -> tuple[tuple[str, str], ...]:
        """For each door that makes links: what leads through it (`Doorway.way_in`), and the link with this token."""
        doors = [door for door in self.doors.every if Ability.LINKS in door.can]
        return tuple((door.way_in, door.link(token)) for door in doors)

    def link_to_group(self, token: str) -> str:
        """The link that asks which group the bot must be added to, and says the token there."""
        return self.doors.for_groups(self._through(self.chat)).link_to_group(token)

    def log(self, kind: str, conversation: Conversation | None = None) -> None:
        """One line in the turn log: ids and kinds, never a text."""
        about = conversation.id if conversation else None
        self.uow.log.write(self.at, kind, about, conversation.dialog if conversation else "")

    def written(self) -> tuple[Outgoing, ...]:
        """All that this turn sends, on its way to disk: what was not yet is written in one go."""
        new = [one for one in self.outgoing if not one.id]
        self.outgoing[len(self.outgoing) - len(new) :] = self.uow.post.send(new, self.at)
        return tuple(self.outgoing)

    def spoken_to_in(self, person: Person) -> ChatId:
        """Where somebody is spoken to in private: who acts, where they do; anybody else, where they hear."""
        return self._through(person.hears_in)

    def _through(self, chat: ChatId) -> ChatId:
        """The chat itself; for whoever acts, the one through which they do."""
        return self.here if self.here is not None and chat in self.mine else chat

    def _send(self, message: Outgoing) -> None:
        if is_on_paper(message.chat):
            return  # nobody is there
        if message.placed is None and (through := self._through(message.chat)) != message.chat:
            message = replace(message, chat=through)
        theirs = (self.chat, self.who, self.here)
        if message.placed is None and not is_group(message.chat) and message.chat not in theirs:
            message = replace(message, unasked=True)
        self.outgoing.append(message)


def _digest(screen: Screen) -> str:
    """What tells a screen from others, short enough to be kept."""
    return f"{crc32(repr(screen).encode()):08x}"
