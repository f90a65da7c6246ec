"""Every text of the instrument, and every remark on it, is shown somewhere: none is kept that nobody can read.

Each text is replaced by a mark of its own. Then every dialog is drawn, and every page that only shows is walked
to from the commands by which people come to it; a mark that stands on no screen is a text that nobody meets.
"""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from pydantic import BaseModel

from bot.content.instrument import Instrument
from bot.content.items import Item, Status
from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.content.screen import Screen, screen_of
from bot.dialogs.instruments import feature as instruments
from bot.dialogs.instruments.screens import ahead
from bot.dialogs.sources import feature as sources
from bot.dialogs.sources.screens.behind import findings_behind
from bot.dialogs.sources.screens.subjects import SUBJECTS, page_lines
from bot.engine.explore import explore
from bot.engine.model import Phrase
from bot.phone.door import phone_doors
from bot.phone.town import Town
from bot.rooms import DIALOGS, HOUSE
from bot.turn.check import asks, examples
from bot.turn.context import Texts
from bot.turn.runner import Runner
from storage.database import Database

from .source_text import items

M = TypeVar("M", bound=BaseModel)

NOT_SHOWN: dict[str, str] = {
    "kind": "says whose form it is",
    "cluster": "an id",
    "words_of": "an id",
    "when": "says when something is told",
    "scale": "an id",
    "side": "whose side a question of the quick scan is about",
    "value": "what an answer stores",
    "say": "names a sentence of ours",
    "role": "what a question is for",
    "evidence": "what stands with a question",
    "number": "of a document, in its source lines",
    "composition": "one of two words, compared",
    "answered_by": "who answers a set",
    "reveal": "when a set is shown",
    "drawn": "how a set is drawn",
    "id": "an id",
    "source": "document and lines; the page names the document",
    "status": "shown as a mark",
}
"""Fields that hold no text to read."""

WITHOUT_A_PLACE: dict[str, str] = {}
"""Texts that stand on no screen drawn here (`id.field`), with the reason. There are none."""

ENTRIES = ("/start", "/help", "/begrippen", "/verdieping")
"""By which people come to what can be read."""


def of_a_group() -> set[str]:
    """Sets that nobody answers alone: their questions stand in the session of a group, and no dialog here draws that.

    Their explanation, and what they quote of the sources, is read on pages like any other.
    """
    return {one.id for one in load_instrument().sets if not one.in_private}


def mark(item: Item, field: str) -> str:
    return f"⟦{item.id}.{field}⟧"


def texts_of(item: Item) -> Iterator[str]:
    """The fields of an item that hold a text to read."""
    for field in type(item).model_fields.keys() - NOT_SHOWN.keys():
        if isinstance(value := getattr(item, field), str) and value:
            yield field


def marked(value: M) -> M:
    """The same, with each text replaced by its mark."""
    fields = {field: _inner(getattr(value, field)) for field in type(value).model_fields}
    if isinstance(value, Item):
        fields |= {field: mark(value, field) for field in texts_of(value)}
    copy = value.model_copy(update=fields)
    for reckoned in copy.__dict__.keys() - type(value).model_fields.keys():
        del copy.__dict__[reckoned]
    return copy


def _inner(value: object) -> object:
    if isinstance(value, BaseModel):
        return marked(value)
    return tuple(_inner(one) for one in value) if isinstance(value, tuple) else value


def said(screen: Screen) -> Iterator[str]:
    yield screen.html
    yield from (button.label for row in screen.buttons for button in row)


def drawn(instrument: Instrument) -> Iterator[str]:
    """What every dialog shows."""
    phrases = load_phrases()
    for example in examples(DIALOGS, instrument):
        for step in explore(example.begin, lambda end: None):
            for ask in asks(step):
                yield from said(screen_of(phrases, ask, ""))


READING = sources.FEATURE.pages.keys() | {"begrippen", "begrip", "verdieping", "verdiep", "verdiepuitleg"}
"""Pages that only show."""


def walked(instrument: Instrument) -> Iterator[str]:
    """What can be read by tapping on from the commands."""
    assert instruments.FEATURE.pages.keys() | sources.FEATURE.pages.keys() >= READING
    with Database("sqlite://", bot=1) as database:
        runner = Runner(Texts(instrument, load_phrases()), HOUSE, phone_doors())
        town = Town(database, runner, datetime(2026, 9, 1, 8, 0, tzinfo=UTC))
        phone = town.phone("Noor")
        seen: set[str] = set()
        for entry in ENTRIES:
            town.take(phone.types(entry))
            yield from said(phone.newest.screen)
            waiting = deque(_on(phone.newest.screen))
            while waiting:
                route = waiting.popleft()
                if route in seen:
                    continue
                seen.add(route)
                town.take(phone.forges(route, phone.newest.id))
                yield from said(phone.newest.screen)
                waiting.extend(_on(phone.newest.screen))


