"""What somebody is told in private goes where they hear (`hears_in`), never to the chat of their talks as such."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WAYS = ("tell", "send", "picture", "document")
NOBODYS = ("ctx.chat", "there.chat")
"""Where the turn takes place, and a group."""


def test_no_room_sends_to_the_chat_of_somebodys_talks():
    wrong = [one for folder in ("bot/dialogs", "bot/turn") for one in _sent_past(ROOT / folder)]
    assert not wrong, "use person.hears_in"


def _sent_past(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WAYS:
                for told in (one.value for one in call.keywords if one.arg == "chat"):
                    if _is_a_persons(told):
                        yield f"{path.relative_to(ROOT)}:{told.lineno} {ast.unparse(told)}"


def _is_a_persons(told: ast.expr) -> bool:
    said = ast.unparse(told)
    return said.endswith(".chat") and not said.endswith("chat_thread.chat") and said not in NOBODYS


def test_it_notices_one(tmp_path: Path):
    planted = Path(ROOT / "bot/turn/bundle.py").read_text().replace("person.hears_in", "person.chat")
    found = [
        call
        for call in ast.walk(ast.parse(planted))
        if isinstance(call, ast.keyword) and call.arg == "chat" and _is_a_persons(call.value)
    ]
    assert found
