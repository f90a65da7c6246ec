"""`samenspraak backup` and `restore`: what of a copy is a matter of storage, and what the rooms must do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bootstrap import ERASURES, texts
from bot.dialogs.people.actions import erase
from bot.dialogs.reports.ports import CALENDARS
from bot.domain.ids import ChatId
from bot.phone.door import PhoneDoor
from bot.rooms import HOUSE
from bot.settings import Settings
from bot.turn.door import Doors, Doorway
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner
from storage import migrate
from storage.copies import keeping, readying
from storage.copies.erasures import Erasures
from storage.copies.errors import CopyError
from storage.copies.making import make
from storage.copies.replacing import place
from storage.copies.seal import Seal, checked
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restoration: of when the copy is, where the database of before is, who was erased again."""

    copied_at: datetime
    replaced: Path | None
    erased: int


def program_version() -> str:
    """The version of this program, as a copy remembers it."""
    try:
        return version("samenspraak")
    except PackageNotFoundError:
        return "unknown"


def backup(settings: Settings, file: Path, at: datetime) -> Seal:
    """Copy the database to this file, also while the program runs. Raises `CopyError`."""
    keeping.remove_old(settings.data_dir, at)
    made = make(settings.database, file, at=at, program=program_version())
    keeping.remember(settings.data_dir, at)
    return made


def restore(settings: Settings, file: Path, at: datetime) -> Restored:
    """Put a copy in the place of the database, which is kept among the copies.

    Raises `CopyError`, and then nothing was replaced.
    """
    seal = checked(file)
    migrate.must_know(seal.revision)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with place(settings.database, settings.data_dir) as here, TemporaryDirectory(dir=_beside(settings)) as folder:
        replaced = here.keep(program_version(), at)
        before = readying.Before(replaced if _can_be_read(replaced) else None)
        ready = Path(folder) / "ready.db"
        readying.unpack(file, ready, before)
        erasures = Erasures(settings.data_dir / ERASURES)
        known = erasures.known() | readying.erased_before(before)
        ended = erasures.ended() | readying.ended_before(ready, before)
        with Database(f"sqlite:///{ready}") as database:
            database.run_sync(lambda uow: _end_again(uow, ended))
            erased = database.run_sync(lambda uow: _erase_again(_runner(), uow, known, at))
        readying.calm(ready, seal, before, at)
        readying.close(ready)
        here.put(ready)
    return Restored(seal.made_at, replaced, erased)


def _beside(settings: Settings) -> Path:
    """On the disk of the database, so that a file can take its place at once."""
    scheme, _, path = settings.database.partition(":///")
    return Path(path).parent if scheme == "sqlite" else settings.data_dir


def _can_be_read(replaced: Path | None) -> bool:
    if replaced is None:
        return False
    try:
        checked(replaced)
    except CopyError:
        return False
    return True


class _NoDoors(Doors):
    """Nobody is told anything while a copy is made ready; what is written all the same makes its links like this."""

    def of(self, chat: ChatId) -> Doorway:
        return PhoneDoor()


def _runner() -> Runner:
    return Runner(texts(), HOUSE, _NoDoors())


def _end_again(uow: UnitOfWork, ended: Iterable[str]) -> None:
    """An address of a calendar that was withdrawn since the copy was made stays so."""
    kept = uow.get(CALENDARS)
    for one in filter(None, map(kept.by_hash, ended)):
        kept.close(one.person, one.collaboration)


def _erase_again(runner: Runner, uow: UnitOfWork, known: Mapping[str, datetime], at: datetime) -> int:
    """Whoever was erased since the copy was made is erased in it."""
    ctx = runner.ctx(uow, at.astimezone(UTC))
    found = [person for person in (uow.people.by_key(key) for key in known) if person is not None]
    for person in found:
        erase(ctx, person)
    return len(found)
