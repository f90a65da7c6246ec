"""One person, several doors: by a link that they asked for where they are in, they come in by another door as well.

Nobody is ever merged with somebody else: a chat that is somebody's stays theirs.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.chats import block_of
from bot.domain.collaboration import Person
from bot.domain.ids import ChatId, PersonId
from bot.engine.model import Phrase
from bot.turn.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who came in by a link: where, and whether they were last somewhere else."""

    chat: ChatId
    elsewhere: bool


def refusal(
    uow: UnitOfWork, person: PersonId, there: Person | None, block: int | None, chat: ChatId | None = None
) -> Phrase | None:
    """Why this person cannot come in where `there` is now, at the door with this number; None when they can.

    `chat` is the one they would come in by, where their door gave it a number already.
    """
    if there is not None and there.id != person:
        return Phrase("doors.somebody_else", {"name": there.name})
    own = own_chat(uow, person, block)
    if chat is not None and own is not None and own != chat:
        return Phrase("doors.other_account")
    return None


def own_chat(uow: UnitOfWork, person: PersonId, block: int | None) -> ChatId | None:
    """The chat that somebody has at the door with this number; None without one."""
    chats = uow.people.chats(uow.people.get(person))
    return next((chat for chat in chats if block_of(chat) == block), None)


def come_in(uow: UnitOfWork, id_: PersonId, chat: ChatId, at: datetime) -> Arrived:
    """From now on this chat is theirs too. What they were asked in the one they had is what they saw there."""
    person = uow.people.get(id_)
    before = person.last_in or person.chat
    if chat not in uow.people.chats(person):
        uow.people.add_chat(id_, chat, at)
        for talk in () if person.several else uow.conversations.in_chat(person.chat):
            uow.conversations.shown_in(talk.id, person.chat, talk.turn)
    return Arrived(chat, before != chat)


def hear_elsewhere(uow: UnitOfWork, person: Person, chat: ChatId) -> None:
    """What comes to somebody unasked does not reach them in this chat: from now on it goes to another one of theirs."""
    others = [one for one in uow.people.chats(person) if one != chat]
    if person.told_in == chat:
        uow.people.set_told_in(person.id, None)
    if others and person.last_in == chat:
        uow.people.used(person.id, others[0])


def window_closed(uow: UnitOfWork, chat: ChatId, at: datetime) -> None:
    """Nobody looks at a page of which no window is open, unless a letter tells them to."""
    person = uow.people.in_chat(chat)
    if person is None or any(one.ends_at > at for one in uow.windows.of(chat)):
        return
    written_to = uow.mail.of(person.id)
    if written_to is None or not written_to.may_be_told:
        hear_elsewhere(uow, person, chat)
