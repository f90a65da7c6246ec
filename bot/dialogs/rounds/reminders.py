"""Reminders of a phase somebody has not handed in: phase 1 and phase 3. A facilitator may ask for one as well."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.asking import About, Pace, Topic, so_far
from bot.domain.collaboration import Person
from bot.domain.ids import PersonId, RoundId, RunId
from bot.domain.rounds import Phase, RunState
from bot.engine.model import Phrase
from bot.followups.phase_reminder import Owed, may_nudge, next_reminder
from bot.followups.working_hours import next_moment
from bot.turn.bundle import say, schedule
from bot.turn.context import Stage
from bot.turn.due import Due, Whom
from bot.turn.records import Standing


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


# --- when a facilitator asks ---

NUDGE = "nudge"
"""The timer of a nudge that was asked for outside working hours; its subject is the round."""


def owed_runs(stage: Stage, round_: RoundId) -> list[RunId]:
    """Phases in which people still owe something themselves."""
    runs = stage.uow.rounds.runs(round_)
    return [run.id for run in runs if run.phase is not Phase.ALIGNMENT and run.state is RunState.OPEN]


def nudge_all(stage: Stage, round_: RoundId) -> int:
    """Remind everybody in a round who still owes something and may be reminded now; how many that were."""
    owing: dict[PersonId, list[RunId]] = {}
    for run in owed_runs(stage, round_):
        for participation in stage.uow.rounds.participants(run):
            owing.setdefault(participation.person, []).append(run)
    return sum(nudge(stage, person, runs) for person, runs in owing.items())


def nudge_later(stage: Stage, subject: int) -> None:
    """The moment that a nudge was put off to; when the program was down then, the next working hours."""
    round_ = RoundId(subject)
    zone = stage.uow.collaborations.get(stage.uow.rounds.get(round_).collaboration).zone
    moment = next_moment(stage.at, zone)
    if moment > stage.at:
        stage.uow.timers.put(NUDGE, round_, moment)
    else:
        nudge_all(stage, round_)


def nudge(stage: Stage, person: PersonId, runs: Sequence[RunId]) -> bool:
    """A facilitator asks: remind this person of these runs now, as far as that is allowed. Whether it was sent."""
    found = [may_remind(stage, person, run) for run in runs]
    dues = [due_of(stage, standing, stage.at) for standing in found if standing is not None]
    someone = stage.uow.people.get(person)
    if not dues or someone.pace is not Pace.NOW or _heard_today(stage, someone, dues[0].zone):
        return False
    say(stage, someone, dues)
    schedule(stage, person)
    return True


def _heard_today(stage: Stage, person: Person, zone: ZoneInfo) -> bool:
    """Whether something came to this person by itself today already."""
    last = person.prompted_at
    return last is not None and last.astimezone(zone).date() == stage.at.astimezone(zone).date()
