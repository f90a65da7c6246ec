"""A leak is put into each thing that a browser, a large screen or a mail program gets, and must be noticed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from random import Random
from typing import Any

import pytest
from test_doors_machine import begun
from visibility_doors import Doors
from visibility_step import LeakError

NAME = "Carla van Carladam"


@dataclass
class Leaky:
    """Around the pages: what is answered below some path says more than it should."""

    app: Any
    path: str
    change: Callable[[list[tuple[bytes, bytes]], str], tuple[list[tuple[bytes, bytes]], str]]
    done: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if re.fullmatch(self.path, scope["path"]) is None:
            await self.app(scope, receive, send)
            return
        started: dict[str, Any] = {}

        async def leaks(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
                return
            if started:
                headers, body = self.change(list(started["headers"]), message.get("body", b"").decode())
                self.done += 1
                fitting = [one for one in headers if one[0].lower() != b"content-length"]
                await send({**started, "headers": fitting})
                started.clear()
                message = {**message, "body": body.encode()}
            await send(message)

        await self.app(scope, receive, leaks)


def in_body(text: str) -> Any:
    """Where people read it: in the text of a page, in the parts of one that updates itself, or in a beat."""

    def change(headers: list[tuple[bytes, bytes]], body: str) -> tuple[list[tuple[bytes, bytes]], str]:
        for mark in ("</main>", '"}', "retry: "):
            if mark in body:
                at = body.index(mark)
                return headers, f"{body[:at]}{text}{body[at:]}"
        return headers, body + text

    return change


def in_title(text: str) -> Any:
    return lambda headers, body: (headers, body.replace("<title>", f"<title>{text} "))


def in_header(name: str, text: str) -> Any:
    kept = name.lower().encode()
    return lambda headers, body: ([one for one in headers if one[0].lower() != kept] + [(kept, text.encode())], body)


def secret(doors: Doors, who: str = "Carla") -> str:
    """Of theirs, which they answered. At `settled` Carla handed it in and settled, and nothing was revealed."""
    chat = doors.chats[who]
    return next(one for one in doors.watch.told.drafts if doors.watch.told.authors[one] == chat)


Plant = tuple[str, str, str, Callable[[str], Any]]
"""From which moment, who looks, on which path, and what is planted there of a draft."""
PLANTS: dict[str, Plant] = {
    "a draft of another partner on a private page": ("settled", "Anna", "/gesprek", in_body),
    "a draft on the page of whoever leads": ("settled", "Bo", "/gesprek", in_body),
    "a draft among earlier messages": ("settled", "Anna", "/eerder", in_body),
    "a draft in a part of a private page": ("settled", "Anna", "/deel", in_body),
    "a name of another partner on a private page": ("settled", "Anna", "/gesprek", lambda _: in_body(NAME)),
    "a draft on the page of a group": ("settled", "Bram", "/groep/1", in_body),
    "a draft in a part of the page of a group": ("settled", "Bram", "/groep/1/deel", in_body),
    "a draft among earlier messages of a group": ("settled", "Bram", "/groep/1/eerder", in_body),
    "a draft on a large screen": ("settled", "Bo", "/scherm", in_body),
    "something to tap on a large screen": ("settled", "Bo", "/scherm", lambda _: in_body('<button name="tik">')),
    "a draft in live updates": ("settled", "Anna", "/gebeurtenissen", in_body),
    "a draft in live updates of a group": ("settled", "Anna", "/groep/1/gebeurtenissen", in_body),
    "a name in live updates": ("settled", "Anna", "/gebeurtenissen", lambda _: in_body(NAME)),
    "a draft in how far a page is": ("settled", "Anna", "/stand", in_body),
    "a draft in the whole form": ("settled", "Anna", "/formulier/1", in_body),
    "a draft of a colleague in the whole form": ("settled", "Daan", "/formulier/2", in_body),
    "a name in the whole form": ("settled", "Anna", "/formulier/1", lambda _: in_body(NAME)),
    "a draft on a page of an error": ("settled", "Anna", "/groep/2", in_body),
    "a name on a page of an error": ("settled", "Anna", "/groep/2", lambda _: in_body(NAME)),
    "an error that tells numbers apart": ("settled", "Anna", "/formulier/2", lambda _: in_body("Niet van jou.")),
    "a draft on the page of e-mail": ("settled", "Anna", "/e-mail", in_body),
    "a draft for who is not in": ("settled", "Olga", "/", in_body),
    "one's own draft in a title": ("settled", "Carla", "/gesprek", in_title),
    "one's own name in a title": ("settled", "Carla", "/gesprek", lambda _: in_title(NAME)),
    "one's own draft in a header": ("settled", "Carla", "/gesprek", lambda text: in_header("x-said", text)),
    "a draft in where it leads on": ("settled", "Carla", "/gesprek", lambda text: in_header("location", f"/?a={text}")),
    "a name in a header": ("settled", "Carla", "/gesprek", lambda _: in_header("x-who", NAME)),
    "a page that may be kept": ("settled", "Carla", "/gesprek", lambda _: in_header("cache-control", "max-age=60")),
    "an address that is told on": ("settled", "Carla", "/gesprek", lambda _: in_header("referrer-policy", "origin")),
    "a page that may be framed": (
        "settled", "Carla", "/gesprek", lambda _: in_header("content-security-policy", "default-src 'self'"),
    ),
}  # fmt: skip


@pytest.fixture
def gone_on() -> Iterator[Callable[..., Doors]]:
    opened: list[Doors] = []

    def goes_on(far: str, wrap: Any) -> Doors:
        opened.append(Doors.at(begun(far), wrap))
        opened[-1].chance = Random(1)
        return opened[-1]

    yield goes_on
    for one in opened:
        one.close()


@pytest.mark.parametrize("name", PLANTS)
def test_a_leak_is_noticed(name: str, gone_on: Callable[..., Doors]) -> None:
    far, who, path, plant = PLANTS[name]
    planted: list[Leaky] = []

    def wrap(app: Any) -> Leaky:
        planted.append(Leaky(app, path, lambda headers, body: (headers, body)))
        return planted[0]

    doors = gone_on(far, wrap)
    doors.run(doors.looks_at(who, path))
    assert planted[0].done, f"{who} did not look at {path}"
    planted[0].change = plant(secret(doors))
    with pytest.raises(LeakError) as noticed:
        doors.run(doors.looks_at(who, path))
    assert path in str(noticed.value)


def in_text(text: str) -> Callable[[EmailMessage], None]:
    def plant(letter: EmailMessage) -> None:
        body = letter.get_body(("plain",))
        assert body is not None
        body.set_content(f"{body.get_content()}\n{text}")

    return plant


def in_subject(text: str) -> Callable[[EmailMessage], None]:
    return lambda letter: letter.replace_header("Subject", f"{letter['Subject']}: {text}")


def to_another(letter: EmailMessage) -> None:
    letter.replace_header("To", "anna@school.example")


LETTERS: dict[str, Callable[[str], Callable[[EmailMessage], None]]] = {
    "one's own draft in a letter": in_text,
    "a name in a letter": lambda _: in_text("Anna van Annadam wacht op je"),
    "a partner in a letter": lambda _: in_text("Zorggroep Noord heeft nog niets vastgesteld"),
    "a draft in a subject": in_subject,
    "whoever it is for in a subject": lambda _: in_subject(NAME),
    "a letter to another address": lambda _: to_another,
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_leak_in_a_letter_is_noticed(name: str, gone_on: Callable[..., Doors]) -> None:
    doors = gone_on("new", lambda app: app)
    doors.run(doors.fills_a_row("Carla"))
    change, send = LETTERS[name](secret(doors)), doors.letters.send

    async def leaks(letter: EmailMessage) -> None:
        change(letter)
        await send(letter)

    doors.letters.send = leaks  # type: ignore[method-assign]
    with pytest.raises(LeakError) as noticed:
        doors.run(doors.waits(9))
    assert "letter" in str(noticed.value)


def test_without_a_plant_letters_come_and_words_are_seen(gone_on: Callable[..., Doors]) -> None:
    """Who looks at nothing finds no leak either."""
    doors = gone_on("new", lambda app: app)
    doors.run(doors.fills_a_row("Carla"))
    doors.run(doors.waits(9))
    assert doors.letters.taken
    doors = gone_on("settled", lambda app: app)
    own = doors.pages["Carla"]
    doors.run(own.get("/formulier/2"))
    assert "geheim-carla-" in own.page
    doors.run(doors.settles("Anna"))
    doors.run(doors.reveals())
    doors.run(doors.begins_to_talk())
    doors.run(doors.speaks("Daan", "page", "punt"))
    said = next(iter(doors.watch.aloud))
    for who in ("Anna", "Bo"):
        doors.run(doors.pages[who].get("/groep/1"), who)
        doors.run(doors.pages[who].get("/groep/1"))
        assert said in doors.pages[who].page
    doors.run(doors.pages["Sam"].get("/groep/1"))
    assert doors.pages["Sam"].status == 404
