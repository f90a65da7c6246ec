"""A question more, or an edition of version 0.1: phase 2 and 3 are played to their end, with the phones in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot import example
from bot.content.instrument import Instrument
from bot.content.load import edition, load_instrument, read_edition
from bot.content.phrases import load_phrases
from bot.content.roles_check import check_roles
from bot.domain.rounds import Phase
from bot.phone.door import phone_doors
from bot.phone.phone import Phone
from bot.phone.town import Town
from bot.rooms import DIALOGS, HOUSE
from bot.turn.check import check_dialogs
from bot.turn.context import Texts
from bot.turn.runner import Runner
from storage.database import Database

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
LEFT_BY_0_1 = Path(__file__).parent.parent / "release_0_1" / "database.sql"
MORE = "Wat zouden jullie morgen al samen kunnen doen?"
ALSO = "Wie neemt wat op zich?"


def edition_of_0_1() -> dict[str, str]:
    """As a database of version 0.1 keeps it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(LEFT_BY_0_1.read_text(encoding="utf-8"))
        (files,) = connection.execute("SELECT files FROM content").fetchone()
    found: dict[str, str] = yaml.safe_load(files)
    return found


def with_more(phase: str, before: str, lines: str, version: str = "proef") -> dict[str, str]:
    """The edition of now with a question more in one file, and another version in the other."""
    files = edition()
    assert before in files[phase]
    return files | {
        phase: files[phase].replace(before, f"{lines}{before}", 1),
        "tool.yaml": files["tool.yaml"].replace(load_instrument().tool.content_version, version),
    }


def seventh() -> Instrument:
    lines = f"  - id: f2.samen.morgen\n    text: {MORE}\n    status: proposal\n    note: Van ons zelf.\n"
    return read_edition(with_more("phase2.yaml", "  - id: f2.b6\n", lines))


class Street:
    """Short words for what people of the example do."""

    def __init__(self, began_with: Instrument) -> None:
        self.database = Database("sqlite://", bot=1)
        first = Texts(began_with, load_phrases())
        now = Texts(load_instrument(), load_phrases(), {began_with.content_version: began_with})
        self.town = Town(
            self.database, Runner(now, HOUSE, phone_doors(), fresh=iter(map(str, range(10**6))).__next__), AT
        )
        chats = [self.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        phases = frozenset({Phase.ALIGNMENT, Phase.COMMITMENT})
        self.database.run_sync(lambda uow: example.seed(uow, first, chats, AT, phases))
        self.does("Bo @ groep", "/koppel")

    def phone(self, who: str) -> Phone:
        name, _, group = who.partition(" @ ")
        full = next((known for known in example.PEOPLE if known.split()[0] == name), name)
        phone = self.town.phones.person(name, full=full)
        return phone.at(self.town.phones.group(group, title=group.capitalize())) if group else phone

    def does(self, who: str, *acts: str) -> str:
        """`[label]` taps, everything else is typed. Returns the toast of the last."""
        toast = ""
        for act in acts:
            phone = self.phone(who)
            toast = self.town.take(phone.taps(act[1:-1]) if act.startswith("[") else phone.types(act)).toast
        return toast

    def reads(self, who: str) -> str:
        return self.phone(who).chat.text

    def on_table(self) -> str:
        return self.phone("Bo @ groep").newest.text


def playing(began_with: Instrument) -> Iterator[Street]:
    street = Street(began_with)
    yield street
    street.database.close()


@pytest.fixture
def of_seven() -> Iterator[Street]:
    yield from playing(seventh())


@pytest.fixture
def of_0_1() -> Iterator[Street]:
    yield from playing(read_edition(edition_of_0_1()))


def choose(street: Street) -> None:
    for who, choice in (("Anna", "Ja"), ("Bram", "Ja"), ("Carla", "Nee"), ("Daan", "Enigszins")):
        assert street.does(f"{who} @ groep", f"[{choice}]").startswith(choice)


def to_the_end(street: Street, questions: int) -> None:
    """From the first question to the minutes that are fixed, and phase 3 of both partners."""
    street.does("Bo @ groep", "/gesprek", "[Meteen beginnen]")
    for index in range(1, questions):
        assert f"vraag {index}/{questions}" in street.on_table()
        assert "Om te zeggen" in street.reads("Bo")
        street.does("Anna @ groep", f"/punt Punt bij {index}")
        if index == 4:
            choose(street)
        if index == 5:
            street.does("Carla @ groep", "/doel Samen een lokaal")
            for who in ("Anna", "Carla"):
                street.does(f"{who} @ groep", "[Akkoord]")
        street.does("Bo", "[Volgende ›]")
    street.does("Anna", "[Naar mijn antwoord]", "Aan het team vertellen")
    street.does("Bo", "[Afsluiten]", "[Ja, afsluiten]")
    for who in ("Anna", "Carla"):
        street.does(who, "[Bekijk het verslag]", "[Ja, klopt]")
    street.does("Anna", "/overzicht", "[Bekijk het verslag]")


def test_a_seventh_question_is_one_file(of_seven: Street):
    """In the middle, under an id with a point more than ours, with every field left out that can be."""
    check_roles(seventh(), load_phrases())
    check_dialogs(DIALOGS, seventh(), load_phrases())
    to_the_end(of_seven, 7)
    minutes = of_seven.phone("Anna").newest.text
    assert f"6. {MORE}" in minutes
    assert "Punt bij 6" in minutes
    assert "“Wie wil hier als eerste iets over zeggen? Een voorbeeld is genoeg.”" in of_seven.reads("Bo")
    commits(of_seven)


def test_a_round_of_version_0_1_goes_on(of_0_1: Street):
    to_the_end(of_0_1, 6)
    minutes = of_0_1.phone("Anna").newest.text
    assert "Opleiding Verpleegkunde: Ja 2 · Enigszins 0 · Nee 0" in minutes
    assert "Samen een lokaal" in minutes
    assert "Aan het team vertellen" not in minutes
    commits(of_0_1)


def commits(street: Street) -> None:
    """Phase 3: the joint goal stands with its question, and an answer that can becomes an agreement."""
    street.does("Anna", "/verder")
    seen = []
    for _ in range(60):
        labels = street.phone("Anna").newest.now.labels
        seen.append(street.phone("Anna").newest.text)
        if "Indienen" in labels:
            break
        street.does("Anna", next((f"[{one}]" for one in ("Klaar", "Wij als organisatie") if one in labels), "Twee uur"))
    assert any("achter de (gezamenlijke) doelen" in one and "Samen een lokaal" in one for one in seen)
    street.does("Anna", "[Indienen]")
    assert "Twee uur" in street.reads("Anna")
