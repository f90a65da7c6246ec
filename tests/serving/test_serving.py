"""What is wrong and what is not, and which addresses can be listened on."""

from pathlib import Path

import pytest

from bot.bootstrap import Program
from bot.serving.address import Address
from bot.serving.vitals import FIRE_WITHIN, POLL_WITHIN, SEND_WITHIN, Vitals
from bot.settings import Settings

WELL = Vitals("working", last_poll=POLL_WITHIN, oldest_unsent=SEND_WITHIN, oldest_overdue=FIRE_WITHIN)


@pytest.mark.parametrize(
    ("vitals", "said"),
    [
        (WELL, ""),
        (Vitals("standing by"), ""),
        (Vitals("starting"), ""),
        (Vitals("working", last_copy=10**9), ""),
        (Vitals("working", last_poll=POLL_WITHIN + 1), "poll"),
        (Vitals("working", last_poll=POLL_WITHIN + 1, polls=False), ""),
        (Vitals("working", oldest_unsent=SEND_WITHIN + 1), "message"),
        (Vitals("working", oldest_overdue=FIRE_WITHIN + 1), "timer"),
        (Vitals("working", database=False), "database"),
        (Vitals("not working"), "right to work"),
    ],
)
def test_what_somebody_must_do_something_about(vitals: Vitals, said: str):
    assert len(vitals.wrong) == bool(said)
    assert all(said in sentence for sentence in vitals.wrong)


async def test_who_stands_by_says_it_when_the_database_is_away(tmp_path: Path):
    """Else the second program looks well until it is needed."""
    url = "postgresql://u:p@127.0.0.1/db"
    program = Program(Settings(token="1:x", data_dir=tmp_path, database_url=url), serves=True)  # type: ignore[arg-type]
    assert program.right.lease
    assert not (await program._vitals()).wrong
    program.right.lease.trouble = "No database answers there."
    assert (await program._vitals()).wrong == ["No database answers there."]


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("127.0.0.1:8443", "http://127.0.0.1:8443"),
        ("0.0.0.0:80", "http://127.0.0.1:80"),
        ("[::]:8443", "http://[::1]:8443"),
        ("bot.internal:1", "http://bot.internal:1"),
    ],
)
def test_where_a_program_is_reached(text: str, here: str):
    assert Address.parse(text).here == here


@pytest.mark.parametrize("text", ["", "8443", ":8443", "127.0.0.1", "127.0.0.1:", "a:b", "a:70000", "a:-1"])
def test_what_is_no_address(text: str):
    with pytest.raises(ValueError, match="no address:port"):
        Address.parse(text)
