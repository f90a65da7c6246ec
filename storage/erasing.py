"""Erasing one person: drafts and everything that is theirs alone goes, and their name wherever it is written.

What partners settled, the points of phase 2 and agreements stay, without the name. `SCRUB` asks the writer to rewrite
the file after the commit, so that nothing of it stays behind in free pages or in the log.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from sqlalchemy import Connection, Text, delete, or_, select, update

from bot.domain.agreement import AgreementState
from bot.domain.ids import PersonId
from storage.agreement_tables import agreement, looked_back, prompt, pulse_answer, said_in_group, shared_answer
from storage.columns import metadata
from storage.discussion_tables import taken_home
from storage.group_tables import seen
from storage.settlement_tables import content, reaction, snapshot
from storage.tables import person
from storage.traffic_tables import answer, conversation, outbox

SCRUB = "scrub"
GONE = "…"
"""What stands where the name stood."""
_TELLING = 4
"""A shorter name or text is not looked for within other words: it would be found in half of them."""


def erase(connection: Connection, who: PersonId) -> None:
    """Erase this person. The row stays, empty, because versions and points refer to it."""
    row = connection.execute(select(person.c.chat, person.c.name).where(person.c.id == who)).first()
    if row is None:
        return
    chat, name = row
    _forget_messages(connection, chat, name, _drafts(connection, chat))
    _forget_snapshots(connection, who)
    connection.execute(delete(conversation).where(conversation.c.chat == chat))
    connection.execute(delete(conversation).where(conversation.c.person == who))
    for table in (prompt, pulse_answer, said_in_group, shared_answer, looked_back, reaction, seen, taken_home):
        connection.execute(delete(table).where(table.c.person == who))
    half_made = (agreement.c.maker == who, agreement.c.state == AgreementState.DRAFT.value)
    connection.execute(delete(agreement).where(*half_made))
    forget_name(connection, name)
    nobody: dict[str, Any] = {"name": "", "chat": -int(who), "consent": "", "reachable": False}
    connection.execute(update(person).where(person.c.id == who).values(**nobody))
    connection.info[SCRUB] = True


def forget_name(connection: Connection, name: str, now: str = GONE) -> None:
    """Put something else wherever this name is written as a word of its own, also within what others typed."""
    if not name:
        return
    written = {re.compile(rf"(?<!\w){re.escape(one)}(?!\w)"): other for one, other in _forms(name, now)}
    for table in metadata.sorted_tables:
        keys = list(table.primary_key)
        for column in table.columns if table is not content else ():
            if not isinstance(column.type, Text) or column.primary_key:  # ids and states are no texts
                continue
            there = column == name
            if len(name) >= _TELLING:
                there = or_(*(column.contains(form, autoescape=True) for form, _ in _forms(name, now)))
            for *key, text in connection.execute(select(*keys, column).where(there)).all():
                for form, other in written.items():
                    text = form.sub(other.replace("\\", r"\\"), text)
                same = [of == value for of, value in zip(keys, key, strict=True)]
                connection.execute(update(table).where(*same).values({column: text}))


def _forms(name: str, now: str) -> Iterator[tuple[str, str]]:
    """A name and what comes in its place, as they are written in plain text, in HTML, and in either within JSON."""
    for one, other in ((name, now), (escape(name), escape(now))):
        yield one, other
        yield json.dumps(one, ensure_ascii=False)[1:-1], json.dumps(other, ensure_ascii=False)[1:-1]


def _drafts(connection: Connection, chat: int) -> list[str]:
    """What this person wrote in talks of their own."""
    theirs = select(answer.c.value).join(conversation, conversation.c.id == answer.c.conversation)
    return [value for (value,) in connection.execute(theirs.where(conversation.c.chat == chat)).all()]


def _forget_messages(connection: Connection, chat: int, name: str, drafts: Iterable[str]) -> None:
    """What is on its way to this person, and to others about them."""
    connection.execute(delete(outbox).where(outbox.c.chat == chat))
    first = name.split(maxsplit=1)[0] if name.strip() else name
    words = [re.compile(rf"\b{re.escape(one)}\b") for one in {name, first} if one]
    words += [re.compile(re.escape(one)) for one in drafts if len(one) >= _TELLING]
    for id_, body in connection.execute(select(outbox.c.id, outbox.c.body).where(outbox.c.body != "")).all():
        text = unescape(" ".join(_texts(json.loads(body))))
        if any(word.search(text) for word in words):
            connection.execute(delete(outbox).where(outbox.c.id == id_))


def _texts(value: Any) -> list[str]:
    """Every text in what was read from JSON."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def _forget_snapshots(connection: Connection, who: PersonId) -> None:
    """Whoever is settling with this person's draft begins again, without it."""
    for conversation_id, drafts in connection.execute(select(snapshot.c.conversation, snapshot.c.drafts)).all():
        if any(draft["person"] == who for draft in json.loads(drafts)):
            connection.execute(delete(conversation).where(conversation.c.id == conversation_id))
