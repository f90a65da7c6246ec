"""Shared, one-sided, uncertain, and the questions that pairs of the crosswalk give."""

import pytest
from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, own, practice, programme, shown

from bot.insight.given import PartnerForm
from bot.insight.model import Likeness, OneSided, Shared, Uncertain


@pytest.mark.parametrize(
    ("partners", "rows"),
    [
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": YES})], [("pp.leg.1",)]),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": SOMEWHAT})], []),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": NO})], []),
        ([practice(1, {"pp.leg.1": YES}), programme(2)], []),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": YES}), practice(3, {"pp.leg.1": NO})], []),
        ([practice(1, {"pp.ont.2": YES}), programme(2, {"op.ont.4": YES})], [("pp.ont.2", "op.ont.4")]),
        ([practice(1, {"pp.maa.1": YES}), programme(2, {"op.maa.1": YES})], [("pp.maa.1", "op.maa.1")]),
        ([practice(1, {"pp.maa.1": YES}), programme(2, {"op.maa.1": SOMEWHAT})], []),
        # One's own form only: not shared while the other side cannot have said it.
        ([practice(1, {"pp.kap.1": YES}), practice(2, {"pp.kap.1": YES}), programme(3)], []),
        # Taken over by the other side.
        ([practice(1, {"pp.kap.1": YES}), programme(2, {"pp.kap.1": YES})], [("pp.kap.1",)]),
        # One side only takes part at all.
        ([practice(1, {"pp.kap.1": YES}), practice(2, {"pp.kap.1": YES})], [("pp.kap.1",)]),
        ([practice(1, {"pp.kap.1": YES})], []),
        ([practice(1, {}, own("1", "leg")), programme(2, {}, own("2", "leg"))], []),
        # Put before the group by its author, and answered there by the other side.
        ([practice(1, {}, own("1", "leg")), programme(2, {}, own("1", "leg"))], [("own.1",)]),
    ],
)
def test_what_is_shared(partners: list[PartnerForm], rows: list[tuple[str, ...]]):
    assert [found.rows for found in shown(*partners).shared] == rows


def test_shared_names_the_partners_and_the_likeness():
    found = shown(
        programme(9, {"op.maa.1": YES, "op.leg.1": YES, "op.ont.4": YES}),
        practice(3, {"pp.maa.1": YES, "pp.leg.1": YES, "pp.ont.2": YES}),
    )
    assert found.shared == (
        Shared(("pp.leg.1",), Likeness.SAME, (9, 3)),
        Shared(("pp.ont.2", "op.ont.4"), Likeness.EQUIVALENT, (9, 3)),
        Shared(("pp.maa.1", "op.maa.1"), Likeness.MIRRORED, (9, 3)),
    )
    assert found.one_sided == ()


def test_the_clearest_answer_counts_for_who_has_both_of_a_pair():
    found = shown(practice(1, {"pp.maa.1": YES}), programme(2, {"op.maa.1": YES, "pp.maa.1": SOMEWHAT}))
    assert [one.rows for one in found.shared] == [("pp.maa.1", "op.maa.1")]
    assert found.uncertain == (Uncertain("pp.maa.1", (2,)),)


SAME = Likeness.SAME


