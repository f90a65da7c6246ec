"""Which updates the bot gets: privacy mode, service messages, membership changes.

Sits between the world's data and the queue. Actions of people call it; it never changes a message.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.model import Chat, Json, Member, Message, User
from bot.sandbox.render import chat_for_api
from bot.sandbox.state import WorldState


class Announcing(WorldState):
    """Turns what happened into updates for the bot."""

    def bot_sees(self, chat: Chat, message: Message) -> bool:
        """Whether Telegram would show this message to the bot (features page, "Privacy mode")."""
        if chat.type == "private":
            return True
        me = chat.member(self.bot.id)
        if me is None or not me.present:
            return False
        if message.is_service:
            return True
        if self.user(message.sender_id).is_bot and not message.anonymous:
            return False
        return me.admin or not me.privacy or self._meant_for_bot(chat, message)

    def _meant_for_bot(self, chat: Chat, message: Message) -> bool:
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.sender_id == self.bot.id:
            return True
        if message.content.get("via_bot", {}).get("id") == self.bot.id:
            return True
        for entity in message.content.get("entities") or message.content.get("caption_entities") or []:
            if entity["type"] == "bot_command":
                _, _, target = command_of(message.text, entity).partition("@")
                if target.lower() == self.bot.username.lower() or (not target and chat.last_bot_id == self.bot.id):
                    return True
        return False

    def announce(self, message: Message, *, edited: bool = False) -> None:
        """Give the bot a message of somebody else, if it may see it."""
        if self.bot_sees(self.chats[message.chat_id], message):
            self.queue.push("edited_message" if edited else "message", self.for_api(message))

    def service(self, chat: Chat, by: User, content: Json, **fields: Any) -> Message:
        """Post a service message, which every bot in the chat sees."""
        message = self.post(chat, by.id, content, is_service=True, **fields)
        self.announce(message)
        return message

    def set_status(self, chat: Chat, user: User, status: str, *, by: User, **fields: Any) -> None:
        """Change how somebody stands to a chat and tell the bot: `my_chat_member` or `chat_member`."""
        before = chat.member(user.id)
        old = self.member_body(user, before)
        member = chat.members.setdefault(user.id, Member(user.id, "left"))
        member.status = status
        member.anonymous = False
        for name, value in fields.items():
            setattr(member, name, value)
        if user.id == self.bot.id and old["status"] in ("left", "kicked") and member.present:
            member.privacy = self.bot.privacy_mode
        update = {
            "chat": chat_for_api(self, chat),
            "from": by.as_api(),
            "date": self.clock.timestamp(),
            "old_chat_member": old,
            "new_chat_member": self.member_body(user, member),
        }
        if user.id == self.bot.id:
            self.queue.push("my_chat_member", update)
        else:
            me = chat.member(self.bot.id)
            if me is not None and me.admin:
                self.queue.push("chat_member", update)
        self.chat_changed(chat)

    def private_status(self, user: User, *, blocked: bool) -> None:
        """Tell the bot that a person blocked it or let it in again."""
        user.blocked = blocked
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (self.member_body(self.bot.as_user(), Member(self.bot.id, status)) for status in statuses)
        update = {
            "chat": chat_for_api(self, self.chats[user.id]),
            "from": user.as_api(),
            "date": self.clock.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.queue.push("my_chat_member", update)
        self.user_changed(user)

    def user_changed(self, user: User) -> None:
        body = {"id": user.id, "first_name": user.first_name, "last_name": user.last_name}
        state = {"username": user.username, "started": user.started, "blocked": user.blocked, "is_bot": user.is_bot}
        self.emit("user", lambda: {**body, **state, "deactivated": user.deactivated})

    def member_body(self, user: User, member: Member | None) -> Json:
        """The Bot API's ChatMember object."""
        status = member.status if member is not None else "left"
        body: Json = {"user": user.as_api(), "status": status}
        anonymous = member is not None and member.anonymous
        if status == "creator":
            body["is_anonymous"] = anonymous
        elif status == "administrator":
            body.update(_ADMIN_RIGHTS, is_anonymous=anonymous)
        elif status == "kicked":
            body["until_date"] = 0
        elif status == "restricted":
            body.update(_RESTRICTIONS)
        return body


def command_of(text: str, entity: Json) -> str:
    """The command an entity marks, without its slash: `start` or `start@some_bot`."""
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le")[1:]


_ADMIN_RIGHTS: Json = {
    "can_be_edited": False,
    "can_manage_chat": True,
    "can_change_info": True,
    "can_delete_messages": True,
    "can_invite_users": True,
    "can_restrict_members": True,
    "can_pin_messages": True,
    "can_manage_topics": True,
    "can_promote_members": False,
    "can_manage_video_chats": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_manage_direct_messages": False,
    "can_manage_tags": False,
}
_RESTRICTIONS: Json = {
    "is_member": True,
    "can_send_messages": False,
    "can_send_audios": False,
    "can_send_documents": False,
    "can_send_photos": False,
    "can_send_videos": False,
    "can_send_video_notes": False,
    "can_send_voice_notes": False,
    "can_send_polls": False,
    "can_send_other_messages": False,
    "can_add_web_page_previews": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_pin_messages": False,
    "can_manage_topics": False,
    "can_edit_tag": False,
    "can_react_to_messages": True,
    "until_date": 0,
}
