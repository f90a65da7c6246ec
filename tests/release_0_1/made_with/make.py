"""Makes the database and the phones of this folder. Runs with the code of version 0.1 only; see the README."""

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import bot

RELEASE = Path(bot.__file__).parent.parent
sys.path.append(str(RELEASE / "tests" / "transcripts"))

from story import play  # noqa: E402
from town import Town  # noqa: E402

from storage import migrate  # noqa: E402

LAST_REVISION = "0007"
"""Of the tables of version 0.1."""


def main() -> None:
    if migrate.head() != LAST_REVISION:
        sys.exit("This runs with the code of version 0.1 only.")
    here = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "samenspraak.db"
        town = Town(file)
        try:
            play(town)
            town.clean_up()
            phones = town.phones()
        finally:
            town.close()
        with closing(sqlite3.connect(file)) as connection:
            (here / "database.sql").write_text(_dump(connection), encoding="utf-8")
    (here / "phones.json").write_text(_json(phones), encoding="utf-8")


def _dump(connection: sqlite3.Connection) -> str:
    """The database as SQL: one line a row, and one INSERT for each table's rows."""
    lines: list[str] = []
    into = ""
    for statement in connection.iterdump():
        inserts, values, row = statement.partition(" VALUES")
        begins = f"{inserts}{values}"
        if not (values and inserts.startswith("INSERT INTO")):
            lines.append(statement)
        elif begins == into:
            lines[-1] = lines[-1].removesuffix(";") + ","
            lines.append(row)
        else:
            lines += [begins, row]
        into = begins if values else ""
    return "\n".join(lines) + "\n"


def _json(phones: dict[str, Any]) -> str:
    """One line for each message."""
    chats = phones.pop("chats")
    head = json.dumps(phones, ensure_ascii=False, indent=1).removesuffix("\n}")
    parts = []
    for chat, messages in chats.items():
        shown = ",\n".join(f"   {json.dumps(one, ensure_ascii=False)}" for one in messages)
        parts.append(f'  "{chat}": [\n{shown}\n  ]')
    return head + ',\n "chats": {\n' + ",\n".join(parts) + "\n }\n}\n"


if __name__ == "__main__":
    main()
