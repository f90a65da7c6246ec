"""What is asked by itself: how an agreement goes, on its day; what came of it, on the day of looking back."""

from collections.abc import Iterator
from datetime import date

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, answerable, circle
from bot.dialogs.agreements.screens import answers, results
from bot.domain.asking import About
from bot.domain.collaboration import Collaboration
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.turn.context import TurnContext
from bot.turn.due import Due, Recipient


def dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each open agreement that this person answers for."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in ctx.uow.get(AGREEMENTS).of(collaboration.id):
            if agreement.state is not AgreementState.OPEN or agreement.terms.due is None:
                continue
            if answerable(agreement, place.members) != whom.person.id:
                continue
            heard = whom.heard(About.AGREEMENT, agreement.id, agreement.terms.due)
            at = next_ask(heard, collaboration.zone, ctx.at)
            if at is None:
                continue
            about = _about(ctx, agreement, collaboration, whom)
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("agreements.line_due", about),
                alone=Phrase("agreements.due", about | {"again": heard.asks > 0}),
                buttons=(answers(ctx, agreement),),
                open=ctx.button("afspraak", f"afspraak:{agreement.id}", what=agreement.terms.what),
            )


def _about(ctx: TurnContext, agreement: Agreement, collaboration: Collaboration, whom: Recipient) -> dict[str, object]:
    """Whoever is asked for somebody else is told whose it was."""
    mine = agreement.terms.owner == whom.person.id
    owner = agreement.terms.owner_name
    if not mine and agreement.terms.owner is not None:
        owner = ctx.uow.people.get(agreement.terms.owner).name
    return {
        "name": whom.person.first_name,
        "collaboration": collaboration.name,
        "what": agreement.terms.what,
        "owner": "" if mine else owner,
        "due": agreement.terms.due,
    }


def look_back_dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each agreement with such a day, unless this person has said it already."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in ctx.uow.get(AGREEMENTS).of(collaboration.id):
            day = agreement.terms.look_back
            if (
                agreement.state is AgreementState.LAPSED
                or day is None
                or whom.person.id not in circle(agreement, place.members)
            ):
                continue
            heard = whom.heard(About.LOOK_BACK, agreement.id, day)
            at = next_ask(heard, collaboration.zone, ctx.at)
            if at is None or _said(ctx, agreement.id, day, whom.person.id):
                continue
            about = {"name": whom.person.first_name, "collaboration": collaboration.name, "what": agreement.terms.what}
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("agreements.line_back", about),
                alone=Phrase("agreements.looking_back", about),
                buttons=results(ctx, agreement),
                open=ctx.button("terugkijken", f"terugkijken:{agreement.id}", what=agreement.terms.what),
            )


def _said(ctx: TurnContext, agreement: AgreementId, day: date, person: PersonId) -> bool:
    return any(who == person for who, _ in ctx.uow.get(AGREEMENTS).results(agreement, day))
