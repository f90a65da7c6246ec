"""A name in messages that were not sent yet or stand on a page, and in updates that nobody took up yet."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from typing import Any

from markupsafe import escape
from sqlalchemy import Connection, Table, delete, select, update

from bot.domain.chats import is_group
from bot.domain.ids import ChatId
from storage.erasing.around import Around
from storage.erasing.wording import GONE, Change, in_messages, walk
from storage.page_tables import page_message, page_session
from storage.traffic_tables import inbox, outbox

_BEGINNING = 60
"""So much of a draft is looked for: screens cut what is long."""
_WORDS = ("text", "correction")
"""What people wrote, in what comes in."""
_NO_WORDS = ("state", "language")
"""What is no text for people, in the data of pictures and documents."""


def messages(connection: Connection, around: Around) -> Iterator[tuple[Table, int, ChatId, dict[str, Any]]]:
    """Messages to those around that wait or stand on a page, with what is in them."""
    for table in (outbox, page_message):
        found = select(table.c.id, table.c.chat, table.c.body).where(table.c.body != "")
        for id_, chat, body in connection.execute(found.where(table.c.chat.in_(around.chats))).all():
            yield table, id_, chat, json.loads(body)


def change_messages(
    connection: Connection, around: Around, name: str, now: str, *, drafts: Collection[str] = ()
) -> None:
    """Another name in each; one that shows a draft does not go out, and stands nowhere any more."""
    private, group = in_messages(around, name, now)
    answers = (page_session.c.chat.in_(around.chats), page_session.c.said != "")
    connection.execute(update(page_session).where(*answers).values(said=""))  # it was read, and may name somebody
    words = [re.compile(_draft_pattern(" ".join(draft.split()))) for draft in drafts]
    for table, id_, chat, body in messages(connection, around):
        text = " ".join(" ".join(_texts(body)).split())
        if any(word.search(text) for word in words):
            connection.execute(delete(table).where(table.c.id == id_))
            continue
        after = _message(body, group if is_group(chat) else private)
        if after != body:
            values = {"body": json.dumps(after, ensure_ascii=False)}
            connection.execute(update(table).where(table.c.id == id_).values(**values))


def _message(body: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The same message with other words: on the screen, on its buttons, and in what goes along with it."""
    after = {**body, "html": _html(body["html"], change)}
    after["buttons"] = [[[change(label), *rest] for label, *rest in row] for row in body["buttons"]]
    for kind in ("picture", "document"):
        if kind in body:
            data = json.loads(body[kind])
            changed = walk(data, change, without=_NO_WORDS)
            after[kind] = body[kind] if changed == data else json.dumps(changed, ensure_ascii=False, indent=2)
    return after


def _html(html: str, change: Change) -> str:
    """Between its tags."""
    parts = re.split(r"(<[^>]*>)", html)
    return "".join(part if part.startswith("<") else _between(part, change) for part in parts)


def _between(part: str, change: Change) -> str:
    text = unescape(part)
    now = change(text)
    return part if now == text else str(escape(now))


def _draft_pattern(draft: str) -> str:
    end = r"(?!\w)" if len(draft) <= _BEGINNING else ""
    return rf"(?<!\w){re.escape(draft[:_BEGINNING])}{end}"


def _texts(body: Mapping[str, Any]) -> Iterator[str]:
    """All that people read in a message; never what its buttons carry."""
    yield unescape(re.sub(r"<[^>]*>", " ", body["html"]))
    yield from (label for row in body["buttons"] for label, *_ in row)
    for kind in ("picture", "document"):
        yield from _strings(json.loads(body.get(kind, "null")))


def _strings(value: Any) -> Iterator[str]:
    """Every text in what was read from JSON."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


def change_what_comes_in(connection: Connection, around: Around, chats: Collection[int], name: str) -> None:
    """Updates that nobody took up yet: what was typed there, and the name of this person as Telegram tells it."""
    change = in_messages(around, name, GONE)[0]
    found = select(inbox.c.bot, inbox.c.update, inbox.c.body).where(inbox.c.body != "")
    for bot, number, text in connection.execute(found).all():
        before = json.loads(text)
        after = before
        if before["chat"] in around.chats or before["chat"] in chats:
            after = walk(before, change, only=(*_WORDS, "argument", "title"))
        if before["person"] in chats:
            after = {**after, "name": change(before["name"])}
        if after != before:
            same = (inbox.c.bot == bot, inbox.c.update == number)
            connection.execute(update(inbox).where(*same).values(body=json.dumps(after, ensure_ascii=False)))
