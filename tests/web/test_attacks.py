"""Who should not get in does not, and what others wrote stays words."""

import html
import re
import time
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from web_house import SITE, Browser, House, invited

from bot.turn.shown import Session
from bot.web.address import Site
from bot.web.limits import Limit

FORM = "application/x-www-form-urlencoded"
PAGES = (
    "/",
    "/u/abc",
    "/gesprek",
    "/eerder?voor=9",
    "/deel",
    "/stand",
    "/bestand/1",
    "/niets",
    "/uit",
    "/handleiding",
    "/formulier/2",
)


async def carla(house: House) -> Browser:
    return await house.window(await house.chat("carla"))


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_is_closed(house: House, path: str):
    for browser in (house.browser(), await carla(house)):
        answer = await browser.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script(?! src=\"/(?:levend|formulier).js\")|<style| style=| on\w+=", answer.text)


async def test_cookies_are_out_of_reach(house: House):
    browser = house.browser()
    answer = await browser.client.get("/u/abc")
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-samenspraak-voor=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in said
    assert "Domain" not in said


async def test_a_form_of_another_site_is_refused(house: House):
    browser = await carla(house)
    knob = browser.knob("Menu")
    before = browser.page
    for headers in (
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example", "sec-fetch-site": ""},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
        {"origin": SITE.origin, "sec-fetch-site": "cross-site"},
        {"origin": "https://samen.example.evil.example"},
        {"origin": "http://samen.example"},
    ):
        answer = await browser.client.post("/gesprek", data={knob.name: knob.value}, headers=headers)
        assert answer.status_code == 403, headers
    await browser.get("/gesprek")
    assert len(browser.cards) == before.count("<article")
    answer = await browser.client.post(
        "/gesprek", data={knob.name: knob.value}, headers={"origin": SITE.origin, "sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 303


async def test_another_name_for_this_machine_is_refused(house: House):
    browser = await carla(house)
    for host in ("evil.example", "samen.example:8443", "127.0.0.1", ""):
        refused = await browser.client.get("/gesprek", headers={"host": host})
        assert refused.status_code == 421
        assert "must pass on Host: " in refused.text, "who set up the proxy sees why"


async def test_a_form_of_another_window_is_refused(house: House):
    mine, other = await carla(house), await house.window(await house.chat("iemand"))
    stolen = other.knob("Menu")
    await mine.post("/gesprek", {stolen.name: stolen.value})
    assert (mine.status, mine.cards) == (403, [])
    assert "Deze pagina was oud" in mine.said
    for value in ("", "4503599627370497-", "4503599627370497-" + "0" * 32, "x", "-", "9" * 400):
        await mine.post("/gesprek", {"opdracht": f"{value}.menu"})
        assert (mine.status, mine.cards) == (403, [])


async def test_a_form_that_is_sent_twice_is_taken_once(house: House):
    browser = await carla(house)
    seal = browser.knob("Verstuur").value
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]")
    seal = browser.knob("Verstuur").value
    for _ in range(3):
        await browser.post("/gesprek", {"tekst": "Meer studenten", "zegel": seal})
    assert "Fase 1 · 2/10" in browser.newest
    await browser.types("/overzicht")
    assert "Fase 1 · 2/10" in browser.text


async def test_a_form_of_days_ago_is_refused(house: House):
    browser = await carla(house)
    knob = browser.knob("Menu")
    house.now += timedelta(days=2, minutes=1)
    await browser.post("/gesprek", {knob.name: knob.value})
    assert browser.status == 403


async def test_numbers_of_others_lead_nowhere(house: House):
    mine = await carla(house)
    other = await house.window(await house.chat("iemand"))
    await mine.types("/mijngegevens")
    await mine.taps("Alles als bestand")
    found = re.findall(r"/bestand/(\d+)", mine.page)
    assert found
    assert (await mine.client.get(f"/bestand/{found[0]}")).headers["content-disposition"].startswith("attachment;")
    for number in range(1, int(found[0]) + 3):
        assert (await other.client.get(f"/bestand/{number}")).status_code == 404
    for path in ("/bestand/99999999999999999999", "/bestand/-1", "/bestand/a", "/eerder?voor=x", "/eerder", "/../etc"):
        assert (await other.client.get(path)).status_code == 404, path
    assert "Carla" not in await other.get("/eerder?voor=999999")


async def test_somebody_elses_window_cannot_be_closed(house: House):
    mine, other = await carla(house), await house.window(await house.chat("iemand"))
    sessions: tuple[Session, ...] = await house.database.run(lambda uow: uow.windows.of(house_chat(uow)))
    seal = other.knob("Menu").value.rpartition(".")[0]
    await other.post("/gesprek", {"tik": f"{seal}.1.p:browserweg:{sessions[0].id}"})
    assert "Je gesprek met Samenspraak" in await mine.get("/gesprek")


def house_chat(uow):
    return uow.chats.resolve(1, "carla", group=False)


async def test_a_secret_that_was_put_there_opens_nothing_and_a_new_one_is_given(house: House):
    """Whoever fixes the cookie of another browser does not know the secret that counts afterwards."""
    browser = house.browser()
    browser.client.cookies.set("__Host-samenspraak", "gekozen", domain="samen.example", path="/")
    assert "Je bent uitgelogd" in await browser.get("/gesprek")
    await browser.comes_in(await invited(house))
    assert browser.client.cookies["__Host-samenspraak"] != "gekozen"
    thief = house.browser()
    thief.client.cookies.set("__Host-samenspraak", "gekozen", domain="samen.example", path="/")
    assert "Je bent uitgelogd" in await thief.get("/gesprek")


async def test_coming_in_again_ends_the_window_before(house: House):
    browser = await carla(house)
    before = browser.client.cookies["__Host-samenspraak"]
    await browser.comes_in(await invited(house))
    assert "Je doet al mee met HLO Zorg in de wijk" in browser.newest
    old = house.browser()
    old.client.cookies.set("__Host-samenspraak", before, domain="samen.example", path="/")
    assert "Je bent uitgelogd" in await old.get("/gesprek")


async def test_nobody_is_logged_in_by_somebody_elses_form(house: House):
    link = (await invited(house)).removeprefix(SITE.origin)
    attacker, victim = house.browser(), house.browser()
    await attacker.get(link)
    seal = attacker.knob("Ja, dit ben ik").value
    await victim.get("/")
    await victim.post(link, {"zegel": seal})
    assert victim.status == 403
    await victim.get("/u/iets-anders")
    await victim.post(link, {"zegel": victim.knob("Ja, dit ben ik").value})
    assert victim.status == 403


async def test_guessing_is_slowed_down(house: House):
    clock = [0.0]
    house.web._pages.wrong = Limit(5, 600.0, clock=lambda: clock[0])  # type: ignore[union-attr]
    browser = house.browser()
    for number in range(5):
        await browser.comes_in(f"/u/geraden-{number}")
        assert browser.status == 404
        assert "Deze uitnodiging ken ik niet" in browser.text
    await browser.comes_in("/u/geraden-6")
    assert browser.status == 429
    clock[0] = 601.0
    await browser.comes_in("/u/geraden-7")
    assert browser.status == 404
    with house.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM page_session").scalar_one() == 0


async def test_nobody_fills_the_house_with_forms(house: House):
    house.web._pages.often = Limit(3, 60.0, clock=lambda: 0.0)  # type: ignore[union-attr]
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]")
    await browser.types("Dit <blijft> staan")
    assert browser.status == 429
    assert "Dat ging wel erg snel" in browser.said
    assert "Dit <blijft> staan</textarea>" in read_area(browser)


