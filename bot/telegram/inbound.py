"""Telegram updates in, our own words out. What is not meant for the bot is dropped here, before anything is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.domain.ids import ChatId
from bot.turn.incoming import (
    ON_RECORD,
    Body,
    CameOrWent,
    Commanded,
    Edited,
    Handed,
    Incoming,
    Moved,
    PutInChannel,
    Replied,
    Said,
    Showed,
    Spoke,
    Tapped,
)

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""Asked for explicitly: what is left out would keep an earlier setting of the server."""

_NOBODY = (1087968824, 136817688, 777000)
"""Users that stand for others: all anonymous admins share the first, all who write as a channel the second."""
_NAME_LIMIT = 64
_TITLE_LIMIT = 128


log = structlog.get_logger(__name__)


def readable(raw: dict[str, Any], bot: Bot) -> Update:
    """What Telegram sent, as the library reads it. What it cannot read is told by its number, and holds nothing."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next update must not wait for it
        _tell(raw["update_id"], error)
        return Update(raw["update_id"])


def meant_for_us(updates: Sequence[Update], username: str) -> list[Incoming]:
    """What these mean to the bot of this name, in order. One that we cannot read is told by its number only."""
    found: list[Incoming] = []
    for update in updates:
        try:
            incoming = to_incoming(update, username)
        except Exception as error:  # noqa: BLE001 - as above
            _tell(update.update_id, error)
            continue
        if incoming is not None:
            found.append(incoming)
    return found


def _tell(number: int, error: Exception) -> None:
    log.warning("update_unreadable", update=number, reason=type(error).__name__)


def to_incoming(update: Update, username: str) -> Incoming | None:
    """What an update means to the bot of this name, or None when it is not for it."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.message is not None:
        return _message(update.update_id, update.message, username)
    if update.edited_message is not None:
        return _edited(update.update_id, update.edited_message, username)
    if update.my_chat_member is not None:
        return _presence(update.update_id, update.my_chat_member)
    return None


def _tap(number: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    body = Tapped(query.data, query.id, query.message.message_id)
    thread = _thread(query.message) if isinstance(query.message, Message) else 0
    return _incoming(number, query.message.chat, query.from_user, body, thread)


def _message(number: int, message: Message, username: str) -> Incoming | None:
    if message.migrate_to_chat_id is not None:
        return _moved(number, message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return _moved(number, message.migrate_from_chat_id, message.chat.id)
    body = _body(message, username)
    if message.chat.type != ChatType.PRIVATE:
        body = _in_group(message, body, username)
    elif message.document is not None:
        found = message.document
        body = Handed(_storable(found.file_name or "")[:_TITLE_LIMIT], found.file_size or 0, found.file_id)
    return None if body is None else _incoming(number, message.chat, _sender(message), body, _thread(message))


def _edited(number: int, message: Message, username: str) -> Incoming | None:
    """What was said to the bot in a group is on record for others, and must stay what it says; so must answers."""
    body = _body(message, username)
    if message.chat.type == ChatType.PRIVATE:
        text = body.text if isinstance(body, Said) else ""
        return _incoming(number, message.chat, _sender(message), Edited(text, message.message_id), _thread(message))
    body = _in_group(message, body, username)
    if isinstance(body, Commanded):  # other words for a command are another command, and were not meant as one
        return None
    return None if body is None else _incoming(number, message.chat, _sender(message), body, _thread(message))


def _in_group(message: Message, body: Body | None, username: str) -> Body | None:
    """A command, or an answer to the bot; whatever else is said in a group is not for it."""
    if isinstance(body, Showed):  # words below a picture are on record like words without one
        given = _command(message.caption, message.caption_entities, username)
        body = given if given is not None and given.name in ON_RECORD else body
    if isinstance(body, Commanded) and body.name in ON_RECORD:
        to = _answered(message, username)
        return Spoke(body.name, body.argument, message.message_id, to.message_id if to else 0, _sent(message))
    if body is None or isinstance(body, Commanded):
        return body
    return _reply(message, username)


def _reply(message: Message, username: str) -> Replied | None:
    """An answer to a message of the bot."""
    to = _answered(message, username)
    if to is None:
        return None
    return Replied(_storable(message.text or ""), message.message_id, to.message_id, _sent(message))


def _answered(message: Message, username: str) -> Message | None:
    """The message of the bot that this one answers."""
    to = message.reply_to_message
    if to is None or to.from_user is None or (to.from_user.username or "").lower() != username.lower():
        return None
    return to


def _sender(message: Message) -> User | None:
    return message.from_user if message.sender_chat is None else None


def _thread(message: Message) -> int:
    """The topic; a thread of replies in an ordinary group is none."""
    return message.message_thread_id or 0 if message.is_topic_message else 0


def _moved(number: int, before: int, now: int) -> Incoming:
    return Incoming(number, ChatId(before), private=False, person=None, name="", body=Moved(ChatId(now)))


def _body(message: Message, username: str) -> Body | None:
    """A command, text, or something else that a person sent; None for what Telegram itself says in a chat."""
    if message.text is None:
        return Showed() if message.effective_attachment is not None else None
    if _marked(message.entities) is None:
        return Said(_storable(message.text), _sent(message), message.message_id)
    return _command(message.text, message.entities, username)


def _command(text: str | None, entities: Sequence[MessageEntity], username: str) -> Commanded | None:
    """The command with which a text begins, unless it is for another bot."""
    marked = _marked(entities)
    if text is None or marked is None:
        return None
    name, _, addressee = text[1 : marked.length].partition("@")  # plain ASCII, so that units are characters
    if addressee and addressee.lower() != username.lower():
        return None
    return Commanded(name.lower(), _storable(text[marked.length :].strip()))


def _marked(entities: Sequence[MessageEntity]) -> MessageEntity | None:
    """The mark of a command at the very beginning."""
    return next((e for e in entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)


def _sent(message: Message) -> int:
    return int(message.date.timestamp())


def _storable(text: str) -> str:
    """Without what no database can keep: zero characters and halves of pairs, which Telegram's own apps never send."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _presence(number: int, changed: ChatMemberUpdated) -> Incoming | None:
    """Whether the bot came or went. Who becomes an admin, or may write no longer, does neither."""
    was, here = _is_in(changed.old_chat_member), _is_in(changed.new_chat_member)
    if was and here:
        return None
    if changed.chat.type == ChatType.CHANNEL:
        body: Body | None = PutInChannel() if here else None
    else:
        body = CameOrWent(here)
    return None if body is None else replace(_incoming(number, changed.chat, changed.from_user, body, 0), name="")


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):  # who may not do everything can be outside as well
        return member.is_member
    return member.status not in (ChatMember.BANNED, ChatMember.LEFT)


def _incoming(number: int, chat: Chat, sender: User | None, body: Body, thread: int) -> Incoming:
    person = None if sender is None or sender.id in _NOBODY else sender
    return Incoming(
        update=number,
        chat=ChatId(chat.id),
        private=chat.type == ChatType.PRIVATE,
        person=None if person is None else ChatId(person.id),
        name=_storable(person.full_name)[:_NAME_LIMIT] if person else "",
        body=body,
        thread=thread,
        title=_storable(chat.title or "")[:_TITLE_LIMIT],
    )
