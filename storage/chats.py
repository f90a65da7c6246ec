"""Chats of doors that give no numbers: which number is ours for what the door calls it. The port `Chats`."""

from secrets import randbelow

from sqlalchemy import bindparam, delete, select, update

from bot.domain.chats import SERIALS, block_of, chat_number
from bot.domain.ids import ChatId
from storage.columns import insert_or_ignore
from storage.repository import Repository
from storage.traffic_tables import chat

_FIND = select(chat.c.id).where(chat.c.door == bindparam("b_door"), chat.c.name == bindparam("b_name"))
_NAME = select(chat.c.name).where(chat.c.id == bindparam("b_id"))
_ADD = insert_or_ignore(chat, key=("door", "name"))
_RENAME = update(chat).where(chat.c.id == bindparam("b_id"))
_FORGET = delete(chat).where(chat.c.id == bindparam("b_id"))


class SqlChats(Repository):
    """What doors call their chats."""

    __slots__ = ()

    def resolve(self, door: int, name: str, *, group: bool) -> ChatId:
        """The chat that this door calls so; a new one when it is met for the first time."""
        row = self._one(_FIND, b_door=door, b_name=name)
        if row is None:
            new = chat_number(door, randbelow(SERIALS), group=group)
            self._do(_ADD, id=new, door=door, name=name)
            row = self._known(_FIND, b_door=door, b_name=name)
        return ChatId(row[0])

    def name(self, chat: ChatId) -> str | None:
        """What its door calls it; None for one that was forgotten."""
        row = self._one(_NAME, b_id=chat)
        return None if row is None else str(row[0])

    def rename(self, chat: ChatId, name: str) -> None:
        """Its door calls it otherwise from now on; it is the same chat."""
        self._do(_RENAME, b_id=chat, name=name)

    def forget(self, chat: ChatId) -> None:
        """Nobody is there any more: it is not known whose this was, and the number is not used again."""
        if block_of(chat) is not None:
            self._do(_FORGET, b_id=chat)
