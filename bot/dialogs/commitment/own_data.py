"""What a person said, shared and stated in phase 3."""

from collections.abc import Iterator

from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.questions.ports import QUESTIONS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.ids import RunId
from bot.domain.rounds import Phase, PhaseRun
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, plain, question_text, runs_of


def said_in_phase_3(ctx: TurnContext, of: PlacesOf) -> list[str]:
    said = ctx.uow.get(QUESTIONS).contributions_of(of.person.id)
    runs = {one.id: ctx.uow.get(QUESTIONS).get(one.question).run for one in said}
    return [one.text for one in said if _in_phase_3(ctx, runs[one.id])]


def _in_phase_3(ctx: TurnContext, run: RunId | None) -> bool:
    return run is not None and ctx.uow.rounds.run(run).phase is Phase.COMMITMENT


def shared(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _shared(ctx, of.person, *place)]


def kept(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _kept(ctx, of.person, *place)]


def stated(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _stated(ctx, of.person, *place)]


# --- phase 3 and after ---


def _shared(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    for one in sorted(ctx.uow.get(COMMITMENTS).shared(run.id), key=lambda one: one.question):
        if one.person == person.id:
            yield {"samenwerking": place.name, "vraag": question_text(ctx, one.question)}


def _kept(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    """What stays for reports as it was when phase 3 closed."""
    for one in ctx.uow.get(COMMITMENTS).kept(run.id):
        if one.person == person.id:
            about: Found = {"vraag": question_text(ctx, one.question), "tekst": one.text, "niveau": one.level}
            yield {"samenwerking": place.name, **about}


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
