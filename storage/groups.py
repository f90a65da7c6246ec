"""Which group belongs to which circle, in the database: the port `Groups`."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.domain.group import Binding, BindingRequest, ChatThread, Lead, Seen
from bot.domain.ids import (
    BindingId,
    BindingRequestId,
    ChatId,
    CollaborationId,
    InvitationId,
    LiveMessageId,
    PartnerId,
    PersonId,
    RoundId,
)
from bot.turn.ports import StaleWriteError
from storage.columns import insert_or_ignore, upsert
from storage.group_tables import binding_request, chat_binding, group_lead, placed, seen
from storage.page_tables import page_message
from storage.question_tables import question_stood
from storage.repository import Repository
from storage.rows import Values
from storage.traffic_tables import outbox

_ID: BindParameter[Any] = bindparam("b_id")
_ACTIVE = chat_binding.c.ended_at.is_(None)
_OWN = len(chat_binding.columns)
_BOUND = select(*chat_binding.columns, *group_lead.columns[1:]).select_from(
    chat_binding.outerjoin(group_lead, group_lead.c.binding == chat_binding.c.id)
)
"""A binding, and behind it who leads there: whatever is drawn in a group depends on both."""

_GET = _BOUND.where(chat_binding.c.id == _ID)
_AT = _BOUND.where(chat_binding.c.chat == bindparam("b_chat"), chat_binding.c.thread == bindparam("b_thread"), _ACTIVE)
_IN_CHAT = _BOUND.where(chat_binding.c.chat == bindparam("b_chat"), _ACTIVE)
_OF = _BOUND.where(chat_binding.c.collaboration == _ID, _ACTIVE).order_by(chat_binding.c.id)
_ADD = insert(chat_binding)
_CHANGE = update(chat_binding).where(chat_binding.c.id == _ID)
_MOVES = tuple(
    update(table).where(table.c.chat == bindparam("b_from")).values(chat=bindparam("b_to"))
    for table in (chat_binding, binding_request, outbox)
)
_SET_ASIDE = (
    update(question_stood)
    .where(
        question_stood.c.message > 0,
        question_stood.c.placed.in_(select(placed.c.id).where(placed.c.chat == bindparam("b_to"))),
    )
    .values(message=-question_stood.c.message)
)
"""A supergroup counts its messages anew: what was said under an earlier number must not be taken for something new.

