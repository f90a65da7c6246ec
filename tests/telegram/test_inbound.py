"""What Telegram sends, in words of our own; what is not for the bot never gets in."""

import json
from dataclasses import replace
from inspect import signature
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update

from bot.domain.ids import ChatId
from bot.telegram.inbound import ALLOWED_UPDATES, to_incoming
from bot.telegram.transport import UpdatesRequest
from bot.turn.incoming import (
    Body,
    CameOrWent,
    Commanded,
    Edited,
    Handed,
    Incoming,
    Moved,
    PutInChannel,
    Replied,
    Said,
    Showed,
    Spoke,
    Tapped,
    from_json,
    to_json,
)

BOT = {"id": 99, "is_bot": True, "first_name": "Samenspraak", "username": "samenspraak_bot"}
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "last_name": "de Vries"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP = {"id": -5, "type": "group", "title": "Zorg in de wijk"}
SUPERGROUP = {"id": -1005, "type": "supergroup", "title": "Zorg in de wijk"}
CHANNEL = {"id": -1007, "type": "channel", "title": "Nieuws"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SENT = 1790000000


def update(**parts: Any) -> Incoming | None:
    return to_incoming(Update.de_json({"update_id": 3, **parts}), "samenspraak_bot")


def message(chat: dict[str, Any] = PRIVATE, **parts: Any) -> dict[str, Any]:
    return {"message_id": 11, "date": 1_790_000_000, "chat": chat, "from": ANNA, **parts}


def command(text: str, **parts: Any) -> dict[str, Any]:
    length = len(text.split(maxsplit=1)[0])
    return message(text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}], **parts)


def private(body: Body) -> Incoming:
    return Incoming(3, ChatId(7), private=True, person=ChatId(7), name="Anna de Vries", body=body)


def in_group(body: Body, chat: int = -5) -> Incoming:
    return Incoming(
        3, ChatId(chat), private=False, person=ChatId(7), name="Anna de Vries", body=body, title="Zorg in de wijk"
    )


def test_only_these_kinds_of_update_are_asked_for():
    assert ALLOWED_UPDATES == ("message", "edited_message", "callback_query", "my_chat_member")


# --- private --------------------------------------------------------------------------------------------------------


def test_text_is_said():
    assert update(message=message(text="<b>hoi</b> 👩‍🏫\n_*`")) == private(Said("<b>hoi</b> 👩‍🏫\n_*`", SENT, 11))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("/start", Commanded("start")),
        ("/start abc_DEF-123", Commanded("start", "abc_DEF-123")),
        ("/START", Commanded("start")),
        ("/start@samenspraak_bot abc", Commanded("start", "abc")),
        ("/start@Samenspraak_Bot abc", Commanded("start", "abc")),
        ("/begrippen  boundary crosser ", Commanded("begrippen", "boundary crosser")),
        ("/begrippen\nleeromgeving", Commanded("begrippen", "leeromgeving")),
    ],
)
def test_a_command_has_a_name_and_an_argument(text: str, body: Body):
    assert update(message=command(text)) == private(body)
    assert update(message=command(text, chat=GROUP)) == in_group(body)


def test_a_command_to_another_bot_is_not_for_us():
    assert update(message=command("/start@other_bot abc")) is None
    assert update(message=command("/start@other_bot abc", chat=GROUP)) is None


def test_a_command_inside_a_sentence_is_only_text():
    entities = [{"type": "bot_command", "offset": 4, "length": 5}]
    assert update(message=message(text="typ /help", entities=entities)) == private(Said("typ /help", SENT, 11))


