"""Our clock beside Telegram's: unasked messages go out only by a clock that is right."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from structlog.testing import capture_logs

from bot.turn.clock import ClockCheck

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class Times:
    """The true time, our clock, and the steady one, which stands still while the machine sleeps."""

    def __init__(self):
        self.true, self.ours, self.steady = NOW, NOW, 0.0
        self.asked, self.online = 0, True
        self.check = ClockCheck(lambda: self.ours, lambda: self.steady)
        self.check.ask = self.ask

    def hear(self):
        self.check.heard(format_datetime(self.true, usegmt=True))

    async def ask(self):
        self.asked += 1
        if self.online:
            self.hear()

    def go_on(self, step: timedelta):
        self.true += step
        self.ours += step
        self.steady += step.total_seconds()

    def sleep(self, step: timedelta):
        self.true += step
        self.ours += step


async def test_until_telegram_said_anything_ours_is_trusted():
    times = Times()
    assert await times.check.is_right()
    assert times.asked == 0


@pytest.mark.parametrize(("wrong", "right"), [(4, True), (-4, True), (6, False), (-6, False), (-180, False)])
async def test_five_minutes_are_the_limit(wrong: int, right: bool):
    times = Times()
    times.ours += timedelta(minutes=wrong)
    times.hear()
    assert await times.check.is_right() is right


@pytest.mark.parametrize("jump", [timedelta(hours=-5), timedelta(weeks=3)])
async def test_a_jump_is_noticed_before_telegram_says_anything(jump: timedelta):
    times = Times()
    times.hear()
    times.go_on(timedelta(hours=2))
    assert await times.check.is_right()
    times.online = False
    times.ours += jump
    assert not await times.check.is_right()
    times.ours -= jump
    assert await times.check.is_right()


async def test_a_machine_that_slept_asks_and_goes_on_at_once():
    times = Times()
    times.hear()
    times.sleep(timedelta(days=20))
    assert await times.check.is_right()
    assert times.asked == 1
    times.sleep(timedelta(days=20))
    assert await times.check.is_right()


async def test_a_machine_that_slept_twice_asks_twice():
    times = Times()
    times.ours += timedelta(seconds=0.9)  # the header tells whole seconds
    times.hear()
    for step in (timedelta(minutes=6), timedelta(minutes=5)):
        times.sleep(step)
        assert await times.check.is_right(), step
    assert times.asked == 2


async def test_a_wrong_clock_is_told_once_and_does_not_ask_all_the_time():
    times = Times()
    times.hear()
    with capture_logs() as logs:
        times.ours += timedelta(hours=3)
        for _ in range(600):
            assert not await times.check.is_right()
            times.go_on(timedelta(seconds=1))
        times.ours -= timedelta(hours=3)
        for _ in range(10):
            assert await times.check.is_right()
    assert [entry["event"] for entry in logs] == ["clock_differs", "clock_agrees"]
    assert logs[0]["minutes"] == 180
    assert times.asked <= 61


async def test_a_date_that_is_none_says_nothing():
    times = Times()
    times.check.heard("yesterday")
    assert await times.check.is_right()
