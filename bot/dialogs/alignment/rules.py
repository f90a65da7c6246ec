"""The conversation of phase 2 in the group: its questions, what is said, who leads. Data, and the rules of order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.dialogs.questions.rules.put import Contribution, PutQuestion
from bot.domain.ids import BindingId, LiveMessageId, PartnerId, PersonId, RunId
from bot.domain.visibility import Content, ContentRef

DiscussionId = NewType("DiscussionId", int)


class DiscussionState(StrEnum):
    """Whether the conversation goes on, rests, or has ended."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Setting(StrEnum):
    """Where people sit while they talk. What whoever leads can say fits that."""

    ROOM = "room"
    AFAR = "afar"


class Drawer(StrEnum):
    """What lies open on the panel of whoever leads, in place of its main buttons."""

    MORE = "more"
    """What is needed less often."""
    QUIET = "quiet"
    """How long people write before they speak."""
    CLOSING = "closing"
    """Whether the conversation really ends."""


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
    """The message in which whoever leads sees where they are and goes on, in private."""
    setting: Setting | None = None
    """None until whoever leads says so."""
    drawer: Drawer | None = None
    quiet_until: datetime | None = None
    """Until when people write to the question on the table in private; None when they do not."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """What a partner says of the minutes: that they are right, or what is not."""

    partner: PartnerId
    person: PersonId
    confirmed: bool
    correction: str = ""


QUIET_MINUTES = (2, 4)
"""How long a quiet window may be open."""


def said_of(one: Contribution | PutQuestion, *, committing: bool = False) -> ContentRef:
    """A point or a goal to `may_see`. `committing`: phase 3 has opened."""
    person = one.person if isinstance(one, Contribution) else one.author
    assert person is not None, "a goal is always somebody's"
    return ContentRef(Content.TALK, person, one.partner, committing=committing)


def minutes_of(*, committing: bool = False) -> ContentRef:
    """The minutes to `may_see`: what all said together, of nobody in particular."""
    return ContentRef(Content.TALK, PersonId(0), None, committing=committing)


def taken_home_of(person: PersonId, partner: PartnerId) -> ContentRef:
    """What somebody takes home for this partner, to `may_see`."""
    return ContentRef(Content.TAKE_HOME, person, partner)


def written_in_quiet(person: PersonId) -> ContentRef:
    """What somebody wrote in a quiet window whose time is not up, to `may_see`."""
    return ContentRef(Content.QUIET, person, None)


def after(question: str | None, questions: Sequence[str]) -> str | None:
    """The question that comes next; None behind the last."""
    index = -1 if question is None else questions.index(question)
    return questions[index + 1] if index + 1 < len(questions) else None


def before(question: str, questions: Sequence[str]) -> str | None:
    """The question that came before; None before the first."""
    index = questions.index(question)
    return questions[index - 1] if index > 0 else None
