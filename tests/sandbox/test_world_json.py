"""The world as one JSON document, the file it is kept in, and the clock."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World

from .conftest import eventually


async def play(bot, world, anna, bram):
    """Something of everything."""
    world.user_starts(anna, "abc")
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="<b>?</b>", parse_mode="HTML", reply_markup=markup)
    press = world.user_presses(anna, anna, sent["message_id"], "Ja")
    await bot.ok("answerCallbackQuery", callback_query_id=press.query.id, text="goed")
    world.user_sends_document(bram, bram, b"\x00inhoud", name="stuk.bin")
    forum = world.create_supergroup("forum", anna, [bram], with_bot=True, forum=True)
    world.create_topic(forum, anna, "Zorg")
    group = world.create_group("groep", anna, [bram], with_bot=True)
    await bot.ok("sendPoll", chat_id=group.id, question="?", options=["a", "b"], is_anonymous=False)
    world.upgrade_group(group, anna)
    world.user_reacts(anna, anna, sent["message_id"], "👍")
    await bot.ok("setMyCommands", commands=[{"command": "menu", "description": "Menu"}])
    world.user_blocks(bram)
    world.jump(timedelta(days=3))


async def test_a_round_trip_loses_nothing(bot, world, anna, bram):
    await play(bot, world, anna, bram)
    document = json.loads(json.dumps(world.to_json()))
    again = World()
    again.from_json(document)
    assert again.to_json() == document
    assert again.snapshot()["messages"] == world.snapshot()["messages"]
    assert abs(again.clock.now() - world.clock.now()) < timedelta(seconds=5)
    again.user_sends(anna.id, anna.id, "verder")
    assert again.messages(anna.id)[-1].id > max(message.id for message in world.messages(anna))


def test_another_format_is_refused(world):
    with pytest.raises(ValueError, match="format 99"):
        world.from_json({"format": 99})


async def test_a_state_file_follows_each_change(tmp_path):
    file = tmp_path / "deep" / "world.json"
    world = World(state_file=file)
    anna = world.add_user("Anna", "Voorbeeld")
    async with SandboxServer(world):
        world.user_sends(anna, anna, "bewaar dit")
        await eventually(lambda: file.exists() and "bewaar dit" in file.read_text())
        world.user_sends(anna, anna, "en dit bij het stoppen")
    again = World(state_file=file)
    assert [message.text for message in again.messages(anna.id)] == ["bewaar dit", "en dit bij het stoppen"]
    assert again.bot_token == world.bot_token
    assert len(again.queue) == 2
    assert [path.name for path in file.parent.iterdir()] == ["world.json"]


def test_the_clock_jumps_and_tells():
    clock = SandboxClock(base=lambda: datetime(2026, 11, 1, 9, tzinfo=UTC))
    steps = []
    stop = clock.on_jump(steps.append)
    clock.jump(timedelta(days=365))
    stop()
    clock.jump(timedelta(hours=1))
    assert clock.now() == datetime(2027, 11, 1, 10, tzinfo=UTC)
    assert steps == [timedelta(days=365)]


def test_a_cleared_world_never_repeats_an_id(world, anna):
    message, update = world.user_sends(anna, anna, "x"), world.queue.next_id
    world.clear()
    assert (world.users, world.chats, len(world.queue)) == ({}, {}, 0)
    fresh = world.add_user("Bram", "Voorbeeld")
    assert fresh.id != anna.id
    assert world.user_sends(fresh, fresh, "x").id > message.id
    assert world.queue.next_id > update
