"""A house to live in: a sandbox, the example in a database, and a bot that is started by the test."""

import pytest

from .driver import House


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        house.seed()
        yield house


@pytest.fixture
async def running(house):
    await house.start()
    return house
