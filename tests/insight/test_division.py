"""In which list a motive stands, and that each answered motive stands in exactly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, own, practice, programme, shown, tables

from bot.domain.motive import Choice
from bot.insight.division import TOLD_IN_ORDER, Listed, Place, place_of
from bot.insight.given import PartnerForm
from bot.insight.guide import guide
from bot.insight.model import CellState


def place(row: str, *partners: PartnerForm) -> Place | None:
    one = shown(*partners).division.of_row(row)
    return one.place if one is not None else None


@pytest.mark.parametrize(
    ("partners", "expected"),
    [
        ([practice(1, {"pp.leg.1": NO}), programme(2, {"op.leg.1": NO})], Place.NOBODY),
        ([practice(1, {"pp.leg.1": NO}), programme(2)], Place.NOBODY),
        ([practice(1, {"pp.leg.1": SOMEWHAT}), programme(2, {"op.leg.1": NO})], Place.AT_MOST_SOMEWHAT),
        ([practice(1, {"pp.leg.1": SOMEWHAT}), programme(2)], Place.AT_MOST_SOMEWHAT),
        ([practice(1, {"pp.leg.1": YES}), programme(2)], Place.ONE_ANSWERED),
        ([practice(1, {"pp.leg.1": YES}), practice(3, {"pp.leg.1": NO}), programme(2)], Place.ONE_ANSWERED),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": YES})], Place.ALL_YES),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": YES}), practice(3)], Place.BOTH),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": YES}), practice(3, {"pp.leg.1": NO})], Place.BOTH),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": NO})], Place.ONE),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": SOMEWHAT})], Place.ONE),
        ([practice(1), programme(2)], None),
        # Of single partners, where only one side takes part.
        ([practice(1, {"pp.leg.1": YES}), practice(2, {"pp.leg.1": YES})], Place.ALL_YES),
        ([practice(1, {"pp.leg.1": YES}), practice(2, {"pp.leg.1": YES}), practice(3)], Place.BOTH),
        ([practice(1, {"pp.leg.1": YES}), practice(2, {"pp.leg.1": NO})], Place.ONE),
        ([practice(1, {"pp.leg.1": YES}), practice(2)], Place.ONE_ANSWERED),
        ([practice(1, {"pp.leg.1": YES})], Place.ONE_ANSWERED),
    ],
)
def test_the_first_list_that_fits(partners: list[PartnerForm], expected: Place | None):
    assert place("pp.leg.1", *partners) is expected


def test_taking_a_motive_over_counts_as_being_asked_and_own_motives_are_in():
    assert place("pp.kap.1", practice(1, {"pp.kap.1": YES}), programme(2)) is Place.ONE_ANSWERED
    assert place("pp.kap.1", practice(1, {"pp.kap.1": YES}), programme(2, {"pp.kap.1": YES})) is Place.ALL_YES
    assert place("1.own.1", practice(1, {}, own("1", "leg")), programme(2)) is Place.ONE_ANSWERED
    # Put before the group by its author, and answered there by the other side.
    assert place("own.1", practice(1, {}, own("1", "leg")), programme(2, {}, own("1", "leg"))) is Place.ALL_YES


def test_people_of_one_partner_who_differ_are_divided_until_it_is_settled():
    partners = {1: PRACTICE, 2: PROGRAMME}
    assert place_of({1: [YES, NO], 2: [YES]}, partners) is Place.DIVIDED
    assert place_of({1: [YES, YES], 2: [YES]}, partners) is Place.ALL_YES
    assert place_of({1: [NO, NO], 2: []}, partners) is Place.NOBODY


def test_a_motive_names_who_said_what_who_left_it_blank_and_what_it_is_linked_with():
    found = shown(
        programme(9, {"op.maa.1": YES, "op.leg.1": YES, "op.ont.4": YES}, main="op.leg.1"),
        practice(3, {"pp.maa.1": YES, "pp.leg.1": SOMEWHAT, "pp.ont.2": NO}),
        practice(4),
    ).division
    assert found.of_row("pp.leg.1") == Listed("pp.leg.1", Place.ONE, (9,), (3,), (), (4,), stars=(9,))
    assert found.of_row("pp.ont.2") == Listed("pp.ont.2", Place.NOBODY, (), (), (3,), (4,), linked=("op.ont.4",))
    assert found.of_row("op.ont.4") == Listed("op.ont.4", Place.ONE_ANSWERED, (9,), (), (), (), linked=("pp.ont.2",))
    assert [one.linked for one in found.of(Place.ONE_ANSWERED)] == [("pp.ont.2",), ("op.maa.1",), ("pp.maa.1",)]


@given(tables(fewest=2, most=8))
def test_each_answered_motive_stands_in_exactly_one_list(partners):
    found = shown(*partners)
    answered = {
        row.id for row in found.matrix.rows if any(c.state.applies or c.state is CellState.NO for c in row.cells)
    }
    listed = [one.row for _, listed in found.division.lists for one in listed]
    assert sorted(listed) == sorted(answered)
    assert set(TOLD_IN_ORDER) == set(Place)
    assert sum(len(one) for _, one in found.division.lists) == len(found.division.motives)


@given(tables(fewest=2, most=8))
def test_a_list_says_what_stands_in_the_picture(partners):
    found = shown(*partners)
    cells = {row.id: row.cells for row in found.matrix.rows}
    kinds = {one.partner: one.kind for one in partners}
    for one in found.division.motives:
        states = {state: {c.partner for c in cells[one.row] if c.state is state} for state in CellState}
        said = (one.yes, one.somewhat, one.no, one.blank)
        assert [set(who) for who in said] == [states[s] for s in CellState if s is not CellState.NOT_ON_FORM]
        sides = {kinds[partner] for partner in one.yes}
        assert (one.place is Place.NOBODY) == (not one.yes and not one.somewhat)
        assert (one.place is Place.AT_MOST_SOMEWHAT) == (not one.yes and bool(one.somewhat))
        if one.place is Place.ALL_YES:
            assert (one.somewhat, one.no, one.blank) == ((), (), ())
        if found.division.sides and len(sides) == 2:
            assert one.place in (Place.ALL_YES, Place.BOTH), "a Ja at both sides stands in a list that says so"
        assert one.place is not Place.DIVIDED, "a settled version has one answer"


@given(tables(fewest=2, most=8))
def test_blind_spots_are_motives_that_nobody_chose(partners):
    found = shown(*partners)
    nobody = {one.row for one in found.division.of(Place.NOBODY)}
    assert {row for spot in found.blind_spots for row in spot.rows} <= nobody


@given(tables(fewest=2, most=8))
def test_the_guide_tells_each_thing_once_and_only_what_is_there(partners):
    found = shown(*partners)
    way = guide(found)
    told = [one.row for one in (way.motive, *way.differences) if one is not None]
    assert len(told) == len(set(told))
    assert set(told) <= {one.row for one in found.division.motives}
    assert all(one.yes and one.no for one in way.differences)
    assert set(way.tensions) <= set(found.tensions)
    assert set(way.complements) <= set(found.complements)


@given(st.dictionaries(st.integers(1, 8), st.lists(st.sampled_from(Choice), max_size=3)), st.data())
def test_answers_of_people_stand_in_a_list_as_soon_as_there_is_one(answers, data):
    kinds = {partner: data.draw(st.sampled_from([PRACTICE, PROGRAMME])) for partner in answers}
    found = place_of(answers, kinds)
    assert (found is None) == (not any(answers.values()))
    assert (found is Place.DIVIDED) == any(len(set(given)) > 1 for given in answers.values())