def read_area(browser: Browser) -> str:
    return html.unescape(browser.page)


async def test_wrong_and_right_links_take_as_long(house: House):
    right = await invited(house)
    house.web._pages.even_out = 0.15  # type: ignore[union-attr]
    for link in ("/u/fout", right):
        browser, began = house.browser(), time.monotonic()
        await browser.comes_in(link)
        assert time.monotonic() - began >= 0.15


async def test_a_huge_body_is_not_read(house: House):
    browser = await carla(house)
    answer = await browser.client.post("/gesprek", content=b"x" * 70_000, headers={"content-type": FORM})
    assert answer.status_code == 413

    async def endless():
        for _ in range(100):
            yield b"tekst=" + b"x" * 10_000

    answer = await browser.client.post("/gesprek", content=endless(), headers={"content-type": FORM})
    assert answer.status_code == 413
    answer = await browser.client.post("/gesprek", content=b"{}", headers={"content-type": "application/json"})
    assert answer.status_code == 415
    answer = await browser.client.request("DELETE", "/gesprek")
    assert answer.status_code == 405


async def test_a_text_that_is_too_long_is_refused_with_the_limit(house: House):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]", "x" * 5000)
    assert "4000" in browser.newest.replace(".", "")
    assert "Beoogde opbrengst?" in browser.newest


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</div></article><h1>vals</h1>",
        "{{ 7 * 7 }} {% raw %}",
        "&lt;b&gt; &amp;",
        "javascript:alert(1)",
        "a\u202eb \U0001f600 \x00 c",
        "<b>vet</b>",
    ],
)
async def test_what_was_typed_stays_words(house: House, typed: str):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]", typed)
    await browser.taps("‹ Terug")
    shown = typed.replace("\x00", "")
    assert " ".join(shown.split()) in " ".join(browser.newest.split())
    assert not re.search(r"<script(?! src=)|<img(?! src=\"/bestand)|<h1>vals|onerror=alert\(1\)>\s*<", browser.now)
    assert "49" not in browser.newest or "7" in typed


