"""How far the asking about one thing is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.asking import About, Prompt, Response, SoFar, Topic, so_far
from bot.domain.ids import PersonId

TOPIC = Topic(About.AGREEMENT, 7, date(2026, 9, 9))
FIRST = datetime(2026, 9, 9, 7, tzinfo=UTC)
SECOND = FIRST + timedelta(days=7)
SAID = SECOND + timedelta(hours=1)
ONE = Prompt(PersonId(1), TOPIC, FIRST)
AGAIN = replace(ONE, at=SECOND)


def test_nothing_was_asked():
    assert so_far(TOPIC, ()) == SoFar(TOPIC)


def test_other_days_and_other_things_do_not_count():
    others = [
        replace(ONE, topic=replace(TOPIC, occasion=date(2026, 9, 10))),
        replace(ONE, topic=replace(TOPIC, subject=8)),
    ]
    assert so_far(TOPIC, (*others, ONE)) == SoFar(TOPIC, asks=1, asked_at=FIRST)


def test_what_is_put_off_does_not_count_whichever_message_it_stood_on():
    wanted = SoFar(TOPIC, asks=1, asked_at=SECOND, later_at=SAID)
    assert so_far(TOPIC, (ONE, replace(AGAIN, response=Response.LATER, responded_at=SAID))) == wanted
    assert so_far(TOPIC, (replace(ONE, response=Response.LATER, responded_at=SAID), AGAIN)) == wanted


def test_no_more_is_about_the_thing_on_whichever_day():
    no_more = replace(ONE, response=Response.NO_MORE, responded_at=SAID)
    assert so_far(replace(TOPIC, occasion=date(2027, 1, 1)), (no_more, AGAIN)).muted
    assert not so_far(replace(TOPIC, subject=8), (no_more, AGAIN)).muted
    assert not so_far(replace(TOPIC, about=About.LOOK_BACK), (no_more, AGAIN)).muted


def test_an_agreement_is_one_thing_before_its_day_and_on_it():
    no_more = replace(ONE, response=Response.NO_MORE, responded_at=SAID)
    assert so_far(replace(TOPIC, about=About.BEFORE, occasion=date(2026, 8, 1)), (no_more,)).muted
    assert so_far(TOPIC, (replace(no_more, topic=replace(TOPIC, about=About.BEFORE)),)).muted
    assert not so_far(replace(TOPIC, about=About.BEFORE, subject=8), (no_more,)).muted


def test_the_pulses_of_all_rounds_are_one_thing():
    pulse = Topic(About.PULSE, 1, date(2026, 9, 9))
    no_more = replace(ONE, topic=pulse, response=Response.NO_MORE, responded_at=SAID)
    assert so_far(Topic(About.PULSE, 2, date(2027, 9, 9)), (no_more,)).muted
