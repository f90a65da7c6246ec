"""Work that waits for its storage: in order, with growing pauses, told once, and people hear of it in time."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from structlog.testing import capture_logs
from telegram.error import TimedOut
from virtual_time import now, run

from bot.telegram.again import until_done
from bot.turn.backoff import Backoff, Outage
from bot.turn.patience import PatientWork
from bot.turn.ports import StorageTroubleError


@dataclass
class Disk:
    """A storage as `Database` is one: what is in line is refused untried while the newest attempt met with trouble."""

    broken: bool = False
    takes: float = 0.01
    tried: list[tuple[float, int]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    trouble: bool = False
    first: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something was kept."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, work):
        return await self._do(work, in_line=False)

    async def run_in_line(self, work):
        return await self._do(work, in_line=True)

    async def _do(self, work, *, in_line):
        async with self.lock:
            if not (in_line and self.trouble):
                number = work(None)
                self.tried.append((now(), number))
                await asyncio.sleep(self.takes)
                self.trouble = self.broken
            if self.trouble:
                raise StorageTroubleError("full", "The disk is full; make room.")
            self.kept.append(number)
            self.first.set()
            return number


def keep(number):
    return lambda _: number


async def later(moment, what):
    await asyncio.sleep(moment - now())
    what()


def test_pauses_grow_from_one_to_thirty_seconds_with_some_chance():
    shortest, longest = Backoff(lambda: 0.0), Backoff(lambda: 1.0)
    assert [shortest.next() for _ in range(7)] == [1, 2, 4, 8, 15, 15, 15]
    assert [longest.next() for _ in range(7)] == [2, 4, 8, 16, 30, 30, 30]
    longest.over()
    assert longest.next() == 2
    assert len({Backoff().next() for _ in range(5)}) > 1


def test_what_came_while_it_did_not_work_is_kept_in_the_order_in_which_it_came():
    disk = Disk(broken=True)
    work = PatientWork(disk)

    async def at(moment, number):
        await asyncio.sleep(moment)
        return await work.run(keep(number))

    async def everything():
        mending = asyncio.ensure_future(later(100, lambda: setattr(disk, "broken", False)))
        numbers = [asyncio.ensure_future(at(moment, n)) for n, moment in enumerate((0, 0, 0, 5, 50, 99.9, 131))]
        assert await asyncio.gather(*numbers) == list(range(7))
        await mending

    run(everything())
    assert disk.kept == list(range(7))


def test_nobody_overtakes_while_the_others_go_on():
    disk = Disk(broken=True)
    work = PatientWork(disk)

    async def everything():
        waiting = [asyncio.ensure_future(work.run(keep(n))) for n in range(20)]
        await asyncio.sleep(0.5)
        disk.broken = False
        await disk.first.wait()
        waiting += [asyncio.ensure_future(work.run(keep(n))) for n in range(20, 40)]
        await asyncio.gather(*waiting)

    run(everything())
    assert disk.kept == list(range(40))


def test_attempts_are_far_apart_however_many_wait():
    disk = Disk(broken=True)
    work = PatientWork(disk)

    async def everything():
        waiting = [asyncio.ensure_future(work.run(keep(n))) for n in range(200)]
        await asyncio.sleep(600)
        work.wait_no_longer()
        return await asyncio.gather(*waiting, return_exceptions=True)

    found = run(everything())
    assert all(isinstance(one, StorageTroubleError) for one in found)
    assert {n for _, n in disk.tried} == {0}
    moments = [at for at, _ in disk.tried]
    pauses = [b - a for a, b in pairwise(moments[:-1])]
    assert 20 < len(pauses) < 50
    assert all(1 <= pause <= 30.1 for pause in pauses)
    assert max(pauses) > 15


def test_it_is_told_once_when_it_begins_and_once_when_it_ends():
    disk = Disk(broken=True)
    work = PatientWork(disk)

    async def everything():
        waiting = [asyncio.ensure_future(work.run(keep(n))) for n in range(50)]
        await asyncio.sleep(600)
        disk.broken = False
        await asyncio.gather(*waiting)

    with capture_logs() as logs:
        run(everything())
    assert [entry["event"] for entry in logs] == ["storage_trouble", "storage_back"]
    assert logs[0]["reason"] == "full"
    assert logs[0]["advice"] == "The disk is full; make room."


def test_trouble_that_comes_and_goes_fills_no_log():
    moment = [0.0]
    outage = Outage("storage", lambda: moment[0])
    with capture_logs() as logs:
        for second in range(600):
            moment[0] = float(second)
            outage.struck(1, "full")
            outage.over(1)
    assert len(logs) <= 22


def test_nothing_is_said_to_be_back_when_the_program_ends_meanwhile():
    async def refuses() -> None:
        raise TimedOut

    async def ends() -> None:
        waiting = asyncio.create_task(until_done(refuses, "start", Outage("telegram")))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting

    with capture_logs() as logs:
        run(ends())
    assert [entry["event"] for entry in logs] == ["telegram_trouble"]


def test_another_reason_is_told_as_well():
    outage = Outage("telegram", lambda: 0.0)
    with capture_logs() as logs:
        for reason in ("TimedOut", "NetworkError", "TimedOut"):
            outage.struck(1, reason)
    assert [entry["reason"] for entry in logs] == ["TimedOut", "NetworkError"]


@pytest.mark.parametrize("broken", [True, False])
def test_whoever_waits_can_be_told_soon(broken: bool):
    """Also while nothing has failed yet: another program may hold the file."""
    disk = Disk(broken=broken, takes=0.01 if broken else 10)
    work = PatientWork(disk)

    async def everything():
        assert not work.held_up
        waiting = asyncio.ensure_future(work.run(keep(1)))
        await asyncio.sleep(1.5)
        held_up = work.held_up
        disk.broken = False
        await waiting
        return held_up, work.held_up

    assert run(everything()) == (True, False)


def test_much_work_is_no_trouble():
    disk = Disk(takes=0.5)
    work = PatientWork(disk)

    async def everything():
        waiting = [asyncio.ensure_future(work.run(keep(n))) for n in range(20)]
        await asyncio.sleep(4)
        held_up = work.held_up
        await asyncio.gather(*waiting)
        return held_up

    assert run(everything()) is False


def test_who_gives_up_waiting_holds_up_nobody():
    disk = Disk(broken=True)
    work = PatientWork(disk)

    async def everything():
        waiting = [asyncio.ensure_future(work.run(keep(n))) for n in range(3)]
        await asyncio.sleep(0.5)
        waiting[0].cancel()
        await asyncio.sleep(20)
        disk.broken = False
        return await asyncio.gather(*waiting[1:])

    assert run(everything()) == [1, 2]


def test_a_mistake_of_ours_is_no_trouble():
    async def everything():
        def wrong(_):
            raise KeyError("x")

        with pytest.raises(KeyError):
            await PatientWork(Disk()).run(wrong)

    run(everything())
