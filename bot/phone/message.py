"""A message as it stands on a phone, with every version it has had. Data, and looking it up; nothing happens here."""

from dataclasses import dataclass, field, replace

from bot.content.markup import plain
from bot.content.screen import Button, Screen
from bot.domain.ids import ChatId
from bot.phone.reading import tokens_in
from bot.turn.incoming import Replied, Spoke
from bot.turn.records import Outgoing


class NotShownError(LookupError):
    """Somebody wants to tap, read or answer what is not on the screen."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a message shows for a while. `picture` and `document` are their data, as JSON; the text is the caption."""

    screen: Screen
    picture: str | None = None
    document: str | None = None
    file: str = ""
    renderer: str = ""
    """What makes the picture or document of its data."""

    @classmethod
    def of(cls, sent: Outgoing) -> "Version":
        """What is left of an outgoing message once it is there."""
        return cls(sent.screen, sent.picture, sent.document, sent.file, sent.renderer)

    @property
    def text(self) -> str:
        """As a person reads it."""
        return plain(self.screen.html)

    @property
    def buttons(self) -> list[Button]:
        """From left to right, from the top down."""
        return [button for row in self.screen.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button.label for button in self.buttons]

    @property
    def tokens(self) -> list[str]:
        """What its links carry: those in the text, then those below it."""
        return [token for part in (self.screen.html, *(b.url or "" for b in self.buttons)) for token in tokens_in(part)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A button and the message it stands below, or once stood below."""

    message: int
    button: Button
    topic: int = 0


@dataclass(slots=True)
class Message:
    """One message. Of the bot, or (then `heard` is what the bot got of it) of a person; an anonymous admin is None."""

    id: int
    versions: list[Version]
    by_bot: bool
    author: ChatId | None = None
    heard: Replied | Spoke | None = None
    topic: int = 0
    pinned: bool = False
    signs: list[str] = field(default_factory=list)
    """What the bot put below it."""
    kept_only: bool = False
    """It came along from before the group moved: it can be read, and not be changed."""

    @property
    def now(self) -> Version:
        """What it shows."""
        return self.versions[-1]

    @property
    def screen(self) -> Screen:
        """The text and buttons of now."""
        return self.now.screen

    @property
    def text(self) -> str:
        """As it reads now."""
        return self.now.text

    def copy(self) -> "Message":
        """One that can go on by itself."""
        return replace(self, versions=list(self.versions), signs=list(self.signs))
