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
from bot.turn.context import Stage
from bot.turn.due import Due, Places, Rows, whom
from bot.turn.records import Outgoing

KIND = "reminder"


BUNDLE = timedelta(hours=12)
"""What falls due this soon after the message that is sent now, goes with it."""


MOST = 6
"""As many things in one message; what is left comes on the next day."""


def schedule(stage: Stage, person: PersonId) -> None:
    """Put the timer of this person where something is next due, or take it away."""
    _schedule(stage, person, Places(stage))


def schedule_all(stage: Stage, collaboration: CollaborationId) -> None:
    """The same for everybody in a collaboration."""
    places = Places(stage)
    for person in dict.fromkeys(p.id for _, p in stage.uow.collaborations.members(collaboration)):
        _schedule(stage, person, places)


def _schedule(stage: Stage, person: PersonId, places: Places) -> None:
    moments = [moment for moment, _ in _waiting(stage, person, places)]
    if moments:
        stage.uow.timers.put(KIND, person, min(moments))
    else:
        stage.uow.timers.drop(KIND, person)


def _waiting(stage: Stage, person: PersonId, places: Places) -> list[tuple[datetime, Due]]:
    """All that will come to this person, and when, at the pace they chose."""
    someone = whom(stage, person, places)
    pace, last = someone.person.pace, someone.person.prompted_at
    found = []
    for source in stage.house.reminders:
        for one in source(stage, someone):
            moment = at_pace(one.at, pace, last, one.zone)
            if moment is not None:
                found.append((moment, one))
    return sorted(found, key=lambda pair: pair[0])


def fire(stage: Stage, person_id: PersonId) -> None:
    """The timer of this person is due: say all that is due today, in one message, within working hours."""
    person = stage.uow.people.get(person_id)
    today = [one for moment, one in _waiting(stage, person_id, Places(stage)) if moment - stage.at <= BUNDLE]
    now = [one for one in today if next_moment(stage.at, one.zone) <= stage.at][:MOST]
    if today and not now:
        stage.uow.timers.put(KIND, person_id, min(next_moment(stage.at, one.zone) for one in today))
        return
    if now and not person.reachable:  # still due, so only a later moment keeps it from firing again at once
        stage.uow.timers.put(KIND, person_id, next_moment(stage.at + APART, now[0].zone))
        return
    if now:
        say(stage, person, now)
    schedule(stage, person_id)


def say(stage: Stage, person: Person, today: Sequence[Due]) -> None:
    """One message, kept for each thing it is about."""
    stage.uow.people.prompted(person.id, stage.at)
    for one in today:
        stage.uow.asking.save(Prompt(person.id, one.topic, stage.at))
    stamp = int(stage.at.timestamp())
    last = (stage.button("later_herinneren", f"later:{stamp}"), stage.button("niet_meer", f"nietmeer:{stamp}"))
    text, rows = _message(person, today)
    screen = Screen(str(stage.texts.phrases.html(text)), (*rows, last))
    stage.send(screen, chat=person.chat, prompt=stamp)


def _message(person: Person, today: Sequence[Due]) -> tuple[Phrase, Rows]:
    if len(today) == 1:
        return today[0].alone, today[0].buttons
    lines = tuple(one.line for one in today)
    opens: dict[str, Button] = {one.open.option: one.open for one in today}
    return Phrase("reminders.message", {"name": person.first_name, "lines": lines}), tuple((b,) for b in opens.values())


def unsay(stage: Stage, message: Outgoing) -> bool:
    """A message that was still to be sent when the program went down, and that it is too late or too early for now.

    It counts as never said, and its things come again when they should. Whether it was such a message.
    """
    person = stage.uow.people.in_chat(message.chat)
    if not message.prompt or person is None:
        return False
    said = datetime.fromtimestamp(message.prompt, UTC)
    places = stage.uow.collaborations.memberships_of(person.id)
    zones = {stage.uow.collaborations.get(one.collaboration).zone for one in places}
    if zones and all(_same_hours(said, stage.at, zone) for zone in zones):
        return False
    kept = [one for one in stage.uow.asking.of(person.id) if int(one.at.timestamp()) != message.prompt]
    stage.uow.asking.unsay(person.id, said, said + timedelta(seconds=1))
    stage.uow.people.prompted(person.id, max((one.at for one in kept), default=None))
    schedule(stage, person.id)
    return True


def _same_hours(said: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether what was said then may still be sent: on the same day, in working hours."""
    return said.astimezone(zone).date() == now.astimezone(zone).date() and next_moment(now, zone) <= now


def answer(stage: Stage, stamp: int, response: Response) -> None:
    """`Later` or `Niet meer` on the message of this moment; to what somebody wants no more of, `Later` says nothing."""
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    for asked in stage.uow.asking.of(person.id):
        if int(asked.at.timestamp()) == stamp and asked.response is not Response.NO_MORE:
            stage.uow.asking.save(replace(asked, response=response, responded_at=stage.at))
    schedule(stage, person.id)
