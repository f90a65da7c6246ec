"""The calendar file, read by strict rules: what a calendar that reads a newer file does with it."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from report_world import NOW, ReportWorld, report_world

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    Terms,
    changes,
    lapsed,
    with_terms,
)
from bot.domain.ids import CollaborationId
from bot.turn.ports import UnitOfWork
from bot.typesetting import days

NEEDED = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS"}


def events_of(body: bytes) -> dict[str, dict[str, str]]:
    """The events by their uid. Raises `AssertionError` for anything that RFC 5545 does not allow."""
    text = body.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75, line
        assert not any(byte < 32 and byte != 9 for byte in line), line
    lines = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert all(re.fullmatch(r"[A-Z-]+(?:;[A-Z-]+=[^:]*)?:.*", line) for line in lines)
    found: dict[str, dict[str, str]] = {}
    event: dict[str, str] = {}
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event.keys() >= NEEDED
            assert event["UID"] not in found
            found[event["UID"]] = event
        else:
            if name.startswith(("DTSTART", "DTEND")):  # a whole day says so: without it a moment is expected
                assert re.fullmatch(r"DT(START|END);VALUE=DATE:[0-9]{8}", line), line
            assert name.partition(";")[0] not in event
            event[name.partition(";")[0]] = value
    assert Calendar.from_ical(body).errors == []
    return found


@pytest.fixture
def world():
    with report_world() as world:
        world.begin(rounds=1)
        yield world


def change(world: ReportWorld, what: str, to: object) -> None:
    def work(uow: object) -> None:
        keep = uow.get(AGREEMENTS)  # type: ignore[attr-defined]
        one = next(one for one in keep.of(1) if one.terms.what == what)
        keep.save(to(one))  # type: ignore[operator]

    world.do(work)


def test_each_day_is_there_once_and_stays_the_same(world: ReportWorld):
    first, second = (events_of(world.file("Anna", "ics", "mij")) for _ in range(2))
    assert first.keys() == second.keys()
    assert {event["STATUS"] for event in first.values()} == {"CONFIRMED"}
    told = {event["SUMMARY"].partition(":")[0] for event in first.values()}
    assert told == {"Afspraak", "Terugkijken"}
    for event in first.values():
        start, end = (date.fromisoformat(event[name]) for name in ("DTSTART", "DTEND"))
        assert end - start == timedelta(days=1)


def test_a_new_day_moves_the_event_in_place(world: ReportWorld):
    before = events_of(world.file("Anna", "ics", "mij"))
    change(world, "Een vast overleg elke maand", lambda one: with_terms(one, due=date(2027, 3, 1)))
    after = events_of(world.file("Anna", "ics", "mij"))
    assert before.keys() == after.keys()
    moved = [uid for uid in after if after[uid]["DTSTART"] != before[uid]["DTSTART"]]
    assert [after[uid]["DTSTART"] for uid in moved] == ["20270301"]
    assert int(after[moved[0]]["SEQUENCE"]) > int(before[moved[0]]["SEQUENCE"])


def test_what_lapsed_or_lost_its_day_is_cancelled(world: ReportWorld):
    before = events_of(world.file("Anna", "ics", "mij"))

    def without(one: Agreement) -> Agreement:
        return replace(with_terms(one, due=None), state=AgreementState.WISH)

    change(world, "Een vast overleg elke maand", lapsed)
    after = events_of(world.file("Anna", "ics", "mij"))
    assert after.keys() == before.keys()
    gone = {uid for uid, event in after.items() if event["STATUS"] == "CANCELLED"}
    assert {after[uid]["SUMMARY"].partition(": ")[2] for uid in gone} == {"Een vast overleg elke maand"}
    assert len(gone) == 2


def test_a_look_back_day_that_was_cleared_is_cancelled(world: ReportWorld):
    what = "Een vast overleg elke maand"
    before = events_of(world.file("Anna", "ics", "mij"))

    def work(uow: UnitOfWork) -> None:
        keep = uow.get(AGREEMENTS)
        one = next(one for one in keep.of(CollaborationId(1)) if one.terms.what == what)
        now = keep.save(with_terms(one, look_back=None))
        changed = changes(one.terms, now.terms)
        keep.happened(AgreementEvent(now.id, EventKind.CHANGED, NOW, one.maker, now.terms.due, changed=changed))

    world.do(work)
    after = events_of(world.file("Anna", "ics", "mij"))
    assert after.keys() == before.keys()
    (gone,) = [uid for uid, event in after.items() if event["STATUS"] == "CANCELLED"]
    assert before[gone]["SUMMARY"] == after[gone]["SUMMARY"] == f"Terugkijken: {what}"
    assert int(after[gone]["SEQUENCE"]) > int(before[gone]["SEQUENCE"])


def test_an_agreement_that_never_had_a_look_back_day_has_no_event_for_it(world: ReportWorld):
    """A calendar would show what is cancelled and was never there."""

    def work(uow: UnitOfWork) -> None:
        keep = uow.get(AGREEMENTS)
        one = next(one for one in keep.of(CollaborationId(1)) if one.terms.look_back is not None)
        terms = Terms("Samen lunchen", owner=one.terms.owner, due=date(2027, 5, 3), shared=True)
        keep.add(replace(one, id=AgreementId(0), terms=terms))

    world.do(work)
    events = events_of(world.file("Anna", "ics", "mij")).values()
    assert [one["SUMMARY"] for one in events if "Samen lunchen" in one["SUMMARY"]] == ["Afspraak: Samen lunchen"]


def test_only_days_of_what_all_may_see_are_in_it(world: ReportWorld):
    mine = events_of(world.file("Els", "ics", "mij"))
    all_ = events_of(world.file("Els", "ics", "allen"))
    assert all_.keys() < mine.keys()
    shared = {"Een vast overleg elke maand", "Twee begeleiders opleiden"}
    assert {event["SUMMARY"].partition(": ")[2] for event in all_.values()} == shared


def test_nothing_that_people_write_becomes_a_line_of_its_own():
    nasty = "a\r\nEND:VEVENT\r\nBEGIN:VALARM;x=1,2\\n\x00\x1b" + "😀é" * 60 + "\u2028ATTACH:x"
    one = {"uid": "u@x", "day": "2027-01-01", "title": nasty, "about": nasty, "sequence": 3, "cancelled": False}
    data = {"name": nasty, "made": NOW.isoformat(), "days": [one]}
    (event,) = events_of(days.ics(json.dumps(data))).values()
    assert event.keys() == NEEDED | {"DESCRIPTION", "LAST-MODIFIED", "TRANSP"}
    assert event["SUMMARY"].startswith("a\\nEND:VEVENT\\nBEGIN:VALARM\\;x=1\\,2\\\\n😀é")
