"""Every input costs one counted call besides the answer to the tap, and taps alone leave one message."""

import asyncio

import pytest

pytestmark = pytest.mark.process

CHANGING = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "deleteMessage")


class Meter:
    """How much one person's inputs cost."""

    def __init__(self, phone):
        self.phone = phone

    def calls(self):
        return len(self.phone.house.calls(*CHANGING, chat=self.phone.id))

    async def press(self, label, message=None):
        query = self.phone.tap(label, message).query
        return await self._costs_one(lambda: query.answer, label)

    async def say(self, words):
        self.phone.write(words)
        return await self._costs_one(lambda: True, words)

    async def show(self, put):
        put(self.phone.user, self.phone.user)
        return await self._costs_one(lambda: True, put.__name__)

    async def _costs_one(self, answered, what):
        before = self.calls()
        await self.phone.house.until(lambda: answered() and self.calls() > before, what=f"the result of {what!r}")
        await self.phone.house.settled()
        assert self.calls() == before + 1, what
        answer = answered()
        return "" if answer is True else answer.text


async def taps_alone(phone):
    meter = Meter(phone)
    await meter.say("/verder")
    await meter.press("Begin met de motieven")
    first = phone.screen.id
    for number in range(1, 12):
        assert f"Fase 1 · {number}/11" in phone.text
        await meter.press("Nee")
    assert "overige motieven" in phone.text
    assert [message.id for message in phone.messages] == [first]


async def everything_else(phone):
    meter = Meter(phone)
    await meter.say("/verder")
    first = phone.screen
    await meter.press("Begin met de motieven")
    assert len(phone.messages) == 1

    await meter.say("misschien")  # no answer: what is possible, in one line
    assert phone.text == "Kies een van de knoppen, of typ wat erop staat."

    for put in (phone.world.user_sends_sticker, phone.world.user_sends_voice):
        await meter.show(put)
        assert "Ik kan alleen tekst lezen" in phone.text
        assert "1/" in phone.text

    await meter.say("j")
    assert "Beoogde opbrengst?" in phone.text
    messages = len(phone.messages)
    await meter.say("Meer handen")
    assert "2/" in phone.text
    assert len(phone.messages) == messages + 1  # a typed answer adds one message

    asked = phone.text
    assert await meter.press("Nee", first) == "Deze knop is verlopen"
    assert len(phone.messages) == messages + 1
    shown = phone.world.message(phone.user, first.id)
    assert shown.text == asked  # the question of now stands in place of the old one
    assert [step for step in phone.house.answers(phone) if step != "prep.start"] == ["pp.leg.1", "pp.leg.1.outcome"]

    await meter.say("/nonsens")
    await meter.say("/menu")


async def test_what_inputs_cost(running):
    await asyncio.gather(taps_alone(running["Bram"]), everything_else(running["Daan"]))
    assert running.answers(running["Bram"]).keys() > {"op.leg.1", "op.maa.2"}
    assert not running.world.refusals
    lists = [str(call.params.get("scope")) for call in running.calls("setMyCommands")]
    assert len(lists) == len(set(lists)) == 4  # for everybody in private and in groups; for each of these two, once
