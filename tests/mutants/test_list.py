"""The faults of `make mutants` still fit the code: a list that nobody can plant any more proves nothing."""

from collections import Counter
from pathlib import Path

import pytest
from planting import ROOT, Mutant, UnplantableError, mutants, plant

ALL = mutants()
FLOORS = (
    "content",
    "dialogs",
    "domain",
    "engine",
    "followups",
    "insight",
    "scheduling",
    "storage",
    "telegram",
    "turn",
    "typesetting",
)


def test_every_fault_fits_the_code():
    wrong = []
    for one in ALL:
        try:
            plant(one)
        except UnplantableError as error:
            wrong.append(str(error))
    assert not wrong, "code has changed below these; see docs/architecture.md, Tests:\n" + "\n".join(wrong)


def test_every_floor_has_faults():
    counted = Counter(one.floor for one in ALL)
    assert all(counted[floor] >= 5 for floor in FLOORS), counted


def test_every_fault_names_tests_that_are_there():
    assert not [(one.name, path) for one in ALL for path in one.tests if not (ROOT / path.partition("::")[0]).exists()]


def test_no_fault_stands_in_the_list_twice():
    assert not [name for name, times in Counter((one.within, one.find, one.put) for one in ALL).items() if times > 1]


@pytest.mark.parametrize(
    ("source", "within", "find"),
    [
        ("x = 1\n", "", "x = 2"),
        ("x = 1\nx = 1\n", "", "x = 1"),
        ("def f():\n    x = 1\n\n\ndef g():\n    y = 1\n", "def f", "y = 1"),
        ("x = 1\n", "", "= 1"),
        ("x = 1\n", "", "="),
    ],
    ids=["not there", "there twice", "in another function", "not Python any more", "no change"],
)
def test_a_fault_that_does_not_fit_is_told(tmp_path: Path, source: str, within: str, find: str):
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "some.py").write_text(source)
    with pytest.raises(UnplantableError):
        plant(Mutant("some", 1, "", find, "=", within, ()), tmp_path)
