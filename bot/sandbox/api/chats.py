"""Methods that ask about chats, members and files, or leave a chat."""

from __future__ import annotations

from bot.sandbox.api.params import Params
from bot.sandbox.api.places import find_chat, is_bot_admin
from bot.sandbox.errors import SandboxError, bad_request
from bot.sandbox.model import Chat, Json, Member
from bot.sandbox.render import chat_for_api
from bot.sandbox.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024
_FULL_CHAT = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


def get_chat(world: World, params: Params) -> Json:
    chat = find_chat(world, params, may_write=False)
    body = {**chat_for_api(world, chat), **_FULL_CHAT}
    if chat.pinned:
        body["pinned_message"] = world.for_api(chat.messages[chat.pinned[-1]])
    if chat.is_group and not chat.reactions_allowed:
        body["available_reactions"] = []
    return body


def _members(world: World, chat: Chat) -> list[Member]:
    if chat.is_group:
        return list(chat.members.values())
    return [Member(chat.id), Member(world.bot.id)]


def get_chat_member(world: World, params: Params) -> Json:
    chat = find_chat(world, params, may_write=False)
    user_id = params.optional_integer("user_id")
    if user_id is None or (user_id not in world.users and user_id != world.bot.id):
        raise bad_request("invalid user_id specified" if user_id is None else "user not found")
    found = {member.user_id: member for member in _members(world, chat)}.get(user_id)
    if found is None and chat.is_group and chat.type == "group":
        raise bad_request("member not found")
    return world.member_body(world.user(user_id), found)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = find_chat(world, params, may_write=False)
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    admins = [(world.user(member.user_id), member) for member in chat.members.values() if member.admin]
    return [world.member_body(user, member) for user, member in admins if not user.is_bot or user.id == world.bot.id]


def get_chat_member_count(world: World, params: Params) -> int:
    chat = find_chat(world, params, may_write=False)
    return sum(member.present for member in _members(world, chat))


def leave_chat(world: World, params: Params) -> bool:
    chat = find_chat(world, params)
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    world.user_leaves(world.bot.as_user(), chat)
    return True


def create_forum_topic(world: World, params: Params) -> Json:
    chat = find_chat(world, params)
    if not is_bot_admin(world, chat):
        raise bad_request("not enough rights to create a topic")
    name = params.text("name")
    if not 1 <= len(name) <= 128:
        raise bad_request("topic title must be non-empty")
    try:
        thread_id = world.open_topic(chat, world.bot.as_user(), name)
    except SandboxError:
        raise bad_request("the chat is not a forum") from None
    return {"message_thread_id": thread_id, "name": name, "icon_color": 7322096}


def get_file(world: World, params: Params) -> Json:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size, "file_path": file.path}


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
    "getFile": get_file,
}
