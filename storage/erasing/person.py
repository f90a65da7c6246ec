"""Erasing one person: drafts and everything that is theirs alone goes, and their name wherever it is written.

What partners settled, the points of phase 2 and agreements stay, without the name. Names are looked for in what people
wrote within the collaborations this person was ever in, and nowhere else: never in an id, in a choice, or in the name
of a partner, a collaboration or somebody else. `SCRUB` asks the writer to rewrite the file after the commit, so that
nothing of it stays behind in free pages or in the log.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update

from bot.dialogs.agreements.rules import AgreementState
from bot.domain.ids import PersonId
from bot.domain.rounds import Phase
from storage import forms
from storage.agreement_tables import (
    agreement,
    kept_answer,
    looked_back,
    prompt,
    pulse_answer,
    shared_answer,
)
from storage.discussion_tables import taken_home
from storage.erasing.around import Around
from storage.erasing.kept import change_what_is_kept, drafts_of, forget_snapshots
from storage.erasing.messages import change_messages, change_what_comes_in
from storage.erasing.wording import GONE, in_kept_texts
from storage.group_tables import seen
from storage.instrument_tables import instrument_run
from storage.mail_tables import letter, mail_address
from storage.page_tables import calendar_address, entry_link
from storage.paper_tables import paper_form
from storage.question_tables import question, question_contribution
from storage.settlement_tables import reaction, snapshot
from storage.tables import person, person_chat, phase_run
from storage.traffic_tables import chat as chat_of
from storage.traffic_tables import conversation, outbox

SCRUB = "scrub"


def erase(connection: Connection, who: PersonId, at: datetime) -> None:
    """Erase this person. The row stays, empty, because versions and points refer to it; and so does its random key."""
    row = connection.execute(select(person.c.chat, person.c.name).where(person.c.id == who)).first()
    if row is None:
        return
    chat, name = row
    typed = drafts_of(connection, chat)
    _kept_answers(connection, who)
    forget_snapshots(connection, who)
    chats = {chat, *connection.execute(select(person_chat.c.chat).where(person_chat.c.person == who)).scalars()}
    connection.execute(delete(outbox).where(outbox.c.chat.in_(chats)))
    connection.execute(delete(conversation).where(conversation.c.chat == chat))
    connection.execute(delete(conversation).where(conversation.c.person == who))
    for table in (
        prompt,
        pulse_answer,
        shared_answer,
        looked_back,
        reaction,
        seen,
        taken_home,
        instrument_run,
        person_chat,
        calendar_address,
        entry_link,
        letter,
        mail_address,
    ):
        connection.execute(delete(table).where(table.c.person == who))
    in_phase_3 = select(question.c.id).join(phase_run).where(phase_run.c.phase == Phase.COMMITMENT.value)
    said = question_contribution
    connection.execute(delete(said).where(said.c.person == who, said.c.question.in_(in_phase_3)))
    not_yet_theirs = (paper_form.c.entered_by == who, paper_form.c.person.is_(None))
    connection.execute(delete(paper_form).where(*not_yet_theirs))
    half_made = (agreement.c.maker == who, agreement.c.state == AgreementState.DRAFT.value)
    connection.execute(delete(agreement).where(*half_made))
    around = Around(connection, who)
    kept = change_what_is_kept(connection, around, in_kept_texts(around, name))
    left = [draft for draft in typed if not any(draft in text for text in kept)]  # what others say too is no secret
    change_messages(connection, around, name, GONE, drafts=left)
    change_what_comes_in(connection, around, chats, name)
    connection.execute(delete(chat_of).where(chat_of.c.id.in_(chats)))
    nobody: dict[str, Any] = {"name": "", "chat": -int(who), "consent": "", "reachable": False, "erased_at": at}
    nobody |= {"told_in": None, "last_in": None}
    connection.execute(update(person).where(person.c.id == who).values(**nobody))
    connection.info[SCRUB] = True


def _kept_answers(connection: Connection, who: PersonId) -> None:
    """Of a phase 3 that has closed: what they shared with the partners stays, as their partner's; the rest goes."""
    theirs = kept_answer.c.person == who
    same = (shared_answer.c.run == kept_answer.c.run, shared_answer.c.question == kept_answer.c.question)
    shared = exists().where(shared_answer.c.person == who, *same)
    connection.execute(delete(kept_answer).where(theirs, ~shared))
    connection.execute(update(kept_answer).where(theirs).values(person=None))


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
    change_messages(connection, Around(connection, found[0]), name, now)
