"""The commands: run, demo, check, migrate, chat, backup, restore, health.

Errors are one plain sentence and a non-zero exit.
"""

import asyncio
import errno
import os
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap import CannotStartError, Program, bring_up_to_date, system_now
from bot.content.errors import ContentError
from bot.health import main as ask_how_it_does
from bot.logs import UnknownLevelError, configure_logging
from bot.rooms import DIALOGS
from bot.settings import SecretFileError, Settings
from bot.telegram.errors import InvalidToken, TelegramError
from bot.turn.ports import StorageTroubleError
from storage.causes import UnusableError, diagnose, folder_sentence
from storage.copies.errors import CopyError
from storage.migrate import NewerSchemaError
from storage.right import LeaseTakenError, alone


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise CannotStartError(f"{first['loc'][0]} cannot be used: {first['msg']}.") from None


@click.group()
@click.version_option(package_name="samenspraak", message="samenspraak %(version)s")
def cli() -> None:
    """Samenspraak: a Telegram bot that facilitates the SMS-tool."""


@cli.command()
def run() -> None:
    """Run the bot. Needs TELEGRAM_BOT_TOKEN; stops cleanly on SIGTERM and Ctrl-C."""
    settings = _settings()
    configure_logging(settings.log_level, settings.log_format)
    asyncio.run(work(Program(settings, serves=True)))


async def work(program: Program) -> None:
    """From the start until somebody stops it, which may be while it stands by or waits for Telegram to be there."""
    stopped = asyncio.create_task(_stop_signal().wait())
    running = asyncio.create_task(_start_and_run(program))
    lost = asyncio.create_task(program.right.lost.wait())
    try:
        await asyncio.wait((stopped, running, lost), return_when=asyncio.FIRST_COMPLETED)
        if lost.done():
            _end_at_once("Another samenspraak has taken over; start this one again and it stands by.")
        if running.done():
            running.result()
    finally:
        for task in (stopped, running, lost):
            task.cancel()
        await asyncio.gather(stopped, running, lost, return_exceptions=True)
        await program.stop()


async def _start_and_run(program: Program) -> None:
    await program.start()
    await program.until_ended()


def _end_at_once(sentence: str) -> NoReturn:
    """Without finishing anything: it is somebody else's by now. What was sent is in order, the rest is on disk."""
    click.echo(f"samenspraak: {sentence}", err=True)
    sys.stderr.flush()
    os._exit(1)


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


@cli.command()
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Where the page is served."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.option("--fresh", is_flag=True, help="Begin again instead of going on with the last play.")
def demo(port: int, no_browser: bool, fresh: bool) -> None:
    """Play the bot in the browser, as everyone at once. Needs no token and no internet."""
    from shutil import rmtree

    from bot import demo as play

    configure_logging("WARNING")
    folder = Path(tempfile.gettempdir()) / f"samenspraak-demo-{port}"
    if fresh:
        rmtree(folder, ignore_errors=True)

    def ready(running: Any) -> None:
        click.echo(f"Samenspraak is ready to play on {running.server.base_url}")
        if running.goes_on:
            click.echo("Going on with the last play; the page has buttons to begin again.")
        click.echo("Stop with Ctrl-C.")

    async def go() -> None:
        await play.run(folder, port, browser=not no_browser, ready=ready, stopped=_stop_signal())

    try:
        asyncio.run(go())
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CannotStartError(f"Port {port} is taken; choose another with --port (or make demo PORT=...).") from None


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema. An existing one is copied first; the log says where to."""
    settings = _settings()
    configure_logging(settings.log_level, settings.log_format)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with alone(settings.database):
        click.echo(f"The database is at revision {bring_up_to_date(settings, system_now())}.")


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, also while the bot runs. The same file restores into SQLite and PostgreSQL."""
    from bot import copies

    made = copies.backup(_settings(), file, system_now())
    click.echo(f"Copied {made.rows} rows to {file}.")


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the copy FILE in the place of the database, which is kept. The bot must not be running."""
    from bot import copies

    done = copies.restore(_settings(), file, system_now())
    click.echo(f"Restored the copy of {done.copied_at:%Y-%m-%d %H:%M} UTC.")
    if done.erased:
        click.echo(f"Erased again: {done.erased}, who had been erased since.")
    if done.replaced is not None:
        click.echo(f"The database of before is kept in {done.replaced}.")


@cli.command()
@click.option("--content-only", is_flag=True, help="Check only the texts and dialogs; needs no token or network.")
def check(content_only: bool) -> None:
    """Tell in plain words whether everything is in order, and what to do where it is not."""
    from bot.check import content, surroundings

    findings = [content()]
    if not content_only:
        findings += asyncio.run(surroundings(_settings()))
    for finding in findings:
        click.echo(finding.line)
    if not all(finding.fine for finding in findings):
        sys.exit(1)


@cli.command()
def health() -> None:
    """Ask the program that runs on this machine how it is doing. Fails when somebody must do something about it."""
    ask_how_it_does()


@cli.command()
@click.argument("dialog", required=False)
def chat(dialog: str | None) -> None:
    """Play the bot in the terminal, as everyone in a small example; nothing is kept. With a name: that dialog alone."""
    from datetime import UTC, datetime

    from bot import terminal
    from bot.console.play import play

    if dialog is None:
        configure_logging("WARNING")
        terminal.play(datetime.now(UTC))
        return
    if dialog not in DIALOGS:
        raise CannotStartError(f"There is no dialog {dialog}; there are {', '.join(sorted(DIALOGS))}.")
    play(DIALOGS[dialog])


def main() -> None:
    """What cannot go on says so in one sentence."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (CannotStartError, UnknownLevelError, SecretFileError, ContentError, CopyError, NewerSchemaError) as error:
        _fail(str(error))
    except LeaseTakenError:
        _fail(
            "Another samenspraak is at work on this database; stop it first. Only on PostgreSQL a second one stands by."
        )
    except InvalidToken:
        _fail("Telegram does not know this token; check TELEGRAM_BOT_TOKEN with @BotFather.")
    except TelegramError as error:
        _fail(f"Telegram refuses what is asked of it: {error}.")
    except ModuleNotFoundError as error:
        _fail(
            f"{error.name} is not installed; DATABASE_URL begins with sqlite:/// or postgresql://, "
            "PostgreSQL needs the extra postgres, the demo needs the extra demo."
        )
    except (SQLAlchemyError, sqlite3.Error, UnusableError, StorageTroubleError) as error:
        _fail(diagnose(error).sentence)
    except OSError as error:
        _fail(folder_sentence(error) if error.filename else f"{error.strerror or error}.")


def _fail(sentence: str) -> None:
    click.echo(f"samenspraak: {sentence}", err=True)
    sys.exit(1)
