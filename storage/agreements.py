"""Agreements, commitment, years, what is asked by itself: the ports `Agreements`, `Commitments`, `Years`, `Asking`."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    LookBackResult,
    Part,
    Repeat,
    Terms,
)
from bot.dialogs.commitment.rules import AnswerLevel, KeptAnswer, SharedAnswer, Stand, Statement
from bot.domain.asking import About, Prompt, Response, Topic
from bot.domain.ids import CollaborationId, PersonId, RoundId, RunId
from bot.domain.motive import Choice
from bot.domain.yearly import Decision, Yearly
from bot.turn.ports import StaleWriteError
from storage.agreement_tables import (
    agreement,
    agreement_event,
    commitment,
    kept_answer,
    looked_back,
    prompt,
    pulse_answer,
    shared_answer,
    yearly,
)
from storage.columns import insert_or_ignore, upsert
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")
_PERSON: BindParameter[Any] = bindparam("b_person")

_ADD = insert(agreement)
_GET = select(*agreement.columns).where(agreement.c.id == _ID)
_OF = (
    select(*agreement.columns)
    .where(agreement.c.collaboration == _ID, agreement.c.state != AgreementState.DRAFT.value)
    .order_by(agreement.c.due, agreement.c.id)
)
_DRAFTS = select(*agreement.columns).where(
    agreement.c.maker == _PERSON, agreement.c.state == AgreementState.DRAFT.value
)
_SAVE = update(agreement).where(agreement.c.id == _ID, agreement.c.version == bindparam("b_version"))
_THROW_AWAY = delete(agreement).where(agreement.c.id == _ID, agreement.c.state == AgreementState.DRAFT.value)
_HAPPENED = insert(agreement_event)
_EVENT = (
    agreement_event.c.agreement,
    agreement_event.c.kind,
    agreement_event.c.at,
    agreement_event.c.person,
    agreement_event.c.due,
    agreement_event.c.note,
    agreement_event.c.what,
    agreement_event.c.changed,
)
_EVENTS = select(*_EVENT).where(agreement_event.c.agreement == _ID).order_by(agreement_event.c.id)
_LOOK_BACK = upsert(looked_back, key=("agreement", "day", "person"), change=("result",))
_RESULTS = (
    select(looked_back.c.person, looked_back.c.result)
    .where(looked_back.c.agreement == _ID, looked_back.c.day == bindparam("b_day"))
    .order_by(looked_back.c.person)
)
_RESULTS_OF = (
    select(looked_back.c.agreement, looked_back.c.day, looked_back.c.result)
    .where(looked_back.c.person == _PERSON)
    .order_by(looked_back.c.day, looked_back.c.agreement)
)

_STATE = upsert(commitment, key=("run",), change=("stand", "by", "at", "condition", "term", "shared"))
_STATED = select(
    commitment.c.run,
    commitment.c.stand,
    commitment.c.by,
    commitment.c.at,
    commitment.c.condition,
    commitment.c.term,
    commitment.c.shared,
).where(commitment.c.run == _ID)
_SHARE = insert_or_ignore(shared_answer, key=("run", "person", "question"))
_UNSHARE = delete(shared_answer).where(
    shared_answer.c.run == _ID,
    shared_answer.c.person == _PERSON,
    shared_answer.c.question == bindparam("b_question"),
)
_SHARED = select(*shared_answer.columns).where(shared_answer.c.run == _ID)
_KEEP = insert(kept_answer)
_KEPT = (
    select(kept_answer.c.run, kept_answer.c.person, kept_answer.c.question, kept_answer.c.text, kept_answer.c.level)
    .where(kept_answer.c.run == _ID)
    .order_by(kept_answer.c.id)
)

_SAVE_PROMPT = upsert(prompt, key=("person", "about", "subject", "occasion", "at"), change=("response", "responded_at"))
_ASKED_OF = select(*prompt.columns).where(prompt.c.person == _PERSON).order_by(prompt.c.at)
_ABOUT_THIS = (prompt.c.about == bindparam("b_about"), prompt.c.subject == _ID)
_ASKED_ABOUT = select(*prompt.columns).where(*_ABOUT_THIS).order_by(prompt.c.at, prompt.c.person)
_UNSAY = delete(prompt).where(
    prompt.c.person == _PERSON, prompt.c.at >= bindparam("b_since"), prompt.c.at < bindparam("b_before")
)
_FORGET_ASKED = delete(prompt).where(prompt.c.person == _PERSON, *_ABOUT_THIS)
_SET_YEARLY = upsert(yearly, key=("round",), change=("on", "decision"))
_YEARLY = select(*yearly.columns).where(yearly.c.round == _ID)
_FEEL = upsert(pulse_answer, key=("round", "person", "motive", "day"), change=("choice",))
_FELT = (
    select(pulse_answer.c.person, pulse_answer.c.motive, pulse_answer.c.day, pulse_answer.c.choice)
    .where(pulse_answer.c.round == _ID)
    .order_by(pulse_answer.c.day, pulse_answer.c.person)
)


_TERMS = tuple(field.name for field in fields(Terms))


def _agreement(row: Values) -> Agreement:
    values = dict(zip(agreement.columns.keys(), row, strict=True))
    terms = {name: values.pop(name) for name in _TERMS}
    terms["repeat"], values["state"] = Repeat(terms["repeat"]), AgreementState(values["state"])
    return Agreement(terms=Terms(**terms), **values)


def _values(one: Agreement) -> dict[str, object]:
    """What is kept of it; enums by their value."""
    names = {field.name for field in fields(one)} - {"id", "terms", "version"}
    kept = {name: getattr(one, name) for name in names}
    kept |= {name: getattr(one.terms, name) for name in _TERMS}
    return {name: value.value if isinstance(value, Enum) else value for name, value in kept.items()}


class SqlAgreements(Repository):
    """Agreements and what became of them."""

    __slots__ = ()

    def add(self, new: Agreement) -> Agreement:
        """The agreement with the id it was given."""
        return replace(new, id=AgreementId(self._add(_ADD, **_values(new), version=new.version)))

    def get(self, agreement: AgreementId) -> Agreement:
        return _agreement(self._known(_GET, b_id=agreement))

    def of(self, collaboration: CollaborationId) -> tuple[Agreement, ...]:
        """All but drafts, the ones without a day last."""
        found = [_agreement(row) for row in self._all(_OF, b_id=collaboration)]
        return tuple(sorted(found, key=lambda one: (one.terms.due is None, one.terms.due or date.min, one.id)))

    def drafts(self, person: PersonId) -> tuple[Agreement, ...]:
        return tuple(_agreement(row) for row in self._all(_DRAFTS, b_person=person))

    def save(self, now: Agreement) -> Agreement:
        if self._do(_SAVE, b_id=now.id, b_version=now.version, **_values(now), version=now.version + 1) == 0:
            raise StaleWriteError(f"agreement {now.id}")
        return replace(now, version=now.version + 1)

    def throw_away(self, agreement: AgreementId) -> None:
        self._do(_THROW_AWAY, b_id=agreement)

    def happened(self, event: AgreementEvent) -> None:
        self._do(
            _HAPPENED,
            agreement=event.agreement,
            kind=event.kind.value,
            at=event.at,
            person=event.person,
            due=event.due,
            note=event.note,
            what=event.what,
            changed=",".join(event.changed) or None,
        )

    def events(self, agreement: AgreementId) -> tuple[AgreementEvent, ...]:
        rows = self._all(_EVENTS, b_id=agreement)
        return tuple(_event(row) for row in rows)

    def look_back(self, agreement: AgreementId, day: date, person: PersonId, result: LookBackResult) -> None:
        self._do(_LOOK_BACK, agreement=agreement, day=day, person=person, result=result.value)

    def results(self, agreement: AgreementId, day: date) -> tuple[tuple[PersonId, LookBackResult], ...]:
        rows = self._all(_RESULTS, b_id=agreement, b_day=day)
        return tuple((person, LookBackResult(result)) for person, result in rows)

    def results_of(self, person: PersonId) -> tuple[tuple[AgreementId, date, LookBackResult], ...]:
        """On whichever day, oldest first."""
        rows = self._all(_RESULTS_OF, b_person=person)
        return tuple((agreement, day, LookBackResult(result)) for agreement, day, result in rows)


class SqlCommitments(Repository):
    """What partners commit to, and which answers of phase 3 are shared."""

    __slots__ = ()

    def state(self, one: Statement) -> None:
        self._do(
            _STATE,
            run=one.run,
            stand=one.stand.value,
            by=one.by,
            at=one.at,
            condition=one.condition,
            term=one.term,
            shared=one.shared,
        )

    def stated(self, run: RunId) -> Statement | None:
        row = self._one(_STATED, b_id=run)
        if row is None:
            return None
        of, stand, *rest = row
        return Statement(of, Stand(stand), *rest)

    def share(self, one: SharedAnswer) -> None:
        self._do(_SHARE, run=one.run, person=one.person, question=one.question)

    def unshare(self, one: SharedAnswer) -> None:
        self._do(_UNSHARE, b_id=one.run, b_person=one.person, b_question=one.question)

    def shared(self, run: RunId) -> frozenset[SharedAnswer]:
        return frozenset(SharedAnswer(*row) for row in self._all(_SHARED, b_id=run))

    def keep(self, one: KeptAnswer) -> None:
        self._add(_KEEP, run=one.run, person=one.person, question=one.question, text=one.text, level=one.level.value)

    def kept(self, run: RunId) -> tuple[KeptAnswer, ...]:
        """In the order in which they were kept."""
        found = self._all(_KEPT, b_id=run)
        return tuple(KeptAnswer(of, who, asked, text, AnswerLevel(level)) for of, who, asked, text, level in found)


class SqlAsking(Repository):
    """What people were asked without asking for it, and what they said to it."""

    __slots__ = ()

    def save(self, one: Prompt) -> None:
        self._do(
            _SAVE_PROMPT,
            person=one.person,
            about=one.topic.about.value,
            subject=one.topic.subject,
            occasion=one.topic.occasion,
            at=one.at,
            response=None if one.response is None else one.response.value,
            responded_at=one.responded_at,
        )

    def of(self, person: PersonId) -> tuple[Prompt, ...]:
        """Oldest first."""
        return tuple(_prompt(row) for row in self._all(_ASKED_OF, b_person=person))

    def about(self, about: About, subject: int) -> tuple[Prompt, ...]:
        return tuple(_prompt(row) for row in self._all(_ASKED_ABOUT, b_about=about.value, b_id=subject))

    def forget(self, person: PersonId, about: About, subject: int) -> None:
        """As if this person was never asked about it, so that asking begins anew."""
        self._do(_FORGET_ASKED, b_person=person, b_about=about.value, b_id=subject)

    def retract(self, person: PersonId, since: datetime, before: datetime) -> None:
        """As if this person was not asked anything in that time."""
        self._do(_UNSAY, b_person=person, b_since=since, b_before=before)


class SqlYears(Repository):
    """The yearly moment, and pulses."""

    __slots__ = ()

    def set_yearly(self, one: Yearly) -> None:
        self._do(_SET_YEARLY, round=one.round, on=one.on, decision=one.decision.value)

    def yearly(self, round_: RoundId) -> Yearly | None:
        row = self._one(_YEARLY, b_id=round_)
        return None if row is None else Yearly(row[0], row[1], Decision(row[2]))

    def feel(self, round_: RoundId, person: PersonId, motive: str, day: date, choice: Choice) -> None:
        self._do(_FEEL, round=round_, person=person, motive=motive, day=day, choice=choice.value)

    def felt(self, round_: RoundId) -> tuple[tuple[PersonId, str, date, Choice], ...]:
        rows: Sequence[Values] = self._all(_FELT, b_id=round_)
        return tuple((person, motive, day, Choice(choice)) for person, motive, day, choice in rows)


def _event(row: Values) -> AgreementEvent:
    of, kind, *rest, changed = row
    parts = tuple(Part(one) for one in (changed or "").split(",") if one)
    return replace(AgreementEvent(of, EventKind(kind), *rest), changed=parts)


def _prompt(row: Values) -> Prompt:
    person, about, subject, occasion, at, said, responded_at = row
    topic = Topic(About(about), subject, occasion)
    return Prompt(person, topic, at, None if said is None else Response(said), responded_at)
