"""Which commands a chat is offered, and that an ordinary turn offers nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import example
from bot.bootstrap import texts
from bot.domain.rounds import Phase
from bot.phone.door import phone_doors
from bot.phone.phone import Phone
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.turn.offering import Offer
from bot.turn.runner import Runner
from storage.database import Database

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def town() -> Iterator[Town]:
    database = Database("sqlite://", bot=1)
    town = Town(database, Runner(texts(), HOUSE, phone_doors()), NOW)
    chats = [town.phone(name.split()[0]).chat.id for name in example.PEOPLE]
    database.run_sync(lambda uow: example.seed(uow, texts(), chats, NOW, frozenset(Phase)))
    yield town
    database.close()


def offer_to(town: Town, phone: Phone, text: str) -> Offer | None:
    return town.database.run_sync(lambda uow: town.runner.take(uow, phone.types(text), NOW)).offer


def test_who_takes_part_is_offered_what_is_of_use_now(town: Town) -> None:
    bram = town.phone("Bram")
    assert offer_to(town, bram, "/menu") == Offer(bram.chat.id, ("menu", "verder", "invullen", "overzicht", "help"))


def test_whoever_leads_is_offered_more(town: Town) -> None:
    for name in ("Bo", "Anna"):
        offer = offer_to(town, town.phone(name), "/overzicht")
        assert offer is not None
        assert {"nieuw", "rapport", "overdracht"} < set(offer.names)
        assert len(offer.names) < sum(command.listed for command in HOUSE.commands)


def test_an_ordinary_turn_offers_nothing(town: Town) -> None:
    """So it costs no call."""
    bram = town.phone("Bram")
    offer_to(town, bram, "/invullen")
    assert offer_to(town, bram, "hoi") is None


def test_a_stranger_sees_what_everybody_sees(town: Town) -> None:
    assert offer_to(town, town.phone("Zoe"), "/menu") is None
