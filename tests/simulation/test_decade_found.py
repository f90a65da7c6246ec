"""What the simulation found, one small case each; what does not hold yet is marked."""

from datetime import date

import pytest
from decade_scene import Scene

from bot.domain.collaboration import Role
from bot.domain.rounds import Phase
from bot.turn.incoming import Tapped

WITH_PHASE_1 = frozenset({Phase.PREPARATION})


@pytest.fixture
def scene(file, content):
    scene = Scene(file, content)
    yield scene
    scene.world.program.close()


def with_open_round(scene: Scene, zone: str = "Europe/Amsterdam"):
    """A round with phase 1 open, who leads, a manager of the first partner and the round's number."""
    place = scene.collaboration(zone, WITH_PHASE_1)
    leader = scene.member(place, Role.FACILITATOR)
    manager = scene.member(place, Role.MANAGER, scene.partners(place)[0])
    return place, leader, manager, scene.open_round(place)


def test_a_nudge_does_not_reach_who_wants_nothing_by_itself(scene):
    _, leader, manager, round_ = with_open_round(scene)
    scene.tap(manager, "p:tempo:uit")
    scene.go("2026-09-08T10:00")
    scene.tap(leader, f"p:herinner:{round_}")
    assert scene.said(manager) == []


def test_a_nudge_is_no_second_message_on_a_day(scene):
    place, leader, manager, round_ = with_open_round(scene)
    scene.agreement(place, manager, date(2026, 9, 9))
    scene.go("2026-09-09T11:00")
    scene.tap(leader, f"p:herinner:{round_}")
    assert len(scene.said(manager)) == 1


def test_a_nudge_for_two_partners_is_one_message(scene):
    place, leader, manager, round_ = with_open_round(scene)
    scene.member(place, Role.MANAGER, scene.partners(place)[1], manager)
    scene.go("2026-09-09T11:00")
    scene.tap(leader, f"p:herinner:{round_}")
    assert len(scene.said(manager)) == 1


def test_a_nudge_that_was_due_while_the_program_was_down_waits_for_working_hours(scene):
    _, leader, manager, round_ = with_open_round(scene)
    scene.go("2026-09-09T20:00")
    scene.tap(leader, f"p:herinner:{round_}")
    scene.down("2026-09-10T21:00")
    scene.go("2026-09-11T12:00")
    assert [one.at.hour for one in scene.said(manager)] == [7]


def test_what_is_of_another_zone_waits_for_its_own_working_hours(scene):
    here, there = scene.collaboration(), scene.collaboration("America/Curacao")
    person = scene.member(here, Role.FACILITATOR)
    scene.member(there, Role.FACILITATOR, who=person)
    scene.agreement(here, person, date(2026, 9, 9))
    scene.agreement(there, person, date(2026, 9, 9))
    scene.go("2026-09-14T12:00")
    assert scene.rules() == set()


def test_once_a_week_is_once_also_on_the_day_of_the_digest(scene):
    place, _, manager, _ = with_open_round(scene)
    other = scene.member(place, Role.FACILITATOR)
    scene.tap(manager, "p:tempo:wekelijks")
    overdue = scene.agreement(place, other, date(2026, 9, 8))
    scene.go("2026-09-14T12:00")  # a Monday: the reminder of phase 1 came at nine
    assert len(scene.said(manager)) == 1
    scene.tap(other, f"p:overdragenaan:{overdue}.{manager.id}")
    scene.world.changed(place)
    scene.go("2026-09-20T12:00")
    assert len(scene.said(manager)) == 1


def test_later_tapped_twice_counts_once(scene):
    place = scene.collaboration()
    person = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, person, date(2026, 9, 9))
    scene.go("2026-09-16T12:00")
    assert len(scene.said(person)) == 2
    stamp = scene.said(person)[-1].stamp
    for _ in range(2):
        scene.tap(person, f"p:later:{stamp}")
    scene.later(60)
    assert len(scene.said(person)) == 3


def test_no_more_on_an_older_message_is_heard(scene):
    place = scene.collaboration()
    person = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, person, date(2026, 9, 9))
    scene.go("2026-09-16T12:00")
    first, second = scene.said(person)
    scene.tap(person, f"p:later:{second.stamp}")
    scene.tap(person, f"p:nietmeer:{first.stamp}")
    scene.later(60)
    assert len(scene.said(person)) == 2


def test_a_second_role_brings_no_third_reminder(scene):
    place = scene.collaboration("Europe/Amsterdam", WITH_PHASE_1)
    scene.member(place, Role.FACILITATOR)
    partner = scene.partners(place)[0]
    person = scene.member(place, Role.PARTICIPANT, partner)
    scene.open_round(place)
    scene.later(30)
    assert len(scene.said(person)) == 2
    scene.member(place, Role.MANAGER, partner, person)
    scene.later(30)
    assert len(scene.said(person)) == 2


def test_who_leaves_and_comes_back_begins_again(scene):
    place = scene.collaboration("Europe/Amsterdam", WITH_PHASE_1)
    scene.member(place, Role.FACILITATOR)
    partner = scene.partners(place)[0]
    scene.member(place, Role.MANAGER, partner)
    person = scene.member(place, Role.PARTICIPANT, partner)
    scene.open_round(place)
    scene.later(30)
    scene.leave(place, person)
    scene.member(place, Role.PARTICIPANT, partner, person)
    scene.later(30)
    assert len(scene.said(person)) == 4


def test_who_comes_to_lead_is_asked_for_the_next_round(scene):
    place = scene.collaboration()
    scene.member(place, Role.STAKEHOLDER, scene.partners(place)[0])
    scene.close_round(place)
    scene.later(30)
    leader = scene.member(place, Role.FACILITATOR)
    scene.later(312)
    assert len(scene.said(leader)) == 1


def test_who_wants_no_more_pulses_gets_none(scene):
    place = scene.collaboration()
    partner = scene.partners(place)[0]
    person = scene.member(place, Role.PARTICIPANT, partner)
    scene.member(place, Role.MANAGER, scene.partners(place)[1])
    scene.close_round(place, outcome_of=partner)
    scene.later(130)
    assert len(scene.said(person)) == 1
    scene.tap(person, f"p:nietmeer:{scene.said(person)[0].stamp}")
    scene.later(190)
    assert len(scene.said(person)) == 1


def test_who_wants_no_more_of_the_yearly_question_is_not_asked_a_month_later(scene):
    place = scene.collaboration()
    person = scene.member(place, Role.FACILITATOR)
    scene.member(place, Role.MANAGER, scene.partners(place)[1])
    scene.close_round(place)
    scene.later(340)
    assert len(scene.said(person)) == 1
    scene.tap(person, f"p:nietmeer:{scene.said(person)[0].stamp}")
    scene.later(45)
    assert len(scene.said(person)) == 1


def test_later_comes_back_in_a_few_days_as_it_says(scene):
    _, _, manager, _ = with_open_round(scene)
    scene.go("2026-09-14T10:00")
    assert len(scene.said(manager)) == 1
    scene.world.take(manager, Tapped(f"p:later:{scene.said(manager)[0].stamp}", "q", 1))
    scene.later(8)
    assert len(scene.said(manager)) == 2
