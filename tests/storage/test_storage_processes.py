"""Several programs on one database, connections that break, and a program that is killed."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from storage_work import add_person, there
from storage_world import BOT, NOW

from bot.domain.ids import ChatId
from bot.turn.ports import UnitOfWork
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
def test_a_program_waits_until_the_other_has_claimed(postgres_url: str):
    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two, ThreadPoolExecutor(1) as other:
        one.run_sync(lambda uow: [uow.timers.put("remind", n, NOW) for n in range(4)])
        waiting: list[Future[list[int]]] = []

        def claim(uow: UnitOfWork) -> list[int]:
            return [timer.subject for timer in uow.timers.claim(NOW, 10)]

        def claim_two(uow: UnitOfWork) -> list[int]:
            waiting.append(other.submit(two.run_sync, claim))
            return [timer.subject for timer in uow.timers.claim(NOW, 2)]

        assert one.run_sync(claim_two) == [0, 1]
        assert waiting[0].result() == [2, 3]


@pytest.mark.postgres
def test_a_lost_connection_is_made_again(postgres_url: str):
    with Database(postgres_url, BOT) as one, Database(postgres_url, BOT) as two:
        pid = one.run_sync(lambda uow: uow.log._reads.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())
        two.run_sync(
            lambda uow: uow.log._reads.connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})").scalar()
        )
        assert one.run_sync(add_person(1)).chat == 1
        assert there(two, 1) == [True]


@pytest.mark.postgres
def test_a_deadlock_is_tried_again(postgres_url: str):
    """With something that is not ours: a backup, a person at the database."""
    stranger = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with Database(postgres_url, BOT) as one, stranger.connect() as there, ThreadPoolExecutor(1) as thread:
        for chat in (1, 2):
            one.run_sync(add_person(chat))
        tries: list[int] = []
        met = threading.Event()

        def work(uow: UnitOfWork) -> int:
            tries.append(1)
            uow.people.set_reachable(ChatId(1), False)
            met.set()
            uow.people.set_reachable(ChatId(2), False)
            return len(tries)

        there.exec_driver_sql("SET LOCAL deadlock_timeout = '30s'")  # so that it is our side that is refused
        there.exec_driver_sql("UPDATE person SET reachable = false WHERE chat = 2")
        ours = thread.submit(one.run_sync, work)
        assert met.wait(10)
        there.exec_driver_sql("UPDATE person SET reachable = false WHERE chat = 1")
        there.commit()
        assert ours.result() > 1
    stranger.dispose()


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
