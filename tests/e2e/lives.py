"""Collaborations that are begun, lived to the end of their round and left, by people with phones and a browser."""

import asyncio
import html
import re
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence

import httpx

from .driver import SIGNS, House, Phone, labels_of
from .groups import Group

SITE = "https://samenspraak.example"
"""The address of the page for the world."""
PROGRAMME, PRACTICE = "Opleiding Verpleegkunde", "Zorggroep Noord"
PATIENCE = 120.0
"""Seconds: a group that is written to often waits for the next minute."""
FORM = ("Nee", "Klaar", "Overslaan", "Verder met de vragen", "Begin met de motieven")
PHASE_3 = ("Wij samen", "Overslaan", "Klaar")
LATELY = 5
GONE = 404
WORDS = "Meer handen in de wijk, en rust in het team"


class Life:
    """One collaboration of five people who are new, with a group of their own."""

    def __init__(self, house: House, number: int, done: Counter):
        self.house, self.number, self.done = house, number, done
        self.world = house.world
        self.name = f"HLO Zorg in de wijk {number}"
        self.bo, self.anna, self.bram, self.carla, self.daan = (
            Phone(house, self.world.add_user(name, f"Voorbeeld {number}"))
            for name in ("Bo", "Anna", "Bram", "Carla", "Daan")
        )
        members = [one.user for one in self.everybody]
        self.group = Group(house, self.world.create_group(self.name, self.bo.user, members))

    @property
    def everybody(self) -> tuple[Phone, ...]:
        return (self.bo, self.anna, self.bram, self.carla, self.daan)

    @property
    def managers(self) -> tuple[Phone, ...]:
        return (self.anna, self.carla)

    async def live(self, *, together: bool) -> None:
        """From its beginning to the last agreement. Together: some of the motives are answered on boards."""
        await self.begin(together=together)
        if together:
            await self.boards()
        await self.all_at_once(self.browses(self.bram), *(self.fills_in(one) for one in self.managers))
        await self.does(self.daan, "/quickscan", *["[Ja]"] * 3)
        await self.fills_in(self.daan)
        for manager in self.managers:
            await self.settles(manager)
        await self.does(self.bo, "/overzicht", "[Onthullen]", "[Onthullen]")
        await self.talks()
        await self.all_at_once(*(self.commits(manager) for manager in self.managers))
        await self.reads()
        self.done["rounds"] += 1

    async def all_at_once(self, *works: Coroutine) -> None:
        """Where one of them fails the others end as well."""
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)

    # --- what people do ---

    async def does(self, phone: Phone, *acts: str) -> None:
        """`[label]` taps on what came lately, everything else is typed."""
        for act in acts:
            if act.startswith("["):
                await self.taps(phone, act[1:-1])
            else:
                phone.write(act)
                await self.rests(phone.id)
            self.done["acts"] += 1

    async def taps(self, phone: Phone, label: str) -> None:
        message = await self.comes(lambda: shown(phone.messages[-LATELY:], label), f"[{label}] for {phone.user.name}")
        await self.answered(phone.tap(label, message).query)
        await self.rests(phone.id)

    async def in_group(self, phone: Phone, label: str) -> None:
        message = await self.comes(lambda: shown(self.group.messages[-LATELY:], label), f"[{label}] in the group")
        await self.answered(self.group.tap(phone, exactly(message, label), message))

    async def says(self, phone: Phone, words: str, *, to: str = "") -> None:
        """In the group; as an answer to the message with these words."""
        found = None
        if to:
            found = await self.comes(
                lambda: next((m for m in reversed(self.group.messages) if to in m.text), None), f"{to!r}"
            )
        self.group.write(phone, words, reply_to=found.id if found else None)
        await self.taken()

    async def answered(self, query) -> None:
        await self.comes(lambda: query.answer, "an answer")

    async def comes(self, condition: Callable, what: str):
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := condition()):
                    assert self.house.alive
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise TimeoutError(f"{self.name}: {what} did not come within {PATIENCE} s") from None
        return found

    async def taken(self) -> None:
        """All that came in is dealt with."""
        waiting = 'SELECT 1 FROM inbox WHERE finished_at IS NULL AND "update" >= 0'
        await self.comes(lambda: len(self.world.queue) == 0 and not self.house.rows(waiting), "dealing with it")

    async def rests(self, chat: int) -> None:
        """And all that this led to in a chat is there."""
        await self.taken()
        waiting = "SELECT 1 FROM outbox WHERE done_at IS NULL AND chat = :chat"
        await self.comes(lambda: not self.house.rows(waiting, chat=chat), "sending")

    async def goes_on(self, phone: Phone, goal: str, offered: Sequence[str]) -> None:
        """Tap the first of these that the screen offers, until there is a button of this name."""
        for _ in range(80):
            lately = phone.messages[-LATELY:]
            for label in (goal, *offered):
                if label in [one.lstrip(SIGNS) for one in labels_of(phone.screen)]:
                    break
            else:
                label = next((one for one in offered if shown(lately, one)), "")
            if label == goal:
                return
            await self.does(phone, f"[{label}]" if label else "/verder")
        raise AssertionError(f"{phone.user.name} never sees [{goal}]:\n{phone.text}")

    # --- what many of them do ---

    async def begin(self, *, together: bool) -> None:
        bo = self.bo
        await self.does(bo, "/nieuw", "[Akkoord]", self.name, "[Ik begeleid alleen]")
        for name, kind in ((PROGRAMME, "Opleiding"), (PRACTICE, "Praktijkpartner")):
            await self.does(bo, name, f"[{kind}]", "[Publiek]")
        await self.does(bo, "[Klaar]", "[Samen]" if together else "[Apart]", "over drie weken", "[Maken en openen]")
        people = ((PROGRAMME, self.anna, self.bram), (PRACTICE, self.carla, self.daan))
        for partner, *members in people:
            for member, role in zip(members, ("leidinggevende", "deelnemer"), strict=True):
                await self.does(bo, "/menu", "[Uitnodigen]", f"[{partner}]", f"[Link voor één {role}]")
                self.world.user_opens_link(member.user, link_in(bo))
                await self.rests(member.id)
                await self.does(member, "[Ja, klopt]", "[Akkoord]")
        await self.does(bo, "/overzicht", "[Groepen]", f"[Groep voor {self.name}]")
        link = self.group.link("Kies een groep", bo.screen)
        self.world.user_opens_link(bo.user, link, group=self.group.chat)
        await self.comes(lambda: shown(self.group.messages, "Naar mijn vragen"), "the status in the group")

    async def boards(self) -> None:
        await self.group_command("motieven")
        for number in range(3):
            for phone, label in zip(
                (self.anna, self.bram, self.carla, self.daan), ("Ja", "Nee", "Nee", "Ja"), strict=True
            ):
                await self.in_group(phone, label)
                self.done["votes"] += 1
            await self.comes(lambda: "\nUitslag\n" in self.group.messages[-1].text, "the result")
            if number < 2:
                await self.does(self.bo, "[Volgende ›]")

    async def group_command(self, name: str) -> None:
        self.group.write(self.bo, f"/{name}@{self.world.bot_username}")
        await self.rests(self.bo.id)

    async def fills_in(self, phone: Phone) -> None:
        await self.does(phone, "/invullen")
        await self.goes_on(phone, "Nee", FORM)
        await self.does(phone, "[Ja]", WORDS)
        await self.goes_on(phone, "Indienen", FORM)
        await self.does(phone, "[Indienen]")
        self.done["forms"] += 1

    async def settles(self, manager: Phone) -> None:
        await self.does(manager, "/overzicht", "[Vaststellen]")
        await self.goes_on(manager, "Vaststellen", ("Zoals ik het invulde", "Begin"))
        await self.does(manager, "[Vaststellen]")

    async def talks(self) -> None:
        bo, anna, carla = self.bo, self.anna, self.carla
        await self.group_command("gesprek")
        await self.does(bo, "[In één ruimte]")
        await self.says(anna, "Wij willen allebei bekend zijn in de wijk", to="vraag 1/6")
        for phone in (carla, self.bram, self.daan):
            await self.says(phone, "/punt Ons netwerk is groot, maar dun")
        await self.does(bo, "[Tijd]", "[Volgende ›]", "[Volgende ›]", "[Volgende ›]")
        for phone, label in ((anna, "Ja"), (carla, "Nee"), (self.daan, "Ja")):
            await self.in_group(phone, label)
        await self.does(bo, "[Volgende ›]")
        await self.says(carla, "/doel Elk jaar zes studenten in de wijk")
        for phone in (anna, carla):
            await self.in_group(phone, "Akkoord")
        await self.does(bo, "[Volgende ›]")
        await self.does(anna, "[Naar mijn antwoord]", "Met ons team bespreken")
        await self.does(bo, "[Afsluiten]", "[Ja, afsluiten]")
        for manager in self.managers:
            await self.does(manager, "[Bekijk het verslag]", "[Ja, klopt]")
        self.done["talks"] += 1

    async def commits(self, manager: Phone) -> None:
        await self.does(manager, "/overzicht")
        partner = PROGRAMME if manager is self.anna else PRACTICE
        await self.does(manager, "/verder", "[Klaar]", "Ons team staat erachter", "[Wij samen]")
        await self.goes_on(manager, "Indienen", PHASE_3)
        await self.does(manager, "[Indienen]", "/afspraken", "[Nieuwe afspraak]", f"[{partner}]", "Een rooster")
        await self.does(manager, f"[{manager.user.name}]", "morgen")
        await self.goes_on(manager, "Vastleggen", ("Overslaan",))
        await self.does(manager, "[Vastleggen]", "/overzicht", "[Naar fase 3]", "[Fase 3 afsluiten]")
        await self.does(manager, "[Wij committeren ons]", "[1–3 jaar]", "[Delen met partners]", "[Fase 3 afsluiten]")
        self.done["agreements"] += 1

    async def reads(self) -> None:
        """Reports and calendars, one's own data, and what stands in a group."""
        for phone, form in ((self.anna, "PDF"), (self.carla, "Excel"), (self.bo, "PDF"), (self.daan, "CSV")):
            documents = len(self.files(phone))
            await self.does(phone, "/rapport", f"[{form}]")
            await self.comes(lambda p=phone, n=documents: len(self.files(p)) > n, f"a report for {phone.user.name}")
            self.done["reports"] += 1
        await self.does(self.anna, "/mijngegevens", "/rapport", "[Wijzigen]", "[Van mij]", "[Agenda]")
        await self.does(self.anna, "[Adres voor mijn agenda]", "[Maak een adres]")
        address = next(
            find(m.text, rf"{SITE}/agenda/\S+\.ics") for m in reversed(self.anna.messages) if ".ics" in m.text
        )
        async with Browser(self.house.address) as calendar:
            answer = await calendar.asks("GET", address.removeprefix(SITE))
            assert b"VEVENT" in answer.content, answer.status_code
        self.done["calendars"] += 1

    def files(self, phone: Phone) -> list:
        return [message for message in phone.messages if "document" in message.content]

    async def stays_until_asked(self) -> None:
        """Until the day of the agreements, when both are asked how it stands; then all of it is erased."""
        for manager in self.managers:
            async with asyncio.timeout(3600):
                while not (message := shown(manager.messages[-LATELY:], "Gedaan")):  # noqa: ASYNC110
                    await asyncio.sleep(1)
            await self.answered(manager.tap("Gedaan", message).query)
            self.done["asked"] += 1

    async def leaves(self) -> None:
        for phone in (self.bram, self.daan, self.anna, self.carla, self.bo):
            await self.does(phone, "/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")

    async def browses(self, phone: Phone) -> None:
        """The form in a browser, by its buttons."""
        async with Browser(self.house.address) as browser:
            while not browser.labels:  # a link works for a quarter of an hour, which is seconds here
                await self.does(phone, "/browser")
                link = next(find(m.text, rf"{SITE}/u/[\w-]+") for m in reversed(phone.messages) if "/u/" in m.text)
                await browser.comes_in(link.removeprefix(SITE))
            await browser.taps("Verstuur", text="/invullen")
            for _ in range(60):
                label = next(one for one in ("Indienen", *FORM, "Verder") if one in browser.labels)
                await browser.taps(label)
                self.done["pages"] += 1
                if label == "Indienen":
                    return
        raise AssertionError(f"never handed in on the page: {browser.labels}")


