"""An update is on disk before Telegram hears that we have it, and is handled once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update
from telegram.error import Conflict
from virtual_time import now, run

from bot.telegram.intake import DurableBot, Intake, NotStoredError
from bot.turn.backoff import Outage
from bot.turn.incoming import Incoming, Said


def update(number: int, *, private: bool = True) -> Update:
    chat = {"id": 7 if private else -7, "type": "private" if private else "group"}
    sender = {"id": 7, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": f"m{number}"}
    return Update.de_json({"update_id": number, "message": message})


@dataclass
class Disk:
    """Keeps each update once."""

    batches: list[list[int]] = field(default_factory=list)
    broken: bool = False

    async def store(self, meant: list[Incoming]) -> list[Incoming]:
        if self.broken:
            raise OSError("no space left")
        known = {number for batch in self.batches for number in batch}
        new = [incoming for incoming in meant if incoming.update not in known]
        self.batches.append([incoming.update for incoming in new])
        return new


async def waiting(intake: Intake) -> list[str]:
    found = []
    while not intake.empty():
        incoming = await intake.get()
        assert isinstance(incoming, Incoming)
        assert isinstance(incoming.body, Said)
        found.append(incoming.body.text)
    return found


async def poll(intake: Intake, updates: Sequence[Update]) -> None:
    """What the library does with a batch: our `get_updates` accepts it, then each is put in the queue."""
    await intake.accept(updates)
    for one in updates:
        await intake.put(one)


async def test_a_batch_is_stored_in_one_go_and_handled_in_order():
    disk = Disk()
    intake = Intake(disk.store)
    await poll(intake, [update(1), update(2), update(3)])
    assert (disk.batches, await waiting(intake)) == ([[1, 2, 3]], ["m1", "m2", "m3"])


async def test_an_update_of_the_webhook_is_stored_before_it_is_put():
    disk = Disk()
    intake = Intake(disk.store)
    await intake.put(update(1))
    assert (disk.batches, await waiting(intake)) == ([[1]], ["m1"])


async def test_an_update_that_comes_twice_is_handled_once():
    intake = Intake(Disk().store)
    await poll(intake, [update(1), update(2)])
    await poll(intake, [update(2), update(3)])
    await intake.put(update(1))
    assert await waiting(intake) == ["m1", "m2", "m3"]


async def test_what_is_not_for_us_reaches_neither_disk_nor_queue():
    disk = Disk()
    intake = Intake(disk.store)
    await poll(intake, [update(1, private=False)])
    assert (disk.batches, intake.empty()) == ([], True)


async def test_what_could_not_be_stored_is_not_handled_and_may_come_again():
    disk = Disk(broken=True)
    intake = Intake(disk.store)
    failed = False
    try:
        await poll(intake, [update(1)])
    except OSError:
        failed = True
    disk.broken = False
    await poll(intake, [update(1)])
    assert (failed, await waiting(intake)) == (True, ["m1"])


async def test_what_an_earlier_run_left_is_put_as_it_was_stored():
    disk = Disk()
    intake = Intake(disk.store)
    left = Incoming(1, 7, True, 7, "Anna", Said("left"))  # type: ignore[arg-type]
    await intake.put(left)
    assert (disk.batches, await waiting(intake)) == ([], ["left"])


async def test_nothing_is_remembered_of_what_was_handled():
    intake = Intake(Disk().store)
    await poll(intake, [update(number) for number in range(1, 20)])
    assert (intake._accepted, intake._storing) == (set(), {})


# --- while the storage cannot be used ---


@dataclass
class SlowDisk(Disk):
    """Keeps nothing until it is mended."""

    mended: asyncio.Event = field(default_factory=asyncio.Event)

    async def store(self, meant: list[Incoming]) -> list[Incoming]:
        await self.mended.wait()
        return await super().store(meant)


def test_people_hear_of_it_within_two_seconds_and_all_is_handled_in_order_afterwards():
    """Telegram is asked on and on for what was said since; it tells all again that was not confirmed."""
    heard: dict[int, float] = {}
    asked: list[float] = []

    async def tell(meant: Sequence[Incoming]) -> None:
        heard.update({one.update: now() for one in meant if one.update not in heard})

    async def everything() -> list[str]:
        disk = SlowDisk()
        intake = Intake(disk.store, tell)
        said = {1: 0.0, 2: 0.0, 3: 4.2, 4: 9.9}

        async def polling() -> None:
            while True:
                there = [update(number) for number, at in said.items() if at <= now()]
                asked.append(now())
                if await intake.accept(there):
                    for one in there:
                        await intake.put(one)
                    return

        task = asyncio.create_task(polling())
        await asyncio.sleep(60)
        disk.mended.set()
        await task
        return await waiting(intake)

    assert run(everything()) == ["m1", "m2", "m3", "m4"]
    assert {number: at - (0, 0, 4.2, 9.9)[number - 1] <= 2 for number, at in heard.items()} == dict.fromkeys(
        range(1, 5), True
    )
    assert 50 < len(asked) < 70


def test_a_webhook_is_told_to_come_again_and_what_was_stored_meanwhile_is_handled_once():
    async def everything() -> list[str]:
        disk = SlowDisk()
        intake = Intake(disk.store)
        with pytest.raises(NotStoredError):
            await intake.put(update(1))
        with pytest.raises(NotStoredError):
            await intake.put(update(1))
        disk.mended.set()
        await asyncio.sleep(1)
        found = await waiting(intake)
        await intake.put(update(1))
        return found + await waiting(intake)

    assert run(everything()) == ["m1"]


def test_closing_stores_nothing_more():
    async def everything() -> bool:
        intake = Intake(SlowDisk().store)
        await intake.accept([update(1)])
        await intake.close()
        return intake.empty()

    assert run(everything())


# --- while it is not certain who is at work ---


class Asking(DurableBot):
    """Telegram has one message for whoever asks, unless another program asks as well."""

    __slots__ = ("_another", "_asked")

    def __init__(self, intake: Intake) -> None:
        super().__init__("1:x", intake=intake, outage=Outage("telegram"), no_token=lambda _: None)
        with self._unfrozen():
            self._another = False
            self._asked: list[float] = []

    async def _fetch(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        self._asked.append(now())
        if self._another:
            raise Conflict("terminated by other getUpdates request")
        await asyncio.sleep(1)
        return (update(1),)


def asks(another: bool) -> tuple[list[float], list[float], bool]:
    """When Telegram was asked in a minute of doubt, when somebody was told, and whether all goes on after that."""

    async def everything() -> tuple[list[float], list[float], bool]:
        certain, told = asyncio.Event(), list[float]()

        async def tell(meant: Sequence[Incoming]) -> None:
            told.append(now())

        async def at_work() -> None:
            await certain.wait()

        disk = SlowDisk()
        bot = Asking(Intake(disk.store, tell, at_work))
        bot._another = another

        async def polling() -> None:
            while not await bot.get_updates():
                pass

        task = asyncio.create_task(polling())
        await asyncio.sleep(60)
        asked = list(bot._asked)
        bot._another = False
        certain.set()
        disk.mended.set()
        await asyncio.sleep(5)
        return asked, told, task.done()

    return run(everything())


def test_in_doubt_people_are_heard_and_told_and_nothing_is_confirmed():
    asked, told, goes_on = asks(another=False)
    assert len(asked) > 20
    assert told[0] - asked[0] <= 2
    assert goes_on


def test_in_doubt_nobody_listens_once_another_does():
    asked, told, goes_on = asks(another=True)
    assert (len(asked), told, goes_on) == (1, [], True)
