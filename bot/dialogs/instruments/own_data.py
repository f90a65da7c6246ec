"""Which further instruments a person answered. What they answered stands with their talks."""

from bot.dialogs.instruments.ports import INSTRUMENTS
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
