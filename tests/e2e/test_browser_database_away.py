"""PostgreSQL stops, or stands still, while people answer in the browser: nothing is lost and nothing taken twice.

What somebody sends is kept, or comes back to them with its text; and it may be sent again.
"""

import asyncio

import pytest

from .browsing import ROWS, Page, browsing, nothing_waits
from .driver import House
from .talking import TalkHouse, said

pytestmark = [pytest.mark.process, pytest.mark.postgres]

MOMENTS = [0.0, 1.5, 6.0]
"""Milliseconds after a form was sent."""
ALL = [pytest.param(away, MOMENTS, marks=pytest.mark.deep, id=away) for away in ("stopped", "still")]
ONE = pytest.param("stopped", MOMENTS[-1:], id="stopped once")
EACH = pytest.mark.parametrize(("away", "moments"), ALL)


async def sent_while_it_goes(page: Page, away, form: dict[str, str], *texts: str, after: float) -> bool:
    """Whether it was said to be kept; else all that was typed must have come back, also of what is sent then."""
    sending = asyncio.create_task(page.send("POST", form))
    await asyncio.sleep(after / 1000)
    with away():
        answer = await sending
        has_it_back(answer, *texts)
        has_it_back(await page.send("POST", form), *texts)
        assert "Even geduld" in (await page.send("GET")).text
    return answer.status_code == 303


def has_it_back(answer, *texts: str) -> None:
    if answer.status_code == 303:
        return
    page = Page.read(answer.text)
    assert answer.status_code == 503
    assert "Even geduld" in page
    assert all(text in page for text in texts), page


@EACH
async def test_an_answer(tmp_path, server, away, moments):
    async with House(tmp_path, server.database()) as house:
        page = await browsing(house)
        for at, moment in enumerate(moments):
            text = f"Korte <lijnen> & rust {at}"
            await page.does("Ja")
            form = page.form("Verstuur", text)
            promised = await sent_while_it_goes(page, getattr(server, away), form, text, after=moment)
            await page.get()
            assert not promised or text in str(house.answers(house["Anna"]))
            assert (await page.send("POST", form)).status_code == 303
            await page.get()
            assert "Beoogde opbrengst?" not in page.newest
            assert str(house.answers(house["Anna"])).count(text) == 1
        applied = house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation' AND kind = 'Typed'")
        assert len(applied) == len(moments)
        nothing_waits(house)


@pytest.mark.parametrize(("away", "moments"), [ONE, *ALL])
async def test_the_whole_form(tmp_path, server, away, moments):
    async with House(tmp_path, server.database()) as house:
        house.seed()
        page = Page(house, path="/formulier/1")
        await page.opens()
        await house.start()
        for at, moment in enumerate(moments):
            await page.get()
            texts = {f"v.{row}.outcome": f"{row} <{at}>" for row in ROWS}
            form = page.whole_form(**{f"v.{row}": "ja" for row in ROWS}, **texts)
            promised = await sent_while_it_goes(page, getattr(server, away), form, *texts.values(), after=moment)
            await page.get()
            kept = {text in str(house.answers(house["Anna"])) for text in texts.values()}
            assert len(kept) == 1, "a part of it was kept"
            assert kept == {True} or not promised
            assert (await page.send("POST", form)).status_code == 303
            await page.get()
            stand = page.whole_form()
            assert {name: stand[name] for name in texts} == texts
        assert len(house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation'")) == len(moments)
        nothing_waits(house)


@EACH
async def test_what_is_said_on_the_page_of_a_group(tmp_path, server, away, moments):
    async with TalkHouse(tmp_path, server.database()) as house:
        house.seed_talk()
        page = Page(house, "Dana", "/groep/1")
        await page.opens()
        await house.start()
        talk = await house.make_talk()
        await page.get()
        await page.does("Kom binnen")
        for at, moment in enumerate(moments):
            text = f"Punt <{at}> & rust"
            form = page.form("Verstuur antwoord", text)
            promised = await sent_while_it_goes(page, getattr(server, away), form, text, after=moment)
            await page.get()
            assert text in said(house) or not promised
            assert (await page.send("POST", form)).status_code == 303
            await house.settled()
            await page.get()
            assert said(house).count(text) == 1
            assert f"Dana (Zorggroep Noord): {text}" in page.newest
            assert f"Dana (Zorggroep Noord): {text}" in talk.table.text
        assert len(said(house)) == len(moments)
        nothing_waits(house)
