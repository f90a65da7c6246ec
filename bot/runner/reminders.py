"""Reminders of what people still owe: one timer a person, one message a day, whatever they owe it for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Phase, RunState
from bot.engine.model import Phrase
from bot.followups.phase_reminder import APART, Owed, may_nudge, next_reminder
from bot.followups.working_hours import next_moment
from bot.runner.records import Standing
from bot.runner.stage import Stage

KIND = "reminder"
BUNDLE = timedelta(hours=12)
"""What falls due this soon after the message that is sent now, goes with it."""


def schedule(stage: Stage, person: PersonId) -> None:
    """Put the timer of this person where their next reminder is due, or take it away."""
    moments = [due for s in owed_by(stage, person) if (due := next_reminder(_owed(s), stage.at)) is not None]
    if moments:
        stage.uow.timers.put(KIND, person, min(moments))
    else:
        stage.uow.timers.drop(KIND, person)


def owed_by(stage: Stage, person: PersonId) -> tuple[Standing, ...]:
    """The open phases this person has not handed in."""
    return tuple(
        s
        for s in stage.uow.rounds.standings(person)
        if s.run.state is RunState.OPEN
        and Phase.PREPARATION in s.round.phases
        and s.membership.role.fills_in
        and s.participation.handed_in_at is None
    )


def _owed(standing: Standing) -> Owed:
    opened = standing.round.opened_at or standing.membership.joined_at
    since = max(opened, standing.membership.joined_at)
    return Owed(standing.participation, since, standing.round.deadline, standing.collaboration.zone)


def fire(stage: Stage, person: PersonId) -> None:
    """The timer of this person is due: remind of all that is owed today, in one message, within working hours."""
    owed = owed_by(stage, person)
    due = [s for s in owed if (at := next_reminder(_owed(s), stage.at)) is not None and at - stage.at <= BUNDLE]
    if due and next_moment(stage.at, due[0].collaboration.zone) > stage.at:
        stage.uow.timers.put(KIND, person, next_moment(stage.at, due[0].collaboration.zone))
        return
    if due and not due[0].person.reachable:  # still due, so only a later moment keeps it from firing again at once
        stage.uow.timers.put(KIND, person, next_moment(stage.at + APART, due[0].collaboration.zone))
        return
    if due:
        remind(stage, due)
    schedule(stage, person)


def remind(stage: Stage, owed: list[Standing]) -> None:
    """One message to one person, counted for each phase it is about."""
    person = owed[0].person
    lines = tuple(Phrase("reminders.line_date" if s.round.deadline else "reminders.line", _about(s)) for s in owed)
    stage.tell(
        Phrase("reminders.message", {"name": person.first_name, "lines": lines}),
        stage.button("naar", "verder", what=Phrase("agenda.fase_1")),
        stage.button("later_herinneren", "later"),
        stage.button("niet_meer", "nietmeer"),
        chat=person.chat,
    )
    for standing in owed:
        _count(stage, standing, stage.at)


def _about(standing: Standing) -> dict[str, object]:
    return {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "deadline": standing.round.deadline,
    }


def _count(stage: Stage, standing: Standing, at: datetime) -> None:
    part = standing.participation
    stage.uow.rounds.save_participation(replace(part, reminders=part.reminders + 1, last_reminded_at=at))


def nudge(stage: Stage, person: PersonId, run: RunId) -> bool:
    """A facilitator asks: remind this person of this run now, if that is still allowed. Whether it was sent."""
    standing = stage.uow.rounds.standing(run, person)
    if standing is None or standing not in owed_by(stage, person):
        return False
    if not standing.person.reachable or not may_nudge(standing.participation, stage.at):
        return False
    remind(stage, [standing])
    schedule(stage, person)
    return True


def put_off(stage: Stage) -> None:
    """`Later`: this reminder does not count, and comes back after the days that must lie between."""
    for standing in _reminded_of(stage):
        part = standing.participation
        stage.uow.rounds.save_participation(replace(part, reminders=max(0, part.reminders - 1)))
    _reschedule(stage)


def mute(stage: Stage) -> None:
    """`Niet meer`: no more reminders for these phases."""
    for standing in _reminded_of(stage):
        stage.uow.rounds.save_participation(replace(standing.participation, muted=True))
    _reschedule(stage)


def _reminded_of(stage: Stage) -> list[Standing]:
    """What the last reminder of this person was about."""
    if stage.person is None:
        raise DomainError("errors.not_a_member")
    reminded = [s for s in owed_by(stage, stage.person.id) if s.participation.last_reminded_at is not None]
    last = max((s.participation.last_reminded_at for s in reminded if s.participation.last_reminded_at), default=None)
    return [s for s in reminded if s.participation.last_reminded_at == last]


def _reschedule(stage: Stage) -> None:
    if stage.person is not None:
        schedule(stage, stage.person.id)
