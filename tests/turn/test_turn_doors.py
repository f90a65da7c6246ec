"""Doors are strangers to the house: each gets what is for its chats, and one that fails does not stop another."""

import asyncio
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.bootstrap import texts
from bot.content.screen import Screen
from bot.domain.chats import FIRST_OF_OTHERS
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId
from bot.engine.model import Phrase
from bot.phone.door import PhoneDoor
from bot.rooms import HOUSE
from bot.turn import rendering
from bot.turn.door import Door, Doors, Sent
from bot.turn.host import Host
from bot.turn.incoming import Commanded, Incoming, Tapped
from bot.turn.records import Outgoing
from bot.turn.runner import Runner
from storage.database import Database

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
ANNA = ChatId(1001)


class Paper:
    """A door that writes down what happens to it; `fails` names what goes wrong."""

    def __init__(self, name: str, fails: str = "", block: int | None = None):
        self.name, self.fails, self.block = name, fails, block
        self.got: list[str] = []
        self.there = PhoneDoor(name, f"{name}://door")
        self.can, self.called, self.way_in = self.there.can, name, self.there.way_in
        self.link, self.link_to_group, self.token_in = self.there.link, self.there.link_to_group, self.there.token_in

    async def connect(self, host: Host) -> None:
        self.does("connect")

    async def open(self) -> None:
        self.does("open")

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        self.messages = list(messages)
        self.does("deliver")

    async def stop(self) -> None:
        self.does("stop")

    def does(self, what: str) -> None:
        self.got.append(what)
        if what == self.fails:
            raise ConnectionError(what)


@pytest.fixture
async def database():
    one = Database("sqlite://", bot=1)
    yield one
    await one.stop()


def host_of(database: Database, *doors: Door) -> Host:
    return Host(database, Runner(texts(), HOUSE, Doors(doors)), lambda: NOW, doors)


async def test_doors_are_connected_given_what_waits_and_opened(database: Database):
    await database.run(lambda uow: uow.post.send([Outgoing(ANNA, Screen("wacht"))], NOW))
    door = Paper("paper")
    host = host_of(database, door)
    await host.start()
    await host.stop()
    assert door.got == ["connect", "deliver", "open", "stop"]
    assert [one.screen.html for one in door.messages] == ["wacht"]


@pytest.mark.parametrize("fails", ["connect", "open"])
async def test_a_door_that_does_not_open_is_told_and_the_others_do(database: Database, fails: str):
    broken, door = Paper("broken", fails), Paper("paper", block=1)
    host = host_of(database, broken, door)
    with capture_logs() as logs:
        await host.start()
    assert [(one["event"], one["door"], one["log_level"]) for one in logs] == [
        (f"door_not_{fails}ed", "broken", "error")
    ]
    assert door.got == ["connect", "open"]


@pytest.mark.parametrize("fails", ["connect", "open"])
async def test_a_program_of_which_no_door_opens_does_not_start(database: Database, fails: str):
    with pytest.raises(ConnectionError, match=fails):
        await host_of(database, Paper("broken", fails)).start()


@pytest.mark.parametrize("fails", ["deliver", "stop"])
async def test_a_door_that_fails_later_does_not_stop_what_goes_on(database: Database, fails: str):
    broken, door = Paper("broken", fails), Paper("paper", block=1)
    host = host_of(database, broken, door)
    await host.start()
    with capture_logs() as logs:
        host.deliver([Outgoing(ANNA, Screen("dag"))])
        await host.stop()
    assert [one["door"] for one in logs if one["log_level"] == "error"] == ["broken"]
    assert door.got[-1] == "stop"


async def test_a_turn_goes_to_the_door_and_what_is_sent_is_done(database: Database):
    door = Paper("paper")
    host = host_of(database, door)
    await host.start()
    came = Incoming(1, ANNA, True, ANNA, "Anna", Commanded("start"))
    assert await host.receive([came]) == [came]
    assert await host.receive([came]) == []
    assert await host.left(door) == [came]
    result = await host.take(came)
    assert door.messages == list(result.outgoing)
    await host.sent([Sent(one) for one in result.outgoing])
    assert await database.run(lambda uow: uow.post.waiting()) == ()
    assert await host.left(door) == []


class Unconfirmed:
    """A database whose connection breaks after each commit, so that all work is done once more."""

    def __init__(self, database: Database):
        self._database = database

    async def run(self, work):
        await self._database.run(work)
        return await self._database.run(work)

    run_in_line = run


