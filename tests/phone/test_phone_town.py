"""Phones with the program behind them: a turn for each thing that is done, and time that goes by."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import example
from bot.bootstrap import texts
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.runner.turn import Runner
from storage.database import Database

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def town() -> Iterator[Town]:
    """The example, of which everybody has been told."""
    with Database("sqlite://", bot=1) as database:
        content = texts("samenspraak_bot")
        town = Town(database, Runner(content, HOUSE), START)
        chats = [town.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        database.run_sync(lambda uow: example.seed(uow, content, chats, START))
        town.start_again()
        yield town


def test_a_tap_leads_to_the_next_question(town: Town):
    anna = town.phone("Anna")
    town.take(anna.types("/invullen"))
    town.take(anna.taps("Begin met de motieven"))
    assert "Fase 1 · 1/11" in anna.newest.text


def test_the_same_update_twice_is_one(town: Town):
    incoming = town.phone("Anna").types("/menu")
    assert town.take(incoming).changes
    assert not town.take(incoming).changes


def test_an_old_button_is_told(town: Town):
    anna = town.phone("Anna")
    town.take(anna.types("/invullen"))
    town.take(anna.taps("Begin met de motieven"))
    seen = town.take(anna.taps_old("Begin met de motieven"))
    assert seen.toast == anna.toast == "Deze knop is verlopen"


def test_what_was_held_up_comes_after_a_start(town: Town):
    anna = town.phone("Anna")
    town.phones.hold(anna.chat.id)
    before = len(anna.chat.messages)
    assert not town.take(anna.types("/menu")).changes
    assert len(anna.chat.of_bot()) == before
    assert town.start_again().changes
    assert not town.start_again().changes


def test_who_cannot_be_reached_is_not_written_to(town: Town):
    anna = town.phone("Anna")
    anna.chat.here = False  # the bot has not been told
    seen = town.pass_time(timedelta(days=40))
    assert not [change for one in seen for change in one.changes if change.chat == anna.chat.id]
    assert not town.database.run_sync(lambda uow: uow.people.in_chat(anna.chat.id).reachable)
    town.take(anna.unblocks())
    assert town.database.run_sync(lambda uow: uow.people.in_chat(anna.chat.id).reachable)


def test_time_goes_by_to_the_end(town: Town):
    town.pass_time(timedelta(days=3))
    assert town.now == START + timedelta(days=3)
