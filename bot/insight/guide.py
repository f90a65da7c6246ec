"""The way through a reveal: the biggest surprise first, then what differs, then what can strengthen. Pure.

It chooses what is told first, never who is right. Whoever wants another order has the whole list of parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.motive import Choice
from bot.insight.division import Division, Listed, Place
from bot.insight.model import PairQuestion
from bot.insight.reveal import Reveal
from bot.insight.words import Surprise, Voice

MOST_DIFFERENCES = 3
"""Steps about motives on which partners differ."""

MOST_QUESTIONS = 2
"""Steps of each kind of question of the crosswalk."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What is told in which order. Of `guessed` and `motive` at most one is the surprise; neither when nothing is.

    `differences` and the pairs are the steps after it.
    """

    guessed: Surprise | None
    motive: Listed | None
    differences: tuple[Listed, ...]
    tensions: tuple[PairQuestion, ...]
    complements: tuple[PairQuestion, ...]

    @property
    def steps(self) -> tuple[Listed | PairQuestion, ...]:
        """What comes after the surprise, one at a time."""
        return (*self.differences, *self.tensions, *self.complements)


def guide(reveal: Reveal) -> Guide:
    """The way through this reveal."""
    guessed = next((one for one in reveal.perspective.surprises if _opposite(one)), None)
    different = differences(reveal.division)
    motive = None if guessed is not None else next(iter([*different, *_otherwise(reveal.division)]), None)
    return Guide(
        guessed,
        motive,
        tuple(one for one in different if one is not motive)[:MOST_DIFFERENCES],
        reveal.tensions[:MOST_QUESTIONS],
        reveal.complements[:MOST_QUESTIONS],
    )


def differences(division: Division) -> Sequence[Listed]:
    """Motives to which somebody says Ja and somebody Nee: main motives first, then where a side is alone."""
    found = [one for one in division.of(Place.ONE, Place.BOTH) if one.yes and one.no]
    return sorted(found, key=lambda one: not set(one.stars) & set(one.yes))


def _otherwise(division: Division) -> Sequence[Listed]:
    """What stands out where nobody says Nee to the Ja of another."""
    return division.of(Place.ALL_YES, Place.ONE, Place.BOTH, Place.NOBODY)


def _opposite(one: Surprise) -> bool:
    """Whether the one thought Ja and the other says nothing plays, or the reverse."""
    return (one.thought is Choice.YES and one.says is Voice.NONE) or (
        one.thought is Choice.NO and one.says is Voice.HAS_YES
    )
