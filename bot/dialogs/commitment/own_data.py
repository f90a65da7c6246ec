"""What a person said, shared and stated in phase 3."""

from collections.abc import Iterator

from bot.dialogs.commitment.ports import COMMITMENTS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import PhaseRun
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, plain, runs_of


def said_in_phase_3(ctx: TurnContext, of: PlacesOf) -> list[str]:
    return list(ctx.uow.get(COMMITMENTS).said_by(of.person.id))


def shared(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _shared(ctx, of.person, *place)]


def stated(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _stated(ctx, of.person, *place)]


# --- phase 3 and after ---


def _shared(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    for one in sorted(ctx.uow.get(COMMITMENTS).shared(run.id), key=lambda one: one.question):
        if one.person == person.id:
            yield {"samenwerking": place.name, "vraag": one.question}


def _stated(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    one = ctx.uow.get(COMMITMENTS).stated(run.id)
    if one is not None and one.by == person.id:
        yield {
            "samenwerking": place.name,
            "namens": partner_name(ctx, run.partner),
            "op": plain(one.at),
            "keuze": one.stand,
            "voorwaarde": one.condition,
            "termijn": one.term,
            "gedeeld": one.shared,
        }