What was said to a question keeps the group it was said in, which is this one no longer."""
_MOVE_PLACED = (
    update(placed).where(placed.c.chat == bindparam("b_from")).values(chat=bindparam("b_to"), message=None, digest=None)
)

_CLEAR_BESIDE = delete(page_message).where(
    page_message.c.chat.in_(select(chat_binding.c.beside).where(chat_binding.c.chat == bindparam("b_to")))
)
"""What was shown beside the old chat carries its numbers."""

_ADD_REQUEST = insert(binding_request)
_REQUEST = select(*binding_request.columns).where(binding_request.c.id == _ID)
_BY_HASH = select(*binding_request.columns).where(binding_request.c.token_hash == bindparam("b_hash"))
_USE = update(binding_request).where(binding_request.c.id == _ID, binding_request.c.used_at.is_(None))

_SEEN = insert_or_ignore(seen, key=("binding", "person"))
_SPEAKS = upsert(seen, key=("binding", "person"), change=("partner",))
_WROTE_LONG = update(seen).where(seen.c.binding == _ID, seen.c.person == bindparam("b_person"))
_ALL_SEEN = (
    select(seen.c.person, seen.c.partner, seen.c.long_message, seen.c.long_at)
    .where(seen.c.binding == _ID)
    .order_by(seen.c.person)
)

_FIRST_LEAD = insert_or_ignore(group_lead, key=("binding",))
_SAVE_LEAD = update(group_lead).where(group_lead.c.binding == _ID, group_lead.c.version == bindparam("b_version"))
_NEXT_ROUND = update(group_lead).where(group_lead.c.binding == _ID, group_lead.c.round != bindparam("b_round"))


class SqlGroups(Repository):
    """Bindings, the requests they are made from, and who was seen where."""

    __slots__ = ()

    def get(self, binding: BindingId) -> Binding:
        return _binding(self._known(_GET, b_id=binding))

    def at(self, chat_thread: ChatThread) -> Binding | None:
        found = self._read_all(_AT, _GET, b_chat=chat_thread.chat, b_thread=chat_thread.thread)
        row = next(iter(found), None)
        return None if row is None else _binding(row)

    def in_chat(self, chat: ChatId) -> tuple[Binding, ...]:
        """All that is bound in a chat, whichever its topics."""
        return tuple(_binding(row) for row in self._read_all(_IN_CHAT, _GET, b_chat=chat))

    def of(self, collaboration: CollaborationId) -> tuple[Binding, ...]:
        return tuple(_binding(row) for row in self._read_all(_OF, _GET, b_id=collaboration))

    def bind(
        self,
        chat_thread: ChatThread,
        title: str,
        collaboration: CollaborationId,
        partner: PartnerId | None,
        by: PersonId,
        at: datetime,
    ) -> Binding:
        id_ = self._add(
            _ADD,
            chat=chat_thread.chat,
            thread=chat_thread.thread,
            title=title,
            collaboration=collaboration,
            partner=partner,
            bound_by=by,
            bound_at=at,
        )
        return Binding(BindingId(id_), chat_thread, title, collaboration, partner, by, at)

    def open_join_link(self, binding: BindingId, invitation: InvitationId | None, token: str | None) -> None:
        """The way in below the messages of a group; None takes it away."""
        self._do(_CHANGE, b_id=binding, invitation=invitation, join_token=token)

    def show_status(self, binding: BindingId, status: LiveMessageId, of: str) -> None:
        self._do(_CHANGE, b_id=binding, status=status, status_of=of)

    def end(self, binding: BindingId, at: datetime) -> None:
        self._do(_CHANGE, b_id=binding, ended_at=at)

    def show_beside(self, binding: BindingId, chat: ChatId) -> None:
        """From now on what stands there is shown in this chat as well."""
        self._do(_CHANGE, b_id=binding, beside=chat)

    def move(self, before: ChatId, now: ChatId) -> None:
        """A group became a supergroup: everything follows. Its messages cannot be changed there."""
        moved = [self._do(statement, b_from=before, b_to=now) for statement in (*_MOVES, _MOVE_PLACED)]
        if moved[0]:  # the binding itself: it is told more than once
            self._do(_SET_ASIDE, b_to=now)
            self._do(_CLEAR_BESIDE, b_to=now)

    def ask(self, request: BindingRequest) -> BindingRequest:
        """Keep a request; returns it with its id."""
        id_ = self._add(
            _ADD_REQUEST,
            made_by=request.made_by,
            expires_at=request.expires_at,
            token_hash=request.token_hash,
            collaboration=request.collaboration,
            partner=request.partner,
            chat=request.chat_thread.chat if request.chat_thread else None,
            thread=request.chat_thread.thread if request.chat_thread else None,
            title=request.title,
        )
        return replace(request, id=BindingRequestId(id_))

    def request(self, request: BindingRequestId) -> BindingRequest:
        return _request(self._known(_REQUEST, b_id=request))

    def request_by_hash(self, token_hash: str) -> BindingRequest | None:
        row = self._one(_BY_HASH, b_hash=token_hash)
        return None if row is None else _request(row)

    def use(self, request: BindingRequestId, at: datetime) -> None:
        """Mark a request as used. Of two who use it at the same moment, the second turn is taken again."""
        if self._do(_USE, b_id=request, used_at=at) == 0:
            raise StaleWriteError(f"binding request {request}")

    def saw(self, binding: BindingId, person: PersonId) -> None:
        self._do(_SEEN, binding=binding, person=person)

    def speaks_for(self, binding: BindingId, person: PersonId, partner: PartnerId) -> None:
        self._do(_SPEAKS, binding=binding, person=person, partner=partner)

    def wrote_long(self, binding: BindingId, person: PersonId, message: int, at: datetime) -> None:
        """Keep that somebody who was seen here wrote a text that may have been cut; of others nothing is kept."""
        self._do(_WROTE_LONG, b_id=binding, b_person=person, long_message=message, long_at=at)

    def seen(self, binding: BindingId) -> tuple[Seen, ...]:
        return tuple(Seen(*row) for row in self._all(_ALL_SEEN, b_id=binding))

    def lead(self, binding: BindingId, round_: RoundId) -> Lead | None:
        """Who leads there in a round; None when nobody ever did."""
        row = self._known(_GET, b_id=binding)
        of, led_by, panel, step, stands, version = row[_OWN:]
        return None if of != round_ else Lead(binding, round_, led_by, panel, step, stands, version)

    def keep_lead(self, now: Lead) -> Lead:
        """Keep who leads and where they are. Of two at once the second turn is taken again."""
        values = {"led_by": now.led_by, "panel": now.panel, "step": now.step, "stands": now.stands}
        values |= {"round": now.round, "version": now.version + 1}
        if now.version:
            kept = self._do(_SAVE_LEAD, b_id=now.binding, b_version=now.version, **values)
        else:
            kept = self._do(_FIRST_LEAD, binding=now.binding, **values)
            kept = kept or self._do(_NEXT_ROUND, b_id=now.binding, b_round=now.round, **values)
        if kept == 0:
            raise StaleWriteError(f"who leads {now.binding} in {now.round}")
        return replace(now, version=now.version + 1)


def _binding(row: Values) -> Binding:
    id_, chat, thread, *rest = row[:_OWN]
    return Binding(id_, ChatThread(chat, thread), *rest)


def _request(row: Values) -> BindingRequest:
    id_, made_by, expires_at, token_hash, of, partner, chat, thread, title, used_at = row
    chat_thread = None if chat is None else ChatThread(chat, thread)
    return BindingRequest(id_, made_by, expires_at, token_hash, of, partner, chat_thread, title, used_at)
