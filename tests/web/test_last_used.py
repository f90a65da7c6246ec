"""Somebody with two doors who acts in the group is at that door: what comes unasked goes where they were last."""

from dataclasses import replace
from datetime import timedelta

import pytest
from test_groups import at_the_first_question, group, mixed
from test_several_doors import _fire, by_link, on_the_phone
from web_house import Browser, House

from bot.content.markup import plain
from bot.content.screen import Screen
from bot.domain.ids import ChatId
from bot.turn.doors import come_in
from bot.turn.records import Outgoing

__all__ = ["mixed"]


async def both_doors(house: House) -> Browser:
    """Anna in the browser as well, in which she was last in private."""
    at_work = await house.chat("Anna, op kantoor")
    first = house.phone("Anna").chat.id

    def comes_in(uow) -> None:
        come_in(uow, uow.people.in_chat(first).id, at_work, house.now)
        assert uow.people.in_chat(first).hears_in == at_work

    await house.database.run(comes_in)
    return await house.window(at_work)


async def hears_in(house: House) -> ChatId:
    first = house.phone("Anna").chat.id
    return await house.database.run(lambda uow: uow.people.in_chat(first).hears_in)


async def in_telegram(house: House, what: str) -> None:
    phone = house.phone("Anna").at(group(house))
    if what == "replies":
        await house.take(phone.replies("Wij willen plekken", phone.find("vraag 1/6")))
    elif what == "says a point":
        await house.take(phone.types("/punt Wij willen plekken"))
    else:
        await house.take(phone.types("/overzicht"))


@pytest.mark.parametrize("what", ["replies", "says a point", "asks"])
async def test_who_acts_in_the_group_in_telegram_was_there_last(mixed: House, what: str):
    await at_the_first_question(mixed)
    browser = await both_doors(mixed)
    await in_telegram(mixed, what)
    assert await hears_in(mixed) == mixed.phone("Anna").chat.id
    await browser.goes_to(1)
    await browser.goes_to(1)
    assert await hears_in(mixed) != mixed.phone("Anna").chat.id


async def test_looking_at_the_page_of_a_group_is_not_acting(mixed: House):
    await at_the_first_question(mixed)
    browser = await both_doors(mixed)
    await browser.goes_to(1)
    await in_telegram(mixed, "replies")
    await browser.get("/groep/1")
    assert await hears_in(mixed) == mixed.phone("Anna").chat.id
    await browser.says("Vanaf kantoor")
    assert await hears_in(mixed) != mixed.phone("Anna").chat.id


async def test_a_door_that_was_chosen_stays(mixed: House):
    await at_the_first_question(mixed)
    browser = await both_doors(mixed)
    await browser.does("/herinneringen", "[Waar stuur ik je berichten?]", "[In de browser]")
    await in_telegram(mixed, "replies")
    assert await hears_in(mixed) != mixed.phone("Anna").chat.id


async def test_who_blocked_the_bot_and_speaks_in_the_group_was_there_all_the_same(mixed: House):
    """Nobody can know that her own chat there is closed; the next test is what becomes of it."""
    await at_the_first_question(mixed)
    await both_doors(mixed)
    await mixed.take(mixed.phone("Anna").blocks())
    assert await hears_in(mixed) != mixed.phone("Anna").chat.id
    await in_telegram(mixed, "replies")
    assert await hears_in(mixed) == mixed.phone("Anna").chat.id


async def test_what_a_closed_door_refuses_goes_to_the_other_one(house: House):
    """What was an answer there stays behind; what came unasked is not lost with the door."""
    browser = await by_link(house, "Anna")
    phone, before = house.phone("Anna").chat.id, len(browser.cards)
    await on_the_phone(house, "/menu", name="Anna")
    house.now += timedelta(days=9)
    while (result := await house.database.run(lambda uow: _fire(house, uow))) is not None:
        mine = [one for one in result.outgoing if one.chat == phone]
        house.host.deliver([one for one in result.outgoing if one.chat != phone])
        if mine:
            break
    assert [one.unasked for one in mine] == [True]
    answer = replace(mine[0], unasked=False)
    await house.host.lost(phone, [*mine, answer])
    await browser.get("/gesprek")
    assert len(browser.cards) == before + 1
    assert browser.newest == plain(mine[0].screen.html).strip()
    assert await hears_in(house) != phone


async def test_with_one_door_nothing_is_sent_elsewhere(house: House):
    phone = house.phone("Daan").chat.id
    lost = Outgoing(phone, Screen("Er wacht iets"), unasked=True)
    await house.host.lost(phone, [lost])
    assert "Er wacht iets" not in str([one.text for one in house.phone("Daan").chat.of_bot()])