async def test_the_log_tells_no_token(house: House):
    link = await invited(house)
    with capture_logs() as logs:
        browser = house.browser()
        await browser.comes_in(link)
        await browser.comes_in("/u/verkeerd-token")
    assert link.rpartition("/")[2] not in str(logs)
    assert "verkeerd" not in str(logs)


async def test_after_coming_in_no_address_holds_a_secret(house: House):
    link = await invited(house)
    browser = house.browser()
    await browser.comes_in(link)
    assert browser.path == "/gesprek"
    assert link.rpartition("/")[2] not in browser.page
    assert browser.client.cookies["__Host-samenspraak"] not in browser.page


async def test_a_text_that_was_typed_survives_an_ended_session(house: House):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]")
    seal = browser.knob("Verstuur").value
    browser.client.cookies.clear()
    await browser.post("/gesprek", {"tekst": "Lang <over> nagedacht", "zegel": seal})
    assert browser.status == 401
    assert "Lang <over> nagedacht" in browser.text


@pytest.mark.parametrize(
    "url",
    [
        "http://samen.example",
        "ftp://samen.example",
        "samen.example",
        "https://",
        "https://a:b@samen.example",
        "https://samen.example?x=1",
        "https://samen.example:port",
        "http://10.0.0.1",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str):
    with pytest.raises(ValueError):
        Site.parse(url)


def test_an_address_may_have_a_path_and_a_port():
    site = Site.parse("https://Samen.example:8443/hlo/")
    assert (site.login("x"), site.host) == ("https://samen.example:8443/hlo/u/x", "samen.example:8443")
    assert Site.parse("http://127.0.0.1:8443").secure is False


def test_a_limit_forgets_whom_it_has_not_seen_for_long():
    limit = Limit(1, 60.0, keys=2, clock=lambda: 0.0)
    for key in ("a", "b", "c"):
        limit.count(key)
    assert [limit.reached(key) for key in ("a", "b", "c")] == [False, True, True]
