"""What no partner chose: when it is one, which come first, and which question of the research goes with it."""

from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, all_answered, own, practice, programme, shown

from bot.insight.model import BlindSpot


def test_nothing_is_left_out_when_everything_was_chosen():
    found = shown(practice(1, all_answered(PRACTICE, YES)), programme(2, all_answered(PROGRAMME, SOMEWHAT)))
    assert found.blind_spots == ()


def test_what_nobody_answered_is_no_blind_spot():
    assert shown(practice(1), programme(2)).blind_spots == ()


def test_a_row_that_all_who_have_it_declined_or_left_open():
    one = practice(1, all_answered(PRACTICE, YES, pp_kap_5=NO))
    assert shown(one, practice(2, all_answered(PRACTICE, YES, pp_kap_5=NO))).blind_spots == (
        BlindSpot("kap", ("pp.kap.5",)),
    )
    assert shown(one, practice(2)).blind_spots == (BlindSpot("kap", ("pp.kap.5",)),)
    assert shown(one, practice(2, {"pp.kap.5": SOMEWHAT})).blind_spots == ()
    assert shown(one, programme(2, {"pp.kap.5": YES})).blind_spots == ()


def test_an_identical_pair_is_one_row_that_both_sides_must_leave_out():
    one = practice(1, all_answered(PRACTICE, YES, pp_kap_4=NO))
    assert shown(one, programme(2, all_answered(PROGRAMME, YES, op_kap_3=NO))).blind_spots == (
        BlindSpot("kap", ("pp.kap.4",)),
    )
    assert shown(one, programme(2, all_answered(PROGRAMME, YES))).blind_spots == ()


def test_rows_that_are_alike_are_one_blind_spot():
    one = practice(1, all_answered(PRACTICE, YES, pp_ont_2=NO))
    other = programme(2, all_answered(PROGRAMME, YES, op_ont_4=NO))
    assert shown(one, other).blind_spots == (BlindSpot("ont", ("pp.ont.2", "op.ont.4")),)


def test_teachers_are_missed_although_employees_are_not():
    other = programme(2, all_answered(PROGRAMME, YES, op_ont_4=NO))
    found = shown(practice(1, all_answered(PRACTICE, YES)), other).blind_spots
    assert found == (BlindSpot("ont", ("op.ont.4",)),)


def test_a_whole_cluster_is_one_blind_spot_with_the_question_of_the_research():
    one = practice(1, all_answered(PRACTICE, YES, pp_maa_1=NO, pp_maa_2=NO))
    other = programme(2, all_answered(PROGRAMME, YES, op_maa_1=NO, op_maa_2=NO))
    (spot,) = shown(one, other).blind_spots
    assert (spot.cluster, spot.whole_cluster) == ("maa", True)
    assert spot.rows == ("pp.maa.2", "pp.maa.1", "op.maa.1")
    assert spot.mirror is not None
    assert spot.mirror.id == "mirror.society"


def test_the_research_is_not_quoted_when_something_was_left_open():
    one = practice(1, all_answered(PRACTICE, YES, pp_maa_1=NO, pp_maa_2=NO))
    answers = all_answered(PROGRAMME, YES, op_maa_1=NO)
    del answers["op.maa.2"]
    (spot,) = shown(one, programme(2, answers)).blind_spots
    assert (spot.whole_cluster, spot.rows, spot.mirror) == (True, ("pp.maa.2", "pp.maa.1", "op.maa.1"), None)


def test_an_own_motive_fills_its_cluster():
    one = practice(1, all_answered(PRACTICE, YES, pp_leg_1=NO), own("1", "leg"))
    assert shown(one).blind_spots == (BlindSpot("leg", ("pp.leg.1",)),)


def test_at_most_three_those_of_the_crosswalk_first_then_form_order():
    one = practice(1, all_answered(PRACTICE, YES, pp_leg_1=NO, pp_kap_1=NO, pp_kap_5=NO, pp_maa_2=NO))
    other = programme(2, all_answered(PROGRAMME, YES, op_leg_1=NO, op_ont_4=NO, op_maa_2=NO))
    assert [spot.rows for spot in shown(one, other).blind_spots] == [("op.ont.4",), ("pp.maa.2",), ("pp.leg.1",)]


def test_everything_declined():
    found = shown(practice(1, all_answered(PRACTICE, NO)), programme(2, all_answered(PROGRAMME, NO))).blind_spots
    assert [(spot.cluster, spot.whole_cluster) for spot in found] == [("ont", True), ("maa", True), ("leg", True)]
    assert [spot.mirror is not None for spot in found] == [False, True, False]
