"""Who somebody is and where they take part; what their talks may know. Raises `DomainError` for whoever may not."""

from zoneinfo import ZoneInfo

from bot.dialogs.people.dialog import (
    AWAY,
    CONSENT_VERSION,
    LEAVE,
    RENAME,
    SURE_TO_LEAVE,
    WELCOME,
    Arrival,
    AwayFacts,
    LeaveFacts,
    Place,
    Promise,
    RenameFacts,
    WelcomeFacts,
    said_of,
)
from bot.dialogs.people.ports import INVITATIONS
from bot.dialogs.people.rules import LeftBehind
from bot.dialogs.people.rules import left_behind as of_going
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, PartnerId
from bot.domain.invitation import Invitation
from bot.domain.rounds import Phase, RoundState
from bot.engine.model import Phrase
from bot.turn.context import ZONE_WITHOUT_COLLABORATION, TurnContext
from bot.turn.days import calendar
from bot.turn.dialog import DialogContext
from bot.turn.door import Ability
from bot.turn.records import Conversation
from bot.turn.shown import Session


def known_person(ctx: TurnContext) -> Person:
    """The person of this chat. Raises `DomainError` for somebody who never agreed to take part."""
    person = ctx.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return person


def called(ctx: TurnContext, person: Person) -> str:
    """The name of somebody among others, with a mark for who takes part on paper."""
    return on_paper_name(ctx, person.name) if person.on_paper else person.name


def on_paper_name(ctx: TurnContext, name: str) -> str:
    """A name with the mark of who takes part on paper."""
    return ctx.texts.phrases.plain(Phrase("paper.called", {"name": name}))


def windows_of(ctx: TurnContext, person: Person) -> list[Session]:
    """Windows in which somebody is in, by whichever of their chats."""
    return [one for chat in ctx.uow.people.chats(person) for one in ctx.uow.windows.of(chat)]


def must_be_told(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Person, ...]:
    """Who takes part and hears of nothing by themselves: where they are told nothing rings, and no letter comes."""
    people = ctx.uow.collaborations.members(collaboration).people
    return tuple(one for one in people if not _hears_by_themselves(ctx, one))


def _hears_by_themselves(ctx: TurnContext, person: Person) -> bool:
    can = ctx.doors.of(person.hears_in).can
    to = ctx.uow.mail.of(person.id) if Ability.RINGS not in can and Ability.WRITES in can else None
    return Ability.RINGS in can or (to is not None and to.may_be_told)


def memberships_in(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Membership, ...]:
    """The places this person has in a collaboration. Raises `DomainError` when there are none."""
    found = ctx.uow.collaborations.members(collaboration).places_of(known_person(ctx).id)
    if not found:
        raise DomainError("errors.not_a_member")
    return found


