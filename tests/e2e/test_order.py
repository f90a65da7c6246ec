"""Many people at once, some of them faster than the bot: each one's order holds, and every tap is answered once."""

import asyncio

import pytest

from bot.domain.collaboration import PartnerKind, Role
from bot.domain.ids import ChatId
from bot.example import Member
from storage.database import Database

from .form import INSTRUMENT

pytestmark = pytest.mark.process

CROWD = [f"Persoon{number} Voorbeeld" for number in range(20)]
ANSWERS = ["ja", "Eerste", "nee", "enigszins", "Tweede", "j", "Derde", "n", "3", "1", "Vierde"]


@pytest.fixture
def crowded(house):
    """Twenty more members of the programme."""
    users = house.world.seed([tuple(name.split()) for name in CROWD])
    members = [Member(ChatId(user.id), user.name, Role.PARTICIPANT) for user in users]
    with Database(house.url, bot=house.world.bot.id) as database:
        database.run_sync(lambda uow: _add(uow, members, house.world.clock.now()))
    for user in users:
        house.world.user_starts(user)
    house.world.queue.drop_pending()
    house.crowd = [house.phone_of(user) for user in users]
    return house


def _add(uow, members, at):
    (first, _) = uow.collaborations.partners(1)
    (run,) = [run for run in uow.rounds.runs(1) if run.partner == first.id]
    for member in members:
        person = uow.people.add(member.chat, member.name, "1", at)
        uow.collaborations.add_membership(person.id, first.collaboration, first.id, member.role, at)
        uow.rounds.take_part(run.id, person.id)


async def test_the_fast_one_among_many(crowded):
    await crowded.start()
    anna, crowd = crowded["Anna"], crowded.crowd
    for phone in (anna, *crowd):
        phone.write("/verder")
    await crowded.settled()

    presses = [anna.tap("Begin met de motieven")]
    for number, words in enumerate(ANSWERS):
        anna.write(words)
        presses += [phone.tap("Begin met de motieven") for phone in crowd[number::7]]
        await asyncio.sleep(0)
    for phone in crowd:
        phone.write("ja")
        phone.write(f"Opbrengst van {phone.user.first_name}")
        phone.write("nee")
    await crowded.settled()

    motives = [motive.id for motive in INSTRUMENT.form(PartnerKind.PROGRAMME).motives]
    assert crowded.answers(anna) == expected_of_anna(motives)
    for phone in crowd:
        given = crowded.answers(phone)
        assert given[f"{motives[0]}.outcome"] == ("written", f"Opbrengst van {phone.user.first_name}")
        assert given[motives[1]] == ("chosen", "nee")
        assert "3/11" in phone.text

    await crowded.until(lambda: all(press.query.answer for press in presses), what="an answer to each tap")
    answered = [call.params["callback_query_id"] for call in crowded.calls("answerCallbackQuery")]
    assert sorted(answered) == sorted(press.query.id for press in presses)  # each exactly once
    # A tap on a question that stands there already shows it once more, which Telegram calls not modified.
    assert all("is not modified" in refused.description for refused in crowded.world.refusals)


def expected_of_anna(motives):
    answers = {"prep.start": ("chosen", "begin")}
    at = iter(motives)
    for words in ANSWERS:
        choice = {"ja": "ja", "j": "ja", "1": "ja", "enigszins": "enigszins", "nee": "nee", "n": "nee", "3": "nee"}
        if words in choice:
            motive = next(at)
            answers[motive] = ("chosen", choice[words])
        else:
            answers[f"{motive}.outcome"] = ("written", words)
    return answers


async def test_nobody_is_written_to_who_never_started_the_bot(house):
    """Somebody in the database whose chat was never opened: nothing goes there, and nothing breaks."""
    guest = house["Gast"]
    await house.start()
    for name in ("Anna", "Bram", "Carla", "Daan", "Bo"):
        await house[name].say("/menu")
    assert not [call for call in house.world.calls if str(call.params.get("chat_id")) == str(guest.id)]
    assert not house.world.refusals


async def test_a_double_tap_counts_once_and_both_are_answered(running):
    anna = running["Anna"]
    await anna.say("/verder")
    await anna.press("Begin met de motieven")
    presses = [anna.tap("Nee") for _ in range(4)]
    await running.until(lambda: all(press.query.answer for press in presses), what="the answers")
    await running.settled()
    given = {step: stored for step, stored in running.answers(anna).items() if step != "prep.start"}
    assert given == {"op.leg.1": ("chosen", "nee")}
    assert [press.query.answer.text for press in presses] == ["", *3 * ["Deze knop is verlopen"]]
    assert "2/11" in anna.text


async def test_updates_that_are_delivered_again_change_nothing(house):
    """What Telegram delivers once more, because it did not hear that it was taken, is passed over."""
    anna = house["Anna"]
    await house.start()
    await anna.say("/verder")
    await anna.press("Begin met de motieven")
    await anna.press("Ja")
    house.kill()
    anna.write("Een opbrengst")
    anna.write("nee")
    waiting = house.world.queue.as_json()
    await house.start()
    await house.settled()
    answered = "turn_log WHERE kind IN ('Typed', 'Pressed')"
    kept, turns = house.answers(anna), house.count(answered)
    assert kept["op.ont.1"] == ("chosen", "nee")
    house.kill()
    house.world.queue.load_json(waiting)
    assert len(house.world.queue) == 2
    await house.start()
    await anna.say("/menu")  # handled after what was delivered again
    assert (house.answers(anna), house.count(answered)) == (kept, turns)
