"""Erasing one person: drafts and everything that is theirs alone goes, and their name wherever it is written.

What partners settled, the points of phase 2 and agreements stay, without the name. Names are looked for in what people
wrote within the collaborations this person was ever in, and nowhere else: never in an id, in a choice, or in the name
of a partner, a collaboration or somebody else. `SCRUB` asks the writer to rewrite the file after the commit, so that
nothing of it stays behind in free pages or in the log.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from typing import Any

from markupsafe import escape
from sqlalchemy import Column, ColumnElement, Connection, Select, and_, delete, or_, select, update

from bot.domain.agreement import AgreementState
from bot.domain.asks import Degree, Link
from bot.domain.form import FilledForm
from bot.domain.ids import PersonId
from bot.domain.motive import Term, own_motive_id
from storage import forms
from storage.agreement_tables import (
    agreement,
    agreement_event,
    commitment,
    looked_back,
    prompt,
    pulse_answer,
    said_in_group,
    shared_answer,
)
from storage.discussion_tables import ballot, contribution, discussion, goal, minutes, minutes_check, taken_home
from storage.group_tables import binding_request, board, chat_binding, reply, seen
from storage.settlement_tables import ask_link, reaction, settlement, snapshot
from storage.settlements import SqlSettlements
from storage.tables import collaboration, invitation, membership, partner, person, phase_run, round_
from storage.traffic_tables import answer, conversation, inbox, outbox

Change = Callable[[str], str]
"""A text with something else in it where a name stood."""

SCRUB = "scrub"
GONE = "…"
"""What stands in place of the name."""
_TELLING = 4
"""A shorter name is not looked for among other words of what is kept: it may well be one of them."""
_TELLING_TEXT = 8
"""A shorter draft is not looked for in messages: others may have said the same."""
_BEGINNING = 60
"""So much of a draft is looked for: screens cut what is long."""

TALKS: Mapping[str, tuple[str, ...]] = {
    "run": ("preparation", "quick_scan", "settling", "take_home", "minutes_check", "commitment", "committing"),
    "agreement": ("agreement", "new_day", "note"),
    "round": ("yearly_day",),
    "collaboration": ("adjust",),
    "nothing": ("welcome", "new_collaboration", "rename", "leave"),
}
"""What the dialogs are about. What is typed in the last ones are names, which are of others."""
_WORDS = ("text", "correction")
"""What people wrote, in minutes and in what comes in."""
_NO_WORDS = ("state", "language")
"""What is no text for people, in the data of pictures and documents."""


def erase(connection: Connection, who: PersonId) -> None:
    """Erase this person. The row stays, empty, because versions and points refer to it."""
    row = connection.execute(select(person.c.chat, person.c.name).where(person.c.id == who)).first()
    if row is None:
        return
    chat, name = row
    drafts = _drafts(connection, chat)
    _forget_snapshots(connection, who)
    connection.execute(delete(outbox).where(outbox.c.chat == chat))
    connection.execute(delete(conversation).where(conversation.c.chat == chat))
    connection.execute(delete(conversation).where(conversation.c.person == who))
    for table in (prompt, pulse_answer, said_in_group, shared_answer, looked_back, reaction, seen, taken_home):
        connection.execute(delete(table).where(table.c.person == who))
    half_made = (agreement.c.maker == who, agreement.c.state == AgreementState.DRAFT.value)
    connection.execute(delete(agreement).where(*half_made))
    around = _Around(connection, who)
    kept = _change_what_is_kept(connection, around, _in_kept_texts(around, name))
    left = [draft for draft in drafts if not any(draft in text for text in kept)]  # what others say too is no secret
    _forget_messages(connection, around, left)
    _change_messages(connection, around, name, GONE)
    _change_what_comes_in(connection, around, chat, name)
    nobody: dict[str, Any] = {"name": "", "chat": -int(who), "consent": "", "reachable": False}
    connection.execute(update(person).where(person.c.id == who).values(**nobody))
    connection.info[SCRUB] = True


def forget_name(connection: Connection, name: str, now: str) -> None:
    """Somebody gets another name: also where the program itself put the one of before. What people wrote stays.

    Where several people have this name nothing changes: it is still somebody's, and nothing tells whose it is where.
    """
    found = connection.execute(select(person.c.id).where(person.c.name == name)).scalars().all()
    if not name or len(found) != 1:
        return
    for id_, text in connection.execute(select(snapshot.c.conversation, snapshot.c.drafts)).all():
        drafts = forms.drafts(text)
        if any(draft.person == found[0] for draft in drafts):
            called = [replace(draft, name=now) if draft.person == found[0] else draft for draft in drafts]
            values = {"drafts": forms.drafts_text(called)}
            connection.execute(update(snapshot).where(snapshot.c.conversation == id_).values(**values))
    _change_messages(connection, _Around(connection, found[0]), name, now)


# --- where it may stand ---


class _Around:
    """What is around one person: the collaborations they were ever in, and whose names must stay as they are."""

    def __init__(self, connection: Connection, who: PersonId) -> None:
        mine = select(membership.c.collaboration).where(membership.c.person == who)
        self.collaborations: Sequence[int] = connection.execute(mine.distinct()).scalars().all()
        self.rounds = select(round_.c.id).where(self.inside(round_))
        self.runs = select(phase_run.c.id).where(phase_run.c.round.in_(self.rounds))
        self.discussions = select(discussion.c.id).where(discussion.c.run.in_(self.runs))
        self.groups = select(chat_binding.c.id).where(self.inside(chat_binding))
        self.boards = select(board.c.id).where(board.c.binding.in_(self.groups))
        self.agreements = select(agreement.c.id).where(self.inside(agreement))
        self.people = select(membership.c.person).where(self.inside(membership))
        others = connection.execute(select(person.c.name).where(person.c.id.in_(self.people), person.c.id != who))
        self.names_of_people = [name for (name,) in others if name]
        called = select(collaboration.c.name).where(collaboration.c.id.in_(self.collaborations))
        called_too = select(partner.c.name).where(self.inside(partner))
        self.names_of_things = [name for found in (called, called_too) for (name,) in connection.execute(found)]
        self.chats = {chat for statement in self._chats() for chat in connection.execute(statement).scalars()}

    def inside(self, table: Any) -> ColumnElement[bool]:
        """Of one of these collaborations."""
        within: ColumnElement[bool] = table.c.collaboration.in_(self.collaborations)
        return within

    def _chats(self) -> Iterator[Select[tuple[int]]]:
        """Of the people and the groups, and of whoever looks at an invitation."""
        yield select(person.c.chat).where(person.c.id.in_(self.people))
        yield select(chat_binding.c.chat).where(self.inside(chat_binding))
        invited = conversation.c.subject.in_(select(invitation.c.id).where(self.inside(invitation)))
        yield select(conversation.c.chat).where(conversation.c.dialog == "welcome", invited)

    @property
    def talks(self) -> Select[tuple[int]]:
        """Conversations about something in these collaborations."""
        about: Mapping[str, Any] = {
            "run": self.runs,
            "agreement": self.agreements,
            "round": self.rounds,
            "collaboration": self.collaborations,
        }
        there = [
            and_(conversation.c.dialog.in_(TALKS[kind]), conversation.c.subject.in_(ids)) for kind, ids in about.items()
        ]
        return select(conversation.c.id).where(or_(*there))

    def texts(self) -> Iterator[tuple[Column[Any], ColumnElement[bool]]]:
        """What people wrote, by the column it stands in."""
        yield agreement.c.what, self.inside(agreement)
        yield agreement.c.owner_name, self.inside(agreement)
        yield agreement_event.c.note, agreement_event.c.agreement.in_(self.agreements)
        yield commitment.c.condition, commitment.c.run.in_(self.runs)
        yield commitment.c.term, commitment.c.run.in_(self.runs)
        yield said_in_group.c.text, said_in_group.c.run.in_(self.runs)
        yield contribution.c.text, contribution.c.discussion.in_(self.discussions)
        yield goal.c.text, goal.c.discussion.in_(self.discussions)
        yield ballot.c.reason, ballot.c.discussion.in_(self.discussions)
        yield minutes_check.c.correction, minutes_check.c.discussion.in_(self.discussions)
        yield reply.c.text, reply.c.board.in_(self.boards)
        yield board.c.text, and_(board.c.binding.in_(self.groups), board.c.author.is_not(None))
        yield chat_binding.c.title, self.inside(chat_binding)
        yield binding_request.c.title, self.inside(binding_request)
        unbound = (binding_request.c.collaboration.is_(None), binding_request.c.made_by.in_(self.people))
        yield binding_request.c.title, and_(*unbound)
        yield answer.c.value, and_(answer.c.kind == "written", answer.c.conversation.in_(self.talks))


# --- what comes in its place ---


def _changing(names: Mapping[str, str], others: Iterable[str]) -> Change:
    """Each of these names, where it stands as a word of its own and is not (a part of) one of the others."""
    now = {name: other for name, other in names.items() if name}
    now |= {other: other for other in others if any(name in other for name in now)}
    if not now:
        return lambda text: text
    longest_first = sorted(now, key=len, reverse=True)
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: word.sub(lambda found: now[found[0]], text)


def _in_kept_texts(around: _Around, name: str) -> Change:
    """What was said on a term may also be the id of one; a short name only goes where it is all there is."""
    change = _changing({name: GONE}, [*around.names_of_people, *around.names_of_things])
    ids = set(Term)

    def changed(text: str) -> str:
        return text if text in ids or (len(name) < _TELLING and text != name) else change(text)

    return changed


def _in_messages(around: _Around, name: str, now: str) -> tuple[Change, Change]:
    """In private, and in a group: there the program calls people by their first name."""
    others = [*around.names_of_people, *around.names_of_things]
    first_names = [_first(other) for other in around.names_of_people]
    in_group = {_first(name): _first(now), name: now}
    return _changing({name: now}, others), _changing(in_group, [*others, *first_names])


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else name


# --- what is kept ---


def _change_what_is_kept(connection: Connection, around: _Around, change: Change) -> list[str]:
    """In all that people wrote there; what stands there now."""
    kept: list[str] = []
    in_json = (
        (settlement.c.form, settlement.c.run.in_(around.runs), _form_text),
        (snapshot.c.drafts, snapshot.c.conversation.in_(around.talks), _drafts_text),
        (minutes.c.body, minutes.c.discussion.in_(around.discussions), _minutes_text),
    )

    def noted(text: str) -> str:
        kept.append(change(text))
        return kept[-1]

    for column, there in around.texts():
        _rewrite(connection, column, there, noted)
    for column, there, of in in_json:
        _rewrite(connection, column, there, partial(of, change=noted))
    _change_links(connection, around, change)
    return kept


def _rewrite(connection: Connection, column: Column[Any], there: ColumnElement[bool], change: Change) -> None:
    keys = list(column.table.primary_key)
    for *key, text in connection.execute(select(*keys, column).where(there)).all():
        now = change(text)
        if now != text:
            same = [of == value for of, value in zip(keys, key, strict=True)]
            connection.execute(update(column.table).where(*same).values({column: now}))


def _form_text(text: str, change: Change) -> str:
    return forms.form_text(_form(forms.form(text), change))


def _drafts_text(text: str, change: Change) -> str:
    """The names beside them are of others."""
    return forms.drafts_text([replace(one, form=_form(one.form, change)) for one in forms.drafts(text)])


def _form(form: FilledForm, change: Change) -> FilledForm:
    """All that people typed in it; the motives of the instrument stay as they are."""
    own = own_motive_id("")
    ids = {motive.id for motive in form.motives}
    motives = tuple(
        replace(
            motive,
            text=change(motive.text) if motive.id.startswith(own) else motive.text,
            outcome=motive.outcome and change(motive.outcome),
            term=motive.term and change(motive.term),
        )
        for motive in form.motives
    )
    main = form.main if form.main is None or form.main in ids else change(form.main)
    return FilledForm(motives, main, {question: change(text) for question, text in form.reflections.items()})


def _minutes_text(text: str, change: Change) -> str:
    return json.dumps(_walk(json.loads(text), change, only=_WORDS), ensure_ascii=False)


def _walk(value: Any, change: Change, only: Collection[str] = (), without: Collection[str] = (), key: str = "") -> Any:
    """What was read from JSON, with other texts below these keys: `only` those, or all but `without`."""
    if isinstance(value, dict):
        return {name: _walk(one, change, only, without, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_walk(one, change, only, without, key) for one in value]
    here = isinstance(value, str) and (key in only if only else key not in without)
    return change(value) if here else value


def _change_links(connection: Connection, around: _Around, change: Change) -> None:
    """A link is known by its lines, so that one with other words is another link."""
    keep = SqlSettlements(connection)
    for row in connection.execute(select(ask_link).where(ask_link.c.round.in_(around.rounds))).mappings().all():
        link = Link(row["asking"], row["ask"], row["offering"], row["offer"], Degree(row["degree"]))
        now = replace(link, ask=change(link.ask), offer=change(link.offer))
        if now != link:
            keep.unlink(row["round"], link)
            keep.link(row["round"], now, row["at"])


def _drafts(connection: Connection, chat: int) -> list[str]:
    """What this person typed in talks of their own."""
    theirs = (conversation.c.chat == chat, conversation.c.dialog.not_in(TALKS["nothing"]), answer.c.kind == "written")
    found = select(answer.c.value).join(conversation, conversation.c.id == answer.c.conversation).where(*theirs)
    return [text for (text,) in connection.execute(found).all() if len(text) >= _TELLING_TEXT]


def _forget_snapshots(connection: Connection, who: PersonId) -> None:
    """Whoever is settling with this person's draft begins again, without it."""
    for conversation_id, drafts in connection.execute(select(snapshot.c.conversation, snapshot.c.drafts)).all():
        if any(draft.person == who for draft in forms.drafts(drafts)):
            connection.execute(delete(conversation).where(conversation.c.id == conversation_id))


