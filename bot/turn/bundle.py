"""The one timer of a person: put where the next thing is due; when it fires, all of today in one message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.content.screen import Button, Screen
from bot.domain.asking import Prompt, Response
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PersonId
from bot.engine.model import Phrase
from bot.followups.pace import at_pace
from bot.followups.phase_reminder import APART
from bot.followups.working_hours import next_moment
from bot.turn.context import TurnContext
from bot.turn.due import Due, Recipient, Rows, recipient
from bot.turn.records import Outgoing

KIND = "reminder"


BUNDLE = timedelta(hours=12)
"""What falls due this soon after the message that is sent now, goes with it."""


MOST = 6
"""As many things in one message; what is left comes on the next day."""


def schedule(ctx: TurnContext, person: PersonId) -> None:
    """Put the timer of this person where something is next due, or take it away."""
    _put(ctx, person, _waiting(ctx, recipient(ctx, person)))


def _put(ctx: TurnContext, person: PersonId, waiting: Sequence[tuple[datetime, Due]]) -> None:
    if waiting:
        ctx.uow.timers.put(KIND, person, min(moment for moment, _ in waiting))
    else:
        ctx.uow.timers.drop(KIND, person)


def schedule_all(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """The same for everybody in a collaboration."""
    for person in dict.fromkeys(p.id for _, p in ctx.uow.collaborations.members(collaboration)):
        schedule(ctx, person)


def _waiting(ctx: TurnContext, someone: Recipient) -> list[tuple[datetime, Due]]:
    """Everything that will come to this person, each with its moment at the pace they chose; earliest first."""
    person = someone.person
    found = []
    for source in ctx.house.reminders:
        for one in source(ctx, someone):
            moment = at_pace(one.at, person.pace, person.prompted_at, one.zone, person.away_until)
            if moment is not None:
                found.append((moment, one))
    return sorted(found, key=lambda pair: pair[0])


def fire(ctx: TurnContext, person_id: PersonId) -> None:
    """The timer of this person is due: say all that is due today, in one message, within working hours."""
    someone = recipient(ctx, person_id)
    person, waiting = someone.person, _waiting(ctx, someone)
    today = [one for moment, one in waiting if moment - ctx.at <= BUNDLE]
    now = _together([one for one in today if next_moment(ctx.at, one.zone) <= ctx.at])
    if today and not now:
        ctx.uow.timers.put(KIND, person_id, min(next_moment(ctx.at, one.zone) for one in today))
        return
    if now and not person.reachable:  # still due, so only a later moment keeps it from firing again at once
        ctx.uow.timers.put(KIND, person_id, next_moment(ctx.at + APART, now[0].zone))
        return
    if now:  # what comes after it is looked at before it is kept, while all of it is still known
        waiting = _waiting(ctx, _told(someone, now, ctx.at))
        say(ctx, person, now)
    _put(ctx, person_id, waiting)


def _together(due: Sequence[Due]) -> Sequence[Due]:
    """What goes into the message of today. What is a message of its own waits for a day without other things.

    Others go first: a reminder of the day before a deadline cannot wait.
    """
    return [one for one in due if not one.by_itself][:MOST] or due[:1]


def _told(someone: Recipient, now: Sequence[Due], at: datetime) -> Recipient:
    """The same person once they were told of these."""
    asked = tuple(Prompt(someone.person.id, one.topic, at) for one in now)
    return replace(someone, person=replace(someone.person, prompted_at=at), asked=(*someone.asked, *asked))


def say(ctx: TurnContext, person: Person, today: Sequence[Due]) -> None:
    """Send one message about all of these, and keep for each that this person was asked."""
    ctx.uow.people.prompted(person.id, ctx.at)
    for one in today:
        ctx.uow.asking.save(Prompt(person.id, one.topic, ctx.at))
    stamp = int(ctx.at.timestamp())
    text, rows = _message(person, today)
    if not any(one.by_itself for one in today):
        rows += ((ctx.button("later_herinneren", f"later:{stamp}"), ctx.button("niet_meer", f"nietmeer:{stamp}")),)
    screen = Screen(str(ctx.texts.phrases.html(text)), rows)
    ctx.send(screen, chat=person.hears_in, prompt=stamp)


def _message(person: Person, today: Sequence[Due]) -> tuple[Phrase, Rows]:
    if len(today) == 1:
        return _now(today[0].alone, today[0]), today[0].buttons
    lines = tuple(_now(one.line, one) for one in today)
    opens: dict[str, Button] = {one.open.option: one.open for one in today}
    return Phrase("reminders.message", {"name": person.first_name, "lines": lines}), tuple((b,) for b in opens.values())


def _now(text: Phrase, due: Due) -> Phrase:
    """A text with what had to be looked up."""
    return replace(text, args={**text.args, **due.said_now()})


def retract(ctx: TurnContext, message: Outgoing, *, at_any_time: bool = False) -> bool:
    """Whether a message that was not sent yet came by itself, and it is too late or too early for it now.

    Then it counts as never said, and its things come again when they should. `at_any_time`: whatever the hour.
    """
    person = ctx.uow.people.in_chat(message.chat)
    if not message.prompt or person is None:
        return False
    said = datetime.fromtimestamp(message.prompt, UTC)
    places = ctx.uow.collaborations.memberships_of(person.id)
    zones = {ctx.uow.collaborations.get(one.collaboration).zone for one in places}
    if not at_any_time and zones and all(_same_hours(said, ctx.at, zone) for zone in zones):
        return False
    kept = [one for one in ctx.uow.asking.of(person.id) if int(one.at.timestamp()) != message.prompt]
    ctx.uow.asking.retract(person.id, said, said + timedelta(seconds=1))
    ctx.uow.people.prompted(person.id, max((one.at for one in kept), default=None))
    schedule(ctx, person.id)
    return True


def _same_hours(said: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether what was said then may still be sent now: on the same day, in working hours."""
    return said.astimezone(zone).date() == now.astimezone(zone).date() and next_moment(now, zone) <= now


def answer(ctx: TurnContext, stamp: int, response: Response) -> None:
    """Keep `Later` or `Niet meer` for all that stood in the message of this moment (`stamp`, in Unix seconds).

    `Later` does not undo an earlier `Niet meer`. Raises `DomainError` for somebody unknown.
    """
    person = ctx.person
    if person is None:
        raise DomainError("errors.not_a_member")
    for asked in ctx.uow.asking.of(person.id):
        if int(asked.at.timestamp()) == stamp and asked.response is not Response.NO_MORE:
            ctx.uow.asking.save(replace(asked, response=response, responded_at=ctx.at))
    schedule(ctx, person.id)
