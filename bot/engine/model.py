"""The vocabulary of the engine: steps, answers, sessions, events, effects. Data only; `advance.py` holds the rules.

A dialog is a generator of steps. It yields a `Step`, is sent the `Answer` given to it, and yields the next. It reads
top to bottom like the talk itself. Because it is replayed over the answers each time, it must be deterministic: it may
look at the answers it is sent and at the facts it was made with, and at nothing else.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

StepId = NewType("StepId", str)
"""A question's id. Ids of the instrument are never reused; derived ones append `.outcome`, `.term`."""

MAX_TEXT = 4000
"""The longest answer kept, in code points (Telegram itself sends at most 4,096)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence by its key in the content folder, with what must be filled in."""

    key: str
    args: Mapping[str, object] = field(default_factory=dict)


Text = Phrase | str
"""Words for a screen: a phrase of ours, or literal text (the instrument's, or what a person typed)."""


# --- answers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option was taken."""

    option: str


@dataclass(frozen=True, slots=True)
class Written:
    """Text was typed. `item` is the id given to what the text names, where the step names something new."""

    text: str
    item: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """One item per line, empty lines left out."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Picked:
    """Several options are on. Counts as an answer once `done`."""

    options: tuple[str, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """Asked and declined: something else than not answered."""


Answer = Chosen | Written | Picked | Skipped
Answers = Mapping[StepId, Answer]


# --- steps -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """A button that answers.

    With `opens` it leads elsewhere and answers nothing: into another dialog about the same, or to a `page:argument`.
    With `only_to_change` it is offered only where an earlier answer is being changed.
    """

    id: str
    label: Text
    opens: str | None = None
    only_to_change: bool = False


@dataclass(frozen=True, slots=True)
class TextRule:
    """What typed text may be. `read` turns it into an answer, or into the phrase that says what is wrong.

    `shown` tells how a chosen answer that `read` made, and no button carries, is shown again.
    """

    read: Callable[[str, datetime], Answer | Phrase] | None = None
    shown: Callable[[str], Text] | None = None
    names_item: bool = False
    limit: int = MAX_TEXT
    is_name: bool = False
    """A name: it has at least one letter, so that a number that was meant for something else is none."""
    among: bool = False
    """The buttons are what is asked for: their number, the beginning of a label or its first letter takes one."""
    nothing: str = ""
    """The option that says there is nothing (more): who types so takes it."""
    meant: Phrase | None = None
    """What is asked for, in other words: for who does not understand it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a review: an earlier step, what it was about and how it was answered.

    Without a step it cannot be changed here. The label is ours or the instrument's, and shown whole: what somebody
    typed goes in by a phrase that shortens it.
    """

    step: StepId | None
    label: Text
    value: Text
    heading: Text | None = None
    aside: bool = False
    """Nothing was answered here: it is shown only where things are changed."""
    gathered: bool = False
    """Without its number it stands on one line with the others under its heading that say the same."""


class Fold(StrEnum):
    """How much of a review stands there before somebody wants to change something."""

    NOTHING = "nothing"
    """All of it, with its numbers."""
    NUMBERS = "numbers"
    """What was answered; the numbers stand behind `Wijzigen`."""
    ROWS = "rows"
    """No row: all of them stand behind `Wijzigen`."""


MORE = 1000
"""What the page of a session rises by while a longer explanation is open: the page of the review is remembered."""

NUMBERED = 100
"""From this page on a folded review shows its numbers: 100 is its first page with them, 101 its second."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the dialog a step stands: `index` of `total` within the part named by `part`.

    `of` is what that part is called where its name is no phrase of ours.
    """

    part: str
    index: int
    total: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Exactly one is open at a time."""

    id: StepId
    prompt: Text
    options: tuple[Option, ...] = ()
    columns: int = 1
    text: TextRule | None = None
    optional: bool = False
    preset: tuple[str, ...] | None = None
    """Given for a choice of several: what is on before anybody touched it."""
    rows: tuple[Row, ...] = ()
    fold: Fold = Fold.NOTHING
    """For a review: what of it stands behind `Wijzigen`."""
    more: Text | None = None
    """A longer explanation, behind the button `more_label`."""
    more_label: str = "lees_meer"
    place: Place | None = None
    assumed: Answer | None = None
    """What counts as its answer until somebody answers: it is asked only where it is changed."""
    buttons_only: Phrase = Phrase("errors.use_buttons")
    """What somebody hears who types what no button says, where text is no answer."""


Steps = Generator[Step, Answer, object]
"""What a dialog returns at its end is what it wants done; the engine only passes it on."""


# --- session, events, effects ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Session:
    """All that is remembered of a conversation: the answers, and what is looked at just now.

    `cursor` names an earlier step that is being looked at again; None means the first open one. `page` is the page
    of a review, and `MORE` higher while the longer explanation of the step is open. `unsure` is what was typed at this
    question and may have been meant otherwise than as an answer.
    """

    answers: Answers = field(default_factory=dict)
    cursor: StepId | None = None
    page: int = 0
    unsure: str | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """Somebody starts, comes back, or needs to see the question again. `note` is said above it."""

    at: datetime
    note: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """An option of the question on screen was taken, by tapping or by typing its name or number."""

    option: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """Text came in. `fresh` is an unused id, an input like time, so that the engine stays pure."""

    text: str
    at: datetime
    fresh: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """Text came in that may be an answer, and may be meant for whoever asks. It is first asked which."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was doubted is an answer. `fresh` is as with `Typed`."""

    at: datetime
    fresh: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """What was doubted is no answer: the question itself is wanted again, or the page that was meant."""

    at: datetime
    page: str | None = None


@dataclass(frozen=True, slots=True)
class BackRequested:
    """`‹ Terug`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRequested:
    """A row of a review was taken, or an earlier step is wanted otherwise."""

    step: StepId
    at: datetime


@dataclass(frozen=True, slots=True)
class PageRequested:
    """Another page of a review, or the longer explanation."""

    page: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadRequested:
    """`Lees alles`: the whole of what is long on this screen."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PauseRequested:
    """`Later verder`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The text just accepted turned out to be the beginning of one that was too long."""

    step: StepId
    at: datetime


Event = (
    Resumed
    | Pressed
    | Typed
    | Doubted
    | Confirmed
    | Unconfirmed
    | BackRequested
    | ChangeRequested
    | PageRequested
    | ReadRequested
    | PauseRequested
    | Withdrawn
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Show this step. `given` is its earlier answer, `note` a sentence above it, `first` that nothing lies before.

    With `unsure` it is first asked whether that text is the answer.
    """

    step: Step
    previous: Answer | None = None
    page: int = 0
    note: Phrase | None = None
    first: bool = False
    unsure: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell it in passing (a toast), not on the screen."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Read:
    """Send what the screen of this step shortens whole, in messages of its own."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Open:
    """Go into another dialog, or to a `page:argument`."""

    place: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Show a page that has nothing to do with the question, which stays open."""

    page: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Put the conversation away until somebody comes back to it."""


@dataclass(frozen=True, slots=True)
class Complete:
    """The dialog has come to its end; `result` is what it returned."""

    result: object


Effect = Ask | Notify | Read | Open | Visit | Pause | Complete


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event led to, and which step it answered, when it was an answer."""

    session: Session
    effects: tuple[Effect, ...]
    answered: StepId | None = None
