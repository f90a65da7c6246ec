"""`Lees alles` below a page: what the page shortens, whole.

The page is drawn once more for whoever taps, so that it asks again what they may see, and follows how things stand now.
"""

from bot.domain.errors import DomainError
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


def read_whole(ctx: TurnContext, argument: str) -> Route | None:
    """`page:argument` of what is to be read. Where nothing is long any more, the page as it is now."""
    name, _, about = argument.partition(":")
    if name not in ctx.house.readable:
        raise DomainError("errors.expired")
    ctx.reading = []
    ctx.house.pages[name](ctx, about)
    found, ctx.reading = ctx.reading, None
    if not found:
        return ToPage(name, about)
    ctx.read_out(found)
    return None
