"""A well-known Bot API library as referee: it must understand every update and every answer."""

import struct
import zlib

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

ALL = [*Update.ALL_TYPES]


def picture(width=40, height=30):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
async def library(server, world):
    request = HTTPXRequest()
    urls = {"base_url": f"{server.base_url}/bot", "base_file_url": f"{server.base_url}/file/bot"}
    async with Bot(world.bot_token, request=request, get_updates_request=HTTPXRequest(), **urls) as bot:
        yield bot


async def test_every_update_is_understood(bot, library, world, anna, bram):
    await bot.updates(allowed_updates=ALL)
    world.user_starts(anna, "abc")
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    world.user_presses(anna, anna, sent["message_id"], "Ja")
    world.user_presses(anna, anna, sent["message_id"], "Ja", inaccessible=True)
    mine = world.user_sends(anna, anna, "hallo /x https://x.nl", reply_to=sent["message_id"])
    world.user_edits(anna, anna, mine.id, "anders")
    world.user_sends_photo(anna, anna, picture(), caption="foto")
    world.user_sends_document(anna, anna, b"abc", name="a.txt")
    world.user_sends_voice(anna, anna)
    world.user_sends_sticker(anna, anna)
    world.user_forwards(anna, anna, mine.id, anna)
    world.user_reacts(anna, anna, mine.id, "👍")
    world.user_blocks(anna)
    world.user_unblocks(anna)
    group = world.create_group("groep", anna, [bram], with_bot=True)
    world.promote_bot(group, anna)
    world.promote_member(group, bram, by=anna, anonymous=True)
    world.user_sends(bram, group, "anoniem")
    world.rename_group(group, anna, "andere naam")
    vote = {"question": "?", "options": ["a", "b"], "is_anonymous": False}
    poll = await bot.ok("sendPoll", chat_id=group.id, **vote)
    world.user_votes(anna, group, poll["message_id"], [1])
    world.remove_member(group, bram, by=anna)
    forum = world.upgrade_group(group, anna, forum=True)
    world.create_topic(forum, anna, "Zorg")
    world.remove_bot(forum, anna)
    raw = await bot.updates(limit=100)
    kinds = {name for update in raw for name in update if name != "update_id"}
    wanted = {"message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"}
    assert kinds == wanted | {"poll", "poll_answer"}
    for update in raw:
        read = Update.de_json(update, library)
        assert read.update_id == update["update_id"]
        assert not read.api_kwargs, "the library does not know a field we sent"
        shown = read.effective_message
        unknown = dict(shown.api_kwargs) if shown and hasattr(shown, "api_kwargs") else {}
        # Older fields the real server still sends beside their successors.
        for name in ("new_chat_member", "new_chat_participant", "left_chat_participant"):
            unknown.pop(name, None)
        assert not unknown


async def test_every_method_answers_what_the_library_expects(library, world, anna, bram):
    world.user_starts(anna)
    forum = world.create_supergroup("forum", anna, [bram], with_bot=True, forum=True)
    world.promote_bot(forum, anna)
    assert (await library.get_me()).username == world.bot_username
    photo = await library.send_photo(anna.id, picture(), caption="<b>x</b>", parse_mode="HTML")
    assert (photo.photo[-1].width, photo.photo[-1].height) == (40, 30)
    document = await library.send_document(anna.id, b"inhoud", filename="verslag.txt")
    file = await library.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"inhoud"
    album = [InputMediaPhoto(picture(), caption="een"), InputMediaPhoto(picture())]
    assert len({message.media_group_id for message in await library.send_media_group(anna.id, album)}) == 1
    place = {"chat_id": anna.id, "message_id": photo.message_id}
    assert (await library.edit_message_caption(caption="y", **place)).caption == "y"
    new = InputMediaDocument(b"abc", filename="b.txt")
    assert (await library.edit_message_media(new, **place)).document.file_name == "b.txt"
    assert (await library.forward_message(forum.id, anna.id, photo.message_id)).forward_origin.date
    copied = await library.copy_message(forum.id, anna.id, photo.message_id, caption="z")
    assert world.message(forum, copied.message_id).text == "z"
    poll = await library.send_poll(anna.id, "?", ["a", "b"])
    assert (await library.stop_poll(anna.id, poll.message_id)).is_closed
    assert await library.send_chat_action(anna.id, "typing")
    assert await library.set_message_reaction(**place, reaction="👍")
    assert await library.pin_chat_message(**place)
    assert (await library.get_chat(anna.id)).pinned_message
    assert await library.unpin_chat_message(**place)
    assert await library.delete_message(**place)
    assert await library.delete_messages(anna.id, [poll.message_id, 99999])
    assert (await library.create_forum_topic(forum.id, "Zorg")).name == "Zorg"
    assert (await library.get_chat_member(forum.id, anna.id)).status == "creator"
    assert {admin.user.id for admin in await library.get_chat_administrators(forum.id)} == {anna.id, library.id}
    assert await library.get_chat_member_count(forum.id) == 3
    assert await library.set_my_commands([("menu", "Menu")], language_code="nl")
    assert [one.command for one in await library.get_my_commands(language_code="nl")] == ["menu"]
    assert await library.delete_my_commands(language_code="nl")
    assert await library.get_my_commands(language_code="nl") == ()
    assert (await library.get_chat_menu_button(anna.id)).type == "commands"
    assert await library.set_my_description("Over de bot")
    assert (await library.get_my_description()).description == "Over de bot"
    assert await library.leave_chat(forum.id)
    assert world.refusals == []


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_refusals_become_the_librarys_errors(library, server, world, anna, bram):
    world.user_starts(anna)
    group = world.create_group("groep", anna, [bram], with_bot=True)
    with pytest.raises(Forbidden):
        await library.send_message(bram.id, "x")
    with pytest.raises(BadRequest):
        await library.send_message(1, "x")
    world.faults.add("429", retry_after=3)
    with pytest.raises(RetryAfter):
        await library.send_message(anna.id, "x")
    world.faults.add("502")
    with pytest.raises(NetworkError):
        await library.send_message(anna.id, "x")
    new = world.upgrade_group(group, anna)
    with pytest.raises(ChatMigrated) as migrated:
        await library.send_message(group.id, "x")
    assert migrated.value.new_chat_id == new.id
    await library.set_webhook("http://127.0.0.1:9/x")
    with pytest.raises(Conflict):
        await library.get_updates()
    with pytest.raises(EndPointNotFound):
        await library.do_api_request("sendNonsense")
