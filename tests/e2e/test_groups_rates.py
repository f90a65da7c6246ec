"""Many people tap at once: the program as it really runs, against a server that enforces Telegram's limits."""

import asyncio
import random
from datetime import datetime

import pytest

from .driver import until
from .groups import BO, COUNTED, GroupHouse, votes

pytestmark = pytest.mark.process

PROGRAMME = ("Anna", *(f"Opleider{n}" for n in range(11)))
PRACTICE = ("Dana", *(f"Werker{n}" for n in range(12)))
MOST_IN_A_MINUTE = 20
LABELS = ("Ja", "Enigszins", "Nee")


class BusyHouse(GroupHouse):
    """Everything as it really is: the program's own pace, and a server that refuses what goes faster."""

    unhurried = False

    def seed_groups(self, **about) -> None:
        super().seed_groups(**about)
        self.world.rates.limits.enabled = True


def moments(calls) -> list[float]:
    return [datetime.fromisoformat(call.at).timestamp() for call in calls]


def most_in(window: float, at: list[float]) -> int:
    return max(sum(first <= moment < first + window for moment in at) for first in at)


@pytest.mark.deep
async def test_25_people_tap_on_one_motive_within_a_minute(tmp_path):
    """In random order, one of them changing their mind now and then. Only how often and how exact; not how fast."""
    async with BusyHouse(tmp_path) as house:
        house.seed_groups(programme=PROGRAMME, practice=PRACTICE)
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        chance = random.Random(25)
        people = [house[name] for name in (*PROGRAMME, *PRACTICE)]
        chance.shuffle(people)
        board, queries, meant = group.board, [], {}
        for phone in people:
            for label in chance.choices(LABELS, k=chance.choice((1, 1, 1, 2))):
                if phone is not people[-1]:
                    queries.append(group.tap(phone, label, board))
                    meant[phone.id] = label.lower()
            await asyncio.sleep(chance.uniform(0, 0.9))  # people are not a machine; nothing below depends on it
        assert "Uitslag" not in board.text
        queries.append(group.tap(people[-1], "Nee", board))
        meant[people[-1].id] = "nee"
        await house.until(lambda: all(query.answer for query in queries), what="answering every tap")
        assert all("genoteerd" in query.answer.text for query in queries)
        await house.settled()
        assert votes(house) == meant
        assert group.counts() == [
            tuple(sum(meant[house[name].id] == label.lower() for name in side) for label in LABELS)
            for side in (PROGRAMME, PRACTICE)
        ]
        calls = group.calls()
        assert most_in(60, moments(calls)) <= MOST_IN_A_MINUTE
        assert [call for call in calls if call.status == 429] == []
        assert [call.description for call in calls if call.status != 200 and call.method != "pinChatMessage"] == []


async def test_a_busy_group_holds_up_nobody_else(tmp_path):
    async with BusyHouse(tmp_path) as house:
        house.seed_groups()
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        for name in ("Anna", "Bram", "Cas", "Dana"):
            group.tap(house[name], "Ja", group.board)
        seen = len(house.calls(*COUNTED, chat=group.id))
        house["Evi"].write("/menu")
        await until(lambda: house["Evi"].messages, what="an answer in private")
        assert len(house.calls(*COUNTED, chat=group.id)) <= seen + 1
        await house.settled()
        assert group.answered() == [(3, 3), (1, 3)]
