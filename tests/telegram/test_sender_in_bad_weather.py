"""The sender and the transport against the local Bot API server: a fault on each method, before and after it works."""

import asyncio
from base64 import b64decode
from itertools import count, product

import pytest
from structlog.testing import capture_logs
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.content.screen import Screen
from bot.domain.ids import ChatId, LiveMessageId
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.telegram.budget import Budget
from bot.telegram.door import _parameter
from bot.telegram.sender import Sender
from bot.telegram.transport import AiohttpRequest
from bot.turn.door import Sent
from bot.turn.records import Outgoing

METHODS = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument", "pinChatMessage")
FAULTS = (("429", "before"), ("502", "before"), *product(("reset", "timeout"), ("before", "after")))


PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
"""One pixel."""


class Door:
    """A sender that calls a server. What became of its messages is kept."""

    def __init__(self, world: World, server: SandboxServer):
        self.world = world
        self.request = AiohttpRequest(read_timeout=0.3)
        self.address = f"{server.base_url}/bot{world.bot_token}"
        self.done: list[int] = []
        self.lost: list[int] = []
        self.pinned: list[bool] = []
        self.sender = Sender(
            self.call,
            Budget(rates=None),
            render=lambda _: PNG,
            done=self.mark,
            lost=self.give_up,
            moved=self.move,
        )

    async def call(self, method, values):
        data = RequestData([_parameter(name, value) for name, value in values.items()])
        return await self.request.post(f"{self.address}/{method}", data)

    async def plain(self, method, **values):
        data = RequestData([RequestParameter(name, value, None) for name, value in values.items()])
        return await self.request.post(f"{self.address}/{method}", data)

    async def mark(self, sent: list[Sent]):
        self.done += [one.outgoing.id for one in sent]
        self.pinned += [one.pinned for one in sent if one.outgoing.placed]

    async def give_up(self, chat, refused):
        self.lost.append(chat)

    async def move(self, before, now):
        raise AssertionError("nothing moved")


@pytest.fixture
async def door():
    world = World()
    async with SandboxServer(world) as server:
        made = Door(world, server)
        await made.request.initialize()
        yield made
        await made.request.shutdown()


def message_for(method: str, number: int, chat: int, edits: int | None) -> Outgoing:
    made = {
        "sendMessage": {},
        "editMessageText": {"edits": edits},
        "sendPhoto": {"picture": "{}", "renderer": "r"},
        "sendDocument": {"document": "{}", "file": "a.txt", "renderer": "r"},
        "pinChatMessage": {"placed": LiveMessageId(number), "pin": True},
    }[method]
    return Outgoing(ChatId(chat), Screen(f"m{number}"), id=number, **made)


async def test_each_fault_on_each_method_costs_no_message_and_no_order(door: Door):
    """All at the same time, each in a chat of its own; behind each one a message that must come after it."""
    cases = list(product(METHODS, FAULTS))
    users = door.world.seed([(f"P{n}", "x") for n in range(len(cases))])
    numbers = count(1)
    queued = {}
    for (method, (kind, when)), user in zip(cases, users, strict=True):
        door.world.user_starts(user)
        edits = (await door.plain("sendMessage", chat_id=user.id, text="before"))["message_id"]
        door.world.faults.add(kind, method=method, chat_id=user.id, when=when, retry_after=1)
        first = message_for(method, next(numbers), user.id, edits)
        queued[user.id] = (first, Outgoing(ChatId(user.id), Screen(f"m{next(numbers)}"), id=0))
    with capture_logs() as logs:
        for pair in queued.values():
            door.sender.enqueue(pair)
        await asyncio.wait_for(door.sender.idle(), 60)
    assert door.world.faults.all() == []
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    assert len(logs) <= 8
    assert {pair[0].id for pair in queued.values()} <= set(door.done)
    assert all(door.pinned)
    for (method, (_, when)), user in zip(cases, users, strict=True):
        first, second = queued[user.id]
        shown = [m.text for m in door.world.messages(user) if m.sender_id == door.world.bot.id and m.text]
        twice = when == "after" and method not in ("editMessageText", "pinChatMessage")
        ahead = [] if method == "editMessageText" else ["before"]
        assert shown == [*ahead, *[first.screen.html] * (2 if twice else 1), second.screen.html], (method, when)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "sendPhoto", "sendDocument"])
async def test_who_blocked_the_bot_is_given_up(door: Door, method: str):
    (user,) = door.world.seed([("Anna", "x")])
    door.world.faults.add("403", method=method, chat_id=user.id)
    door.sender.enqueue([message_for(method, 1, user.id, 1), message_for("sendMessage", 2, user.id, None)])
    await door.sender.idle()
    assert (sorted(door.done), door.lost) == ([1, 2], [user.id])


async def test_a_message_that_was_deleted_is_sent_anew(door: Door):
    (user,) = door.world.seed([("Anna", "x")])
    door.world.user_starts(user)
    door.sender.enqueue([message_for("editMessageText", 1, user.id, 4711)])
    await door.sender.idle()
    assert [m.text for m in door.world.messages(user) if m.sender_id == door.world.bot.id] == ["m1"]
    assert door.done == [1]
