"""SIGKILL between fetch, commit and send: no accepted answer is lost, and none is taken twice."""

import asyncio

import pytest

from bot.domain.collaboration import PartnerKind

from .driver import House
from .form import CHOICES, OWN, Form, Say, Tap
from .killing import POINTS_OF_TAP, POINTS_OF_TEXT, At, Killer, Points, fill_in

pytestmark = pytest.mark.process


async def play(house, name, form, points):
    """One person from the first command to `Indienen`, with the bot killed on the way."""
    phone = house[name]
    killer = Killer(house, points)
    await house.start()
    await phone.say("/verder")
    inputs = await fill_in(phone, form, killer)
    form.check(house.answers(phone))
    check_once(house, phone, inputs, killer)
    return killer


def check_once(house, phone, inputs, killer):
    """Each update was applied once, and all that the kills may have cost is a message that came twice."""
    kinds = house.rows(
        "SELECT kind FROM turn_log WHERE dialog = 'preparation' "
        "AND conversation IN (SELECT id FROM conversation WHERE chat = :chat)",
        chat=phone.id,
    )
    applied = [kind for (kind,) in kinds if kind in ("Pressed", "Typed")]
    assert len(applied) == inputs
    assert house.count("conversation") == 1
    assert house.value("SELECT turn FROM conversation") == inputs
    assert house.count("inbox WHERE finished_at IS NULL OR body <> ''") == 0
    assert house.count("inbox") == inputs + 1
    assert house.count("outbox WHERE done_at IS NULL OR body <> ''") == 0
    assert house.count("participation WHERE handed_in_at IS NOT NULL") == 1
    typed = [m for m in house.world.messages(phone.user) if m.sender_id == phone.id and m.text != "/start"]
    told = [message for message in phone.messages if "photo" not in message.content]  # one's own motives, drawn
    shown_twice = len(told) - len(typed)
    assert 0 <= shown_twice <= sum(may_repeat(point) for point in killer.struck)
    refused = [call for call in house.world.refusals if "is not modified" not in call.description]
    assert {call.description for call in refused} <= {"the caller is gone"}


def may_repeat(point):
    """Whether a message may have been on its way: the next poll goes out before that is noted."""
    return not isinstance(point, At) or point.method == "getUpdates" or point == At("sendMessage", "after")


@pytest.mark.parametrize("times", [1, pytest.param(2, marks=pytest.mark.deep)])
async def test_a_whole_form_survives_a_kill_at_every_kind_of_moment(tmp_path, times):
    """Two people in two houses, so that both processors have work; every kind of moment, also at several questions."""
    points = Points(times)

    async def one(name, kind, own, choices):
        folder = tmp_path / name
        folder.mkdir()
        async with House(folder) as house:
            house.seed()
            return await play(house, name, Form(kind, choices=choices, own=own), points)

    killers = await asyncio.gather(
        one("Anna", PartnerKind.PROGRAMME, OWN, CHOICES),
        one("Daan", PartnerKind.PRACTICE, OWN[:1], [*CHOICES[1:], CHOICES[0]]),
    )
    struck = [point for killer in killers for point in killer.struck]
    assert set(struck) == {*POINTS_OF_TAP, *POINTS_OF_TEXT}
    assert len(struck) >= 12 * times


@pytest.mark.postgres
async def test_the_same_on_postgresql(tmp_path, postgres_url):
    """A shorter form, and a kill at each kind of call."""
    points = Points(times=1)
    points.left[Tap] = [at for at in POINTS_OF_TAP if isinstance(at, At)][::2]
    points.left[Say] = [at for at in POINTS_OF_TEXT if isinstance(at, At)]
    async with House(tmp_path, postgres_url) as house:
        house.seed()
        choices = [(Tap("Nee"), "nee"), (Say("n"), "nee"), (Tap("Nee"), "nee")]
        killer = await play(house, "Anna", Form(PartnerKind.PROGRAMME, choices=choices, own=[]), points)
    assert len(killer.struck) >= 5
