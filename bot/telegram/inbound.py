"""Telegram updates in, our own words out. What is not meant for the bot is dropped here, before anything is written."""

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.domain.ids import ChatId
from bot.runner.incoming import Body, CameOrWent, Commanded, Incoming, Said, Showed, Tapped

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""Asked for explicitly: what is left out would keep an earlier setting of the server."""

_GONE = (ChatMember.BANNED, ChatMember.LEFT)
_NAME_LIMIT = 64


def to_incoming(update: Update, username: str) -> Incoming | None:
    """What an update means to the bot of this name, or None when it is not for it."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.message is not None:
        return _message(update.update_id, update.message, username)
    if update.my_chat_member is not None:
        return _presence(update.update_id, update.my_chat_member)
    return None


def _tap(number: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    body = Tapped(query.data, query.id, query.message.message_id)
    return _incoming(number, query.message.chat, query.from_user.id, query.from_user.full_name, body)


def _message(number: int, message: Message, username: str) -> Incoming | None:
    private = message.chat.type == ChatType.PRIVATE
    body = _body(message, username)
    if body is None or (not private and not isinstance(body, Commanded)):
        return None
    sender = message.from_user if message.sender_chat is None else None
    name = sender.full_name if sender else ""
    return _incoming(number, message.chat, sender.id if sender else None, name, body)


def _body(message: Message, username: str) -> Body | None:
    """A command, text, or something else that a person sent; None for what Telegram itself says in a chat."""
    if message.text is None:
        return Showed() if message.effective_attachment is not None else None
    command = next((e for e in message.entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)
    if command is None:
        return Said(_storable(message.text), int(message.date.timestamp()))
    name, _, addressee = message.text[1 : command.length].partition("@")  # plain ASCII, so that units are characters
    if addressee and addressee.lower() != username.lower():
        return None
    return Commanded(name.lower(), _storable(message.text[command.length :].strip()))


def _storable(text: str) -> str:
    """Without what no database can keep: zero characters and halves of pairs, which Telegram's own apps never send."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _presence(number: int, changed: ChatMemberUpdated) -> Incoming | None:
    if changed.chat.type != ChatType.PRIVATE:
        return None
    here = changed.new_chat_member.status not in _GONE
    user = changed.from_user
    return Incoming(number, ChatId(changed.chat.id), True, ChatId(user.id), "", CameOrWent(here))


def _incoming(number: int, chat: Chat, person: int | None, name: str, body: Body) -> Incoming:
    return Incoming(
        update=number,
        chat=ChatId(chat.id),
        private=chat.type == ChatType.PRIVATE,
        person=None if person is None else ChatId(person),
        name=_storable(name)[:_NAME_LIMIT],
        body=body,
    )
