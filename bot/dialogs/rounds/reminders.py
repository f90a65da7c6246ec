"""Reminders of a phase somebody has not handed in: phase 1 and phase 3. A facilitator may ask for one as well."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.asking import About, Pace, Topic, so_far
from bot.domain.collaboration import Person
from bot.domain.ids import PersonId, RoundId, RunId
from bot.domain.rounds import Phase, RoundState, RunState
from bot.engine.model import Phrase
from bot.followups.phase_reminder import Owed, may_nudge, next_reminder
from bot.followups.working_hours import next_moment
from bot.turn.bundle import say, schedule
from bot.turn.context import TurnContext
from bot.turn.due import Due, Recipient
from bot.turn.records import ParticipantContext


def owed_by(ctx: TurnContext, person: PersonId) -> tuple[ParticipantContext, ...]:
    """The open phases this person takes part in and has not handed in."""
    return tuple(
        s
        for s in ctx.uow.rounds.standings(person)
        if s.run.state is RunState.OPEN and s.run.asks(s.membership.role) and s.participation.handed_in_at is None
    )


def dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each phase this person still owes, at the moment of its next reminder."""
    for standing in owed_by(ctx, whom.person.id):
        at = next_reminder(_owed(standing, whom), ctx.at)
        if at is not None:
            yield due_of(ctx, standing, at)


def due_of(ctx: TurnContext, standing: ParticipantContext, at: datetime) -> Due:
    """The reminder of one phase: its line, its own message, its buttons."""
    deadline = _deadline(standing)
    about = {
        "name": standing.person.first_name,
        "phase": standing.run.phase.number,
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "deadline": deadline,
    }
    what = Phrase("agenda.fase_1" if standing.run.phase is Phase.PREPARATION else "agenda.fase_3")
    go = ctx.button("naar", f"fase:{standing.run.id}", what=what)
    return Due(
        topic=_topic(standing),
        at=at,
        zone=standing.collaboration.zone,
        line=Phrase("reminders.line", about),
        alone=Phrase("reminders.phase", about),
        buttons=((go,),),
        open=go,
        said_now=lambda: _left_and_why(ctx, standing),
    )


def _left_and_why(ctx: TurnContext, standing: ParticipantContext) -> dict[str, object]:
    left = ctx.house.left_in_phase[standing.run.phase]
    return {"left": left(ctx, standing), "why": _why(ctx, standing)}


def _why(ctx: TurnContext, standing: ParticipantContext) -> Phrase:
    """Why it matters now: what waits for this person. Of colleagues only how many are ready."""
    others = [p for p in ctx.uow.rounds.participants(standing.run.id) if p.person != standing.person.id]
    about = {
        "partner": standing.partner.name,
        "phase": standing.run.phase.number,
        "last": all(one.handed_in_at is not None for one in others),
        "late": standing.run.phase is Phase.PREPARATION and standing.round.state is not RoundState.PREPARATION,
    }
    return Phrase("reminders.why", about)


def _deadline(standing: ParticipantContext) -> date | None:
    return standing.round.deadline if standing.run.phase is standing.round.dated else None


def _opened(standing: ParticipantContext) -> datetime:
    return standing.run.opened_at or standing.round.opened_at or standing.membership.joined_at


def _topic(standing: ParticipantContext) -> Topic:
    return Topic(About.PHASE, standing.run.id, _opened(standing).astimezone(standing.collaboration.zone).date())


def _owed(standing: ParticipantContext, whom: Recipient) -> Owed:
    heard = so_far(_topic(standing), whom.asked)
    since = max(_opened(standing), standing.membership.joined_at)
    return Owed(heard, since, _deadline(standing), standing.collaboration.zone)


def may_remind(ctx: TurnContext, person: PersonId, run: RunId) -> ParticipantContext | None:
    """The phase a facilitator wants somebody reminded of, if that is still allowed."""
    standing = ctx.uow.rounds.standing(run, person)
    if standing is None or standing not in owed_by(ctx, person):
        return None
    heard = so_far(_topic(standing), ctx.uow.asking.of(person))
    return standing if standing.person.reachable and may_nudge(heard, ctx.at) else None


# --- when a facilitator asks ---

NUDGE = "nudge"
"""The timer of a nudge that was asked for outside working hours; its subject is the round."""


def owed_runs(ctx: TurnContext, round_: RoundId) -> list[RunId]:
    """The runs of a round that people must hand in themselves."""
    runs = ctx.uow.rounds.runs(round_)
    return [run.id for run in runs if run.phase is not Phase.ALIGNMENT and run.state is RunState.OPEN]


def nudge_all(ctx: TurnContext, round_: RoundId) -> int:
    """Remind everybody in a round who still owes something and may be reminded now. Returns how many that were."""
    owing: dict[PersonId, list[RunId]] = {}
    for run in owed_runs(ctx, round_):
        for participation in ctx.uow.rounds.participants(run):
            owing.setdefault(participation.person, []).append(run)
    return sum(nudge(ctx, person, runs) for person, runs in owing.items())


def nudge_later(ctx: TurnContext, subject: int) -> None:
    """A nudge was put off to this moment; when the program was down then, to the next working hours."""
    round_ = RoundId(subject)
    zone = ctx.uow.collaborations.get(ctx.uow.rounds.get(round_).collaboration).zone
    moment = next_moment(ctx.at, zone)
    if moment > ctx.at:
        ctx.uow.timers.put(NUDGE, round_, moment)
    else:
        nudge_all(ctx, round_)


def nudge(ctx: TurnContext, person: PersonId, runs: Sequence[RunId]) -> bool:
    """Remind this person of these runs now, as far as the rules allow. Returns whether anything was sent."""
    found = [may_remind(ctx, person, run) for run in runs]
    dues = [due_of(ctx, standing, ctx.at) for standing in found if standing is not None]
    someone = ctx.uow.people.get(person)
    if not dues or someone.pace is not Pace.NOW or _heard_today(ctx, someone, dues[0].zone):
        return False
    if someone.away_until is not None and ctx.today(dues[0].zone.key) < someone.away_until:
        return False
    say(ctx, someone, dues)
    schedule(ctx, person)
    return True


def _heard_today(ctx: TurnContext, person: Person, zone: ZoneInfo) -> bool:
    """Whether something came to this person by itself today already."""
    last = person.prompted_at
    return last is not None and last.astimezone(zone).date() == ctx.at.astimezone(zone).date()
