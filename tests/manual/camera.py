"""A browser that looks at one chat of the demo and keeps a picture of what was said last there."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.demo import Demo

WIDE = 390
"""Pixels: a phone."""
PATIENCE = 20_000
"""Milliseconds to wait for what must be there."""
BARE = """
.bar, .people, .chat-row, .composer, .pinned, .to-bottom, .overlay { display: none !important }
.day, .service, button.icon, .sign { display: none !important }
html, body, main, .play, .stage, .phones, .phone, .scroll { display: block !important; height: auto !important }
html, body, main, .play, .stage, .phones, .phone, .scroll { overflow: visible !important }
.messages { position: static !important; overflow: visible !important }
.photo img { max-height: none !important }
.chat-heading { padding: 8px 12px !important }
.bubble { padding-right: 11px !important }
"""
"""The chat alone, as high as what is in it: without what belongs to the demo."""
LAST = """([count, text]) => {
  const all = [...document.querySelectorAll('.phone.current .message')];
  let end = all.length;
  if (text) while (end && !all[end - 1].textContent.includes(text)) end -= 1;
  all.forEach((one, at) => { one.style.display = at >= end - count && at < end ? '' : 'none'; });
  return end;
}"""


class Camera:
    """Takes pictures of chats into `folder`, by name."""

    def __init__(self, browser: Browser, demo: Demo, folder: Path) -> None:
        self.browser, self._demo, self._folder = browser, demo, folder

    async def take(self, name: str, who: str, chat: str = "Samenspraak", *, last: int = 1, until: str = "") -> None:
        """The `last` messages on somebody's phone, the newest of them the last one that holds the text `until`."""
        options = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "color_scheme": "light", "bypass_csp": True}
        page = await self.browser.new_page(viewport={"width": WIDE, "height": 844}, reduced_motion="reduce", **options)
        await page.goto(f"{self._demo.server.base_url}/#phones")
        await page.get_by_role("navigation", name="Personen").get_by_role("button", name=who).click(timeout=PATIENCE)
        await page.get_by_role("tab", name=chat).filter(visible=True).last.click()
        if until:
            await expect(page.locator(".phone.current .message").filter(has_text=until).last).to_be_attached()
        await page.add_style_tag(content=BARE)
        if not await page.evaluate(LAST, [last, until]):
            raise SystemExit(f"{name}: nothing on the phone of {who} says {until}")
        await self._keep(page, name, ".phone.current")

    async def page(self, name: str, page: Page, part: str = "body") -> None:
        """A page that is open already: a part of it, or with none what stands on the screen."""
        await self._keep(page, name, part)

    async def _keep(self, page: Page, name: str, part: str) -> None:
        await page.wait_for_function("[...document.images].every(one => one.complete)")
        taken = page.locator(part) if part else page
        await taken.screenshot(path=self._folder / f"{name}.png", animations="disabled")
        await page.close()