@pytest.mark.parametrize(
    ("partners", "expected"),
    [
        (
            [practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": NO}), programme(3)],
            [OneSided(("pp.leg.1",), SAME, PRACTICE, (1,), (2,), (3,))],
        ),
        (
            [practice(1, {"pp.leg.1": NO}), practice(3), programme(2, {"op.leg.1": YES})],
            [OneSided(("pp.leg.1",), SAME, PROGRAMME, (2,), (1,), (3,))],
        ),
        # The own side may be divided.
        (
            [practice(1, {"pp.leg.1": YES}), practice(3, {"pp.leg.1": NO}), programme(2, {"op.leg.1": NO})],
            [OneSided(("pp.leg.1",), SAME, PRACTICE, (1,), (2,), ())],
        ),
        ([practice(1, {"pp.leg.1": YES}), programme(2, {"op.leg.1": SOMEWHAT})], []),
        ([practice(1, {"pp.leg.1": SOMEWHAT}), programme(2, {"op.leg.1": NO})], []),
        ([practice(1, {"pp.leg.1": YES}), practice(3), programme(2, {"op.leg.1": YES})], []),
        # On one form only, and own motives.
        ([practice(1, {"pp.kap.5": YES}), programme(2)], [OneSided(("pp.kap.5",), SAME, PRACTICE, (1,), (), ())]),
        (
            [practice(1), programme(2, {}, own("4", "kap"))],
            [OneSided(("2.own.4",), SAME, PROGRAMME, (2,), (), ())],
        ),
        # Alike in other words.
        (
            [practice(1, {"pp.ont.2": YES}), programme(2, {"op.ont.4": NO})],
            [OneSided(("pp.ont.2", "op.ont.4"), Likeness.EQUIVALENT, PRACTICE, (1,), (2,), ())],
        ),
        # No other side takes part.
        ([practice(1, {"pp.leg.1": YES}), practice(2, {"pp.leg.1": NO})], []),
    ],
)
def test_what_is_one_sided(partners: list[PartnerForm], expected: list[OneSided]):
    assert list(shown(*partners).one_sided) == expected


def test_uncertain_says_by_whom():
    found = shown(
        practice(1, {"pp.leg.1": SOMEWHAT}),
        programme(2, {"op.leg.1": SOMEWHAT, "op.kap.4": YES}),
        practice(3, {"pp.leg.1": YES}, own("1", None, SOMEWHAT)),
    )
    assert found.uncertain == (Uncertain("pp.leg.1", (1, 2)), Uncertain("3.own.1", (3,)))


@pytest.mark.parametrize(
    ("partners", "ids"),
    [
        ([practice(1, {"pp.kap.1": YES}), programme(2, {"op.ont.1": YES})], ["strain.innovation_outcomes"]),
        ([practice(1, {"pp.kap.1": SOMEWHAT}), programme(2, {"op.ont.1": YES})], ["strain.innovation_outcomes"]),
        ([practice(1, {"pp.kap.1": NO}), programme(2, {"op.ont.1": YES})], []),
        ([practice(1), programme(2, {"op.ont.1": YES})], []),
        # One partner alone is not in tension with itself.
        ([practice(1, {"pp.kap.1": YES, "op.ont.1": YES}), programme(2)], []),
        # The same motive, of two partners on one side; of one it is no question.
        ([practice(1, {"pp.kap.1": YES}), practice(2, {"pp.kap.1": SOMEWHAT})], ["strain.innovation_practice"]),
        ([practice(1, {"pp.kap.1": YES}), practice(2)], []),
        # The identical twin is another motive: two that recruit across the table.
        ([practice(1, {"pp.kap.4": YES}), programme(2, {"op.kap.3": YES})], ["strain.recruitment_both"]),
    ],
)
def test_which_tensions_are_asked(partners: list[PartnerForm], ids: list[str]):
    assert [question.id for question in shown(*partners).tensions] == ids


def test_a_question_carries_its_words_rows_and_partners():
    found = shown(
        practice(1, {"pp.kap.4": YES, "op.ont.2": YES}),
        practice(2, {"pp.kap.4": NO}),
        programme(3, {"op.ont.2": SOMEWHAT}),
    )
    (question,) = found.complements
    assert (question.id, question.first, question.second) == ("match.recruitment_profession", "pp.kap.4", "op.ont.2")
    assert (question.first_partners, question.second_partners) == ((1,), (1, 3))
    assert question.question.endswith("?")
    assert question.reason.endswith(".")


def test_questions_name_rows_of_the_matrix():
    found = shown(practice(1, {"pp.kap.1": YES}), programme(2, {"op.kap.1": YES}))
    (question,) = found.tensions
    assert (question.first, question.second) == ("pp.kap.1", "pp.kap.2")


def test_tensions_and_complements_come_in_the_order_of_the_crosswalk():
    found = shown(practice(1, {"pp.kap.5": YES, "pp.kap.1": YES}), programme(2, {"op.maa.2": YES, "op.ont.1": YES}))
    assert [question.id for question in found.tensions] == [
        "strain.innovation_outcomes",
        "strain.finance_outcomes",
        "strain.finance_society",
    ]
