"""Rounds, their runs and who takes part in them, in the database: the port `Rounds`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, insert, or_, select, update

from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Participation, Phase, PhaseRun, Round, RoundMode, RoundState, RunState
from bot.turn.ports import StaleWriteError
from bot.turn.records import ParticipantContext
from storage import by_id, rows
from storage.columns import insert_or_ignore
from storage.repository import Repository
from storage.tables import collaboration, membership, participation, partner, person, phase_run, round_

_ID: BindParameter[Any] = bindparam("b_id")
_RUN_ID: BindParameter[Any] = bindparam("b_run")
_PERSON_ID: BindParameter[Any] = bindparam("b_person")

_LATEST = select(*rows.ROUND).where(round_.c.collaboration == _ID).order_by(round_.c.id.desc()).limit(1)
_ALL = select(*rows.ROUND).where(round_.c.collaboration == _ID).order_by(round_.c.id)
_ADD_ROUND = insert(round_)
_SET_STATE = update(round_).where(round_.c.id == _ID)
_CHANGE = update(round_).where(round_.c.id == _ID)
_RUNS = select(*rows.RUN).where(phase_run.c.round == _ID).order_by(phase_run.c.id)
_ADD_RUN = insert(phase_run)
_SET_RUN_STATE = update(phase_run).where(phase_run.c.id == _ID)

_THIS_ONE = (participation.c.run == _RUN_ID, participation.c.person == _PERSON_ID)
_TAKE_PART = insert_or_ignore(participation, key=("run", "person"))
_STOP_TAKING_PART = delete(participation).where(*_THIS_ONE)
_PARTICIPANTS = (
    select(*rows.PARTICIPATION, *rows.PERSON)
    .join(person, person.c.id == participation.c.person)
    .where(participation.c.run == _RUN_ID)
    .order_by(participation.c.person)
)
_SAVE_PARTICIPATION = update(participation).where(*_THIS_ONE)

_PARTS = (
    rows.PERSON,
    rows.MEMBERSHIP,
    rows.COLLABORATION,
    rows.PARTNER,
    rows.ROUND,
    rows.RUN,
    rows.PARTICIPATION,
)
_PERSON, _MEMBERSHIP, _COLLABORATION, _PARTNER, _ROUND_OF, _RUN_OF, _PARTICIPATION = rows.parts(*_PARTS)

_KNOWN = (
    (by_id.PERSON, _PERSON),
    (by_id.COLLABORATION, _COLLABORATION),
    (by_id.PARTNER, _PARTNER),
    (by_id.ROUND, _ROUND_OF),
    (by_id.RUN, _RUN_OF),
)
"""What a row of standings tells about the things it joins."""

_STANDINGS = (
    select(*(column for columns in _PARTS for column in columns))
    .select_from(participation)
    .join(person, person.c.id == participation.c.person)
    .join(phase_run, phase_run.c.id == participation.c.run)
    .join(round_, round_.c.id == phase_run.c.round)
    .join(collaboration, collaboration.c.id == round_.c.collaboration)
    .join(
        membership,
        (membership.c.person == person.c.id)
        & (membership.c.collaboration == collaboration.c.id)
        & membership.c.left_at.is_(None)
        & or_(phase_run.c.partner.is_(None), phase_run.c.partner == membership.c.partner),
    )
    .join(partner, partner.c.id == membership.c.partner)
    .where(participation.c.person == _PERSON_ID)
)
_EVERY_ROUND = round_.alias("every_round")
_HOW_MANY_ROUNDS = (
    select(func.count()).where(_EVERY_ROUND.c.collaboration == collaboration.c.id).scalar_subquery().label("rounds")
)
_STANDING = (
    _STANDINGS.add_columns(_HOW_MANY_ROUNDS).where(participation.c.run == _RUN_ID).order_by(membership.c.id).limit(1)
)
"""Whether there were other rounds is asked next. Mostly there were none, and then nothing more need be read."""
_ALL_STANDINGS = _STANDINGS.where(round_.c.state != RoundState.CLOSED.value).order_by(
    participation.c.run, membership.c.id
)


class SqlRounds(Repository):
    """Rounds, their runs and who takes part in them."""

    __slots__ = ()

    def get(self, round_: RoundId) -> Round:
        return rows.round_(self._known(by_id.ROUND, b_id=round_))

    def latest(self, collaboration: CollaborationId) -> Round | None:
        row = next(iter(self._read_all(_LATEST, by_id.ROUND, b_id=collaboration)), None)
        return None if row is None else rows.round_(row)

    def all(self, collaboration: CollaborationId) -> tuple[Round, ...]:
        """Oldest first."""
        return tuple(rows.round_(row) for row in self._read_all(_ALL, by_id.ROUND, b_id=collaboration))

    def add(
        self,
        collaboration: CollaborationId,
        mode: RoundMode,
        phases: frozenset[Phase],
        content_version: str,
        deadline: date | None,
    ) -> Round:
        state = RoundState.DRAFT
        id_ = self._add(
            _ADD_ROUND,
            collaboration=collaboration,
            mode=mode.value,
            phases=rows.phases_text(phases),
            state=state.value,
            content_version=content_version,
            deadline=deadline,
        )
        return Round(id_, collaboration, mode, phases, state, content_version, deadline)

    def set_state(self, round_: RoundId, state: RoundState, opened_at: datetime | None = None) -> None:
        """Keep the new state of a round. Without `opened_at` the moment it opened stays what it was."""
        moment = {} if opened_at is None else {"opened_at": opened_at}
        self._do(_SET_STATE, b_id=round_, state=state.value, **moment)

    def close(self, round_: RoundId, at: datetime) -> None:
        self._do(_SET_STATE, b_id=round_, state=RoundState.CLOSED.value, closed_at=at)

    def change(self, round_: RoundId, mode: RoundMode, phases: frozenset[Phase], deadline: date | None) -> None:
        self._do(_CHANGE, b_id=round_, mode=mode.value, phases=rows.phases_text(phases), deadline=deadline)

    def run(self, run: RunId) -> PhaseRun:
        return rows.run(self._known(by_id.RUN, b_id=run))

    def runs(self, round_: RoundId) -> tuple[PhaseRun, ...]:
        return tuple(rows.run(row) for row in self._read_all(_RUNS, by_id.RUN, b_id=round_))

    def add_run(
        self,
        round_: RoundId,
        phase: Phase,
        partner: PartnerId | None,
        state: RunState,
        opened_at: datetime | None = None,
    ) -> PhaseRun:
        values = {"phase": phase.value, "partner": partner, "state": state.value, "opened_at": opened_at}
        return PhaseRun(self._add(_ADD_RUN, round=round_, **values), round_, phase, partner, state, opened_at)

    def set_run_state(self, run: RunId, state: RunState) -> None:
        self._do(_SET_RUN_STATE, b_id=run, state=state.value)

    def take_part(self, run: RunId, person: PersonId) -> None:
        """Have somebody take part in a run. Once is enough: who takes part already goes on as before."""
        self._do(_TAKE_PART, run=run, person=person)

    def stop_taking_part(self, run: RunId, person: PersonId) -> None:
        self._do(_STOP_TAKING_PART, b_run=run, b_person=person)

    def participants(self, run: RunId) -> tuple[Participation, ...]:
        theirs, person = rows.parts(rows.PARTICIPATION, rows.PERSON)
        found = self._all(_PARTICIPANTS, b_run=run)
        for row in found:
            self._reads.know(by_id.PERSON, {"b_id": row[person][0]}, row[person])
        return tuple(rows.participation(row[theirs]) for row in found)

    def save_participation(self, participation: Participation) -> None:
        touched = self._do(
            _SAVE_PARTICIPATION,
            b_run=participation.run,
            b_person=participation.person,
            handed_in_at=participation.handed_in_at,
            scanned_at=participation.scanned_at,
        )
        if touched == 0:
            raise StaleWriteError(f"person {participation.person} in run {participation.run}")

    def standing(self, run: RunId, person: PersonId) -> ParticipantContext | None:
        row = self._one(_STANDING, b_run=run, b_person=person)
        if row is None:
            return None
        *found, rounds = row
        if rounds == 1:
            place, only = found[_COLLABORATION][0], [tuple(found[_ROUND_OF])]
            self._reads.know(_ALL, {"b_id": place}, only)
            self._reads.know(_LATEST, {"b_id": place}, only)
        return self._standing(tuple(found))

    def standings(self, person: PersonId) -> tuple[ParticipantContext, ...]:
        """One per run; of several memberships that fit, the oldest."""
        found: dict[RunId, ParticipantContext] = {}
        for row in self._all(_ALL_STANDINGS, b_person=person):
            standing = self._standing(row)
            found.setdefault(standing.run.id, standing)
        return tuple(found.values())

    def _standing(self, row: rows.Values) -> ParticipantContext:
        for statement, part in _KNOWN:
            self._reads.know(statement, {"b_id": row[part][0]}, row[part])
        return ParticipantContext(
            person=rows.person(row[_PERSON]),
            membership=rows.membership(row[_MEMBERSHIP]),
            collaboration=rows.collaboration(row[_COLLABORATION]),
            partner=rows.partner(row[_PARTNER]),
            round=rows.round_(row[_ROUND_OF]),
            run=rows.run(row[_RUN_OF]),
            participation=rows.participation(row[_PARTICIPATION]),
        )
