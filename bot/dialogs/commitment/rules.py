"""Phase 3: what a partner commits to, and at which level an answer was meant. Data and ids only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.content.phases import Commitment
from bot.domain.ids import PartnerId, PersonId, RunId
from bot.domain.visibility import Content, ContentRef


class AnswerLevel(StrEnum):
    """At which level an answer is meant (source: the levels of motives, Gray & Purdy 2018; Kaats & Opheij)."""

    MYSELF = "ik"
    """For its author alone; never shown to anybody else."""
    ORGANISATION = "wij_organisatie"
    TOGETHER = "wij_samen"


class Stand(StrEnum):
    """What the manager says for the partner at the end."""

    COMMITTED = "committeren"
    CONDITIONAL = "voorwaarden"
    NOT = "niet_committeren"


THEMES = "f3.themes"
"""Our own step before the questions: which themes are on the table."""


AGENDA = "f3.agenda"
"""Our own first question: what people take home from phase 2 opens their phase 3."""


REVIEW = "f3.review"
"""Our own last step. These three names stand with answers in the database since version 0.1."""


def to_agree(phase3: Commitment) -> frozenset[str]:
    """The questions whose answer can become an agreement: what is done with what was taken home is one of them."""
    return phase3.to_agree | {AGENDA}


def level_of(question: str) -> str:
    """The step that asks at which level an answer is meant."""
    return f"{question}.level"


@dataclass(frozen=True, slots=True)
class Statement:
    """The commitment of a partner, as it was said at the end of its phase 3. `term` is the id of one, or free text."""

    run: RunId
    stand: Stand
    by: PersonId
    at: datetime
    condition: str = ""
    term: str = ""
    shared: bool = False


def stand_of(one: Statement, partner: PartnerId | None) -> ContentRef:
    """What a partner commits to, to `may_see`, as long as nothing is known of the promise (`as_promised`)."""
    return ContentRef(Content.STATEMENT, one.by, partner, shared=one.shared)


def commitment_of(
    person: PersonId, partner: PartnerId | None, *, handed_in: bool, level: AnswerLevel | None, shared: bool
) -> ContentRef:
    """An answer of phase 3 to `may_see`, as long as nothing is known of the promise (`as_promised`).

    It counts as handed in once its author has said at which level it is meant.
    """
    return ContentRef(
        Content.COMMITMENT,
        person,
        partner,
        handed_in=handed_in,
        myself=level is AnswerLevel.MYSELF,
        shared=shared and level is not AnswerLevel.MYSELF,
    )


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer of phase 3 that its author switched to *Delen met partners*."""

    run: RunId
    person: PersonId
    question: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was when the phase 3 of its partner closed; never one that is meant for its author alone.

    `person` is None once its author was erased: then it is one that was shared, without their name.
    """

    run: RunId
    person: PersonId | None
    question: str
    text: str
    level: AnswerLevel
