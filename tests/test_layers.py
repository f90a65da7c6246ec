"""Each contract on imports is kept, and notices when it is broken."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).with_name("lint-imports")

PLANTED = [
    ("layers", "bot/engine/model.py", "import bot.turn.dialog"),
    ("layers", "bot/engine/model.py", "import bot.domain.ids"),
    ("layers", "bot/content/screen.py", "import bot.insight.mirror"),
    ("layers", "bot/insight/mirror.py", "import bot.typesetting.picture"),
    ("layers", "bot/followups/working_hours.py", "import bot.turn.dialog"),
    ("layers", "bot/typesetting/picture.py", "import bot.followups.pace"),
    ("layers", "bot/typesetting/picture.py", "import bot.turn.context"),
    ("layers", "bot/turn/runner.py", "import bot.dialogs.people.actions"),
    ("layers", "bot/turn/runner.py", "import storage.database"),
    ("layers", "bot/dialogs/people/actions.py", "import storage.database"),
    ("layers", "bot/telegram/sender.py", "import storage.database"),
    ("layers", "bot/telegram/sender.py", "import bot.rooms"),
    ("layers", "storage/database.py", "import bot.scheduling"),
    ("layers", "bot/phone/town.py", "import storage.database"),
    ("layers", "bot/phone/exchange.py", "import bot.telegram.sender"),
    ("layers", "bot/console/paper.py", "import bot.phone.town"),
    ("one-telegram", "bot/health.py", "import telegram"),
    ("one-telegram", "bot/phone/door.py", "import telegram"),
    ("layers", "bot/telegram/sender.py", "import bot.bootstrap"),
    ("layers", "bot/rooms.py", "import bot.bootstrap"),
    ("layers", "bot/bootstrap.py", "import bot.commands"),
    ("rooms", "bot/dialogs/people/facts.py", "import bot.dialogs.rounds.facts"),
    ("rooms", "bot/dialogs/people/actions.py", "import bot.dialogs.years.facts"),
    ("rooms", "bot/dialogs/settling/facts.py", "import bot.dialogs.reveal.facts"),
    ("rooms", "bot/dialogs/reveal/pages/reveal.py", "import bot.dialogs.alignment.facts.queries"),
    ("rooms", "bot/dialogs/years/feature.py", "import bot.dialogs.instruments.feature"),
    ("inside-a-room", "bot/dialogs/rounds/actions.py", "import bot.dialogs.rounds.feature"),
    ("inside-a-room", "bot/dialogs/boards/pages.py", "import bot.dialogs.boards.group"),
    ("inside-a-room", "bot/dialogs/commitment/screens.py", "import bot.dialogs.commitment.pages"),
    ("inside-a-room", "bot/dialogs/years/actions.py", "import bot.dialogs.years.reminders"),
    ("inside-a-room", "bot/dialogs/reveal/actions/showing.py", "import bot.dialogs.reveal.pages.parts"),
    ("inside-a-room", "bot/dialogs/people/facts.py", "import bot.dialogs.people.actions"),
    ("inside-a-room", "bot/dialogs/alignment/facts/needed.py", "import bot.dialogs.alignment.screens.panel"),
    ("inside-a-room", "bot/dialogs/collaborations/dialog.py", "import bot.dialogs.collaborations.facts"),
    ("inside-a-room", "bot/dialogs/agreements/rules.py", "import bot.dialogs.agreements.facts"),
    ("pure-core", "bot/turn/runner.py", "import telegram"),
    ("pure-core", "bot/dialogs/groups/actions/binding.py", "import telegram"),
    ("pure-core", "bot/typesetting/picture.py", "import aiohttp"),
    ("pure-core", "bot/domain/rounds.py", "import sqlalchemy"),
    ("pure-core", "bot/followups/working_hours.py", "import apscheduler"),
    ("settings", "bot/telegram/connection.py", "from bot.settings import Settings"),
    ("settings", "bot/turn/context.py", "import bot.settings"),
    ("settings", "bot/dialogs/people/actions.py", "import bot.settings"),
    ("sandbox-is-a-stranger", "bot/sandbox/server.py", "import telegram"),
    ("sandbox-is-a-stranger", "bot/sandbox/server.py", "import bot.engine.model"),
    ("sandbox-is-a-stranger", "bot/sandbox/server.py", "import bot.turn.incoming"),
    ("sandbox-is-a-stranger", "bot/sandbox/server.py", "import bot.dialogs.people.facts"),
]


def configured() -> dict[str, str]:
    """The name of each contract by its id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def contract(name: str) -> dict[str, list[str]]:
    """What stands in a contract, by its id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == name)
    return found


def floors() -> list[str]:
    """Everything that stands on a floor, from the top down."""
    return [one for floor in contract("layers")["layers"] for one in floor.split(" | ")]


ON_NO_FLOOR = {"bot.settings", "bot.logs", "bot.checked"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layers") / "tree"
    for package in ("bot", "storage"):
        shutil.copytree(ROOT / package, folder / package, ignore=lambda _, names: [n for n in names if not code(n)])
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def code(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


@pytest.fixture
def tree(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "tree"))


def lint(tree: Path) -> tuple[int, dict[str, str]]:
    """The exit code, and for each contract by name whether it was kept or broken."""
    exit_code, told = report(tree)
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b.*$", told, re.MULTILINE)
    assert found, told
    return exit_code, dict(found)


def report(tree: Path) -> tuple[int, str]:
    """The exit code and all that is told, every import on a line of its own."""
    command = [PROGRAM, "--config", "pyproject.toml", "--no-cache"]
    wide = {**os.environ, "COLUMNS": "400"}
    done = subprocess.run(command, cwd=tree, env=wide, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def broken(original: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each contract tells by its name, with all that is planted in one tree."""
    tree = Path(shutil.copytree(original, tmp_path_factory.mktemp("planted") / "tree"))
    for _, file, line in PLANTED:
        with (tree / file).open("a", encoding="utf-8") as planted:
            planted.write(f"\n{line}\n")
    _, told = report(tree)
    _, _, told = told.partition("Broken contracts\n")
    titles = re.split(r"^(.+)\n-{5,}$", told, flags=re.MULTILINE)
    return dict(zip(titles[1::2], titles[2::2], strict=True))


