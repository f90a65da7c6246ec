"""Who leads a session: as who leads past motives and through a reveal, with one panel for all of it."""

from bot.dialogs.groups.actions import leading
from bot.dialogs.groups.facts import Actor, lead_in
from bot.dialogs.sessions.actions.course import put_on_table, refresh
from bot.dialogs.sessions.facts.held import round_of
from bot.dialogs.sessions.rules import GroupSession
from bot.domain.collaboration import Person
from bot.domain.group import Binding
from bot.turn.context import TurnContext


def must_conduct(ctx: TurnContext, binding: Binding, acting: Actor) -> None:
    """This person leads from now on. Raises `DomainError` for who may not, and who did not take over first."""
    leading.must_conduct(ctx, binding, round_of(ctx, binding), acting)


def bring_up(ctx: TurnContext, binding: Binding, session: GroupSession, acting: Actor) -> None:
    """The question on the table, below everything; of who leads the panel too. Others who may lead can take over."""
    other = leading.leads_again(ctx, binding, round_of(ctx, binding), acting)
    if session.question is not None:
        put_on_table(ctx, binding, session, session.question)
    if other is not None:
        leading.offer_to_lead(ctx, other, f"vleid:{session.id}")


def take_over(ctx: TurnContext, binding: Binding, session: GroupSession, acting: Actor) -> None:
    """This person leads from here on, and the question comes below everything again."""
    leading.bring_down(ctx, leading.take_lead(ctx, binding, round_of(ctx, binding), acting.person.id))
    if session.question is not None:
        put_on_table(ctx, binding, session, session.question)


def reach_changed(ctx: TurnContext, person: Person) -> None:
    """Whoever leads can no longer be reached in private, or can again: the controls are in the group that long."""
    for collaboration in dict.fromkeys(m.collaboration for m in ctx.uow.collaborations.memberships_of(person.id)):
        leads = (lead_in(ctx, binding) for binding in ctx.uow.groups.of(collaboration))
        if any(lead is not None and lead.led_by == person.id for lead in leads):
            refresh(ctx, collaboration)
