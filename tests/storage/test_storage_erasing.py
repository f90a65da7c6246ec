"""Erasing somebody after a whole life: neither their name nor what they drafted is left anywhere, and others go on."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from storage_life import GROUP, NAME, PEOPLE, Life
from storage_postgres import AGAIN
from storage_world import BOT

from bot.domain.rounds import Phase
from storage.database import Database

FIRST, LAST = NAME.split()
DRAFT = "kladtekst"
"""Stands in all that Zebrina writes and that is not settled."""
WIPES = ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")
PHASE_3 = frozenset({Phase.COMMITMENT})


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    """From the beginning, in memory."""
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", frozenset(Phase)))


def fill_in(life: Life, who: str, outcome: str, *, motives: int = 11) -> None:
    motives_and_others = ("ja", outcome, *["n"] * (motives - 1), "klaar", "[Verder met de vragen]")
    life.do(who, "/invullen", "[Begin met de motieven]", *motives_and_others, *["overslaan"] * 8, "indienen")


def live(life: Life, point: str = "Wij willen bekend zijn in de wijk") -> None:
    """All three phases, with Zebrina in every part of them."""
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")
    fill_in(life, "Zebrina", f"{DRAFT} een")
    fill_in(life, "Anna", "Een goede naam")
    fill_in(life, "Carla", "Bekend in de wijk", motives=10)
    life.do("Anna", "[Vaststellen]", "[Begin]", "Een goede naam", "[Vaststellen]")
    life.do("Carla", "[Vaststellen]", "[Vaststellen]")
    life.do("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")
    life.do("Bo @", "/gesprek")
    life.do("Zebrina @", "/gesprek", "[Ik neem het over]", f"/punt {point}")
    life.do("Zebrina", *["[Volgende ›]"] * 5)
    life.do("Zebrina", "[Naar mijn antwoord]", f"{DRAFT} twee")
    life.do("Zebrina", "[Afsluiten]", "[Ja, afsluiten]")
    life.do("Carla", "[Bekijk het verslag]", "[Er klopt iets niet]", NAME)
    life.do("Anna", "[Bekijk het verslag]", "[Ja, klopt]")
    life.do("Bo", "/overzicht", "[Bekijk het verslag]", "[Verslag vaststellen]")
    commit(life)


def commit(life: Life) -> None:
    """Phase 3: answers of her own, an agreement on her name, and a message about it that waits for Anna."""
    questions = ["overslaan"] * 11
    life.do("Zebrina", "/verder", "[Klaar]", f"{DRAFT} drie", "[Ik]", f"{DRAFT} vier", "[Wij samen]", "overslaan")
    life.do("Zebrina", "overslaan", f"{DRAFT} vijf", "[Maak er een afspraak van]", f"[{NAME}]", "[Over een maand]")
    life.do("Zebrina", "[1]", "De roosters maken", "[Vastleggen]", "overslaan", *questions, "[Indienen]")
    life.hold(PEOPLE["Anna"])
    life.do("Anna", "/overzicht", "/afspraken")


def erase(life: Life) -> str:
    return life.do("Zebrina", *WIPES)


@pytest.mark.parametrize("kind", ["file", AGAIN])
def test_nothing_is_left_of_who_was_erased(
    kind: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG)
    url = str(request.getfixturevalue(f"{kind}_url"))
    with Database(url, BOT) as database:
        life = Life(database)
        live(life)
        assert life.where(NAME) >= {"person", "minutes", "outbox"}
        assert life.where(DRAFT) == {"answer"}
        assert "gewist" in erase(life)
        assert life.where(FIRST, LAST, DRAFT) - {"minutes_check"} == set()
        assert life.where("Wij willen bekend zijn", "De roosters maken") >= {
            "question_contribution",
            "minutes",
            "agreement",
        }
        if kind == "file":
            assert in_files(Path(url.removeprefix("sqlite:///"))) - minutes_check(life) == set()
    assert not any(one in caplog.text + "".join(capfd.readouterr()) for one in (FIRST, LAST, DRAFT))


def in_files(path: Path) -> set[str]:
    """What of hers still stands in the bytes of the database."""
    found = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    return {one for one in (FIRST, LAST, DRAFT) if one.encode() in found}


def minutes_check(life: Life) -> set[str]:
    """What somebody else typed as a correction; see below."""
    return {one for one in (FIRST, LAST) if "minutes_check" in life.where(one)}


# --- others ---


def test_others_go_on_and_see_no_name(life: Life):
    live(life)
    erase(life)
    life.town.start_again()
    shown = [
        life.do("Anna", "/menu"),
        life.do("Anna", "/overzicht"),
        life.do("Anna", "[Bekijk het verslag]"),
        life.do("Anna", "/overzicht", "[Naar fase 3]"),
        life.do("Anna", "[Meer]", "[Rode draad]"),
        life.do("Anna", "/overzicht", "[Bekijk de onthulling]"),
        life.do("Anna", "/afspraken"),
        life.do("Anna", "[1]"),
        life.do("Anna", "[Meer]", "[Aan een ander geven]"),
        life.do("Anna", "[Anna Smit]"),
        life.do("Anna", "/overdracht"),
        life.do("Anna", "/mijngegevens", "[Alles als bestand]"),
        life.do("Bo", "/overzicht"),
        life.do("Bo", "[Bekijk het verslag]"),
        life.do("Carla", "/overzicht"),
        life.do("Carla @", "/afspraken"),
        life.do("Bo @", "/gesprek"),
    ]
    assert "De roosters maken" in shown[6]
    assert not any(one in "\n".join(shown) for one in (FIRST, LAST, DRAFT))
    assert not any("Er ging" in one for one in shown)


def test_who_was_erased_is_greeted_as_a_stranger(life: Life):
    live(life)
    erase(life)
    assert "Welkom bij Samenspraak" in life.do("Zebrina", "/menu")
    assert life.where(LAST) <= {"minutes_check"}
    assert FIRST not in life.do("Zebrina", "/mijngegevens")


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_what_was_on_the_name_of_who_was_erased_is_asked_of_a_colleague(life: Life):
    commit(life)
    erase(life)
    life.town.start_again()
    life.wait(timedelta(days=60))
    shown = "\n".join(screen.html for screen in life.screens(PEOPLE["Anna"]))
    assert "hoe staat het met deze afspraak" in shown
    assert FIRST not in shown


def test_settling_with_an_erased_draft_begins_anew(life: Life):
    fill_in(life, "Zebrina", f"{DRAFT} een")
    fill_in(life, "Anna", "Een goede naam")
    life.do("Anna", "[Vaststellen]", "[Begin]", f"{DRAFT} een, en een goede naam")
    erase(life)
    assert life.where(NAME, DRAFT) == set()
    begun = life.do("Anna", "/menu", "[Vaststellen]")
    assert "Alleen jij hebt ingediend" in begun
    assert FIRST not in begun
    life.do("Anna", "[Vaststellen]")
    assert life.where("Een goede naam") == {"answer", "settlement", "snapshot"}  # until the reveal


# --- what is still left ---


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_an_agreement_that_was_not_made_yet_goes(life: Life):
    life.do("Zebrina", "/verder", "[Klaar]", *["overslaan"] * 3, f"{DRAFT} een", "[Maak er een afspraak van]")
    erase(life)
    assert life.where(DRAFT) == set()


def test_a_name_in_a_sentence_of_the_minutes_goes(life: Life):
    live(life, f"Wij denken dat {NAME} dit kan")
    erase(life)
    assert life.where(LAST) - {"minutes_check"} == set()


def test_a_name_in_a_correction_goes(life: Life):
    live(life)
    erase(life)
    assert life.where(NAME) == set()


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_a_name_from_before_goes(life: Life):
    life.hold(PEOPLE["Anna"])
    life.do("Anna", "/overzicht")
    life.do("Zebrina", "/mijngegevens", "[Mijn naam wijzigen]", "Zebra Streep")
    erase(life)
    assert life.where(FIRST, LAST, "Zebra") == set()


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_a_first_name_on_its_way_to_a_group_goes(life: Life):
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")
    life.do(
        "Zebrina",
        "/afspraken",
        "[Nieuwe afspraak]",
        "[Samen, van alle partners]",
        "De roosters",
        f"[{NAME}]",
        "[Over een maand]",
    )
    life.do("Zebrina", "[Vastleggen]")
    life.hold(GROUP)
    life.do("Anna @", "/afspraken")
    erase(life)
    assert life.where(FIRST) == set()


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_the_name_of_whom_an_agreement_was_handed_to_goes(life: Life):
    told = ("De zaal", "anna", "[Over een maand]", "[Vastleggen]")
    life.do("Anna", "/afspraken", "[Nieuwe afspraak]", "[Samen, van alle partners]", *told)
    life.do("Anna", "[Meer]", "[Meer]", "[Aan een ander geven]", f"[{NAME}]")
    erase(life)
    assert life.where(FIRST) == set()


def test_a_draft_on_its_way_to_a_colleague_goes(life: Life):
    fill_in(life, "Zebrina", f"{DRAFT} een")
    fill_in(life, "Anna", "Een goede naam")
    life.do("Anna", "[Bekijk wat collega’s invulden]")
    life.hold(PEOPLE["Anna"])
    life.do("Anna", f"[{NAME}]")
    erase(life)
    assert life.where(DRAFT) == set()


def test_a_reader_does_not_keep_the_name_in_the_log(file_url: str):
    path = Path(file_url.removeprefix("sqlite:///"))
    with Database(file_url, BOT) as database:
        life = Life(database, PHASE_3)
        database.run_sync(lambda uow: uow.people._reads.connection.exec_driver_sql("PRAGMA busy_timeout = 10"))  # type: ignore[attr-defined]
        reader = sqlite3.connect(path)
        reader.execute("BEGIN").execute("SELECT count(*) FROM person").fetchall()
        erase(life)
        reader.close()
        life.do("Bo", "/menu")
        assert in_files(path) == set()
