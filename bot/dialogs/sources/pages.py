"""The list of what can be read, and a page for each subject. Nothing here is anybody's: it may stand in a group too."""

from bot.content.screen import Button, Screen
from bot.dialogs.sources.screens.behind import apart, kind_of_motives
from bot.dialogs.sources.screens.subjects import SUBJECTS, page_lines
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import page_of

LIST = "bronnen"
COME_FROM = (LIST, "start", "help", "verdieping", "begrippen", "quickscan")
"""The pages that lead to a subject, and to which `‹ Terug` leads back."""

KINDS_OF_MOTIVES = "soorten"
"""The subject with all of them."""


def shelf(ctx: TurnContext, argument: str) -> None:
    """What there is to read."""
    buttons = [Button(_title(ctx, subject), f"p:bron:{subject}") for subject in SUBJECTS]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    menu = (ctx.button("menu", "menu"),)
    ctx.show(Screen(str(ctx.texts.phrases.html(Phrase("sources.list"))), (*rows, menu)))


def subject(ctx: TurnContext, argument: str) -> None:
    """One subject: `subject`, `subject.page` or `subject.page.from`."""
    name, _, rest = argument.partition(".")
    page, _, came_from = rest.partition(".")
    if name not in SUBJECTS:
        raise DomainError("errors.expired")
    back = came_from if came_from in COME_FROM else LIST
    index = number(page) if page else 0
    lines, more = page_of(ctx, page_lines(ctx.texts.instrument, name), index)
    about = {
        "title": Phrase(f"sources.title_{name}"),
        "about": Phrase(f"sources.about_{name}") if index == 0 else "",
        "lines": lines,
    }
    turning = [ctx.button("pagina_terug", f"bron:{name}.{index - 1}.{back}")] if index else []
    turning += [ctx.button("pagina_verder", f"bron:{name}.{index + 1}.{back}")] if more else []
    rows = ((tuple(turning),) if turning else ()) + ((ctx.button("terug", back),),)
    ctx.lay_out(Phrase("sources.page", about), rows)


def kind(ctx: TurnContext, argument: str) -> None:
    """One kind of motives, for who comes from a group: its place among the kinds."""
    instrument, place = ctx.texts.instrument, number(argument)
    found = instrument.clusters.clusters[place : place + 1]
    if not found or not found[0].submotives:
        raise DomainError("errors.expired")
    every = Button(_title(ctx, KINDS_OF_MOTIVES), f"p:bron:{KINDS_OF_MOTIVES}")
    ctx.page(apart(kind_of_motives(instrument, found[0])), every, ctx.button("menu", "menu"))


def _title(ctx: TurnContext, name: str) -> str:
    return ctx.texts.phrases.plain(Phrase(f"sources.title_{name}"))
