"""Reminders of a phase somebody has not handed in: phase 1 and phase 3. A facilitator may ask for one as well."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.domain.asking import About, Topic, so_far
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
        if s.run.state is RunState.OPEN and s.run.asks(s.membership.role) and s.participation.handed_in_at is None
    )


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """What is still owed, each when it is next reminded of."""
    for standing in owed_by(stage, whom.person.id):
        at = next_reminder(_owed(standing, whom), stage.at)
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
        topic=_topic(standing),
        at=at,
        zone=standing.collaboration.zone,
        line=Phrase("reminders.line_date" if deadline else "reminders.line", about),
        alone=Phrase("reminders.phase", about),
        buttons=((go,),),
        open=go,
    )


def _deadline(standing: Standing) -> date | None:
    return standing.round.deadline if standing.run.phase is standing.round.dated else None


def _opened(standing: Standing) -> datetime:
    return standing.run.opened_at or standing.round.opened_at or standing.membership.joined_at


def _topic(standing: Standing) -> Topic:
    return Topic(About.PHASE, standing.run.id, _opened(standing).astimezone(standing.collaboration.zone).date())


def _owed(standing: Standing, whom: Whom) -> Owed:
    heard = so_far(_topic(standing), whom.asked)
    since = max(_opened(standing), standing.membership.joined_at)
    return Owed(heard, since, _deadline(standing), standing.collaboration.zone)


def may_remind(stage: Stage, person: PersonId, run: RunId) -> Standing | None:
    """The phase a facilitator wants somebody reminded of, if that is still allowed."""
    standing = stage.uow.rounds.standing(run, person)
    if standing is None or standing not in owed_by(stage, person):
        return None
    heard = so_far(_topic(standing), stage.uow.asking.of(person))
    return standing if standing.person.reachable and may_nudge(heard, stage.at) else None
