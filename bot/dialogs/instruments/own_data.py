"""Which further instruments a person answered, and the sets they gave. What they answered stands with their talks."""

from bot.dialogs.instruments.facts import of_their_own
from bot.dialogs.instruments.ports import INSTRUMENTS, OWN_SETS
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, plain


def instruments(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    names = {place.id: place.name for place in of.collaborations}
    return [
        {
            "instrument": one.instrument,
            "samenwerking": names.get(one.collaboration),
            "namens": partner_name(ctx, one.partner),
            "begonnen": plain(one.began_at),
            "ingediend": plain(one.handed_in_at),
        }
        for one in ctx.uow.get(INSTRUMENTS).of_person(of.person.id)
    ]


def own_sets(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """The question sets that this person gave as a file, with what stands in them."""
    return [
        {
            "samenwerking": place.name,
            "naam": made.name,
            "gegeven": plain(kept.kept_at),
            "weggehaald": plain(kept.taken_away_at),
            "vragen": [question.text for question in made.questions],
        }
        for place in of.collaborations
        for kept, made in zip(ctx.uow.get(OWN_SETS).of(place.id), of_their_own(ctx, place.id, all_=True), strict=True)
        if kept.kept_by == of.person.id
    ]