def must_have_taken_part(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Raises `DomainError` unless this person takes part in a collaboration or ever did."""
    if not any(m.collaboration == collaboration for m in ctx.uow.collaborations.ever_of(known_person(ctx).id)):
        raise DomainError("errors.not_a_member")


def nobody_is_invited(ctx: TurnContext, collaboration: CollaborationId) -> bool:
    """Whether a collaboration has nobody but one person, and no invitation that still works."""
    people = {membership.person for membership, _ in ctx.uow.collaborations.members(collaboration)}
    return len(people) < 2 and not ctx.uow.get(INVITATIONS).usable(collaboration, ctx.at)


def must_facilitate(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Raises `DomainError` unless this person leads the collaboration."""
    if not any(m.role is Role.FACILITATOR for m in memberships_in(ctx, collaboration)):
        raise DomainError("errors.facilitator_only")


def must_manage(ctx: TurnContext, collaboration: CollaborationId, partner: PartnerId | None) -> None:
    """Raises `DomainError` unless this person is a manager of that partner, or leads the collaboration."""
    mine = memberships_in(ctx, collaboration)
    if not any(m.role is Role.FACILITATOR or (m.role is Role.MANAGER and m.partner == partner) for m in mine):
        raise DomainError("errors.manager_only")


def arrival(ctx: TurnContext) -> Arrival:
    """How whoever acts comes in."""
    person = ctx.person
    return Arrival(
        consented=person is not None and person.consent == CONSENT_VERSION,
        named=person is not None or bool(ctx.name),
        direct=Ability.DIRECT in ctx.door.can,
    )


def welcome(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    invitation = ctx.uow.get(INVITATIONS).get(InvitationId(conversation.subject))
    if (refusal := invitation.refusal(ctx.at)) is not None:
        raise DomainError(f"welcome.{refusal}", inviter=ctx.uow.people.get(invitation.made_by).name)
    choose = invitation.partner is None and invitation.role is not Role.FACILITATOR
    partners = ctx.uow.collaborations.partners(invitation.collaboration) if choose else ()
    facts = WelcomeFacts(
        invitation=invitation.id,
        collaboration=ctx.uow.collaborations.get(invitation.collaboration).name,
        partner=ctx.uow.collaborations.partner(invitation.partner).name if invitation.partner else None,
        role=invitation.role,
        arrival=arrival(ctx),
        promise=_promise(ctx, invitation),
        partners=tuple((p.id, p.name) for p in partners),
    )
    return DialogContext(WELCOME.begin(facts))


def _promise(ctx: TurnContext, invitation: Invitation) -> Promise:
    """What is true for whoever comes in now, in this role."""
    if invitation.role.commits and not invitation.role.fills_in:
        return Promise.PHASE_3
    round_ = ctx.uow.rounds.latest(invitation.collaboration)
    going_on = (RoundState.REVEALED, RoundState.ALIGNMENT, RoundState.COMMITMENT)
    late = round_ is not None and round_.state in going_on and Phase.PREPARATION in round_.phases
    return Promise.LATE if late else Promise.USUAL


def leave(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    person = ctx.person
    memberships = ctx.uow.collaborations.memberships_of(person.id) if person else ()
    if not memberships:
        raise DomainError("leave.nothing")
    places = tuple(_place(ctx, m) for m in memberships)
    there = {m.collaboration for m in memberships if _has_begun(ctx, m)}
    argument = f":{there.pop()}" if len(there) == 1 else ""
    beside = {SURE_TO_LEAVE: ctx.button("eerst_rapport", f"rapport{argument}")} if any(p.report for p in places) else {}
    return DialogContext(LEAVE.begin(LeaveFacts(places)), beside=beside)


def _place(ctx: TurnContext, membership: Membership) -> Place:
    """A place somebody can give up, and what their partner is without then."""
    behind, said = left_behind(ctx, membership), None
    if behind is not None and membership.partner is not None:
        said = said_of("leave.left_behind", behind, ctx.uow.collaborations.partner(membership.partner).name)
    return Place(membership.id, _called(ctx, membership), said, _has_begun(ctx, membership))


def _has_begun(ctx: TurnContext, membership: Membership) -> bool:
    """Whether there is a round to report of."""
    return any(one.state is not RoundState.DRAFT for one in ctx.uow.rounds.all(membership.collaboration))


def left_behind(ctx: TurnContext, membership: Membership) -> LeftBehind | None:
    """What stays to be done for a partner that nobody but this member sees to."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    runs = ctx.uow.rounds.runs(round_.id) if round_ is not None else ()
    return of_going(membership, ctx.uow.collaborations.members(membership.collaboration).memberships, round_, runs)


def _called(ctx: TurnContext, membership: Membership) -> str:
    """What a membership is called on screen."""
    name = ctx.uow.collaborations.get(membership.collaboration).name
    if membership.partner is None:
        return name
    return f"{name} · {ctx.uow.collaborations.partner(membership.partner).name}"


def away(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    known_person(ctx)
    return DialogContext(AWAY.begin(AwayFacts(calendar(conversation, ZoneInfo(ZONE_WITHOUT_COLLABORATION)))))


def rename(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    person = ctx.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return DialogContext(RENAME.begin(RenameFacts(person.name)))
