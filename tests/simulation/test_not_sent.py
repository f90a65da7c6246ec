"""What came by itself and was on disk, but not sent when the program went down."""

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from decade_scene import Scene

from bot.domain.collaboration import Role
from bot.turn.clock import ClockCheck
from bot.turn.host import Host

NINE = datetime(2026, 9, 9, 7, tzinfo=UTC)
"""Nine o'clock in Amsterdam, on the day of an agreement."""
DAY = timedelta(days=1)


@pytest.fixture
def scene(file, content):
    """An agreement was asked about, on disk only: the program died before it could send anything."""
    scene = Scene(file, content)
    place = scene.collaboration()
    scene.agreement(place, scene.member(place, Role.FACILITATOR), date(2026, 9, 9))
    program = scene.world.program
    program.look(lambda uow: program.runner.fire(uow, uow.timers.claim(NINE, 1)[0], NINE))
    yield scene
    program.close()


def asked(scene: Scene) -> int:
    return len(scene.world.program.look(lambda uow: uow.asking.of(1)))


def test_on_the_same_day_in_working_hours_it_is_sent(scene: Scene):
    sent = scene.world.program.send_waiting(NINE + timedelta(hours=2))
    assert ["hoe staat het met deze afspraak" in one.screen.html for one in sent] == [True]
    assert scene.world.program.send_waiting(NINE + timedelta(hours=2)) == ()
    assert asked(scene) == 1


@pytest.mark.parametrize("later", [timedelta(hours=11), timedelta(hours=18), DAY, 3 * DAY, 60 * DAY])
def test_at_any_other_time_it_counts_as_never_said(scene: Scene, later: timedelta):
    program = scene.world.program
    assert program.send_waiting(NINE + later) == ()
    assert asked(scene) == 0
    due = program.look(lambda uow: uow.timers.next_due())
    assert due is not None
    opening = due.astimezone(UTC).hour in range(7, 15)  # nine to five in summer time
    assert (due >= NINE + later, opening) == (True, True)
    timer, said = program.tick(due)
    assert timer is not None
    assert ["hoe staat het met deze afspraak" in one.screen.html for one in said] == [True]
    assert asked(scene) == 1


def test_other_messages_are_sent_at_any_hour(scene: Scene):
    program = scene.world.program
    program.look(lambda uow: uow.post.done([one.id for one in uow.post.waiting()], NINE))
    question = program.phone(100).types("/menu")
    program.look(lambda uow: program.runner.take(uow, question, NINE))
    sent = program.send_waiting(NINE + timedelta(hours=11))
    assert len(sent) == 1


# --- while the program runs, and Telegram could not be reached ---


async def fits(scene: Scene, later: timedelta, *, wrong: timedelta = timedelta(0)) -> bool:
    """Whether the message that waits is sent, so much later and by a clock that is so wrong."""
    now = NINE + later
    clock = ClockCheck(lambda: now, lambda: 0.0)
    clock.heard(format_datetime(now - wrong, usegmt=True))
    program = scene.world.program
    host = Host(program.database, program.runner, lambda: now, (), clock=clock)
    (message,) = program.look(lambda uow: uow.post.waiting())
    sent = await host.fits(message)
    assert sent == (len(program.look(lambda uow: uow.post.waiting())) == 1)
    return sent


@pytest.mark.parametrize(
    ("later", "sent"),
    [
        (timedelta(seconds=30), True),
        (timedelta(hours=7), True),
        (timedelta(hours=9), False),
        (timedelta(hours=22), False),
        (DAY, False),
        (3 * DAY, False),
    ],
)
async def test_what_waited_until_after_hours_is_taken_back_and_comes_again(scene: Scene, later: timedelta, sent: bool):
    assert await fits(scene, later) is sent
    assert asked(scene) == sent
    if not sent:
        due = scene.world.program.look(lambda uow: uow.timers.next_due())
        assert due is not None
        assert due >= NINE + later
        assert due.astimezone(UTC).hour in range(7, 15)


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(days=-1), 21 * DAY])
async def test_what_was_decided_by_a_wrong_clock_is_taken_back(scene: Scene, wrong: timedelta):
    assert not await fits(scene, timedelta(0), wrong=wrong)
    assert asked(scene) == 0
