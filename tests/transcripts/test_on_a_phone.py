"""Every screen of the transcripts as the page draws it on a phone: contrast, whole words, targets, nothing sideways."""

import json
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium
from player import Player

from bot.content.screen import Button, Screen
from bot.demo import Demo
from bot.sandbox.entities import parse_html
from bot.telegram.fitting import as_html

HERE = Path(__file__).parent
DRAW = (HERE / "drawing.js").read_text(encoding="utf-8")
MEASURE = (HERE.parent / "browser" / "measuring.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
AT_ONCE = 100
"""How many screens are on the page at a time."""


@pytest.mark.deep
@pytest.mark.browser
async def test_every_screen_reads_on_a_phone(tmp_path: Path) -> None:
    screens = every_screen()
    assert len(screens) > 1000
    demo = Demo(tmp_path / "play", 0)
    await demo.start()
    try:
        async with chromium() as browser:
            page = await browser.new_page(viewport=PHONE, locale="nl-NL")
            await page.goto(demo.server.base_url)
            await page.get_by_role("button", name="Als deelnemer").click()
            await page.get_by_text("Fase 1 · 1/10").first.wait_for()
            found = set()
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme=scheme)
                for at in range(0, len(screens), AT_ONCE):
                    await page.evaluate(DRAW, screens[at : at + AT_ONCE])
                    found.update(await page.evaluate(MEASURE))
    finally:
        await demo.stop()
    assert found == set()


def every_screen() -> list[dict[str, Any]]:
    """Each screen once, as the page gets it; without pictures and files."""
    found: dict[str, dict[str, Any]] = {}
    for page in sorted(HERE.glob("*.chat")):
        player = Player()
        try:
            player.play(page.read_text(encoding="utf-8"))
        finally:
            player.close()
        messages = [drawn(version.screen) for version in player.shown]
        found |= {json.dumps(message): message for message in messages}
    return list(found.values())


def drawn(screen: Screen) -> dict[str, Any]:
    text, entities = parse_html(as_html(screen.html))
    rows = [[key(button) for button in row] for row in screen.buttons]
    return {"text": text, "entities": entities, "reply_markup": {"inline_keyboard": rows}}


def key(button: Button) -> dict[str, Any]:
    shown = {"text": button.label, "style": button.tone.value}
    return shown | ({"url": button.url} if button.url else {"copy_text": {"text": button.copy}} if button.copy else {})
