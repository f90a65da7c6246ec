"""What whoever runs the program gets: health, metrics, secrets in files, a log as JSON, word to systemd."""

import asyncio
import json
import re
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from .driver import until
from .test_start_and_stop import is_one_plain_sentence, program
from .test_webhook import free_port

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]


@pytest.fixture
def listening(house):
    house.environment["LISTEN"] = f"127.0.0.1:{free_port()}"
    return house


async def get(house, path):
    address = f"http://{house.environment['LISTEN']}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def health(house):
    status, body = await get(house, "/health")
    return status, json.loads(body)


async def test_health_and_metrics_of_a_program_at_work(listening):
    await listening.start()
    await listening["Anna"].say("/verder")
    status, said = await health(listening)
    assert status == 200
    assert said["alive"]
    assert said["role"] == "working"
    assert said["database"]
    assert 0 <= said["last_poll"] < 30
    assert (said["oldest_unsent"], said["oldest_overdue"], said["last_copy"]) == (None, None, None)
    code, out, _ = await program(listening, "health")
    assert code == 0
    assert out.startswith("ok  working\n")
    code, _, err = await program(listening, "backup", str(listening.folder / "copy"))
    assert (code, err) == (0, "")
    assert 0 <= (await health(listening))[1]["last_copy"] < 60
    status, body = await get(listening, "/metrics")
    found = {
        (one.name, *one.labels.values()): one.value for f in text_string_to_metric_families(body) for one in f.samples
    }
    assert status == 200
    assert found["samenspraak_role", "working"] == 1
    assert found["samenspraak_role", "standing by"] == 0
    assert found["samenspraak_database_up",] == 1
    assert found["samenspraak_last_poll_age_seconds",] >= 0
    assert found["samenspraak_last_copy_age_seconds",] >= 0
    assert (await get(listening, "/anything"))[0] == 404


async def test_health_tells_how_long_telegram_was_asked_in_vain(listening):
    """Somebody who looks after it must hear of it, also where it was never reached since the start."""
    listening.environment["TELEGRAM_API_BASE_URL"] = f"http://127.0.0.1:{free_port()}"
    listening.launch()
    await listening.until(lambda: "telegram_trouble" in listening.log, what="the trouble in the log")
    _, said = await health(listening)
    assert said["role"] == "starting"
    assert 0 <= said["last_poll"] < 60
    assert await listening.stop() == 0


async def test_health_tells_what_is_left_undone(listening):
    """A message nobody could take for an hour, and a timer of yesterday that fails each time."""
    await listening.start()
    anna = listening["Anna"]
    listening.world.faults.add("429", method="sendMessage", retry_after=600, times=0)
    anna.write("/verder")
    await listening.until(lambda: listening.calls("sendMessage"), what="the first try")
    with listening._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET created_at = datetime(created_at, '-1 hour')")
    status, said = await health(listening)
    assert status == 503
    assert 3500 < said["oldest_unsent"] < 3900
    code, out, err = await program(listening, "health")
    assert (code, err) == (1, "")
    assert "NO  A message has been waiting" in out


async def test_health_tells_what_is_wrong_with_the_database(listening):
    """In the words of the operator's log, and without waiting for it."""
    await listening.start()
    listening.expected = re.compile("storage_trouble")
    database = listening.folder / "samenspraak.db"
    database.rename(listening.folder / "elsewhere.db")
    listening["Anna"].write("/verder")
    await listening.until(lambda: "trouble" in listening.log, what="meeting with trouble")
    status, said = await health(listening)
    assert status == 503
    assert said["database"] is False
    (sentence,) = said["wrong"]
    assert "its file is gone" in sentence
    assert sentence == said["trouble"]


