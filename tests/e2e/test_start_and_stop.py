"""Starting where something is missing, stopping while there is work, and the commands beside `run`."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.commands import cli
from bot.sandbox.server import SandboxServer

from . import warm
from .driver import PATIENCE, until

pytestmark = pytest.mark.process


def closed_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


NOBODY = f"http://127.0.0.1:{closed_port()}"
PROGRAM = Path(sys.executable).with_name("samenspraak")
WRONG_TOKEN = "7000000001:not-the-right-one"


async def program(house, *arguments, **environment):
    """Run a command to its end: exit code, output, errors. An empty value takes a variable away."""
    given = {name: value for name, value in house.environ(**environment).items() if value}
    out, err = (house.folder / f"{name}-{uuid.uuid4().hex}" for name in ("out", "err"))
    process = warm.start(*arguments, env=given, cwd=house.folder, out=out, err=err)
    return await asyncio.to_thread(process.wait, 30), out.read_text(), err.read_text()


def is_one_plain_sentence(said):
    """Beside what the log says in passing: where it serves, for one."""
    assert "Traceback" not in said
    lines = [line for line in said.strip().splitlines() if "level='info'" not in line]
    assert len(lines) == 1, said
    assert lines[0].endswith(".")
    return True


async def side_by_side(*programs):
    """The results of all, a few at the same time."""
    chat_thread = asyncio.Semaphore(3)

    async def one(running):
        async with chat_thread:
            return await running

    return await asyncio.gather(*(one(running) for running in programs))


async def test_sigterm_while_turns_are_under_way_loses_nothing(house):
    await house.start()
    people = [house[name] for name in ("Anna", "Bram", "Carla", "Daan")]
    for phone in people:
        phone.write("/verder")
    await house.settled()
    for phone in people:
        phone.tap("Begin met de motieven")
        for _ in range(8):  # more than Telegram's rates let out at once
            phone.write("nee")
    await house.until(lambda: house.count("turn_log WHERE kind = 'Pressed'") > 4, what="the first turns")
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await house.stop() == 0
    assert loop.time() - began < 15
    kept = house.count("inbox") + len(house.world.queue)
    assert kept >= 4 * 10  # what the bot took is on disk, the rest waits at Telegram
    await house.start()
    await house.settled()
    for phone in people:
        given = [v for step, v in house.answers(phone).items() if step != "prep.start"]
        assert given == 8 * [("chosen", "nee")]
        assert "9/" in phone.text
    assert await house.stop() == 0


async def test_sigterm_while_telegram_is_silent(house):
    """A message that cannot be sent now does not hold up the end; it is sent after the next start."""
    await house.start()
    anna = house["Anna"]
    await anna.say("/verder")
    house.world.faults.add("429", method="editMessageText", retry_after=600, times=0)
    anna.tap("Begin met de motieven")
    await house.until(lambda: house.calls("editMessageText"), what="the first try")
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await house.stop() == 0
    assert loop.time() - began < 15
    house.world.faults.clear()
    await house.start()
    await house.settled()
    assert "1/11" in anna.text


async def test_ctrl_c_stops_as_well(house):
    await house.start()
    process, house.process = house.process, None
    process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(process.wait, 30) == 0


def start_installed(house, log):
    with log.open("wb") as out:
        return subprocess.Popen(
            [PROGRAM, "run"], env=house.environ(), cwd=house.folder, stdout=out, stderr=subprocess.STDOUT
        )


async def test_the_command_as_it_is_installed(house):
    """Nothing imported beforehand, as on a server: it starts, answers and stops, and says what it does not know."""
    house.logs.append(house.folder / "installed.log")
    house.process = start_installed(house, house.logs[-1])
    anna = house["Anna"]
    anna.write("/verder")
    await until(lambda: anna.messages, within=4 * PATIENCE, what="an answer")  # a cold start on a busy machine
    assert anna.has("Begin met de motieven")
    assert await house.stop() == 0
    mistyped = await asyncio.create_subprocess_exec(PROGRAM, "fly", env=house.environ(), stderr=subprocess.PIPE)
    _, said = await asyncio.wait_for(mistyped.communicate(), 4 * PATIENCE)
    assert mistyped.returncode != 0
    assert b"No such command" in said
    assert b"Traceback" not in said


NOT_STARTING = [
    ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN"),
    ({"TELEGRAM_BOT_TOKEN": "hallo"}, "TELEGRAM_BOT_TOKEN"),
    ({"TELEGRAM_BOT_TOKEN": WRONG_TOKEN}, "TELEGRAM_BOT_TOKEN"),
    ({"DATABASE_URL": "sqlite:////proc/nowhere/x.db"}, "DATABASE_URL"),
    ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
    ({"DATABASE_URL": "mysql://localhost/x"}, "begins with sqlite:/// or postgresql://"),
    ({"TELEGRAM_API_BASE_URL": "htp:/nowhere"}, "TELEGRAM_API_BASE_URL is no address"),
    ({"DATABASE_URL": f"{NOBODY.replace('http', 'postgresql')}/x"}, "DATABASE_URL"),
    ({"SAMENSPRAAK_MODE": "pigeon"}, "SAMENSPRAAK_MODE"),
    ({"SAMENSPRAAK_MODE": "webhook"}, "WEBHOOK_URL"),
    ({"SAMENSPRAAK_MODE": "webhook", "WEBHOOK_URL": "nowhere"}, "WEBHOOK_URL"),
    ({"SAMENSPRAAK_DATA_DIR": "/proc/nowhere"}, ""),
    ({"LISTEN": "everywhere"}, "LISTEN"),
    ({"LISTEN": urlsplit(NOBODY).netloc.replace("127.0.0.1", "192.0.2.1")}, "LISTEN"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
    ({"TELEGRAM_BOT_TOKEN": "", "TELEGRAM_BOT_TOKEN_FILE": "/proc/nowhere"}, "TELEGRAM_BOT_TOKEN_FILE"),
    ({"DATABASE_URL_FILE": "/proc/version"}, "DATABASE_URL and DATABASE_URL_FILE are both set"),
]


async def test_what_is_missing_at_the_start_is_said_in_one_sentence(house):
    said = await side_by_side(*(program(house, "run", **environment) for environment, _ in NOT_STARTING))
    for (environment, names), (code, out, err) in zip(NOT_STARTING, said, strict=True):
        assert code not in (0, None), environment
        is_one_plain_sentence(err)
        assert names in err
        assert house.world.bot_token not in out + err
        assert WRONG_TOKEN not in out + err


NAMES = ("run", "demo", "check", "migrate", "chat", "backup", "restore", "health")


async def test_it_tells_its_version(house):
    code, out, err = await program(house, "--version")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"samenspraak \d+\.\d+\.\d+\S*\n", out)


async def test_every_command_explains_itself(house):
    commands = ([], ["run"], ["demo"], ["check"], ["migrate"], ["chat"], ["backup"], ["restore"])
    helps = await side_by_side(*(program(house, *name, "--help") for name in commands))
    for code, out, err in helps:
        assert (code, err) == (0, "")
        assert "Usage: samenspraak" in out
        assert "Show this message and exit." in out
    assert all(name in helps[0][1] for name in NAMES)
    assert sorted(cli.commands) == sorted(NAMES)
    assert "--port" in helps[2][1]
    assert "--no-browser" in helps[2][1]


async def test_a_mistyped_command_is_refused(house):
    mistyped = (["fly"], ["run", "--fast"], ["demo", "--port", "x"], ["chat", "nothing"])
    for code, _, err in await side_by_side(*(program(house, *arguments) for arguments in mistyped)):
        assert code != 0
        assert err
        assert "Traceback" not in err


async def test_migrate(house):
    fresh = f"sqlite:///{house.folder / 'fresh.db'}"
    first = await program(house, "migrate", DATABASE_URL=fresh)
    again = await program(house, "migrate", DATABASE_URL=fresh)
    assert first == again
    assert first[0] == 0
    assert "revision" in first[1]


async def test_check_in_good_surroundings(house):
    code, out, err = await program(house, "check")
    assert (code, err) == (0, "")
    assert all(line.startswith("ok ") for line in out.splitlines())
    assert "@samenspraak_bot" in out
    assert house.world.bot_token not in out


NOT_IN_ORDER = [
    ({"TELEGRAM_BOT_TOKEN": ""}, "token"),
    ({"TELEGRAM_BOT_TOKEN": WRONG_TOKEN}, "token"),
    ({"TELEGRAM_API_BASE_URL": NOBODY}, "telegram"),
    ({"DATABASE_URL": "nonsense"}, "database"),
    ({"DATABASE_URL": f"{NOBODY.replace('http', 'postgresql')}/x"}, "database"),
    ({"SAMENSPRAAK_MODE": "webhook"}, "updates"),
]


async def test_check_in_bad_surroundings(house):
    said = await side_by_side(*(program(house, "check", **environment) for environment, _ in NOT_IN_ORDER))
    for (environment, subject), (code, out, err) in zip(NOT_IN_ORDER, said, strict=True):
        assert (code, err) == (1, ""), environment
        (bad,) = [line for line in out.splitlines() if not line.startswith("ok ")]
        assert bad.startswith(f"NO  {subject}: ")
        assert house.world.bot_token not in out


async def test_privacy_mode_off_is_found(house):
    house.world.set_privacy(False)
    code, out, _ = await program(house, "check")
    assert code == 1
    assert "NO  privacy mode" in out


async def test_the_network_may_come_back_later(house):
    """Once the bot runs, a server that is away is only a pause."""
    house.expected = re.compile("NetworkError|polling for updates")
    await house.start()
    anna = house["Anna"]
    await anna.say("/verder")
    port = house.server.port
    await house.server.stop()
    house.world.user_presses(anna.user, anna.user, anna.screen.id, "Begin met de motieven")
    house.server = SandboxServer(house.world, port=port)
    await house.server.start()
    await house.settled()
    assert "1/11" in anna.text
