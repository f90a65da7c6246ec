"""Why a database cannot be used is told apart, each cause in one plain sentence that says what to do."""

import os
import resource
import socket
import sqlite3
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage import causes, migrate
from storage.causes import Cause, Diagnosis, UnusableError, diagnose, trouble
from storage.examination import examine


@pytest.fixture
def file(file_url: str) -> Path:
    return Path(file_url.removeprefix("sqlite:///"))


def cause_of(url: str) -> Cause:
    with pytest.raises(UnusableError) as told:
        examine(url)
    sentence = str(told.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return told.value.diagnosis.cause


def test_a_good_one_and_one_that_is_not_there_yet(file_url: str, tmp_path: Path):
    assert examine(file_url) == migrate.head()
    fresh = tmp_path / "fresh.db"
    assert examine(f"sqlite:///{fresh}") is None
    assert not fresh.exists()


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file may become larger, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk(file_url: str):
    with small_files(500_000):
        assert cause_of(file_url) == Cause.FULL


def test_a_file_that_may_only_be_read(file: Path):
    assert cause_of(f"sqlite:///file:{file}?mode=ro&uri=true") == Cause.READ_ONLY


def test_a_file_of_somebody_else(file: Path, file_url: str, monkeypatch: pytest.MonkeyPatch):
    """Not taken for one that is gone. Whoever may do everything is refused nothing, so the system is told to say no."""
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != file and allowed(path, mode))
    assert cause_of(file_url) == Cause.READ_ONLY


def test_a_folder_that_may_only_be_read():
    assert cause_of("sqlite:////proc/samenspraak.db") == Cause.READ_ONLY


def test_a_damaged_file(file: Path, file_url: str):
    with file.open("r+b") as opened:
        opened.seek(4096 * 3)
        opened.write(b"\xff" * 4096 * 20)
    assert cause_of(file_url) == Cause.DAMAGED


def test_a_file_that_is_no_database(tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Beste Anna, " * 1000)
    assert cause_of(f"sqlite:///{letter}") == Cause.DAMAGED
    assert letter.read_text().startswith("Beste Anna")


def test_one_that_another_program_holds(file: Path, file_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert cause_of(file_url) == Cause.LOCKED


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "nonsense", "sqlite:////tmp", "oracel://x/y"])
def test_a_wrong_address(url: str):
    assert cause_of(url) == Cause.ADDRESS


def test_one_of_a_newer_version(file: Path, file_url: str):
    engine = create_engine(file_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = file.read_bytes()
    assert cause_of(file_url) == Cause.NEWER
    with pytest.raises(migrate.NewerSchemaError):
        migrate.upgrade(file_url)
    assert file.read_bytes() == before


# --- PostgreSQL ---


@contextmanager
def server_that_says(code: str, words: str) -> Iterator[str]:
    """The address of something that speaks PostgreSQL's protocol just long enough to refuse everybody."""

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                talking, _ = listening.accept()
            except OSError:
                return
            with talking:
                while (asked := talking.recv(1024)) and struct.unpack("!I", asked[4:8])[0] in (80877103, 80877104):
                    talking.sendall(b"N")  # neither TLS nor GSS
                fields = b"SFATAL\0C" + code.encode() + b"\0M" + words.encode() + b"\0\0"
                talking.sendall(b"E" + struct.pack("!I", len(fields) + 4) + fields)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield f"postgresql+psycopg://u:p@127.0.0.1:{listening.getsockname()[1]}/db"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


@pytest.mark.parametrize(
    ("code", "words", "cause"),
    [
        ("28P01", 'password authentication failed for user "u"', Cause.PASSWORD),
        ("28000", 'role "u" does not exist', Cause.PASSWORD),
        ("28000", 'no pg_hba.conf entry for host "127.0.0.1", user "u"', Cause.PASSWORD),
        ("3D000", 'database "db" does not exist', Cause.ADDRESS),
        ("57P03", "the database system is starting up", Cause.GONE),
        ("53300", "sorry, too many clients already", Cause.GONE),
    ],
)
def test_a_server_that_refuses(code: str, words: str, cause: Cause):
    with server_that_says(code, words) as url:
        assert cause_of(url) == cause


def test_a_server_that_is_not_there():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert cause_of(f"postgresql+psycopg://u:p@127.0.0.1:{port}/db") == Cause.GONE


def test_a_host_that_is_not_there():
    """In a network of containers a server that was stopped has no name any more."""
    assert cause_of("postgresql+psycopg://u:p@nowhere.invalid/db?connect_timeout=2") == Cause.ADDRESS
    assert "that the server it names runs" in Diagnosis(Cause.ADDRESS).sentence


@pytest.mark.postgres
def test_a_server_that_lets_nobody_write(postgres_url: str):
    assert examine(postgres_url) == migrate.head()
    assert cause_of(f"{postgres_url}&options=-cdefault_transaction_read_only%3Don") == Cause.READ_ONLY


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_keeps_no_utf8(postgres_server: str, encoding: str):
    """Of the one what is read would come back as bytes; in the other a ✓ could not be kept."""
    name = f"kept_as_{encoding.lower()}"
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        how = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        connection.exec_driver_sql(f"CREATE DATABASE {name} {how}")
    url = server.url.set(database=name).render_as_string(hide_password=False)
    server.dispose()
    assert cause_of(url) == Cause.ENCODING


class SaidError(Exception):
    """An error of a driver with the code of PostgreSQL."""

    def __init__(self, state: str):
        super().__init__(state)
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "cause"),
    [("53100", "full"), ("25006", "read_only"), ("57P01", "gone"), ("XX001", "damaged"), ("55P03", "locked")],
)
def test_what_a_running_server_can_say(state: str, cause: str):
    from sqlalchemy.exc import DBAPIError

    found = trouble(DBAPIError("COMMIT", {}, SaidError(state)))
    assert found is not None
    assert found.cause == cause


def test_a_mistake_of_ours_is_no_trouble():
    from sqlalchemy.exc import IntegrityError

    unique = sqlite3.IntegrityError("UNIQUE constraint failed")
    assert trouble(IntegrityError("INSERT", {}, unique)) is None
    assert trouble(KeyError("x")) is None
    assert trouble(OSError("x")) is None


def test_every_cause_has_one_sentence_that_says_what_to_do():
    sentences = [Diagnosis(cause).sentence for cause in Cause]
    assert len(set(sentences)) == len(Cause)
    assert all(";" in sentence and sentence.count(".") == 1 for sentence in sentences)


@pytest.mark.parametrize(
    "error", [PermissionError(13, "no", "/x"), OSError(28, "no", "/x"), FileNotFoundError(2, "no")]
)
def test_a_file_of_ours_that_cannot_be_used(error: OSError):
    said = causes.folder_sentence(error)
    assert said.endswith(".")
    assert diagnose(error).cause is not Cause.UNKNOWN
