"""Scenes: what people did before somebody takes over, played against a bot that is not ours."""

import asyncio

import pytest

from bot.sandbox.errors import SandboxError
from bot.sandbox.scenes.player import Player
from bot.sandbox.scenes.script import Act, Scene, Step
from bot.sandbox.server import SandboxServer

SCENE = Scene("eerst", "Anna Voorbeeld", "deelnemer", "Zorggroep", "Kijk.", ("Tik op `Ja`.",), ("Bram Voorbeeld",), ())


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("[Ja]", Step(label="Ja")),
        ("[Kies een groep] → Team Zorg", Step(label="Kies een groep", group="Team Zorg")),
        ("overslaan (tot vraag 6/7)", Step(words="overslaan", until="vraag 6/7")),
        (" een [vast] contact ", Step(words="een [vast] contact")),
    ],
)
def test_a_step_is_read(text, step):
    assert Step.parse(text) == step


@pytest.fixture
async def echo(bot):
    """A bot that counts what it is told, and answers each press with a new text in the same message."""

    async def serve():
        offset, heard = 0, 0
        while True:
            for update in await bot.updates(offset=offset, timeout=10):
                offset, heard = update["update_id"] + 1, heard + 1
                await answer(update, f"nummer {heard}")

    async def answer(update, text):
        keys = {"inline_keyboard": [[{"text": "✓ Verder", "callback_data": "v"}]]}
        if press := update.get("callback_query"):
            place = {"chat_id": press["message"]["chat"]["id"], "message_id": press["message"]["message_id"]}
            await bot.ok("answerCallbackQuery", callback_query_id=press["id"])
            await bot.ok("editMessageText", **place, text=text, reply_markup=keys)
        else:
            await bot.ok("sendMessage", chat_id=update["message"]["chat"]["id"], text=text, reply_markup=keys)

    task = asyncio.create_task(serve())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def sent_all():
    return True


async def test_acts_are_played_step_by_step_and_told(echo, world, anna, bram):
    told = []
    world.on_change(lambda change: told.append(change.data["text"]) if change.kind == "scene" else None)
    acts = [
        Act("Anna Voorbeeld", "Anna begint.", "hallo | [Verder] | nog eens (tot nummer 5)"),
        Act("Bram Voorbeeld", "Bram ook.", "dag"),
    ]
    await Player(world, sent_all).play(acts)
    said = [(message.sender_id == world.bot.id, message.text) for message in world.messages(anna)]
    assert said == [
        *((False, "hallo"), (True, "nummer 2"), (False, "nog eens"), (True, "nummer 3")),
        *((False, "nog eens"), (True, "nummer 4"), (False, "nog eens"), (True, "nummer 5")),
    ]
    assert world.messages(bram)[-1].text == "nummer 6"
    assert told == ["Anna begint.", "Bram ook."]


@pytest.mark.parametrize("steps", ["[Weg]", "hallo (tot sint-juttemis)"])
async def test_it_does_not_wait_for_ever(echo, world, anna, steps):
    with pytest.raises(SandboxError, match="Anna Voorbeeld waited in vain"):
        await Player(world, sent_all, patience=0.3).play([Act("Anna Voorbeeld", "", steps)])


async def test_who_is_not_there_cannot_play(world, anna):
    with pytest.raises(SandboxError, match="there is no Eva"):
        await Player(world, sent_all).play([Act("Eva", "", "hallo")])


async def test_the_page_is_told_which_scenes_there_are_and_begins_one(session, world, anna):
    begun = []
    async with SandboxServer(world, scenes=[SCENE], on_scene=begun.append) as server:

        async def act(action, **body):
            async with session.post(f"{server.base_url}/sim/act/{action}", json=body) as response:
                return response.status

        async def state():
            async with session.get(f"{server.base_url}/sim/state") as response:
                return await response.json()

        assert [scene["who"] for scene in (await state())["scenes"]] == ["Anna Voorbeeld"]
        assert await act("scene", key="nonsense") == 400
        assert await act("scene", key="eerst") == 200
        assert begun == ["eerst"]
        seen = await state()
        assert (seen["scene"], seen["played"]) == ("eerst", False)
        assert await act("start", user_id=anna.id) == 200
        assert (await state())["played"]
        world.clear()
        seen = await state()
        assert (seen["scene"], seen["played"]) == ("", False)
