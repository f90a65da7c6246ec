"""What the world holds, how it is looked up, shown and watched. Actions of people and of the bot live elsewhere."""

from __future__ import annotations

import asyncio
import base64
import itertools
import mimetypes
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, TypeVar

from bot.sandbox.clock import SandboxClock
from bot.sandbox.delivery import UpdateQueue
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Faults, RateBuckets
from bot.sandbox.journal import Journal
from bot.sandbox.model import ANONYMOUS_ADMIN_ID, BotProfile, CallbackQuery, Chat, Json, Message, StoredFile, User
from bot.sandbox.render import message_for_api, message_for_page

T = TypeVar("T")
FIRST_USER_ID = 700_000_001
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


@dataclass(slots=True)
class Change:
    """Something the page has to know: message, deleted, chat, user, toast, link, clock, call, bot, queue or reset."""

    kind: str
    data: Json


Listener = Callable[[Change], None]


class WorldState:
    """Users, chats, messages, files, presses and the bot, all in memory."""

    def __init__(
        self,
        *,
        bot_name: str = "Samenspraak",
        bot_username: str = "samenspraak_bot",
        bot_token: str | None = None,
        clock: SandboxClock | None = None,
    ) -> None:
        self.clock = clock or SandboxClock()
        self.bot = BotProfile(7_000_000_001, bot_name, bot_username, bot_token or "7000000001:" + secrets.token_hex(17))
        self.queue = UpdateQueue(self.clock, changed=lambda: self.emit("queue", dict))
        self.faults = Faults()
        self.rates = RateBuckets()
        self.journal = Journal()
        self.query_window = timedelta(seconds=60)
        self._listeners: list[Listener] = []
        # Never reset: ids of a world that was cleared must not come back with another meaning.
        self._last_message_id = 0
        self._made = 0
        self._clear()
        self.clock.on_jump(lambda step: self.emit("clock", lambda: {"now": self.clock.now().isoformat()}))

    def _clear(self) -> None:
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.polls: dict[str, tuple[int, int]] = {}
        self.scene = ""
        """The key of the scene that this world began with; empty for none."""
        self.played = False
        """Whether a person at the page has done something since it began."""

    # --- the bot --------------------------------------------------------------------------------------------------

    @property
    def bot_token(self) -> str:
        return self.bot.token

    @property
    def bot_username(self) -> str:
        return self.bot.username

    @property
    def calls(self) -> list[Any]:
        """The last calls of the bot, oldest first."""
        return list(self.journal.calls)

    @property
    def refusals(self) -> list[Any]:
        """The last refused calls of the bot, oldest first."""
        return list(self.journal.refusals)

    # --- looking up -----------------------------------------------------------------------------------------------

    def user(self, user: User | int) -> User:
        """The user itself. Raises `SandboxError` for an unknown id."""
        if isinstance(user, User):
            return user
        if user == self.bot.id:
            return self.bot.as_user()
        if user not in self.users:
            raise SandboxError(f"there is no user {user}")
        return self.users[user]

    def chat(self, chat: Chat | User | int) -> Chat:
        """The chat itself; a user, or a user's id, means that person's chat with the bot."""
        chat_id = chat if isinstance(chat, int) else chat.id
        if chat_id not in self.chats:
            raise SandboxError(f"there is no chat {chat_id}")
        return self.chats[chat_id]

    def message(self, chat: Chat | User | int, message_id: int) -> Message:
        found = self.chat(chat).messages.get(message_id)
        if found is None:
            raise SandboxError(f"there is no message {message_id} in this chat")
        return found

    def messages(self, chat: Chat | User | int) -> list[Message]:
        """All messages of a chat, oldest first."""
        return list(self.chat(chat).messages.values())

    def chats_of(self, user: User | int) -> list[Chat]:
        """The chats on a person's phone."""
        person = self.user(user)
        return [chat for chat in self.chats.values() if chat.id == person.id or chat.has(person.id)]

    def sender_of(self, message: Message) -> User:
        if message.anonymous:
            return User(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True)
        return self.user(message.sender_id)

    # --- watching -------------------------------------------------------------------------------------------------

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change; the answer is a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, kind: str, data: Callable[[], Json]) -> None:
        """Tell the listeners; `data` is only made when somebody listens."""
        if self._listeners:
            change = Change(kind, data())
            for listener in list(self._listeners):
                listener(change)

    async def until(self, condition: Callable[[], T | None], *, within: float = 5.0) -> T:
        """Wait for `condition()` to be truthy; it is asked after each change. `TimeoutError` after `within` seconds."""
        changed = asyncio.Event()
        stop = self.on_change(lambda change: changed.set())
        try:
            async with asyncio.timeout(within):
                while not (found := condition()):
                    changed.clear()
                    await changed.wait()
        finally:
            stop()
        return found

    # --- storing --------------------------------------------------------------------------------------------------

    def new_id(self, first: int) -> int:
        """An id that was never used: `first` and on for a positive one, downwards for a negative one."""
        self._made += 1
        return first + self._made - 1 if first > 0 else first - self._made + 1

    def store_file(self, content: bytes, *, name: str, mime: str | None = None) -> StoredFile:
        self._made += 1
        guessed = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(f"sandbox{self._made}", name, guessed, len(content), base64.b64encode(content).decode())
        self.files[file.id] = file
        return file

    def post(self, chat: Chat, sender_id: int, content: Json, **fields: Any) -> Message:
        """Put a message into a chat, without telling the bot; `fields` are those of `Message`."""
        if chat.type == "supergroup":
            chat.last_message_id += 1
            message_id = chat.last_message_id
        else:
            self._last_message_id += 1
            message_id = chat.last_message_id = self._last_message_id
        message = Message(message_id, chat.id, sender_id, self.clock.timestamp(), content, **fields)
        chat.messages[message_id] = message
        if sender_id == self.bot.id or self.user(sender_id).is_bot:
            chat.last_bot_id = sender_id
        self.changed(message)
        return message

    def changed(self, message: Message) -> None:
        self.emit("message", lambda: message_for_page(self, message))

    def chat_changed(self, chat: Chat) -> None:
        self.emit("chat", lambda: self.chat_for_page(chat))

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.emit("deleted", lambda: {"chat_id": chat.id, "message_id": message_id})

    def for_api(self, message: Message) -> Json:
        """The message as the Bot API shows it."""
        return message_for_api(self, message)

    # --- for the page ---------------------------------------------------------------------------------------------

    def chat_for_page(self, chat: Chat) -> Json:
        """A chat without its messages."""
        names = ("id", "type", "title", "is_forum", "pinned", "migrated_to", "migrated_from", "keyboard")
        body = {name: getattr(chat, name) for name in names}
        body["members"] = [asdict(member) for member in chat.members.values()]
        body["topics"] = [{"id": thread, "name": name} for thread, name in chat.topics.items()]
        return body

    def snapshot(self) -> Json:
        """Everything the page needs to draw itself."""
        messages = itertools.chain.from_iterable(chat.messages.values() for chat in self.chats.values())
        return {
            "now": self.clock.now().isoformat(),
            "scene": self.scene,
            "played": self.played,
            "bot": self.bot_for_page(),
            "users": [asdict(user) for user in self.users.values()],
            "chats": [self.chat_for_page(chat) for chat in self.chats.values()],
            "messages": [message_for_page(self, message) for message in messages],
            "calls": [call.as_json() for call in list(self.journal.calls)[-200:]],
            "refusals": [call.as_json() for call in self.journal.refusals],
        }

    def bot_for_page(self) -> Json:
        names = ("id", "name", "username", "privacy_mode", "commands", "menu_buttons", "texts")
        return {name: getattr(self.bot, name) for name in names}
