"""Questions put to groups, who may answer them and what was said, in the database: the port `Questions`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, insert, or_, select, update

from bot.dialogs.questions.rules.put import (
    NOWHERE,
    Contribution,
    PutQuestion,
    QuestionKind,
    QuestionState,
    Seat,
    Wording,
)
from bot.domain.ids import (
    BindingId,
    ChatId,
    ContributionId,
    LiveMessageId,
    PartnerId,
    PersonId,
    QuestionId,
    RoundId,
    RunId,
    SessionId,
)
from bot.turn.ports import StaleWriteError
from bot.turn.records import Vote
from storage.columns import insert_or_ignore, upsert
from storage.group_tables import placed
from storage.question_tables import (
    question,
    question_ballot,
    question_contribution,
    question_seat,
    question_stood,
    question_wording,
)
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")
_RUN: BindParameter[Any] = bindparam("b_run")
_PERSON: BindParameter[Any] = bindparam("b_person")
_NUMBER: BindParameter[Any] = bindparam("b_number")

_COLUMNS = tuple(column for column in question.columns if column.name != "was")
_ADD = insert(question)
_GET = select(*_COLUMNS).where(question.c.id == _ID)
_PROPOSAL = (
    select(*_COLUMNS)
    .where(question.c.kind == QuestionKind.PROPOSAL.value, or_(question.c.id == _NUMBER, question.c.was == _NUMBER))
    .order_by(question.c.was)
)
_MOTIVES = (
    select(*_COLUMNS)
    .where(
        question.c.kind == QuestionKind.MOTIVE.value,
        question.c.binding == _ID,
        question.c.round == bindparam("b_round"),
    )
    .order_by(question.c.opened_at, question.c.id)
)
_OF_RUN = select(*_COLUMNS).where(question.c.run == _ID).order_by(question.c.id)
_OF_SESSION = select(*_COLUMNS).where(question.c.session == _ID).order_by(question.c.id)
_STOOD_IN = (
    select(*_COLUMNS)
    .join(question_stood, question_stood.c.question == question.c.id)
    .where(question_stood.c.placed == _ID)
)
_WORDED_WITH = (
    select(*_COLUMNS)
    .join(question_stood, question_stood.c.question == question.c.id)
    .join(placed, placed.c.id == question_stood.c.placed)
    .where(
        question.c.run == _ID, placed.c.chat == bindparam("b_chat"), question_stood.c.message == bindparam("b_message")
    )
)
_CHANGE = update(question).where(question.c.id == _ID)
_TURN = update(question).where(question.c.id == _ID, question.c.number == _NUMBER)
_REWORD = update(question).where(question.c.id == _ID, question.c.number < _NUMBER)
_ASKS_PROPOSAL = select(question_stood.c.asks_proposal).where(question_stood.c.placed == _ID)
_STAND = insert_or_ignore(question_stood, key=("placed",))

_WORDED = insert(question_wording)
_WORDINGS = (
    select(*question_wording.columns)
    .join(question, question.c.id == question_wording.c.question)
    .where(question.c.run == _ID)
    .order_by(question_wording.c.question, question_wording.c.version)
)

_SEAT = tuple(question_seat.columns)
_SIT = insert(question_seat)
_STAND_UP = delete(question_seat).where(question_seat.c.question == _ID)
_SEATS = (
    select(*_SEAT)
    .where(question_seat.c.question == _ID)
    .order_by(question_seat.c.partner, question_seat.c.person, question_seat.c.run)
)
_SAVE_SEAT = update(question_seat).where(
    question_seat.c.question == _ID, question_seat.c.person == _PERSON, question_seat.c.run == _RUN
)
_SEATS_OF = (
    select(*_SEAT, *_COLUMNS)
    .join(question, question.c.id == question_seat.c.question)
    .where(question_seat.c.run == _RUN, question_seat.c.person == _PERSON)
    .order_by(question.c.id)
)

_CAST = upsert(question_ballot, key=("question", "wording", "person", "partner"), change=("choice", "reason", "at"))
_BALLOTS = (
    select(question_ballot.c.person, question_ballot.c.partner, question_ballot.c.choice, question_ballot.c.reason)
    .where(question_ballot.c.question == _ID, question_ballot.c.wording == bindparam("b_wording"))
    .order_by(question_ballot.c.at, question_ballot.c.person)
)

_MINE = (question_ballot.c.person == _PERSON, question_ballot.c.partner == bindparam("b_partner"))
_TAKE_BALLOTS = delete(question_ballot).where(question_ballot.c.question == _ID, *_MINE)
_UNCAST = _TAKE_BALLOTS.where(question_ballot.c.wording == bindparam("b_wording"))

_SAID = question_contribution
_CONTRIBUTION: Select[Any] = select(
    _SAID.c.id,
    _SAID.c.question,
    question.c.about,
    _SAID.c.person,
    _SAID.c.partner,
    _SAID.c.chat,
    _SAID.c.message,
    _SAID.c.text,
    _SAID.c.at,
    _SAID.c.withdrawn,
).join(question, question.c.id == _SAID.c.question)
_CONTRIBUTE = upsert(_SAID, key=("question", "chat", "message"), change=("text", "partner"))
_ONE_CONTRIBUTION = _CONTRIBUTION.where(_SAID.c.id == _ID)
_SAID_IN = _CONTRIBUTION.where(question.c.run == _ID).order_by(_SAID.c.id)
_SAID_TO = _CONTRIBUTION.where(_SAID.c.question == _ID).order_by(_SAID.c.id)
_SAID_BY = _CONTRIBUTION.where(_SAID.c.person == _ID).order_by(_SAID.c.id)
_WITHDRAW = update(_SAID).where(_SAID.c.id == _ID)
_TAKE_WORDS = delete(_SAID).where(
    _SAID.c.question == _ID, _SAID.c.person == _PERSON, _SAID.c.partner == bindparam("b_partner")
)
_SPEAK_FOR = update(_SAID).where(
    _SAID.c.person == _PERSON, _SAID.c.question.in_(select(question.c.id).where(question.c.run == _ID))
)


class SqlQuestions(Repository):
    """Questions put to groups, whatever their kind."""

    __slots__ = ()

    def put(self, new: PutQuestion, message: int | None = None) -> PutQuestion:
        """The question with its id. A proposal came with a message, and these words are its first."""
        before = None if new.run is None else self._reads.kept(_OF_RUN, {"b_id": new.run})
        values = {
            "kind": new.kind.value,
            "binding": new.binding,
            "round": new.round,
            "run": new.run,
            "about": new.about,
            "text": new.text,
            "cluster": new.cluster,
            "author": new.author,
            "partner": new.partner,
            "opened_at": new.opened_at,
            "placed": new.placed if new.was_put else None,
            "state": new.state.value,
            "number": new.number,
            "session": new.session,
        }
        id_ = self._add(_ADD, **values)
        if before is not None:
            row = tuple(id_ if column.name == "id" else values[column.name] for column in _COLUMNS)
            self._reads.know(_OF_RUN, {"b_id": new.run}, [*before, row])
        made = replace(new, id=QuestionId(id_))
        if made.kind is QuestionKind.PROPOSAL:
            self._do(_WORDED, question=id_, version=new.number, person=new.author, text=new.text)
        self._stand(made, message)
        return made

    def _stand(self, one: PutQuestion, message: int | None) -> None:
        if one.was_put:
            self._do(_STAND, placed=one.placed, question=one.id, message=message, asks_proposal=False)

    def stand(self, question: QuestionId, placed: LiveMessageId, *, asks_proposal: bool) -> None:
        """Keep that an answer to this message is one to that question: a point, or a proposal."""
        self._do(_STAND, placed=placed, question=question, message=None, asks_proposal=asks_proposal)

    def asks_proposal(self, placed: LiveMessageId) -> bool:
        """Whether an answer to this message is a proposal."""
        row = self._one(_ASKS_PROPOSAL, b_id=placed)
        return row is not None and bool(row[0])

    def get(self, question: QuestionId) -> PutQuestion:
        return _question(self._known(_GET, b_id=question))

    def proposal(self, number: int) -> PutQuestion:
        """By its id, or by the number that buttons of version 0.1 know it by: never both are in use."""
        return _question(self._known(_PROPOSAL, b_number=number))

    def motives(self, binding: BindingId, round_: RoundId) -> tuple[PutQuestion, ...]:
        """On the boards of a group, in the order in which they were opened."""
        return tuple(_question(row) for row in self._read_all(_MOTIVES, _GET, b_id=binding, b_round=round_))

    def of_run(self, run: RunId) -> tuple[PutQuestion, ...]:
        """In the order in which they were first put, also those that were only spoken to."""
        return tuple(_question(row) for row in self._read_all(_OF_RUN, _GET, b_id=run))

    def of_session(self, session: SessionId) -> tuple[PutQuestion, ...]:
        """In the order in which they were first put."""
        return tuple(_question(row) for row in self._read_all(_OF_SESSION, _GET, b_id=session))

    def stood_in(self, placed: LiveMessageId) -> PutQuestion | None:
        """The question that stands or once stood in this message."""
        row = self._one(_STOOD_IN, b_id=placed)
        return None if row is None else _question(row)

    def worded_with(self, run: RunId, chat: ChatId, message: int) -> PutQuestion | None:
        """The proposal that somebody gave words with this message."""
        row = self._one(_WORDED_WITH, b_id=run, b_chat=chat, b_message=message)
        return None if row is None else _question(row)

    def turn(self, question: PutQuestion, state: QuestionState, number: int) -> PutQuestion:
        """Show it, or open it again, under a new number.

        Of two who do so at once the second turn is taken again.
        """
        if self._do(_TURN, b_id=question.id, b_number=question.number, state=state.value, number=number) == 0:
            raise StaleWriteError(f"question {question.id}")
        return replace(question, state=state, number=number)

    def move(self, question: PutQuestion, placed: LiveMessageId, binding: BindingId) -> PutQuestion:
        """Keep that it stands in another message from now on, perhaps in another group."""
        self._do(_CHANGE, b_id=question.id, placed=placed, binding=binding)
        moved = replace(question, placed=placed, binding=binding)
        self._stand(moved, None)
        return moved

    def word(self, now: PutQuestion, by: PersonId | None, message: int) -> None:
        """A new wording, in another message. Of two at once the second turn is taken again."""
        touched = self._do(
            _REWORD, b_id=now.id, b_number=now.number, text=now.text, number=now.number, placed=now.placed
        )
        if touched == 0:
            raise StaleWriteError(f"question {now.id}")
        self._do(_WORDED, question=now.id, version=now.number, person=by, text=now.text)
        self._stand(now, message)

    def wordings(self, run: RunId) -> tuple[Wording, ...]:
        """All that the proposals of a run have had, as far as they are known."""
        return tuple(Wording(*row) for row in self._all(_WORDINGS, b_id=run))

    def sit(self, seats: Sequence[Seat]) -> None:
        for one in seats:
            self._do(
                _SIT,
                question=one.question,
                person=one.person,
                run=one.run,
                partner=one.partner,
                motive=one.motive,
                voted=one.voted,
                counted=one.counted,
            )

    def stand_up(self, question: QuestionId) -> None:
        """Empty all seats."""
        self._do(_STAND_UP, b_id=question)

    def seats(self, question: QuestionId) -> tuple[Seat, ...]:
        return tuple(Seat(*row) for row in self._all(_SEATS, b_id=question))

    def save_seats(self, seats: Sequence[Seat]) -> None:
        """What became of them; who sits where never changes."""
        now = {(s.question, s.person, s.run): (s.voted, s.counted) for s in seats}
        known = {one.question: self._reads.kept(_SEATS, {"b_id": one.question}) for one in seats}
        self._do_each(
            _SAVE_SEAT,
            [
                {"b_id": s.question, "b_person": s.person, "b_run": s.run, "voted": s.voted, "counted": s.counted}
                for s in seats
            ],
        )

        for question_, rows in known.items():
            if rows is not None:
                after = [(*row[:5], *now.get((row[0], row[1], row[2]), row[5:])) for row in rows]
                self._reads.know(_SEATS, {"b_id": question_}, after)

    def seats_of(self, run: RunId, person: PersonId) -> tuple[tuple[Seat, PutQuestion], ...]:
        """Every motive at which somebody has a seat for this run."""
        width = len(_SEAT)
        found = self._all(_SEATS_OF, b_run=run, b_person=person)
        return tuple((Seat(*row[:width]), _question(row[width:])) for row in found)

    def cast(self, question: QuestionId, wording: int, vote: Vote, at: datetime) -> None:
        self._do(
            _CAST,
            question=question,
            wording=wording,
            person=vote.person,
            partner=vote.partner,
            choice=vote.choice,
            reason=vote.reason,
            at=at,
        )

    def uncast(self, question: QuestionId, wording: int, person: PersonId, partner: PartnerId) -> None:
        """Take back what somebody chose."""
        self._do(_UNCAST, b_id=question, b_wording=wording, b_person=person, b_partner=partner)

    def ballots(self, question: QuestionId, wording: int) -> tuple[Vote, ...]:
        """In the order in which they were last cast."""
        return tuple(Vote(*row) for row in self._all(_BALLOTS, b_id=question, b_wording=wording))

    def contribute(self, new: Contribution) -> None:
        """Keep what was said, known by its message: the same one again replaces the words and nothing else."""
        self._do(
            _CONTRIBUTE,
            question=new.question,
            person=new.person,
            partner=new.partner,
            chat=new.chat,
            message=new.message,
            text=new.text,
            at=new.at,
            withdrawn=new.withdrawn,
        )

    def contribution(self, contribution: ContributionId) -> Contribution:
        return Contribution(*self._known(_ONE_CONTRIBUTION, b_id=contribution))

    def contributions(self, run: RunId) -> tuple[Contribution, ...]:
        """In the order in which they were made, also those that were withdrawn."""
        return tuple(Contribution(*row) for row in self._all(_SAID_IN, b_id=run))

    def contributions_to(self, question: QuestionId) -> tuple[Contribution, ...]:
        """In the order in which they were made."""
        return tuple(Contribution(*row) for row in self._all(_SAID_TO, b_id=question))

    def contributions_of(self, person: PersonId) -> tuple[Contribution, ...]:
        """To whichever question, oldest first."""
        return tuple(Contribution(*row) for row in self._all(_SAID_BY, b_id=person))

    def take_out(self, question: QuestionId, person: PersonId, partner: PartnerId) -> None:
        """Somebody answers this for that partner no longer: what they chose and said to it is gone."""
        self._do(_TAKE_BALLOTS, b_id=question, b_person=person, b_partner=partner)
        self._do(_TAKE_WORDS, b_id=question, b_person=person, b_partner=partner)

    def withdraw(self, contribution: ContributionId, withdrawn: bool) -> None:
        self._do(_WITHDRAW, b_id=contribution, withdrawn=withdrawn)

    def speak_for(self, run: RunId, person: PersonId, partner: PartnerId) -> None:
        """Count what this person said in a run for this partner."""
        self._do(_SPEAK_FOR, b_id=run, b_person=person, partner=partner)


def _question(row: Values) -> PutQuestion:
    id_, kind, binding, round_, run, about, opened_at, placed_, state, *rest = row
    where = placed_ or NOWHERE
    return PutQuestion(
        id_, QuestionKind(kind), binding, round_, run, about, opened_at, where, QuestionState(state), *rest
    )
