"""What stayed, came and went of one partner's motives over the rounds."""

from collections.abc import Sequence

import pytest
from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, Answers, instrument, own, partner

from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledMotive
from bot.domain.motive import Choice
from bot.insight.history import History, HistoryRow, RoundVersion, YearChange, history


def version(
    label: str,
    answers: Answers | None = None,
    *added: FilledMotive,
    kind: PartnerKind = PRACTICE,
    main: str | None = None,
) -> RoundVersion:
    return RoundVersion(label, partner(1, kind, answers, *added, main=main).form)


def absent(label: str) -> RoundVersion:
    return RoundVersion(label, None)


def over(*rounds: RoundVersion, kind: PartnerKind = PRACTICE) -> History:
    return history(rounds, kind=kind, instrument=instrument)


def change(*rounds: RoundVersion) -> YearChange:
    found = over(*rounds).change
    assert found is not None
    return found


def row(found: History, row_id: str) -> HistoryRow:
    return next(row for row in found.rows if row.id == row_id)


def states(found: History, row_id: str) -> list[str]:
    return [f"{cell.state}{'*' if cell.main else ''}" for cell in row(found, row_id).cells]


# --- rows and cells


def test_the_whole_form_of_the_partner_in_form_order():
    found = over(version("2025", {"pp.kap.1": YES}), version("2026"))
    assert [row.id for row in found.rows] == [motive.id for motive in instrument.form(PRACTICE).motives]
    assert found.labels == ("2025", "2026")
    assert all(row.text == instrument.motive(row.id).text for row in found.rows)


def test_a_cell_for_each_round():
    rounds = [
        version("2023", {"pp.leg.1": NO}),
        absent("2024"),
        version("2025"),
        version("2026", {"pp.leg.1": SOMEWHAT}),
    ]
    found = over(*rounds)
    assert states(found, "pp.leg.1") == ["nee", "not_filled_in", "not_filled_in", "enigszins"]
    assert [column.took_part for column in found.columns] == [True, False, True, True]


def test_what_was_taken_over_and_own_motives_stand_last_in_their_cluster():
    mine = (own("2", "leg", text="Trots"), own("3", None, text="Plezier"))
    found = over(version("2025", {}, mine[0]), version("2026", {"op.kap.4": YES, "op.ont.2": YES}, *mine))
    assert [row.id for row in found.rows] == [
        *("pp.leg.1", "own.2"),
        *("pp.ont.1", "pp.ont.2", "op.ont.2"),
        *("pp.kap.1", "pp.kap.2", "pp.kap.3", "pp.kap.4", "pp.kap.5", "op.kap.4"),
        *("pp.maa.1", "pp.maa.2"),
        "own.3",
    ]
    assert row(found, "own.3").cluster == "ovr"
    assert states(found, "op.kap.4") == ["not_on_form", "ja"]
    assert states(found, "own.2") == ["ja", "ja"]


def test_an_own_motive_keeps_its_id_and_has_its_latest_words():
    first, later = own("1", "leg", text="Trots"), own("1", "kap", NO, "Trots op ons vak")
    found = over(version("2024", {}, first), version("2025", {}, later), version("2026"))
    assert (row(found, "own.1").text, row(found, "own.1").cluster) == ("Trots op ons vak", "kap")
    assert states(found, "own.1") == ["ja", "nee", "not_on_form"]


def test_an_identical_twin_of_the_other_form_is_the_same_row():
    found = over(
        version("2025", {"op.leg.1": YES}, main="op.leg.1"), version("2026", {"pp.leg.1": NO, "op.leg.1": YES})
    )
    assert states(found, "pp.leg.1") == ["ja*", "nee"]
    assert "op.leg.1" not in [row.id for row in found.rows]


def test_the_other_kind_has_its_own_form():
    found = over(version("2026", {"op.kap.4": NO}, kind=PROGRAMME), kind=PROGRAMME)
    assert [row.id for row in found.rows] == [motive.id for motive in instrument.form(PROGRAMME).motives]
    assert states(found, "op.kap.4") == ["nee"]


