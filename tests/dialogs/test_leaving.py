"""What a partner is without once somebody leaves: true as long as it is what `may_settle` says afterwards."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.people.rules import LeftBehind, Needs, left_behind
from bot.domain.collaboration import Membership, Role
from bot.domain.ids import CollaborationId, MembershipId, PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase, PhaseRun, Round, RoundMode, RoundState, RunState

AT = datetime(2026, 9, 1, tzinfo=UTC)
HERE, THERE = PartnerId(1), PartnerId(2)
ALL = tuple(Needs)


def member(number: int, role: Role, partner: PartnerId | None = HERE) -> Membership:
    return Membership(MembershipId(number), PersonId(number), CollaborationId(1), partner, role, AT)


ANNA, BRAM = member(1, Role.MANAGER), member(2, Role.PARTICIPANT)
KOEN, SAAR = member(3, Role.MANAGER), member(4, Role.STAKEHOLDER)
BO, CARLA = member(5, Role.FACILITATOR, None), member(6, Role.MANAGER, THERE)


def round_(state: RoundState = RoundState.PREPARATION, *phases: Phase) -> Round:
    return Round(RoundId(1), CollaborationId(1), RoundMode.APART, frozenset(phases or Phase), state, "1", opened_at=AT)


def run(phase: Phase, state: RunState = RunState.OPEN, partner: PartnerId = HERE) -> PhaseRun:
    return PhaseRun(RunId(1), RoundId(1), phase, partner, state)


@pytest.mark.parametrize(
    ("going", "others", "expected"),
    [
        (ANNA, (BRAM, CARLA, BO), LeftBehind(ALL, nobody=False)),
        (ANNA, (SAAR, CARLA, BO), LeftBehind(ALL, nobody=True)),
        (ANNA, (KOEN, BRAM), None),
        (BRAM, (CARLA, SAAR), LeftBehind(ALL, nobody=True)),
        (BRAM, (ANNA,), None),
        (BRAM, (member(7, Role.PARTICIPANT),), None),
        (SAAR, (), None),
        (BO, (ANNA,), None),
    ],
)
def test_who_may_settle_afterwards(going: Membership, others: tuple[Membership, ...], expected: LeftBehind | None):
    assert left_behind(going, (going, *others), round_(), [run(Phase.PREPARATION)]) == expected


@pytest.mark.parametrize(
    ("now", "runs", "needs"),
    [
        (round_(), [run(Phase.PREPARATION, RunState.SETTLED)], (Needs.MINUTES, Needs.CLOSING)),
        (round_(), [run(Phase.PREPARATION, partner=THERE)], (Needs.MINUTES, Needs.CLOSING)),
        (round_(RoundState.PREPARATION, Phase.PREPARATION), [run(Phase.PREPARATION)], (Needs.SETTLING,)),
        (round_(RoundState.COMMITMENT), [run(Phase.COMMITMENT)], (Needs.CLOSING,)),
        (round_(RoundState.COMMITMENT), [run(Phase.COMMITMENT, RunState.CLOSED)], None),
        (round_(RoundState.CLOSED), [run(Phase.PREPARATION)], None),
        (round_(RoundState.DRAFT), [], None),
        (None, [], None),
    ],
)
def test_only_what_is_still_to_be_done_is_told(
    now: Round | None, runs: list[PhaseRun], needs: tuple[Needs, ...] | None
):
    found = left_behind(ANNA, (ANNA, BRAM), now, runs)
    assert (found and found.needs) == needs
