"""Kills the bot at chosen points of an input, and goes on with what the screen shows."""

import asyncio
from dataclasses import dataclass

from bot.sandbox.errors import ApiError

from .driver import BotDiedError
from .form import Say, Tap


@dataclass(frozen=True)
class At:
    """A call of the bot: the process dies `before` it has its effect, or `after`, without hearing of it."""

    method: str
    when: str


@dataclass(frozen=True)
class Soon:
    """So many milliseconds after the update was on its way."""

    milliseconds: float


POLL = [At("getUpdates", "before"), At("getUpdates", "after")]
POINTS_OF_TAP = [
    At("answerCallbackQuery", "before"),
    At("editMessageText", "before"),
    Soon(4),
    At("answerCallbackQuery", "after"),
    *POLL,
    At("editMessageText", "after"),
    Soon(1),
    Soon(7),
]
POINTS_OF_TEXT = [At("sendMessage", "before"), POLL[0], At("sendMessage", "after"), Soon(2), POLL[1], Soon(6)]


class Killer:
    """Deals out its points in turn, to taps and to texts, one at a time, and counts what struck."""

    def __init__(self, house, *, every, first):
        """At one input in `every`; the `first` point is the one of that place in each list."""
        self.house = house
        self.every = every
        self.struck = []
        self.armed = None
        self._inputs = 0
        self._dealt = {Tap: first, Say: first}

    def arm(self, action):
        """Set the next point for this kind of input, unless one is still waiting."""
        self._inputs += 1
        if self.armed is not None or self._inputs % self.every:
            return
        points = POINTS_OF_TAP if isinstance(action, Tap) else POINTS_OF_TEXT
        self.armed = points[self._dealt[type(action)] % len(points)]
        self._dealt[type(action)] += 1
        if isinstance(self.armed, At):
            point = self.armed
            self.house.world.faults.add("callback", method=point.method, when=point.when, callback=self._kill)

    def _kill(self):
        self.house.kill()
        self.struck.append(self.armed)
        self.armed = None
        if self.struck[-1].when == "before":
            raise ApiError(500, "the caller is gone")

    async def strike_soon(self):
        """For a point in time: let it pass, and kill."""
        if isinstance(self.armed, Soon):
            await asyncio.sleep(self.armed.milliseconds / 1000)
            self.house.kill()
            self.struck.append(self.armed)
            self.armed = None

    async def survive(self):
        """Wait until the input was dealt with, restarting the bot as often as it is killed."""
        while True:
            try:
                await self.house.settled()
            except BotDiedError:
                await self.house.start()
            else:
                return


async def fill_in(phone, form, killer=None) -> int:
    """Fill in the form by what the screen shows, to the end. How many inputs that took, the first command left out."""
    inputs = 0
    while not phone.last.startswith("Ingediend."):
        action = form.action(form.step(phone.text))
        inputs += 1
        if killer is None:
            await (phone.press(action.label) if isinstance(action, Tap) else phone.say(action.words))
            continue
        killer.arm(action)
        if isinstance(action, Tap):
            phone.tap(action.label)
        else:
            phone.write(action.words)
        await killer.strike_soon()
        await killer.survive()
    return inputs
