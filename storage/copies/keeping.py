"""Where the program keeps copies that it makes by itself, and for how long."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEEP_DAYS = 30
"""After so many days a copy in this folder goes: then no copy holds the name of somebody who was erased before."""
_FOLDER = "copies"
_LAST = "last_copy"
"""In the data folder: a file that is as old as the last copy that was asked for."""


def folder(data_dir: Path) -> Path:
    """The folder of copies, for its own user only; made when it is not there."""
    found = data_dir / _FOLDER
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def fresh(data_dir: Path, why: str, at: datetime) -> Path:
    """A name in that folder that nothing has yet."""
    stem = f"{why}-{at:%Y%m%d-%H%M%S}"
    names = (f"{stem}.db", *(f"{stem}-{number}.db" for number in range(2, 100)))
    return next(path for path in (folder(data_dir) / name for name in names) if not path.exists())


def remove_old(data_dir: Path, at: datetime) -> list[Path]:
    """Remove what has been in the folder of copies for longer than that; returns what went."""
    before = (at - timedelta(days=KEEP_DAYS)).timestamp()
    found = [one for one in (data_dir / _FOLDER).glob("*") if one.is_file() and one.stat().st_mtime < before]
    for one in found:
        one.unlink(missing_ok=True)
    return found


def keep_from(path: Path, at: datetime) -> None:
    """Count the days of this copy from now on."""
    os.utime(path, (at.timestamp(), at.timestamp()))


def remember(data_dir: Path, at: datetime) -> None:
    """A copy that was asked for has been made."""
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / _LAST).touch(mode=0o600)
    keep_from(data_dir / _LAST, at)


def remembered(data_dir: Path) -> datetime | None:
    """When the last copy that was asked for was made, as far as this data folder knows."""
    try:
        return datetime.fromtimestamp((data_dir / _LAST).stat().st_mtime, UTC)
    except OSError:
        return None
