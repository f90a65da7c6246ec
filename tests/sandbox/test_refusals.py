"""Every refusal Telegram is known for, with its status. `fact` names the line of the Bot API facts it stands on."""

import io
from datetime import timedelta

import aiohttp
import pytest

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
PARSE = "Bad Request: can't parse entities: "


def keyboard(*buttons, row=8):
    rows = [list(buttons[at : at + row]) for at in range(0, len(buttons), row)]
    return {"inline_keyboard": rows}


def key(number=0, **fields):
    return {"text": f"knop {number}", **(fields or {"callback_data": str(number)})}


SEND = [
    ("limits: text 1-4096 after parsing", {"text": ""}, "Bad Request: message text is empty"),
    ("limits: white space only", {"text": " \n "}, "Bad Request: message text is empty"),
    ("limits: tags alone", {"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    ("limits: text 4096 code points", {"text": "é" * 4097}, "Bad Request: message is too long"),
    (
        "limits: html tags, unknown",
        {"text": "ok é<x>", "parse_mode": "HTML"},
        PARSE + 'Unsupported start tag "x" at byte offset 5',
    ),
    (
        "limits: html tags, no end",
        {"text": "<b>vet", "parse_mode": "HTML"},
        PARSE + 'Can\'t find end tag corresponding to start tag "b"',
    ),
    (
        "limits: html tags, wrong end",
        {"text": "<b>vet</i>", "parse_mode": "HTML"},
        PARSE + 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
    ),
    (
        "limits: html tags, end alone",
        {"text": "vet</b>", "parse_mode": "HTML"},
        PARSE + "Unexpected end tag at byte offset 3",
    ),
    (
        "limits: html tags, unclosed",
        {"text": "a <b", "parse_mode": "HTML"},
        PARSE + "Unclosed start tag at byte offset 2",
    ),
    ("limits: unknown mode", {"text": "x", "parse_mode": "Wiki"}, "Bad Request: unsupported parse_mode"),
    (
        "limits: callback_data 64 bytes",
        {"text": "x", "reply_markup": keyboard(key(callback_data="é" * 33))},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "limits: callback_data 1 byte",
        {"text": "x", "reply_markup": keyboard(key(callback_data=""))},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "limits: 100 buttons",
        {"text": "x", "reply_markup": keyboard(*map(key, range(101)))},
        "Bad Request: reply markup is too long",
    ),
    (
        "limits: 8 a row",
        {"text": "x", "reply_markup": keyboard(*map(key, range(9)), row=9)},
        "Bad Request: reply markup is too long",
    ),
    (
        "limits: text-only button",
        {"text": "x", "reply_markup": keyboard({"text": "kaal"})},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "edits: reply not found",
        {"text": "x", "reply_parameters": {"message_id": 99999}},
        "Bad Request: message to be replied not found",
    ),
    ("groups: General has no thread", {"text": "x", "message_thread_id": 1}, "Bad Request: message thread not found"),
]


@pytest.mark.parametrize(("fact", "params", "description"), SEND, ids=[row[0] for row in SEND])
async def test_sending_is_refused(bot, world, anna, fact, params, description):
    world.user_starts(anna)
    before = len(world.messages(anna))
    assert await bot.refused("sendMessage", chat_id=anna.id, **params) == (400, description)
    assert len(world.messages(anna)) == before, "a refused message must not appear"
    assert world.refusals[-1].description == description


async def test_the_longest_text_and_the_widest_keyboard_are_accepted(bot, world, anna):
    world.user_starts(anna)
    markup = keyboard(*(key(number, callback_data="x" * 64) for number in range(100)))
    text = "<b>" + "😀" * 4096 + "</b>"
    sent = await bot.ok("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML", reply_markup=markup)
    assert sent["entities"] == [{"offset": 0, "length": 8192, "type": "bold"}]
    assert sum(map(len, sent["reply_markup"]["inline_keyboard"])) == 100


PLACES = [
    ("403: never started, met in a group", "met", 403, "Forbidden: bot can't initiate conversation with a user"),
    ("400: never met", "stranger", 400, "Bad Request: chat not found"),
    ("403: blocked", "blocked", 403, "Forbidden: bot was blocked by the user"),
    ("403: deactivated", "deactivated", 403, "Forbidden: user is deactivated"),
    ("400: unknown id", "unknown", 400, "Bad Request: chat not found"),
    ("400: no id", "none", 400, "Bad Request: chat_id is empty"),
    ("400: chat of two persons", "direct", 400, "Bad Request: chat not found"),
    ("403: kicked, group", "kicked", 403, "Forbidden: bot was kicked from the group chat"),
    ("403: kicked, supergroup", "kicked super", 403, "Forbidden: bot was kicked from the supergroup chat"),
    ("403: left", "left", 403, "Forbidden: bot is not a member of the group chat"),
    ("400: no rights", "muted", 400, "Bad Request: not enough rights to send text messages to the chat"),
]


@pytest.mark.parametrize(("fact", "place", "status", "description"), PLACES, ids=[row[0] for row in PLACES])
async def test_a_place_is_refused(bot, world, anna, bram, fact, place, status, description):
    world.user_starts(anna)
    chat_id = await make_place(world, bot, anna, bram, place)
    assert await bot.refused("sendMessage", chat_id=chat_id, text="hallo") == (status, description)


async def make_place(world, bot, anna, bram, place):
    if place == "met":
        world.create_group("groep", anna, [bram], with_bot=True)
        return bram.id
    if place == "blocked":
        world.user_blocks(anna)
        return anna.id
    if place == "deactivated":
        world.deactivate_user(anna)
        return anna.id
    if place in ("stranger", "unknown", "none", "direct"):
        direct = world.open_direct(anna, bram).id
        return {"stranger": bram.id, "unknown": 12345, "none": "", "direct": direct}[place]
    make = world.create_supergroup if "super" in place else world.create_group
    group = make("groep", anna, with_bot=True)
    if "kicked" in place:
        world.remove_bot(group, anna)
    elif place == "left":
        await bot.ok("leaveChat", chat_id=group.id)
    else:
        group.bots_may_write = False
    return group.id


async def test_an_upgraded_group_names_its_new_id(bot, world, anna):
    old = world.create_group("groep", anna, with_bot=True)
    new = world.upgrade_group(old, anna)
    status, body = await bot("sendMessage", chat_id=old.id, text="x")
    assert (status, body["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": new.id}


async def test_edits_are_refused_as_telegram_does(bot, world, anna):
    mine = world.user_starts(anna)
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="een", reply_markup=keyboard(key()))
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    same = {"text": "een", "reply_markup": keyboard(key())}
    assert await bot.refused("editMessageText", **place, **same) == (400, NOT_MODIFIED)
    gone = {"chat_id": anna.id, "message_id": 9999}
    assert await bot.refused("editMessageText", **gone, text="x") == (400, "Bad Request: message to edit not found")
    foreign = {"chat_id": anna.id, "message_id": mine.id}
    assert await bot.refused("editMessageText", **foreign, text="x") == (400, "Bad Request: message can't be edited")
    no_caption = (400, "Bad Request: there is no caption in the message to edit")
    assert await bot.refused("editMessageCaption", **place, caption="x") == no_caption


@pytest.mark.parametrize("markup", [{"force_reply": True}, {"keyboard": [["Ja"]]}, {"remove_keyboard": True}])
async def test_a_message_with_a_reply_keyboard_can_never_be_edited(bot, world, anna, markup):
    world.user_starts(anna)
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="een", reply_markup=markup)
    assert "reply_markup" not in sent
    refused = await bot.refused("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="twee")
    assert refused == (400, "Bad Request: message can't be edited")


async def test_an_edit_without_markup_takes_the_keyboard_away(bot, world, anna):
    world.user_starts(anna)
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="een", reply_markup=keyboard(key()))
    edited = await bot.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="een")
    assert "reply_markup" not in edited


