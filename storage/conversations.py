"""Conversations and their answers in the database: the port `Conversations`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.domain.ids import ChatId, ConversationId, PersonId
from bot.engine.codec import StoredAnswer, decode, encode
from bot.engine.model import Answer, Answers, StepId
from bot.turn.ports import StaleWriteError
from bot.turn.records import Conversation
from storage import by_id, rows
from storage.columns import upsert
from storage.repository import Repository
from storage.rows import Values
from storage.tables import person
from storage.traffic_tables import answer, conversation, shown_turn

_ID: BindParameter[Any] = bindparam("b_id")

_GET = (
    select(*rows.CONVERSATION, *rows.PERSON)
    .join_from(conversation, person, person.c.id == conversation.c.person, isouter=True)
    .where(conversation.c.id == _ID)
)
"""With whose it is: who taps in it is mostly asked next."""
_FIND = (
    select(*rows.CONVERSATION)
    .where(
        conversation.c.chat == bindparam("b_chat"),
        conversation.c.dialog == bindparam("b_dialog"),
        conversation.c.subject == bindparam("b_subject"),
    )
    .order_by(conversation.c.id.desc())
    .limit(1)
)
_CHAT = rows.CONVERSATION.index(conversation.c.chat)
_IN_CHAT = (
    select(*rows.CONVERSATION)
    .where(conversation.c.chat == bindparam("b_chat"))
    .order_by(conversation.c.shown_at.desc().nulls_last(), conversation.c.id.desc())
)
_ABOUT = (
    select(*rows.CONVERSATION)
    .where(conversation.c.dialog == bindparam("b_dialog"), conversation.c.subject == bindparam("b_subject"))
    .order_by(conversation.c.id)
)
_ANSWERS_ABOUT = (
    select(answer.c.conversation, answer.c.step, answer.c.kind, answer.c.value, answer.c.item)
    .join(conversation, conversation.c.id == answer.c.conversation)
    .where(conversation.c.dialog == bindparam("b_dialog"), conversation.c.subject == bindparam("b_subject"))
    .order_by(answer.c.at, answer.c.step)
)
_ADD = insert(conversation)
_SAVE = update(conversation).where(conversation.c.id == _ID, conversation.c.version == bindparam("b_version"))
_DELETE = delete(conversation).where(conversation.c.id == _ID)

_GIVEN_AT = select(answer.c.at).where(answer.c.conversation == _ID, answer.c.step == bindparam("b_step"))
_ANSWERS = (
    select(answer.c.step, answer.c.kind, answer.c.value, answer.c.item)
    .where(answer.c.conversation == _ID)
    .order_by(answer.c.at, answer.c.step)
)
_SAVE_ANSWER = upsert(answer, key=("conversation", "step"), change=("kind", "value", "item", "at", "message"))
_TYPED_IN = update(answer).where(answer.c.conversation == _ID, answer.c.step == bindparam("b_step"))
_ANSWERED_IN = (
    select(answer.c.step, *rows.CONVERSATION)
    .join(conversation, conversation.c.id == answer.c.conversation)
    .where(conversation.c.chat == bindparam("b_chat"), answer.c.message == bindparam("b_message"))
    .order_by(answer.c.at.desc())
    .limit(1)
)
_SHOWN_IN = upsert(shown_turn, key=("conversation", "chat"), change=("turn",))
_TURN_IN = select(shown_turn.c.turn).where(shown_turn.c.conversation == _ID, shown_turn.c.chat == bindparam("b_chat"))
_DROP_ANSWER = delete(answer).where(answer.c.conversation == _ID, answer.c.step == bindparam("b_step"))


class SqlConversations(Repository):
    """Conversations and their answers."""

    __slots__ = ()

    def get(self, conversation: ConversationId) -> Conversation | None:
        row = self._one(_GET, b_id=conversation)
        if row is None:
            return None
        talk, whose = rows.parts(rows.CONVERSATION, rows.PERSON)
        if row[whose][0] is not None:
            self._reads.know(by_id.PERSON, {"b_id": row[whose][0]}, row[whose])
            self._reads.know(by_id.PERSON_IN_CHAT, {"b_chat": row[whose][1]}, [row[whose]])
        return rows.conversation(row[talk])

    def find(self, dialog: str, chat: ChatId, subject: int) -> Conversation | None:
        """The conversation of this dialog in this chat about this subject; the newest, should there be several."""
        everybodys = self._reads.kept(_ABOUT, {"b_dialog": dialog, "b_subject": subject})
        if everybodys is None:
            row = self._one(_FIND, b_chat=chat, b_dialog=dialog, b_subject=subject)
        else:
            row = next((one for one in reversed(everybodys) if one[_CHAT] == chat), None)
        return None if row is None else rows.conversation(row)

    def in_chat(self, chat: ChatId) -> tuple[Conversation, ...]:
        """The conversations of a chat: shown last, first; those never shown at the end."""
        return tuple(rows.conversation(row) for row in self._all(_IN_CHAT, b_chat=chat))

    def read_ahead(self, dialog: str, subject: int) -> None:
        """Everybody's talk about this, with its answers, in two statements: what is asked of each after is known."""
        id_ = rows.CONVERSATION.index(conversation.c.id)
        given: dict[int, list[Values]] = {}
        for row in self._all(_ANSWERS_ABOUT, b_dialog=dialog, b_subject=subject):
            given.setdefault(row[0], []).append(row[1:])
        for row in self._all(_ABOUT, b_dialog=dialog, b_subject=subject):
            self._reads.know(_ANSWERS, {"b_id": row[id_]}, given.get(row[id_], []))

    def add(
        self,
        dialog: str,
        chat: ChatId,
        person: PersonId | None,
        subject: int,
        content_version: str,
        at: datetime,
    ) -> Conversation:
        new = Conversation(ConversationId(0), dialog, chat, person, subject, content_version, at)
        id_ = self._add(
            _ADD,
            dialog=dialog,
            chat=chat,
            person=person,
            subject=subject,
            content_version=content_version,
            started_at=at,
            state=new.state.value,
            page=new.page,
            turn=new.turn,
            version=new.version,
        )
        return Conversation(id_, dialog, chat, person, subject, content_version, at)

    def save(self, conversation: Conversation, before: Conversation) -> None:
        """Keep all that may change: never dialog, chat, subject or start.

        Raises `StaleWriteError` when another was first.
        """
        long, unsure = conversation.long_text, conversation.unsure
        touched = self._do(
            _SAVE,
            b_id=conversation.id,
            b_version=before.version,
            person=conversation.person,
            content_version=conversation.content_version,
            state=conversation.state.value,
            cursor=conversation.cursor,
            page=conversation.page,
            turn=conversation.turn,
            version=before.version + 1,
            shown_at=conversation.shown_at,
            long_text_step=long.step if long else None,
            long_text_at=long.at if long else None,
            long_text_accepted=long.accepted if long else None,
            unsure=unsure.text if unsure else None,
            unsure_message=unsure.message if unsure else None,
        )
        if touched == 0:
            raise StaleWriteError(f"conversation {conversation.id}")

    def delete(self, conversation: ConversationId) -> None:
        """Throw a conversation away, with its answers."""
        self._do(_DELETE, b_id=conversation)

    def answers(self, conversation: ConversationId) -> dict[StepId, Answer]:
        found = self._all(_ANSWERS, b_id=conversation)
        return {step: decode(StoredAnswer(kind, value, item)) for step, kind, value, item in found}

    def given_at(self, conversation: ConversationId, step: StepId) -> datetime | None:
        """When the answer that counts now was given."""
        row = self._one(_GIVEN_AT, b_id=conversation, b_step=step)
        return None if row is None else row[0]

    def save_answers(
        self, conversation: ConversationId, before: Answers, after: Mapping[StepId, Answer], at: datetime
    ) -> None:
        """Only what differs is written; in which message it was typed is told by `typed_in`."""
        for step in before:
            if step not in after:
                self._do(_DROP_ANSWER, b_id=conversation, b_step=step)
        for step, given in after.items():
            if step not in before or before[step] != given:
                kept = encode(given)
                self._do(
                    _SAVE_ANSWER,
                    conversation=conversation,
                    step=step,
                    kind=kept.kind,
                    value=kept.value,
                    item=kept.item,
                    at=at,
                    message=None,
                )

    def typed_in(self, conversation: ConversationId, step: StepId, message: int) -> None:
        """Keep that the answer to this step was typed in this message."""
        self._do(_TYPED_IN, b_id=conversation, b_step=step, message=message)

    def answered_in(self, chat: ChatId, message: int) -> tuple[Conversation, StepId] | None:
        """Which answer was typed in this message of a private chat and counts now."""
        row = self._one(_ANSWERED_IN, b_chat=chat, b_message=message)
        return None if row is None else (rows.conversation(row[1:]), row[0])

    def shown_in(self, conversation: ConversationId, chat: ChatId, turn: int) -> None:
        """Keep which turn of it was last shown in this chat, of several that somebody has."""
        self._do(_SHOWN_IN, conversation=conversation, chat=chat, turn=turn)

    def turn_in(self, conversation: ConversationId, chat: ChatId) -> int | None:
        """Which turn of it was last shown in this chat; None when it never was."""
        row = self._one(_TURN_IN, b_id=conversation, b_chat=chat)
        return None if row is None else int(row[0])
