"""A lively conversation: the program as it really runs, against a server that enforces Telegram's limits."""

import asyncio
import random

import pytest

from bot.sandbox.model import Message

from .groups import BO, COUNTED
from .talking import KEPT, Talk, TalkHouse, confirm, points, said
from .test_groups_rates import MOST_IN_A_MINUTE, moments, most_in

pytestmark = pytest.mark.process

PROGRAMME = ("Anna", *(f"Opleider{n}" for n in range(4)))
PRACTICE = ("Dana", *(f"Werker{n}" for n in range(5)))
POINTS, CHANGED = 60, 15
COSTS = (*COUNTED, "sendDocument")
"""What counts for the twenty a minute; signs below a message do not."""
BETTER = ", beter gezegd"


class Room:
    """What was said in it, in its latest wording, and the messages in which that was done."""

    def __init__(self, talk: Talk):
        self.talk = talk
        self.question = talk.table
        self.written: list[Message] = []
        self.words: list[str] = []

    def say(self, phone, words: str) -> None:
        """In turn by reply, by command, and by a command that names the bot."""
        command = ("", "/punt ", f"/punt@{self.talk.world.bot_username} ")[len(self.words) % 3]
        reply_to = None if command else self.question.id
        self.written.append(self.talk.write(phone, command + words, reply_to=reply_to))
        self.words.append(words)

    def say_better(self, number: int) -> None:
        message = self.written[number]
        self.talk.world.user_edits(message.sender_id, self.talk.chat, message.id, message.text + BETTER)
        self.words[number] += BETTER


@pytest.mark.deep
async def test_sixty_points_of_twelve_people_cost_a_group_little(tmp_path):
    """In less than a minute what may come in five; some are changed while others still talk."""
    async with TalkHouse(tmp_path) as house:
        house.unhurried = False
        house.world.rates.limits.enabled = True
        house.seed_talk(programme=PROGRAMME, practice=PRACTICE)
        await house.start()
        chat_thread = Room(talk := await house.make_talk())
        chance = random.Random(60)
        people = [house[name] for name in (BO, *PROGRAMME, *PRACTICE)]
        assert len(people) == 12
        changed = chance.sample(range(POINTS), CHANGED)
        for number in range(POINTS):
            chat_thread.say(chance.choice(people), f"Punt {number}:" + " woord" * chance.randint(1, 30))
            for other in [n for n in changed if n <= number - chance.randint(0, 5)]:
                changed.remove(other)
                chat_thread.say_better(other)
            await asyncio.sleep(chance.uniform(0, 1.4))  # people are not a machine; nothing below depends on it
        for other in changed:
            chat_thread.say_better(other)
        await house.until(lambda: len(talk.calls("setMessageReaction")) == POINTS + CHANGED, what="every sign")
        await house.settled()

        assert [talk.sign_below(message) for message in chat_thread.written] == [KEPT] * POINTS
        assert said(house) == chat_thread.words
        assert f"{POINTS} punten genoteerd" in chat_thread.question.text
        assert most_in(60, moments(talk.calls(*COSTS))) <= MOST_IN_A_MINUTE
        assert {call.method for call in talk.calls(*COSTS, "setMessageReaction") if call.status != 200} <= {
            "pinChatMessage"
        }
        assert [call for call in talk.calls(*COSTS) if call.status == 429] == []

        assert await house.stop() == 0
        house.unhurried, house.world.rates.limits.enabled = True, False  # the rest would only take longer
        await house.start()
        await talk.close()
        for name in ("Anna", "Dana"):
            await confirm(house[name])
        assert points(house) == chat_thread.words
