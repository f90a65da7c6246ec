"""Of which answer something was made, to whoever knows the question."""

from dataclasses import dataclass

from bot.domain.ids import CollaborationId, PartnerId, PersonId


@dataclass(frozen=True, slots=True)
class MadeOf:
    """By whom, for a partner or (None) for all together, and of an answer to which question."""

    collaboration: CollaborationId
    partner: PartnerId | None
    maker: PersonId
    question: str
