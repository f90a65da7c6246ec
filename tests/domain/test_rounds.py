"""The order in which a round goes on."""

from datetime import UTC, datetime
from itertools import combinations

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Participation, Phase, Round, RoundMode, RoundState, answer_of, next_state

ONE, TWO, THREE = Phase

ORDERS = {
    frozenset({ONE}): "draft preparation revealed closed",
    frozenset({TWO}): "draft alignment closed",
    frozenset({THREE}): "draft commitment closed",
    frozenset({ONE, TWO}): "draft preparation revealed alignment closed",
    frozenset({ONE, THREE}): "draft preparation revealed commitment closed",
    frozenset({TWO, THREE}): "draft alignment commitment closed",
    frozenset({ONE, TWO, THREE}): "draft preparation revealed alignment commitment closed",
}


def test_every_choice_of_phases_is_listed():
    assert set(ORDERS) == {frozenset(some) for count in (1, 2, 3) for some in combinations(Phase, count)}


@pytest.mark.parametrize(
    ("phases", "order"), ORDERS.items(), ids=[value.replace(" ", "-") for value in ORDERS.values()]
)
def test_next_state_skips_the_phases_that_were_not_chosen(phases: frozenset[Phase], order: str):
    states = [RoundState.DRAFT]
    while states[-1] is not RoundState.CLOSED:
        states.append(next_state(states[-1], phases))
    assert " ".join(states) == order


@pytest.mark.parametrize("phases", ORDERS)
def test_motives_are_answered_once(phases: frozenset[Phase]):
    """In phase 1, or in phase 2 where there is no phase 1."""
    taking = [
        state
        for state in ORDERS[phases].split()
        if Round(
            RoundId(1), CollaborationId(1), RoundMode.TOGETHER, phases, RoundState(state), content_version="1"
        ).takes_motives
    ]
    assert taking == (["preparation"] if ONE in phases else ["alignment"] if TWO in phases else [])


@pytest.mark.parametrize("phases", ORDERS)
def test_next_state_refuses_to_leave_the_end(phases: frozenset[Phase]):
    with pytest.raises(DomainError) as refused:
        next_state(RoundState.CLOSED, phases)
    assert (refused.value.key, refused.value.args_of_phrase) == ("errors.round_closed", {})


def test_phases_are_numbered_as_on_the_form():
    assert [(phase.value, phase.number) for phase in Phase] == [
        ("voorbereiding", 1),
        ("afstemming", 2),
        ("commitment", 3),
    ]


@pytest.mark.parametrize(
    ("whole", "motives", "ready"),
    [(True, True, True), (False, True, False), (True, False, False)],
    ids=["all of it", "the motives alone", "nothing"],
)
def test_an_answer_is_handed_in_with_all_questions(whole: bool, motives: bool, ready: bool):
    part = Participation(RunId(1), PersonId(1), datetime(2026, 9, 1, tzinfo=UTC) if motives else None)
    assert answer_of(part, PartnerId(1), "q1", handed_in=whole).handed_in is ready
