"""A copy that cannot be made, or may not be put back, changes nothing and is told in one sentence."""

import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from storage_copies import AT, LOST, Place, begin, kept
from storage_life import Life

from bot import copies
from storage import migrate
from storage.copies.errors import CopyError
from storage.copies.seal import checked


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
