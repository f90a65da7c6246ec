"""A page on which more can be done than an eye takes in: what comes first stands there, the rest behind `Meer`."""

from collections.abc import Sequence

from bot.content.screen import Button
from bot.turn.context import TurnContext

MOST_BUTTONS = 5
"""How many buttons a page has; answers and lists are counted elsewhere."""

Rows = tuple[tuple[Button, ...], ...]

_MORE = "meer"


def unfolded(argument: str) -> tuple[str, bool]:
    """Splits `….meer` into what the page is about, and whether the rest is wanted."""
    if argument == _MORE:
        return "", True
    about, dot, end = argument.rpartition(".")
    return (about, True) if dot and end == _MORE else (argument, False)


def folded(
    ctx: TurnContext, page: str, about: str, buttons: Sequence[Button], *, more: bool, way_out: Button | None = None
) -> Rows:
    """The rows below a page `page:about`; with `more` those of its rest. `way_out` stands last, beside `Meer`."""
    ends = () if way_out is None else (way_out,)
    if len(buttons) + len(ends) <= MOST_BUTTONS:
        return (*((button,) for button in buttons), *(((way_out,),) if way_out is not None else ()))
    first = MOST_BUTTONS - 1 - len(ends)
    if more:
        back = ctx.button("terug", f"{page}:{about}" if about else page)
        return (*((button,) for button in buttons[first:]), (back, *ends))
    rest = ctx.button("meer", f"{page}:{about}.{_MORE}" if about else f"{page}:{_MORE}")
    return (*((button,) for button in buttons[:first]), (rest, *ends))
