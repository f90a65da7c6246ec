"""`Wat werd er van mijn woorden?`: what became of what one gave, for its author alone."""

from bot.content.screen import Button
from bot.dialogs.people.facts import known_person, must_have_taken_part
from bot.dialogs.words.facts import author_in, places_with_words, rounds_with_words, told
from bot.dialogs.words.screens import lines_of
from bot.domain.ids import RoundId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage


def words(ctx: TurnContext, argument: str) -> Route | None:
    """Of one round: `round` or `round.page`; without any, of the collaboration that is chosen first."""
    if not argument:
        return _which(ctx)
    round_id, index = at_page(argument)
    round_ = ctx.uow.rounds.get(RoundId(number(round_id)))
    must_have_taken_part(ctx, round_.collaboration)
    person = known_person(ctx)
    author = author_in(ctx, person, round_)
    lines, more = page_of(ctx, lines_of(told(ctx, author, person)), index)
    earlier = next((r for r in rounds_with_words(ctx, person, round_.collaboration) if r.id < round_.id), None)
    opened = round_.opened_at.astimezone(author.collaboration.zone).date() if round_.opened_at else None
    about = {"collaboration": author.collaboration.name, "opened": opened, "lines": lines, "left": author.left}
    ctx.page(
        Phrase("words.page", about),
        ctx.button("volgende", f"woorden:{round_.id}.{index + 1}") if more else None,
        ctx.button("eerdere_ronde", f"woorden:{earlier.id}") if earlier is not None and not more else None,
        ctx.button("menu", "menu"),
    )
    return None


def _which(ctx: TurnContext) -> Route | None:
    found = list(places_with_words(ctx, known_person(ctx)))
    if len(found) == 1:
        return ToPage("woorden", str(found[0][1].id))
    buttons = [Button(place.name, f"p:woorden:{round_.id}") for place, round_ in found]
    ctx.page(Phrase("words.which" if buttons else "words.nothing"), *buttons, ctx.button("menu", "menu"))
    return None
