"""A name in what is kept: what people wrote, forms, snapshots and minutes."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, select, update

from bot.domain.asks import Degree, Link
from bot.domain.form import FilledForm
from bot.domain.ids import PersonId
from bot.domain.motive import own_motive_id
from storage import forms
from storage.discussion_tables import minutes
from storage.erasing.around import TALKS, Around
from storage.erasing.wording import Change, walk
from storage.instrument_tables import own_set
from storage.reads import Reads
from storage.settlement_tables import ask_link, settlement, snapshot
from storage.settlements import SqlReactions
from storage.traffic_tables import answer, conversation

_TELLING_TEXT = 8
"""A shorter draft is not looked for in messages: others may have said the same."""
_WORDS = ("text", "correction", "about")
"""What people wrote, in minutes."""


def change_what_is_kept(connection: Connection, around: Around, change: Change) -> list[str]:
    """In all that people wrote there; what stands there now."""
    kept: list[str] = []
    in_json = (
        (settlement.c.form, settlement.c.run.in_(around.runs), _form_text),
        (snapshot.c.drafts, snapshot.c.conversation.in_(around.talks), _drafts_text),
        (minutes.c.body, minutes.c.discussion.in_(around.discussions), _minutes_text),
        (own_set.c.body, around.inside(own_set), _set_text),
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
    return json.dumps(walk(json.loads(text), change, only=_WORDS), ensure_ascii=False)


def _set_text(text: str, change: Change) -> str:
    """What a team wrote in a question set of its own; not how its questions are answered."""
    return json.dumps(walk(json.loads(text), change, without=("answered_by", "reveal")), ensure_ascii=False)


def _change_links(connection: Connection, around: Around, change: Change) -> None:
    """A link is known by its lines, so that one with other words is another link."""
    keep = SqlReactions(Reads(connection))
    for row in connection.execute(select(ask_link).where(ask_link.c.round.in_(around.rounds))).mappings().all():
        link = Link(row["asking"], row["ask"], row["offering"], row["offer"], Degree(row["degree"]))
        now = replace(link, ask=change(link.ask), offer=change(link.offer))
        if now != link:
            keep.unlink(row["round"], link)
            keep.link(row["round"], now, row["at"])


def drafts_of(connection: Connection, chat: int) -> list[str]:
    """What this person typed in talks of their own."""
    theirs = (conversation.c.chat == chat, conversation.c.dialog.not_in(TALKS["nothing"]), answer.c.kind == "written")
    found = select(answer.c.value).join(conversation, conversation.c.id == answer.c.conversation).where(*theirs)
    return [text for (text,) in connection.execute(found).all() if len(text) >= _TELLING_TEXT]


def forget_snapshots(connection: Connection, who: PersonId) -> None:
    """Whoever is settling with this person's draft begins again, without it."""
    for conversation_id, drafts in connection.execute(select(snapshot.c.conversation, snapshot.c.drafts)).all():
        if any(draft.person == who for draft in forms.drafts(drafts)):
            connection.execute(delete(conversation).where(conversation.c.id == conversation_id))
