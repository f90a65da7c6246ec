"""Groups: what privacy mode lets through, membership, anonymous admins, migration, topics, deep links."""

import pytest

from bot.sandbox.errors import SandboxError

from .conftest import kinds


@pytest.fixture
def group(world, anna, bram):
    return world.create_group("groep", anna, [bram], with_bot=True)


async def texts(bot, world):
    updates = await bot.updates()
    if updates:
        await bot.updates(offset=updates[-1]["update_id"] + 1)
    found = [update.get("message") or update.get("edited_message") for update in updates]
    return [message["text"] for message in found if message and "text" in message]


async def test_privacy_mode_lets_only_the_bots_own_business_through(bot, world, anna, group):
    await texts(bot, world)
    world.user_sends(anna, group, "zomaar")
    world.user_sends(anna, group, "/overzicht")
    world.user_sends(anna, group, "/overzicht@another_bot")
    world.user_sends(anna, group, "tekst /overzicht@SAMENSPRAAK_bot")
    assert await texts(bot, world) == ["tekst /overzicht@SAMENSPRAAK_bot"]
    sent = await bot.ok("sendMessage", chat_id=group.id, text="hier")
    world.user_sends(anna, group, "/overzicht")
    reply = world.user_sends(anna, group, "antwoord", reply_to=sent["message_id"])
    world.user_edits(anna, group, reply.id, "beter antwoord")
    world.user_sends(anna, group, "zomaar")
    assert await texts(bot, world) == ["/overzicht", "antwoord", "beter antwoord"]


async def test_another_bot_takes_the_bare_commands(bot, world, anna, group):
    other = world.add_user("Andere", username="another_bot", is_bot=True)
    world.add_member(group, other, by=anna)
    await bot.ok("sendMessage", chat_id=group.id, text="hier")
    world.user_sends(other, group, "ik ook")
    await texts(bot, world)
    world.user_sends(anna, group, "/overzicht")
    assert await texts(bot, world) == []


@pytest.mark.parametrize("how", ["admin", "added again with privacy off"])
async def test_an_admin_or_a_bot_without_privacy_sees_everything(bot, world, anna, group, how):
    if how == "admin":
        world.promote_bot(group, anna)
    else:
        world.set_privacy(False)
        world.user_sends(anna, group, "nog niet")
        world.remove_bot(group, anna)
        world.add_bot(group, anna)
    await_before = await texts(bot, world)
    assert "nog niet" not in await_before, "the setting holds from the next time the bot is added"
    world.user_sends(anna, group, "zomaar")
    assert await texts(bot, world) == ["zomaar"]


async def test_membership_reaches_the_bot(bot, world, anna, bram):
    group = world.create_group("groep", anna)
    world.add_bot(group, anna)
    first = await bot.updates(allowed_updates=["message", "my_chat_member", "chat_member"])
    assert kinds(first) == ["my_chat_member", "message"]
    assert first[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    offset = first[-1]["update_id"] + 1
    world.add_member(group, bram, by=anna)
    assert kinds(await bot.updates(offset=offset)) == ["message"], "only an admin gets chat_member"
    world.promote_bot(group, anna)
    world.user_leaves(bram, group)
    later = (await bot.updates(offset=offset))[1:]
    assert kinds(later) == ["my_chat_member", "chat_member", "message"]
    world.remove_bot(group, anna)
    last = (await bot.updates(offset=later[-1]["update_id"] + 1))[-1]
    assert last["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_blocking_is_a_change_of_membership(bot, world, anna):
    world.user_starts(anna)
    world.user_blocks(anna)
    world.user_unblocks(anna)
    updates = await bot.updates()
    statuses = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u]
    assert statuses == ["kicked", "member"]


async def test_anonymous_admins_share_one_id(bot, world, anna, bram, group):
    world.promote_bot(group, anna)
    world.promote_member(group, bram, by=anna, anonymous=True)
    world.user_sends(bram, group, "wie ben ik")
    message = (await bot.updates())[-1]["message"]
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == group.id


@pytest.mark.parametrize(("announce", "fields"), [("both", 2), ("to", 1), ("from", 1)])
async def test_an_upgrade_sends_service_messages(bot, world, anna, group, announce, fields):
    await texts(bot, world)
    new = world.upgrade_group(group, anna, announce=announce)
    updates = await bot.updates()
    messages = [update["message"] for update in updates if "message" in update]
    assert len(messages) == fields
    (came,) = (update["my_chat_member"] for update in updates if "my_chat_member" in update)
    statuses = (came["old_chat_member"]["status"], came["new_chat_member"]["status"])
    assert (came["chat"]["id"], *statuses) == (new.id, "left", "member")
    if announce != "from":
        assert (messages[0]["chat"]["id"], messages[0]["migrate_to_chat_id"]) == (group.id, new.id)
    if announce != "to":
        assert (messages[-1]["chat"]["id"], messages[-1]["migrate_from_chat_id"]) == (new.id, group.id)
    assert (await bot.ok("sendMessage", chat_id=new.id, text="hier"))["chat"]["type"] == "supergroup"
    with pytest.raises(SandboxError, match="supergroup"):
        world.user_sends(anna, group, "oude plek")


async def test_topics_have_threads(bot, world, anna):
    forum = world.create_supergroup("forum", anna, with_bot=True, forum=True)
    thread = world.create_topic(forum, anna, "Zorg")
    sent = await bot.ok("sendMessage", chat_id=forum.id, text="hier", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    answer = world.user_sends(anna, forum, "ja", reply_to=sent["message_id"], thread_id=thread)
    assert (await bot.updates())[-1]["message"]["message_id"] == answer.id


async def test_deep_links(bot, world, anna, bram):
    link = f"https://t.me/{world.bot_username}"
    world.user_opens_link(anna, f"{link}?start=abc_1")
    group = world.create_group("groep", bram)
    world.user_opens_link(bram, f"{link}?startgroup=tok", group=group)
    updates = await bot.updates()
    assert updates[0]["message"]["text"] == "/start abc_1"
    assert updates[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert kinds(updates[1:]) == ["my_chat_member", "message", "message"]
    assert updates[-1]["message"]["text"] == f"/start@{world.bot_username} tok"
    with pytest.raises(SandboxError, match="64"):
        world.user_opens_link(anna, f"{link}?start=" + "x" * 65)
    with pytest.raises(SandboxError, match="lead"):
        world.user_opens_link(anna, "https://t.me/another_bot?start=x")


async def test_a_press_names_a_button_that_is_on_the_screen(bot, world, anna):
    world.user_starts(anna)
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    with pytest.raises(SandboxError, match="'Nee' on the screen; it shows 'Ja'"):
        world.user_presses(anna, anna, sent["message_id"], "Nee")
    world.user_presses(anna, anna, sent["message_id"], "j", inaccessible=True)
    query = (await bot.updates())[-1]["callback_query"]
    assert query["chat_instance"]
    assert query["message"] == {"message_id": sent["message_id"], "chat": sent["chat"], "date": 0}


def test_a_long_text_leaves_in_pieces_as_the_apps_do(world, anna):
    world.user_sends(anna, anna, "x" * 5000)
    assert [len(message.text) for message in world.messages(anna)] == [4096, 904]
