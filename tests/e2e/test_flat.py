"""The measuring of an hour, judged with made-up measurements: what is flat, and that a leak is seen."""

from dataclasses import replace
from random import Random

import pytest

from .flat import Measured, grown

MINUTES = range(61)


def measured(minute: int, **other: float) -> Measured:
    """A program that is warm after five minutes, with the noise of people who come and go."""
    chance = Random(minute)
    warm = min(minute, 5) / 5
    about = Measured(
        minute=minute,
        memory=130 + 160 * warm + chance.uniform(-6, 6),
        files=14 + chance.randrange(8),
        threads=9 + round(warm),
        inbox=chance.choice((0, 0, 1, 3)),
        outbox=chance.choice((0, 2, 5, 14)),
        passing=60 * minute,
        log_lines=1 + minute,
        log_bytes=100 * minute,
        database=5 + minute / 10,
        folder=6 + minute / 10,
        answers=250 * minute,
    )
    return replace(about, **{name: getattr(about, name) + more for name, more in other.items()})


def test_people_who_play_on_leave_no_trace():
    assert grown([measured(minute) for minute in MINUTES]) == []


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("memory", lambda minute: {"memory": 0.8 * minute}),
        ("memory", lambda minute: {"memory": 30.0 * (minute >= 40)}),
        ("files", lambda minute: {"files": minute // 6}),
        ("threads", lambda minute: {"threads": minute // 8}),
        ("inbox", lambda minute: {"inbox": minute // 6}),
        ("outbox", lambda minute: {"outbox": minute // 4}),
        ("log lines a minute", lambda minute: {"log_lines": 20 * max(0, minute - 40)}),
    ],
    ids=["memory", "a step in memory", "files", "threads", "inbox", "outbox", "log"],
)
def test_a_leak_is_seen(what, more):
    (found,) = grown([measured(minute, **more(minute)) for minute in MINUTES])
    assert found.what == what
    assert found.second > found.most >= found.first


def test_what_is_taken_once_at_the_start_is_no_leak():
    assert grown([measured(minute, memory=100.0 * (minute >= 8), files=5 * (minute >= 8)) for minute in MINUTES]) == []


def test_one_peak_is_no_leak():
    assert (
        grown([measured(minute, memory=300.0 * (minute == 50), outbox=400 * (minute == 55)) for minute in MINUTES])
        == []
    )


def test_what_the_database_gains_by_answers_is_not_judged():
    assert grown([measured(minute, database=float(minute), folder=float(minute)) for minute in MINUTES]) == []
