"""What people tap on: buttons, links, reactions, polls; and chats between two persons. Writing lives in `writing`."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.errors import ButtonGoneError, SandboxError
from bot.sandbox.model import Answer, CallbackQuery, Chat, Json, Member, Message, User
from bot.sandbox.render import chat_for_api
from bot.sandbox.writing import WritingActions

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


class PeopleActions(WritingActions):
    """Everything a person can do with thumbs."""

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


def _find_button(message: Message, wanted: str) -> Json:
    buttons = [button for row in message.inline_keyboard for button in row]
    by_label = [button for button in buttons if button["text"] == wanted]
    by_data = [button for button in buttons if button.get("callback_data") == wanted]
    for found in (by_label, by_data):
        if found:
            return found[0]
    labels = ", ".join(repr(button["text"]) for button in buttons) or "no buttons at all"
    raise ButtonGoneError(f"there is no button {wanted!r} on the screen; it shows {labels}")
