"""What a dialog is to the rest of the program: a name and its steps; and, over facts, what one talk is about."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.content.instrument import Instrument
from bot.domain.collaboration import Collaboration, Partner
from bot.engine.advance import DialogFactory
from bot.engine.model import Answer, Phrase, Step
from bot.turn.context import TurnContext
from bot.turn.records import Conversation


@dataclass(frozen=True, slots=True)
class DialogContext:
    """A dialog made concrete: its steps over these facts, and the header that says for whom it speaks."""

    begin: DialogFactory
    header: Phrase | str = ""


def header_for(collaboration: Collaboration, partner: Partner | None) -> Phrase:
    """Which collaboration and partner a screen speaks for."""
    return Phrase("places.header", {"collaboration": collaboration.name, "partner": partner.name if partner else None})


def dialog_context(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """The subject of a conversation. Raises `DomainError` when it may no longer be held."""
    return ctx.house.dialogs[conversation.dialog].subject(ctx, conversation)


Facts = TypeVar("Facts")


Talk = Generator[Step, Answer, object]
"""The steps of a dialog; it returns the command that its answers amount to."""


@dataclass(frozen=True, slots=True)
class Dialog(Generic[Facts]):
    """A conversation by name.

    `ends` are the kinds of command it can return. `examples` are facts that together lead through all of it, over an
    edition of the instrument; `asks` are the questions of that edition that must be reached then.
    """

    id: str
    talk: Callable[[Facts], Talk]
    ends: tuple[type, ...]
    examples: Callable[[Instrument], Iterable[Facts]]
    asks: Callable[[Instrument], Iterable[str]] = field(default=lambda instrument: ())

    def begin(self, facts: Facts) -> DialogFactory:
        """The dialog over these facts, ready to be walked as often as needed."""
        return lambda: self.talk(facts)

    def walks(self, instrument: Instrument) -> Iterator[DialogFactory]:
        """The dialog over each of its examples."""
        return (self.begin(facts) for facts in self.examples(instrument))
