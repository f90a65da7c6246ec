"""A time within a typed day: *vrijdagmiddag*, *9 uur maandag*. It is taken out to read the day, and never unseen."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.content.typed_days.words import any_of, normal, words


class Untimed(NamedTuple):
    """A text without the time that it named, and whether it named one."""

    text: str
    timed: bool


def without_time(text: str) -> Untimed:
    """The day that is left of *vrijdagmiddag om 15:00*, *'s ochtends op maandag*, *vanavond*."""
    text = normal(text)
    rest, before = text, ""
    days = (*words()["feasts"], *words()["today_at"])  # kerstavond is a day, and vanavond is one of today
    while rest != before and re.sub(rf"^{any_of('before')} ", "", rest) not in days:
        before = rest
        for pattern in _patterns():
            rest = pattern.sub(_left, rest, count=1).strip(_EDGES)
    rest = re.sub(rf"(?<!\w){any_of('today_at')}(?!\w)", words()["today"][0], rest)
    return Untimed(rest, rest != text)


def without_dotted_time(text: str) -> Untimed:
    """The same of *maandag 9.30*, which could be a date as well: for where the whole is none."""
    rest = re.sub(r"[ ,]([01]?\d|2[0-3])\.[0-5][05]$", "", normal(text))
    return Untimed(rest, rest != normal(text))


_EDGES = " ,.!?–-"


def _left(match: re.Match[str]) -> str:
    """What stays where a time was taken out of the middle: the space between the words around it."""
    return " " if match.start() > 0 and match.end() < len(match.string) else ""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """A time behind the day, before it, and between a weekday and its date."""
    numbers = rf"(?:\d{{1,2}}|{any_of('numbers')})"
    half, hour, at = any_of("parts_of_hour"), any_of("hours"), any_of("at")
    exact = (
        rf"(?:{half} {numbers}(?: ?{hour})?|{numbers}:\d\d(?::\d\d)?(?: ?{hour})?"
        rf"|{numbers}(?:\.\d\d)? ?{hour}(?:\d\d)?|\d{{1,2}} ?[ap]m)"
    )
    loose = rf"(?:{exact}|{numbers}(?:[:.]\d\d)?)"
    span = rf"(?:{any_of('between')} {loose}(?: {any_of('until')} | ?[–-] ?){loose}|{exact} ?[–-] ?{exact})"
    part = rf"(?:(?:{any_of('part_begins')} )?{any_of('parts_of_day')}|{any_of('other_times')})"
    joined = rf"(?:(?<=dag|gen) ?{any_of('parts_of_day')}|(?<=dag) ?{any_of('morning')})"
    behind = rf"(?:(?:^|[ ,t])(?:{span}|{at} {exact}|{exact})|[ ,]{at} {loose}|(?:^|[ ,]){part}|{joined})$"
    ahead = rf"^(?:{span}|(?:{at} )?{exact}|{part})(?:,? {any_of('before_day')})?(?:, ?| )"
    return re.compile(behind), re.compile(ahead), re.compile(rf"{joined}(?= )")
