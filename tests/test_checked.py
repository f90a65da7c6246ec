"""A check that was made is not made again; one of anything else is."""

import json
import shutil
from pathlib import Path

import pytest

from bot import checked
from bot.content.errors import ContentError

PROGRAM = Path(checked.__file__).parent


class Check:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return 320


def test_the_same_program_with_the_same_content_is_checked_once(tmp_path: Path):
    check = Check()
    assert [checked.once(tmp_path, check) for _ in range(3)] == [320] * 3
    assert check.made == 1


@pytest.mark.parametrize("kept", ["", "{", "[]", '"x"', '{"digest": 1, "questions": 320}', '{"questions": 320}'])
def test_what_is_kept_and_says_nothing_is_checked(tmp_path: Path, kept: str):
    (tmp_path / "checked.json").write_text(kept)
    check = Check()
    checked.once(tmp_path, check)
    assert check.made == 1


def test_what_is_wrong_is_not_remembered(tmp_path: Path):
    def wrong() -> int:
        raise ContentError("x.yaml", "-", "is wrong")

    for _ in range(2):
        with pytest.raises(ContentError):
            checked.once(tmp_path, wrong)


def test_where_nothing_can_be_kept_it_is_checked_each_time(tmp_path: Path):
    check = Check()
    for _ in range(2):
        checked.once(tmp_path / "nowhere", check)
    assert check.made == 2


def test_only_data_is_kept(tmp_path: Path):
    checked.once(tmp_path, Check())
    (file,) = tmp_path.iterdir()
    assert set(json.loads(file.read_text())) == {"digest", "questions"}


@pytest.mark.parametrize(
    "changed", ["content/nl/phrases/welcome.yaml", "content/nl/instrument/phase1.yaml", "dialogs/people/dialog.py"]
)
def test_anything_that_changes_makes_another_digest(tmp_path: Path, changed: str):
    program = tmp_path / "bot"
    for name in ("content", "dialogs"):
        shutil.copytree(PROGRAM / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = checked.digest(program)
    assert checked.digest(program) == before
    file = program / changed
    file.write_text(file.read_text() + " ")
    assert checked.digest(program) != before


def test_a_file_more_makes_another_digest(tmp_path: Path):
    before = checked.digest(tmp_path)
    (tmp_path / "new.yaml").write_text("")
    assert checked.digest(tmp_path) != before
