"""PostgreSQL is away for longer than we may trust that nobody else is at work: people still hear so, each once."""

import asyncio
import time

import pytest

from storage.lease import TRUSTED

from .driver import House
from .test_faults import begin, number
from .test_weather import HELD_UP, heard

pytestmark = [pytest.mark.process, pytest.mark.postgres]

SOON = 2.0
"""Seconds within which somebody hears it, and a little for a machine that is busy."""


@pytest.mark.parametrize("away", ["stopped", "still"])
async def test_who_writes_long_after_it_went_away_hears_so_once(tmp_path, server, away):
    async with House(tmp_path, server.database()) as house:
        house.seed()
        await house.start()
        anna, bram, carla = house["Anna"], house["Bram"], house["Carla"]
        await asyncio.gather(begin(anna), begin(bram))
        with getattr(server, away)():
            await asyncio.sleep(TRUSTED + 2)
            began = time.monotonic()
            anna.write("nee")
            query = bram.tap("Nee").query
            await house.until(lambda: heard(anna) and query.answer, what="the sentence")
            assert time.monotonic() - began < SOON + 1
            assert query.answer.text.startswith(HELD_UP)
            anna.write("nee")
            carla.write("/menu")
            await house.until(lambda: heard(carla), what="the sentence for somebody else")
            assert (heard(anna), heard(bram)) == (1, 0)
        await house.settled()
        assert (number(anna), number(bram)) == (3, 2)
        assert [heard(one) for one in (anna, bram, carla)] == [1, 0, 1]