def test_every_contract_has_a_planted_violation():
    assert {contract for contract, _, _ in PLANTED} == set(configured())


def test_every_part_of_the_program_stands_on_a_floor():
    # What no contract names may import all it likes, and nothing is told of it.
    files = {path.stem for path in ROOT.glob("bot/*.py")}
    packages = {path.parent.name for path in ROOT.glob("bot/*/__init__.py")}
    assert {f"bot.{part}" for part in (files | packages) - {"__init__"}} == set(floors()) - {"storage"} | ON_NO_FLOOR


def test_every_part_but_its_own_door_may_not_import_telegram():
    named = [
        one for id_ in ("one-telegram", "pure-core", "sandbox-is-a-stranger") for one in contract(id_)["source_modules"]
    ]
    assert sorted(named) == sorted({*floors()} - {"bot.telegram"})


def test_every_part_below_the_list_of_rooms_may_not_read_settings():
    below = floors()[floors().index("bot.rooms") + 1 :]
    assert sorted(contract("settings")["source_modules"]) == sorted(below)


def test_the_tree_keeps_every_contract(original: Path):
    assert lint(original) == (0, dict.fromkeys(configured().values(), "KEPT"))


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_contract_notices_an_import_it_forbids(broken: dict[str, str], contract: str, file: str, line: str):
    importer = file.removesuffix(".py").replace("/", ".")
    imported = line.split()[1]
    directly = rf"^- +{re.escape(importer)} -> {re.escape(imported)} \(l\.\d+\)\n\n"
    assert re.search(directly, broken[configured()[contract]], re.MULTILINE)


@pytest.mark.parametrize(
    ("contract", "file"), [("rooms", "bot/dialogs/attic/__init__.py"), ("inside-a-room", "bot/dialogs/people/attic.py")]
)
def test_a_contract_notices_what_has_no_place_in_it(tree: Path, contract: str, file: str):
    path = tree / file
    path.parent.mkdir(exist_ok=True)
    path.write_text('"""Nobody knows where this belongs."""\n', encoding="utf-8")
    exit_code, found = lint(tree)
    assert (exit_code, found.get(configured()[contract])) == (1, "BROKEN")
