"""Methods that change what is there: edits, deletions, pins, reactions, answers to presses."""

from __future__ import annotations

from bot.sandbox.api.content import read_caption, read_media, read_text
from bot.sandbox.api.params import Params
from bot.sandbox.api.places import find_chat, find_message, find_own_message, is_bot_admin
from bot.sandbox.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from bot.sandbox.markup import Markup, check_markup
from bot.sandbox.model import Answer, Chat, Json, Message
from bot.sandbox.world import World

DELETABLE_SECONDS = 48 * 3600
MAX_ANSWER = 200


def _markup_of_edit(world: World, message: Message, params: Params) -> Markup | None:
    """The new keyboard: an edit that names none takes the old one away."""
    is_private = world.chats[message.chat_id].type == "private"
    markup = check_markup(params.json("reply_markup"), is_private=is_private)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _apply(world: World, message: Message, content: Json, markup: Markup | None) -> Json:
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    only_markup = content == message.content
    message.content, message.markup = content, markup
    if not only_markup:
        message.edit_date = world.clock.timestamp()
    world.changed(message)
    return world.for_api(message)


def edit_message_text(world: World, params: Params) -> Json:
    message = find_own_message(world, params)
    content = read_text(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _apply(world, message, content, _markup_of_edit(world, message, params))


def edit_message_caption(world: World, params: Params) -> Json:
    message = find_own_message(world, params)
    caption = read_caption(world, params)
    if "photo" not in message.content and "document" not in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _apply(world, message, {**kept, **caption}, _markup_of_edit(world, message, params))


def edit_message_media(world: World, params: Params) -> Json:
    message = find_own_message(world, params)
    content = read_media(world, params, params.json("media"))
    return _apply(world, message, content, _markup_of_edit(world, message, params))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = find_own_message(world, params)
    return _apply(world, message, message.content, _markup_of_edit(world, message, params))


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    own = message.sender_id == world.bot.id
    allowed = own or chat.type == "private" or is_bot_admin(world, chat)
    too_old = world.clock.timestamp() - message.date > DELETABLE_SECONDS
    if not allowed or (too_old and not (is_bot_admin(world, chat) and chat.is_group)):
        raise bad_request("message can't be deleted")


def delete_message(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    message = find_message(chat, params, "message to delete not found")
    _check_deletable(world, chat, message)
    world.remove(chat, message.id)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Several at once; messages that are not there are passed over."""
    chat = find_chat(world, params)
    ids = [int(message_id) for message_id in params.json("message_ids") or []]
    if not 1 <= len(ids) <= 100:
        raise bad_request("wrong number of message identifiers: 1-100 expected")
    found = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.remove(chat, message.id)
    return True


def _check_may_pin(world: World, chat: Chat) -> None:
    if chat.is_group and not is_bot_admin(world, chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")


def pin_chat_message(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    message = find_message(chat, params, "message to pin not found")
    _check_may_pin(world, chat)
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.chat_changed(chat)
        pinned = {"pinned_message": world.for_api(message)}
        world.post(chat, world.bot.id, pinned, is_service=True)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    _check_may_pin(world, chat)
    wanted = params.optional_integer("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if wanted is None or wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    world.chat_changed(chat)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    _check_may_pin(world, chat)
    chat.pinned.clear()
    world.chat_changed(chat)
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    message = find_message(chat, params, "message to react not found")
    reactions = params.json("reaction") or []
    if reactions and not chat.reactions_allowed:
        raise bad_request("REACTION_INVALID")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") not in ("emoji", "custom_emoji") for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[world.bot.id] = reactions
    world.changed(message)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press: once, and within the window."""
    query = world.queries.get(params.text("callback_query_id"))
    now = world.clock.now().timestamp()
    if query is None or query.answer or now - query.asked_at > world.query_window.total_seconds():
        raise bad_request(QUERY_TOO_OLD)
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = Answer(text, params.flag("show_alert"), params.text("url"))
    body = {"user_id": query.user_id, "chat_id": query.chat_id, "message_id": query.message_id, "query_id": query.id}
    shown = {"text": text, "show_alert": query.answer.show_alert, "url": query.answer.url}
    world.emit("toast", lambda: {**body, **shown})
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
}
