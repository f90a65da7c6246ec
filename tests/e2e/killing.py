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


POINTS_OF_TAP = [
    At("answerCallbackQuery", "before"),
    At("editMessageText", "before"),
    Soon(4),
    At("getUpdates", "before"),
    At("answerCallbackQuery", "after"),
    Soon(1),
    At("editMessageText", "after"),
    At("getUpdates", "after"),
    Soon(7),
]
POINTS_OF_TEXT = [
    At("sendMessage", "before"),
    At("getUpdates", "before"),
    At("sendMessage", "after"),
    Soon(2),
    Soon(6),
]


class Points:
    """The moments that are still to come, for taps and for texts; dealt out to several people in turn."""

    def __init__(self, times):
        self.left = {Tap: POINTS_OF_TAP * times, Say: POINTS_OF_TEXT * times}

    def deal(self, action):
        """The next moment for this kind of input; None when all have been."""
        left = self.left[type(action)]
        return left.pop(0) if left else None


class Killer:
    """Sets one moment at a time, with two inputs between them where they are taps, and keeps what struck."""

    def __init__(self, house, points):
        self.house = house
        self.points = points
        self.struck = []
        self.armed = None
        self._rest = 0

    def arm(self, action):
        """Set the next moment, unless one is still waiting or it is too soon."""
        self._rest -= 1
        if self.armed is not None or (isinstance(action, Tap) and self._rest > 0):
            return
        self.armed = self.points.deal(action)
        self._rest = 2
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
