"""Faults and rate limits: what the caller sees, and whether the call had its effect."""

import asyncio
import time

import aiohttp
import pytest

from bot.sandbox.server import SandboxServer

from .conftest import eventually, is_polling


@pytest.fixture
def here(world, anna):
    world.user_starts(anna)
    return {"chat_id": anna.id, "text": "hallo"}


def said(world, anna):
    return [message.text for message in world.messages(anna) if message.sender_id == world.bot.id]


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("502", 502, "Bad Gateway"),
    ],
)
async def test_a_refusal_has_no_effect_and_strikes_once(bot, world, anna, here, kind, status, description):
    world.faults.add(kind, method="sendMessage", retry_after=7)
    code, body = await bot("sendMessage", **here)
    assert (code, body["description"]) == (status, description)
    assert (kind == "429") == ("parameters" in body)
    assert said(world, anna) == []
    await bot.ok("sendMessage", **here)


async def test_a_fault_can_wait_for_the_nth_call_of_one_chat(bot, world, anna, bram, here):
    world.user_starts(bram)
    world.faults.add("502", method="sendMessage", chat_id=anna.id, nth=2, times=2)
    statuses = [(await bot("sendMessage", **here))[0] for _ in range(2)]
    statuses.append((await bot("sendMessage", chat_id=bram.id, text="x"))[0])
    statuses += [(await bot("sendMessage", **here))[0] for _ in range(2)]
    assert statuses == [200, 502, 200, 502, 200]


@pytest.mark.parametrize(("when", "sent"), [("before", []), ("after", ["hallo"])])
async def test_a_reset_breaks_the_connection(bot, world, anna, here, when, sent):
    world.faults.add("reset", method="sendMessage", when=when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot("sendMessage", **here)
    assert said(world, anna) == sent
    await bot.ok("sendMessage", **here)


@pytest.mark.parametrize(("when", "sent"), [("before", []), ("after", ["hallo"])])
async def test_a_timeout_keeps_silent(bot, world, anna, here, when, sent):
    world.faults.add("timeout", method="sendMessage", when=when)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot("sendMessage", **here)
    assert said(world, anna) == sent


@pytest.mark.parametrize(("when", "seen"), [("before", 0), ("after", 1)])
async def test_a_callback_runs_before_or_after_the_effect(bot, world, anna, here, when, seen):
    found = []
    world.faults.add("callback", method="sendMessage", when=when, callback=lambda: found.append(len(said(world, anna))))
    await bot.ok("sendMessage", **here)
    assert found == [seen]


async def test_faults_over_http(bot, server, session, world, here):
    url = f"{server.base_url}/sim/faults"
    async with session.post(url, json={"kind": "502", "method": "sendMessage", "times": 0}) as response:
        assert (await response.json())["faults"][0]["kind"] == "502"
    assert (await bot("sendMessage", **here))[0] == 502
    async with session.delete(url) as response:
        assert (await response.json())["faults"] == []
    await bot.ok("sendMessage", **here)
    async with session.post(url, json={"kind": "nonsense"}) as response:
        assert response.status == 400


async def test_rate_limits_are_off_until_asked_for(bot, world, anna, here):
    for _ in range(40):
        await bot.ok("sendMessage", **here)
    world.rates.limits.enabled = True
    group = world.create_group("groep", anna, with_bot=True)
    world.rates.limits.chat_burst = 50
    for number in range(20):
        await bot.ok("sendMessage", chat_id=group.id, text=str(number))
    status, body = await bot("sendMessage", chat_id=group.id, text="te veel")
    assert status == 429
    assert 50 < body["parameters"]["retry_after"] <= 60


async def test_one_chat_gets_about_one_a_second(bot, world, anna, here):
    world.rates.limits.enabled = True
    statuses = [(await bot("sendMessage", **here))[0] for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


async def test_stopping_does_not_wait_for_polls(world, anna):
    server = SandboxServer(world)
    await server.start()
    async with aiohttp.ClientSession() as session:
        url = f"{server.base_url}/bot{world.bot_token}/getUpdates"
        poll = asyncio.create_task(session.get(url, params={"timeout": "50"}))
        await eventually(lambda: is_polling(world))
        started = time.monotonic()
        await server.stop()
        assert time.monotonic() - started < 1
        (await poll).release()
