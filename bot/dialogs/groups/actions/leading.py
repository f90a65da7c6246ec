"""Who leads a group past motives, a reveal or an instrument: who may, who takes over, and where their panel stands.

What stands on the panel is the business of the room that is led.
"""

from dataclasses import replace

from bot.dialogs.groups.facts import Actor, as_leader, lead_in, leader_of, leads
from bot.domain.collaboration import Person, Role
from bot.domain.errors import DomainError
from bot.domain.group import Binding, ChatThread, Lead
from bot.domain.ids import CollaborationId, PersonId
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def must_conduct(ctx: TurnContext, binding: Binding, round_: Round, acting: Actor) -> Lead:
    """This person leads from now on: who did already, a facilitator, who always may, and where nobody does any who may.

    Raises `DomainError` for who may not lead, and for a manager who did not take over first.
    """
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    leading = leader_of(ctx, binding, ctx.uow.groups.lead(binding.id, round_.id))
    if leading is not None and leading.id != acting.person.id and not acting.facilitates:
        raise DomainError("groups.led_by", name=leading.first_name)
    return take_lead(ctx, binding, round_, acting.person.id)


def take_lead(ctx: TurnContext, binding: Binding, round_: Round, person: PersonId) -> Lead:
    """Have this person lead from now on. The panel of whoever did says who that is."""
    lead = ctx.uow.groups.lead(binding.id, round_.id)
    if lead is None:
        return ctx.uow.groups.keep_lead(Lead(binding.id, round_.id, person))
    return lead if lead.led_by == person else _pass_on(ctx, binding, lead, person)


def _pass_on(ctx: TurnContext, binding: Binding, lead: Lead, to: PersonId) -> Lead:
    if lead.panel is not None:
        ctx.put(lead.panel, ctx.screen(handed_over(ctx, binding, lead.led_by, to)))
    return ctx.uow.groups.keep_lead(replace(lead, led_by=to, panel=None))


def handed_over(ctx: TurnContext, binding: Binding, was: PersonId, to: PersonId) -> Phrase:
    """What stands on the panel of whoever led: who does now, and whether they can take it back."""
    may = as_leader(ctx, binding, was) is not None
    return Phrase("panel.handed_over", {"name": ctx.uow.people.get(to).first_name, "may": may})


def bring_down(ctx: TurnContext, lead: Lead) -> Lead:
    """The panel is shown below everything the next time."""
    if lead.panel is None:
        return lead
    ctx.put(lead.panel, ctx.screen(Phrase("panel.moved")))
    return ctx.uow.groups.keep_lead(replace(lead, panel=None))


def lead_from_here(ctx: TurnContext, binding: Binding, round_: Round, acting: Actor) -> None:
    """This person leads from now on; what they lead with comes below everything in their chat."""
    bring_down(ctx, must_conduct(ctx, binding, round_, acting))


def leads_again(ctx: TurnContext, binding: Binding, round_: Round, acting: Actor) -> Person | None:
    """Somebody asks for what is on the table. Whoever leads has their panel below everything too.

    Returns who else leads, for somebody who may take over.
    """
    leading = leader_of(ctx, binding, ctx.uow.groups.lead(binding.id, round_.id))
    if not leads(ctx, binding, acting):
        return None
    if leading is not None and leading.id != acting.person.id and not acting.facilitates:
        return leading
    lead_from_here(ctx, binding, round_, acting)
    return None


def offer_to_lead(ctx: TurnContext, leading: Person, route: str) -> None:
    """Somebody else leads: who may lead can take over. `route` is that of the button."""
    ctx.tell(Phrase("groups.take_over", {"name": leading.first_name}), ctx.group_button("overnemen_gesprek", route))


def hand_over(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """After somebody left: where they led, a facilitator does now; without one nobody, until somebody takes over."""
    members = ctx.uow.collaborations.members(collaboration)
    others = [m.person for m, _ in members if m.role is Role.FACILITATOR]
    for binding in ctx.uow.groups.of(collaboration):
        lead = lead_in(ctx, binding)
        if lead is not None and others and leader_of(ctx, binding, lead) is None:
            _pass_on(ctx, binding, lead, others[0])


def panel_of(ctx: TurnContext, binding: Binding, lead: Lead) -> Lead | None:
    """The same with a panel to put something on; None while whoever leads cannot be reached, or nobody does."""
    leading = leader_of(ctx, binding, lead)
    if leading is None or not leading.reachable:
        return None
    if lead.panel is not None:
        return lead
    placed = ctx.uow.post.place(ChatThread(ctx.spoken_to_in(leading)))
    return ctx.uow.groups.keep_lead(replace(lead, panel=placed.id))
