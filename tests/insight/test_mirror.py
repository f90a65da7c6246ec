"""Which questions somebody's own answers give cause for."""

from collections.abc import Mapping

import pytest

from bot.content.load import load_instrument
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.motive import Choice
from bot.insight.mirror import personal_mirrors, talk_mirrors

instrument = load_instrument()
YES, SOMEWHAT, NO = Choice
PRACTICE, PROGRAMME = PartnerKind.PRACTICE, PartnerKind.PROGRAMME
PUBLIC, PRIVATE = Ownership.PUBLIC, Ownership.PRIVATE


def shown(choices: Mapping[str, Choice], kind: PartnerKind = PRACTICE, ownership: Ownership | None = None) -> list[str]:
    found = personal_mirrors(instrument, choices, kind=kind, ownership=ownership)
    return [mirror.id.removeprefix("mirror.") for mirror in found]


@pytest.mark.parametrize(
    ("choices", "kind", "ownership", "expected"),
    [
        ({}, PRACTICE, PRIVATE, []),
        ({"pp.leg.1": NO}, PRACTICE, None, ["employer_branding"]),
        ({"pp.kap.4": NO}, PRACTICE, None, ["employer_branding"]),
        ({"pp.leg.1": NO, "pp.kap.4": YES}, PRACTICE, None, ["employer_branding"]),
        ({"pp.leg.1": YES, "pp.kap.4": SOMEWHAT}, PRACTICE, None, []),
        ({"pp.leg.1": NO}, PROGRAMME, None, []),
        ({"pp.kap.5": NO}, PRACTICE, PRIVATE, ["private_capital"]),
        ({"pp.kap.3": NO}, PRACTICE, PRIVATE, ["private_capital"]),
        ({"pp.kap.5": NO}, PRACTICE, PUBLIC, []),
        ({"pp.kap.5": NO}, PRACTICE, None, []),
        ({"pp.kap.5": SOMEWHAT}, PRACTICE, PRIVATE, []),
        ({"op.ont.4": NO}, PROGRAMME, None, ["teacher_development"]),
        ({"op.ont.4": SOMEWHAT}, PROGRAMME, None, []),
        ({"op.ont.4": YES}, PROGRAMME, None, []),
        ({"op.ont.4": NO}, PRACTICE, None, []),
        ({"op.ont.1": YES}, PROGRAMME, None, ["student_only"]),
        ({"op.ont.1": YES, "op.ont.2": YES, "op.kap.1": SOMEWHAT}, PROGRAMME, None, ["student_only"]),
        ({"op.ont.1": YES, "op.kap.1": YES}, PROGRAMME, None, []),
        ({"op.ont.1": SOMEWHAT}, PROGRAMME, None, []),
        ({"op.kap.1": NO}, PROGRAMME, None, []),
        ({"op.ont.1": YES, "own.1": YES}, PROGRAMME, None, []),
        ({"pp.maa.1": YES}, PRACTICE, None, ["student_only"]),
        ({"pp.kap.1": YES}, PRACTICE, None, ["innovation_kind"]),
        ({"pp.kap.1": SOMEWHAT}, PRACTICE, None, []),
        ({"pp.kap.1": YES}, PROGRAMME, None, []),
    ],
)
def test_each_condition_on_and_off(
    choices: Mapping[str, Choice], kind: PartnerKind, ownership: Ownership | None, expected: list[str]
):
    assert shown(choices, kind, ownership) == expected


def test_the_most_telling_come_first_and_at_most_two():
    everything = {"pp.kap.1": YES, "pp.kap.5": NO, "pp.leg.1": NO}
    assert shown(everything, ownership=PRIVATE) == ["employer_branding", "private_capital"]
    assert shown(everything, ownership=PUBLIC) == ["employer_branding", "innovation_kind"]


def test_the_order_is_that_of_the_file_and_not_that_of_the_answers():
    assert shown({"op.ont.1": YES, "op.ont.4": NO}, PROGRAMME) == ["teacher_development", "student_only"]
    assert shown({"op.ont.4": NO, "op.ont.1": YES}, PROGRAMME) == ["teacher_development", "student_only"]


def test_questions_for_all_partners_or_for_the_conversation_are_never_personal():
    nothing = {motive.id: NO for motive in instrument.form(PRACTICE).motives}
    assert shown(nothing, ownership=PUBLIC) == ["employer_branding"]


def test_every_personal_question_can_come_up():
    found = {
        *shown({"pp.leg.1": NO, "pp.kap.5": NO}, ownership=PRIVATE),
        *shown({"op.ont.4": NO, "op.ont.1": YES}, PROGRAMME),
        *shown({"pp.kap.1": YES}),
    }
    personal = {m.id.removeprefix("mirror.") for m in instrument.mirrors.mirrors if m.when.scope == "person"}
    assert found == personal


@pytest.mark.parametrize(
    ("ownerships", "expected"),
    [
        ({PUBLIC}, ["learning_community"]),
        ({PUBLIC, PRIVATE}, []),
        ({PRIVATE}, []),
        ({PUBLIC, None}, []),
        (set(), []),
    ],
)
def test_the_conversation_is_asked_what_fits_all_partners(ownerships: set[Ownership | None], expected: list[str]):
    found = talk_mirrors(instrument, ownerships)
    assert [mirror.id.removeprefix("mirror.") for mirror in found] == expected
