"""Days as Dutch people type them, and as the bot tells them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.dates import day_in_words, moment_in_words, read_day

WEDNESDAY = date(2026, 9, 16)

UNDERSTOOD = {
    "vandaag": "2026-09-16",
    "morgen": "2026-09-17",
    "morgenochtend": "2026-09-17",
    "morgen middag": "2026-09-17",
    "overmorgen": "2026-09-18",
    "vrijdag": "2026-09-18",
    "Vrijdag.": "2026-09-18",
    "vr": "2026-09-18",
    "vr.": "2026-09-18",
    "op vrijdag": "2026-09-18",
    "uiterlijk vrijdag": "2026-09-18",
    "vrijdagmiddag": "2026-09-18",
    "donderdagavond om 8 uur": "2026-09-17",
    "deze vrijdag": "2026-09-18",
    "komende vrijdag": "2026-09-18",
    "aankomende vrijdag": "2026-09-18",
    "volgende vrijdag": "2026-09-18",
    "woensdag": "2026-09-23",
    "zondag": "2026-09-20",
    "aanstaande maandag": "2026-09-21",
    "a.s. maandag": "2026-09-21",
    "volgende week": "2026-09-21",
    "volgende week dinsdag": "2026-09-22",
    "dinsdag volgende week": "2026-09-22",
    "volgende week zondag": "2026-09-27",
    "deze week vrijdag": "2026-09-18",
    "begin volgende week": "2026-09-21",
    "eind volgende week": "2026-09-25",
    "eind van de week": "2026-09-18",
    "dinsdag over een week": "2026-09-29",
    "vrijdag over twee weken": "2026-10-02",
    "over twee weken op vrijdag": "2026-10-02",
    "over twee weken vrijdag": "2026-10-02",
    "over een week": "2026-09-23",
    "over 'n week": "2026-09-23",
    "over drie weken": "2026-10-07",
    "Over  Drie Weken!": "2026-10-07",
    "binnen drie weken": "2026-10-07",
    "over 3 weken": "2026-10-07",
    "drie weken": "2026-10-07",
    "over 10 dagen": "2026-09-26",
    "over veertien dagen": "2026-09-30",
    "over anderhalve week": "2026-09-26",
    "over één maand": "2026-10-16",
    "over twee maanden": "2026-11-16",
    "over een kwartaal": "2026-12-16",
    "over een half jaar": "2027-03-16",
    "over een halfjaar": "2027-03-16",
    "over een jaar": "2027-09-16",
    "volgende maand": "2026-10-16",
    "begin maart": "2027-03-01",
    "half maart": "2027-03-15",
    "medio november": "2026-11-15",
    "eind maart": "2027-03-31",
    "eind mrt": "2027-03-31",
    "eind september": "2026-09-30",
    "begin september": "2027-09-01",
    "eind februari": "2027-02-28",
    "eind februari 2028": "2028-02-29",
    "eind 2026": "2026-12-31",
    "eind van de maand": "2026-09-30",
    "eind volgende maand": "2026-10-31",
    "eind van het jaar": "2026-12-31",
    "begin volgend jaar": "2027-01-01",
    "1 maart": "2027-03-01",
    "1 mrt": "2027-03-01",
    "1e maart": "2027-03-01",
    "1 maart,": "2027-03-01",
    "op 1 maart": "2027-03-01",
    "vóór 1 maart": "2027-03-01",
    "1 maart a.s.": "2027-03-01",
    "1 Maart 2027": "2027-03-01",
    "16 september": "2026-09-16",
    "15 september": "2027-09-15",
    "22sep": "2026-09-22",
    "22 sept.": "2026-09-22",
    "22 september '26": "2026-09-22",
    "4 dec. 2026": "2026-12-04",
    "vrijdag 4 december": "2026-12-04",
    "ma 5-10": "2026-10-05",
    "de 15e": "2026-10-15",
    "de 31e": "2026-10-31",
    "1-3": "2027-03-01",
    "1/3": "2027-03-01",
    "1.3.27": "2027-03-01",
    "01-03-2027": "2027-03-01",
    "2026-10-01": "2026-10-01",
    "31 oktober": "2026-10-31",
    "29 februari": "2028-02-29",
    "29-2": "2028-02-29",
    "29-02-2028": "2028-02-29",
}

IN_THE_PAST = {
    "gisteren": "2026-09-15",
    "eergisteren": "2026-09-14",
    "vorige week vrijdag": "2026-09-11",
    "deze week maandag": "2026-09-14",
    "1 januari 2020": "2020-01-01",
    "1-1-20": "2020-01-01",
    "eind augustus 2026": "2026-08-31",
}

NO_DAY = [
    "",
    "   ",
    "31-02",
    "31 februari",
    "30 februari 2027",
    "29-02-2027",
    "31 april",
    "31-4",
    "31 september",
    "32 maart",
    "0 maart",
    "45-13",
    "0-0",
    "00-00-0000",
    "2026-02-30",
    "1 maart 0000",
    "eind 0000",
    "maandag 4 december",
    "foo 1 maart",
    "1 foo",
    "15",
    "99",
    "maart",
    "nooit",
    "later",
    "geen idee",
    "zo snel mogelijk",
    "over een paar dagen",
    "over een eeuw",
    "over 99999 weken",
    "👍",
    "<b>vrijdag</b>",
    "x" * 4000,
]


@pytest.mark.parametrize(("typed", "day"), [*UNDERSTOOD.items(), *IN_THE_PAST.items()])
def test_read_day_understands(typed: str, day: str):
    assert read_day(typed, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", NO_DAY)
def test_read_day_finds_no_day(typed: str):
    assert read_day(typed, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("over een maand", "2027-01-31", "2027-02-28"),
        ("over een maand", "2028-01-31", "2028-02-29"),
        ("over een jaar", "2028-02-29", "2029-02-28"),
        ("eind van de maand", "2027-02-01", "2027-02-28"),
        ("eind volgende maand", "2027-01-31", "2027-02-28"),
        ("de 31e", "2027-02-01", "2027-03-31"),
        ("29 februari", "2028-02-29", "2028-02-29"),
        ("29 februari", "2028-03-01", "2032-02-29"),
        ("morgen", "2026-12-31", "2027-01-01"),
        ("volgende week", "2026-12-31", "2027-01-04"),
        ("eind van de week", "2026-09-19", "2026-09-25"),
        ("31 december", "2026-12-31", "2026-12-31"),
        ("eind december", "2026-12-31", "2026-12-31"),
    ],
)
def test_read_day_knows_short_months_and_the_end_of_a_year(typed: str, today: str, day: str):
    assert read_day(typed, date.fromisoformat(today)) == date.fromisoformat(day)


DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(DAYS, DAYS)
def test_what_the_bot_says_can_be_typed_back(day: date, today: date):
    assert read_day(day_in_words(day), today) == day
    assert read_day(f"{day:%d-%m-%Y}", today) == day


@given(DAYS, st.sampled_from(list(UNDERSTOOD)))
def test_what_has_no_year_never_lies_in_the_past(today: date, typed: str):
    found = read_day(typed, today)
    if not any(year in typed for year in ("20", "'26", ".27")) and "deze week" not in typed and found is not None:
        assert found >= today


@given(st.text(st.sampled_from("0123456789-/. eéindovrwkmaht'"), max_size=20), DAYS)
def test_no_text_is_too_strange(typed: str, today: date):
    assert isinstance(read_day(typed, today), date | None)


def test_days_and_moments_in_words():
    assert day_in_words(date(2028, 2, 29)) == "dinsdag 29 februari 2028"
    assert moment_in_words(datetime(2026, 12, 4, 9, 5)) == "vrijdag 4 december 2026 om 09:05"  # noqa: DTZ001
