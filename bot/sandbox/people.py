"""What people do in their chats: write, edit, press, open links, block, react, vote, forward, send files."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.entities import find_entities, trim
from bot.sandbox.errors import SandboxError
from bot.sandbox.groups import GroupActions
from bot.sandbox.images import picture_size
from bot.sandbox.model import Answer, CallbackQuery, Chat, Json, Member, Message, User
from bot.sandbox.render import chat_for_api, document_body, file_body
from bot.sandbox.state import FIRST_USER_ID

MAX_TEXT = 4096
KEPT_QUERIES = 5000


@dataclass(slots=True)
class Press:
    """A button that was pressed: a `query` the bot can answer, or a `url` that was opened."""

    query: CallbackQuery | None
    url: str = ""
    _world: PeopleActions | None = None

    async def answer(self, *, within: float = 5.0) -> Answer:
        """The bot's toast or alert, waited for. Raises `TimeoutError` when it does not come `within` seconds."""
        query = self.query
        if query is None or self._world is None:
            raise SandboxError("this button opens a link, the bot answers nothing")
        return await self._world.until(lambda: query.answer, within=within)


class PeopleActions(GroupActions):
    """Everything a person can do with thumbs."""

    def add_user(
        self,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        *,
        language_code: str = "nl",
        is_bot: bool = False,
    ) -> User:
        """A new person (or a bot that is not ours), who has not started the bot yet."""
        user = User(self.new_id(FIRST_USER_ID), first_name, last_name, username, language_code, is_bot)
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

    def user_presses(
        self,
        user: User | int,
        chat: Chat | User | int,
        message_id: int,
        button: str,
        *,
        inaccessible: bool = False,
        group: Chat | int | None = None,
    ) -> Press:
        """Press an inline button by its label, or else by its callback data. Fails when it is not on the screen.

        A link button is opened (`group`: where a startgroup link goes). `inaccessible` shows the bot the message as
        Telegram does when it is too old.
        """
        person, place, message = self.user(user), self.chat(chat), self.message(chat, message_id)
        if place.id != person.id and not place.has(person.id):
            raise SandboxError(f"{person.name} is not in this chat")
        found = _find_button(message, button)
        if "callback_data" in found:
            return self._ask(person, place, message, found["callback_data"], inaccessible)
        url = str(found.get("url", ""))
        if url and self.link_target(url):
            self.user_opens_link(person, url, group=group)
        return Press(None, url)

    def _ask(self, person: User, place: Chat, message: Message, data: str, inaccessible: bool) -> Press:
        asked = self.clock.now().timestamp()
        query_id = str(secrets.randbits(62))
        query = CallbackQuery(query_id, person.id, place.id, message.id, data, asked)
        self.queries[query.id] = query
        while len(self.queries) > KEPT_QUERIES:
            del self.queries[next(iter(self.queries))]
        shown = self.for_api(message)
        if inaccessible:
            shown = {"message_id": message.id, "chat": chat_for_api(self, place), "date": 0}
        body = {"id": query.id, "from": person.as_api(), "chat_instance": str(place.id * -7919), "data": data}
        if place.type != "direct":
            self.queue.push("callback_query", {**body, "message": shown})
        return Press(query, _world=self)

    def link_target(self, link: str) -> tuple[str, str] | None:
        """("start" or "startgroup", payload) when the link points to the world's bot."""
        parts = urlsplit(link if "://" in link else f"https://{link}")
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.scheme == "tg":
            name = query.get("domain", [""])[0]
        else:
            name = parts.path.strip("/") if parts.netloc.lower() in ("t.me", "telegram.me") else ""
        if name.lower() != self.bot.username.lower():
            return None
        for kind in ("startgroup", "start"):
            if kind in query:
                return kind, query[kind][0]
        return "start", ""

    def user_opens_link(self, user: User | int, link: str, *, group: Chat | int | None = None) -> Message | None:
        """Follow a link to the bot: Start with its payload, or add the bot to `group` with its payload."""
        target = self.link_target(link)
        if target is None:
            raise SandboxError(f"this link does not lead to @{self.bot.username}")
        kind, payload = target
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise SandboxError("a start payload has at most 64 characters, of A-Z a-z 0-9 _ -")
        if kind == "start":
            return self.user_starts(user, payload)
        if group is None:
            raise SandboxError("choose the group this link adds the bot to")
        self.add_bot(group, user)
        if not payload:
            return None
        return self.user_sends(user, group, f"/start@{self.bot.username} {payload}")

    def user_blocks(self, user: User | int) -> None:
        """Block the bot."""
        person = self.user(user)
        if person.started and not person.blocked:
            self.private_status(person, blocked=True)

    def user_unblocks(self, user: User | int) -> None:
        person = self.user(user)
        if person.blocked:
            self.private_status(person, blocked=False)

    def deactivate_user(self, user: User | int) -> None:
        """The person's account is gone."""
        person = self.user(user)
        person.deactivated = True
        self.user_changed(person)

    def open_direct(self, one: User | int, other: User | int) -> Chat:
        """The chat between two persons, which the bot never sees."""
        pair = {self.user(one).id, self.user(other).id}
        if len(pair) != 2:
            raise SandboxError("a chat needs two persons")
        for chat in self.chats.values():
            if chat.type == "direct" and set(chat.members) == pair:
                return chat
        chat = Chat(self.new_id(1), "direct", members={member: Member(member) for member in sorted(pair)})
        self.chats[chat.id] = chat
        self.chat_changed(chat)
        return chat

    def user_forwards(
        self, user: User | int, chat: Chat | User | int, message_id: int, to: Chat | User | int
    ) -> Message:
        """Forward a message to another chat of the same person."""
        message = self.message(chat, message_id)
        person, place = self._writer(user, to, None)
        sender = self.sender_of(message)
        origin = {"type": "user", "sender_user": sender.as_api(), "date": message.date}
        return self._deliver(person, place, dict(message.content), forward_origin=origin, markup=None)

    def user_reacts(self, user: User | int, chat: Chat | User | int, message_id: int, emoji: str | None) -> None:
        """Put a reaction on a message, or take it away with None."""
        person, place, message = self.user(user), self.chat(chat), self.message(chat, message_id)
        old = message.reactions.get(person.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[person.id] = new
        self.changed(message)
        me = place.member(self.bot.id)
        if place.type == "private" or (me is not None and me.admin):
            body = {"chat": chat_for_api(self, place), "message_id": message.id, "user": person.as_api()}
            reaction = {**body, "date": self.clock.timestamp(), "old_reaction": old, "new_reaction": new}
            self.queue.push("message_reaction", reaction)

    def user_votes(self, user: User | int, chat: Chat | User | int, message_id: int, options: list[int]) -> None:
        """Vote in a poll of the bot by option numbers; an empty list takes the vote back."""
        person, message = self.user(user), self.message(chat, message_id)
        poll = message.content.get("poll")
        if poll is None or poll["is_closed"]:
            raise SandboxError("there is no open poll here")
        votes: dict[str, list[int]] = message.content.setdefault("_votes", {})
        votes[str(person.id)] = options
        for number, option in enumerate(poll["options"]):
            option["voter_count"] = sum(number in chosen for chosen in votes.values())
        poll["total_voter_count"] = sum(bool(chosen) for chosen in votes.values())
        self.changed(message)
        if not poll["is_anonymous"]:
            ids = [poll["options"][number]["persistent_id"] for number in options]
            answer = {"poll_id": poll["id"], "user": person.as_api(), "option_ids": options}
            self.queue.push("poll_answer", {**answer, "option_persistent_ids": ids})
        self.queue.push("poll", poll)

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


def _find_button(message: Message, wanted: str) -> Json:
    buttons = [button for row in message.inline_keyboard for button in row]
    by_label = [button for button in buttons if button["text"] == wanted]
    by_data = [button for button in buttons if button.get("callback_data") == wanted]
    for found in (by_label, by_data):
        if found:
            return found[0]
    labels = ", ".join(repr(button["text"]) for button in buttons) or "no buttons at all"
    raise SandboxError(f"there is no button {wanted!r} on the screen; it shows {labels}")
