"""Who was erased does not come back with a copy, nor does the address of a calendar that ended."""

from collections.abc import Callable
from pathlib import Path

import pytest
from storage_copies import AT, LOST, WIPES, Place, begin, lose, take_back
from storage_life import NAME

from bot.bootstrap import ERASURES
from bot.dialogs.reports.actions import close_address, open_address
from bot.dialogs.reports.ports import CALENDARS
from bot.domain.ids import CollaborationId
from bot.domain.invitation import token_hash
from storage.copies.erasures import Erasures
from storage.copies.making import make
from storage.copies.seal import unseal

HERE = CollaborationId(1)


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
