"""SIGKILL while somebody answers in the browser: what was sent is kept once, whoever sends it again after an error."""

import pytest

from .browsing import ROWS, Page, browsing, nothing_waits
from .driver import House
from .pair import Pair
from .talking import TalkHouse, said

pytestmark = pytest.mark.process

MOMENTS = [0.5, 2.0, 4.0, 7.0, 12.0]
"""Milliseconds after a form was sent."""
SWEEP = [0.25, 1.0, 1.5, 2.5, 3.0, 5.0, 6.0, 9.0, 15.0, 25.0]
FEW_OR_ALL = pytest.mark.parametrize(
    "moments", [MOMENTS, pytest.param(SWEEP, marks=pytest.mark.deep)], ids=["few", "sweep"]
)


@FEW_OR_ALL
async def test_a_kill_while_a_form_is_sent_keeps_it_once(tmp_path, moments):
    async with House(tmp_path) as house:
        page = await browsing(house)
        for at, moment in enumerate(moments):
            text = f"Opbrengst <{at}>"
            shown = await page.does("Ja")
            assert "Beoogde opbrengst?" in shown
            form = page.form("Verstuur", text)
            answered = await page.killed(form, moment)
            await house.start()
            await page.get()
            kept = text in str(house.answers(house["Anna"]))
            assert kept or not answered, "an answer was promised and lost"
            assert ("Beoogde opbrengst?" in page.newest) != kept
            assert (await page.send("POST", form)).status_code == 303
            await page.get()
            assert "Beoogde opbrengst?" not in page.newest
            assert str(house.answers(house["Anna"])).count(text) == 1
        applied = house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation' AND kind = 'Typed'")
        assert len(applied) == at + 1
        nothing_waits(house)


@FEW_OR_ALL
async def test_a_kill_while_the_whole_form_is_sent_keeps_all_its_rows_or_none(tmp_path, moments):
    async with House(tmp_path) as house:
        house.seed()
        page = Page(house, path="/formulier/1")
        await page.opens()
        await house.start()
        for at, moment in enumerate(moments):
            await page.get()
            texts = {f"v.{row}.outcome": f"{row} <{at}>" for row in ROWS}
            form = page.whole_form(**{f"v.{row}": "ja" for row in ROWS}, **texts)
            answered = await page.killed(form, moment)
            await house.start()
            await page.get()
            kept = {text in str(house.answers(house["Anna"])) for text in texts.values()}
            assert len(kept) == 1, "a part of it was kept"
            assert kept == {True} or not answered, "an answer was promised and lost"
            assert (await page.send("POST", form)).status_code == 303
            await page.get()
            stand = page.whole_form()
            assert {name: stand[name] for name in texts} == texts
        assert len(house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation'")) == at + 1
        nothing_waits(house)


@FEW_OR_ALL
async def test_a_kill_while_something_is_said_on_the_page_of_a_group_keeps_it_once(tmp_path, moments):
    async with TalkHouse(tmp_path) as house:
        house.seed_talk()
        page = Page(house, "Dana", "/groep/1")
        await page.opens()
        await house.start()
        talk = await house.make_talk()
        await page.get()
        await page.does("Kom binnen")
        for at, moment in enumerate(moments):
            text = f"Punt <{at}>"
            form = page.form("Verstuur antwoord", text)
            answered = await page.killed(form, moment)
            await house.start()
            await house.settled()
            await page.get()
            assert text in said(house) or not answered, "what was said was promised and lost"
            assert (await page.send("POST", form)).status_code == 303
            await house.settled()
            await page.get()
            assert said(house).count(text) == 1
            assert f"Dana (Zorggroep Noord): {text}" in page.newest
            assert f"Dana (Zorggroep Noord): {text}" in talk.table.text
        assert said(house) == [f"Punt <{number}>" for number in range(at + 1)]
        nothing_waits(house)


@pytest.mark.postgres
async def test_who_stands_by_goes_on_with_a_form_that_was_sent(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        page = await browsing(house)
        await page.does("Ja")
        await house.launch_standby()
        form = page.form("Verstuur", "Korte lijnen")
        first = house.logs.pop()  # until it takes over the other one is asked
        answered = await page.killed(form, 3.0)
        house.logs.append(first)
        await house.taken_over()
        await page.get()
        assert "Korte lijnen" in str(house.answers(house["Anna"])) or not answered
        assert (await page.send("POST", form)).status_code == 303
        await page.get()
        assert "Beoogde opbrengst?" not in page.newest
        assert str(house.answers(house["Anna"])).count("Korte lijnen") == 1
