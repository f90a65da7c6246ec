"""What a partner is without once somebody leaves, in a round that is going on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.collaboration import Membership, Role
from bot.domain.rounds import Phase, PhaseRun, Round, RoundState, RunState
from bot.domain.settlement import may_settle, who_settle


class Needs(StrEnum):
    """What has to be done for a partner by whoever may settle."""

    SETTLING = "settling"
    MINUTES = "minutes"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What is still to be done for a partner, and whether nobody is left who may; else whoever fills in may."""

    needs: tuple[Needs, ...]
    nobody: bool


def left_behind(
    going: Membership, people: Sequence[Membership], round_: Round | None, runs: Iterable[PhaseRun]
) -> LeftBehind | None:
    """What stays when this member goes; None where the partner goes on as before.

    `people` are all who take part now, `runs` those of the newest round.
    """
    if round_ is None or going.partner is None or not may_settle(going, people):
        return None
    needs = tuple(_needs(round_, [run for run in runs if run.partner == going.partner]))
    rest = [m for m in people if m.id != going.id and m.partner == going.partner]
    nobody = not who_settle(rest, going.partner)
    unmanaged = going.role is Role.MANAGER and not any(m.role is Role.MANAGER for m in rest)
    return LeftBehind(needs, nobody) if needs and (nobody or unmanaged) else None


def _needs(round_: Round, theirs: Sequence[PhaseRun]) -> Iterator[Needs]:
    """What this round still asks for a partner with these runs."""
    if round_.state in (RoundState.DRAFT, RoundState.CLOSED):
        return
    opened = {run.phase: run.state for run in theirs}
    if round_.settles and opened.get(Phase.PREPARATION) is RunState.OPEN:
        yield Needs.SETTLING
    if Phase.ALIGNMENT in round_.phases and round_.state is not RoundState.COMMITMENT:
        yield Needs.MINUTES
    if Phase.COMMITMENT in round_.phases and opened.get(Phase.COMMITMENT, RunState.OPEN) is RunState.OPEN:
        yield Needs.CLOSING