async def test_health_tells_that_nothing_can_be_kept_though_all_can_be_read(listening):
    """As on a disk that is full."""
    await listening.start()
    listening.expected = re.compile("storage_trouble")
    whole = resource.prlimit(listening.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(listening.process.pid, resource.RLIMIT_FSIZE, (40_000, whole[1]))
    listening["Anna"].write("/verder")
    await listening.until(lambda: "storage_trouble" in listening.log, what="meeting with trouble")
    status, said = await health(listening)
    assert (status, said["database"], said["wrong"]) == (503, False, [said["trouble"]])
    resource.prlimit(listening.process.pid, resource.RLIMIT_FSIZE, whole)
    await listening.until(lambda: "storage_back" in listening.log, what="going on")
    assert (await health(listening))[0] == 200


async def test_health_when_nobody_is_there(listening):
    code, out, err = await program(listening, "health")
    assert code == 1
    assert not out
    assert is_one_plain_sentence(err)
    assert "Nothing answers" in err


LOADED = """
import sys
before = set(sys.modules)
from bot.__main__ import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))
"""


def test_asking_for_health_loads_nothing_but_the_standard_library():
    """It is asked twice a minute, on machines that need many seconds to load the program itself."""
    command = [sys.executable, "-c", LOADED, "health"]
    environment = {"LISTEN": "127.0.0.1:1", "PYTHONPATH": str(ROOT)}
    asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Nothing answers" in asked.stderr
    assert asked.stdout == "bot\n"


async def test_a_default_address_that_is_taken_does_not_stop_a_program_that_asks(house):
    house.environment["LISTEN"] = ""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8443))
            taken.listen()
        except OSError:
            pass  # somebody else has it: that is what this is about
        del house.environment["LISTEN"]
        environ = house.environ
        house.environ = lambda **more: {k: v for k, v in environ(**more).items() if k != "LISTEN"}
        await house.start()
        await house["Anna"].say("/verder")
    assert "'not_served'" in house.log


async def test_secrets_may_stand_in_files(listening):
    token, url = listening.folder / "token", listening.folder / "url"
    token.write_text(f"{listening.world.bot_token}\n")
    url.write_text(f"{listening.url}\n")
    named = {"TELEGRAM_BOT_TOKEN_FILE": str(token), "DATABASE_URL_FILE": str(url)}
    given = listening.environ
    listening.environ = lambda **more: {
        name: value for name, value in {**given(**more), **named}.items() if f"{name}_FILE" not in named
    }
    await listening.start()
    await listening["Anna"].say("/verder")
    assert listening["Anna"].messages


async def test_the_log_as_json(listening):
    """Each line, also of the libraries and with a traceback."""
    listening.environment |= {"LOG_FORMAT": "json", "LOG_LEVEL": "DEBUG"}
    await listening.start()
    listening.world.faults.add("502", method="getUpdates", times=1)
    await listening["Anna"].say("/verder")
    assert await listening.stop() == 0
    lines = [json.loads(line) for line in listening.log.splitlines()]
    assert {"serves", "telegram_trouble"} & {line["event"] for line in lines}
    (started,) = [line for line in lines if line["event"] == "started"]
    assert (started["updates"], started["database"]) == ("polling", "sqlite")
    assert all({"timestamp", "level", "event"} <= set(line) for line in lines)


async def test_an_update_that_cannot_be_read_is_told_by_its_number_only(listening):
    await listening.start()
    anna = listening["Anna"]
    secret = "iets heel persoonlijks"
    listening.world.queue.push("message", {"message_id": "geen getal", "text": secret, "chat": 7})
    anna.write("/verder")
    await until(lambda: anna.messages, what="the update behind it")
    log = listening.log
    assert re.search(r"event='update_unreadable'.* update=\d+", log)
    assert secret not in log
    assert "Traceback" not in log


async def test_systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops(listening):
    path = listening.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.bind(str(path))
        out.settimeout(20)
        listening.environment |= {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "400000"}
        await listening.start()

        def receive():
            return out.recv(4096).decode().splitlines()

        assert await asyncio.to_thread(receive) == ["READY=1", "STATUS=starting"]
        began = time.monotonic()
        heard = [await asyncio.to_thread(receive) for _ in range(4)]
        assert heard.count(["WATCHDOG=1"]) == 3
        assert ["READY=1", "STATUS=working"] in heard
        assert time.monotonic() - began < 5
        assert await listening.stop() == 0
        while (last := await asyncio.to_thread(receive)) == ["WATCHDOG=1"]:
            pass
        assert last == ["STOPPING=1"]
