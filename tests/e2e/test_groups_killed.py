"""SIGKILL while people vote: every vote that was accepted is there afterwards, and the numbers are exact."""

import random

import pytest

from .driver import BotDiedError
from .form import Tap
from .groups import BO, Group, GroupHouse, electorate, votes
from .killing import At, Killer, Points, Soon

pytestmark = pytest.mark.process

PROGRAMME = ("Anna", "Bram", "Cas", "Cor", "Coen")
PRACTICE = ("Dana", "Evi", "Frits", "Fien", "Floor")
LABELS = ("Ja", "Enigszins", "Nee")
POINTS = [
    At("answerCallbackQuery", "before"),
    At("editMessageText", "before"),
    At("getUpdates", "before"),
    Soon(3),
    At("editMessageText", "after"),
    At("getUpdates", "after"),
]


async def vote(house: GroupHouse, group: Group, killer: Killer, chance: random.Random) -> None:
    """One motive: most people tap at the same moment, some twice, and the bot dies on the way."""
    seats = electorate(house)
    people = [phone for phone in house.everybody() if phone.id in seats]
    board, meant = group.board, {}
    killer.armed = None
    while killer.armed is None:  # the killer rests between two taps of one person; here they are of several
        killer.arm(Tap("Ja"))
    for phone in chance.sample(people, k=len(people) - 1):
        for label in chance.sample(LABELS, k=chance.choice((1, 1, 2))):
            group.tap(phone, label, board)
            meant[phone.id] = label.lower()
    await killer.strike_soon()
    await killer.survive()
    assert votes(house) == meant
    assert sum(answered for answered, _ in group.answered()) == len(meant)
    assert sum(people for _, people in group.answered()) == len(seats)
    group.lead_now(house[BO], "Toon uitslag")
    await killer.survive()
    assert killer.armed is None
    counted = [sum(of) for of in zip(*group.counts(), strict=True)]
    assert counted == [list(meant.values()).count(label.lower()) for label in LABELS]


@pytest.mark.parametrize("moments", [POINTS[1:2], pytest.param(POINTS, marks=pytest.mark.deep)], ids=["one", "every"])
async def test_votes_survive_a_kill_at_every_kind_of_moment(tmp_path, moments):
    async with GroupHouse(tmp_path) as house:
        house.seed_groups(PROGRAMME, PRACTICE)
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        points = Points(times=1)
        points.left[Tap] = list(moments)
        killer, chance = Killer(house, points), random.Random(4)
        for _ in moments:
            await vote(house, group, killer, chance)
            await group.lead(house[BO], "Volgende ›")
        assert killer.struck == moments
        assert not house.count("inbox WHERE finished_at IS NULL")
        boards = house.count("question WHERE kind = 'motive'")
        assert boards == len(moments) + 1
        assert boards <= len([m for m in group.messages if "Motief " in m.text]) <= boards + len(moments)


async def test_a_kill_while_the_numbers_come_out_shows_them_once(tmp_path):
    """The tap that shows, before and after Telegram has the edit: what was counted stays counted."""
    async with GroupHouse(tmp_path) as house:
        house.seed_groups(PROGRAMME, PRACTICE)
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        for when in ("before", "after"):
            killer = Killer(house, points := Points(times=1))
            await group.answer_all(LABELS, [phone for phone in house.everybody() if phone.id in electorate(house)][1:])
            meant = votes(house)
            points.left[Tap] = [At("editMessageText", when)]
            killer.arm(Tap("Toon uitslag"))
            group.lead_now(house[BO], "Toon uitslag")
            with pytest.raises(BotDiedError):
                await house.until(lambda killer=killer: killer.struck and not house.alive, what="dying")
            await killer.survive()
            counted = [sum(of) for of in zip(*group.counts(), strict=True)]
            assert counted == [list(meant.values()).count(label.lower()) for label in LABELS]
            assert house.value("SELECT count(*) FROM question_seat WHERE counted") == len(meant)
            await group.lead(house[BO], "Heropenen")
