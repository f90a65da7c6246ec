"""The storage stands still, or the program is not open yet: what somebody sent is kept, or shown with its text."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from form_reading import Form
from web_house import Browser, House

TEXT = "Bekend in de <wijk> & daarbuiten"


@asynccontextmanager
async def standing_still(house: House) -> AsyncIterator[None]:
    """Whatever asks for the storage waits."""
    released, begun = threading.Event(), threading.Event()

    def holds(_uow: object) -> None:
        begun.set()
        released.wait(30)

    task = asyncio.create_task(house.database.run(holds))
    await asyncio.to_thread(begun.wait, 5)
    try:
        yield
    finally:
        released.set()
        await task


@asynccontextmanager
async def not_open(house: House) -> AsyncIterator[None]:
    """As while Telegram cannot be reached at the start."""
    house.web._pages.is_open = False  # type: ignore[union-attr]
    yield
    house.web._pages.is_open = True  # type: ignore[union-attr]


STOPS = pytest.mark.parametrize("stopped", [standing_still, not_open])


async def carla(house: House) -> Browser:
    return await house.window(await house.chat("carla"))


def has_it_back(browser: Browser) -> None:
    assert (browser.status, browser.client.cookies.get("__Host-samenspraak") is not None) == (503, True)
    assert TEXT in browser.text
    assert "Even geduld" in browser.text


@STOPS
async def test_what_was_typed_stands_there_and_can_be_sent_again(house: House, stopped) -> None:
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]")
    data = {"tekst": TEXT, "zegel": browser.knob("Verstuur").value}
    async with stopped(house):
        await browser.post("/gesprek", data)
        has_it_back(browser)
    for _ in range(2):
        await browser.post("/gesprek", data)
    assert "Fase 1 · 2/10" in browser.newest
    await browser.taps("‹ Terug")
    assert TEXT in browser.newest


@STOPS
async def test_the_whole_form_comes_back_as_it_was_typed(house: House, stopped) -> None:
    browser = await carla(house)
    form = (await Form.of(browser)).fills("pp.leg.1", "ja", TEXT).fills("pp.ont.1", "ja", "Rust")
    seal = next(one.value for one in browser.knobs if one.name == "bewaar")
    async with stopped(house):
        await browser.post(form.path, {**form.fields, "bewaar": seal})
        has_it_back(browser)
        assert "Rust" in browser.text
    await browser.post(form.path, {**form.fields, "bewaar": seal})
    form = await Form.of(browser)
    assert (form.value("pp.leg.1", ".outcome"), form.value("pp.ont.1", ".outcome")) == (TEXT, "Rust")


@STOPS
async def test_a_button_and_a_page_say_that_it_takes_a_moment(house: House, stopped) -> None:
    browser = await carla(house)
    async with stopped(house):
        await browser.taps("Menu")
        assert (browser.status, "Even geduld" in browser.text) == (503, True)
        assert "<textarea" not in browser.page
        await browser.get("/gesprek")
        assert (browser.status, "Even geduld" in browser.text) == (503, True)
