"""Methods that put a new message of the bot into a chat."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.api.content import formatted, read_caption, read_document, read_media, read_photo, read_text
from bot.sandbox.api.params import Params
from bot.sandbox.api.places import check_may_send, check_rate, find_chat, find_message, find_reply, find_thread
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import check_markup
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.world import World

CHAT_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


def post(world: World, chat: Chat, params: Params, content: Json, **fields: Any) -> Message:
    """Post a message of the bot with the parameters that all sending methods share."""
    markup = check_markup(params.json("reply_markup"), is_private=chat.type == "private")
    reply_to, thread_id = find_reply(chat, params), find_thread(chat, params)
    if reply_to is not None and thread_id is None:
        thread_id = chat.messages[reply_to].thread_id
    check_rate(world, chat)
    protect = params.flag("protect_content")
    options = {"markup": markup, "reply_to": reply_to, "thread_id": thread_id, "protect": protect, **fields}
    message = world.post(chat, world.bot.id, content, **options)
    if markup is not None and ("keyboard" in markup or "remove_keyboard" in markup):
        chat.keyboard = markup if "keyboard" in markup else None
        world.chat_changed(chat)
    return message


def _send(world: World, params: Params, what: str, read: Any) -> Json:
    chat = find_chat(world, params)
    check_may_send(world, chat, what)
    return world.for_api(post(world, chat, params, read()))


def send_message(world: World, params: Params) -> Json:
    return _send(world, params, "text messages", lambda: read_text(world, params))


def send_photo(world: World, params: Params) -> Json:
    value = params.uploads.get("photo", params.text("photo"))
    return _send(world, params, "photos", lambda: {**read_photo(world, params, value), **read_caption(world, params)})


def send_document(world: World, params: Params) -> Json:
    value = params.uploads.get("document", params.text("document"))
    what = lambda: {**read_document(world, params, value), **read_caption(world, params)}  # noqa: E731
    return _send(world, params, "documents", what)


def send_media_group(world: World, params: Params) -> list[Json]:
    chat = find_chat(world, params)
    check_may_send(world, chat, "media")
    items = params.json("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of messages in the album: 2-10 expected")
    contents = [read_media(world, params, item) for item in items]
    check_rate(world, chat, len(contents) - 1)
    group_id = str(secrets.randbits(50))
    return [world.for_api(post(world, chat, params, content, media_group_id=group_id)) for content in contents]


def send_poll(world: World, params: Params) -> Json:
    chat = find_chat(world, params)
    check_may_send(world, chat, "polls")
    question, _ = formatted(world, params.text("question"), params.text("question_parse_mode"), None)
    options = [option["text"] if isinstance(option, dict) else str(option) for option in params.json("options") or []]
    if not 1 <= len(question) <= 300:
        raise bad_request("poll question must be non-empty" if not question else "poll question is too long")
    if not 1 <= len(options) <= 12:
        raise bad_request("poll must have at least 1 option" if not options else "poll can't have more than 12 options")
    if any(not 1 <= len(option) <= 100 for option in options):
        raise bad_request("poll options length must not exceed 100")
    poll_id = str(secrets.randbits(62))
    poll = {
        "id": poll_id,
        "question": question,
        "options": [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": params.flag("is_closed"),
        "is_anonymous": params.flag("is_anonymous") if "is_anonymous" in params else True,
        "type": params.text("type", "regular"),
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": True,
        "members_only": False,
    }
    message = post(world, chat, params, {"poll": poll})
    world.polls[poll_id] = (chat.id, message.id)
    return world.for_api(message)


def stop_poll(world: World, params: Params) -> Json:
    chat = find_chat(world, params)
    message = find_message(chat, params, "message with poll to stop not found")
    poll: Json | None = message.content.get("poll")
    if poll is None or message.sender_id != world.bot.id:
        raise bad_request("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad_request("poll has already been closed")
    poll["is_closed"] = True
    world.changed(message)
    return poll


def send_chat_action(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    if params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.emit("typing", lambda: {"chat_id": chat.id, "action": params.text("action")})
    return True


def send_message_draft(world: World, params: Params) -> bool:
    """A preview that grows while it is written; private chats only, nothing is stored."""
    chat = find_chat(world, params)
    if chat.type != "private":
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if not params.integer("draft_id"):
        raise bad_request("TEXTDRAFT_ID_INVALID")
    text = params.text("text")
    if text:
        read_text(world, params)
    world.emit("draft", lambda: {"chat_id": chat.id, "draft_id": params.integer("draft_id"), "text": text})
    return True


def _source(world: World, params: Params, problem: str) -> Message:
    chat = find_chat(world, params, name="from_chat_id", may_write=False)
    message = find_message(chat, params, problem)
    if message.is_service or message.protect:
        raise bad_request("message can't be forwarded")
    return message


def forward_message(world: World, params: Params) -> Json:
    chat = find_chat(world, params)
    message = _source(world, params, "message to forward not found")
    sender = world.sender_of(message).as_api()
    origin = message.forward_origin or {"type": "user", "sender_user": sender, "date": message.date}
    plain = Params({name: value for name, value in params.values.items() if name != "reply_markup"})
    return world.for_api(post(world, chat, plain, dict(message.content), forward_origin=origin))


def copy_message(world: World, params: Params) -> Json:
    chat = find_chat(world, params)
    message = _source(world, params, "message to copy not found")
    content = dict(message.content)
    if "caption" in params and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content.update(read_caption(world, params))
    return {"message_id": post(world, chat, params, content).id}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
