"""A house on a port of this machine, and what somebody does there by keyboard, in a real browser."""

from __future__ import annotations

from playwright.async_api import Browser, BrowserContext, Page
from web_house import House

from bot.domain.ids import ChatId
from bot.web.window import opened

TAP = 44
"""Pixels: so large is at least what is tapped (WCAG 2.5.5)."""


class Served:
    """A house on a port of this machine."""

    def __init__(self, house: House, carla: ChatId) -> None:
        self.house, self.carla = house, carla

    async def open(
        self,
        browser: Browser,
        *,
        script: bool = True,
        width: int = 390,
        scheme: str = "light",
        chat: ChatId | None = None,
        path: str = "/gesprek",
    ) -> Page:
        """Carla's page, or that of somebody else."""
        options = {"java_script_enabled": script, "color_scheme": scheme}
        context: BrowserContext = await browser.new_context(viewport={"width": width, "height": 844}, **options)  # type: ignore[arg-type]
        found = await self.house.database.run(lambda uow: opened(uow, chat or self.carla, self.house.now, shared=False))
        cookie = {"name": "samenspraak", "value": found.secret, "url": self.house.site.origin}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await self.watched(context)
        await page.goto(f"{self.house.site.origin}{path}")
        return page

    async def watched(self, context: BrowserContext) -> Page:
        """A page whose errors are heard."""
        page = await context.new_page()
        page.wrong = []  # type: ignore[attr-defined]
        page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
        return page


async def tab_to(page: Page, label: str, at_most: int = 40) -> None:
    """Press Tab until the focus is on what is called so, and can be seen to be there."""
    for _ in range(at_most):
        await page.keyboard.press("Tab")
        here = page.locator("*:focus")
        if await here.count() and " ".join((await here.inner_text() or "").split()) == label:
            return
    raise AssertionError(f"{label} is not within {at_most} tabs")


async def press(page: Page, label: str) -> None:
    await tab_to(page, label)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def write(page: Page, text: str, label: str = "Typ je antwoord", send: str = "Verstuur") -> None:
    await page.get_by_label(label).focus()
    await page.keyboard.type(text)
    await press(page, send)
