"""What is asked by itself: how an agreement goes, on its day; what came of it, on the day of looking back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementId,
    AgreementState,
    answerable,
    circle,
    contact_of,
    helpers,
    in_words,
)
from bot.dialogs.agreements.screens import answers, before_its_day, look_at, named, results
from bot.domain.asking import About
from bot.domain.collaboration import Collaboration
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.turn.context import TurnContext
from bot.turn.due import Due, Recipient

TIME_TO_DO_IT = timedelta(hours=3)
"""Nobody is asked sooner than this about what they will do today."""


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
            chosen = agreement.dated_at or agreement.made_at
            at = next_ask(heard, collaboration.zone, max(ctx.at, chosen + TIME_TO_DO_IT))
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


def before_dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One contact before its day for each open agreement that this person answers for; nothing from that day on."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in ctx.uow.get(AGREEMENTS).of(collaboration.id):
            contact = contact_of(agreement, collaboration.zone)
            due = agreement.terms.due
            if contact is None or due is None or answerable(agreement, place.members) != whom.person.id:
                continue
            heard = whom.heard(About.BEFORE, agreement.id, contact.day)
            at = next_ask(heard, collaboration.zone, ctx.at)
            if at is None or _has_come(due, at, collaboration):
                continue
            around = helpers(agreement, whom.person.id, place.members) if contact.halfway else ()
            about = _about(ctx, agreement, collaboration, whom) | {"helpers": named(ctx, around)}
            what = agreement.terms.what
            look = ctx.button("hoe_loopt_het" if contact.halfway else "afspraak", f"vooraf:{agreement.id}", what=what)
            kind = "halfway" if contact.halfway else "coming"
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase(f"agreements.line_{kind}", about),
                alone=Phrase(f"agreements.{kind}", about),
                buttons=before_its_day(ctx, agreement, around) if contact.halfway else ((look_at(ctx, agreement),),),
                open=look,
            )


def _has_come(due: date, at: datetime, collaboration: Collaboration) -> bool:
    """Whether its day is there by then: from that day on it is asked about in another way."""
    return at.astimezone(collaboration.zone).date() >= due


def _about(ctx: TurnContext, agreement: Agreement, collaboration: Collaboration, whom: Recipient) -> dict[str, object]:
    """Whoever is asked for somebody else is told whose it was."""
    mine = agreement.terms.owner == whom.person.id
    owner = agreement.terms.owner_name
    if not mine and agreement.terms.owner is not None:
        owner = ctx.uow.people.get(agreement.terms.owner).name
    return in_words(agreement.terms) | {
        "name": whom.person.first_name,
        "collaboration": collaboration.name,
        "gone": agreement.terms.owner is not None and not mine,
        "owner": "" if mine else owner,
    }


def look_back_dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each agreement with such a day, unless this person has said it already."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in ctx.uow.get(AGREEMENTS).of(collaboration.id):
            day = agreement.terms.look_back
            if (
                agreement.state in (AgreementState.LAPSED, AgreementState.WISH)
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
