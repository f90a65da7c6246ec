"""Two programs handle 300 due timers at the same time: each fires exactly once, also when one of the two is killed."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from storage_work import add_person
from storage_world import BOT, NOW

from bot.content.screen import Screen
from bot.domain.ids import ChatId
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing, Timer
from storage.database import Database

MANY = 300
LATER = 50
"""As many are not due yet."""

WORKER = """
import sys
from test_storage_timers_scale import work_through
work_through(sys.argv[1], int(sys.argv[2]), sys.stdin.readline)
"""


def fire(uow: UnitOfWork, timer: Timer, worker: int) -> None:
    """What stands for the effect of a timer: a message for that chat, by that worker."""
    uow.post.send([Outgoing(ChatId(timer.subject), Screen(f"by {worker}"))], NOW)


def work_through(url: str, worker: int, wait) -> None:
    """Handle all that is due, one in each unit of work, as the ticker does; worker 2 stops in the middle of one."""
    handled = 0

    def one(uow: UnitOfWork) -> bool:
        claimed = uow.timers.claim(NOW, 1)
        for timer in claimed:
            fire(uow, timer, worker)
        if worker == 2 and handled == 20:
            print(f"in the middle of {claimed[0].subject}", flush=True)
            wait()
        return bool(claimed)

    with Database(url, BOT) as database:
        print("ready", flush=True)
        wait()
        while database.run_sync(one):
            handled += 1
    print(f"handled {handled}", flush=True)


@contextmanager
def worker(url: str, number: int) -> Iterator[subprocess.Popen[str]]:
    """A program of its own, which begins when it is told to."""
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parents[1])))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", WORKER, url, str(number)], env=env, **pipes) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


def put_timers(uow: UnitOfWork) -> None:
    for n in range(1, MANY + LATER + 1):
        due = NOW - timedelta(minutes=n % 7) if n <= MANY else NOW + timedelta(minutes=n)
        uow.timers.put("remind", n, due)


def fired(database: Database) -> Counter[int]:
    """How often each timer had its effect."""
    return Counter(int(one.chat) for one in database.run_sync(lambda uow: uow.post.waiting()))


def by_worker(database: Database) -> Counter[str]:
    return Counter(one.screen.html for one in database.run_sync(lambda uow: uow.post.waiting()))


ONCE = Counter(range(1, MANY + 1))


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.process
def test_each_timer_fires_once_with_two_programs(postgres_url: str):
    with Database(postgres_url, BOT) as database:
        database.run_sync(put_timers)
        with worker(postgres_url, 1) as one, worker(postgres_url, 3) as two:
            for process in (one, two):
                go(process)
            handled = [int(process.stdout.readline().removeprefix("handled ")) for process in (one, two)]
        assert fired(database) == ONCE
        assert sum(handled) == MANY
        assert min(handled) > 0, "both took part"
        assert database.run_sync(lambda uow: uow.timers.next_due()) == NOW + timedelta(minutes=MANY + 1)


@pytest.mark.postgres
@pytest.mark.process
def test_each_timer_fires_once_when_one_of_two_is_killed(postgres_url: str):
    """It dies with a timer taken out and its effect written, before the commit: the other has that one too."""
    with Database(postgres_url, BOT) as database:
        database.run_sync(put_timers)
        with worker(postgres_url, 1) as one, worker(postgres_url, 2) as dying:
            for process in (dying, one):
                go(process)
            lost = int(dying.stdout.readline().removeprefix("in the middle of "))
            dying.kill()
            assert one.stdout.readline().startswith("handled ")
        assert fired(database) == ONCE
        assert by_worker(database)["by 2"] == 20, "what it had committed counts"
        assert database.run_sync(lambda uow: uow.timers.claim(NOW, 1)) == ()
        assert fired(database)[lost] == 1
        assert database.run_sync(add_person(1)).chat == 1, "and nothing is locked any more"


@pytest.mark.postgres
def test_a_timer_counted_twice_would_be_noticed(postgres_url: str):
    """The same effect written once more is not the same count: the test can fail."""
    with Database(postgres_url, BOT) as database:
        database.run_sync(put_timers)
        for timer in database.run_sync(lambda uow: uow.timers.claim(NOW, MANY)):
            for _ in range(2 if timer.subject == 7 else 1):
                database.run_sync(lambda uow, timer=timer: fire(uow, timer, 1))
        assert fired(database) != ONCE