@pytest.mark.parametrize(
    "parts",
    [
        {
            "sticker": {
                **FILE,
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
                "type": "regular",
            }
        },
        {"photo": [{**FILE, "width": 1, "height": 1}], "caption": "mijn antwoord"},
        {"voice": {**FILE, "duration": 1}},
        {"location": {"latitude": 52.0, "longitude": 4.0}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_what_is_no_text_is_shown(parts: dict[str, Any]):
    assert update(message=message(**parts)) == private(Showed())
    assert update(message=message(GROUP, **parts)) is None


def test_a_file_is_handed_over_in_private_and_is_nothing_in_a_group():
    parts = {"document": FILE | {"file_name": "vragen.yaml", "file_size": 12}}
    assert update(message=message(**parts)) == private(Handed("vragen.yaml", 12, FILE["file_id"]))
    assert update(message=message(GROUP, **parts)) is None
    assert update(message=message(document=FILE)) == private(Handed("", 0, FILE["file_id"]))


@pytest.mark.parametrize(
    "parts",
    [
        {"new_chat_members": [BOT]},
        {"left_chat_member": ANNA},
        {"pinned_message": message(text="x")},
        {"group_chat_created": True},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_what_telegram_itself_says_in_a_chat_is_dropped(parts: dict[str, Any]):
    assert update(message=message(GROUP, **parts)) is None
    assert update(message=message(**parts)) is None


@pytest.mark.parametrize(
    ("parts", "text"), [({"text": "Anders"}, "Anders"), ({"text": "a\0b"}, "ab"), ({"caption": "x"}, "")]
)
def test_a_private_message_that_was_edited_has_other_words(parts: dict[str, Any], text: str):
    assert update(edited_message=message(**parts)) == private(Edited(text, 11))


def test_a_command_is_not_given_again_by_an_edit():
    # It may have been an answer before, which a command is not.
    assert update(edited_message=command("/start")) == private(Edited("", 11))


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
def test_channels_are_dropped(kind: str):
    assert update(**{kind: command("/start")}) is None


def test_an_update_of_an_unknown_kind_is_dropped():
    assert update() is None


def test_a_long_name_is_cut():
    sender = {**ANNA, "first_name": "x" * 64, "last_name": "y" * 64}
    found = update(message=message(text="hoi", **{"from": sender}))
    assert found is not None
    assert found.name == "x" * 64


def test_a_name_that_no_database_can_keep_gets_in():
    found = update(message=message(text="hoi", **{"from": {**ANNA, "first_name": "An\ud83dna"}}))
    assert found is not None
    assert found.name == "An\ufffdna de Vries"


@pytest.mark.parametrize(("typed", "kept"), [("a\0b", "ab"), ("a\ud83db", "a\ufffdb"), ("👍", "👍")])
def test_what_no_database_can_keep_is_left_out(typed: str, kept: str):
    assert update(message=message(text=typed)) == private(Said(kept, SENT, 11))
    assert update(message=command(f"/punt {typed}")) == private(Commanded("punt", kept))


# --- groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chat", [GROUP, SUPERGROUP])
@pytest.mark.parametrize("text", ["hoi", "zie /help", "@samenspraak_bot hoi", "ja"])
def test_chatter_in_a_group_never_gets_in(chat: dict[str, Any], text: str):
    assert update(message=message(chat, text=text)) is None


def test_a_command_in_a_supergroup_keeps_who_and_where():
    assert update(message=command("/help", chat=SUPERGROUP)) == in_group(Commanded("help"), -1005)


@pytest.mark.parametrize(
    "sender_chat", [SUPERGROUP, {"id": -1009, "type": "channel", "title": "Nieuws"}], ids=["admin", "channel"]
)
def test_an_anonymous_sender_is_nobody(sender_chat: dict[str, Any]):
    found = update(message=command("/overzicht", chat=SUPERGROUP, **{"from": ANONYMOUS}, sender_chat=sender_chat))
    assert found == replace(in_group(Commanded("overzicht"), -1005), person=None, name="")


# --- buttons --------------------------------------------------------------------------------------------------------


def query(**parts: Any) -> dict[str, Any]:
    return {"id": "q1", "from": ANNA, "chat_instance": "1", "data": "c:1:2:ja", **parts}


def test_a_tap_says_what_where_and_by_whom():
    tapped = Tapped("c:1:2:ja", "q1", 11)
    assert update(callback_query=query(message=message(text="?"))) == private(tapped)
    assert update(callback_query=query(message=message(GROUP, text="?", **{"from": BOT}))) == in_group(tapped)


def test_a_tap_on_a_message_that_is_too_old_to_be_read_counts():
    old = {"message_id": 11, "date": 0, "chat": PRIVATE}
    assert update(callback_query=query(message=old)) == private(Tapped("c:1:2:ja", "q1", 11))


def test_a_tap_without_message_or_data_is_not_ours():
    inline = query(inline_message_id="i")
    game = {**query(message=message(text="?")), "data": None, "game_short_name": "g"}
    assert [update(callback_query=inline), update(callback_query=game)] == [None, None]


# --- coming and going ---------------------------------------------------------------------------------------------


def rights_of(kind: type[ChatMember]) -> dict[str, Any]:
    """Every right that the library asks for, given to nobody."""
    rights = [name for name in signature(kind.__init__).parameters if name.startswith(("can_", "is_"))]
    return dict.fromkeys(rights, False) | {"until_date": 0}


def standing(status: str) -> dict[str, Any]:
    """How a bot stands to a chat; `outside` is one that may not write there and has left as well."""
    if status in ("restricted", "outside"):
        rights = rights_of(ChatMemberRestricted) | {"is_member": status == "restricted"}
        return {"user": BOT, "status": "restricted", **rights}
    given = {"kicked": {"until_date": 0}, "administrator": rights_of(ChatMemberAdministrator)}
    return {"user": BOT, "status": status, **given.get(status, {})}


def presence(before: str, now: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    changed = {"old_chat_member": standing(before), "new_chat_member": standing(now)}
    return {"chat": chat, "from": ANNA, "date": 0, **changed}


COMES = [("left", "member"), ("kicked", "member"), ("left", "administrator"), ("outside", "restricted")]
GOES = [("member", "left"), ("administrator", "kicked"), ("restricted", "outside"), ("left", "kicked")]


@pytest.mark.parametrize(("before", "now", "here"), [(*one, True) for one in COMES] + [(*one, False) for one in GOES])
def test_that_the_bot_came_or_went_is_noticed(before: str, now: str, here: bool):
    expected = Incoming(3, ChatId(7), private=True, person=ChatId(7), name="", body=CameOrWent(here))
    assert update(my_chat_member=presence(before, now)) == expected
    assert update(my_chat_member=presence(before, now, GROUP)) == replace(in_group(CameOrWent(here)), name="")


@pytest.mark.parametrize("chat", [GROUP, CHANNEL], ids=["group", "channel"])
@pytest.mark.parametrize(
    ("before", "now"), [("member", "administrator"), ("administrator", "member"), ("member", "restricted")]
)
def test_another_standing_of_a_bot_that_is_there_is_no_arrival(before: str, now: str, chat: dict[str, Any]):
    assert update(my_chat_member=presence(before, now, chat)) is None


def test_a_channel_is_no_group():
    put = update(my_chat_member=presence("left", "administrator", CHANNEL))
    assert put == Incoming(3, ChatId(-1007), False, ChatId(7), "", PutInChannel(), title="Nieuws")
    assert update(my_chat_member=presence("administrator", "left", CHANNEL)) is None


@pytest.mark.parametrize(
    "parts",
    [message(GROUP, migrate_to_chat_id=-1005), message(SUPERGROUP, migrate_from_chat_id=-5)],
    ids=["in the group that was", "in the supergroup that is"],
)
def test_a_group_that_becomes_a_supergroup_moves(parts: dict[str, Any]):
    assert update(message=parts) == Incoming(3, ChatId(-5), False, None, "", Moved(ChatId(-1005)))


# --- replies --------------------------------------------------------------------------------------------------------


def below(sender: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return message(GROUP, reply_to_message={**message(GROUP, text="?", **{"from": sender}), "message_id": 9}, **parts)


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_reply_to_the_bot_is_for_the_bot_also_when_it_is_edited(kind: str):
    assert update(**{kind: below(BOT, text="Meer stageplekken")}) == in_group(Replied("Meer stageplekken", 11, 9, SENT))


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_point_is_on_record_with_the_message_it_came_with(kind: str):
    assert update(**{kind: command("/punt 👍 meer & <tijd>", chat=GROUP)}) == in_group(
        Spoke("punt", "👍 meer & <tijd>", 11, sent=SENT)
    )
    answered = {**message(GROUP, text="?", **{"from": BOT}), "message_id": 9}
    reworded = command("/doel@samenspraak_bot Anders", chat=GROUP, reply_to_message=answered)
    assert update(**{kind: reworded}) == in_group(Spoke("doel", "Anders", 11, 9, SENT))


@pytest.mark.parametrize("text", ["/punt Daar sluit ik bij aan", "/punt", "/doel@samenspraak_bot"])
def test_a_point_below_what_a_colleague_wrote_is_on_record_by_itself(text: str):
    colleague = {**message(GROUP, text="Meer stageplekken", **{"from": ANNA}), "message_id": 9}
    name, _, words = text.removeprefix("/").partition(" ")
    expected = in_group(Spoke(name.partition("@")[0], words, 11, sent=SENT))
    assert update(message=command(text, chat=GROUP, reply_to_message=colleague)) == expected


def photo(caption: str, **parts: Any) -> dict[str, Any]:
    shown = message(GROUP, photo=[{**FILE, "width": 1, "height": 1}], caption=caption, **parts)
    return {**shown, "caption_entities": command(caption)["entities"]}


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_point_below_a_photo_is_on_record_as_well(kind: str):
    assert update(**{kind: photo("/punt Zie hier")}) == in_group(Spoke("punt", "Zie hier", 11, sent=SENT))
    named = update(**{kind: photo("/doel@Samenspraak_Bot Anders")})
    assert named == in_group(Spoke("doel", "Anders", 11, sent=SENT))


@pytest.mark.parametrize("caption", ["/gesprek", "/punt@other_bot Zie hier"])
def test_another_command_below_a_photo_is_none(caption: str):
    assert update(message=photo(caption)) is None
    answered = {**message(GROUP, text="?", **{"from": BOT}), "message_id": 9}
    assert update(message=photo(caption, reply_to_message=answered)) == in_group(Replied("", 11, 9, SENT))


def test_a_command_that_is_edited_is_not_given_again():
    assert update(edited_message=command("/gesprek", chat=GROUP)) is None


def test_a_reply_without_words_is_noticed():
    assert update(message=below(BOT, voice={**FILE, "duration": 3})) == in_group(Replied("", 11, 9, SENT))


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_reply_to_somebody_else_is_not_for_the_bot(kind: str):
    assert update(**{kind: below(ANNA, text="Meer stageplekken")}) is None


def test_a_topic_is_told_and_a_thread_of_replies_is_none():
    topic = command("/help", chat=SUPERGROUP, message_thread_id=40, is_topic_message=True)
    assert update(message=topic) == replace(in_group(Commanded("help"), -1005), thread=40)
    thread = command("/help", chat=SUPERGROUP, message_thread_id=40)
    assert update(message=thread) == in_group(Commanded("help"), -1005)


def test_a_tap_in_a_topic_and_one_of_nobody():
    asked = message(SUPERGROUP, text="?", message_thread_id=40, is_topic_message=True)
    tapped = replace(in_group(Tapped("c:1:2:ja", "q1", 11), -1005), thread=40)
    assert update(callback_query=query(message=asked)) == tapped
    hidden = update(callback_query=query(message=asked, **{"from": ANONYMOUS}))
    assert hidden == replace(tapped, person=None, name="")


# --- on disk --------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**52), 2**52)
BODIES = st.one_of(
    st.builds(Commanded, WORDS, WORDS),
    st.builds(Said, WORDS, NUMBERS),
    st.builds(Tapped, WORDS, WORDS, NUMBERS),
    st.just(Showed()),
    st.builds(Replied, WORDS, NUMBERS, NUMBERS, NUMBERS),
    st.builds(Spoke, WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS),
    st.builds(Moved, NUMBERS.map(ChatId)),
    st.builds(CameOrWent, st.booleans()),
    st.just(PutInChannel()),
)


@given(st.builds(Incoming, NUMBERS, NUMBERS, st.booleans(), st.none() | NUMBERS, WORDS, BODIES))
def test_what_came_in_comes_back_from_disk_as_it_was(incoming: Incoming):
    assert from_json(to_json(incoming)) == incoming


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        (Said("é"), '"body": {"text": "é", "sent": 0}, "kind": "said"}'),
        (Said("é", 7, 12), '"body": {"text": "é", "sent": 7, "message": 12}, "kind": "said"}'),
        (Commanded("start", "t"), '"body": {"name": "start", "argument": "t"}, "kind": "commanded"}'),
        (Showed(), '"body": {}, "kind": "showed"}'),
        (
            Handed("é.yaml", 3, "f"),
            '"body": {"name": "é.yaml", "size": 3, "file": "f", "text": null}, "kind": "handed"}',
        ),
        (Edited("é", 12), '"body": {"text": "é", "message": 12}, "kind": "edited"}'),
        (CameOrWent(False), '"body": {"here": false}, "kind": "came_or_went"}'),
        (Tapped("d", "q", 1), '"body": {"data": "d", "query": "q", "message": 1}, "kind": "tapped"}'),
    ],
)
def test_the_stored_form_is_never_changed(body: Body, stored: str):
    assert to_json(private(body)) == (
        '{"update": 3, "chat": 7, "private": true, "person": 7, "name": "Anna de Vries", ' + stored
    )


@pytest.mark.parametrize("place", [{}, {"message_thread_id": 7, "is_topic_message": True}, {"message_thread_id": 7}])
@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_a_tap_means_the_same_without_what_is_never_read(chat: dict[str, Any], place: dict[str, Any]):
    raw = {"update_id": 3, "callback_query": query(message=message(chat, text="Vraag", **{"from": BOT}, **place))}
    whole = to_incoming(Update.de_json(json.loads(json.dumps(raw))), "samenspraak_bot")
    (fetched,) = UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": [raw]}).encode())["result"]
    assert whole is not None
    assert to_incoming(Update.de_json(fetched), "samenspraak_bot") == whole
