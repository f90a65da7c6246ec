"""What stands on pages in the browser and who may look, in the database: the ports `Shown` and `Windows`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from bot.domain.ids import BindingId, ChatId, PersonId
from bot.turn.records import Outgoing
from bot.turn.shown import LEAST_OF_HASH, Session, ShownMessage
from storage import rows
from storage.columns import upsert
from storage.group_tables import chat_binding
from storage.page_tables import entry_link, page_message, page_session, projector
from storage.repository import Repository
from storage.tables import person, person_chat
from storage.traffic_tables import chat, conversation

_CHAT = bindparam("b_chat", type_=page_message.c.chat.type)
_IS_THERE = select(chat.c.id).where(chat.c.id == _CHAT)
_MESSAGE = (
    page_message.c.id,
    page_message.c.touched,
    page_message.c.body,
    page_message.c.at,
    page_message.c.message,
)
_OF_CHAT = page_message.c.chat == _CHAT
_TOUCHED = select(func.max(page_message.c.touched)).where(_OF_CHAT)
_ADD = insert(page_message)
_CHANGE = update(page_message).where(_OF_CHAT, page_message.c.id == bindparam("b_id"))
_THERE = bindparam("b_message", type_=page_message.c.message.type)
_CHANGE_THERE = update(page_message).where(_OF_CHAT, page_message.c.message == _THERE)
_NUMBERED = select(*_MESSAGE).where(_OF_CHAT, page_message.c.message == _THERE)
_NEWEST = (
    select(*_MESSAGE).where(_OF_CHAT, page_message.c.touched == bindparam("b_touched")).order_by(page_message.c.id)
)
_ONE = select(*_MESSAGE).where(_OF_CHAT, page_message.c.id == bindparam("b_id"))
_ALL = select(*_MESSAGE).where(_OF_CHAT).order_by(page_message.c.id)
_BEFORE = (
    select(*_MESSAGE)
    .where(_OF_CHAT, page_message.c.id < bindparam("b_number"))
    .order_by(page_message.c.id.desc())
    .limit(bindparam("b_limit"))
)
_FORGET = delete(page_message).where(_OF_CHAT)
_HIGHEST = 2**62


class SqlShown(Repository):
    """Messages on pages."""

    __slots__ = ()

    def put(self, message: Outgoing, touched: int, at: datetime, ends_at: datetime | None = None) -> int | None:
        """Its number, or None for a chat that was forgotten."""
        if self._one(_IS_THERE, b_chat=message.chat) is None:
            return None
        values = {"touched": touched, "body": rows.body(message), "ends_at": ends_at}
        uploaded = message.picture is not None or message.document is not None  # these are always new
        if message.edits and not uploaded and self._do(_CHANGE, b_chat=message.chat, b_id=message.edits, **values):
            return message.edits
        if message.if_there:
            return None
        return int(self._add(_ADD, chat=message.chat, at=at, **values))

    def put_beside(self, message: Outgoing, chat: ChatId, number: int | None, touched: int, at: datetime) -> None:
        """In the chat in which a group is shown as well; `number` is that of the message in the group."""
        if self._one(_IS_THERE, b_chat=chat) is None:
            return
        values = {"touched": touched, "body": rows.body(message)}
        if number is None or not self._do(_CHANGE_THERE, b_chat=chat, b_message=number, **values):
            self._add(_ADD, chat=chat, at=at, message=number, **values)

    def numbered(self, chat: ChatId, number: int) -> ShownMessage | None:
        """The message with this number in the group that is shown here."""
        return next(iter(self._shown(chat, self._all(_NUMBERED, b_chat=chat, b_message=number))), None)

    def newest(self, chat: ChatId) -> tuple[ShownMessage, ...]:
        return self._shown(chat, self._all(_NEWEST, b_chat=chat, b_touched=self.touched(chat)))

    def before(self, chat: ChatId, number: int | None, limit: int) -> tuple[ShownMessage, ...]:
        below = _HIGHEST if number is None else number
        return self._shown(chat, self._all(_BEFORE, b_chat=chat, b_number=below, b_limit=limit))

    def one(self, chat: ChatId, number: int) -> ShownMessage | None:
        """Of this chat; None for what is another's, or was never there."""
        return next(iter(self._shown(chat, self._all(_ONE, b_chat=chat, b_id=number))), None)

    def all(self, chat: ChatId) -> tuple[ShownMessage, ...]:
        """Oldest first."""
        return self._shown(chat, self._all(_ALL, b_chat=chat))

    def touched(self, chat: ChatId) -> int:
        """The number of the last change; 0 for a page on which nothing stands."""
        row = self._one(_TOUCHED, b_chat=chat)
        return 0 if row is None or row[0] is None else int(row[0])

    def forget(self, chat: ChatId) -> None:
        """Nothing stands there any more."""
        self._do(_FORGET, b_chat=chat)

    def _shown(self, of: ChatId, found: Sequence[rows.Values]) -> tuple[ShownMessage, ...]:
        return tuple(
            ShownMessage(id_, touched, rows.outgoing((of, body, None, None, 0, None)), at, there)
            for id_, touched, body, at, there in found
        )


