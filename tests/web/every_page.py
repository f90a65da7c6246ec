"""One walk past every page that the browser can show, in each state that looks otherwise; kept as it was sent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.message import EmailMessage

from form_reading import Form
from telegram_told import TOKEN, told
from web_house import NOW, Browser, House

from bot import example
from bot.domain.group import ChatThread
from bot.domain.ids import CollaborationId, PersonId
from bot.domain.rounds import RunState
from bot.telegram.mini_app import opened_by
from bot.web.limits import Limit
from bot.web.mailing import Mailer
from storage.database import Database

ADDRESS = "carla@zorg.example"


class Box:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def send(self, message: EmailMessage) -> None:
        self.letters.append(message)


@dataclass
class Walk:
    """What was seen, by what it shows. `inside` is what the script gets that asks for the form inside Telegram."""

    house: House
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    inside: str = ""

    def keep(self, what: str, browser: Browser, status: int = 200) -> None:
        assert browser.status == status, f"{what}: {browser.status}\n{browser.page}"
        assert what not in self.seen
        self.seen[what] = (browser.path, browser.page)


async def walked(database: Database, name: str = "Carla Voorbeeld", title: str = "Groep") -> Walk:
    """The example with Carla in the browser; her colleague Daan is on a phone, in their group.

    `name` is what she is called, `title` the group.
    """
    house = House(database, NOW, mailer=Mailer(Box(), "Samenspraak <s@samen.example>"), tells=opened_by(TOKEN))
    carla = await house.chat("carla")
    chats = [carla if "Carla" in name else house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
    await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
    await database.run(lambda uow: uow.people.rename(uow.people.in_chat(carla).id, name))
    walk = Walk(await house.start())
    await _outside(walk)
    await _refusals(walk)
    browser = await house.window(carla)
    await _chat(walk, browser)
    await _mail(walk, browser)
    await _form(walk, browser)
    await _in_telegram(walk)
    await _group(walk, browser, title)
    await _form_closed(walk, browser)
    await house.stop()
    return walk


async def _outside(walk: Walk) -> None:
    browser = walk.house.browser()
    for what, path in (
        ("begin", "/"),
        ("manual", "/handleiding"),
        ("is it you", "/u/abc"),
        ("ask for a link", "/link"),
        ("confirm an address", "/e-mail/abc"),
        ("no more mail", "/afmelden/abc"),
        ("ask for a code", "/scherm"),
        ("logged out", "/uit"),
    ):
        await browser.get(path)
        walk.keep(what, browser)
    await browser.get("/link")
    await browser.post("/link", {"zegel": _seal(browser), "adres": ADDRESS})
    walk.keep("a link was asked for", browser)
    await browser.post("/afmelden/abc", {"zegel": "x"})
    walk.keep("no more mail comes", browser)


async def _refusals(walk: Walk) -> None:
    house, browser = walk.house, walk.house.browser()
    for what, path, status in (("nothing here", "/niets", 404), ("not logged in", "/gesprek", 401)):
        await browser.get(path)
        walk.keep(what, browser, status)
    await browser.get("/e-mail/abc")
    await browser.post("/e-mail/abc", {"zegel": _seal(browser)})
    walk.keep("an old link for an address", browser, 404)
    await browser.comes_in("/u/abc")
    walk.keep("a link that does not work", browser, 404)
    await browser.post("/u/abc", {"zegel": "x"})
    walk.keep("a form that is not ours", browser, 403)
    await browser.post("/scherm", {"code": "ABCD"})
    walk.keep("a code that does not work", browser, 404)
    await browser.post("/gesprek", {"tekst": "Lang over nagedacht", "zegel": "x"})
    walk.keep("logged out, with a text", browser, 401)
    pages = house.web._pages
    assert pages is not None
    pages.is_open = False
    await browser.post("/gesprek", {"tekst": "Lang over nagedacht", "zegel": "x"})
    walk.keep("it takes a moment, with a text", browser, 503)
    pages.is_open, usual = True, pages.wrong
    pages.wrong = Limit(0, 60.0)
    await browser.comes_in("/u/abc")
    walk.keep("too often", browser, 429)
    pages.wrong = usual


async def _chat(walk: Walk, browser: Browser) -> None:
    walk.keep("an empty chat", browser)
    await browser.does("/invullen", "[Begin met de motieven]")
    walk.keep("a question with buttons", browser)
    await browser.taps("Ja")
    walk.keep("a question to write at", browser)
    await browser.post("/gesprek", {"tekst": "Meer studenten", "zegel": "oud"})
    walk.keep("a form that is old", browser, 403)
    await browser.does("Meer <b>studenten</b> & rust")
    for what, said in (("home", "/menu"), ("my data", "/mijngegevens"), ("where am I", "[Waar ben ik ingelogd?]")):
        await browser.does(said)
        walk.keep(what, browser)
    await browser.types("/browser")
    walk.keep("a link for another browser", browser)
    for what, path in (("earlier", "/eerder?voor=999"), ("out?", "/uit")):
        await browser.get(path)
        walk.keep(what, browser)
    await browser.get("/gesprek")


async def _mail(walk: Walk, browser: Browser) -> None:
    async def does(what: str, doe: str, adres: str = "") -> None:
        await browser.get("/e-mail")
        await browser.post("/e-mail", {"zegel": _seal(browser), "doe": doe, "adres": adres})
        walk.keep(what, browser)

    await browser.get("/e-mail")
    walk.keep("no address", browser)
    await does("no address like that", "bewaar", "x")
    await does("an address that is not confirmed", "bewaar", ADDRESS)
    await walk.house.database.run(lambda uow: uow.mail.confirm(_person(uow), walk.house.now))
    await does("no notices", "uit")
    await does("notices", "aan")
    await walk.house.database.run(lambda uow: uow.mail.refuse(_person(uow), walk.house.now))
    await browser.get("/e-mail")
    walk.keep("an address that refuses", browser)


def _person(uow) -> PersonId:
    return uow.people.in_chat(uow.chats.resolve(1, "carla", group=False)).id


async def _form(walk: Walk, browser: Browser) -> None:
    form = await Form.of(browser)
    walk.keep("the form", browser)
    await form.fills("pp.ont.1", "ja", "Rust").fills("pp.ont.2", "enigszins").fills("pp.ont.3", "nee").saves("pp.ont.1")
    await form.presses("overslaan", "pp.ont.2.outcome")
    walk.keep("the form, filled in", browser)
    await form.fills("pp.ont.1", "ja", "help").saves("pp.ont.1")
    walk.keep("the form, in doubt", browser, 422)
    old = await Form.of(browser, form.path)
    await (await Form.of(browser, form.path)).fills("pp.ont.1", "ja", "Tijd").saves("pp.ont.1")
    await old.fills("pp.ont.1", "ja", "Rust en tijd").saves("pp.ont.1")
    walk.keep("the form, changed elsewhere", browser, 422)


async def _form_closed(walk: Walk, browser: Browser) -> None:
    def settles(uow) -> None:
        for run in uow.rounds.runs(uow.rounds.latest(CollaborationId(1)).id):
            uow.rounds.set_run_state(run.id, RunState.SETTLED)

    form = await Form.of(browser)
    await walk.house.database.run(settles)
    await form.fills("pp.ont.1", "ja", "Te laat").saves("pp.ont.1")
    walk.keep("the form, settled, with a text", browser, 422)


async def _in_telegram(walk: Walk) -> None:
    house, browser = walk.house, walk.house.browser()
    await house.take(house.phone("Anna").types("/invullen"))
    path = "/formulier/1/telegram"
    await browser.get(path)
    walk.keep("the form inside Telegram", browser)
    said = {"x-telegram-init-data": told(house, house.phone("Anna")), "x-samenspraak-sleutel": "0" * 64}
    answer = await browser.client.post(path, data={"open": "1"}, headers=said)
    walk.inside = json.loads(answer.text)["html"]


async def _group(walk: Walk, browser: Browser, title: str) -> None:
    """The group of one partner, in which Carla leads."""
    house, there = walk.house, walk.house.phones.phones.group("Groep")

    def bind(uow) -> None:
        partner = uow.collaborations.partners(CollaborationId(1))[1].id
        uow.groups.bind(ChatThread(there.id), title, CollaborationId(1), partner, PersonId(4), house.now)

    await house.database.run(bind)
    await browser.get("/gesprek")
    walk.keep("a chat with groups", browser)
    await browser.get("/groep/1")
    walk.keep("before a group", browser)
    await browser.taps("Kom binnen")
    await house.take(house.phone("Daan").at(there).types("/overzicht"))
    await browser.get("/groep/1")
    walk.keep("a group", browser)
    await browser.post("/groep/1", {"opdracht": next(k.value for k in browser.knobs if k.value.endswith(".motieven"))})
    await browser.get("/groep/1")
    assert "Motief 1/" in browser.text
    walk.keep("a question in a group", browser)
    await browser.get("/groep/1/eerder?voor=999")
    walk.keep("earlier in a group", browser)
    await browser.get("/groep/1")
    await browser.taps("Op het grote scherm")
    walk.keep("a code for the screen", browser)
    found = re.search(r'class="code">([^<]+)<', browser.page)
    assert found is not None
    large = house.browser()
    await large.post("/scherm", {"code": found[1]})
    walk.keep("the large screen", large)
    await browser.get("/gesprek")


def _seal(browser: Browser) -> str:
    found = re.search(r'name="zegel" value="([^"]*)"', browser.page)
    assert found is not None, browser.page
    return found[1]
