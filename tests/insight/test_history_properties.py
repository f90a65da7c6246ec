"""What holds for the rounds of every partner, whatever it answered."""

from hypothesis import given
from hypothesis import strategies as st
from insight_forms import NO, instrument, partner_forms

from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm
from bot.domain.motive import Choice
from bot.insight.history import RoundVersion, history


def form_of(kind: PartnerKind) -> st.SearchStrategy[FilledForm]:
    return partner_forms(1, kind).map(lambda found: found.form)


@st.composite
def rounds_of_one(draw: st.DrawFn) -> tuple[PartnerKind, list[RoundVersion]]:
    kind = draw(st.sampled_from(PartnerKind))
    forms = draw(st.lists(st.none() | form_of(kind), max_size=6))
    return kind, [RoundVersion(str(2020 + year), form) for year, form in enumerate(forms)]


@given(rounds_of_one(), st.data())
def test_an_earlier_round_never_changes_what_came_or_went(given_rounds, data):
    kind, rounds = given_rounds
    found = history(rounds, kind=kind, instrument=instrument)
    earlier = RoundVersion("2019", data.draw(form_of(kind)))
    more = history([earlier, *rounds], kind=kind, instrument=instrument)
    if found.change is not None:
        assert more.change == found.change
    assert [cells for row in found.rows for cells in row.cells] == [
        cells for row in found.rows for more_row in more.rows if more_row.id == row.id for cells in more_row.cells[1:]
    ]


@given(rounds_of_one())
def test_unanswered_never_counts_as_nee(given_rounds):
    kind, rounds = given_rounds
    found = history(rounds, kind=kind, instrument=instrument)
    for row in found.rows:
        for cell, one in zip(row.cells, rounds, strict=True):
            given_answers = [m.choice for m in one.form.motives if m.id in row.motives] if one.form else []
            assert given_answers or cell.state not in list(Choice)
    if found.change is not None:
        last = [one.form for one in rounds if one.form is not None][-1]
        said_no = {motive.id for motive in last.motives if motive.choice is NO}
        assert all(said_no.intersection(row.motives) for row in found.rows if row.id in found.change.went)


@given(rounds_of_one())
def test_every_answer_has_one_cell_and_everything_is_in_one_order(given_rounds):
    kind, rounds = given_rounds
    found = history(rounds, kind=kind, instrument=instrument)
    order = [row.id for row in found.rows]
    form = [motive.id for motive in instrument.form(kind).motives]
    assert [row_id for row_id in order if row_id in form] == form
    assert len(set(order)) == len(order)
    known = [motive_id for row in found.rows for motive_id in row.motives]
    assert {motive.id for one in rounds if one.form for motive in one.form.motives} <= set(known)
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    places = [clusters.index(row.cluster) for row in found.rows]
    assert places == sorted(places)
    if (it := found.change) is not None:
        for named in (it.stayed, it.came, it.went, it.shifted):
            assert list(named) == [row_id for row_id in order if row_id in named]
        assert set(it.shifted) <= set(it.stayed)
        apart = [*it.stayed, *it.came, *it.went]
        assert len(set(apart)) == len(apart)
