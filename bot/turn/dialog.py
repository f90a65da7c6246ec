"""What a dialog is to the rest of the program: its name and steps (`Dialog`), and one over facts (`DialogContext`)."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from bot.content.instrument import Instrument
from bot.content.screen import Button
from bot.domain.collaboration import Collaboration, Partner
from bot.engine.advance import DialogFactory
from bot.engine.model import NUMBERED, Answer, ChangeRequested, Phrase, Step, StepId
from bot.turn.context import TurnContext
from bot.turn.records import Conversation
from bot.turn.routes import ToTalk


@dataclass(frozen=True, slots=True)
class DialogContext:
    """What one conversation needs to go on: its dialog over the facts of now, and for whom it speaks.

    `begin` starts the generator anew each time; `header` stands above every screen. `beside` are buttons that a
    question has besides its answers, by the id of its step.
    """

    begin: DialogFactory
    header: Phrase | str = ""
    beside: Mapping[StepId, Button] = field(default_factory=dict)


def header_for(collaboration: Collaboration, partner: Partner | None) -> Phrase:
    """The header of a screen: which collaboration and partner it speaks for."""
    return Phrase("places.header", {"collaboration": collaboration.name, "partner": partner.name if partner else None})


def dialog_context(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """The dialog over the facts of now, read by the room it belongs to.

    Raises `DomainError` when this conversation may no longer be held.
    """
    return ctx.house.dialogs[conversation.dialog].subject(ctx, conversation)


def look_over(ctx: TurnContext, dialog: str, subject: int, review: str) -> ToTalk:
    """`Wijzigen` of what was handed in: back to its review, with the numbers."""
    held = ctx.uow.conversations.find(dialog, ctx.chat, subject)
    if held is not None:
        ctx.uow.conversations.save(replace(held, page=NUMBERED), held)
    return ToTalk(dialog, subject, ChangeRequested(StepId(review), ctx.at))


def minutes_for(questions: int) -> int:
    """About how many minutes this many questions take people; at least one."""
    return max(1, (questions + 1) // 2)


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
        """The dialog over each of its examples, so that it can be checked against the content."""
        return (self.begin(facts) for facts in self.examples(instrument))
