"""What a person typed comes back as it was typed, whole, up to 4,000 characters."""

import asyncio
import re

import pytest

from bot.domain.ids import ChatId
from bot.engine.model import Chosen, Skipped, StepId
from storage.database import Database

from .form import INSTRUMENT

pytestmark = pytest.mark.process

HOSTILE = [
    "<b>vet</b> &amp; &lt;i&gt; <script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} ${x} %s %(naam)s \\n",
    "_*[tekst](http://x.nl) `code` ~~weg~~ ||stil||",
    "👩‍⚕️🏳️‍🌈 é שלום عليكم \u202eomgekeerd",
]


def fill(house, *names):
    """Everything but the first two reflection questions is answered, or skipped: what is asked next is the first."""
    with Database(house.url, bot=house.world.bot.id) as database:
        for name in names:
            database.run_sync(lambda uow, name=name: _fill(uow, ChatId(house[name].id)))


def _fill(uow, chat):
    person = uow.people.in_chat(chat)
    (standing,) = uow.rounds.standings(person.id)
    version = INSTRUMENT.content_version
    talk = uow.conversations.add(
        "preparation", chat, person.id, standing.run.id, version, standing.membership.joined_at
    )
    answers = {"prep.start": Chosen("begin"), "own.add.0": Chosen("klaar")}
    first, *others = INSTRUMENT.form(standing.partner.kind).motives
    answers |= {
        first.id: Chosen("enigszins"),
        f"{first.id}.outcome": Skipped(),
        "prep.landing": Chosen("verder_vragen"),
    }
    answers |= {motive.id: Chosen("nee") for motive in others}
    answers |= {mirror.id: Skipped() for mirror in INSTRUMENT.mirrors.mirrors}
    answers |= {question.id: Skipped() for question in INSTRUMENT.phase1.questions[2:]}
    steps = {StepId(step): answer for step, answer in answers.items()}
    uow.conversations.save_answers(talk.id, {}, steps, standing.membership.joined_at)


def row_of(phone, step_text):
    """The number of a review row, by what it is about."""
    return re.search(rf"^(\d+)\. {re.escape(step_text)}", phone.text, re.MULTILINE).group(1)


async def comes_back(phone, words):
    """In the question, in the review and after `Lees alles`."""
    await phone.say("/verder")
    first, second = (question.text for question in INSTRUMENT.phase1.questions[:2])
    assert first in phone.text
    await phone.say(words)
    assert phone.house.answers(phone)["f1.r1"] == ("written", words)
    await phone.press("‹ Terug")
    assert f"Je antwoord nu: {words[:119]}" in phone.text
    if len(words) > 120:
        before = len(phone.messages)
        await phone.press("Lees alles")
        pieces = [message.text for message in phone.messages[before:]]
        assert 1 <= len(pieces) <= 2  # Telegram counts some characters twice
        assert " ".join(pieces) == words
    else:
        assert f"Je antwoord nu: {words}" in phone.text
        assert not phone.has("Lees alles")
        await phone.say(words)
        assert second in phone.text
        await phone.press("Overslaan")
        assert "Kijk je antwoorden na" in phone.text
        assert f"? {words}" in phone.text
        await phone.press("Wijzigen")
        await phone.press(row_of(phone, first))
        assert f"Je antwoord nu: {words}" in phone.text


async def test_hostile_text_is_shown_as_it_is(house):
    names = ("Anna", "Bram", "Carla", "Daan")
    fill(house, *names)
    await house.start()
    await asyncio.gather(*(comes_back(house[name], words) for name, words in zip(names, HOSTILE, strict=True)))
    assert not house.world.refusals


async def test_long_text(house):
    fill(house, "Anna", "Bram", "Carla", "Daan")
    await house.start()
    longest = ("<&_🙂é " * 700)[:3999] + "."
    assert len(longest) == 4000
    await asyncio.gather(
        comes_back(house["Anna"], longest),
        is_refused(house["Bram"], "x" * 4001),
        is_refused(house["Carla"], "y" * 5000),
        pieces_are_refused(house["Daan"]),
    )
    assert not house.world.refusals


async def is_refused(phone, words):
    await phone.say("/verder")
    asked = INSTRUMENT.phase1.questions[0].text
    await phone.say(words)
    assert "4000" in phone.text.replace(".", "")
    assert asked in phone.text
    assert "f1.r1" not in phone.house.answers(phone)
    await phone.press("Overslaan")
    assert phone.house.answers(phone)["f1.r1"] == ("skipped", "")
    assert "f1.r2" not in phone.house.answers(phone)


async def pieces_are_refused(phone):
    """The apps cut at 4,096; a first piece that would just fit belongs to the ones that follow at once."""
    await phone.say("/verder")
    phone.write("z" * 4000)
    phone.write("en nog wat")
    await phone.say("en het eind")
    assert "4000" in phone.text.replace(".", "")
    assert INSTRUMENT.phase1.questions[0].text in phone.text
    assert not {"f1.r1", "f1.r2"} & phone.house.answers(phone).keys()
