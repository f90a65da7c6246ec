"""A question set is one file: what is wrong in it is told with the file and the id, and a good one needs no code."""

import shutil
from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.items import Status
from bot.content.load import CONTENT_FOLDER, load_instrument, read_instrument
from bot.content.phrases import load_phrases
from bot.content.question_sets import AnsweredBy, Drawn, Reveal
from bot.rooms import DIALOGS
from bot.turn.check import check_dialogs

INVENTED = Path(__file__).parent / "invented_set.yaml"
FILE = "proef.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = Path(shutil.copytree(CONTENT_FOLDER / "nl" / "instrument", tmp_path / "instrument"))
    shutil.copy(INVENTED, copied / FILE)
    return copied


def with_invented(folder: Path) -> Instrument:
    return read_instrument(folder)


def refused(folder: Path, old: str, new: str) -> tuple[str, str, str]:
    """Put something else in the invented set, and what is said of it then."""
    path = folder / FILE
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_instrument(folder)
    return caught.value.file, caught.value.item, caught.value.what


def test_one_file_more_is_one_set_more(folder: Path):
    found = with_invented(folder)
    assert [one.id for one in found.sets] == ["proef", *(one.id for one in load_instrument().sets)]
    invented = found.set_of("proef")
    assert len(invented.questions) == 15
    assert invented.answered_by == (AnsweredBy.PERSON, AnsweredBy.GROUP)
    assert (invented.reveal, invented.drawn) == (Reveal.SET, Drawn.CONTINUUM)
    assert invented.questions[12].steps == ("proef.plek.1", "proef.plek.1.ambition")


def test_the_dialogs_ask_it_and_every_screen_fits(folder: Path):
    asking = {"instrument": DIALOGS["instrument"]}
    before = check_dialogs(asking, load_instrument(), load_phrases())
    steps = 15 + 2  # two places ask where one wants to go as well; the review is there already
    assert check_dialogs(asking, with_invented(folder), load_phrases()) == before + steps


def test_a_set_of_our_own_says_so_once(folder: Path):
    invented = with_invented(folder).set_of("proef")
    assert {question.status for question in invented.questions} == {Status.PROPOSAL}
    assert invented.questions[0].note == "Verzonnen voor een proef."


def test_another_set_makes_another_version_of_the_texts(folder: Path):
    now, then = with_invented(folder), load_instrument()
    assert now.tool.content_version == then.tool.content_version
    assert now.content_version != then.content_version


