"""`/overdracht`: somebody else leads from now on, or manages for a partner. What was open stays open."""

from bot.content.screen import Button
from bot.dialogs.people import actions
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.collaboration import Membership, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, MembershipId, PersonId
from bot.domain.yearly import decides
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage

HANDED_OVER = (Role.FACILITATOR, Role.MANAGER)


def choose(ctx: TurnContext, argument: str) -> Route | None:
    """Which of one's roles; with one, at once to whom: a `membership`."""
    mine = _mine(ctx)
    if argument:
        _to_whom(ctx, _own(mine, argument))
        return None
    if not mine:
        raise DomainError("handover.nothing")
    if len(mine) == 1:
        return ToPage("overdracht", str(mine[0].id))
    buttons = [Button(_called(ctx, m), f"p:overdracht:{m.id}") for m in mine]
    ctx.page(Phrase("handover.which"), *buttons, ctx.button("menu", "menu"))
    return None


def _mine(ctx: TurnContext) -> list[Membership]:
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    return [m for m in mine if m.role in HANDED_OVER]


def _own(mine: list[Membership], argument: str) -> Membership:
    found = next((m for m in mine if m.id == number(argument)), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def _called(ctx: TurnContext, membership: Membership) -> str:
    role = ctx.texts.phrases.plain(Phrase(f"roles.{membership.role}"))
    place = ctx.uow.collaborations.get(membership.collaboration).name
    if membership.partner is not None:
        place = f"{place} · {ctx.uow.collaborations.partner(membership.partner).name}"
    return f"{role.capitalize()}: {place}"


def _candidates(ctx: TurnContext, membership: Membership) -> dict[PersonId, str]:
    """To whom a role can go: of a manager somebody of the same partner, of who leads anybody in the collaboration."""
    found = {}
    for other, person in ctx.uow.collaborations.members(membership.collaboration):
        fits = membership.role is Role.FACILITATOR or other.partner == membership.partner
        if fits and person.id != membership.person:
            found[person.id] = person.name
    return found


def _to_whom(ctx: TurnContext, membership: Membership) -> None:
    candidates = _candidates(ctx, membership)
    buttons = [Button(name, f"p:overdrachtaan:{membership.id}.{person}") for person, name in candidates.items()]
    leads = membership.role is Role.FACILITATOR
    where = f"uitnodigen:{membership.collaboration}" if leads else f"partner:{membership.partner}"
    invite = ctx.button("uitnodigen", where)
    about = {"what": _called(ctx, membership), "some": bool(buttons)}
    ctx.page(Phrase("handover.to_whom", about), *buttons, invite, ctx.button("menu", "menu"))


def hand_over(ctx: TurnContext, argument: str) -> Route | None:
    """First what it means, then for certain: `membership.person`, `membership.person.ja`."""
    membership_id, _, rest = argument.partition(".")
    person_id, _, sure = rest.partition(".")
    membership = _own(_mine(ctx), membership_id)
    to = PersonId(number(person_id))
    candidates = _candidates(ctx, membership)
    if to not in candidates:
        raise DomainError("errors.expired")
    if sure != "ja":
        about = {"name": candidates[to], "what": _called(ctx, membership)}
        ctx.page(
            Phrase("handover.sure", about),
            ctx.button("ja_overdragen", f"overdrachtaan:{membership.id}.{to}.ja"),
            ctx.button("nog_niet", f"overdracht:{membership.id}"),
        )
        return None
    actions.hand_over(ctx, MembershipId(membership.id), to)
    ctx.notify(Phrase("handover.done", {"name": candidates[to]}))
    return ToPage("menu")


def lead(ctx: TurnContext, argument: str) -> Route:
    """`Ik begeleid voortaan`, where nobody leads: a `collaboration`."""
    collaboration = CollaborationId(number(argument))
    mine = memberships_in(ctx, collaboration)
    if not may_lead(ctx, collaboration, mine):
        raise DomainError("handover.somebody_leads")
    actions.lead(ctx, collaboration, mine[0].person)
    ctx.notify(Phrase("handover.you_lead"))
    return ToPage("overzicht", str(collaboration))


def may_lead(ctx: TurnContext, collaboration: CollaborationId, mine: tuple[Membership, ...]) -> bool:
    """Whether nobody leads, and this person is one of those who decide then."""
    people = ctx.uow.collaborations.members(collaboration).memberships
    return not any(m.role is Role.FACILITATOR for m in people) and decides(mine, people)
