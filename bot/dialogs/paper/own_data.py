"""Papers that somebody entered for a colleague, or of which they saw the signature."""

from bot.dialogs.paper.facts import paper_of
from bot.dialogs.paper.screens import name_of
from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, plain


def papers(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """Each with what this person did; what stands on it is its author's."""
    found: list[Found] = []
    for form in ctx.uow.get(PAPER_FORMS).by(of.person.id):
        paper = paper_of(ctx, form)
        found.append(
            {
                "samenwerking": paper.collaboration.name,
                "partner": paper.partner.name,
                "namens": name_of(ctx, paper).removeprefix("✓ "),
                "ingevoerd": plain(form.handed_in_at) if form.entered_by == of.person.id else None,
                "akkoord_bevestigd": plain(form.confirmed_at),
                "door_mij_bevestigd": form.confirmed_by == of.person.id,
            }
        )
    return found
