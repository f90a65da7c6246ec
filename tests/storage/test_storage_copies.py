"""Copies: played, copied, gone on, put back; and what people find on their phones then."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from storage_copies import AT, BACKENDS, Place, begin, kept, take_back
from storage_life import GROUP, PEOPLE, Life
from storage_talk import talk_in_group

from bot import copies
from bot.bootstrap import bring_up_to_date
from bot.phone.message import Message
from storage import migrate
from storage.copies import keeping
from storage.copies.seal import checked
from storage.schema import metadata


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


# --- copies that the program makes itself ---


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
