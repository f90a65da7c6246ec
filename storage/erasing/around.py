"""Where a name may stand: what is around one person, and which columns hold what people wrote there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, and_, or_, select

from bot.domain.ids import PersonId
from storage.agreement_tables import agreement, agreement_event, commitment, kept_answer
from storage.discussion_tables import discussion, minutes_check
from storage.group_tables import binding_request, chat_binding
from storage.instrument_tables import group_session, instrument_run
from storage.paper_tables import paper_form
from storage.question_tables import question, question_ballot, question_contribution, question_wording
from storage.tables import collaboration, invitation, membership, partner, person, person_chat, phase_run, round_
from storage.traffic_tables import answer, conversation

TALKS: Mapping[str, tuple[str, ...]] = {
    "run": ("preparation", "quick_scan", "settling", "take_home", "minutes_check", "commitment", "committing"),
    "question": ("quiet", "set_answer"),
    "agreement": ("agreement", "new_day", "note"),
    "round": ("yearly_day",),
    "collaboration": ("adjust", "agreement_for"),
    "instrument": ("instrument",),
    "paper": ("namens",),
    "nothing": ("welcome", "new_collaboration", "rename", "leave", "away"),
}
"""What the dialogs are about. What is typed in the last ones are names, which are of others."""


class Around:
    """What is around one person: the collaborations they were ever in, and whose names must stay as they are."""

    def __init__(self, connection: Connection, who: PersonId) -> None:
        mine = select(membership.c.collaboration).where(membership.c.person == who)
        self.collaborations: Sequence[int] = connection.execute(mine.distinct()).scalars().all()
        self.rounds = select(round_.c.id).where(self.inside(round_))
        self.runs = select(phase_run.c.id).where(phase_run.c.round.in_(self.rounds))
        self.discussions = select(discussion.c.id).where(discussion.c.run.in_(self.runs))
        self.questions = select(question.c.id).where(question.c.round.in_(self.rounds))
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
        yield select(person_chat.c.chat).where(person_chat.c.person.in_(self.people))
        yield select(chat_binding.c.chat).where(self.inside(chat_binding))
        yield select(chat_binding.c.beside).where(self.inside(chat_binding), chat_binding.c.beside.is_not(None))
        invited = conversation.c.subject.in_(select(invitation.c.id).where(self.inside(invitation)))
        yield select(conversation.c.chat).where(conversation.c.dialog == "welcome", invited)

    @property
    def talks(self) -> Select[tuple[int]]:
        """Conversations about something in these collaborations."""
        about: Mapping[str, Any] = {
            "run": self.runs,
            "question": self.questions,
            "agreement": self.agreements,
            "round": self.rounds,
            "collaboration": self.collaborations,
            "paper": select(paper_form.c.id).where(paper_form.c.run.in_(self.runs)),
            "instrument": select(instrument_run.c.id).where(self.inside(instrument_run)),
        }
        there = [
            and_(conversation.c.dialog.in_(TALKS[kind]), conversation.c.subject.in_(ids)) for kind, ids in about.items()
        ]
        return select(conversation.c.id).where(or_(*there))

    def texts(self) -> Iterator[tuple[Column[Any], ColumnElement[bool]]]:
        """What people wrote, by the column it stands in."""
        for column in agreement.c:
            if isinstance(column.type, Text):  # ids and choices are a `String`
                yield column, and_(column.is_not(None), self.inside(agreement))
        yield agreement_event.c.note, agreement_event.c.agreement.in_(self.agreements)
        yield (
            agreement_event.c.what,
            and_(agreement_event.c.what.is_not(None), agreement_event.c.agreement.in_(self.agreements)),
        )
        yield group_session.c.context, self.inside(group_session)
        yield commitment.c.condition, commitment.c.run.in_(self.runs)
        yield commitment.c.term, commitment.c.run.in_(self.runs)
        yield kept_answer.c.text, kept_answer.c.run.in_(self.runs)
        yield question.c.text, and_(question.c.round.in_(self.rounds), question.c.author.is_not(None))
        for column in (question_wording.c.text, question_contribution.c.text, question_ballot.c.reason):
            yield column, column.table.c.question.in_(self.questions)
        yield minutes_check.c.correction, minutes_check.c.discussion.in_(self.discussions)
        yield paper_form.c.name, paper_form.c.run.in_(self.runs)
        yield chat_binding.c.title, self.inside(chat_binding)
        yield binding_request.c.title, self.inside(binding_request)
        unbound = (binding_request.c.collaboration.is_(None), binding_request.c.made_by.in_(self.people))
        yield binding_request.c.title, and_(*unbound)
        yield answer.c.value, and_(answer.c.kind == "written", answer.c.conversation.in_(self.talks))
