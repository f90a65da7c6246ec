"""An update is on disk before Telegram hears that we have it, and is handled once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from telegram import Update

from bot.telegram.intake import Intake
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
    assert intake._stored == {}
