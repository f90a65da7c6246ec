"""The addresses at which the calendar of a person fetches days; of the address itself only its hash is kept."""

from bot.dialogs.reports.ports import CALENDARS
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, plain


def calendars(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    names = {place.id: place.name for place in of.collaborations}
    kept = ctx.uow.get(CALENDARS).of_person(of.person.id)
    return [{"samenwerking": names.get(one.collaboration), "gemaakt": plain(one.made_at)} for one in kept]
