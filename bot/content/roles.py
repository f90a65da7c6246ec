"""What a question is for, said beside its text: code asks for a role and never for an id."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from bot.content.items import ItemId, Passage

QUESTION_ID_LIMIT = 32
"""The longest id of a question, in characters: it is kept in columns of that width and fits behind every button."""

QuestionId = Annotated[ItemId, StringConstraints(max_length=QUESTION_ID_LIMIT)]

SayKey = Annotated[str, StringConstraints(pattern=r"^say_[a-z_]+$")]
"""A phrase of the panel that begins so: what whoever leads can say with a question."""

SAY_ANYWHERE = "say_open"
"""Said with a question that names no sentence of its own."""


class ReflectionRole(StrEnum):
    """What the answer to a reflection question of phase 1 is used for, beside being read."""

    MAIN_MOTIVE = "main_motive"
    """Offers one's own motives; the answer is the one that carries the star."""
    TERMS = "terms"
    """Is asked of each outcome: by when."""
    ASKS = "asks"
    """What is asked of the other partners, a line each."""
    OFFERS = "offers"
    """What one brings oneself, a line each."""


class Reflection(Passage):
    """A reflection question of phase 1."""

    id: QuestionId
    role: ReflectionRole | None = None


class TalkKind(StrEnum):
    """How a question of phase 2 is answered."""

    TALK = "talk"
    """With points."""
    CHOOSE = "choose"
    """With points, and by everybody with Ja, Enigszins or Nee, hidden until it is shown."""
    GOALS = "goals"
    """With points, and with joint goals that everybody judges."""
    PRIVATE = "private"
    """By each alone; only their own partner reads it."""


class TalkEvidence(StrEnum):
    """Which part of the reveal stands with a question of phase 2."""

    NONE = "none"
    SHARED = "shared"
    STRAINED = "strained"
    HELPING = "helping"


class TalkQuestion(Passage):
    """A question of phase 2; `say` is the phrase for whoever leads."""

    id: QuestionId
    kind: TalkKind = TalkKind.TALK
    evidence: TalkEvidence = TalkEvidence.NONE
    say: SayKey = SAY_ANYWHERE


class CommitmentEvidence(StrEnum):
    """What of the earlier phases stands with a question of phase 3."""

    NONE = "none"
    JOINT_GOALS = "joint_goals"
    OUTCOMES = "outcomes"
    """The partner's own intended outcomes."""


class CommitmentRole(StrEnum):
    """What the answer to a question of phase 3 is used for, beside being read."""

    MANDATE = "mandate"
    """What the people who take part may decide: a link of the golden thread."""


class CommitmentQuestion(Passage):
    """A question of phase 3. `becomes_agreement`: it asks what is agreed, so its answer can become an agreement."""

    id: QuestionId
    evidence: CommitmentEvidence = CommitmentEvidence.NONE
    becomes_agreement: bool = False
    role: CommitmentRole | None = None
