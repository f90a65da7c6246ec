"""Delivery to a webhook: the secret, retries, conflicts with polling, a method in the answer."""

import asyncio

import pytest
from aiohttp import web

from .conftest import eventually, is_polling


@pytest.fixture
async def receiver():
    """An address that takes updates; the first answers are those in `script`, then 200."""

    class Receiver:
        script: list
        updates: list
        secrets: list

    found = Receiver()
    found.script, found.updates, found.secrets = [], [], []

    async def take(request):
        found.updates.append(await request.json())
        found.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = found.script.pop(0) if found.script else 200
        return web.json_response(answer) if isinstance(answer, dict) else web.Response(status=answer)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/hook"
    yield found
    await runner.cleanup()


async def test_updates_arrive_with_the_secret_and_are_confirmed(bot, world, anna, receiver):
    await bot.ok("setWebhook", url=receiver.url, secret_token="geheim-1")
    world.user_sends(anna, anna, "een")
    world.user_sends(anna, anna, "twee")
    await eventually(lambda: len(receiver.updates) == 2 and not len(world.queue))
    assert [update["message"]["text"] for update in receiver.updates] == ["een", "twee"]
    assert receiver.secrets == ["geheim-1", "geheim-1"]
    assert (await bot.ok("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_failed_delivery_is_tried_again(bot, world, anna, receiver):
    receiver.script = [500, 403]
    await bot.ok("setWebhook", url=receiver.url)
    world.user_sends(anna, anna, "een")
    await eventually(lambda: len(receiver.updates) == 3)
    assert len({update["update_id"] for update in receiver.updates}) == 1
    info = await bot.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 403"


async def test_a_method_may_come_in_the_answer(bot, world, anna, receiver):
    receiver.script = [{"method": "sendMessage", "chat_id": anna.id, "text": "dag"}]
    await bot.ok("setWebhook", url=receiver.url)
    world.user_sends(anna, anna, "een")
    await world.until(lambda: world.messages(anna)[-1].text == "dag")


async def test_polling_and_a_webhook_exclude_each_other(bot, world, anna, receiver):
    poll = asyncio.create_task(bot("getUpdates", timeout=30))
    await eventually(lambda: is_polling(world))
    await bot.ok("setWebhook", url=receiver.url)
    assert (await poll)[0] == 409
    status, description = await bot.refused("getUpdates")
    assert status == 409
    assert description.startswith("Conflict: can't use getUpdates method while webhook is active")
    await bot.ok("deleteWebhook")
    world.user_sends(anna, anna, "een")
    assert len(await bot.updates()) == 1


@pytest.mark.parametrize("secret", ["x" * 257, "spatie erin"])
async def test_a_secret_has_its_alphabet(bot, secret):
    status, _ = await bot.refused("setWebhook", url="http://127.0.0.1:9/x", secret_token=secret)
    assert status == 400
