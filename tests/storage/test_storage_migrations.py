"""The migrations lead from nothing to the tables of the program and back, on both backends."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from pytest_alembic.tests import (  # noqa: F401
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect, select, text
from storage_postgres import make_postgres_database

from storage import migrate
from storage.agreement_tables import prompt
from storage.engine import make_engine
from storage.schema import metadata


@pytest.fixture
def alembic_config() -> Config:
    return migrate.config()


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return make_postgres_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def alembic_engine(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url, foreign_keys=False)
    yield engine
    engine.dispose()


def test_upgrading_from_any_directory(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert migrate.current(empty_url) is None
    assert migrate.upgrade(empty_url) == migrate.head()
    assert migrate.upgrade(empty_url) == migrate.head()
    assert migrate.current(empty_url) == migrate.head()
    engine = make_engine(empty_url)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_no_password_in_a_log(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Exception, match=r"refused|failed") as caught:
        migrate.upgrade("postgresql+psycopg://bot:s3cr3t-w0rd@127.0.0.1:1/nothing")
    seen = "".join([caplog.text, *capfd.readouterr(), str(caught.value), repr(caught.value)])
    assert "s3cr3t-w0rd" not in seen


BEFORE_EACH_TIME = """
INSERT INTO person (id, chat, name, consent, consented_at, reachable, pace)
  VALUES (1, 11, 'Anna', '1', '2026-08-01 08:00:00+00:00', {true}, 'meteen');
INSERT INTO collaboration (id, name, time_zone, created_at)
  VALUES (1, 'HLO', 'Europe/Amsterdam', '2026-08-01 08:00:00+00:00');
INSERT INTO round (id, collaboration, mode, phases, state, content_version, opened_at)
  VALUES (1, 1, 'apart', 'voorbereiding', 'fase_1', 'x', '2026-09-01 08:00:00+00:00');
INSERT INTO phase_run (id, round, phase, state) VALUES (1, 1, 'voorbereiding', 'open');
INSERT INTO participation (run, person, reminders, last_reminded_at, muted)
  VALUES (1, 1, 2, '2026-09-14 07:00:00+00:00', {true});
INSERT INTO prompt (person, about, subject, occasion, asks, asked_at, put_off, muted) VALUES
  (1, 'afspraak', 7, '2026-09-09', 1, '2026-09-16 07:00:00+00:00', '2026-09-20 07:00:00+00:00', {false}),
  (1, 'afspraak', 8, '2026-09-09', 0, NULL, NULL, {false});
"""


def test_what_people_were_asked_before_is_still_counted(empty_url: str):
    engine = make_engine(empty_url, foreign_keys=False)
    words = {"true": "true", "false": "false"} if engine.dialect.name == "postgresql" else {"true": 1, "false": 0}
    with engine.begin() as connection:
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0006")
        for statement in BEFORE_EACH_TIME.format(**words).split(";")[:-1]:
            connection.execute(text(statement))
        command.upgrade(configuration, "0007")
        columns = select(*(prompt.c[name] for name in ("about", "subject", "at", "response", "responded_at")))
        rows = connection.execute(columns.order_by(prompt.c.about, prompt.c.at)).all()
    engine.dispose()
    day = datetime(2026, 9, 14, 7, tzinfo=UTC)
    again = datetime(2026, 9, 16, 7, tzinfo=UTC)
    assert rows == [
        ("afspraak", 7, again - timedelta(seconds=1), None, None),
        ("afspraak", 7, again, "later", datetime(2026, 9, 17, 7, tzinfo=UTC)),
        ("fase", 1, day - timedelta(seconds=1), None, None),
        ("fase", 1, day, "niet_meer", day),
    ]


BEFORE_WORDS_WERE_KEPT = """
INSERT INTO goal (id, discussion, person, message, text, version, placed) VALUES (1, 1, 1, 5, 'Eerst', 1, 1);
INSERT INTO goal (id, discussion, person, message, text, version, placed) VALUES (2, 1, 1, 6, 'Later', 3, 1);
INSERT INTO agreement (id, collaboration, maker, what, owner_name, repeat, state, shared, made_at, version)
 VALUES (1, 1, 1, 'Nooit gewijzigd', '', 'eenmalig', 'open', {false}, '2026-09-14 07:00:00', 1);
INSERT INTO agreement (id, collaboration, maker, what, owner_name, repeat, state, shared, made_at, version)
 VALUES (2, 1, 1, 'Zoals het nu is', '', 'eenmalig', 'open', {false}, '2026-09-14 07:00:00', 1);
INSERT INTO agreement_event (id, agreement, kind, at, note) VALUES (1, 1, 'gemaakt', '2026-09-14 07:00:00', '');
INSERT INTO agreement_event (id, agreement, kind, at, note) VALUES (2, 2, 'gemaakt', '2026-09-14 07:00:00', '');
INSERT INTO agreement_event (id, agreement, kind, at, note) VALUES (3, 2, 'gewijzigd', '2026-09-15 07:00:00', '');
INSERT INTO agreement_event (id, agreement, kind, at, note) VALUES (4, 2, 'notitie', '2026-09-16 07:00:00', 'x');
"""


def test_of_words_as_they_stood_before_only_what_is_certain_is_filled_in(empty_url: str):
    engine = make_engine(empty_url, foreign_keys=False)
    words = {"false": "false"} if engine.dialect.name == "postgresql" else {"false": 0}
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0009")
        for statement in BEFORE_WORDS_WERE_KEPT.format(**words).split(";")[:-1]:
            connection.execute(text(statement))
        command.upgrade(configuration, "0010")
        wordings = connection.execute(text("SELECT * FROM goal_wording ORDER BY goal")).all()
        said = connection.execute(text("SELECT id, what FROM agreement_event ORDER BY id")).all()
    engine.dispose()
    assert wordings == [(1, 1, 1, "Eerst"), (2, 3, None, "Later")]
    assert said == [(1, "Nooit gewijzigd"), (2, None), (3, "Zoals het nu is"), (4, "Zoals het nu is")]
