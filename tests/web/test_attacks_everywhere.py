"""The same attacks on every address there is: a new one that is not thought of here fails."""

import asyncio
import re
from urllib.parse import quote

import httpx
import pytest
from every_page import walked
from test_groups import at_the_first_question, mixed, page
from web_house import SITE, Browser, House

from bot.web.app import STATIC
from storage.database import Database

__all__ = ["mixed"]

SOME, HUGE = "1", "9" * 30
WORDS = {"token": "geraden-token", "key": "geraden-sleutel"}
"""What stands in an address that is no number: something that nobody gave out."""
OPEN_TO_ALL = {"/", "/handleiding", "/u/{token}", "/uit", "/scherm"}
"""What says nothing of anybody, whoever asks."""
NEEDS_MAIL = {"/e-mail", "/e-mail/{token}", "/afmelden/{key}", "/link"}


def addresses(house: House) -> dict[str, set[str]]:
    """Each address, as it stands in the routes, and how it may be asked."""
    pages = house.web._pages
    assert pages is not None
    routes = [one for one in pages.app.routes if one.path.removeprefix("/") not in STATIC]  # type: ignore[attr-defined]
    return {one.path_format: set(one.methods) for one in routes}  # type: ignore[attr-defined]


def filled(address: str, number: str) -> str:
    """With a number, or words, in its places."""
    found = re.findall(r"\{(\w+)\}", address)
    return address.format(**{name: WORDS.get(name, number) for name in found})


async def carla(house: House) -> Browser:
    return await house.window(await house.chat("carla"))


async def test_another_site_sends_nothing_to_any_address(house: House):
    browser = await carla(house)
    for address, methods in addresses(house).items():
        if "POST" not in methods:
            continue
        path = filled(address, SOME)
        for headers in (
            {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
            {"origin": "null", "sec-fetch-site": "cross-site"},
            {"origin": "null", "sec-fetch-site": "same-site"},
            {"origin": "https://evil.example", "sec-fetch-site": ""},
        ):
            answer = await browser.client.post(path, data={"tekst": "x"}, headers=headers)
            assert (path, answer.status_code) == (path, 403)
        answer = await browser.client.post(path, content=b"{}", headers={"content-type": "application/json"})
        assert (path, answer.status_code) == (path, 415)
        answer = await browser.client.post(path, content=b"x", headers={"content-type": "text/plain"})
        assert (path, answer.status_code) == (path, 415)


async def test_nothing_of_others_is_behind_any_number(mixed: House):
    """Somebody who is in, and takes part in nothing, asks for all that Bram and Carla see."""
    await at_the_first_question(mixed)
    bram, stranger = await page(mixed, "Bram"), await mixed.window(await mixed.chat("iemand"))
    assert "vraag 1/6" in bram.text
    for address, methods in addresses(mixed).items():
        if address in OPEN_TO_ALL | NEEDS_MAIL or "{" not in address:
            continue
        for number in ("0", *map(str, range(1, 8)), "4503599627370496", str(2**62), HUGE):
            path = filled(address, number)
            for method in ("GET", "POST") if "POST" in methods else ("GET",):
                data = {"tekst": "x", "tik": "x"} if method == "POST" else None
                answer = await stranger.client.request(method, path, data=data)
                assert (method, path, answer.status_code) == (method, path, 404)
                assert not re.search("Zorggroep|Verpleegkunde|Bram|vraag 1", answer.text)


async def test_who_is_not_in_is_told_nothing_at_any_address(mixed: House):
    await at_the_first_question(mixed)
    await page(mixed, "Bram")
    nobody = mixed.browser()
    nobody.client.cookies.set("__Host-samenspraak", "geraden", domain="samen.example", path="/")
    nobody.client.cookies.set("__Host-samenspraak-scherm", "GERADEN2", domain="samen.example", path="/")
    for address, methods in addresses(mixed).items():
        for method in ("GET", "POST") if "POST" in methods else ("GET",):
            data = {"tekst": "x", "zegel": "x", "nummer": "1"} if method == "POST" else None
            answer = await nobody.client.request(method, filled(address, SOME), data=data)
            told = 200 if address in OPEN_TO_ALL else 0
            assert answer.status_code in (told, 204, 401, 403, 404), (method, address, answer.status_code)
            assert not re.search("Zorggroep|Verpleegkunde|Bram|vraag 1", answer.text)


@pytest.mark.parametrize(
    "said", ["//evil.example", "https://evil.example", "\\\\evil.example", "/..//evil.example", "\r\nx: y"]
)
async def test_no_answer_leads_to_another_site(mixed: House, said: str):
    """Whatever stands in a field, a button or the address, the browser stays with us."""
    await at_the_first_question(mixed)
    browser = await page(mixed, "Bram")
    seal = next(knob.value.partition(".")[0] for knob in browser.knobs)
    names = ("tik", "opdracht", "antwoord", "spreekt", "bewaar", "overslaan", "zeker", "verder", "doe", "adres", "code")
    led = []
    for address, methods in addresses(mixed).items():
        path = filled(address, SOME)
        for name in names if "POST" in methods else ():
            data = {name: f"{seal}.{said}", "tekst": said, "zegel": said, "nummer": said, "terug": said}
            led.append(await browser.client.post(path, data=data))
        if address.endswith("/gebeurtenissen"):  # it stays open
            continue
        led.append(await browser.client.get(f"{path}?voor={quote(said)}&op={quote(said)}&bewaard={quote(said)}"))
    led += [await browser.client.get(f"/u/{quote(said, safe='')}"), await browser.client.get(f"/{said.strip()}")]
    places = [one.headers["location"] for one in led if "location" in one.headers]
    assert places
    for place in places:
        assert re.match(r"/(?![/\\])", place), place
        assert httpx.URL(SITE.origin).join(place).host == "samen.example"
    assert not [one for one in led if re.search(r"(?:href|action|src)=\"(?:https?:|//|\\\\)[^\"]*evil", one.text)]


async def test_a_form_of_many_fields_is_refused_and_is_no_fault_of_ours(house: House):
    browser = await carla(house)
    for address, methods in addresses(house).items():
        if "POST" in methods and address not in NEEDS_MAIL:
            path = filled(address, "2")
            answer = await browser.client.post(path, data={f"veld{number}": "x" for number in range(500)})
            assert answer.status_code in (401, 403, 404, 413), (path, answer.status_code)


async def test_who_sends_slowly_is_not_waited_for(house: House):
    """A body that comes in drops holds nothing open."""
    guard = house.served["/"]
    guard._within = 0.05  # type: ignore[attr-defined]

    async def drops():
        yield b"tekst=x"
        await asyncio.sleep(5)
        yield b"x"

    browser = await carla(house)
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with asyncio.timeout(2):
        answer = await browser.client.post("/gesprek", content=drops(), headers=form)
    assert answer.status_code == 408


EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7919 * 7907 }}"""


async def test_a_name_is_a_name_on_every_page():
    with Database("sqlite://", bot=1) as database:
        walk = await walked(database, name=EVIL, title=EVIL)
    shown = " ".join(html for _, html in walk.seen.values())
    assert shown.count("&lt;script&gt;alert(1)") > 10
    for what, (_, html) in walk.seen.items():
        for raw in ("<script>", "<img src=x", "62615533"):
            assert raw not in html, (what, raw)
