"""What one person does in one chat, as the bot gets to hear it. Every verb gives an `Incoming`; it sends nothing."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.ids import ChatId
from bot.phone.chat import Chat
from bot.phone.hearing import heard, written
from bot.phone.message import Message, NotShownError, Spot
from bot.phone.reading import adds_a_group, tokens_in
from bot.turn.incoming import (
    FILE_LIMIT,
    Body,
    CameOrWent,
    Commanded,
    Edited,
    Handed,
    Incoming,
    Moved,
    PutInChannel,
    Replied,
    Showed,
    Spoke,
    Tapped,
    from_json,
    to_json,
    told,
)

if TYPE_CHECKING:
    from bot.phone.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Phone:
    """A person in a chat: their own with the bot, or (`at`) a group, or a topic of one."""

    exchange: "Exchange"
    person: ChatId | None
    """None for an admin who hides behind the group."""
    name: str
    chat: Chat
    topic: int = 0

    def at(self, group: Chat, topic: int = 0) -> "Phone":
        """The same person in a group."""
        return replace(self, chat=group, topic=topic)

    # --- what is on the screen ---

    @property
    def newest(self) -> Message:
        """The lowest message of the bot."""
        return self.find("")

    def find(self, words: str) -> Message:
        """The lowest message of the bot that says this now; `NotShownError` when none does."""
        return self.chat.find(words, self._topic)

    @property
    def labels(self) -> list[str]:
        """The buttons on the newest message that has any."""
        kept = [m.now.labels for m in self.chat.of_bot(self._topic) if m.now.labels]
        return kept[-1] if kept else []

    @property
    def toast(self) -> str:
        """What this person's taps were last answered with."""
        return next((t.text for t in reversed(self.exchange.toasts) if t.person == self.person), "")

    @property
    def _topic(self) -> int | None:
        return self.topic or None

    # --- writing ---

    def types(self, text: str) -> Incoming:
        """A command, or text. In a group the bot hears only commands and answers to it."""
        if not text.startswith("/") and not self.chat.private:
            raise ValueError(f"the bot does not hear this in a group: {text}")
        return self._says(text, self._put(text))

    def replies(self, text: str, to: "Message | str | int" = "") -> Incoming:
        """An answer below a message of the bot: the lowest with these words, or this one. No text is a sticker."""
        number = to if isinstance(to, int) else (self.find(to) if isinstance(to, str) else to).id
        return self._says(text, self._put(text), number)

    def edits(self, text: str, *commands: str) -> Incoming:
        """Other words for the last thing that was said to the bot in this group: an answer, or such a command.

        Without commands it is the last answer. The words of a command are given without the command.
        """
        said = self.chat.heard(self.person, *(commands or ("",)))
        if not said or said[-1].heard is None:
            raise NotShownError(f"{self.name} said nothing in {self.chat.called} that can be changed")
        message = said[-1]
        message.heard = replace(said[-1].heard, text=text)
        message.versions.append(written(text))
        return self._make(message.heard, message.topic)

    def rewords(self, text: str, beginning: str = "") -> Incoming:
        """Other words in a private message: the last one that began so. No text is a picture in its place."""
        message = self.chat.last_said(self.person, beginning)
        if text:
            message.versions.append(written(text))
        return self.does(Edited(text, message.id))

    def shows(self) -> Incoming:
        """A sticker, a voice message, a photo."""
        return self.does(Showed())

    def hands(self, name: str, text: str | bytes) -> Incoming:
        """A file, as the door brings it once it was fetched."""
        raw = text.encode() if isinstance(text, str) else text
        return self.does(Handed(name, len(raw), "file", None if len(raw) > FILE_LIMIT else told(raw)))

    def opens(self, link: str) -> Incoming:
        """A link of the bot, or what it carries. One that adds the bot to a group is opened in that group."""
        if adds_a_group(link) and self.chat.private:
            raise ValueError("this link asks for a group")
        tokens = tokens_in(link) if "?start" in link else [link]
        return self.does(Commanded("start", tokens[-1] if tokens else ""))

    # --- tapping ---

    def taps(self, label: str) -> Incoming:
        """The button of this name; `NotShownError` when it is on no screen. A link is opened."""
        return self.presses(self.chat.spot(label, topic=self._topic))

    def taps_old(self, label: str) -> Incoming:
        """A button that was there once, as a phone may still show it."""
        return self.presses(self.chat.spot(label, old=True, topic=self._topic))

    def taps_on(self, message: Message, label: str) -> Incoming:
        """The button of this name below this message."""
        for button in message.now.buttons:
            if button.label == label:
                return self.presses(Spot(message.id, button, message.topic))
        raise NotShownError(f"message {message.id} has no button [{label}]")

    def presses(self, spot: Spot) -> Incoming:
        """Exactly this button."""
        if spot.button.url is not None:
            return self.opens(spot.button.url)
        if spot.button.copy:
            raise NotShownError(f"[{spot.button.label}] copies: nobody hears of it")
        return self.forges(spot.button.option, spot.message, spot.topic)

    def forges(self, data: str, message: int = 1, topic: int | None = None) -> Incoming:
        """A tap that carries this, whether or not such a button was ever shown."""
        return self.does(Tapped(data, "", message), topic)

    # --- coming and going ---

    def blocks(self) -> Incoming:
        """In private the bot is blocked, in a group it is taken out. Nothing can be sent there any more."""
        made = self.does(CameOrWent(here=False))
        self.chat.here = False
        return made

    def unblocks(self) -> Incoming:
        """It may come back; in a group it is added, for the first time or anew."""
        return self.does(CameOrWent(here=True))

    def puts_in_channel(self) -> Incoming:
        """It is added where only admins write."""
        return self.does(PutInChannel())

    def upgrades(self) -> Incoming:
        """The group becomes a supergroup, which is another chat. Who did it is not told."""
        before = self.chat.id
        made = self.does(Moved(self.exchange.upgrade(self.chat)))
        return replace(made, chat=before, person=None, name="", title="")

    # --- how it is made ---

    def does(self, body: Body, topic: int | None = None) -> Incoming:
        """Anything, also what no phone would do."""
        return self._make(body, self.topic if topic is None else topic)

    def _says(self, text: str, message: Message, to: int = 0) -> Incoming:
        """What the bot makes of a text that was typed."""
        body = heard(text, message.id, to, private=self.chat.private)
        if isinstance(body, Replied | Spoke):
            message.heard = body
        answered = self.chat.number(to)
        return self._make(body, answered.topic if answered is not None else self.topic)

    def _put(self, text: str) -> Message:
        return self.chat.put(written(text), by_bot=False, author=self.person, topic=self.topic)

    def _make(self, body: Body, topic: int) -> Incoming:
        """As it is kept and read back: nothing may depend on what a store would lose. A tap waits for its answer."""
        self.chat.here = True  # else the bot would not have heard it
        came = isinstance(body, CameOrWent | PutInChannel)
        update = self.exchange.next_update()
        if isinstance(body, Tapped) and not body.query:
            body = replace(body, query=self.exchange.tapped(self.person, update))
        made = Incoming(
            update=update,
            chat=self.chat.id,
            private=self.chat.private,
            person=self.person,
            name="" if came else self.name,
            body=body,
            thread=0 if came else topic,
            title="" if self.chat.private else self.chat.title,
        )
        return from_json(to_json(made))
