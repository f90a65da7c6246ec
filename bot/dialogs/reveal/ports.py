"""What this room keeps: what people say of a reveal."""

from datetime import datetime
from typing import Protocol

from bot.domain.asks import Link
from bot.domain.ids import PersonId, RoundId
from bot.turn.ports import Key


class Reactions(Protocol):
    """What people say of the cards of a reveal, and which offer they link to which ask."""

    def react(self, round_: RoundId, card: str, person: PersonId, choice: str, at: datetime) -> None: ...
    def reactions(self, round_: RoundId) -> tuple[tuple[str, str], ...]: ...
    def reactions_of(self, round_: RoundId, person: PersonId) -> dict[str, str]: ...
    def link(self, round_: RoundId, link: Link, at: datetime) -> None: ...
    def unlink(self, round_: RoundId, link: Link) -> None: ...
    def links(self, round_: RoundId) -> tuple[Link, ...]: ...


REACTIONS: Key[Reactions] = Key("reactions")
