"""What this room keeps: statements of partners, and which answers of phase 3 are shared."""

from typing import Protocol

from bot.dialogs.commitment.rules import SharedAnswer, Statement
from bot.domain.ids import RunId
from bot.turn.ports import Key


class Commitments(Protocol):
    """What partners commit to, and which answers of phase 3 are shared."""

    def state(self, one: Statement) -> None: ...
    def stated(self, run: RunId) -> Statement | None: ...
    def share(self, one: SharedAnswer) -> None: ...
    def unshare(self, one: SharedAnswer) -> None: ...
    def shared(self, run: RunId) -> frozenset[SharedAnswer]: ...


COMMITMENTS: Key[Commitments] = Key("commitments")
