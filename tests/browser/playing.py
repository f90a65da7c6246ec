"""Somebody at the page: opens it, looks at phones, taps and types, and counts how often."""

from playwright.async_api import Browser, Page, expect

from bot.demo import Demo

PATIENCE = 30_000
"""Milliseconds to wait for what must come."""
PHONE, SCREEN = (390, 844), (1280, 800)


async def open_page(
    browser: Browser, demo: Demo, size: tuple[int, int] = PHONE, view: str = "", host: str = "127.0.0.1", **options
) -> Page:
    """The page at `view`, on a new tab. What goes wrong in the page itself is kept in `page.problems`."""
    width, height = size
    page = await browser.new_page(viewport={"width": width, "height": height}, locale="nl-NL", **options)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    await page.goto(f"http://{host}:{demo.server.port}/{view}")
    return page


class Player:
    """Plays on one page. `inputs` counts each tap and each text that was typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inputs = 0

    async def choose(self, role: str) -> None:
        """Begin in the place of somebody, on the start card."""
        self.inputs += 1
        await self.page.get_by_role("button", name=f"Als {role}").click()
        await expect(self.page.locator("#play")).to_be_visible(timeout=PATIENCE)

    async def look(self, name: str, chat: str | None = None) -> None:
        """Take up somebody's phone; `chat` is the chat to open on it."""
        self.inputs += 1
        await self.page.get_by_role("navigation", name="Personen").get_by_role("button", name=name).click()
        if chat is not None:
            await self.open(chat)

    async def open(self, chat: str) -> None:
        self.inputs += 1
        await self.page.get_by_role("tab", name=chat).filter(visible=True).last.click()

    async def tap(self, label: str, then: str) -> None:
        """Tap the lowest button of that name; wait for what must come of it."""
        self.inputs += 1
        await self.page.get_by_role("button", name=label, exact=True).filter(visible=True).last.click()
        await self.sees(then)

    async def type(self, text: str, then: str) -> None:
        self.inputs += 1
        box = self.page.get_by_role("textbox", name="Bericht").filter(visible=True).last
        await box.fill(text)
        await box.press("Enter")
        await self.sees(then)

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_text(text).filter(visible=True).last).to_be_visible(timeout=PATIENCE)


def faults(demo: Demo) -> list[str]:
    """What the bot asked of the server and should not have."""
    return [f"{call.method}: {call.description}" for call in demo.world.refusals if call.is_fault]
