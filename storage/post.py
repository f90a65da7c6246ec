"""What came in and what goes out, timers and the log, in the database: the ports `Post`, `Timers` and `TurnLog`."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, ConversationId, LiveMessageId
from bot.turn.records import LiveMessage, Outgoing, Timer
from storage import rows
from storage.columns import insert_or_ignore, upsert
from storage.group_tables import placed
from storage.reads import Reads
from storage.repository import Repository
from storage.traffic_tables import inbox, outbox, timer, turn_log

_RECEIVE = insert_or_ignore(inbox, key=("bot", "update"))
_UNFINISHED = (
    select(inbox.c.update, inbox.c.body)
    .where(inbox.c.bot == bindparam("b_bot"), inbox.c.finished_at.is_(None))
    .order_by(inbox.c.update)
)
_FINISH = upsert(inbox, key=("bot", "update"), change=("body", "finished_at"), where=inbox.c.finished_at.is_(None))
_PURGE_INBOX = delete(inbox).where(inbox.c.finished_at < bindparam("b_before"))

_WAITING = outbox.c.done_at.is_(None)
_SEND = insert(outbox)
_ALL_WAITING = (
    select(*rows.OUTGOING, placed.c.message)
    .outerjoin(placed, placed.c.id == outbox.c.placed)
    .where(_WAITING)
    .order_by(outbox.c.id)
)
_OLDEST_WAITING = select(func.min(outbox.c.created_at)).where(_WAITING)
_DONE = update(outbox).where(outbox.c.id.in_(bindparam("b_ids", expanding=True)), _WAITING).values(body="")
_FORGET = update(outbox).where(outbox.c.chat == bindparam("b_chat"), _WAITING).values(body="")
_PURGE_OUTBOX = delete(outbox).where(outbox.c.done_at < bindparam("b_before"))

_ID: BindParameter[Any] = bindparam("b_id")
_PLACE = insert(placed)
_PLACED = select(*placed.columns).where(placed.c.id == _ID)
_PLACED_AT = select(*placed.columns).where(
    placed.c.chat == bindparam("b_chat"), placed.c.message == bindparam("b_message")
)
_CHANGE_PLACED = update(placed).where(placed.c.id == _ID)
_DIGEST: BindParameter[Any] = bindparam("b_digest")
_SHOWS = (
    update(placed)
    .where(placed.c.id == _ID, placed.c.digest.is_distinct_from(_DIGEST))
    .values(digest=_DIGEST)
    .returning(*placed.columns)
)
_SHOWS_WITHIN = _SHOWS.where(placed.c.chat == bindparam("b_chat"), placed.c.thread == bindparam("b_thread"))

_SHOWING = (
    select(placed.c.id).where(placed.c.chat == bindparam("b_chat"), placed.c.digest == _DIGEST).order_by(placed.c.id)
)

_SHOW_AGAIN = (
    update(placed)
    .where(placed.c.chat == bindparam("b_chat"), placed.c.thread == bindparam("b_thread"))
    .values(digest=None)
)

_PUT = upsert(timer, key=("kind", "subject"), change=("due_at",))
_DROP = delete(timer).where(timer.c.kind == bindparam("b_kind"), timer.c.subject == bindparam("b_subject"))
_DUE = (
    select(timer.c.id)
    .where(timer.c.due_at <= bindparam("b_now"))
    .order_by(timer.c.due_at, timer.c.id)
    .limit(bindparam("b_limit"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = delete(timer).where(timer.c.id.in_(select(_DUE.c.id))).returning(*rows.TIMER)
_NEXT_DUE = select(func.min(timer.c.due_at))

_LOG = insert(turn_log).inline()


class SqlPost(Repository):
    """What came in for one bot, and what goes out."""

    __slots__ = ("_bot",)

    def __init__(self, reads: Reads, bot: int) -> None:
        super().__init__(reads)
        self._bot = bot

    def receive(self, update: int, body: str, at: datetime) -> bool:
        """Keep what came in. Whether it is new."""
        return self._do(_RECEIVE, bot=self._bot, update=update, body=body, received_at=at) == 1

    def unfinished(self) -> tuple[tuple[int, str], ...]:
        """Update ids and bodies, in order."""
        return tuple((update, body) for update, body in self._all(_UNFINISHED, b_bot=self._bot))

    def finish(self, update: int, at: datetime) -> bool:
        """True exactly once per update, also for one that was never received. Its body is gone."""
        return self._do(_FINISH, bot=self._bot, update=update, body="", received_at=at, finished_at=at) == 1

    def send(self, messages: Sequence[Outgoing], at: datetime) -> tuple[Outgoing, ...]:
        """Write messages to the outbox, in one go; returns them with their ids, which rise in their order."""
        written = [
            {
                "chat": one.chat,
                "conversation": one.conversation,
                "edits": one.edits,
                "placed": one.placed,
                "body": rows.body(one),
                "created_at": at,
            }
            for one in messages
        ]
        return tuple(replace(one, id=id_) for one, id_ in zip(messages, self._add_each(_SEND, written), strict=True))

    def waiting(self) -> tuple[Outgoing, ...]:
        """All that must still be sent, in order. What has a number by now is changed instead of sent anew."""
        found = []
        for *row, message in self._all(_ALL_WAITING):
            one = rows.outgoing(row)
            found.append(replace(one, edits=message) if one.edits is None and message is not None else one)
        return tuple(found)

    def waits_since(self) -> datetime | None:
        """Since when the oldest message waits to be sent."""
        row = self._one(_OLDEST_WAITING)
        return None if row is None else row[0]

    def done(self, messages: Collection[int], at: datetime) -> None:
        """Mark messages as sent, or as never to be sent. Their bodies are gone."""
        if messages:
            self._do(_DONE, b_ids=list(messages), done_at=at)

    def forget(self, chat: ChatId, at: datetime) -> None:
        """Send nothing more of what waits for this chat."""
        self._do(_FORGET, b_chat=chat, done_at=at)

    def place(self, chat_thread: ChatThread) -> LiveMessage:
        """A row for a message that is going to be changed in place; the message itself is not there yet."""
        id_ = self._add(_PLACE, chat=chat_thread.chat, thread=chat_thread.thread, pinned=False)
        self._reads.know(_PLACED, {"b_id": id_}, (id_, chat_thread.chat, chat_thread.thread, None, False, None))
        return LiveMessage(id_, chat_thread)

    def placed(self, placed: LiveMessageId) -> LiveMessage:
        return _placed(self._known(_PLACED, b_id=placed))

    def placed_at(self, chat: ChatId, message: int) -> LiveMessage | None:
        row = self._one(_PLACED_AT, b_chat=chat, b_message=message)
        return None if row is None else _placed(row)

    def shows(self, placed: LiveMessageId, digest: str, within: ChatThread | None = None) -> LiveMessage | None:
        """The message, with the digest of what it is going to show; None when it shows that already.

        Also when it stands elsewhere than `within`.
        """
        values: dict[str, object] = {"b_id": placed, "b_digest": digest}
        if within is None:
            row = self._reads.write_first(_SHOWS, values)
        else:
            there = {"b_chat": within.chat, "b_thread": within.thread}
            row = self._reads.write_first(_SHOWS_WITHIN, values | there)
        if row is None:
            return None
        self._reads.know(_PLACED, {"b_id": placed}, row)
        return _placed(row)

    def showing(self, chat: ChatId, digest: str) -> tuple[LiveMessageId, ...]:
        """The messages of a chat that show this, or are going to."""
        return tuple(id_ for (id_,) in self._all(_SHOWING, b_chat=chat, b_digest=digest))

    def show_again(self, chat_thread: ChatThread) -> None:
        """Whatever stands there is sent once more when it is drawn, although it shows that already."""
        self._do(_SHOW_AGAIN, b_chat=chat_thread.chat, b_thread=chat_thread.thread)

    def was_placed(self, placed: LiveMessageId, message: int, pinned: bool) -> None:
        """Keep the number the message got, and whether it could be pinned."""
        self._do(_CHANGE_PLACED, b_id=placed, message=message, pinned=pinned)

    def purge(self, before: datetime) -> None:
        """Remove what was finished or done before this moment."""
        self._do(_PURGE_INBOX, b_before=before)
        self._do(_PURGE_OUTBOX, b_before=before)


def _placed(row: rows.Values) -> LiveMessage:
    id_, chat, thread, *rest = row
    return LiveMessage(id_, ChatThread(chat, thread), *rest)


class SqlTimers(Repository):
    """Due moments, one per kind and subject."""

    __slots__ = ()

    def put(self, kind: str, subject: int, due_at: datetime) -> None:
        """Set the timer of this kind and subject, or move it."""
        self._do(_PUT, kind=kind, subject=subject, due_at=due_at)

    def drop(self, kind: str, subject: int) -> None:
        self._do(_DROP, b_kind=kind, b_subject=subject)

    def claim(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """The due ones, earliest first. They are gone: what they lead to belongs in the same unit of work."""
        found = [rows.timer(row) for row in self._all(_CLAIM, b_now=now, b_limit=limit)]
        return tuple(sorted(found, key=lambda timer: (timer.due_at, timer.id)))

    def next_due(self) -> datetime | None:
        row = self._one(_NEXT_DUE)
        return None if row is None else row[0]


class SqlTurnLog(Repository):
    """What happened, in ids and kinds."""

    __slots__ = ()

    def write(self, at: datetime, kind: str, conversation: ConversationId | None, dialog: str) -> None:
        self._do(_LOG, at=at, kind=kind, conversation=conversation, dialog=dialog)
