"""The conversation of phase 2 in the group: its questions, what is said, who leads. Data, and the rules of order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.ids import BindingId, LiveMessageId, PartnerId, PersonId, RunId
from bot.domain.visibility import Content, ContentRef

DiscussionId = NewType("DiscussionId", int)


ContributionId = NewType("ContributionId", int)


GoalId = NewType("GoalId", int)


class DiscussionState(StrEnum):
    """Whether the conversation goes on, rests, or has ended."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Discussion:
    """Phase 2 of a round, as it is led in a group."""

    id: DiscussionId
    run: RunId
    binding: BindingId
    led_by: PersonId
    began_at: datetime
    state: DiscussionState = DiscussionState.RUNNING
    question: str | None = None
    """The question on the table; None before the first."""
    minutes_left: int = 0
    """The timer as it was last set, in minutes; 0 when there is none."""
    panel: LiveMessageId | None = None
    """The message in which whoever leads sees where they are, in private."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question (or goal) as it stands in the group. `shown` is whether the answers to it may be seen."""

    discussion: DiscussionId
    question: str
    placed: LiveMessageId
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said to a question. `partner` is None for a facilitator who belongs to none."""

    id: ContributionId
    discussion: DiscussionId
    question: str
    person: PersonId
    partner: PartnerId | None
    message: int
    text: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that was proposed, in its newest wording. Every wording has ballots of its own."""

    id: GoalId
    discussion: DiscussionId
    person: PersonId
    partner: PartnerId | None
    message: int
    text: str
    version: int
    placed: LiveMessageId


@dataclass(frozen=True, slots=True)
class Wording:
    """What a goal said in one of its versions; `person` gave it these words, None where that is not known."""

    goal: GoalId
    version: int
    person: PersonId | None
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a partner says of the minutes: that they are right, or what is not."""

    partner: PartnerId
    person: PersonId
    confirmed: bool
    correction: str = ""


def said_of(one: Contribution | Goal, *, committing: bool = False) -> ContentRef:
    """A point or a goal to `may_see`. `committing`: phase 3 has opened."""
    return ContentRef(Content.TALK, one.person, one.partner, committing=committing)


def minutes_of(*, committing: bool = False) -> ContentRef:
    """The minutes to `may_see`: what all said together, of nobody in particular."""
    return ContentRef(Content.TALK, PersonId(0), None, committing=committing)


def taken_home_of(person: PersonId, partner: PartnerId) -> ContentRef:
    """What somebody takes home for this partner, to `may_see`."""
    return ContentRef(Content.TAKE_HOME, person, partner)


def after(question: str | None, questions: Sequence[str]) -> str | None:
    """The question that comes next; None behind the last."""
    index = -1 if question is None else questions.index(question)
    return questions[index + 1] if index + 1 < len(questions) else None


def before(question: str, questions: Sequence[str]) -> str | None:
    """The question that came before; None before the first."""
    index = questions.index(question)
    return questions[index - 1] if index > 0 else None
