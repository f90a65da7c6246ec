"""Copies: played, copied, gone on, put back; and what people find on their phones then."""

import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, select
from storage_life import GROUP, NAME, PEOPLE, Life
from storage_postgres import AGAIN, make_empty
from storage_talk import talk_in_group
from storage_world import BOT

from bot import copies
from bot.bootstrap import ERASURES, bring_up_to_date
from bot.dialogs.reports.actions import close_address, open_address
from bot.dialogs.reports.ports import CALENDARS
from bot.domain.ids import CollaborationId
from bot.domain.invitation import token_hash
from bot.phone.message import Message
from bot.settings import Settings
from storage import migrate
from storage.copies import keeping
from storage.copies.erasures import Erasures
from storage.copies.errors import CopyError
from storage.copies.making import make
from storage.copies.seal import checked, unseal
from storage.database import Database
from storage.engine import make_engine
from storage.right import RightToWork
from storage.schema import metadata

AT = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
LOST = timedelta(days=2)
BACKENDS = ["file", pytest.param("postgres", marks=pytest.mark.postgres)]


class Place:
    """A database with its data folder, in which a life is played."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(token=None, database_url=url, data_dir=folder)
        self.copy = folder / "copy.samenspraak"
        self.life: Life | None = None
        self.database: Database | None = None

    def open(self, phones: Life | None = None) -> Life:
        """Begin to play; with `phones`, go on with those of before."""
        erasures = Erasures(self.settings.data_dir / ERASURES)
        lease = RightToWork(self.settings.database).lease
        self.database = Database(self.settings.database, BOT, lease=lease, erasures=erasures)
        if phones is None:
            self.life = Life(self.database)
            return self.life
        phones.database = phones.town.database = self.database
        from_ = self.database.run_sync(lambda uow: uow.restorations.numbers_from())
        phones.town.runner = replace(phones.town.runner, numbers_from=from_)
        self.life = phones
        return phones

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None

    def backup(self) -> None:
        copies.backup(self.settings, self.copy, AT)

    def restore(self, copy: Path | None = None) -> copies.Restored:
        self.close()
        return copies.restore(self.settings, copy or self.copy, AT + LOST)

    def restored(self) -> Life:
        """Put back, and begun again with the phones as they are by now."""
        phones = self.life
        self.restore()
        life = self.open(phones)
        life.town.start_again()
        return life


@pytest.fixture
def make_place(request: pytest.FixtureRequest, tmp_path: Path):
    made: list[Place] = []

    def one(kind: str, name: str = "one") -> Place:
        folder = tmp_path / name
        folder.mkdir()
        if kind == "file":
            path = shutil.copy(request.getfixturevalue("migrated_file"), folder / "samenspraak.db")
            url = f"sqlite:///{path}"
        else:
            url = str(request.getfixturevalue("migrated_postgres"))
            make_empty(url)
        made.append(Place(url, folder))
        return made[-1]

    yield one
    for place in made:
        place.close()


@pytest.fixture(params=["file", AGAIN])
def place(request: pytest.FixtureRequest, make_place: Callable[..., Place]) -> Place:
    return make_place(request.param)


def begin(life: Life) -> None:
    """Zebrina is at her second motive, Anna handed in, a group stands, something waits to be sent."""
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")
    life.do("Zebrina", "/invullen", "[Begin met de motieven]", "[Nee]")
    motives = ("ja", "Een goede naam", *["n"] * 10, "klaar")
    life.do(
        "Anna",
        "/invullen",
        "[Begin met de motieven]",
        *motives,
        "[Verder met de vragen]",
        *["overslaan"] * 8,
        "indienen",
    )


NOT_AS_IT_WAS = ("outbox", "inbox", "restoration", "placed")
"""What waited is gone, and what stands in groups is drawn anew."""


def kept(life: Life) -> dict[str, set[tuple[object, ...]]]:
    """Every row of every other table."""
    tables = [table for table in metadata.sorted_tables if table.name not in NOT_AS_IT_WAS]

    def read(uow):
        run = uow.log._reads.connection.execute
        return {table.name: {tuple(row) for row in run(select(table))} for table in tables}

    return life.look(read)


@pytest.mark.parametrize("source", BACKENDS)
@pytest.mark.parametrize("target", BACKENDS)
def test_what_was_copied_is_what_is_restored(source: str, target: str, make_place: Callable[..., Place]):
    first = make_place(source, "first")
    life = first.open()
    begin(life)
    before = kept(life)
    first.backup()
    life.do("Zebrina", "[Nee]", "[Nee]")
    after = kept(life)
    assert after != before
    first.close()
    second = first if source == target else make_place(target, "second")
    done = second.restore(first.copy)
    assert done.copied_at == AT
    assert kept(second.open(life)) == before
    life.do("Carla", "/invullen", "[Begin met de motieven]", "[Nee]")
    if source == target:
        assert done.replaced is not None
        assert done.replaced.parent == second.settings.data_dir / "copies"
        second.restore(done.replaced)
        assert kept(second.open(life)) == after


def test_answers_go_on_while_a_copy_is_made(place: Place):
    """The copy holds all of one moment, and whoever answers meanwhile waits for nothing."""
    life = place.open()
    begin(life)
    with closing(sqlite3.connect(":memory:")):
        place.backup()
    life.do("Zebrina", "[Nee]")
    assert checked(place.copy).rows > 0
    assert place.copy.stat().st_mode & 0o077 == 0


def test_a_transaction_that_is_going_on_is_not_in_the_copy(place: Place):
    life = place.open()
    begin(life)

    def half_way(uow):
        uow.collaborations.add("Half gemaakt", AT)
        place.backup()

    life.database.run_sync(half_way)
    with closing(sqlite3.connect(place.copy)) as connection:
        assert ("Half gemaakt",) not in connection.execute("SELECT name FROM collaboration").fetchall()


# --- buttons ---


def test_buttons_from_before_the_copy_work_and_those_of_the_lost_days_do_not(place: Place):
    life = place.open()
    begin(life)
    old = life.options("Zebrina")
    group_before = life.options("Bo")
    place.backup()
    lost = []
    for _ in range(3):
        life.do("Zebrina", "[Nee]")
        lost += life.options("Zebrina")
    life.do("Carla", "/invullen", "[Begin met de motieven]")
    lost += life.options("Carla")
    life = place.restored()
    assert "verlopen" not in life.tap("Zebrina", next(one for one in old if one.endswith(":nee")))
    for _ in range(5):
        life.do("Zebrina", "[Nee]")
        now = life.options("Zebrina")
        assert not set(now) & set(lost) - {one for one in lost if one.startswith("p:")}
        assert all(len(one.encode()) <= 64 for one in now)
    for data in lost:
        if data.startswith("c:") and data.endswith(":ja"):
            who = "Carla" if data in lost[-len(life.options("Carla")) :] else "Zebrina"
            assert "verlopen" in life.tap(who, data)
    assert group_before


def test_a_number_given_in_the_lost_days_is_given_to_nothing_else(place: Place):
    life = place.open()
    begin(life)
    place.backup()
    add = life.database.run_sync
    lost = [add(lambda uow: uow.collaborations.add("Verloren", AT)).id for _ in range(3)]
    life = place.restored()
    fresh = life.database.run_sync(lambda uow: uow.collaborations.add("Nieuw", AT)).id
    assert fresh > max(lost)


def test_numbers_go_on_beyond_a_database_that_is_gone(make_place: Callable[..., Place]):
    """Restored twice from the same copy, with nothing left of what was in between."""
    place = make_place("file")
    life = place.open()
    begin(life)
    place.backup()
    given: list[int] = []
    for days in (1, 2):
        place.close()
        Path(place.settings.database.removeprefix("sqlite:///")).unlink()
        copies.restore(place.settings, place.copy, AT + timedelta(days=days))
        life = place.open(life)
        given.append(life.database.run_sync(lambda uow: uow.collaborations.add("Nieuw", AT)).id)
        life.do("Zebrina", "/verder", "[Nee]")
        given.append(int(next(one for one in life.options("Zebrina") if one.startswith("c:")).split(":")[2]))
    assert given[2] > given[0] > 1_000_000
    assert given[3] > given[1] > 80_000


def test_the_numbers_of_questions_in_groups_leap_as_well():
    leaping = {str(column) for table in metadata.sorted_tables for column in table.columns if column.info}
    assert leaping == {"conversation.turn", "question.number"}


def test_a_goal_that_gets_other_words_after_a_restoration_keeps_all_its_words(make_place: Callable[..., Place]):
    """And no button of a wording that was lost judges the new one."""
    place = make_place("file")
    life = place.open()
    talk_in_group(life)
    life.do("Anna @", "/doel Samen zes studenten")
    first = goal_message(life).id
    place.backup()
    reword(life, "Verloren woorden", first)
    lost = agreeing(life)
    life = place.restored()
    reword(life, "Nieuwe woorden", first)
    now = agreeing(life)
    assert now.rpartition(".")[0] != lost.rpartition(".")[0]
    assert "verlopen" in life.tap("Carla @", lost)
    life.tap("Carla @", now)
    found = life.do("Carla", "/mijngegevens", "[Alles als bestand]")
    assert "Nieuwe woorden" in found
    assert "Verloren woorden" not in found


def reword(life: Life, text: str, message: int) -> None:
    """Answer the message of a goal with other words for it."""
    anna = life.phone("Anna @")
    life._take(anna, anna.replies(f"/doel {text}", to=message))


def goal_message(life: Life) -> Message:
    """The newest message in the group in which a goal can be judged."""
    said = reversed(life.town.phones.said_to(GROUP))
    return next(one for one in said if any(b.option.endswith(".akkoord") for row in one.screen.buttons for b in row))


def agreeing(life: Life) -> str:
    """What its button carries."""
    buttons = [button for row in goal_message(life).screen.buttons for button in row]
    return next(button.option for button in buttons if button.option.endswith(".akkoord"))


# --- what was on its way, and what comes by itself ---


def test_nothing_that_waited_then_is_sent(place: Place):
    life = place.open()
    begin(life)
    life.hold(PEOPLE["Anna"])
    life.do("Anna", "/overzicht")
    assert life.look(lambda uow: uow.post.waiting())
    place.backup()
    phones = life
    place.restore()
    life = place.open(phones)
    left = life.look(lambda uow: uow.post.waiting())
    assert {one.chat for one in left} <= {GROUP}  # what stands in groups is drawn as it is now
    assert life.look(lambda uow: uow.post.unfinished()) == ()


def timers(life: Life) -> list[tuple[object, ...]]:
    query = "SELECT kind, subject FROM timer ORDER BY kind, subject"
    return life.look(lambda uow: [tuple(row) for row in uow.log._reads.connection.exec_driver_sql(query)])


def test_what_comes_by_itself_is_reckoned_anew(place: Place):
    life = place.open()
    begin(life)
    place.backup()
    before = timers(life)
    life = place.restored()
    after = timers(life)
    assert after == before
    life.wait(timedelta(days=14))
    assert not any("Er ging" in screen.html for chat in PEOPLE.values() for screen in life.screens(chat))


# --- who was erased ---

HERE = CollaborationId(1)


def lose(place: Place) -> None:
    """Nothing is left of an SQLite file, or of what was in a PostgreSQL database."""
    if place.settings.database.startswith("sqlite"):
        Path(place.settings.database.removeprefix("sqlite:///")).unlink()
    else:
        make_empty(place.settings.database)


WIPES = ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")


@pytest.mark.parametrize("lost", ["nothing", "database"])
def test_who_was_erased_does_not_come_back(place: Place, lost: str):
    life = place.open()
    begin(life)
    place.backup()
    life.do("Zebrina", *WIPES)
    phones = life
    place.close()
    if lost == "database":
        lose(place)
    done = place.restore()
    assert done.erased == 1
    life = place.open(phones)
    first, last = NAME.split()
    assert life.where(NAME, first, last) == set()
    assert "Welkom bij Samenspraak" in life.do("Zebrina", "/menu")
    assert last not in (place.settings.data_dir / ERASURES).read_text()


def test_nothing_of_who_was_erased_is_left_in_the_file(make_place: Callable[..., Place]):
    place = make_place("file")
    life = place.open()
    begin(life)
    place.backup()
    life.do("Zebrina", *WIPES)
    place.restore()
    file = Path(place.settings.database.removeprefix("sqlite:///"))
    found = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert NAME.split()[1].encode() not in found


def test_an_erasure_that_a_crash_kept_out_of_the_file_is_added_at_the_next_start(place: Place):
    life = place.open()
    begin(life)
    life.do("Zebrina", *WIPES)
    file = place.settings.data_dir / ERASURES
    known = Erasures(file).known()
    assert len(known) == 1
    place.close()
    file.write_text('{"key": "half')
    place.open(life).look(lambda uow: None)
    assert Erasures(file).known() == known


@pytest.mark.parametrize("lost", ["nothing", "file", "database"])
def test_an_address_of_a_calendar_that_ended_stays_so(place: Place, lost: str):
    life = place.open()
    withdrawn, renewed, kept = (life.act(who, lambda ctx: open_address(ctx, HERE)) for who in ("Anna", "Bo", "Carla"))
    place.backup()
    life.act("Anna", lambda ctx: close_address(ctx, HERE))
    life.act("Bo", lambda ctx: open_address(ctx, HERE))
    place.close()
    if lost == "file":
        (place.settings.data_dir / ERASURES).unlink()
    elif lost == "database":
        lose(place)
    place.restore()
    works = place.open(life).look(
        lambda uow: [uow.get(CALENDARS).by_hash(token_hash(one)) is not None for one in (withdrawn, renewed, kept)]
    )
    assert works == [False, False, True]


def test_an_address_whose_end_was_undone_is_not_ended(place: Place):
    life = place.open()
    token = life.act("Anna", lambda ctx: open_address(ctx, HERE))
    with pytest.raises(ZeroDivisionError):
        life.act("Anna", lambda ctx: (close_address(ctx, HERE), 1 / 0))
    life.act("Bo", lambda ctx: open_address(ctx, HERE))
    life.act("Bo", lambda ctx: close_address(ctx, HERE))
    assert len(Erasures(place.settings.data_dir / ERASURES).ended()) == 1
    assert life.look(lambda uow: uow.get(CALENDARS).by_hash(token_hash(token))) is not None


def test_an_address_made_in_days_that_were_lost_comes_back_with_them(place: Place):
    """The wrong copy was put back, and then what it replaced."""
    life = place.open()
    place.backup()
    life.town.now = AT + LOST / 2
    token = life.act("Anna", lambda ctx: open_address(ctx, HERE))
    replaced = place.restore().replaced
    place.restore(replaced)
    assert place.open(life).look(lambda uow: uow.get(CALENDARS).by_hash(token_hash(token))) is not None


def test_a_folder_that_is_full_stops_nobody(place: Place, capfd: pytest.CaptureFixture[str]):
    life = place.open()
    begin(life)
    (place.settings.data_dir / ERASURES).mkdir()
    assert "gewist" in life.do("Zebrina", *WIPES)
    assert "erasures_not_kept" in "".join(capfd.readouterr())
    (place.settings.data_dir / ERASURES).rmdir()
    life.do("Bo", "/menu")
    assert len(Erasures(place.settings.data_dir / ERASURES).known()) == 1


# --- what is refused ---


def nothing_changed(place: Place, life: Life, wrong: Path, said: str) -> None:
    before = life.kept()
    place.close()
    with pytest.raises(CopyError, match=said):
        copies.restore(place.settings, wrong, AT + LOST)
    assert place.open(life).kept() == before


def test_a_copy_that_is_damaged_replaces_nothing(place: Place, tmp_path: Path):
    life = place.open()
    begin(life)
    place.backup()
    whole = place.copy.read_bytes()
    wrong = tmp_path / "wrong"
    at = whole.index(b"Een goede naam")
    damaged = {
        "damaged": whole[: len(whole) // 2],
        "not what was copied": whole[:at] + b"Een slechte naa"[:14] + whole[at + 14 :],
        "no copy of Samenspraak": b"hallo" * 1000,
    }
    for said, content in damaged.items():
        wrong.write_bytes(content)
        nothing_changed(place, life, wrong, said)
    nothing_changed(place, life, tmp_path / "nowhere", "There is no file")


def test_a_copy_of_a_newer_version_is_refused(place: Place):
    life = place.open()
    place.close()
    engine = create_engine(f"sqlite:///{place.copy}")
    migrate.upgrade(f"sqlite:///{place.copy}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(migrate.NewerSchemaError, match="newer version"):
        place.restore()
    place.open(life)


def test_restoring_is_refused_while_the_program_runs(place: Place):
    life = place.open()
    begin(life)
    place.backup()
    with pytest.raises(CopyError, match="running"):
        copies.restore(place.settings, place.copy, AT + LOST)
    life.do("Zebrina", "[Nee]")


def test_a_file_that_is_there_is_not_overwritten(place: Place):
    place.open()
    place.copy.write_text("mine")
    with pytest.raises(CopyError, match="already"):
        place.backup()
    assert place.copy.read_text() == "mine"


def test_a_copy_that_has_no_place_to_go_is_told_in_one_sentence(place: Place):
    place.open()
    nowhere = place.copy.parent / "nowhere" / "copy"
    with pytest.raises(CopyError, match=r"There is no folder .*nowhere; make it, or choose another\."):
        copies.backup(place.settings, nowhere, AT)


def test_a_disk_that_is_full_is_told_in_one_sentence(place: Place):
    """A file that may not grow is refused like one on a full disk."""
    place.open()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(CopyError, match=r"The copy cannot be written to .*copy\.samenspraak: .*"):
            place.backup()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [file for file in place.copy.parent.iterdir() if place.copy.name in file.name]


def test_what_cannot_be_kept_on_a_full_disk_is_not_replaced(make_place: Callable[..., Place]):
    """A database that cannot be copied otherwise is kept as it is; half of one would look like a copy."""
    place = make_place("file")
    begin(place.open())
    place.backup()
    place.close()
    database = Path(place.settings.database.removeprefix("sqlite:///"))
    database.write_bytes(b"damaged" * 30_000)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises((CopyError, OSError)):
            copies.restore(place.settings, place.copy, AT + LOST)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert database.read_bytes() == b"damaged" * 30_000
    assert not list((place.settings.data_dir / "copies").glob("replaced*"))


def test_a_copy_that_was_put_in_place_by_hand_can_be_copied_again(make_place: Callable[..., Place]):
    place = make_place("file")
    place.open()
    place.backup()
    place.close()
    shutil.copyfile(place.copy, place.settings.database.removeprefix("sqlite:///"))
    place.copy.unlink()
    place.backup()
    assert checked(place.copy).made_at == AT


def test_a_damaged_database_is_not_copied(make_place: Callable[..., Place]):
    place = make_place("file")
    Path(place.settings.database.removeprefix("sqlite:///")).write_bytes(b"hallo" * 1000)
    with pytest.raises(CopyError, match="damaged"):
        place.backup()


@pytest.mark.parametrize("what", ["gone", "damaged", "no database"])
def test_a_copy_comes_in_the_place_of_whatever_is_there(make_place: Callable[..., Place], what: str):
    place = make_place("file")
    life = place.open()
    begin(life)
    before = kept(life)
    place.backup()
    place.close()
    file = Path(place.settings.database.removeprefix("sqlite:///"))
    content = file.read_bytes()
    file.unlink()
    if what == "damaged":
        file.write_bytes(content[:8192] + b"\0" * (len(content) - 8192))
    if what == "no database":
        file.write_bytes(b"hallo" * 1000)
    done = place.restore()
    assert (done.replaced is None) == (what == "gone")
    if what == "no database":
        assert done.replaced is not None
        assert done.replaced.read_bytes() == b"hallo" * 1000
    assert kept(place.open(life)) == before


# --- copies that the program makes itself ---


def take_back(url: str) -> None:
    """To the tables of before there were keys."""
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0011")
    engine.dispose()


def test_a_database_is_copied_before_its_schema_changes(place: Place):
    place.open().do("Bo", "/menu")
    place.close()
    take_back(place.settings.database)
    assert bring_up_to_date(place.settings, AT) == migrate.head()
    (copy,) = (place.settings.data_dir / "copies").iterdir()
    assert copy.name == f"before-{migrate.head()}-20260903-120000.db"
    assert checked(copy).revision == "0011"
    assert bring_up_to_date(place.settings, AT) == migrate.head()
    assert len(list(copy.parent.iterdir())) == 1


def test_who_is_erased_after_that_does_not_come_back_from_such_a_copy(place: Place):
    """In a copy from before there were keys people are known by the database that is replaced."""
    life = place.open()
    begin(life)
    place.close()
    older = place.settings.data_dir / "older.db"
    make(place.settings.database, older, at=AT, program="x")
    unseal(older)
    take_back(f"sqlite:///{older}")
    place.open(life).do("Zebrina", *WIPES)
    assert place.restore(older).erased == 1
    assert place.open(life).where(NAME.split()[1]) == set()


def test_old_copies_go(tmp_path: Path):
    folder = keeping.folder(tmp_path)
    kept_ones = {}
    for days in (1, 29, 31, 400):
        path = keeping.fresh(tmp_path, "replaced", AT - timedelta(days=days))
        path.write_text("x")
        keeping.keep_from(path, AT - timedelta(days=days))
        kept_ones[days] = path
    assert set(keeping.remove_old(tmp_path, AT)) == {kept_ones[31], kept_ones[400]}
    assert {*folder.iterdir()} == {kept_ones[1], kept_ones[29]}
    assert keeping.remove_old(tmp_path / "nowhere", AT) == []
