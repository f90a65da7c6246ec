"""The rehearsal: played, copied while it runs, gone on, killed, restored, begun again; and compared."""

import asyncio
from pathlib import Path

import pytest

from . import warm
from .driver import House

pytestmark = pytest.mark.process


async def command(house: House, *arguments: object) -> tuple[int, str]:
    """A command of the program to its end: its exit code, and all it said."""
    out = house.folder / f"{arguments[0]}.out"
    err = house.folder / f"{arguments[0]}.err"
    given = [str(one) for one in arguments]
    process = warm.start(*given, env=house.environ(), cwd=house.folder, out=out, err=err)
    code = await asyncio.to_thread(process.wait, 60)
    return code, out.read_text() + err.read_text()


def kept_in(said: str) -> Path:
    """Where the database of before is, as the command told."""
    return Path(next(line for line in said.splitlines() if "is kept in" in line).rpartition(" in ")[2].rstrip("."))


def answered(house: House) -> dict[str, dict[str, tuple[str, str]]]:
    return {name: house.answers(house[name]) for name in ("Anna", "Daan")}


async def rehearse(house: House) -> None:
    copy = house.folder / "copy.samenspraak"
    await house.start()
    for name in ("Anna", "Daan"):
        await house[name].say("/verder")
        await house[name].press("Begin met de motieven")
        await house[name].press("Nee")
    kept = answered(house)
    before = house["Daan"].screen
    made, _ = await asyncio.gather(command(house, "backup", copy), house["Anna"].say("nee"))
    assert made[0] == 0, made
    in_the_copy = len(house.answers(house["Anna"]))
    await house["Anna"].press("Nee")
    await house["Anna"].say("nee")
    lost = house["Anna"].screen

    refused = await command(house, "restore", copy)
    assert refused[0] == 1
    assert "running" in refused[1]

    house.kill()
    code, said = await command(house, "restore", copy)
    assert code == 0, said
    assert kept_in(said).is_file()
    await house.start()
    now = answered(house)
    assert now["Daan"] == kept["Daan"]
    assert now["Anna"].items() >= kept["Anna"].items()
    assert len(now["Anna"]) <= in_the_copy

    assert "verlopen" not in await house["Daan"].press("Nee", before)
    assert "3/" in house["Daan"].text
    assert "verlopen" in await house["Anna"].press("Nee", lost)
    assert answered(house)["Anna"] == now["Anna"]
    await house["Anna"].press("Nee")
    assert len(answered(house)["Anna"]) == len(now["Anna"]) + 1
    assert await house.stop() == 0


async def test_a_copy_is_rehearsed(house):
    await rehearse(house)


@pytest.mark.deep
@pytest.mark.postgres
async def test_a_copy_is_rehearsed_on_postgresql(tmp_path, postgres_url):
    async with House(tmp_path, postgres_url) as house:
        house.seed()
        await rehearse(house)
