"""Fetches the address of a calendar, and reads it strictly: days that its person may read of now, and nothing else.

Which these are is asked of the tables and of the watch, and nothing of the code that makes calendars.
"""

from collections import Counter
from datetime import date

from icalendar import Calendar
from sqlalchemy import text
from visibility_commitment_world import ALFA, CommitmentWorld
from visibility_step import SECRET, LeakError
from visibility_world import CHATS, _connection

from bot.dialogs.reports.ports import CALENDARS
from bot.rooms import HOUSE
from bot.turn.ports import UnitOfWork
from bot.turn.rendering import render

MAY_SAY = {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "TRANSP",
}
_DAYS = "SELECT what, due, look_back FROM agreement WHERE collaboration = :here AND state <> 'concept'"


def fetch(world: CommitmentWorld, slug: str) -> int:
    """What stands at the address of somebody, made when they take part and first fetch it; how many days that is."""
    chat, hashed = CHATS[slug], f"{slug:x<64}"
    takes_part = any(one.collaboration == ALFA for one in world.facts.mine(chat))
    person = world.facts.people.get(chat)

    def answer(uow: UnitOfWork) -> bytes | None:
        if takes_part and person is not None and uow.get(CALENDARS).by_hash(hashed) is None:
            uow.get(CALENDARS).open(person, ALFA, hashed, world.now)
        found = world.runner.calendar(uow, hashed, world.now)
        return None if found is None else render(HOUSE.renderers, found.renderer, found.data)

    body = world.database.run_sync(answer)
    if body is None:
        return 0
    if not takes_part:
        raise LeakError(f"the calendar of {chat} goes on, who takes part no more")
    _says_nothing_else(body, chat)
    shown = Counter(one["DTSTART"].dt for one in Calendar.from_ical(body).subcomponents)
    _may_be_read(world, chat, shown)
    return shown.total()


def _says_nothing_else(body: bytes, chat: int) -> None:
    for found in SECRET.findall(body.decode().replace("\r\n ", "")):
        raise LeakError(f"the calendar of {chat} has {found}")
    for event in Calendar.from_ical(body).subcomponents:
        said = (str(event["SUMMARY"]), str(event["DESCRIPTION"]).partition("?")[0])
        if (
            event.name != "VEVENT"
            or set(event.keys()) != MAY_SAY
            or said != ("HLO Alfa", "https://t.me/samenspraak_bot")
        ):
            raise LeakError(f"the calendar of {chat} has geheim- {said}")


def _may_be_read(world: CommitmentWorld, chat: int, shown: Counter[date]) -> None:
    """Each day is that of an agreement that they may read; of several on one day as many."""
    rows = world.database.run_sync(lambda uow: _connection(uow).execute(text(_DAYS), {"here": ALFA}).all())
    mine, others = Counter[date](), list[tuple[str, date]]()
    for what, *days in rows:
        for day in (date.fromisoformat(str(one)[:10]) for one in days if one is not None):
            if all(world.watch._one_may_read(secret, chat) for secret in SECRET.findall(what)):
                mine[day] += 1
            else:
                others.append((what, day))
    for day in shown - mine:
        raise LeakError(f"the calendar of {chat} has {next((what for what, one in others if one == day), 'geheim-')}")