@pytest.mark.parametrize(
    ("old", "new", "item", "what"),
    [
        ("id: proef\n", "id: Proef\n", "Proef", "id: String should match pattern"),
        ("name: Proefvragen\n", "name: Checklist\n", "b1", "proef has this name already"),
        ("name: Proefvragen\n", "name: Vijfentwintig letters lang\n", "proef", "name is longer than 24 characters"),
        ("order: 5\n", "volgorde: 5\n", "proef", "unknown field volgorde"),
        ("id: proef.open.2,", "id: proef.open.1,", "proef.open.1", "the id is used before, in proef.yaml"),
        ("id: proef.open.2,", "id: b1.1.1,", "b1.1.1", "the id is used before, in checklist.yaml"),
        ("id: proef.open.2,", "id: anders.2,", "anders.2", "an id of this set begins with proef."),
        ("id: proef.open.2,", f"id: proef.{'x' * 30},", f"proef.{'x' * 30}", "id is longer than 32 characters"),
        ('text: "Wat is verzonnen vraag 2?"', 'text: ""', "proef.open.2", "text is empty"),
        ("onderwerp 3, kind: choose", "onderwerp 3, kind: kies", "proef.kies.3", "kind: Input should be"),
        (
            "onderwerp 3, kind: choose",
            "onderwerp 3, kind: write",
            "proef.kies.3",
            "a question of the kind write has no",
        ),
        (
            "onderwerp 3, kind: choose, scale: proef.vaak",
            "onderwerp 3, kind: choose",
            "proef.kies.3",
            "scale is missing",
        ),
        ("3, kind: choose, scale: proef.vaak", "3, kind: choose, scale: weg", "proef.kies.3", "unknown scale weg"),
        (
            "scale: proef.lijn, ambition: true",
            "scale: proef.vaak, ambtie: true",
            "proef.plek.1",
            "unknown field ambtie",
        ),
        ("3, kind: choose,", "3, kind: choose, ambition: true,", "proef.kies.3", "ambition is for a question of the"),
        ("value: soms", "value: nooit", "proef.vaak.soms", "its value or its text stands in this scale twice"),
        ("text: Soms", "text: nooit", "proef.vaak.soms", "its value or its text stands in this scale twice"),
        ("text: Soms", f"text: {'S' * 61}", "proef.vaak.soms", "text is longer than 60 characters: it stands on a"),
        ("value: soms", "value: af en toe", "proef.vaak.soms", "value: String should match pattern"),
        ("[person, group]", "[]", "proef", "answered_by: Tuple should have at least 1 item"),
        ("[person, group]", "[person, iedereen]", "proef", "1: Input should be 'person', 'partner' or 'group'"),
        ("[person, group]", "[group, group]", "proef", "answered_by names the same twice"),
        ("[person, group]", "[person]", "proef", "reveal is for a set that a group or a partner answers"),
        ("reveal: set\n", "", "proef", "reveal is missing: when does a group see its answers?"),
        (
            "drawn: continuum",
            "drawn: taart",
            "proef",
            "drawn: Input should be 'lines', 'counts', ",
        ),
        ("status: proposal\nnote: Verzonnen voor een proef.\n", 'source: "003:1"\n', "proef", "origin is empty"),
        ("note: Verzonnen voor een proef.\n", "", "proef", "status proposal needs a note"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_id(folder: Path, old: str, new: str, item: str, what: str):
    file, found, said = refused(folder, old, new)
    if what.startswith("proef has"):
        assert file == "checklist.yaml"  # the second one that has it
    else:
        assert file == FILE
    assert found == item
    assert said.startswith(what)


def test_a_line_needs_three_positions(folder: Path):
    two = "scale: proef.lijn}"
    short = "  - id: proef.kort\n    options: [{id: proef.kort.1, value: hier, text: Hier}"
    short += ", {id: proef.kort.2, value: daar, text: Daar}]\n\nsections:"
    path = folder / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("\nsections:", short, 1), encoding="utf-8")
    error = refused(folder, two, "scale: proef.kort}")
    assert error == (FILE, "proef.plek.3", "its line has fewer than 3 positions")


def test_what_stands_behind_a_question_is_a_text_of_the_explanation(folder: Path):
    path = folder / "raamwerk.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[raamwerk.explanation.3]", "[raamwerk.weg]", 1), encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        read_instrument(folder)
    assert caught.value.item == "raamwerk.level.1"
    assert "raamwerk.weg" in str(caught.value)


def test_a_drawing_needs_questions_to_draw(folder: Path):
    path = folder / "checklist.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("drawn: lines", "drawn: counts"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_instrument(folder)
    assert str(caught.value) == "checklist.yaml: b1: drawn is counts, but no question is of the kind choose"


def test_a_scale_that_nobody_uses_is_a_slip(folder: Path):
    options = "{id: proef.e.1, value: a, text: A}, {id: proef.e.2, value: b, text: B}"
    error = refused(folder, "scales:\n", f"scales:\n  - {{id: proef.extra, options: [{options}]}}\n")
    assert error == (FILE, "proef.extra", "no question uses this scale")


def test_any_other_file_in_the_folder_must_be_a_set(folder: Path):
    (folder / "los.yaml").write_text("wat: dit\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"^los\.yaml: id: id is missing"):
        read_instrument(folder)
