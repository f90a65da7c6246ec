"""An invented question set is answered by people who know nothing of it but its file."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import example
from bot.content.instrument import Instrument
from bot.content.load import CONTENT_FOLDER, load_instrument, read_instrument
from bot.content.phrases import load_phrases
from bot.phone.door import phone_doors
from bot.phone.phone import Phone
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.turn.context import Texts
from bot.turn.runner import Runner
from storage.database import Database

from .test_question_sets import FILE, INVENTED

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class House:
    """The example collaboration, with the invented set beside ours."""

    def __init__(self, first: Instrument) -> None:
        self.database = Database("sqlite://", bot=1)
        self.town = Town(self.database, self._runner(Texts(first, load_phrases())), AT)
        chats = [self.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        self.database.run_sync(lambda uow: example.seed(uow, Texts(first, load_phrases()), chats, AT))

    def _runner(self, texts: Texts) -> Runner:
        return Runner(texts, HOUSE, phone_doors(), fresh=iter(map(str, range(10**6))).__next__)

    def starts_with(self, texts: Texts) -> None:
        """The program comes up again, with other texts."""
        self.town.runner = self._runner(texts)

    def phone(self, who: str) -> Phone:
        full = next((known for known in example.PEOPLE if known.split()[0] == who), who)
        return self.town.phones.person(who, full=full)

    def does(self, who: str, *acts: str) -> str:
        """`[label]` taps, everything else is typed. Returns what stands on the newest screen then."""
        for act in acts:
            phone = self.phone(who)
            self.town.take(phone.taps(act[1:-1]) if act.startswith("[") else phone.types(act))
        return self.phone(who).newest.text

    def labels(self, who: str) -> list[str]:
        return list(self.phone(who).newest.now.labels)


def read_with(folder: Path, text: str) -> Instrument:
    copied = Path(shutil.copytree(CONTENT_FOLDER / "nl" / "instrument", folder / "instrument"))
    (copied / FILE).write_text(text, encoding="utf-8")
    return read_instrument(copied)


@pytest.fixture
def invented(tmp_path: Path) -> Instrument:
    return read_with(tmp_path, INVENTED.read_text(encoding="utf-8"))


@pytest.fixture
def house(invented: Instrument) -> Iterator[House]:
    house = House(invented)
    yield house
    house.database.close()


OPEN = ["Eigen woorden"] * 6
CHOSEN = ["[Soms]"] * 5 + ["1"]
PLACES = ["[Alles op school]", "[Half om half]", "2", "overslaan", "[Alles in de praktijk]"]


def begin(house: House, who: str) -> str:
    return house.does(who, "/verdieping", "[Proefvragen]", "[Begin (15 vragen)]")


def test_it_is_answered_from_its_list_to_its_answers(house: House):
    listed = house.does("Anna", "/verdieping")
    ours = [one.name for one in load_instrument().sets]
    assert house.labels("Anna") == [
        "Proefvragen",
        *ours,
        "Perspectiefspiegel",
        "Ook genoemd in de bronnen",
        "Lezen in de bronnen",
        "Menu",
    ]
    assert "• Proefvragen: Vijftien verzonnen vragen" in listed
    assert "Een proef met alle soorten vragen." in house.does("Anna", "[Proefvragen]")
    assert "Open vragen\nWat is verzonnen vraag 1?" in house.does("Anna", "[Begin (15 vragen)]")
    assert "verzonnen onderwerp 1\nHoe vaak gebeurt dit? (vraag van ons)" in house.does("Anna", *OPEN)
    assert "Waar staan jullie nu?" in house.does("Anna", *CHOSEN)
    review = house.does("Anna", *PLACES)
    assert "• Leren: Alles op school" in review
    assert "Begeleiden (waar naartoe)" not in review
    numbered = house.does("Anna", "[Wijzigen]")
    assert "14. Leren (waar naartoe): Half om half" in numbered
    assert "16. Begeleiden (waar naartoe): overgeslagen" in numbered
    house.does("Anna", "[Indienen]")
    assert "Jij: Eigen woorden" in house.does("Anna", "[Bekijk de antwoorden]")
    assert "Jij: nu: Alles op school · naartoe: Half om half" in house.does("Anna", *["[Volgende ›]"] * 12)
    assert "Jij: nu: Vooral op school · naartoe: niet gezegd" in house.does("Anna", "[Volgende ›]")


def test_its_answers_are_those_of_the_file_also_after_another_release(house: House, invented: Instrument):
    """Somebody began with a set that is gone in the next release: they go on with it as it was."""
    begin(house, "Anna")
    house.does("Anna", *OPEN, "[Later verder]")
    house.starts_with(Texts(load_instrument(), load_phrases(), {invented.content_version: invented}))
    assert "verzonnen onderwerp 1" in house.does("Anna", "/verder")
    house.does("Anna", *CHOSEN, *PLACES)
    house.does("Anna", "/verdieping")
    assert "Proefvragen" not in house.labels("Anna")


def test_a_question_more_is_asked_of_who_begins_later(house: House, invented: Instrument, tmp_path: Path):
    begin(house, "Anna")
    house.does("Anna", *OPEN, *CHOSEN, *PLACES, "[Indienen]")
    more = '      - {id: proef.open.7, text: "Wat is er nieuw?"}\n\n  - id: proef.kies\n'
    text = INVENTED.read_text(encoding="utf-8").replace("\n  - id: proef.kies\n", more, 1)
    (tmp_path / "later").mkdir()
    later = read_with(tmp_path / "later", text)
    house.starts_with(Texts(later, load_phrases(), {invented.content_version: invented}))
    house.does("Bram", "/verdieping", "[Proefvragen]", "[Begin (16 vragen)]")
    house.does("Bram", *OPEN, "Bram zegt iets nieuws", *CHOSEN, *PLACES, "[Indienen]", "[Bekijk de antwoorden]")
    assert "Anna Voorbeeld: Eigen woorden" in house.phone("Bram").newest.text
    assert "Bram zegt iets nieuws" in house.does("Bram", *["[Volgende ›]"] * 6)
    seen = [house.does("Anna", "/verdieping", "[✓ Proefvragen]", "[Bekijk de antwoorden]")]
    seen += [house.does("Anna", "[Volgende ›]") for _ in range(14)]
    assert "Bram Voorbeeld: Eigen woorden" in seen[0]
    assert not any("nieuws" in text for text in seen)


def test_what_is_kept_of_it_stands_in_ones_own_file(house: House):
    begin(house, "Anna")
    house.does("Anna", *OPEN, *CHOSEN, *PLACES, "[Indienen]")
    house.does("Anna", "/mijngegevens")
    assert "Ingevulde verdieping: 1" in house.phone("Anna").newest.text
    house.does("Anna", "[Alles als bestand]")
    file = house.phone("Anna").newest
    data = json.loads(file.now.document or "")
    assert data["verdieping"][0]["instrument"] == "proef"
    assert data["verdieping"][0]["namens"] == "Opleiding Verpleegkunde"
    talk = next(one for one in data["gesprekken"] if one["over"] == "Een verdieping")
    assert {"vraag": "Leren: waar willen jullie naartoe?", "antwoord": "Half om half"} in talk["antwoorden"]
