"""What a question is for stands beside it: the code names no id, and roles, questions and phrases fit each other."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.content.background import Background
from bot.content.editions import ROLES_OF_0_1
from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, load_instrument, read_edition, read_instrument
from bot.content.phrases import Phrasebook, load_phrases, read_phrases
from bot.content.roles_check import check_roles

from .test_another_question import edition_of_0_1

CODE = Path(__file__).parents[2] / "bot"
LOOKS_LIKE_AN_ID = re.compile(r"(f1|f2|f3|pp|op|qs|mirror|theory|form|level)\.[a-z0-9_]+(\.[a-z0-9_]+)*")
KNOWS_IDS = CODE / "content" / "editions.py"
STEPS_OF_OURS = {"f3.themes", "f3.agenda", "f3.review"}
"""Steps that are no questions of the instrument; answers stand under these names since version 0.1."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_FOLDER / "nl", tmp_path / "nl"))


def refused(folder: Path, file: str, old: str, new: str) -> str:
    """Put something else in a file, and what is said then when the program is built."""
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        check_roles(read_instrument(folder / "instrument"), read_phrases(folder / "phrases", ready=False))
    return str(caught.value)


def test_ours_fit():
    check_roles(load_instrument(), load_phrases())


# --- the code names no id ---


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text in the code that is not a docstring, whole or the beginning of an f-string."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def known_ids() -> set[str]:
    """Of every item of the instrument."""
    return {found for path in (CONTENT_FOLDER / "nl" / "instrument").iterdir() for found in _ids(path)}


def _ids(path: Path) -> list[str]:
    return re.findall(r"^\s*(?:- )?id: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_code_names_an_id():
    ids = known_ids()
    found = [
        (str(path.relative_to(CODE)), line, text)
        for path in CODE.rglob("*.py")
        if path != KNOWS_IDS
        for line, text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if text in ids or (LOOKS_LIKE_AN_ID.match(text) and text not in STEPS_OF_OURS)
    ]
    assert found == []


def test_such_an_id_would_be_noticed():
    tree = ast.parse('"""f2.b1 may stand here."""\nHERE = "f2.b1"\nTHERE = f"f3.com.{HERE}"')
    assert [text for _, text in strings(tree)] == ["f2.b1", "f3.com."]
    assert {"f2.b1", "ovr", "pp.kap.5"} < known_ids()
    assert not STEPS_OF_OURS & known_ids()


# --- what earlier versions kept ---


def test_an_edition_of_version_0_1_reads_as_what_that_did():
    now, then = load_instrument(), read_edition(edition_of_0_1())
    assert then.content_version != now.content_version
    assert (then.sets, then.background) == ((), Background())
    later = {part: getattr(now, part) for part in ("sets", "sets_written", "crosswalk", "mirrors", "background")}
    assert [mirror.when for mirror in then.mirrors.mirrors] == [mirror.when for mirror in now.mirrors.mirrors]
    assert not then.crosswalk.taken_over_again
    assert not any(pair.twins for pair in then.crosswalk.pairs)
    assert [pair.id for pair in then.crosswalk.pairs] == [pair.id for pair in now.crosswalk.pairs]
    assert (then.phase3.facilitator_reads_shared, now.phase3.facilitator_reads_shared) == (False, True)
    more = dict.fromkeys(("phase1", "phase3", "clusters", "quick_scan", "tool"), ("gaps",))
    more |= {"picture": ("gaps", "actors", "worked", "made")}
    for part, fields in more.items():
        later[part] = getattr(then, part).model_copy(update=_fields(getattr(now, part), *fields))
    later["phase3"] = later["phase3"].model_copy(update={"facilitator_reads_shared": True})
    later["tool"] = later["tool"].model_copy(update={"content_version": now.tool.content_version})
    assert _said(then.model_copy(update=later)) == _said(now)


def _fields(part: object, *fields: str) -> dict[str, object]:
    return {field: getattr(part, field) for field in fields}


def _said(value: object) -> object:
    """What is said and done with it, without where it comes from: of that more is known than then."""
    if isinstance(value, BaseModel):
        known = {"source", "status", "note", "corrections"}
        return {field: _said(getattr(value, field)) for field in type(value).model_fields.keys() - known}
    return [_said(one) for one in value] if isinstance(value, tuple) else value


def test_every_id_of_version_0_1_is_there():
    ids = known_ids()
    assert [item for items in ROLES_OF_0_1.values() for item in items if item not in ids] == []


def test_an_edition_of_now_is_left_alone(folder: Path):
    path = folder / "instrument" / "phase2.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    evidence: shared\n", ""), encoding="utf-8")
    assert read_instrument(folder / "instrument").phase2.questions[0].evidence == "none"


