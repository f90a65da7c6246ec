"""The queue: confirmation, redelivery, long polling, filters, conflicts, retention."""

import asyncio
import io
import time
from datetime import timedelta

import pytest

from .conftest import eventually, is_polling, kinds

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_updates_come_again_until_they_are_confirmed(bot, world, anna):
    for text in ("een", "twee", "drie"):
        world.user_sends(anna, anna, text)
    first = await bot.updates()
    assert [update["message"]["text"] for update in first] == ["een", "twee", "drie"]
    assert await bot.updates() == first
    assert await bot.updates(limit=1) == first[:1]
    assert await bot.updates(offset=first[1]["update_id"]) == first[1:]
    assert await bot.updates(offset=first[2]["update_id"] + 1) == []
    assert await bot.updates() == []


async def test_a_negative_offset_keeps_the_last(bot, world, anna):
    for text in ("een", "twee", "drie"):
        world.user_sends(anna, anna, text)
    kept = await bot.updates(offset=-1)
    assert [update["message"]["text"] for update in kept] == ["drie"]
    assert await bot.updates() == kept


async def test_a_long_poll_wakes_at_once(bot, world, anna):
    poll = asyncio.create_task(bot.updates(timeout=30))
    await eventually(lambda: is_polling(world))
    started = time.monotonic()
    world.user_sends(anna, anna, "hallo")
    assert kinds(await poll) == ["message"]
    assert time.monotonic() - started < 1


async def test_a_second_poll_ends_the_first_with_a_409(bot, world, anna):
    first = asyncio.create_task(bot("getUpdates", timeout=30))
    await eventually(lambda: is_polling(world))
    second = asyncio.create_task(bot.updates(timeout=30))
    status, body = await first
    assert (status, body["description"]) == (409, CONFLICT)
    world.user_sends(anna, anna, "hallo")
    assert kinds(await second) == ["message"]


async def test_a_poll_whose_caller_is_gone_is_no_conflict(bot, world, anna):
    gone = asyncio.create_task(bot.updates(timeout=30))
    await eventually(lambda: is_polling(world))
    gone.cancel()
    await eventually(lambda: not is_polling(world))
    world.user_sends(anna, anna, "hallo")
    assert kinds(await bot.updates()) == ["message"]
    assert world.refusals == []


async def test_a_filter_is_remembered_and_an_empty_one_is_the_default(bot, world, anna):
    await bot.updates(allowed_updates=["callback_query"])
    world.user_sends(anna, anna, "valt weg")
    assert await bot.updates() == [], "a call that names no filter keeps the one before"
    await bot.updates(allowed_updates=[])
    message = world.user_sends(anna, anna, "komt aan")
    world.user_reacts(anna, anna, message.id, "👍")
    assert kinds(await bot.updates()) == ["message"], "reactions are not in the default set"
    await bot.updates(allowed_updates=["message_reaction"])
    world.user_reacts(anna, anna, message.id, None)
    assert kinds(await bot.updates()) == ["message", "message_reaction"]


@pytest.mark.parametrize(("seconds", "left"), [(149, ["message", "callback_query"]), (151, ["message"]), (86_401, [])])
async def test_presses_are_kept_150_seconds_and_messages_a_day(bot, world, anna, seconds, left):
    world.user_starts(anna)
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    world.user_presses(anna, anna, sent["message_id"], "Ja")
    world.jump(timedelta(seconds=seconds))
    assert kinds(await bot.updates()) == left


async def test_calls_may_come_as_get_form_json_or_multipart(bot, server, session, world, anna):
    world.user_starts(anna)
    url = f"{server.base_url}/bot{world.bot_token}/sendMessage"
    params = {"chat_id": str(anna.id), "text": "hallo & dag"}
    requests = [
        session.get(url, params=params),
        session.post(url, data=params),
        session.post(url, json=params),
        session.post(url, data={**params, "file": io.BytesIO(b"x")}),
    ]
    for request in requests:
        async with request as response:
            assert (await response.json())["result"]["text"] == "hallo & dag"
    assert world.journal.counts["sendMessage"] == 4
