"""Days as Dutch people type them, and as the bot tells them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.dates import day_in_words, meanings, meant, moment_in_words

WEDNESDAY = date(2026, 9, 16)


def day_of(typed: str, today: date) -> date | None:
    """The day itself, where the words can mean only one; the first of several."""
    return next(iter(meanings(typed, today)), None)


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
def test_what_is_understood(typed: str, day: str):
    assert day_of(typed, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", NO_DAY)
def test_no_day_is_found(typed: str):
    assert day_of(typed, WEDNESDAY) is None


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
    assert day_of(typed, date.fromisoformat(today)) == date.fromisoformat(day)


DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(DAYS, DAYS)
def test_what_the_bot_says_can_be_typed_back(day: date, today: date):
    assert day_of(day_in_words(day), today) == day
    assert day_of(f"{day:%d-%m-%Y}", today) == day


@given(DAYS, st.sampled_from(list(UNDERSTOOD)))
def test_what_has_no_year_never_lies_in_the_past(today: date, typed: str):
    found = day_of(typed, today)
    if not any(year in typed for year in ("20", "'26", ".27")) and "deze week" not in typed and found is not None:
        assert found >= today


@given(st.text(st.sampled_from("0123456789-/. eéindovrwkmaht'"), max_size=20), DAYS)
def test_no_text_is_too_strange(typed: str, today: date):
    assert isinstance(day_of(typed, today), date | None)


CLEAR = {
    "vr 4 dec": "2026-12-04",
    "vr. 4 dec.": "2026-12-04",
    "vrijdag, 4 december": "2026-12-04",
    "vr 4/12": "2026-12-04",
    "vrijdag 4.12": "2026-12-04",
    "4dec": "2026-12-04",
    "4dec2026": "2026-12-04",
    "4-dec": "2026-12-04",
    "4-dec-2026": "2026-12-04",
    "4/12": "2026-12-04",
    "4 / 12": "2026-12-04",
    "3-4": "2027-04-03",
    "vijf december": "2026-12-05",
    "de eerste van maart": "2027-03-01",
    "1ste mrt": "2027-03-01",
    "1 maart volgend jaar": "2027-03-01",
    "volgend jaar 1 maart": "2027-03-01",
    "t/m 1 maart": "2027-03-01",
    "nog vóór 1 maart": "2027-03-01",
    "1 maart 10:00": "2027-03-01",
    "1 maart om half drie": "2027-03-01",
    "maandag 1 maart": "2027-03-01",
    "vanavond": "2026-09-16",
    "overmorgen": "2026-09-18",
    "deze vrijdag": "2026-09-18",
    "komende vrijdag": "2026-09-18",
    "aanstaande vrijdag": "2026-09-18",
    "vrijdag a.s.": "2026-09-18",
    "vrijdag 10 uur": "2026-09-18",
    "vrijdag in de middag": "2026-09-18",
    "volgende week vrijdag": "2026-09-25",
    "vlgd week op vrijdag": "2026-09-25",
    "morgen over een week": "2026-09-24",
    "vandaag over 14 dagen": "2026-09-30",
    "maandag over 2 weken": "2026-10-05",
    "maandag over 14 dgn": "2026-10-05",
    "vrijdag over een week": "2026-09-25",
    "over een week op woensdag": "2026-09-23",
    "over 2 wkn": "2026-09-30",
    "over 3wkn": "2026-10-07",
    "in 2 weken": "2026-09-30",
    "over 14 dgn": "2026-09-30",
    "over n week": "2026-09-23",
    "over ’n week": "2026-09-23",
    "over 6 mnd": "2027-03-16",
    "half jaar": "2027-03-16",
    "over een kwartaal": "2026-12-16",
    "deze week": "2026-09-18",
    "van de week": "2026-09-18",
    "nog deze maand": "2026-09-30",
    "dit jaar": "2026-12-31",
    "eind van de week": "2026-09-18",
    "eind v/d maand": "2026-09-30",
    "eind vd mnd": "2026-09-30",
    "einde maand": "2026-09-30",
    "begin van de maand": "2026-10-01",
    "eind maart": "2027-03-31",
    "eind van maart": "2027-03-31",
    "eind maart volgend jaar": "2027-03-31",
    "aan het eind van het jaar": "2026-12-31",
    "begin van het nieuwe jaar": "2027-01-01",
    "begin volgend jaar": "2027-01-01",
    "half volgend jaar": "2027-07-01",
    "eind Q1": "2027-03-31",
    "eind Q4": "2026-12-31",
    "eind van het kwartaal": "2026-09-30",
    "begin volgend kwartaal": "2026-10-01",
    "eind eerste kwartaal 2027": "2027-03-31",
    "begin week 10": "2027-03-08",
    "eind wk 40": "2026-10-02",
    "maandag van week 10": "2027-03-08",
    "week 10 op dinsdag": "2027-03-09",
    "vrijdag de 13e": "2026-11-13",
    "vrijdag de 18e": "2026-09-18",
    "de 15e van volgende maand": "2026-10-15",
    "15 volgende maand": "2026-10-15",
    "de eerste maandag van maart": "2027-03-01",
    "1e maandag in oktober": "2026-10-05",
    "2e dinsdag van volgende maand": "2026-10-13",
    "laatste vrijdag van de maand": "2026-09-25",
    "laatste vr v/d maand": "2026-09-25",
    "laatste dag van de maand": "2026-09-30",
    "kerst": "2026-12-25",
    "tweede kerstdag": "2026-12-26",
    "voor de kerst": "2026-12-25",
    "oudjaar": "2026-12-31",
    "nieuwjaarsdag": "2027-01-01",
    "in september": "2026-09-30",
    "week 38": "2026-09-18",
}

SEVERAL = {
    "volgende vrijdag": "2026-09-18 2026-09-25",
    "volgende zondag": "2026-09-20 2026-09-27",
    "woensdag": "2026-09-16 2026-09-23",
    "woensdagmiddag": "2026-09-16 2026-09-23",
    "woensdag over een week": "2026-09-23 2026-09-30",
    "over een week op maandag": "2026-09-21 2026-09-28",
    "volgende week": "2026-09-21 2026-09-25",
    "ergens volgende week": "2026-09-21 2026-09-25",
    "komende week": "2026-09-21 2026-09-25",
    "volgende maand": "2026-10-01 2026-10-16 2026-10-31",
    "volgend jaar": "2027-01-01 2027-09-16 2027-12-31",
    "week 10": "2027-03-08 2027-03-12",
    "wk 10 2028": "2028-03-06 2028-03-10",
    "in de week van 15 maart": "2027-03-15 2027-03-19",
    "1e week van maart": "2027-03-01 2027-03-05",
    "laatste week van oktober": "2026-10-26 2026-10-30",
    "maart": "2027-03-01 2027-03-31",
    "in maart": "2027-03-01 2027-03-31",
    "maart 2027": "2027-03-01 2027-03-31",
    "maart '27": "2027-03-01 2027-03-31",
    "volgend jaar maart": "2027-03-01 2027-03-31",
    "Q1": "2027-01-01 2027-03-31",
    "2e kwartaal 2027": "2027-04-01 2027-06-30",
    "in 2027": "2027-01-01 2027-12-31",
    "dit weekend": "2026-09-19 2026-09-20",
}

PAST = {
    "vorige week": "2026-09-07",
    "vorige maand": "2026-08-01",
    "afgelopen vrijdag": "2026-09-11",
    "vorige woensdag": "2026-09-09",
    "vrijdag jl.": "2026-09-11",
    "twee weken geleden": "2026-09-02",
    "1-1-2020": "2020-01-01",
    "eind maart 2026": "2026-03-31",
}

VAGUE_OR_IMPOSSIBLE = [
    *NO_DAY,
    *("binnenkort", "over een paar weken", "over een week of drie", "over een maand of twee", "z.s.m.", "op termijn"),
    *("zomer", "voor de zomer", "na de zomer", "na de vakantie", "herfstvakantie", "na de herfstvakantie"),
    *("begin schooljaar", "eind van het schooljaar", "pasen", "na kerst", "na 1 maart", "volgend weekend"),
    *("half drie", "om drie uur", "15:00", "over 2 uur", "12 uur", "over 5 werkdagen", "week", "de maand"),
    *("3 of 4 maart", "1 en 2 maart", "vrijdag of maandag", "maart/april", "eind maart begin april"),
    *("0 maart", "30 feb", "32-1", "13/14", "1-13", "29 feb 2027", "vierendertig maart", "de 32e", "de 0e"),
    *("dinsdag 1 maart", "di 1-3", "donderdag de 18e", "week 0", "week 54", "week 53 2027", "Q5", "eind Q0"),
    *("6e maandag van maart", "50e dag van december 2999", "1 maart 9999", "zondag week 52 9999"),
    *("99999999999 weken", "over 99999999999 weken", "99999999999 weken geleden", "over 1001 jaar", "1" * 100),
    *(
        "🎉 vrijdag 🎉",
        "\u202evrijdag",
        "يوم الجمعة",
        "\x00",
        "'; DROP TABLE dagen; --",
        "vrijdag " * 12,
        "volgende " * 11,
    ),
]


@pytest.mark.parametrize(("typed", "days"), [*CLEAR.items(), *SEVERAL.items(), *PAST.items()])
def test_meanings_are_all_the_days_that_may_be_meant(typed: str, days: str):
    assert " ".join(map(str, meanings(typed, WEDNESDAY))) == days


@pytest.mark.parametrize("typed", VAGUE_OR_IMPOSSIBLE)
def test_what_is_vague_or_impossible_has_no_meaning(typed: str):
    assert meanings(typed, WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("today", "typed", "days"),
    [
        # a Friday
        ("2026-12-04", "vrijdag", "2026-12-04 2026-12-11"),
        ("2026-12-04", "komende vrijdag", "2026-12-11"),
        ("2026-12-04", "volgende vrijdag", "2026-12-11"),
        ("2026-12-04", "deze week", "2026-12-04"),
        ("2026-12-04", "eind van de week", "2026-12-04"),
        ("2026-12-04", "vrijdag over een week", "2026-12-11 2026-12-18"),
        ("2026-12-04", "over een week op vrijdag", "2026-12-11"),
        ("2026-12-04", "4 december", "2026-12-04"),
        ("2026-12-04", "3 december", "2027-12-03"),
        # a weekend
        ("2026-12-05", "volgende vrijdag", "2026-12-11"),
        ("2026-12-05", "eind van de week", "2026-12-11"),
        ("2026-12-06", "weekend", "2026-12-06"),
        # the end and the beginning of a year
        ("2026-12-31", "eind van het jaar", "2026-12-31"),
        ("2026-12-31", "volgende maand", "2027-01-01 2027-01-31"),
        ("2026-12-31", "week 1", "2027-01-04 2027-01-08"),
        ("2026-12-31", "week 53", "2027-01-01"),
        ("2026-12-31", "volgende week", "2027-01-04 2027-01-08"),
        ("2026-12-31", "eind volgend kwartaal", "2027-03-31"),
        ("2026-12-31", "oudjaar", "2026-12-31"),
        ("2027-01-01", "oudjaar", "2027-12-31"),
        ("2027-01-01", "dit jaar", "2027-01-01 2027-12-31"),
        # a leap day and other short months
        ("2028-02-29", "over een jaar", "2029-02-28"),
        ("2028-02-29", "eind van de maand", "2028-02-29"),
        ("2028-02-29", "29 feb", "2028-02-29"),
        ("2028-02-29", "februari", "2028-02-29"),
        ("2028-02-01", "eind feb", "2028-02-29"),
        ("2028-02-29", "laatste dinsdag van de maand", "2028-02-29"),
        ("2028-03-01", "1e week van maart", "2028-03-01 2028-03-03"),
        ("2028-02-29", "1e week van maart", "2028-03-01 2028-03-03"),
        ("2027-01-31", "volgende maand", "2027-02-01 2027-02-28"),
        ("2027-01-31", "de 31e van volgende maand", ""),
        ("2027-02-15", "vijfde maandag van de maand", "2027-03-29"),
    ],
)
def test_meanings_on_special_days(today: str, typed: str, days: str):
    assert " ".join(map(str, meanings(typed, date.fromisoformat(today)))) == days


def test_the_tables_hold_enough_phrasings():
    assert len(CLEAR | SEVERAL | PAST) >= 90


PIECES = st.sampled_from(
    [*" ".join([*UNDERSTOOD, *CLEAR, *SEVERAL, *PAST]).split(), "9999", "0", "٣", "²", "👍", "\u202e"]
)


@given(st.text(max_size=200) | st.lists(PIECES, max_size=8).map(" ".join), DAYS)
def test_meanings_are_sorted_distinct_and_few_for_any_text(typed: str, today: date):
    found = meanings(typed, today)
    assert list(found) == sorted(set(found))
    assert len(found) <= 3


def test_days_and_moments_in_words():
    assert day_in_words(date(2028, 2, 29)) == "dinsdag 29 februari 2028"
    assert moment_in_words(datetime(2026, 12, 4, 9, 5)) == "vrijdag 4 december 2026 om 09:05"  # noqa: DTZ001


TIMES = [
    *(
        "middag",
        " middag",
        "ochtend",
        " morgen",
        "nacht",
        " 's ochtends",
        " 's avonds",
        " in de middag",
        " vroeg in de ochtend",
    ),
    *(
        " aan het eind van de middag",
        " begin van de avond",
        " einde dag",
        " eind van de dag",
        " na de lunch",
        " lunchtijd",
    ),
    *(
        " om 9 uur",
        " om 9",
        " 9 uur",
        " 9u",
        " 14u30",
        " 14h",
        " 9:00",
        " 09.00",
        " 9.30 uur",
        ", 9 uur",
        " - 9 uur",
        " 5pm",
    ),
    *(" rond 9 uur", " vanaf 9 uur", " voor 9 uur", " na 5 uur", " uiterlijk 17:00", " tot 17 uur", " tussen 9 en 10"),
    *(
        " van 9 tot 10 uur",
        " 9:00-10:30",
        " half drie",
        " om half drie",
        " kwart over 9",
        " om kwart voor tien",
        " vijf uur",
    ),
    *(" om 9 uur 's ochtends", "middag om 3 uur", "ochtend vroeg", " (middag)"),
]


@pytest.mark.parametrize("time", TIMES)
def test_a_time_behind_a_day_is_never_dropped_unseen(time: str):
    assert meant(f"vrijdag{time}", WEDNESDAY) == ((date(2026, 9, 18),), True)


@pytest.mark.parametrize(
    "typed",
    [
        *("9 uur vrijdag", "om 9 uur op vrijdag", "9:00, vrijdag", "'s ochtends vrijdag", "in de middag op vrijdag"),
        *("tussen 9 en 10 uur vrijdag", "vrijdagochtend 18 september", "vrijdag middag 18 september om 3 uur"),
        *(
            "uiterlijk vrijdag 17 uur",
            "deze week vrijdagmiddag",
            "2026-09-18T10:00",
            "18-9-2026 10:00",
            "18 september 's middags",
        ),
    ],
)
def test_a_time_is_found_wherever_it_stands(typed: str):
    assert meant(typed, WEDNESDAY) == ((date(2026, 9, 18),), True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("vanmiddag", "2026-09-16"), ("vanavond", "2026-09-16"), ("eind van de dag", "2026-09-16")),
        *(("morgenochtend", "2026-09-17"), ("morgen vroeg", "2026-09-17"), ("morgenvroeg", "2026-09-17")),
        *(("overmorgenmiddag", "2026-09-18"), ("over drie weken 's middags", "2026-10-07")),
    ],
)
def test_a_part_of_a_day_is_a_time(typed: str, day: str):
    assert meant(typed, WEDNESDAY) == ((date.fromisoformat(day),), True)


@pytest.mark.parametrize("typed", ["9 uur", "om 12 uur", "middag", "half drie", "over twee uur", "van 9 tot 10"])
def test_a_time_without_a_day_is_known_for_what_it_is(typed: str):
    assert meant(typed, WEDNESDAY) == ((), True)


NO_TIME = [
    "kerstavond",
    "oudejaarsavond",
    "pakjesavond",
    "morgen",
    "overmorgen",
    "eind van de week",
    "half maart",
    "ma 21-9",
]


@pytest.mark.parametrize(
    "typed", [*NO_TIME, *(one for one in UNDERSTOOD if not one.endswith(("middag", "ochtend", "uur")))]
)
def test_a_day_alone_names_no_time(typed: str):
    found = meant(typed, WEDNESDAY)
    assert found.days
    assert not found.timed


@given(DAYS, st.sampled_from([one for one in TIMES if one[0] in " ,"]))
def test_a_time_behind_any_date_is_found(day: date, time: str):
    if time != " morgen":  # behind a date that is tomorrow
        assert meant(f"{day_in_words(day)}{time}", WEDNESDAY) == ((day,), True)
