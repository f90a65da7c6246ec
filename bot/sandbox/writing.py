"""What people write and send: texts, edits, files, forwards; starting, blocking and unblocking the bot.

What they tap on lives in `people`.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import find_entities, trim
from bot.sandbox.errors import SandboxError
from bot.sandbox.groups import GroupActions
from bot.sandbox.images import picture_size
from bot.sandbox.model import Chat, Json, Message, User
from bot.sandbox.render import document_body, file_body
from bot.sandbox.state import FIRST_USER_ID

MAX_TEXT = 4096


class WritingActions(GroupActions):
    """Everything a person puts into a chat."""

    def add_user(
        self,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        *,
        language_code: str = "nl",
        is_bot: bool = False,
        about: str = "",
    ) -> User:
        """A new person (or a bot that is not ours), who has not started the bot yet."""
        user = User(self.new_id(FIRST_USER_ID), first_name, last_name, username, language_code, is_bot, about=about)
        self.users[user.id] = user
        if not is_bot:
            self.chats[user.id] = Chat(user.id, "private", self.bot.name)
            self.chat_changed(self.chats[user.id])
        self.user_changed(user)
        return user

    def user_starts(self, user: User | int, payload: str = "") -> Message:
        """Tap Start in the bot's chat, with the payload of a deep link."""
        return self.user_sends(user, self.user(user).id, f"/start {payload}".strip())

    def user_sends(
        self,
        user: User | int,
        chat: Chat | User | int,
        text: str,
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Write a text. One that is too long goes out in pieces, as the apps do; the answer is the last piece."""
        person, place = self._writer(user, chat, thread_id)
        text, _ = trim(text, [])
        if not text:
            raise SandboxError("a message cannot be empty")
        if reply_to is not None:
            self.message(place, reply_to)
        pieces = [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]
        for piece in pieces:
            content: Json = {"text": piece}
            if entities := find_entities(piece, []):
                content["entities"] = entities
            message = self._deliver(person, place, content, reply_to=reply_to, thread_id=thread_id)
        return message

    def _writer(self, user: User | int, chat: Chat | User | int, thread_id: int | None) -> tuple[User, Chat]:
        person, place = self.user(user), self.chat(chat)
        if place.migrated_to is not None:
            raise SandboxError(f"{place.title} has become a supergroup, with id {place.migrated_to}")
        if place.id != person.id and not place.has(person.id):
            raise SandboxError(f"{person.name} is not in this chat")
        if thread_id is not None and thread_id not in place.topics:
            raise SandboxError(f"{place.title} has no topic {thread_id}")
        if place.id == person.id:
            self._open_bot_chat(person)
        return person, place

    def _open_bot_chat(self, person: User) -> None:
        if person.blocked:
            self.private_status(person, blocked=False)
        if not person.started:
            person.started = True
            self.user_changed(person)

    def _deliver(self, person: User, place: Chat, content: Json, **fields: Any) -> Message:
        member = place.member(person.id)
        anonymous = member is not None and member.anonymous
        message = self.post(place, person.id, content, anonymous=anonymous, **fields)
        self.announce(message)
        return message

    def user_edits(self, user: User | int, chat: Chat | User | int, message_id: int, text: str) -> Message:
        """Change the text (or caption) of one's own message."""
        message = self._own(user, chat, message_id)
        text, _ = trim(text, [])
        field, spans = ("text", "entities") if "text" in message.content else ("caption", "caption_entities")
        if not text:
            raise SandboxError("a message cannot be empty")
        if text == message.content.get(field):
            return message
        message.content = {name: value for name, value in message.content.items() if name != spans} | {field: text}
        if entities := find_entities(text, []):
            message.content[spans] = entities
        message.edit_date = self.clock.timestamp()
        self.changed(message)
        self.announce(message, edited=True)
        return message

    def user_deletes(self, user: User | int, chat: Chat | User | int, message_id: int) -> None:
        """Delete one's own message; Telegram tells no bot about it."""
        self._own(user, chat, message_id)
        self.remove(self.chat(chat), message_id)

    def _own(self, user: User | int, chat: Chat | User | int, message_id: int) -> Message:
        message = self.message(chat, message_id)
        if message.sender_id != self.user(user).id or message.is_service:
            raise SandboxError("this is not your own message")
        return message

    def user_blocks(self, user: User | int) -> None:
        """Block the bot."""
        person = self.user(user)
        if person.started and not person.blocked:
            self.private_status(person, blocked=True)

    def user_unblocks(self, user: User | int) -> None:
        person = self.user(user)
        if person.blocked:
            self.private_status(person, blocked=False)

    def user_forwards(
        self, user: User | int, chat: Chat | User | int, message_id: int, to: Chat | User | int
    ) -> Message:
        """Forward a message to another chat of the same person."""
        message = self.message(chat, message_id)
        person, place = self._writer(user, to, None)
        sender = self.sender_of(message)
        origin = {"type": "user", "sender_user": sender.as_api(), "date": message.date}
        return self._deliver(person, place, dict(message.content), forward_origin=origin, markup=None)

    # --- files ----------------------------------------------------------------------------------------------------

    def user_sends_photo(
        self, user: User | int, chat: Chat | User | int, content: bytes, *, caption: str = "", name: str = "foto.png"
    ) -> Message:
        """Send a picture."""
        width, height = picture_size(content) or (320, 240)
        file = self.store_file(content, name=name)
        body = {"photo": [file_body(file, width=width, height=height)]}
        return self._send_media(user, chat, body, caption)

    def user_sends_document(
        self, user: User | int, chat: Chat | User | int, content: bytes, *, name: str, caption: str = ""
    ) -> Message:
        file = self.store_file(content, name=name)
        return self._send_media(user, chat, {"document": document_body(file)}, caption)

    def user_sends_voice(self, user: User | int, chat: Chat | User | int, *, seconds: int = 3) -> Message:
        file = self.store_file(b"OggS", name="spraak.ogg", mime="audio/ogg")
        return self._send_media(user, chat, {"voice": file_body(file, duration=seconds, mime_type=file.mime)}, "")

    def user_sends_sticker(self, user: User | int, chat: Chat | User | int, *, emoji: str = "👍") -> Message:
        file = self.store_file(b"RIFF\0\0\0\0WEBP", name="sticker.webp", mime="image/webp")
        flags = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self._send_media(user, chat, {"sticker": file_body(file, emoji=emoji, **flags)}, "")

    def _send_media(self, user: User | int, chat: Chat | User | int, content: Json, caption: str) -> Message:
        person, place = self._writer(user, chat, None)
        if caption:
            content["caption"] = caption
        return self._deliver(person, place, content)
