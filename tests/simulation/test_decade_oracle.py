"""The oracle can tell: without a fault it finds nothing, and each planted fault is found under its own name."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import count

import pytest
from decade_program import Killed, Program
from decade_scene import Scene

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements import reminders as agreements_reminders
from bot.dialogs.agreements import rules as agreements_rules
from bot.dialogs.collaborations import pages as collaborations_pages
from bot.dialogs.commitment import actions as commitment
from bot.dialogs.people import actions as people
from bot.dialogs.rounds import actions as rounds
from bot.dialogs.years import actions as years
from bot.dialogs.years import reminders as years_reminders
from bot.domain import yearly
from bot.domain.asking import About
from bot.domain.collaboration import Role
from bot.domain.rounds import Phase
from bot.followups import asking, phase_reminder, working_hours
from bot.followups.asking import Rhythm
from bot.followups.before import Contact, contact_before
from bot.followups.pace import at_pace
from bot.turn import bundle

WEEK = timedelta(days=7)


@pytest.fixture
def scene(file, content):
    scene = Scene(file, content)
    yield scene
    scene.world.program.close()


def play(scene: Scene) -> set[str]:
    """A year in which everything comes that comes by itself, and hardly anybody answers; the broken rules."""
    place = scene.collaboration(kinds=frozenset({Phase.PREPARATION}))
    first, second = scene.partners(place)
    leader = scene.member(place, Role.FACILITATOR)
    manager = scene.member(place, Role.MANAGER, first)
    weekly = scene.member(place, Role.PARTICIPANT, second)
    silent = scene.member(place, Role.PARTICIPANT, second)
    scene.tap(weekly, "p:tempo:wekelijks")
    scene.tap(silent, "p:tempo:uit")
    scene.set_deadline(place, date(2026, 9, 25))
    scene.open_round(place)
    for day in (date(2026, 9, 10), date(2026, 9, 11), date(2026, 12, 25)):
        for who in (manager, weekly, silent):
            scene.agreement(place, who, day)
    scene.agreement(place, leader, date(2026, 9, 9))
    scene.agreement(place, weekly, date(2026, 9, 18))
    for day in (date(2026, 9, 14), date(2026, 9, 29), date(2027, 1, 28)):
        scene.agreement(place, manager, day)
    scene.go("2026-09-09T20:00")
    scene.no_more(leader)
    scene.down("2026-09-10T18:00")
    scene.go("2026-10-12T12:00")
    scene.close_round(place)
    scene.world.oracle.closed(scene.world.oracle.places[place])
    scene.agreement(place, manager, date(2027, 9, 13))  # the day on which the year is asked for
    scene.go("2027-10-20T12:00")
    return scene.rules()


def test_without_a_fault_nothing_is_found(scene):
    assert play(scene) == set(), scene.world.oracle.found
    assert {"fase", "afspraak", "jaarvraag"} <= set(scene.world.oracle.counts)


def no_holidays(patch) -> None:
    patch.setattr(working_hours, "_holidays", lambda year: frozenset())


def until_eight(patch) -> None:
    patch.setattr(working_hours, "UNTIL", time(20))


def no_pace(patch) -> None:
    patch.setattr(bundle, "at_pace", lambda moment, pace, prompted_at, zone, away: moment)


def weekly_as_now(patch) -> None:
    real = at_pace
    patch.setattr(bundle, "at_pace", lambda m, pace, *rest: real(m, pace if pace == "uit" else "meteen", *rest))


def no_bundling(patch) -> None:
    patch.setattr(bundle, "MOST", 1)


def three_times(patch) -> None:
    patch.setitem(asking.RHYTHMS, About.AGREEMENT, Rhythm(3, WEEK))


def after_three_days(patch) -> None:
    patch.setitem(asking.RHYTHMS, About.AGREEMENT, Rhythm(2, WEEK / 2))


def after_a_month(patch) -> None:
    patch.setitem(asking.RHYTHMS, About.AGREEMENT, Rhythm(2, 4 * WEEK))


def two_days_before_the_deadline(patch) -> None:
    real = phase_reminder.working_day_before
    patch.setattr(phase_reminder, "working_day_before", lambda day: real(real(day)))


def one_day_apart(patch) -> None:
    patch.setattr(phase_reminder, "APART", timedelta(days=1))
    patch.setattr(phase_reminder, "_wished", lambda owed: owed.opened_at)


def never_muted(patch) -> None:
    patch.setattr(bundle, "answer", lambda stage, stamp, response: None)
    patch.setattr(collaborations_pages, "answer", bundle.answer)


def everybody_decides(patch) -> None:
    patch.setattr(years_reminders, "decides", lambda mine, members: True)


def nobody_decides(patch) -> None:
    patch.setattr(years_reminders, "decides", lambda mine, members: False)


def a_year_later(patch) -> None:
    patch.setattr(yearly, "MONTHS_AFTER", 12)


def _as(patch, **changes: object) -> None:
    """The yearly question with something else about it."""
    real = years_reminders.Due
    patch.setattr(years_reminders, "Due", lambda **about: real(**(about | changes)))


def the_year_with_a_way_out(patch) -> None:
    _as(patch, by_itself=False)


def the_year_among_others(patch) -> None:
    patch.setattr(bundle, "_together", lambda due: due[:6])


def the_year_first(patch) -> None:
    patch.setattr(bundle, "_together", lambda due: [one for one in due if one.by_itself][:1] or due[:6])


def no_way_out(patch) -> None:
    patch.setattr(bundle.TurnContext, "button", _without(bundle.TurnContext.button, "later"))


def _without(real, page: str):
    def button(ctx, label: str, to: str, **about: object):
        return real(ctx, label, to.replace(f"{page}:", "menu:") if to.startswith(f"{page}:") else to, **about)

    return button


def asked_about_something_else(patch) -> None:
    patch.setattr(agreements_reminders, "answers", lambda ctx, agreement: ())


def _contact(patch, change) -> None:
    patch.setattr(agreements_rules, "contact_before", lambda due, dated: change(contact_before(due, dated), due, dated))


def nothing_before(patch) -> None:
    _contact(patch, lambda contact, due, dated: None)


def a_week_before(patch) -> None:
    _contact(patch, lambda contact, due, dated: contact and replace(contact, day=due - WEEK))


def two_days_before(patch) -> None:
    _contact(patch, lambda contact, due, dated: contact and replace(contact, day=due - timedelta(days=2)))


def always_halfway(patch) -> None:
    _contact(patch, lambda contact, due, dated: Contact(dated + (due - dated) / 2, halfway=True))


def a_second_contact(patch) -> None:
    patch.setitem(asking.RHYTHMS, About.BEFORE, Rhythm(2, WEEK))


def also_from_its_day_on(patch) -> None:
    patch.setattr(agreements_reminders, "_has_come", lambda due, at, collaboration: False)


def not_scheduled(patch) -> None:
    for room in (agreements, commitment, people, rounds, years):
        patch.setattr(room, "schedule_all", lambda stage, collaboration: None)
    patch.setattr(bundle, "schedule", lambda stage, person: None)


def an_hour_late(patch) -> None:
    real = at_pace
    patch.setattr(bundle, "at_pace", lambda *a: (m := real(*a)) and m + (m.minute == 0) * timedelta(minutes=10))


def claimed_apart(patch) -> None:
    """The timer is taken out in a unit of its own, and the process dies before its effects are on disk."""

    def tick(program: Program, at):
        timers = program.look(lambda uow: uow.timers.claim(at, 1))
        try:
            program._die_in(lambda uow: program.runner.fire(uow, timers[0], at))
        except Killed:
            return timers[0], ()
        return timers[0], program.send_waiting(at)

    patch.setattr(Program, "tick", tick)


def sent_before_the_commit(patch) -> None:
    """What a turn has to say goes out at once; then the process dies, and the timer is still there."""

    real = Program.tick
    turns = count()

    def tick(program: Program, at):
        said = []

        def work(uow) -> None:
            timer = uow.timers.claim(at, 1)[0]
            said[:] = [(timer, program.runner.fire(uow, timer, at).outgoing)]
            raise Killed

        if next(turns) % 2:
            return real(program, at)
        with suppress(Killed):
            program.look(work)
        return said[0]

    patch.setattr(Program, "tick", tick)


FAULTS = {
    no_holidays: "outside working hours",
    until_eight: "outside working hours",
    no_pace: "at pace uit",
    weekly_as_now: "two in one week",
    no_bundling: "left out",
    three_times: "too often",
    after_three_days: "too early",
    after_a_month: "silent",
    two_days_before_the_deadline: "the last one not on the working day before the deadline",
    one_day_apart: "less than three days apart",
    never_muted: "after Niet meer",
    everybody_decides: "nothing to do",
    nobody_decides: "silent",
    a_year_later: "eleven months",
    the_year_with_a_way_out: "the yearly question not by itself",
    the_year_among_others: "the yearly question not by itself",
    the_year_first: "left out",
    no_way_out: "no way out of it",
    asked_about_something_else: "about nothing",
    nothing_before: "silent",
    a_week_before: "too early",
    two_days_before: "silent",
    always_halfway: "too early",
    a_second_contact: "too often",
    also_from_its_day_on: "not before its day",
    not_scheduled: "silent",
    an_hour_late: "too late",
    claimed_apart: "silent",
    sent_before_the_commit: "two on one day",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(scene, monkeypatch, fault):
    fault(monkeypatch)
    assert FAULTS[fault] in play(scene), scene.world.oracle.found