async def test_a_query_is_answered_once_and_in_time(bot, world, anna):
    world.user_starts(anna)
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="een", reply_markup=keyboard(key()))
    press = world.user_presses(anna, anna, sent["message_id"], "knop 0")
    await bot.ok("answerCallbackQuery", callback_query_id=press.query.id, text="goed")
    assert (await press.answer()).text == "goed"
    assert await bot.refused("answerCallbackQuery", callback_query_id=press.query.id) == (400, TOO_OLD)
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == (400, TOO_OLD)
    late = world.user_presses(anna, anna, sent["message_id"], "knop 0")
    world.jump(world.query_window + timedelta(seconds=1))
    assert await bot.refused("answerCallbackQuery", callback_query_id=late.query.id) == (400, TOO_OLD)


async def test_deleting_is_refused_after_48_hours(bot, world, anna):
    world.user_starts(anna)
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="een")
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    world.jump(timedelta(hours=49))
    assert await bot.refused("deleteMessage", **place) == (400, "Bad Request: message can't be deleted")
    gone = await bot.refused("deleteMessage", chat_id=anna.id, message_id=9999)
    assert gone == (400, "Bad Request: message to delete not found")


async def test_an_unknown_method_is_a_404_and_is_written_down(bot, world):
    assert await bot.refused("sendNonsense") == (404, "Not Found")
    assert world.refusals[-1].method == "sendNonsense"


