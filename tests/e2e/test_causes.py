"""`run`, `check` and `migrate` tell in one sentence why the database cannot be used, each cause apart."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command

from bot.sandbox.delivery import Webhook
from storage import migrate
from storage.engine import make_engine

from .test_start_and_stop import is_one_plain_sentence, program, side_by_side

pytestmark = pytest.mark.process

NEWER = "made by a newer version"


def broken(house) -> dict[str, tuple[str, str]]:
    """The address of a database that cannot be used, and what is said of it, by what is the matter."""
    folder = Path(house.folder)
    good = (folder / "samenspraak.db").read_bytes()
    damaged, newer = folder / "damaged.db", folder / "newer.db"
    newer.write_bytes(good)
    with closing(sqlite3.connect(newer)) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
        opened.commit()
    damaged.write_bytes(good[:12288] + b"\xff" * 80_000 + good[92288:])
    (folder / "letter.txt").write_text("Beste Anna, " * 1000)
    return {
        "damaged": (f"sqlite:///{damaged}", "damaged"),
        "something else": (f"sqlite:///{folder / 'letter.txt'}", "no SQLite database"),
        "newer": (f"sqlite:///{newer}", NEWER),
        "read-only": (f"sqlite:///file:{folder / 'samenspraak.db'}?mode=ro&uri=true", "only be read"),
        "wrong address": (f"sqlite:///{folder / 'nowhere' / 'x.db'}", "no database at this address"),
    }


@pytest.mark.parametrize("name", ["run", "check", "migrate"])
async def test_each_cause_is_told_in_one_sentence(house, name):
    cases = broken(house)
    said = await side_by_side(*(program(house, name, DATABASE_URL=url) for url, _ in cases.values()))
    for (what, (_, words)), (code, out, err) in zip(cases.items(), said, strict=True):
        assert code == 1, what
        assert "Traceback" not in out + err
        if name == "check":
            (err,) = [line for line in out.splitlines() if line.startswith("NO ")]
        assert is_one_plain_sentence(err)
        assert words in err


async def test_a_clock_that_differs_from_that_of_telegram_is_found(house):
    code, out, _ = await program(house, "check")
    assert code == 0
    assert "ok  clock: agrees with that of Telegram" in out
    house.world.clock.offset += timedelta(hours=2)
    code, out, _ = await program(house, "check")
    assert code == 1
    assert "NO  clock: is 120 minutes behind that of Telegram" in out


async def test_what_telegram_cannot_bring_is_told_with_its_reason(house):
    webhook = {"SAMENSPRAAK_MODE": "webhook", "WEBHOOK_URL": "https://bot.example.org/telegram"}
    house.world.queue.set_webhook(Webhook(webhook["WEBHOOK_URL"], last_error_date=1))
    hook = house.world.queue.webhook
    hook.last_error_message = "Wrong response from the webhook: 403 Forbidden"
    code, out, _ = await program(house, "check", **webhook)
    assert (code, "ok  updates: come in by webhook, 0 are waiting" in out) == (0, True), "it has all arrived since"
    house.world.user_sends(house["Anna"].user, house["Anna"].user, "/start")
    code, out, _ = await program(house, "check", **webhook)
    assert code == 1
    (line,) = [line for line in out.splitlines() if line.startswith("NO ")]
    assert line.startswith("NO  updates: 1 are waiting: Telegram cannot bring them (")
    assert hook.last_error_message in line
    assert "WEBHOOK_SECRET" in line


async def test_a_migration_copies_the_database_first_and_says_where(house):
    file = Path(house.folder) / "old.db"
    file.write_bytes((Path(house.folder) / "samenspraak.db").read_bytes())
    migrate_down(f"sqlite:///{file}", "0012")
    code, out, err = await program(house, "migrate", DATABASE_URL=f"sqlite:///{file}")
    assert code == 0, err
    assert migrate.head() in out
    (line,) = [line for line in err.splitlines() if "copied_before_migration" in line]
    path = Path(line.split("path='")[1].split("'")[0])
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0012",)


def migrate_down(url: str, revision: str) -> None:
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        made = migrate.config()
        made.attributes["connection"] = connection
        command.downgrade(made, revision)
    engine.dispose()
