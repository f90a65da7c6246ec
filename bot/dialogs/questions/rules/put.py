"""A question as it was put to a group, who may answer it, and what was said to it. Data only, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import (
    BindingId,
    ChatId,
    ContributionId,
    LiveMessageId,
    PartnerId,
    PersonId,
    QuestionId,
    RoundId,
    RunId,
    SessionId,
)


class QuestionKind(StrEnum):
    """What is put to a group."""

    MOTIVE = "motive"
    """A motive on a board. It counts in the phase 1 of several partners, so it belongs to a group in a round."""
    ASKED = "asked"
    """A question as the texts have it. It belongs to one run."""
    PROPOSAL = "proposal"
    """Words that somebody proposed, to be judged. Each wording is a version with ballots of its own."""
    OF_SET = "of_set"
    """A question of a further instrument. It belongs to one session of a group."""


class QuestionState(StrEnum):
    """Whether people still answer, or all see what was answered."""

    OPEN = "open"
    SHOWN = "shown"


FIRST_WORDING = 1
"""The version under which ballots on a question are kept whose words never change."""


NOWHERE = LiveMessageId(0)
"""Where a question stands that was spoken to before it was put."""


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """One question in one group.

    `about` is the id of the question in the texts, or of the motives that are asked as one because their words are the
    same. `number` rises when a motive is shown or opened again and when a proposal gets other words; buttons with
    another number have expired. It rises with nothing else: votes that cross never make a button old.
    """

    id: QuestionId
    kind: QuestionKind
    binding: BindingId
    """The group it was last put to."""
    round: RoundId
    run: RunId | None
    """None for a motive, which counts in several, and for a question of a set."""
    about: str
    opened_at: datetime
    placed: LiveMessageId
    """The message in which it stands now."""
    state: QuestionState = QuestionState.OPEN
    number: int = 1
    text: str = ""
    """Its words, where they are not those of the texts; of a proposal the newest."""
    cluster: str | None = None
    author: PersonId | None = None
    """Who put an own motive here, or proposed these words."""
    partner: PartnerId | None = None
    """For which partner it was proposed."""
    session: SessionId | None = None
    """In which session a question of a set is asked."""

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees the answers."""
        return self.state is QuestionState.SHOWN

    @property
    def was_put(self) -> bool:
        """Whether it ever stood in the group."""
        return self.placed != NOWHERE


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in the electorate of a motive, frozen when it opened: for whom, and as which motive it counts."""

    question: QuestionId
    person: PersonId
    run: RunId
    partner: PartnerId
    motive: str
    voted: bool = False
    """Answered here."""
    counted: bool = False
    """Among what was shown. From then on this answer stays as it is."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said to a question, in its newest words; for no partner when a facilitator belongs to none."""

    id: ContributionId
    question: QuestionId
    about: str
    """The id of that question in the texts."""
    person: PersonId
    partner: PartnerId | None
    chat: ChatId
    """Where it was said: each group counts its own messages."""
    message: int
    text: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """What a proposal said in one of its versions; `person` gave it these words, None where that is not known."""

    question: QuestionId
    version: int
    person: PersonId | None
    text: str