async def test_what_was_committed_without_our_knowing_is_not_lost(database: Database):
    """What came in is taken; what a turn wrote is handed over once the connection is there again, and only that."""
    door = Paper("paper")
    host = Host(Unconfirmed(database), Runner(texts(), HOUSE, Doors([door])), lambda: NOW, [door])
    await host.start()
    came = Incoming(1, ANNA, True, ANNA, "Anna", Commanded("start"))
    assert await host.receive([came]) == [came]
    assert (await host.take(came)).outgoing == ()
    await host.catch_up()
    (welcome,) = door.messages
    door.messages = []
    await host.catch_up()
    assert door.messages == []
    await host.sent([Sent(welcome)])
    await host.catch_up()
    assert door.messages == []


async def test_nothing_is_handed_over_twice_when_the_connection_breaks_at_the_start(database: Database):
    await database.run(lambda uow: uow.post.send([Outgoing(ANNA, Screen("wacht"))], NOW))

    class Slow(Paper):
        async def open(self) -> None:
            await host.catch_up()

    door = Slow("paper")
    host = host_of(database, door)
    await host.start()
    assert door.got == ["connect", "deliver"]


async def test_a_turn_that_fails_by_a_mistake_is_told_and_answered(database: Database):
    door = Paper("paper")
    host = host_of(database, door)
    await host.start()
    came = Incoming(1, ANNA, True, ANNA, "Anna", Tapped(None, "q", 1))  # type: ignore[arg-type]
    with capture_logs() as logs:
        result = await host.take(came)
    assert [one["event"] for one in logs] == ["turn_failed"]
    assert result.toast == texts().phrases.plain(Phrase("errors.broken"))


def test_links_are_those_of_the_door_of_a_chat():
    first = Paper("paper")
    assert Doors([first]).of(ANNA) is first
    for doors, chat in ((Doors(), ANNA), (Doors([first]), ChatId(FIRST_OF_OTHERS))):
        with pytest.raises(ProgrammingError, match="has no door"):
            doors.of(chat)
    with pytest.raises(ProgrammingError, match="two doors"):
        Doors([first, Paper("other")])


async def test_two_doors_each_get_what_is_for_their_chats(database: Database):
    first, second = Paper("paper"), Paper("stone", block=1)
    host = host_of(database, first, second)
    await host.start()
    bram = await host.chat(second, "bram@example.org")
    assert await host.chat(second, "bram@example.org") == bram
    assert await host.name(bram) == "bram@example.org"
    with pytest.raises(ProgrammingError, match="itself"):
        await host.chat(first, "7")
    came = Incoming(2**52, bram, True, bram, "Bram", Commanded("start"))
    await host.receive([came])
    assert (await host.left(first), await host.left(second)) == ([], [came])
    await host.take(came)
    host.deliver([Outgoing(ANNA, Screen("dag Anna"))])
    assert [one.chat for one in first.messages] == [ANNA]
    assert [one.chat for one in second.messages] == [bram]
    await host.renamed(bram, "bram@elders.example")
    assert await host.name(bram) == "bram@elders.example"


async def test_who_does_not_agree_keeps_no_chat(database: Database):
    door = Paper("stone", block=1)
    host = host_of(database, door)
    await host.start()
    bram = await host.chat(door, "bram")
    started = Incoming(1, bram, True, bram, "Bram", Commanded("nieuw"))
    await host.take(started)
    timer = await database.run(lambda uow: uow.timers.claim(NOW + timedelta(days=2), 1))
    await database.run(lambda uow: host.runner.fire(uow, timer[0], NOW + timedelta(days=2)))
    assert await host.name(bram) is None


@pytest.mark.parametrize("name", HOUSE.renderers)
def test_every_renderer_of_a_room_is_there(name: str):
    assert callable(rendering.load(HOUSE.renderers[name]))


def test_a_message_is_made_by_the_renderer_it_names():
    assert rendering.render(HOUSE.renderers, "json", '{"naam": "Anna"}') == b'{"naam": "Anna"}'
    with pytest.raises(ProgrammingError, match="nobody renders"):
        rendering.render(HOUSE.renderers, "hologram", "{}")


async def test_files_that_are_wanted_at_once_are_made_in_one_thread_in_that_order():
    made: list[tuple[int, int]] = []

    def make(number: int) -> bytes:
        time.sleep(0.002)
        made.append((number, threading.get_ident()))
        return b""

    await asyncio.gather(*(rendering.aside(make, number) for number in range(20)))
    assert [number for number, _ in made] == list(range(20))
    assert len({thread for _, thread in made}) == 1
    assert made[0][1] != threading.get_ident()