def test_an_edition_of_later_is_refused(folder: Path):
    assert refused(folder, "instrument/tool.yaml", "format: 4", "format: 5").startswith("tool.yaml: format: format: ")


def test_a_round_whose_edition_lacks_a_role_is_read():
    files = edition_of_0_1()
    files["phase2.yaml"] = files["phase2.yaml"].replace("f2.b5", "f2.anders")
    assert read_edition(files).phase2.question("f2.anders").say == "say_open"


# --- roles, questions and phrases ---


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("phase1", "role: asks", "role: vraagt", "phase1.yaml: f1.r6: role: "),
        ("phase2", "kind: choose", "kind: kiest", "phase2.yaml: f2.b4: kind: "),
        ("phase2", "evidence: helping", "evidence: helpt", "phase2.yaml: f2.b3: evidence: "),
        ("phase2", "say: say_help", "say: Zeg dit", "phase2.yaml: f2.b3: say: "),
        ("phase3", "evidence: outcomes", "evidence: opbrengst", "phase3.yaml: f3.com.2: evidence: "),
        ("phase3", "becomes_agreement: true", "becomes_promise: true", "phase3.yaml: f3.com.4: unknown field "),
        ("phase1", "role: offers", "role: asks", "phase1.yaml: f1.r7: f1.r6 is asks already"),
        ("phase2", "kind: choose", "kind: goals", "phase2.yaml: f2.b5: f2.b4 is goals already"),
        ("phase3", "role: mandate", "", "phase3.yaml: -: no question has the role mandate"),
        ("phase1", "role: terms", "", "phase1.yaml: -: no question has the role terms"),
        ("phase2", "kind: goals", "", "phase2.yaml: -: no question is of the kind goals"),
        ("clusters", "own_motives: true", "", "clusters.yaml: -: no cluster has own_motives"),
        ("phase2", "id: f2.b1", f"id: f2.{'b' * 30}", f"phase2.yaml: f2.{'b' * 30}: id is longer than 32 characters"),
        ("phase2", "say: say_need", "say: say_nothing", "phase2.yaml: f2.b4: there is no phrase panel.say_nothing"),
        ("phase2", "say: say_goal", "", "phrases/panel.yaml: panel.say_goal: no question of phase 2 says this"),
    ],
)
def test_a_role_that_does_not_fit(folder: Path, file: str, old: str, new: str, told: str):
    assert refused(folder, f"instrument/{file}.yaml", old, new).startswith(told)


def test_a_question_behind_the_last(folder: Path):
    last = (folder / "instrument" / "phase2.yaml").read_text(encoding="utf-8").splitlines()[-1]
    more = "\n  - id: f2.b7\n    text: Nog iets?\n"
    told = refused(folder, "instrument/phase2.yaml", f"{last}\n", last + more)
    assert told == "phase2.yaml: f2.b7: only a question of the kind private comes last"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("how_choose:", "how_chosen:", "how_choose: there is no such phrase"),
        ("how_talk:", "how_talk: x\nhow_sing:", "how_sing: there is no such kind of question"),
    ],
)
def test_a_kind_that_is_not_explained(folder: Path, old: str, new: str, told: str):
    assert refused(folder, "phrases/discussion.yaml", old, new) == f"phrases/discussion.yaml: discussion.{told}"


def test_a_sentence_for_every_other_question_may_stand_by():
    """No question of ours says it, but another may."""
    assert "panel.say_open" in load_phrases()
    assert "say_open" not in {question.say for question in load_instrument().phase2.questions}


def test_a_phrasebook_tells_what_begins_alike():
    assert Phrasebook({"a.b": "", "a.bc": "", "ab.b": ""}).beginning("a.b") == ["a.b", "a.bc"]
