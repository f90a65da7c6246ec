"""Telegram is slow, refuses, breaks off or is gone: nothing is lost, order is kept, nobody holds up somebody else."""

import asyncio
import re
from datetime import timedelta

import aiohttp
import pytest

pytestmark = pytest.mark.process


async def begin(phone):
    await phone.say("/verder")
    await phone.press("Begin met de motieven")


def number(phone):
    return int(re.search(r"Fase 1 · (\d+)/\d+", phone.text).group(1))


def is_quiet(phone):
    """Nothing waits to be sent to this person."""
    return not phone.house.rows("SELECT 1 FROM outbox WHERE done_at IS NULL AND chat = :chat", chat=phone.id)


async def goes_on(phone, method, kind, **options):
    """One answer while a fault strikes the call that shows the next question."""
    at = number(phone)
    shown = len(phone.messages)
    fault = phone.world.faults.add(kind, method=method, chat_id=phone.id, **options)
    if method == "editMessageText":
        phone.tap("Nee")
        await phone.house.until(lambda: number(phone) == at + 1 and is_quiet(phone), what=f"an edit after {kind}")
        assert len(phone.messages) == shown
    else:
        phone.write("nee")
        await phone.house.until(lambda: number(phone) == at + 1 and is_quiet(phone), what=f"a message after {kind}")
        after = options.get("when") == "after"
        assert shown + 1 <= len(phone.messages) <= shown + 1 + after
    assert fault.struck == 1


async def test_refusals_timeouts_and_broken_connections(running):
    await asyncio.gather(*(begin(running[name]) for name in ("Anna", "Bram", "Carla", "Daan")))

    async def one(name, *faults):
        for method, kind, options in faults:
            await goes_on(running[name], method, kind, **options)

    edit, send = "editMessageText", "sendMessage"
    before, after = {"when": "before"}, {"when": "after"}
    await asyncio.gather(
        one("Anna", (edit, "429", {"retry_after": 1}), (edit, "reset", after), (send, "502", {})),
        one("Bram", (edit, "timeout", before), (send, "429", {"retry_after": 1})),
        one("Carla", (send, "timeout", after), (edit, "502", {})),
        one("Daan", (edit, "timeout", after), (send, "reset", before), (edit, "reset", before)),
    )
    for name, answered in (("Anna", 3), ("Bram", 2), ("Carla", 2), ("Daan", 3)):
        given = [stored for step, stored in running.answers(running[name]).items() if step != "prep.start"]
        assert given == answered * [("chosen", "nee")]
    refused = {call.description for call in running.world.refusals}
    assert any("message is not modified" in description for description in refused)
    assert "message_refused" not in running.log


async def test_a_long_429_holds_up_its_own_chat_only_and_keeps_its_order(running):
    anna, bram = running["Anna"], running["Bram"]
    await asyncio.gather(begin(anna), begin(bram))
    running.world.faults.add("429", method="editMessageText", chat_id=anna.id, retry_after=2)
    before = len(running.world.calls)
    anna.tap("Ja")
    anna.write("Een opbrengst")
    await running.until(lambda: not running.world.faults.all(), what="the 429")
    bram.tap("Nee")
    await running.until(lambda: number(bram) == 2, what="the next question")
    assert number(anna) == 1  # still waiting
    await running.settled()
    calls = [c for c in running.world.calls[before:] if c.method in ("editMessageText", "sendMessage")]
    assert [(c.method, c.params["chat_id"] == anna.id, c.status) for c in calls] == [
        ("editMessageText", True, 429),
        ("editMessageText", False, 200),
        ("editMessageText", True, 200),
        ("sendMessage", True, 200),
    ]
    assert calls[2].params["text"].count("Beoogde opbrengst?") == 1
    assert number(anna) == 2


async def test_somebody_who_blocks_the_bot_is_left_alone_until_they_are_back(running):
    anna = running["Anna"]
    await begin(anna)

    def reachable():
        return bool(running.value("SELECT reachable FROM person WHERE chat = :chat", chat=anna.id))

    assert reachable()
    running.world.faults.add("403", method="editMessageText", chat_id=anna.id)
    await anna.press("Nee")
    await running.until(lambda: not reachable(), what="noticing the block")
    assert "op.leg.1" in running.answers(anna)  # what was accepted stays
    running.world.user_blocks(anna.user)
    running.world.user_unblocks(anna.user)
    await running.settled()
    assert reachable()
    running.world.user_blocks(anna.user)
    await running.settled()
    assert not reachable()
    await anna.say("/verder")
    assert reachable()
    assert number(anna) == 2


async def test_somebody_who_writes_can_be_reached(running):
    """However the block was noticed, and whether or not its end was told."""
    anna = running["Anna"]
    await begin(anna)
    running.world.faults.add("403", method="editMessageText", chat_id=anna.id)
    await anna.press("Nee")
    await running.until(lambda: not running.value("SELECT reachable FROM person WHERE chat = :c", c=anna.id))
    await anna.say("/verder")
    assert running.value("SELECT reachable FROM person WHERE chat = :c", c=anna.id)


async def test_a_question_whose_message_is_gone_comes_as_a_new_one(running):
    anna = running["Anna"]
    await begin(anna)
    gone = anna.screen.id
    chat = running.world.chat(anna.user)
    running.world.faults.add(
        "callback", method="editMessageText", callback=lambda: running.world.remove(chat, gone), when="before"
    )
    await anna.press("Nee")
    assert [call.description for call in running.world.refusals] == ["Bad Request: message to edit not found"]
    assert number(anna) == 2
    await anna.press("Nee")
    assert number(anna) == 3


async def test_a_tap_that_is_answered_too_late_counts(running):
    anna = running["Anna"]
    await begin(anna)
    running.world.query_window = timedelta(0)
    anna.tap("Nee")
    await running.until(lambda: number(anna) == 2, what="the next question")
    await running.settled()
    assert running.answers(anna)["op.leg.1"] == ("chosen", "nee")
    await running.until(lambda: "answered_too_late" in running.log, what="the refusal")


async def test_trouble_while_asking_for_updates(running):
    """A second program with the same token, a server in trouble, a broken connection: the bot goes on asking."""
    running.expected = re.compile("Conflict: terminated by other|Bad Gateway|NetworkError")
    anna = running["Anna"]
    await begin(anna)
    async with aiohttp.ClientSession() as session:
        url = f"{running.server.base_url}/bot{running.world.bot_token}/getUpdates"
        async with session.post(url, json={"timeout": 0}) as response:
            assert response.status in (200, 409)
    await running.until(lambda: "Conflict" in running.log, what="the conflict in the log")
    await anna.press("Nee")
    for kind in ("502", "reset"):
        fault = running.world.faults.add(kind, method="getUpdates")
        await anna.press("Nee")
        await running.until(lambda fault=fault: fault.struck, what=kind)
    await anna.press("Nee")
    assert number(anna) == 5