_NOW = bindparam("b_now", type_=page_session.c.ends_at.type)
_SESSION = (
    page_session.c.id,
    page_session.c.chat,
    page_session.c.made_at,
    page_session.c.used_at,
    page_session.c.ends_at,
    page_session.c.shared,
    page_session.c.said,
)
_OPEN = insert(page_session)
_BY_HASH = select(*_SESSION).where(page_session.c.token_hash == bindparam("b_hash"))
_OF = select(*_SESSION).where(page_session.c.chat == _CHAT).order_by(page_session.c.id)
_CHANGE_SESSION = update(page_session).where(page_session.c.id == bindparam("b_id"))
_END = delete(page_session).where(page_session.c.id == bindparam("b_id"))
_SHORTEN = update(page_session).where(page_session.c.chat == _CHAT, page_session.c.ends_at > bindparam("b_until"))
_ADD_LINK = insert(entry_link)
_HASH = bindparam("b_hash", type_=entry_link.c.token_hash.type)
_LINK = select(entry_link.c.person).where(
    func.substr(entry_link.c.token_hash, 1, func.length(_HASH)) == _HASH, entry_link.c.ends_at > _NOW
)
_USE_LINK = delete(entry_link).where(func.substr(entry_link.c.token_hash, 1, func.length(_HASH)) == _HASH)
_NO_LINKS = delete(entry_link).where(entry_link.c.person == bindparam("b_person"))
_PROJECTOR = select(projector.c.binding).where(
    projector.c.token_hash == bindparam("b_hash"), projector.c.ends_at > _NOW
)
_OPEN_PROJECTOR = upsert(projector, key=("binding",), change=("token_hash", "ends_at"))
_ENDED = select(page_session.c.chat).where(page_session.c.ends_at <= _NOW).distinct()
_PURGE = (
    delete(projector).where(projector.c.ends_at <= _NOW),
    delete(page_session).where(page_session.c.ends_at <= _NOW),
    delete(entry_link).where(entry_link.c.ends_at <= _NOW),
    delete(page_message).where(page_message.c.ends_at <= _NOW),
)
_IN_USE = or_(
    *(
        chat.c.id.in_(select(column))
        for column in (
            page_session.c.chat,
            person.c.chat,
            person_chat.c.chat,
            conversation.c.chat,
        )  # of all doors, and each is small
    ),
    *(
        chat.c.id.in_(select(column).where(chat_binding.c.ended_at.is_(None), column.is_not(None)))
        for column in (chat_binding.c.chat, chat_binding.c.beside)
    ),
)
_PURGE_CHATS = delete(chat).where(chat.c.id.in_(select(page_message.c.chat)), ~_IN_USE)


class SqlWindows(Repository):
    """Windows that may show a chat."""

    __slots__ = ()

    def open(self, token_hash: str, chat: ChatId, at: datetime, ends_at: datetime, *, shared: bool = False) -> Session:
        values = {"made_at": at, "used_at": at, "ends_at": ends_at, "shared": shared, "said": ""}
        id_ = self._add(_OPEN, chat=chat, token_hash=token_hash, **values)
        return Session(id_, chat, at, at, ends_at, shared)

    def by_hash(self, token_hash: str) -> Session | None:
        row = self._one(_BY_HASH, b_hash=token_hash)
        return None if row is None else Session(*row)

    def of(self, chat: ChatId) -> tuple[Session, ...]:
        """All of a chat, also those that ended and were not removed yet."""
        return tuple(Session(*row) for row in self._all(_OF, b_chat=chat))

    def used(self, session: int, at: datetime, ends_at: datetime) -> None:
        self._do(_CHANGE_SESSION, b_id=session, used_at=at, ends_at=ends_at)

    def say(self, session: int, said: str) -> None:
        self._do(_CHANGE_SESSION, b_id=session, said=said)

    def end(self, session: int) -> None:
        self._do(_END, b_id=session)

    def end_by(self, chat: ChatId, at: datetime) -> None:
        self._do(_SHORTEN, b_chat=chat, b_until=at, ends_at=at)

    def add_link(self, token_hash: str, person: PersonId, ends_at: datetime) -> None:
        self._do(_ADD_LINK, token_hash=token_hash, person=person, ends_at=ends_at)

    def link(self, token_hash: str, at: datetime) -> PersonId | None:
        row = self._one(_LINK, b_hash=token_hash, b_now=at) if len(token_hash) >= LEAST_OF_HASH else None
        return None if row is None else PersonId(row[0])

    def use_link(self, token_hash: str, at: datetime) -> PersonId | None:
        found = self.link(token_hash, at)
        return found if found is not None and self._do(_USE_LINK, b_hash=token_hash) == 1 else None

    def open_projector(self, token_hash: str, binding: BindingId, ends_at: datetime) -> None:
        self._do(_OPEN_PROJECTOR, binding=binding, token_hash=token_hash, ends_at=ends_at)

    def projector(self, token_hash: str, at: datetime) -> BindingId | None:
        row = self._one(_PROJECTOR, b_hash=token_hash, b_now=at)
        return None if row is None else BindingId(row[0])

    def end_links(self, person: PersonId) -> None:
        self._do(_NO_LINKS, b_person=person)

    def purge(self, at: datetime) -> tuple[ChatId, ...]:
        ended = tuple(ChatId(row[0]) for row in self._all(_ENDED, b_now=at))
        for statement in _PURGE:
            self._do(statement, b_now=at)
        self._do(_PURGE_CHATS)
        return ended
