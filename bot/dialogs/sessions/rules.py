"""A session: a further instrument gone through in a group. What is kept, and to whom its answers are shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.ids import BindingId, CollaborationId, PartnerId, PersonId, RoundId, SessionId
from bot.domain.visibility import Content, ContentRef

Seat = tuple[PersonId, PartnerId]
"""Who answers, and for whom: who is in two partners says for which one."""


class SessionState(StrEnum):
    """Whether a session goes on."""

    RUNNING = "running"
    OVER = "over"
    """The last question is behind it, or whoever leads ended it. What was shown stays."""


@dataclass(frozen=True, slots=True)
class GroupSession:
    """One instrument in one circle: the people of a partner, or (None) of all. It keeps the texts it began with."""

    id: SessionId
    instrument: str
    content_version: str
    collaboration: CollaborationId
    partner: PartnerId | None
    round: RoundId
    """During which it was held."""
    binding: BindingId
    """The group in which it stood last."""
    begun_by: PersonId
    began_at: datetime
    state: SessionState = SessionState.RUNNING
    question: str | None = None
    """On the table; None before the first and after the last."""
    context: str = ""
    """What it was about, where the set asks for that."""
    ended_at: datetime | None = None
    version: int = 0

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.state is SessionState.RUNNING


class Came(StrEnum):
    """What came of a question of a session. The values are names of phrases."""

    OPEN = "open"
    """It is on the table, waits for the end, or is still to come."""
    SHOWN = "shown"
    NOBODY = "nobody"
    """It was asked, and nobody answered."""
    SKIPPED = "skipped"
    """Whoever leads went on without it."""
    HIDDEN = "hidden"
    """People answered, and it was never shown."""
    STOPPED = "stopped"
    """It was over before this question came."""


def came_of(running: bool, put: PutQuestion | None, *, passed: bool, until_the_end: bool, answered: bool) -> Came:
    """What came of a question. `passed`: another was put behind it; `until_the_end`: all is shown after the last."""
    if put is not None and put.is_shown:
        return Came.SHOWN
    if put is None:
        return Came.OPEN if running else Came.STOPPED
    if running and (until_the_end or not passed):
        return Came.OPEN
    if answered:
        return Came.HIDDEN
    return Came.SKIPPED if passed and not until_the_end else Came.NOBODY


FEW = 3
"""With fewer people of one partner, others can work out from its numbers who answered what."""


def given_in(session: GroupSession, author: PersonId, *, shown: bool) -> ContentRef:
    """An answer given in a session, to `may_see`. `shown`: all that was answered to this question was shown."""
    return ContentRef(Content.INSTRUMENT_IN_GROUP, author, session.partner, shown=shown)


def with_few(seats: Sequence[Seat]) -> tuple[PartnerId, ...]:
    """The partners whose numbers would give their people away."""
    partners = [partner for _, partner in seats]
    return tuple(partner for partner in dict.fromkeys(partners) if partners.count(partner) < FEW)


def behind(question: str | None, questions: Sequence[str]) -> str | None:
    """The question that comes next; None behind the last."""
    index = -1 if question is None else questions.index(question)
    return questions[index + 1] if index + 1 < len(questions) else None