class Browser:
    """Behind a proxy that took the encryption off, as the program is meant to stand; it keeps its cookies itself."""

    def __init__(self, address: str):
        self._client = httpx.AsyncClient(base_url=address, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self.page = ""

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_) -> None:
        await self._client.aclose()

    async def asks(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"host": SITE.partition("://")[2], "origin": SITE, "cookie": cookie}
        answer = await self._client.request(method, path, data=data, headers=headers)
        for one in answer.headers.get_list("set-cookie"):
            name, _, value = one.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    async def looks(self, path: str = "/gesprek") -> None:
        answer = await self.asks("GET", path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        self.page = answer.text

    async def comes_in(self, path: str) -> None:
        """By a link that may have come too late; then nothing can be tapped."""
        await self.looks(path)
        answer = await self.sends("Ja, dit ben ik", path)
        self.page = ""
        if answer.status_code != GONE:
            await self.looks()

    async def taps(self, label: str, text: str = "") -> None:
        """Send the form by this button, and read the page that comes."""
        answer = await self.sends(label, "/gesprek", text)
        assert answer.status_code == 303, answer.status_code
        await self.looks()

    async def sends(self, label: str, path: str, text: str = "") -> httpx.Response:
        found = next((name, value) for said, name, value in knobs(self.page) if said == label)
        return await self.asks("POST", path, dict([found], tekst=text))

    @property
    def labels(self) -> list[str]:
        """Of what stands above the field to write in."""
        return [label for label, *_ in knobs(self.page.partition('class="write"')[0])]


def shown(messages: Sequence, label: str):
    """The newest of these with this button."""
    return next((m for m in reversed(messages) if label in [one.lstrip(SIGNS) for one in labels_of(m)]), None)


def exactly(message, label: str) -> str:
    return next(one for one in labels_of(message) if one.lstrip(SIGNS) == label)


def link_in(phone: Phone) -> str:
    return next(find(m.text, r"https://t\.me/\S+\?start=\S+") for m in reversed(phone.messages) if "?start=" in m.text)


def find(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[0]


def knobs(page: str) -> list[tuple[str, str, str]]:
    """Label, name and value of the buttons on a page."""
    found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', page, re.DOTALL)
    return [
        (html.unescape(re.sub(r"<[^>]*>", "", said)).strip(), name, html.unescape(value)) for name, value, said in found
    ]
