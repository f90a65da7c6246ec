"""Stored messages and chats as JSON: once as the Bot API shows them to the bot, once for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.model import Chat, Json, Message, StoredFile, User

if TYPE_CHECKING:
    from bot.sandbox.state import WorldState


def chat_for_api(world: WorldState, chat: Chat) -> Json:
    """The Bot API's Chat object."""
    if chat.type == "private":
        user = world.user(chat.id).as_api()
        names = ("id", "first_name", "last_name", "username")
        return {**{name: user[name] for name in names if name in user}, "type": "private"}
    body: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
    if chat.username:
        body["username"] = chat.username
    if chat.is_forum:
        body["is_forum"] = True
    if chat.type == "group":
        body["all_members_are_administrators"] = False
    return body


def message_for_api(world: WorldState, message: Message, *, with_reply: bool = True) -> Json:
    """The Bot API's Message object; a reply shows what it replies to, one level deep."""
    chat = world.chats[message.chat_id]
    chat_body = chat_for_api(world, chat)
    body: Json = {
        "message_id": message.id,
        "from": world.sender_of(message).as_api(),
        "chat": chat_body,
        "date": message.date,
        **message.content,
    }
    if message.anonymous:
        body["sender_chat"] = chat_body
    if message.thread_id is not None:
        body["message_thread_id"] = message.thread_id
        body["is_topic_message"] = True
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    if message.forward_origin is not None:
        body["forward_origin"] = message.forward_origin
    if message.media_group_id is not None:
        body["media_group_id"] = message.media_group_id
    if message.protect:
        body["has_protected_content"] = True
    if message.inline_keyboard:
        body["reply_markup"] = message.markup
    if with_reply and message.reply_to in chat.messages:
        body["reply_to_message"] = message_for_api(world, chat.messages[message.reply_to], with_reply=False)
    return body


def message_for_page(world: WorldState, message: Message) -> Json:
    """The same message with what only the apps of people show: reply keyboards, reactions, the real sender."""
    body = message_for_api(world, message)
    body["chat_id"] = message.chat_id
    body["sender_id"] = message.sender_id
    body["is_service"] = message.is_service
    body["keyboard"] = None if message.editable_markup else message.markup
    body["reactions"] = [
        {"user_id": user, "emoji": reaction.get("emoji", "★")}
        for user, reactions in message.reactions.items()
        for reaction in reactions
    ]
    return body


def file_body(file: StoredFile, **more: object) -> Json:
    """The fields every Bot API file object shares."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size, **more}


def document_body(file: StoredFile) -> Json:
    return file_body(file, file_name=file.name, mime_type=file.mime)


def user_mention(user: User) -> str:
    return f"@{user.username}" if user.username else user.name
