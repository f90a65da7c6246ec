"""Where a call of the bot goes: the chat, the topic, the message, and whether the bot may write there."""

from __future__ import annotations

from bot.sandbox.api.params import Params
from bot.sandbox.errors import UPGRADED, bad_request, forbidden, too_many_requests
from bot.sandbox.model import Chat, Member, Message
from bot.sandbox.world import World


def find_chat(world: World, params: Params, *, name: str = "chat_id", may_write: bool = True) -> Chat:
    """The chat a parameter names. Raises the refusals of Telegram for a chat the bot cannot use."""
    chat = _look_up(world, params.text(name).strip())
    if chat.migrated_to is not None:
        raise bad_request(UPGRADED, {"migrate_to_chat_id": chat.migrated_to})
    if chat.type == "private":
        if may_write:
            check_private(world, chat)
    else:
        check_member(world, chat)
    return chat


def _look_up(world: World, wanted: str) -> Chat:
    if not wanted:
        raise bad_request("chat_id is empty")
    if wanted.startswith("@"):
        for chat in world.chats.values():
            if chat.username and chat.is_group and chat.username.lower() == wanted[1:].lower():
                return chat
        raise bad_request("chat not found")
    found = world.chats.get(int(wanted)) if wanted.lstrip("-").isdecimal() else None
    if found is None or found.type == "direct" or not _is_known(world, found):
        raise bad_request("chat not found")
    return found


def _is_known(world: World, chat: Chat) -> bool:
    """Telegram only lets a bot name what it has met: people in its groups, groups it has been in."""
    if chat.is_group:
        return world.bot.id in chat.members or bool(chat.username)
    if world.user(chat.id).started:
        return True
    return any(group.has(chat.id) and world.bot.id in group.members for group in world.chats.values())


def check_private(world: World, chat: Chat) -> None:
    user = world.user(chat.id)
    if user.deactivated:
        raise forbidden("user is deactivated")
    if user.blocked:
        raise forbidden("bot was blocked by the user")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_member(world: World, chat: Chat) -> Member:
    """The bot's own membership. Raises 403 when it is not in the group."""
    kind = "group" if chat.type == "group" else "supergroup"
    me = chat.member(world.bot.id)
    if me is not None and me.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if me is None or not me.present:
        raise forbidden(f"bot is not a member of the {kind} chat")
    return me


def check_may_send(world: World, chat: Chat, what: str) -> None:
    """Raises 400 in a group where the bot is restricted; `what` is Telegram's noun, such as "text messages"."""
    if not chat.is_group:
        return
    me = check_member(world, chat)
    if me.status == "restricted" or not (chat.bots_may_write or me.admin):
        raise bad_request(f"not enough rights to send {what} to the chat")


def is_bot_admin(world: World, chat: Chat) -> bool:
    me = chat.member(world.bot.id)
    return me is not None and me.admin


def find_thread(chat: Chat, params: Params) -> int | None:
    """The topic. General has no id of its own: sending to thread 1 is refused as an unknown one is."""
    thread_id = params.optional_integer("message_thread_id")
    if thread_id is not None and thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


def find_reply(chat: Chat, params: Params) -> int | None:
    """The message to reply to, by `reply_parameters` or the older parameter."""
    wanted = params.json("reply_parameters") or {}
    message_id = wanted.get("message_id") or params.optional_integer("reply_to_message_id")
    if message_id is None or int(message_id) in chat.messages:
        return None if message_id is None else int(message_id)
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def find_message(chat: Chat, params: Params, problem: str, *, name: str = "message_id") -> Message:
    """A message of the chat; `problem` is the text of the refusal when it is not there."""
    message_id = params.optional_integer(name)
    if message_id is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(problem)
    return message


def find_own_message(world: World, params: Params) -> Message:
    """The bot's own message that an edit names. Raises the refusals that hold for every edit."""
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = find_chat(world, params)
    message = find_message(chat, params, "message to edit not found")
    if message.sender_id != world.bot.id or message.is_service or not message.editable_markup:
        raise bad_request("message can't be edited")
    return message


def check_rate(world: World, chat: Chat, messages: int = 1) -> None:
    """Count messages that are about to be sent. Raises 429 when the limits are on and full."""
    if not world.rates.limits.enabled:
        return
    for _ in range(messages):
        wait = world.rates.take(chat.id, is_group=chat.is_group, now=world.clock.now().timestamp())
        if wait:
            raise too_many_requests(wait)
