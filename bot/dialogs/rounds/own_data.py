"""Which phases a person took part in."""

from collections.abc import Iterator

from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import PhaseRun
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, plain, runs_of


def phases(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _takes_part(ctx, of.person, *place)]


def _takes_part(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    for one in ctx.uow.rounds.participants(run.id):
        if one.person == person.id:
            handed_in: Found = {"ingediend": plain(one.handed_in_at), "spiegel_klaar": plain(one.scanned_at)}
            named = partner_name(ctx, run.partner)
            yield {"samenwerking": place.name, "namens": named, "fase": run.phase, **handed_in}
