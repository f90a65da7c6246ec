"""The agreements a person made, does or wrote to, as far as they may still see them."""

from collections.abc import Iterator

from bot.dialogs.agreements.facts import piece_of
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementEvent
from bot.domain.collaboration import Collaboration, Person
from bot.domain.visibility import Viewer, may_see
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, plain


def agreements(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return list(_agreements(ctx, of.person, list(of.collaborations)))


def _agreements(ctx: TurnContext, person: Person, places: list[Collaboration]) -> Iterator[Found]:
    """Those somebody made or does, and those they wrote a note to or looked back on."""
    looked_back = ctx.uow.get(AGREEMENTS).results_of(person.id)
    there = [one for place in places for one in ctx.uow.get(AGREEMENTS).of(place.id)]
    for one in (*there, *ctx.uow.get(AGREEMENTS).drafts(person.id)):
        acted = [event for event in ctx.uow.get(AGREEMENTS).events(one.id) if event.person == person.id]
        results: list[Found] = [
            {"dag": plain(day), "uitkomst": result} for id_, day, result in looked_back if id_ == one.id
        ]
        if person.id in (one.terms.owner, one.maker) or acted or results:
            yield {
                **_as_seen(ctx, person, one, acted),
                "zelf_gemaakt": one.maker == person.id,
                "zelf_doen": one.terms.owner == person.id,
                "geschiedenis": [{"op": plain(e.at), "wat": e.kind, "notitie": e.note} for e in acted],
                "terugblikken": results,
            }


def _as_seen(ctx: TurnContext, person: Person, one: Agreement, acted: list[AgreementEvent]) -> Found:
    """As it stands, for who may see it now; else as it stood when this person last did something with it."""
    memberships = ctx.uow.collaborations.memberships_of(person.id)
    here = tuple(m for m in memberships if m.collaboration == one.collaboration)
    if here and may_see(piece_of(ctx, one), Viewer(person.id, here)):
        now = one.terms
        return {"wat": now.what, "wanneer": plain(now.due), "staat": one.state, "als_dan": now.if_then}
    last = acted[-1] if acted else None
    return {"wat": last.what if last else None, "wanneer": plain(last.due) if last else None, "staat": None}