def _on(screen: Screen) -> list[str]:
    """The buttons that lead on to something to read."""
    options = [button.option for row in screen.buttons for button in row]
    return [option for option in options if option.split(":")[:1] == ["p"] and option.split(":")[1] in READING]


@pytest.fixture(scope="module")
def shown() -> str:
    instrument = marked(load_instrument())
    return "\n".join({*drawn(instrument), *walked(instrument)})


def test_every_text_is_shown_or_has_a_reason(shown: str):
    wanted = {mark(item, field) for item in items(load_instrument()) for field in texts_of(item)}
    missing = {one.strip("⟦⟧") for one in wanted if one not in shown}
    in_a_group = {one for one in missing if one.partition(".")[0] in of_a_group() and not one.endswith(".note")}
    assert sorted(missing - WITHOUT_A_PLACE.keys() - in_a_group) == []


def test_what_has_a_reason_is_not_shown(shown: str):
    there = {mark(item, field).strip("⟦⟧") for item in items(load_instrument()) for field in texts_of(item)}
    assert sorted(one for one in WITHOUT_A_PLACE if one not in there or f"⟦{one}⟧" in shown) == []


def test_what_was_mended_can_be_read(shown: str):
    mended = [correction for item in items(load_instrument()) for correction in item.corrections]
    assert mended
    assert [one for one in mended if f"{one.original} → {one.here}" not in shown] == []


LISTS = {"ontbreekt", "vanons"}
"""Subjects that list what is not the source's, and so mark nothing."""


def read_on_pages(instrument: Instrument) -> str:
    """The subjects, and what stands behind the mirror questions."""
    lines = [line for subject in SUBJECTS.keys() - LISTS for line in page_lines(instrument, subject)]
    lines += [line for mirror in instrument.mirrors.mirrors for line in findings_behind(instrument, mirror)]
    phrases = load_phrases()
    return "\n".join(phrases.html(line) for line in lines)


def test_what_we_shortened_is_marked_wherever_it_stands():
    read = read_on_pages(marked(load_instrument()))
    submotives = [one.id for cluster in load_instrument().clusters.clusters for one in cluster.submotives]
    shortened = [one for one in items(load_instrument()) if one.status is Status.DERIVED and one.id not in submotives]
    places = {one.id: read.split(mark(one, "text"))[1:] for one in shortened if hasattr(one, "text")}
    assert all(len(found) > 1 for one, found in places.items() if one in ("finding.2", "finding.9"))
    unmarked = {one for one, found in places.items() for after in found if not after.startswith(SUMMED)}
    assert unmarked <= {"link.beeldplaat"}, "an address of the source, described by us: the list says so"


def test_when_a_plate_quotes_the_source_is_marked_as_our_choice():
    phrases = load_phrases()
    for one in load_instrument().sets:
        told = [phrases.html(line) for line in ahead(one)]
        for advice in () if one.plate is None else one.plate.advice:
            (line,) = [line for line in told if line.endswith(advice.text)]
            assert "wij dit uit de bron zien <i>(keuze van ons)</i>: " in line


def test_a_report_says_where_our_own_texts_are_listed():
    phrases = load_phrases()
    names = (phrases.plain(Phrase(key)) for key in ("buttons.bronnen", "sources.title_vanons"))
    assert f"in de bot: {', '.join(names)}." in phrases.plain(Phrase("report.label_attribution"))


def test_the_list_of_ours_says_which_answers_a_note_is_about():
    phrases = load_phrases()
    told = "\n".join(phrases.html(line) for line in page_lines(load_instrument(), "vanons"))
    assert "voorstel: dezelfde opties als op de formulieren.</i>\nJa, Enigszins, Nee\n" in told
    assert "leidinggevende en andere betrokkene zijn van ons.</i>\nStudent, Professional, Docent," in told


def test_a_page_names_the_documents_of_its_own_texts():
    instrument, phrases = load_instrument(), load_phrases()
    names = {one.number: one.text for one in instrument.background.documents}
    assert names["004"] in phrases.html(page_lines(instrument, "formulier")[-1])
    assert phrases.html(page_lines(instrument, "soorten")[-1]) == f"<i>Bron: {names['001']}</i>"


SUMMED = " <i>(door ons kort weergegeven)</i>"


def test_a_text_without_a_place_would_be_noticed(shown: str):
    assert "⟦tool.goal.text⟧" in shown
    assert "⟦tool.nowhere.text⟧" not in shown
