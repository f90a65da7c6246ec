"""Bad weather: the storage or Telegram cannot be used for a while. People hear of it, nothing is lost, it goes on."""

import asyncio
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.sandbox.server import SandboxServer

from .driver import House
from .test_faults import begin, number
from .test_start_and_stop import closed_port, is_one_plain_sentence

pytestmark = pytest.mark.process

HELD_UP = "Ik kan nu even niets bewaren."


@contextmanager
def held(house: House):
    """Another program holds the database."""
    file = house.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def gone(house: House):
    """The database's file is not there."""
    file = Path(house.url.removeprefix("sqlite:///"))
    away = file.with_suffix(".away")
    file.rename(away)
    yield
    away.rename(file)


def heard(phone) -> int:
    return sum(HELD_UP in message.text for message in phone.messages)


@pytest.mark.parametrize("weather", [held, gone])
async def test_people_hear_of_it_and_what_they_did_is_done_when_it_is_over(running, weather):
    anna, bram = running["Anna"], running["Bram"]
    await asyncio.gather(begin(anna), begin(bram))
    with weather(running):
        query = anna.tap("Ja").query
        answer = await running.until(lambda: query.answer, what="an answer")
        assert answer.text.startswith(HELD_UP)
        assert answer.show_alert
        anna.write("Een opbrengst")
        bram.write("nee")
        await running.until(lambda: heard(anna) and heard(bram), what="the sentence")
        bram.write("ja")
        query = bram.tap("Nee").query
        await running.until(lambda: query.answer, what="an answer to what came later")
        assert (heard(anna), heard(bram)) == (1, 1)
        assert number(anna) == number(bram) == 1
    await running.settled()
    assert number(anna) == 2
    assert {("chosen", "ja"), ("written", "Een opbrengst")} <= set(running.answers(anna).values())
    given = [value for step, value in running.answers(bram).items() if step != "prep.start"]
    assert given[:2] == [("chosen", "nee"), ("chosen", "ja")]
    assert running.log.count("storage_trouble") <= 1
    assert running.log.count("storage_back") == running.log.count("storage_trouble")
    assert running.log.count("\n") < 10


async def test_a_kill_in_bad_weather_loses_nothing(running):
    anna = running["Anna"]
    await begin(anna)
    with gone(running):
        anna.write("nee")
        await running.until(lambda: heard(anna), what="the sentence")
        running.kill()
    await running.start()
    await running.settled()
    assert number(anna) == 2


async def test_the_program_ends_in_bad_weather_and_loses_nothing(running):
    anna = running["Anna"]
    await begin(anna)
    with gone(running):
        anna.write("nee")
        await running.until(lambda: heard(anna), what="the sentence")
        assert await running.stop() == 0
    await running.start()
    await running.settled()
    assert number(anna) == 2


STARTING = ("getMe", "setMyCommands", "deleteWebhook", "getUpdates")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_telegram_stumbles_while_the_program_starts(house, when):
    for method in STARTING:
        for kind in ("429", "502", "reset"):
            house.world.faults.add(kind, method=method, when=when)
    house.launch()
    anna = house["Anna"]
    anna.write("/verder")
    await house.until(lambda: anna.messages, what="an answer")
    await house.settled()
    assert anna.has("Begin met de motieven")
    assert await house.stop() == 0
    assert "Unclosed" not in house.log
    assert house.log.count("telegram_trouble") <= 4


async def test_a_program_that_starts_before_there_is_a_network_waits_for_it(house):
    port = closed_port()
    house.environment["TELEGRAM_API_BASE_URL"] = f"http://127.0.0.1:{port}"
    house.launch()
    await house.until(lambda: "telegram_trouble" in house.log, what="the trouble in the log")
    async with SandboxServer(house.world, port=port):
        anna = house["Anna"]
        anna.write("/verder")
        await house.until(lambda: anna.messages, what="an answer")
        await house.settled()
        assert await house.stop() == 0
    assert house.log.count("telegram_trouble") == 1
    assert "Unclosed" not in house.log


async def test_a_program_that_waits_for_the_network_can_be_stopped(house):
    house.environment["TELEGRAM_API_BASE_URL"] = f"http://127.0.0.1:{closed_port()}"
    house.launch()
    await house.until(lambda: "telegram_trouble" in house.log, what="the trouble in the log")
    assert await house.stop() == 0
    assert not re.search("Unclosed|Traceback|never awaited", house.log)


async def test_a_token_that_is_no_longer_known_ends_the_program(running):
    anna = running["Anna"]
    await begin(anna)
    token = running.world.bot.token
    running.world.bot.token = "7000000001:another"
    running.world.queue.release()
    process, running.process = running.process, None
    assert await asyncio.to_thread(process.wait, 30) == 1
    running.world.bot.token = token
    *before, last = running.log.strip().splitlines()
    assert is_one_plain_sentence(last)
    assert "TELEGRAM_BOT_TOKEN" in last
    assert "Unclosed" not in "".join(before)


async def test_a_wrong_token_leaves_nothing_open(house):
    house.environment["TELEGRAM_BOT_TOKEN"] = "7000000001:not-the-right-one"
    house.launch()
    process, house.process = house.process, None
    assert await asyncio.to_thread(process.wait, 30) == 1
    assert is_one_plain_sentence(house.log)


async def test_a_document_is_sent_whatever_happens_on_the_way(running):
    anna = running["Anna"]
    await anna.say("/menu")
    for kind, when in (("429", "before"), ("502", "before"), ("reset", "before"), ("reset", "after")):
        running.world.faults.add(kind, method="sendDocument", when=when)
    await anna.say("/mijngegevens")
    anna.tap(next(label for label in anna.labels if "bestand" in label.lower()))
    await running.settled()
    sent = [call.status for call in running.calls("sendDocument")]
    assert sent == [429, 502, 0, 0, 200]