# --- what is on its way ---


def _waiting(connection: Connection, around: _Around) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Messages to those around, with what is in them."""
    found = select(outbox.c.id, outbox.c.chat, outbox.c.body).where(outbox.c.body != "")
    for id_, chat, body in connection.execute(found.where(outbox.c.chat.in_(around.chats))).all():
        yield id_, chat, json.loads(body)


def _change_messages(connection: Connection, around: _Around, name: str, now: str) -> None:
    private, group = _in_messages(around, name, now)
    for id_, chat, body in _waiting(connection, around):
        after = _message(body, group if chat < 0 else private)
        if after != body:
            values = {"body": json.dumps(after, ensure_ascii=False)}
            connection.execute(update(outbox).where(outbox.c.id == id_).values(**values))


def _message(body: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The same message with other words: on the screen, on its buttons, and in what goes along with it."""
    after = {**body, "html": _html(body["html"], change)}
    after["buttons"] = [[[change(label), *rest] for label, *rest in row] for row in body["buttons"]]
    for kind in ("picture", "document"):
        if kind in body:
            data = json.loads(body[kind])
            changed = _walk(data, change, without=_NO_WORDS)
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


def _forget_messages(connection: Connection, around: _Around, drafts: Collection[str]) -> None:
    """A message that shows a draft does not go out."""
    words = [re.compile(_draft_pattern(" ".join(draft.split()))) for draft in drafts]
    for id_, _, body in _waiting(connection, around):
        text = " ".join(" ".join(_texts(body)).split())
        if any(word.search(text) for word in words):
            connection.execute(delete(outbox).where(outbox.c.id == id_))


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


def _change_what_comes_in(connection: Connection, around: _Around, chat: int, name: str) -> None:
    """Updates that nobody took up yet: what was typed there, and the name of this person as Telegram tells it."""
    change = _in_messages(around, name, GONE)[0]
    found = select(inbox.c.bot, inbox.c.update, inbox.c.body).where(inbox.c.body != "")
    for bot, number, text in connection.execute(found).all():
        before = json.loads(text)
        after = before
        if before["chat"] in around.chats or before["chat"] == chat:
            after = _walk(before, change, only=(*_WORDS, "argument", "title"))
        if before["person"] == chat:
            after = {**after, "name": change(before["name"])}
        if after != before:
            same = (inbox.c.bot == bot, inbox.c.update == number)
            connection.execute(update(inbox).where(*same).values(body=json.dumps(after, ensure_ascii=False)))
