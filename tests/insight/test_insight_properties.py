"""What holds for every reveal, whoever takes part and whatever they answered."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum

from hypothesis import given
from hypothesis import strategies as st
from insight_forms import crosswalk, guesses, instrument, partner_forms, quick_scans, tables
from pydantic import BaseModel

from bot.content.instrument import Instrument
from bot.content.phases import Motive
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm
from bot.insight.division import Place
from bot.insight.given import Guess, PartnerForm
from bot.insight.model import Cell, CellState, MatrixRow
from bot.insight.reveal import Reveal, reveal
from bot.insight.words import GuessCounts

Table = list[PartnerForm]


def shown(partners: Table, guessed: list[Guess] | None = None, by: Instrument = instrument) -> Reveal:
    return reveal(partners, guessed or [], by, crosswalk)


def without_order(value: object) -> object:
    """The same, with whatever is listed by partner in one order."""
    if isinstance(value, Enum | BaseModel) or value is None:
        return value
    if is_dataclass(value):
        return tuple((field.name, without_order(getattr(value, field.name))) for field in fields(value))
    if isinstance(value, tuple):
        if all(isinstance(one, int) for one in value):
            return tuple(sorted(value))
        if all(hasattr(one, "partner") for one in value):
            return tuple(without_order(one) for one in sorted(value, key=lambda one: one.partner))
        return tuple(without_order(one) for one in value)
    return value


@given(tables(), quick_scans(), st.randoms(use_true_random=False))
def test_the_order_of_the_partners_decides_nothing_but_the_columns(partners, guessed, random):
    mixed = random.sample(partners, len(partners))
    found, other = shown(partners, guessed), shown(mixed, random.sample(guessed, len(guessed)))
    assert without_order(found) == without_order(other)
    assert [column.partner for column in other.matrix.columns] == [one.partner for one in mixed]


@given(tables(), quick_scans())
def test_every_list_of_partners_stands_in_the_order_of_the_columns(partners, guessed):
    found = shown(partners, guessed)
    columns = [column.partner for column in found.matrix.columns]
    lists = [
        *([cell.partner for cell in row.cells] for row in found.matrix.rows),
        *(who for one in found.division.motives for who in (one.yes, one.somewhat, one.no, one.blank, one.stars)),
        *(one.first_partners for one in (*found.tensions, *found.complements)),
        *(one.second_partners for one in (*found.tensions, *found.complements)),
    ]
    for named in lists:
        assert list(named) == [partner for partner in columns if partner in named]
    assert columns == [one.partner for one in found.profiles] == [one.partner for one in found.asks_and_offers]


@given(tables(), quick_scans(), st.sampled_from(PartnerKind), st.sampled_from(["leg", "ont", "kap", "maa"]))
def test_a_motive_that_nobody_answered_changes_nothing_but_its_row(partners, guessed, kind, cluster):
    before, after = shown(partners, guessed), shown(partners, guessed, by=_with_motive(kind, cluster))
    rows = tuple(row for row in after.matrix.rows if row.id != "new.motive")
    # The research may be quoted only when a whole cluster was answered.
    spots = [tuple(replace(spot, mirror=None) for spot in found.blind_spots) for found in (before, after)]
    assert spots[0] == spots[1]
    matrix = replace(after.matrix, rows=rows)
    assert replace(after, matrix=matrix, blind_spots=()) == replace(before, blind_spots=())
    added = [row for row in after.matrix.rows if row.id == "new.motive"]
    states = {cell.state for row in added for cell in row.cells}
    assert states <= {CellState.NOT_FILLED_IN, CellState.NOT_ON_FORM}
    assert bool(added) == any(one.kind is kind for one in partners)


def _with_motive(kind: PartnerKind, cluster: str) -> Instrument:
    form = instrument.form(kind)
    motive = Motive(id="new.motive", cluster=cluster, text="Iets nieuws", source="000")
    name = f"form_{kind}"
    parts = {part: getattr(instrument, part) for part in Instrument.model_fields}
    return Instrument(**parts | {name: form.model_copy(update={"motives": (*form.motives, motive)})})


@given(tables(), st.sampled_from(PartnerKind))
def test_a_partner_without_answers_changes_nobody_elses_cells(partners, kind):
    silent = replace(partners[0], partner=7_000_900, kind=kind, form=FilledForm(()))
    before, after = shown(partners), shown([*partners, silent])
    others = {row.id: tuple(cell for cell in row.cells if cell.partner != 7_000_900) for row in after.matrix.rows}
    for row in before.matrix.rows:
        assert others[row.id] == row.cells
    said = {cell.state for row in after.matrix.rows for cell in row.cells if cell.partner == 7_000_900}
    assert said <= {CellState.NOT_FILLED_IN, CellState.NOT_ON_FORM}
    assert after.profiles[:-1] == before.profiles
    assert (after.tensions, after.complements) == (before.tensions, before.complements)


@given(tables(), quick_scans())
def test_no_number_comes_out_but_who_it_is_and_how_many_guessed(partners, guessed):
    ids = {one.partner for one in partners}
    assert {number for number, inside in _numbers(shown(partners, guessed)) if inside is not GuessCounts} <= ids


def _numbers(value: object, inside: type | None = None):
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value, inside
    elif is_dataclass(value):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name), type(value))
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _numbers(one, inside)
    else:
        assert value is None or isinstance(value, str | bool | BaseModel), "nothing unknown may leave"


@given(tables())
def test_what_all_want_was_answered_ja_by_all_and_what_is_blind_by_none(partners):
    found = shown(partners)
    cells = {row.id: _answers(row) for row in found.matrix.rows}
    for one in found.division.of(Place.ALL_YES):
        assert {cell.partner for cell in cells[one.row] if cell.state is CellState.YES} == set(one.yes)
        assert len(one.yes) == len(cells[one.row]) >= 2
    for spot in found.blind_spots:
        assert not any(cell.state.applies for row in spot.rows for cell in cells[row])
        assert all(CellState.NO in {cell.state for cell in cells[row]} for row in spot.rows)


def _answers(row: MatrixRow) -> list[Cell]:
    return [cell for cell in row.cells if cell.state is not CellState.NOT_ON_FORM]


@given(tables())
def test_at_most_three_blind_spots_and_never_a_row_twice(partners):
    spots = shown(partners).blind_spots
    rows = [row for spot in spots for row in spot.rows]
    assert len(spots) <= 3
    assert len(rows) == len(set(rows))


@given(tables(), quick_scans())
def test_fewer_than_three_guesses_are_withheld_and_guesses_change_nothing_else(partners, guessed):
    found = shown(partners, guessed)
    for line in found.perspective.lines:
        question = f"qs.other.{line.cluster}"
        real = [g for g in guessed if g.kind is line.side.other and g.answers.get(question, "weet_niet") != "weet_niet"]
        assert (line.guessed is None) == (len(real) < 3)
    assert len(found.perspective.surprises) <= 2
    assert replace(found, perspective=shown(partners).perspective) == shown(partners)


@given(tables())
def test_every_answer_stands_in_exactly_one_cell(partners):
    found = shown(partners)
    for one in partners:
        cells = [cell for row in found.matrix.rows for cell in row.cells if cell.partner == one.partner]
        answered = [cell for cell in cells if cell.state.applies or cell.state is CellState.NO]
        assert len(answered) == len(one.form.motives)
    assert len({row.id for row in found.matrix.rows}) == len(found.matrix.rows)


@given(tables())
def test_findings_name_rows_of_the_matrix_and_rows_are_grouped_by_cluster(partners):
    found = shown(partners)
    rows = {row.id for row in found.matrix.rows}
    named = {row for one in found.blind_spots for row in one.rows}
    named |= {row for one in found.division.motives for row in (one.row, *one.linked)}
    named |= {row for one in (*found.tensions, *found.complements) for row in (one.first, one.second)}
    assert named <= rows
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    order = [clusters.index(row.cluster) for row in found.matrix.rows]
    assert order == sorted(order)


@given(tables(fewest=2))
def test_a_question_is_about_two_partners(partners):
    found = shown(partners)
    for question in (*found.tensions, *found.complements):
        assert len({*question.first_partners, *question.second_partners}) > 1


@given(partner_forms(7_000_001), st.lists(st.sampled_from(["ja", "nee"]), max_size=6))
def test_one_partner_alone_is_compared_with_nobody(alone, options):
    found = shown([alone], guesses(alone.kind.other, "leg", *options))
    assert (found.tensions, found.complements) == ((), ())
    assert not found.division.of(Place.ALL_YES, Place.BOTH, Place.ONE, Place.DIVIDED)
