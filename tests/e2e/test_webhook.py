"""Telegram calls the bot: who may, and when it is told that an update has arrived."""

import asyncio
import sqlite3
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp
import pytest

from .driver import free_port

pytestmark = pytest.mark.process

SECRET = "een-geheim_123"


@pytest.fixture
def hooked(house):
    """A house whose bot is to be called, at a path of its own."""
    url = f"http://127.0.0.1:{free_port()}/telegram/hier"
    house.environment = {"SAMENSPRAAK_MODE": "webhook", "WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
    return house


def command(house, number, words="/verder", name="Anna"):
    """An update as Telegram would send it."""
    user = house[name].user
    entity = {"type": "bot_command", "offset": 0, "length": len(words)}
    message = {
        "message_id": 900_000 + number,
        "date": house.world.clock.timestamp(),
        "chat": {"id": user.id, "type": "private", "first_name": user.first_name},
        "from": user.as_api(),
        "text": words,
        "entities": [entity] if words.startswith("/") else [],
    }
    return {"update_id": number, "message": message}


async def post(house, update, secret=SECRET):
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(house.environment["WEBHOOK_URL"], json=update, headers=headers) as response,
    ):
        return response.status


async def test_updates_come_in_by_webhook(hooked):
    await hooked.start()
    anna = hooked["Anna"]
    await anna.say("/verder")
    await anna.press("Begin met de motieven")
    await anna.press("Ja")
    await anna.say("Een opbrengst")
    assert hooked.answers(anna)["op.leg.1.outcome"] == ("written", "Een opbrengst")
    assert hooked.world.queue.webhook.secret_token == SECRET
    assert hooked.world.queue.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert not hooked.world.queue.webhook.last_error_message
    assert not hooked.calls("getUpdates")


async def test_a_stranger_is_refused(hooked):
    await hooked.start()
    assert await post(hooked, command(hooked, 11), secret="geraden") == 403
    assert await post(hooked, command(hooked, 12), secret=None) == 403
    assert hooked.count("inbox") == 0
    assert await post(hooked, command(hooked, 13)) == 200
    await hooked.settled()
    assert hooked.count("inbox") == 1


async def test_a_long_body_is_refused_before_it_is_read_and_of_a_stranger_nothing_is(hooked):
    """It says how long it is, and never sends it; or it does not say so, and is cut off."""
    await hooked.start()
    url = urlsplit(hooked.environment["WEBHOOK_URL"])

    async def head(secret, length):
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        lines = (f"POST {url.path} HTTP/1.1", "Host: here", f"X-Telegram-Bot-Api-Secret-Token: {secret}", length)
        writer.write("\r\n".join((*lines, "", "")).encode())
        if length.startswith("Transfer"):
            piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
            with suppress(ConnectionError):
                for _ in range(40):
                    writer.write(piece)
                    await writer.drain()
        status = await asyncio.wait_for(reader.readline(), 10)
        writer.close()
        return int(status.split()[1])

    assert await head(SECRET, "Content-Length: 1000001") == 413
    assert await head("geraden", "Content-Length: 1000001") == 403
    assert await head("geraden", "Content-Length: 1000") == 403
    assert await head(SECRET, "Transfer-Encoding: chunked") == 413
    assert hooked.count("inbox") == 0


async def test_what_is_no_update_is_refused_and_what_cannot_be_read_is_not_sent_again(hooked):
    await hooked.start()
    assert await post(hooked, ["no update"]) == 400
    assert await post(hooked, {"update_id": 17, "message": {"text": "geheim", "chat": 7}}) == 200
    assert "geheim" not in hooked.log
    assert "update=17" in hooked.log


async def test_without_a_secret_of_ones_own_a_stranger_is_refused_as_well(hooked):
    del hooked.environment["WEBHOOK_SECRET"]
    await hooked.start()
    for secret in (None, "", "geraden"):
        assert await post(hooked, command(hooked, 11), secret=secret) == 403
    assert hooked.count("inbox") == 0
    await hooked["Anna"].say("/verder")
    assert hooked.count("inbox") == 1


async def test_a_200_means_that_the_update_is_on_disk(hooked):
    """The bot is killed as soon as it has said 200; the next one has the update and does what it asks, once."""
    anna = hooked["Anna"]
    await hooked.start()
    assert await post(hooked, command(hooked, 11)) == 200
    hooked.kill()
    assert hooked.count('inbox WHERE "update" = 11') == 1
    await hooked.start()
    await hooked.settled()
    assert 1 <= len(anna.messages) <= 2
    assert hooked.count("turn_log WHERE kind = 'page.verder'") == 1


async def test_the_same_update_twice_changes_nothing(hooked):
    anna = hooked["Anna"]
    await hooked.start()
    await post(hooked, command(hooked, 11))
    await hooked.settled()
    await anna.press("Begin met de motieven")
    await anna.press("Ja")
    answer = command(hooked, 15, "Een opbrengst")
    assert [await post(hooked, answer) for _ in range(3)] == [200, 200, 200]
    await hooked.settled()
    said, kept = len(anna.messages), hooked.answers(anna)
    assert kept["op.leg.1.outcome"] == ("written", "Een opbrengst")
    assert "2/11" in anna.text
    hooked.kill()
    await hooked.start()
    assert await post(hooked, answer) == 200
    await hooked.settled()
    assert (len(anna.messages), hooked.answers(anna)) == (said, kept)
    assert hooked.count("turn_log WHERE kind = 'Typed'") == 1


async def test_while_the_disk_is_busy_nothing_is_confirmed(hooked):
    """Somebody else holds the database: the webhook answers only after the update could be written."""
    await hooked.start()
    await hooked.settled()
    other = sqlite3.connect(hooked.folder / "samenspraak.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        answer = asyncio.create_task(post(hooked, command(hooked, 11)))
        done, _ = await asyncio.wait({answer}, timeout=0.5)
        assert not done
        other.execute("ROLLBACK")
        assert await answer == 200
    finally:
        other.close()
    assert hooked.count('inbox WHERE "update" = 11') == 1
    await hooked.settled()


async def test_from_webhook_to_polling_and_back(hooked):
    webhook = hooked.environment
    await hooked.start()
    hooked.kill()
    hooked["Anna"].write("/verder")
    hooked.environment = {}
    await hooked.start()
    await hooked.settled()
    assert hooked["Anna"].has("Begin met de motieven")
    assert hooked.world.queue.webhook is None
    hooked.kill()
    hooked.environment = webhook
    await hooked.start()
    await hooked["Anna"].press("Begin met de motieven")
    assert hooked["Anna"].has("Nee")