@pytest.mark.parametrize("rounds", [(), (absent("2026"),), (version("2026"),), (version("2025"), absent("2026"))])
def test_there_is_no_change_before_the_partner_took_part_twice(rounds: Sequence[RoundVersion]):
    assert over(*rounds).change is None


# --- what changed


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (YES, YES, "stayed"),
        (SOMEWHAT, SOMEWHAT, "stayed"),
        (YES, SOMEWHAT, "stayed shifted"),
        (SOMEWHAT, YES, "stayed shifted"),
        (NO, YES, "came"),
        (NO, SOMEWHAT, "came"),
        (YES, NO, "went"),
        (SOMEWHAT, NO, "went"),
        (NO, NO, ""),
        (None, None, ""),
        *((None, choice, "") for choice in Choice),
        *((choice, None, "") for choice in Choice),
    ],
)
def test_what_became_of_a_motive_of_the_form(before: Choice | None, now: Choice | None, expected: str):
    found = change(
        version("2025", {"pp.leg.1": before} if before else {}), version("2026", {"pp.leg.1": now} if now else {})
    )
    assert lists_with(found, "pp.leg.1") == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, YES, "came"),
        (None, SOMEWHAT, "came"),
        (None, NO, ""),
        (YES, None, ""),
        (YES, NO, "went"),
        (YES, SOMEWHAT, "stayed shifted"),
    ],
)
def test_an_own_motive_comes_when_it_is_added_and_goes_only_with_a_nee(
    before: Choice | None, now: Choice | None, expected: str
):
    was, is_now = ((own("1", "leg", choice),) if choice else () for choice in (before, now))
    assert lists_with(change(version("2025", {}, *was), version("2026", {}, *is_now)), "own.1") == expected


def lists_with(found: YearChange, row_id: str) -> str:
    lists = {"stayed": found.stayed, "came": found.came, "went": found.went, "shifted": found.shifted}
    return " ".join(name for name, rows in lists.items() if row_id in rows)


def test_the_last_two_rounds_with_the_partner_are_compared():
    leg = "pp.leg.1"
    found = change(version("2022", {leg: NO}), version("2023", {leg: YES}), absent("2024"), version("2025", {leg: NO}))
    assert (found.before, found.now, found.came, found.went) == ("2023", "2025", (), (leg,))


@pytest.mark.parametrize(
    ("before", "now", "expected", "changed"),
    [
        ("pp.leg.1", "pp.leg.1", ("Samenwerking draagt bij aan eigen imago",) * 2, False),
        ("pp.leg.1", "op.leg.1", ("Samenwerking draagt bij aan eigen imago",) * 2, False),
        (
            "pp.leg.1",
            "pp.maa.1",
            ("Samenwerking draagt bij aan eigen imago", "Opleiden studenten hoort bij onze taak"),
            True,
        ),
        ("Samen sterker", " samen sterker ", ("Samen sterker", " samen sterker "), False),
        ("pp.leg.1", "Samen sterker", ("Samenwerking draagt bij aan eigen imago", "Samen sterker"), True),
        (None, "Samen sterker", (None, "Samen sterker"), False),
        ("Samen sterker", None, ("Samen sterker", None), False),
        (None, None, (None, None), False),
    ],
)
def test_whether_the_main_motive_changed(
    before: str | None, now: str | None, expected: tuple[str | None, str | None], changed: bool
):
    found = change(version("2025", main=before), version("2026", main=now))
    assert ((found.main_before, found.main_now), found.main_changed) == (expected, changed)


def test_a_typed_main_motive_stands_with_its_round():
    found = over(
        version("2025", main="Samen sterker"), absent("2026"), version("2027", {}, own("1", "leg"), main="own.1")
    )
    assert [column.typed_main for column in found.columns] == ["Samen sterker", None, None]
    assert states(found, "own.1") == ["not_on_form", "not_filled_in", "ja*"]
