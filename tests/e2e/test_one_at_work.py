"""On an SQLite file one program works: a second one, and a command that changes the schema, is refused."""

import pytest

from .test_start_and_stop import is_one_plain_sentence, program

pytestmark = pytest.mark.process


async def test_a_second_run_is_refused_in_one_sentence(house):
    await house.start()
    code, out, err = await program(house, "run")
    assert code not in (0, None)
    assert not out
    assert is_one_plain_sentence(err)
    assert "Another samenspraak is at work on this database" in err
    await house["Anna"].say("/verder")  # the first has not noticed


async def test_a_migration_is_refused_meanwhile_and_works_afterwards(house):
    await house.start()
    code, _, err = await program(house, "migrate")
    assert code not in (0, None)
    assert is_one_plain_sentence(err)
    house.kill()
    assert (await program(house, "migrate"))[0] == 0


async def test_after_a_kill_the_next_one_may_work_at_once(house):
    await house.start()
    house.kill()
    await house.start()
    await house["Anna"].say("/verder")
    assert await house.stop() == 0
    await house.start()
