"""A further instrument answered by one person: what is kept of it, to whom it is shown, and an answer in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.content.question_sets import AnswerKind, QuestionSet, SetQuestion
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.domain.visibility import Content, ContentRef
from bot.engine.model import Answer, Answers, Chosen, Phrase, StepId, Text, Written

REVIEW = "instrument.review"
"""Our own last step."""

InstrumentRunId = NewType("InstrumentRunId", int)
OwnSetId = NewType("OwnSetId", int)

MOST_OWN_SETS = 20
"""So many sets of their own a collaboration can have at a time."""


@dataclass(frozen=True, slots=True)
class OwnSet:
    """A question set that a facilitator gave as a file, for the people of one collaboration. It never changes."""

    id: OwnSetId
    collaboration: CollaborationId
    kept_by: PersonId
    kept_at: datetime
    body: str
    """What the file said, checked."""
    taken_away_at: datetime | None = None
    """Nobody can begin it since; what was answered to it stays."""


@dataclass(frozen=True, slots=True)
class InstrumentRun:
    """One person who answers an instrument for their partner. It belongs to the collaboration, not to a round."""

    id: InstrumentRunId
    instrument: str
    collaboration: CollaborationId
    partner: PartnerId
    person: PersonId
    began_at: datetime
    handed_in_at: datetime | None = None


def answers_of(run: InstrumentRun) -> ContentRef:
    """What somebody answered, to `may_see`."""
    return ContentRef(Content.INSTRUMENT, run.person, run.partner, handed_in=run.handed_in_at is not None)


def number_of(partner: PartnerId) -> ContentRef:
    """How many of a partner handed in, to `may_see`. It has no author."""
    return ContentRef(Content.INSTRUMENT_PROGRESS, PersonId(0), partner)


def in_words(one: QuestionSet, question: SetQuestion, answers: Answers) -> Text | None:
    """What was answered to a question; None for nothing, for a skipped one, and for an option that has gone."""
    given = [_words(one, question, answers.get(StepId(step))) for step in question.steps]
    if question.ambition and any(given):
        now, wanted = given
        return Phrase("verdieping.placed", {"now": now or "", "wanted": wanted or ""})
    return given[0]


def _words(one: QuestionSet, question: SetQuestion, answer: Answer | None) -> str | None:
    match answer:
        case Written(text) if question.kind is AnswerKind.WRITE:
            return text
        case Chosen(value) if question.kind is not AnswerKind.WRITE:
            return one.scale_of(question).label(value)
        case _:
            return None
