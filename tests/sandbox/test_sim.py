"""What the page and other programs can ask over HTTP, and the stream of changes."""

import json

import pytest


@pytest.fixture
def act(server, session):
    async def call(action, **body):
        async with session.post(f"{server.base_url}/sim/act/{action}", json=body) as response:
            return response.status, await response.json()

    return call


async def test_a_press_gives_the_bots_answer(act, bot, world, anna):
    world.user_starts(anna)
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    place = {"user_id": anna.id, "chat_id": anna.id, "message_id": sent["message_id"]}
    status, body = await act("press", **place, button="Ja")
    assert (status, body["answer"]) == (200, None)
    assert body["query_id"] in world.queries
    status, body = await act("press", **place, button="Nee")
    assert status == 409  # gone, where the page says nothing
    assert "shows 'Ja'" in body["error"]


async def test_a_group_can_be_made_and_upgraded(act, world, anna, bram):
    body = {"title": "groep", "user_id": anna.id, "member_ids": [bram.id], "with_bot": True}
    _, made = await act("create_group", **body)
    assert world.chat(made["chat_id"]).has(world.bot.id)
    _, upgraded = await act("upgrade_group", chat_id=made["chat_id"], user_id=anna.id)
    assert world.chat(made["chat_id"]).migrated_to == upgraded["chat_id"]


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [("nonsense", {}, 404), ("send", {"user_id": 1}, 400), ("restart", {}, 400), ("reset", {"kind": "empty"}, 400)],
)
async def test_what_cannot_be_done_is_said(act, action, body, status):
    code, answer = await act(action, **body)
    assert code == status
    assert answer["error"]


async def test_only_json_is_taken(server, session, anna):
    body = json.dumps({"user_id": anna.id})
    async with session.post(f"{server.base_url}/sim/act/start", data=body) as response:
        assert response.status == 415


async def test_the_stream_tells_of_each_change(server, session, world, anna):
    async with session.get(f"{server.base_url}/sim/events") as stream:
        assert await stream.content.readline() == b"event: hello\n"
        world.user_sends(anna, anna, "hallo")
        async for line in stream.content:
            if line.startswith(b"data:") and b"hallo" in line:
                assert json.loads(line[5:])["text"] == "hallo"
                return
    raise AssertionError("the stream ended early")


async def test_files_are_never_pages(server, session, world, anna):
    file = world.store_file(b"<script>alert(1)</script>", name="a.html")
    async with session.get(f"{server.base_url}/sim/file/{file.id}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
