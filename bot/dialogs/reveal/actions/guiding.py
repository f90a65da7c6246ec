"""Going through a reveal with the whole group, step by step: the words in the group, the controls in private.

It does not matter where whoever leads tapped: on their panel, or in the group while no panel reaches them.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dialogs.groups.actions.leading import bring_down, must_conduct, panel_of, take_lead
from bot.dialogs.groups.facts import Actor, circle_of, is_quiet, lead_in, must_be_quiet
from bot.dialogs.reveal.actions.showing import group_of_all
from bot.dialogs.reveal.facts import MATRIX, RevealView, picture_of, shown_in
from bot.dialogs.reveal.screens.together import at_step, goes_on, group_screen, last_step, panel_screen
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding, Lead
from bot.domain.ids import CollaborationId, LiveMessageId, PersonId
from bot.domain.rounds import RoundState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

STILL_THERE = timedelta(hours=1)
"""So long after the reveal its picture needs not be shown once more at the beginning."""


@dataclass(frozen=True, slots=True)
class Way:
    """A reveal that a group can go through, and how far it is, when anybody began."""

    found: RevealView
    binding: Binding
    lead: Lead | None


def way_of(ctx: TurnContext, found: RevealView) -> Way:
    """The way through this reveal. Raises `DomainError` without a group or anything to go through, and afterwards."""
    binding = group_of_all(ctx, found)
    if found.round.state is not RoundState.REVEALED:
        raise DomainError("reveal.together_over")
    if binding is None or not last_step(found):
        raise DomainError("errors.expired")
    return Way(found, binding, ctx.uow.groups.lead(binding.id, found.round.id))


def way_here(ctx: TurnContext, binding: Binding) -> Way | None:
    """The way that somebody is going with this group, while there is more to come."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    lead = lead_in(ctx, binding)
    if binding.partner is not None or round_ is None or lead is None or lead.step is None:
        return None
    found = shown_in(ctx, round_, circle_of(binding, round_))
    return Way(found, binding, lead) if found is not None and goes_on(found, lead) else None


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the step at which this group is, until the round goes on."""
    lead, round_ = lead_in(ctx, binding), ctx.uow.rounds.latest(binding.collaboration)
    if lead is None or lead.step is None or round_ is None or round_.state is not RoundState.REVEALED:
        return None
    return lead.stands


def begin(ctx: TurnContext, way: Way, person: PersonId, at: int | None = None) -> None:
    """Go through it from here on, led by this person. Where that goes on already, they have the panel below everything.

    `at` is a step to go to; without one it begins with the picture, unless that has just been shown.
    """
    must_be_quiet(ctx, way.binding)
    lead = bring_down(ctx, take_lead(ctx, way.binding, way.found.round, person))
    way = replace(way, lead=lead)
    if at is None and goes_on(way.found, lead):
        show_panel(ctx, way)
        return
    revealed = ctx.uow.settlements.revealed_at(way.found.round.id)
    fresh = revealed is not None and ctx.at - revealed < STILL_THERE
    _go_to(ctx, way, lead, at if at is not None else int(fresh))


def take_over(ctx: TurnContext, way: Way, person: PersonId) -> None:
    """Somebody else leads from here on; where the group is, stands below everything again."""
    lead = take_lead(ctx, way.binding, way.found.round, person)
    _go_to(ctx, way, lead, at_step(way.found, lead) or 0)


def move(ctx: TurnContext, way: Way, acting: Actor, seen: int, by: int) -> None:
    """`Volgende ›` and `Vorige`, below step `seen`. Raises `DomainError` when the group is at another one by now."""
    lead = must_conduct(ctx, way.binding, way.found.round, acting)
    at = at_step(way.found, lead)
    if at is None or at != seen or not 0 <= at + by <= last_step(way.found):
        raise DomainError("errors.expired")
    _go_to(ctx, way, lead, at + by)


def _go_to(ctx: TurnContext, way: Way, lead: Lead, at: int) -> None:
    """Put a step below everything; the one before it keeps its words."""
    if at > last_step(way.found):
        raise DomainError("errors.expired")
    must_be_quiet(ctx, way.binding)
    there = way.binding.chat_thread
    _redraw(ctx, replace(way, lead=lead), now=False)
    if at == 0:
        caption = Phrase("groups.caption", {"collaboration": way.found.collaboration.name})
        ctx.picture(caption, picture_of(ctx, way.found), renderer=MATRIX, chat=there.chat, thread=there.thread)
    placed = ctx.uow.post.place(there)
    lead = ctx.uow.groups.keep_lead(replace(lead, step=at, stands=placed.id))
    now = replace(way, lead=lead)
    _redraw(ctx, now, now=True)
    show_panel(ctx, now)


def _redraw(ctx: TurnContext, way: Way, *, now: bool) -> None:
    lead = way.lead
    if lead is None or lead.stands is None or lead.step is None:
        return
    if ctx.uow.post.placed(lead.stands).chat_thread == way.binding.chat_thread:
        ctx.put(lead.stands, group_screen(ctx, way.found, way.binding, lead, now=now))


def show_panel(ctx: TurnContext, way: Way) -> None:
    """Bring the panel up to date; for a new leader, a message of their own. Not while something else is led from it."""
    if way.lead is None or way.lead.step is None or not is_quiet(ctx, way.binding):
        return
    lead = panel_of(ctx, way.binding, way.lead)
    if lead is not None and lead.panel is not None:
        ctx.put(lead.panel, panel_screen(ctx, way.found, way.binding, lead))


def refresh(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """What stands in the group of all and on the panel, after something else changed: who leads, or the round."""
    for binding in ctx.uow.groups.of(collaboration):
        lead = lead_in(ctx, binding)
        if binding.partner is not None or lead is None or lead.step is None:
            continue
        round_ = ctx.uow.rounds.get(lead.round)
        found = shown_in(ctx, round_, circle_of(binding, round_))
        over = round_.state is not RoundState.REVEALED
        if found is None or (over and lead.panel is None):
            continue
        _redraw(ctx, Way(found, binding, lead), now=not over)
        show_panel(ctx, Way(found, binding, lead))


def reach_changed(ctx: TurnContext, person: Person) -> None:
    """Whoever leads can no longer be reached in private, or can again: the controls are in the group that long."""
    for collaboration in dict.fromkeys(m.collaboration for m in ctx.uow.collaborations.memberships_of(person.id)):
        leads = (lead_in(ctx, binding) for binding in ctx.uow.groups.of(collaboration))
        if any(lead is not None and lead.led_by == person.id for lead in leads):
            refresh(ctx, collaboration)
