"""The questions that pairs of the crosswalk give."""

import pytest
from insight_forms import NO, SOMEWHAT, YES, crosswalk, instrument, practice, programme, shown

from bot.insight.given import PartnerForm


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
        # The identical twin counts where the question holds for it as well; here two recruit across the table.
        ([programme(1, {"op.kap.3": YES}), programme(2, {"op.ont.1": YES})], ["strain.recruitment_outcomes"]),
        ([practice(1, {"pp.kap.1": YES}), practice(2, {"pp.kap.2": YES})], ["strain.innovation_publication"]),
        ([practice(1, {"pp.kap.4": YES}), practice(2, {"pp.kap.4": YES})], ["strain.recruitment_practice"]),
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


def test_a_question_that_does_not_hold_for_twins_says_why():
    for pair in crosswalk.pairs:
        have_twins = any(instrument.identical_twin(motive) for motive in pair.motives)
        if not pair.kind.is_likeness and have_twins and not pair.twins:
            assert len(pair.note.split(". ")) > 1, f"{pair.id} says why its twins are left out"
