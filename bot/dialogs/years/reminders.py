"""What is asked by itself: the yearly question, and the waardepolsslag between two rounds."""

from collections.abc import Iterator
from datetime import date

from bot.dialogs.years.facts import hoped_for, unanswered
from bot.dialogs.years.ports import YEARS
from bot.dialogs.years.screens import choices
from bot.domain.asking import About, Prompt
from bot.domain.collaboration import Role
from bot.domain.ids import RoundId
from bot.domain.rounds import RoundState
from bot.domain.yearly import Decision, decides, occasions, years_between
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.followups.pulse import pulse_days
from bot.turn.context import TurnContext
from bot.turn.due import Due, Recipient


def dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each round that is over and has no successor."""
    for place in whom.places:
        if not decides(whom.memberships, place.members):
            continue
        collaboration, round_ = place.collaboration, place.round
        if round_ is None or round_.closed_at is None:
            continue
        yearly = ctx.uow.get(YEARS).yearly(round_.id)
        if yearly is None or yearly.decision is not Decision.WAITING:
            continue
        for day in occasions(yearly.on, ctx.at.astimezone(collaboration.zone).date()):
            heard = whom.heard(About.YEARLY, round_.id, day)
            at = next_ask(heard, collaboration.zone, ctx.at)
            if at is None:
                continue
            led = any(m.role is Role.FACILITATOR for m in place.members)
            about = {
                "name": whom.person.first_name,
                "collaboration": collaboration.name,
                "led": led,
                "again": any(_asks_this(prompt, round_.id) for prompt in whom.asked),
                "years": years_between(round_.closed_at.astimezone(collaboration.zone).date(), day),
            }
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("yearly.line", about),
                alone=Phrase("yearly.asked", about),
                buttons=choices(ctx, yearly),
                open=ctx.button("nieuwe_ronde_open", f"jaarvraag:{round_.id}", name=collaboration.name),
                by_itself=True,
            )


def _asks_this(prompt: Prompt, round_: RoundId) -> bool:
    return prompt.topic.about is About.YEARLY and prompt.topic.subject == round_


def pulse_dues(ctx: TurnContext, whom: Recipient) -> Iterator[Due]:
    """One for each day of asking, for who fills in and has outcomes to look at."""
    asked: set[tuple[RoundId, date]] = set()  # who fills in for two partners is asked once, about both
    for membership in whom.memberships:
        place = next(p for p in whom.places if p.collaboration.id == membership.collaboration)
        collaboration, round_ = place.collaboration, place.round
        if round_ is None or round_.state is not RoundState.CLOSED or round_.closed_at is None:
            continue
        outcomes = hoped_for(ctx, round_, membership)
        if not outcomes:
            continue
        for day in pulse_days(round_.closed_at.astimezone(collaboration.zone).date()):
            heard = whom.heard(About.PULSE, round_.id, day)
            at = next_ask(heard, collaboration.zone, ctx.at)
            if at is None or unanswered(ctx, round_, whom.person.id, day, outcomes) == ():
                continue
            if (round_.id, day) in asked:
                continue
            asked.add((round_.id, day))
            about = {"name": whom.person.first_name, "collaboration": collaboration.name, "number": len(outcomes)}
            go = ctx.button("polsslag", f"pols:{round_.id}")
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("pulse.line", about),
                alone=Phrase("pulse.asked", about),
                buttons=((go,),),
                open=go,
            )
