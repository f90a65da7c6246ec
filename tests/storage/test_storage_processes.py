"""Several programs on one database, connections that break, and a program that is killed."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from storage_work import add_person, there
from storage_world import BOT, NOW

from bot.domain.ids import ChatId
from bot.runner.ports import UnitOfWork
from storage.database import Database


@pytest.mark.postgres
def test_two_programs_never_claim_the_same_timer(postgres_url: str):
    claimed: list[int] = []
    both = threading.Barrier(2)

    def claim_all(database: Database) -> list[int]:
        found: list[int] = []
        both.wait(10)
        while some := database.run_sync(lambda uow: uow.timers.claim(NOW, 3)):
            found += [timer.subject for timer in some]
        return found

    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two, ThreadPoolExecutor(2) as threads:
        one.run_sync(lambda uow: [uow.timers.put("remind", n, NOW) for n in range(200)])
        for found in threads.map(claim_all, (one, two)):
            claimed += found
    assert sorted(claimed) == list(range(200))


@pytest.mark.postgres
def test_a_timer_that_is_being_claimed_is_passed_over(postgres_url: str):
    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two:
        one.run_sync(lambda uow: [uow.timers.put("remind", n, NOW) for n in range(4)])

        def claim_two_places(uow: UnitOfWork) -> list[list[int]]:
            here = uow.timers.claim(NOW, 2)
            there = two.run_sync(lambda uow: uow.timers.claim(NOW, 10))
            return [[timer.subject for timer in found] for found in (here, there)]

        assert one.run_sync(claim_two_places) == [[0, 1], [2, 3]]


@pytest.mark.postgres
def test_a_lost_connection_is_made_again(postgres_url: str):
    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two:
        pid = one.run_sync(lambda uow: uow.log._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())
        two.run_sync(lambda uow: uow.log._connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})").scalar())
        assert one.run_sync(add_person(1)).chat == 1
        assert there(two, 1) == [True]


@pytest.mark.postgres
def test_a_deadlock_is_tried_again(postgres_url: str):
    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two, ThreadPoolExecutor(2) as threads:
        for chat in (1, 2):
            one.run_sync(add_person(chat))
        meet = threading.Barrier(2)

        def cross(first: int, second: int):
            tries: list[int] = []

            def work(uow: UnitOfWork) -> int:
                tries.append(1)
                uow.people.set_reachable(ChatId(first), False)
                if len(tries) == 1:
                    meet.wait(10)
                uow.people.set_reachable(ChatId(second), False)
                return len(tries)

            return work

        found = [threads.submit(db.run_sync, cross(*chats)) for db, chats in ((one, (1, 2)), (two, (2, 1)))]
        assert sorted(each.result() for each in found) == [1, 2]


CRASH = """
import sys
from datetime import UTC, datetime
from storage.database import Database
database = Database(sys.argv[1], 1)
database.run_sync(lambda uow: uow.people.add(1, "kept", "1", datetime.now(UTC)))
def halfway(uow):
    uow.people.add(2, "lost", "1", datetime.now(UTC))
    print("ready", flush=True)
    sys.stdin.read()
database.run_sync(halfway)
"""


@pytest.mark.process
def test_what_was_answered_survives_a_kill(file_url: str):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", CRASH, file_url]
    env = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with Database(file_url, BOT) as database:
        assert there(database, 1, 2) == [True, False]
