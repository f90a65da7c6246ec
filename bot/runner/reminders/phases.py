"""Reminders of a phase somebody has not handed in: phase 1 and phase 3. A facilitator may ask for one as well."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Phase, RunState
from bot.engine.model import Phrase
from bot.followups.phase_reminder import Owed, may_nudge, next_reminder
from bot.runner.records import Standing
from bot.runner.reminders.due import Due, Whom
from bot.runner.stage import Stage


def owed_by(stage: Stage, person: PersonId) -> tuple[Standing, ...]:
    """The open phases this person has not handed in."""
    return tuple(
        s
        for s in stage.uow.rounds.standings(person)
        if s.run.state is RunState.OPEN and _takes_part(s) and s.participation.handed_in_at is None
    )


def _takes_part(standing: Standing) -> bool:
    role = standing.membership.role
    return role.commits if standing.run.phase is Phase.COMMITMENT else role.fills_in


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """What is still owed, each when it is next reminded of."""
    for standing in owed_by(stage, whom.person.id):
        at = next_reminder(_owed(standing), stage.at)
        if at is not None:
            yield due_of(stage, standing, at)


def due_of(stage: Stage, standing: Standing, at: datetime) -> Due:
    """The reminder of one phase."""
    deadline = _deadline(standing)
    about = {
        "name": standing.person.first_name,
        "phase": standing.run.phase.number,
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "deadline": deadline,
    }
    what = Phrase("agenda.fase_1" if standing.run.phase is Phase.PREPARATION else "agenda.fase_3")
    go = stage.button("naar", f"fase:{standing.run.id}", what=what)
    return Due(
        at=at,
        zone=standing.collaboration.zone,
        line=Phrase("reminders.line_date" if deadline else "reminders.line", about),
        alone=Phrase("reminders.phase", about),
        buttons=((go,),),
        open=go,
        count=lambda: _count(stage, standing),
    )


def _deadline(standing: Standing) -> object:
    """The day is that of phase 1, or of phase 3 where it is the only one."""
    first = min(standing.round.phases, key=lambda phase: phase.number)
    return standing.round.deadline if standing.run.phase is first else None


def _owed(standing: Standing) -> Owed:
    opened = standing.run.opened_at or standing.round.opened_at or standing.membership.joined_at
    since = max(opened, standing.membership.joined_at)
    deadline = standing.round.deadline if _deadline(standing) else None
    return Owed(standing.participation, since, deadline, standing.collaboration.zone)


def _count(stage: Stage, standing: Standing) -> None:
    part = standing.participation
    stage.uow.rounds.save_participation(replace(part, reminders=part.reminders + 1, last_reminded_at=stage.at))


def may_remind(stage: Stage, person: PersonId, run: RunId) -> Standing | None:
    """The phase a facilitator wants somebody reminded of, if that is still allowed."""
    standing = stage.uow.rounds.standing(run, person)
    if standing is None or standing not in owed_by(stage, person):
        return None
    if not standing.person.reachable or not may_nudge(standing.participation, stage.at):
        return None
    return standing


def put_off(stage: Stage, standing: Standing) -> None:
    """`Later`: it does not count, and comes back after the days that must lie between, counted from now."""
    part = standing.participation
    put = replace(part, reminders=max(0, part.reminders - 1), last_reminded_at=stage.at)
    stage.uow.rounds.save_participation(put)


def mute(stage: Stage, standing: Standing) -> None:
    """`Niet meer`."""
    stage.uow.rounds.save_participation(replace(standing.participation, muted=True))
