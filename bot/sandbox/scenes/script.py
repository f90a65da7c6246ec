"""What a scene is: who somebody plays, what stands on the page about it, and what was done before. Data only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bot.sandbox.model import Json

_AGAIN = re.compile(r"(?P<words>.+) \(tot (?P<until>.+)\)")
_TAP = re.compile(r"\[(?P<label>[^\]]+)\](?: → (?P<group>.+))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does: tap on `label`, whose link may lead to a `group`; or else write `words`.

    With `until` they are written again and again, until the bot's newest message holds that text.
    """

    label: str = ""
    group: str = ""
    words: str = ""
    until: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """`[Ja]` is a tap, `[Kies een groep] → Team` one that opens a link there, anything else is written.

        `overslaan (tot vraag 6/7)` is written until that question comes.
        """
        text = text.strip()
        if tap := _TAP.fullmatch(text):
            return cls(tap["label"], tap["group"] or "")
        if again := _AGAIN.fullmatch(text):
            return cls(words=again["words"], until=again["until"])
        return cls(words=text)


@dataclass(frozen=True, slots=True)
class Act:
    """What one person does in a row in the chat with the bot; `told` says so to who waits for it.

    `steps` are divided by ` | `, in the words of `Step.parse`.
    """

    who: str
    told: str
    steps: str

    def parsed(self) -> list[Step]:
        return [Step.parse(step) for step in self.steps.split(" | ")]


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment to begin at. `who` is played; `beside` are the people whose phones are worth a look as well.

    `before` is played by the bot and the people before it begins.
    """

    key: str
    who: str
    role: str
    place: str
    about: str
    hints: tuple[str, ...]
    beside: tuple[str, ...]
    before: tuple[Act, ...]

    def for_page(self) -> Json:
        """What the page shows of it."""
        names = ("key", "who", "role", "place", "about", "hints", "beside")
        return {name: getattr(self, name) for name in names}