async def test_another_token_is_unauthorized(server, session):
    async with session.get(f"{server.base_url}/bot1:x/getMe") as response:
        assert response.status == 401


async def test_files_have_their_limits(bot, world, anna):
    world.user_starts(anna)
    caption = await bot.refused("sendPhoto", chat_id=anna.id, photo="nope", caption="x")
    assert caption == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    known = world.store_file(b"abc", name="a.txt")
    too_long = await bot.refused("sendDocument", chat_id=anna.id, document=known.id, caption="x" * 1025)
    assert too_long == (400, "Bad Request: message caption is too long")
    huge = world.store_file(b"abc", name="b.txt")
    huge.size = 21 * 1024 * 1024
    assert await bot.refused("getFile", file_id=huge.id) == (400, "Bad Request: file is too big")


async def test_what_a_bot_may_not_do_in_a_group(bot, world, anna):
    group = world.create_group("groep", anna, with_bot=True)
    group.reactions_allowed = False
    message = world.user_sends(anna, group, f"/x@{world.bot_username}")
    place = {"chat_id": group.id, "message_id": message.id}
    pin = (400, "Bad Request: not enough rights to manage pinned messages in the chat")
    assert await bot.refused("pinChatMessage", **place) == pin
    assert not world.refusals[-1].is_fault, "a bot may try to pin, and go on without"
    assert await bot.refused("deleteMessage", **place) == (400, "Bad Request: message can't be deleted")
    assert world.refusals[-1].is_fault
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert await bot.refused("setMessageReaction", **place, reaction=thumb) == (400, "Bad Request: REACTION_INVALID")
    draft = await bot.refused("sendMessageDraft", chat_id=group.id, draft_id=1, text="x")
    assert draft == (400, "Bad Request: TEXTDRAFT_PEER_INVALID")


async def test_a_photo_must_be_a_picture_of_at_most_10_mb(bot, world, anna):
    world.user_starts(anna)
    text = world.store_file(b"geen plaatje", name="a.png")
    no_picture = await bot.refused("sendPhoto", chat_id=anna.id, photo=text.id)
    assert no_picture == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    form = aiohttp.FormData({"chat_id": str(anna.id)})
    form.add_field("photo", io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="groot.png")
    async with bot.session.post(f"{bot.base_url}/bot{world.bot_token}/sendPhoto", data=form) as response:
        assert (response.status, (await response.json())["description"]) == (400, "Bad Request: file is too big")
