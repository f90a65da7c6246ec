"""The things of the sandbox world and their JSON form: users, chats, messages, files, callback queries.

Data only: who may do what, and what follows from it, lives in `world` and in `api`.
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, field
from typing import Any, Self

Json = dict[str, Any]

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_SENDER_ID = 136817688
PRESENT = ("creator", "administrator", "member", "restricted")
ADMINS = ("creator", "administrator")


@dataclass(slots=True)
class User:
    """A person, or a bot. `started` and `blocked` say how the person stands to the world's bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language_code: str = "nl"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    about: str = ""
    """What the page says of this person; the bot never sees it."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def as_api(self) -> Json:
        """The Bot API's User object."""
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            body["last_name"] = self.last_name
        if self.username:
            body["username"] = self.username
        if not self.is_bot:
            body["language_code"] = self.language_code
        return body


@dataclass(slots=True)
class Member:
    """How a user stands to a group. `privacy` is the bot's privacy mode as it was when it joined."""

    user_id: int
    status: str = "member"
    anonymous: bool = False
    privacy: bool = True

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    @property
    def admin(self) -> bool:
        return self.status in ADMINS


@dataclass(slots=True)
class StoredFile:
    """An uploaded file; `data` is base64 so that the world is one JSON document."""

    id: str
    name: str
    mime: str
    size: int
    data: str

    @property
    def unique_id(self) -> str:
        return f"u{self.id}"

    @property
    def path(self) -> str:
        return f"files/{self.id}/{self.name}"

    def content(self) -> bytes:
        return base64.b64decode(self.data)


@dataclass(slots=True)
class Message:
    """A message; `content` holds the Bot API fields that make it what it is (text, photo, service fields)."""

    id: int
    chat_id: int
    sender_id: int
    date: int
    content: Json
    markup: Json | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    edit_date: int | None = None
    anonymous: bool = False
    forward_origin: Json | None = None
    media_group_id: str | None = None
    protect: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    is_service: bool = False

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def editable_markup(self) -> bool:
        """False for a reply keyboard or ForceReply: such a message can never be edited."""
        return self.markup is None or "inline_keyboard" in self.markup

    @property
    def text(self) -> str:
        """What a reader sees as text: the text or the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    def as_json(self) -> Json:
        # Not `asdict`: it copies every content deeply, which takes most of the time of saving a world.
        body = {name: getattr(self, name) for name in self.__slots__}
        body["reactions"] = {str(user): reactions for user, reactions in self.reactions.items()}
        return body

    @classmethod
    def from_json(cls, body: Json) -> Self:
        reactions = {int(user): value for user, value in body.pop("reactions", {}).items()}
        return cls(**body, reactions=reactions)


@dataclass(slots=True)
class Chat:
    """A chat. `direct` is one between two persons, which the bot can never see."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    last_bot_id: int | None = None
    migrated_to: int | None = None
    migrated_from: int | None = None
    reactions_allowed: bool = True
    bots_may_write: bool = True
    keyboard: Json | None = None

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "supergroup")

    def member(self, user_id: int) -> Member | None:
        return self.members.get(user_id)

    def has(self, user_id: int) -> bool:
        member = self.members.get(user_id)
        return member is not None and member.present

    def as_json(self) -> Json:
        body = {name: getattr(self, name) for name in _CHAT_PLAIN}
        body["members"] = [asdict(member) for member in self.members.values()]
        body["messages"] = [message.as_json() for message in self.messages.values()]
        body["topics"] = [[thread, name] for thread, name in self.topics.items()]
        return body

    @classmethod
    def from_json(cls, body: Json) -> Self:
        members = {m["user_id"]: Member(**m) for m in body.pop("members")}
        messages = {m["id"]: Message.from_json(m) for m in body.pop("messages")}
        topics = {int(thread): name for thread, name in body.pop("topics")}
        return cls(**body, members=members, messages=messages, topics=topics)


_CHAT_PLAIN = (
    *("id", "type", "title", "username", "is_forum", "pinned", "last_message_id", "last_bot_id", "migrated_to"),
    *("migrated_from", "reactions_allowed", "bots_may_write", "keyboard"),
)


@dataclass(slots=True)
class Answer:
    """What the bot answered to a press: an empty text only stops the button's spinner."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class CallbackQuery:
    """One press. `asked_at` is in Unix seconds of the sandbox's clock."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    asked_at: float
    answer: Answer | None = None

    @classmethod
    def from_json(cls, body: Json) -> Self:
        answer = body.pop("answer")
        return cls(**body, answer=Answer(**answer) if answer else None)


@dataclass(slots=True)
class BotProfile:
    """What the bot has told the server about itself, and what its owner set."""

    id: int
    name: str
    username: str
    token: str
    privacy_mode: bool = True
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[str, Json] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def as_user(self) -> User:
        return User(self.id, self.name, username=self.username, is_bot=True)
