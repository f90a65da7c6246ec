"""Every page, in every state that looks otherwise, is judged by axe-core: WCAG 2.1 A and AA, and good practice.

In both colours, on a narrow and a wide page, with letters twice as large, without our scripts and with them.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
import pytest_asyncio
from every_page import Walk, walked
from playwright.async_api import Browser, Page, Route
from web_house import SITE

from bot.web.app import STATIC
from bot.web.paper import FOLDER
from storage.database import Database

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
JUDGE = """async () => (await axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values:
["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } })).violations.flatMap(one =>
one.nodes.map(node => `${one.id}: ${node.target.join(" ")}: ${node.html.slice(0, 90)}`))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll("main *, header *")].filter(one => one.offsetHeight &&
getComputedStyle(one).overflow === "hidden" && one.scrollHeight > one.clientHeight + 1).map(one => one.tagName)"""
NO_PAGES = ("/deel", "/stand", "/gebeurtenissen", "/bestand/{number}", ".ics")
"""How addresses end that show no page: what a script asks for, and files."""


@dataclass(frozen=True)
class Way:
    """How somebody looks."""

    scheme: str
    width: int
    script: bool
    larger: bool = False

    def __str__(self) -> str:
        return f"{self.scheme} {self.width}{' script' * self.script}{' 200%' * self.larger}"


QUICK = Way("dark", 320, script=False, larger=True)
ALL = [
    Way(scheme, width, script, larger)
    for scheme in ("light", "dark")
    for width in (320, 1280)
    for script in (False, True)
    for larger in (False, True)
]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk() -> AsyncIterator[Walk]:
    with Database("sqlite://", bot=1) as database:
        yield await walked(database)


async def test_every_page_is_walked_past(walk: Walk):
    """A new address, or a new template, must be added to the walk."""
    pages = walk.house.web._pages
    assert pages is not None
    routes = [one for one in pages.app.routes if one.path.removeprefix("/") not in STATIC]  # type: ignore[attr-defined]
    shown = [one for one in routes if not one.path_format.endswith(NO_PAGES)]  # type: ignore[attr-defined]
    paths = [path for path, _ in walk.seen.values()]
    assert [one.path for one in shown if not any(one.path_regex.match(path) for path in paths)] == []  # type: ignore[attr-defined]
    drawn = {name for _, name in pages.paper._environment.cache}  # type: ignore[union-attr]
    whole = {one.name for one in (FOLDER / "templates").glob("*.html")} - {"letter.html"}
    assert whole - drawn == set()


async def shown_to(browser: Browser, way: Way, walk: Walk) -> Page:
    """A page on which what was seen stands again, whatever it asks for."""
    context = await browser.new_context(
        viewport={"width": way.width, "height": 844},
        color_scheme=way.scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = await context.new_page()

    async def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE.origin).lstrip("/")
        if name in STATIC and (way.script or not name.endswith(".js")):
            await route.fulfill(body=(FOLDER / "static" / name).read_bytes(), content_type=STATIC[name])
        elif route.request.method == "POST" and walk.inside:
            await route.fulfill(json={"html": walk.inside})
        elif route.request.is_navigation_request():
            await route.fulfill(body=page.stands, content_type="text/html; charset=utf-8")  # type: ignore[attr-defined]
        else:
            await route.abort()

    await context.route("**/*", answer)
    return page


async def judged(page: Page, way: Way) -> list[str]:
    """What is wrong with the page as it stands there."""
    if way.larger:
        await page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    await page.evaluate("() => { document.querySelectorAll('details').forEach(one => { one.open = true }) }")
    await page.evaluate(AXE)
    found: list[Any] = await page.evaluate(JUDGE)
    wide = await page.evaluate(TOO_WIDE)
    return [*found, *([f"{wide} pixels too wide"] if wide > 0 else []), *await page.evaluate(CUT_OFF)]


def different(seen: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The first of all that differ in their words alone."""
    kinds = {re.sub(r">[^<]*<|value=\"[^\"]*\"|/\d+", "", html): what for what, (_, html) in reversed(seen.items())}
    return {what: page for what, page in seen.items() if what in kinds.values()}


@pytest.mark.browser
async def test_nothing_stands_in_anybodys_way(walk: Walk, browser: Browser):
    assert await found_on(different(walk.seen), walk, browser, QUICK) == {}


@pytest.mark.browser
@pytest.mark.deep
@pytest.mark.parametrize("way", ALL, ids=str)
async def test_nothing_stands_in_anybodys_way_in_whatever_way_they_look(walk: Walk, browser: Browser, way: Way):
    assert await found_on(walk.seen, walk, browser, way) == {}


async def found_on(seen: dict[str, tuple[str, str]], walk: Walk, browser: Browser, way: Way) -> dict[str, list[str]]:
    """What is wrong with each page, and with which."""
    page, found = await shown_to(browser, way, walk), {}
    for what, (path, html) in seen.items():
        page.stands = html  # type: ignore[attr-defined]
        inside = path.endswith("/telegram") and way.script
        await page.goto(f"{SITE.origin}{path}{'#tgWebAppData=x' if inside else ''}")
        if inside:
            await page.locator("#formulier").wait_for()
        if wrong := await judged(page, way):
            found[what] = wrong
    return found
