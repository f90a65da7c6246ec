"""Which rows the matrix has, in what order, and what stands in its cells; the profiles, and asks and offers."""

import pytest
from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, instrument, own, partner, practice, programme, shown

from bot.domain.form import FilledMotive
from bot.domain.motive import Choice
from bot.insight.model import Cell, CellState, MatrixRow
from bot.insight.words import Voice


def row(rows: tuple[MatrixRow, ...], row_id: str) -> MatrixRow:
    return next(row for row in rows if row.id == row_id)


def states(found: MatrixRow) -> list[str]:
    return [f"{cell.state}{'*' if cell.main else ''}" for cell in found.cells]


def test_fifteen_rows_of_two_forms_in_form_order():
    rows = shown(practice(1), programme(2)).matrix.rows
    assert [found.id for found in rows] == [
        "pp.leg.1",
        *("pp.ont.1", "pp.ont.2", "op.ont.1", "op.ont.2", "op.ont.4"),
        *("pp.kap.2", "pp.kap.3", "pp.kap.4", "pp.kap.1", "pp.kap.5", "op.kap.4"),
        *("pp.maa.2", "pp.maa.1", "op.maa.1"),
    ]
    assert [len(found.motives) for found in rows].count(2) == 6
    assert row(rows, "pp.ont.1").motives == ("pp.ont.1", "op.ont.3")


def test_only_the_rows_of_forms_that_take_part():
    rows = shown(programme(1)).matrix.rows
    answered = {motive_id for found in rows for motive_id in found.motives}
    assert len(rows) == 11
    assert answered >= {motive.id for motive in instrument.form(PROGRAMME).motives}
    assert not {"pp.kap.1", "pp.kap.5", "pp.ont.2", "pp.maa.1"} & answered


@pytest.mark.parametrize(
    ("answers", "of_practice", "of_programme"),
    [
        ({"pp.kap.1": YES}, "ja", "not_on_form"),
        ({"pp.kap.1": SOMEWHAT}, "enigszins", "not_on_form"),
        ({"pp.kap.1": NO}, "nee", "not_on_form"),
        ({}, "not_filled_in", "not_on_form"),
    ],
)
def test_what_a_cell_says(answers: dict[str, Choice], of_practice: str, of_programme: str):
    rows = shown(practice(1, answers), programme(2)).matrix.rows
    assert states(row(rows, "pp.kap.1")) == [of_practice, of_programme]


def test_an_identical_pair_is_one_row():
    rows = shown(practice(1, {"pp.kap.4": NO}), programme(2, {"op.kap.3": YES})).matrix.rows
    assert states(row(rows, "pp.kap.4")) == ["nee", "ja"]
    assert "op.kap.3" not in [found.id for found in rows]


def test_the_own_form_counts_when_both_of_an_identical_pair_were_answered():
    both = programme(1, {"pp.leg.1": NO, "op.leg.1": YES})
    assert states(row(shown(both).matrix.rows, "pp.leg.1")) == ["ja"]


def test_a_motive_that_was_taken_over_is_a_cell_in_its_own_row():
    rows = shown(practice(1, {"op.kap.4": SOMEWHAT}), programme(2, {"op.kap.4": NO})).matrix.rows
    assert states(row(rows, "op.kap.4")) == ["enigszins", "nee"]
    alone = shown(practice(1, {"op.kap.4": YES})).matrix.rows
    assert states(row(alone, "op.kap.4")) == ["ja"]


def test_own_motives_stand_last_in_their_cluster_and_belong_to_one_partner():
    one = practice(2, {}, own("1", "leg", text="Trots"), own("2", None, text="Plezier"))
    other = programme(1, {}, own("3", "leg", text="Eer"))
    rows = shown(one, other).matrix.rows
    added = [(found.cluster, found.text, found.owner, states(found)) for found in rows if found.owner is not None]
    assert added == [
        ("leg", "Eer", 1, ["not_on_form", "ja"]),
        ("leg", "Trots", 2, ["ja", "not_on_form"]),
        ("ovr", "Plezier", 2, ["ja", "not_on_form"]),
    ]
    assert [found.text for found in rows][1:3] == ["Eer", "Trots"]
    assert len({found.id for found in rows}) == len(rows)


def test_an_own_motive_that_others_answered_too_is_one_row_of_nobody():
    rows = shown(practice(2, {}, own("1", "leg")), programme(1, {}, own("1", "leg", NO)), practice(3)).matrix.rows
    found = row(rows, "own.1")
    assert (found.owner, states(found)) == (None, ["ja", "nee", "not_on_form"])


def test_a_motive_of_an_older_form_keeps_its_own_words():
    old = FilledMotive("pp.kap.99", "Iets van vroeger", "vroeger", YES)
    found = shown(practice(1, {}, old)).matrix.rows[-1]
    assert (found.text, found.cluster, found.owner) == ("Iets van vroeger", "ovr", 1)


def test_the_star_stands_with_the_main_motive_of_each():
    one = practice(1, {"pp.leg.1": YES}, main="pp.leg.1")
    other = programme(2, {"op.leg.1": YES}, own("5", "kap"), main="own.5")
    third = practice(3, {}, own("5", "kap"), main="Wat ons drijft")
    table = shown(one, other, third).matrix
    assert row(table.rows, "pp.leg.1").cells[0] == Cell(one.partner, CellState.YES, main=True)
    stars = [(found.motives[0], cell.partner) for found in table.rows for cell in found.cells if cell.main]
    assert stars == [("pp.leg.1", 1), ("own.5", 2)]
    assert [column.typed_main for column in table.columns] == [None, None, "Wat ons drijft"]


def test_columns_stand_in_the_order_that_was_given():
    columns = shown(programme(4), practice(2)).matrix.columns
    assert [(column.partner, column.name, column.kind) for column in columns] == [
        (4, "Partner 4", PROGRAMME),
        (2, "Partner 2", PRACTICE),
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Voice.NOT_FILLED_IN),
        ({"pp.ont.1": NO}, Voice.NONE),
        ({"pp.ont.1": NO, "pp.ont.2": SOMEWHAT}, Voice.ONLY_SOMEWHAT),
        ({"pp.ont.1": YES, "pp.ont.2": SOMEWHAT}, Voice.HAS_YES),
        ({"op.ont.1": YES}, Voice.HAS_YES),
    ],
)
def test_a_profile_is_in_words(answers: dict[str, Choice], expected: Voice):
    (profile,) = shown(practice(1, answers)).profiles
    assert [found.cluster for found in profile.clusters] == ["leg", "ont", "kap", "maa"]
    assert profile.clusters[1].voice is expected
    assert {found.voice for found in profile.clusters if found.cluster != "ont"} == {Voice.NOT_FILLED_IN}


def test_own_motives_count_in_the_profile_of_their_cluster():
    (profile,) = shown(practice(1, {"pp.maa.1": NO}, own("1", "maa"), own("2", None))).profiles
    assert [found.voice for found in profile.clusters] == [Voice.NOT_FILLED_IN] * 3 + [Voice.HAS_YES]


def test_asks_and_offers_are_kept_line_by_line():
    reflections = {"f1.r6": "Tijd <b>\n\n  een plek & geduld\nTijd <b>", "f1.r5": "Iets anders"}
    one, other = shown(practice(1, reflections=reflections), partner(2, PROGRAMME)).asks_and_offers
    assert one.asks == ("Tijd <b>", "  een plek & geduld", "Tijd <b>")
    assert (one.offers, other.asks, other.offers) == ((), (), ())
