"""Who leads the conversation, and for whom somebody speaks in it."""

from dataclasses import replace

from bot.dialogs.alignment.facts.queries import binding_of, current, facilitators, latest, leader, proposed
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.goal import draw
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.actions.binding import ask_for_whom
from bot.dialogs.groups.actions.leading import handed_over
from bot.dialogs.groups.facts import Actor, chosen_partner, leads
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.turn.context import TurnContext


def must_conduct(ctx: TurnContext, binding: Binding, discussion: Discussion, acting: Actor) -> Discussion:
    """The discussion, led by this person from now on: by who led it already, or by the facilitator, who always may.

    Raises `DomainError` for who may not lead, and for a manager who did not take over first.
    """
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    leading = leader(ctx, discussion)
    if leading is not None and leading.id != acting.person.id and not acting.facilitates:
        raise DomainError("discussion.led_by", name=leading.first_name)
    return lead(ctx, discussion, acting.person.id)


def may_close(ctx: TurnContext, discussion: Discussion) -> bool:
    """Whether this person leads, and so may go on without a partner: the facilitator always, a manager who leads."""
    binding = binding_of(ctx, discussion)
    acting = Actor(known_person(ctx), memberships_in(ctx, binding.collaboration))
    leading = leader(ctx, discussion)
    its_turn = acting.facilitates or leading is None or acting.person.id == leading.id
    return its_turn and leads(ctx, binding, acting)


def lead(ctx: TurnContext, discussion: Discussion, person: PersonId) -> Discussion:
    """Have this person lead from now on. Where the talk is, is shown to them in a message of their own."""
    return discussion if discussion.led_by == person else _pass_on(ctx, discussion, person)


def hand_over(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """After somebody left: if they led, a facilitator does now; without one nobody, until somebody takes over.

    Goals may wait for a partner of which nobody is left, or for one that has people again.
    """
    discussion = current(ctx, collaboration)
    if discussion is None:
        return
    if leader(ctx, discussion) is None:
        others = facilitators(ctx, binding_of(ctx, discussion))
        discussion = _pass_on(ctx, discussion, others[0] if others else discussion.led_by)
    if discussion.state is not DiscussionState.CLOSED and (goals := proposed(ctx, discussion)):
        for goal in goals:
            draw(ctx, discussion, goal)
        panel.refresh(ctx, discussion)


def reach_changed(ctx: TurnContext, person: Person) -> None:
    """Whoever leads can no longer be reached in private, or can again: the controls are in the group that long."""
    for collaboration in dict.fromkeys(m.collaboration for m in ctx.uow.collaborations.memberships_of(person.id)):
        discussion = current(ctx, collaboration)
        if discussion is not None and discussion.led_by == person.id and discussion.question is not None:
            redraw(ctx, discussion, discussion.question)
            panel.refresh(ctx, discussion)


def _pass_on(ctx: TurnContext, discussion: Discussion, to: PersonId) -> Discussion:
    if discussion.panel is not None:
        told = handed_over(ctx, binding_of(ctx, discussion), discussion.led_by, to)
        ctx.put(discussion.panel, ctx.screen(told))
    return ctx.uow.get(DISCUSSIONS).save(replace(discussion, led_by=to, panel=None))


def speaks_for(ctx: TurnContext, binding: Binding, acting: Actor) -> PartnerId | None:
    """The partner somebody speaks for; None for a facilitator of nobody. Of several they are asked once, in private.

    Raises `DomainError` for a stakeholder, who comes in with phase 3.
    """
    places = (m for m in acting.memberships if m.role.fills_in)
    mine = list(dict.fromkeys(m.partner for m in places if m.partner is not None))
    if not mine and not acting.facilitates:
        raise DomainError("discussion.from_phase_3")
    if len(mine) < 2:
        return mine[0] if mine else None
    chosen = chosen_partner(ctx, binding, acting.person.id)
    if chosen in mine:
        return chosen
    here = latest(ctx, binding)
    said = ctx.uow.get(QUESTIONS).contributions(here.run) if here is not None else ()
    if not any(one.person == acting.person.id for one in said):
        ask_for_whom(ctx, binding, acting)
    return mine[0]  # until they have chosen; what they said goes along then
