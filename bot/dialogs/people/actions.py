"""Becoming a member, and stopping to be one: what an invitation, a refusal and a goodbye change."""

from collections.abc import Sequence
from datetime import date

from bot.dialogs.people.dialog import CONSENT_VERSION, NAMED, Decline, GoAway, Join, Leave, Rename, said_of
from bot.dialogs.people.facts import known_person, left_behind
from bot.dialogs.people.ports import INVITATIONS
from bot.dialogs.people.rules import LeftBehind
from bot.domain.collaboration import Membership, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PersonId
from bot.domain.invitation import FORGET
from bot.domain.yearly import decides
from bot.engine.model import Phrase, Written
from bot.turn.bundle import KIND, schedule, schedule_all
from bot.turn.context import TurnContext
from bot.turn.records import Conversation
from bot.turn.routes import HOME, Route, ToPage
from bot.turn.shown import AFTER_LEAVING


def known(ctx: TurnContext, conversation: Conversation) -> Person:
    """The person of this chat, made or brought up to date when they just agreed to this version of the promise.

    What they are called is told by their door, or by themselves in this conversation.
    """
    person = ctx.person
    if person is not None and person.consent == CONSENT_VERSION:
        return person
    said = ctx.uow.conversations.answers(conversation.id).get(NAMED)
    name = said.text if isinstance(said, Written) else ctx.name
    if person is None:
        return ctx.uow.people.add(ctx.chat, name, CONSENT_VERSION, ctx.at)
    ctx.uow.people.agreed(person.id, name or person.name, CONSENT_VERSION, ctx.at)
    return person


def join(ctx: TurnContext, command: Join, conversation: Conversation) -> Route:
    """Become a member as the invitation says, and enter what is open."""
    invitation = ctx.uow.get(INVITATIONS).get(command.invitation)
    person = known(ctx, conversation)
    ctx.uow.timers.drop(FORGET, conversation.id)
    partner = invitation.partner or command.partner
    same = [
        m
        for m in ctx.uow.collaborations.memberships_of(person.id)
        if m.collaboration == invitation.collaboration and m.partner == partner
    ]
    if any(m.role.weight >= invitation.role.weight for m in same):
        return HOME
    membership = ctx.uow.collaborations.add_membership(
        person.id, invitation.collaboration, partner, invitation.role, ctx.at
    )
    ctx.touched.add(invitation.collaboration)
    ctx.uow.get(INVITATIONS).count_use(invitation.id)
    for lighter in same:  # one place at a partner, that of the heaviest role
        ctx.uow.collaborations.end_membership(lighter.id, ctx.at)
    _tell_rooms(ctx, membership)
    if invitation.several:
        _announce(ctx, membership, person)
    return ToPage("erbij", str(membership.id))


def _announce(ctx: TurnContext, membership: Membership, person: Person) -> None:
    """Tell the managers who came in through a link for several people; they can undo it. Without any: who leads."""
    if membership.partner is None:
        return
    people = ctx.uow.collaborations.members(membership.collaboration)
    managed = any(m.role is Role.MANAGER and m.partner == membership.partner for m, _ in people)
    told = {
        "collaboration": ctx.uow.collaborations.get(membership.collaboration).name,
        "partner": ctx.uow.collaborations.partner(membership.partner).name,
        "name": person.name,
        "role": Phrase(f"roles.{membership.role}"),
    }
    for other, manager in people:
        manages = other.role is Role.MANAGER and other.partner == membership.partner
        if (manages if managed else other.role is Role.FACILITATOR) and other.person != person.id:
            button = ctx.button("verwijderen", f"verwijder:{membership.id}", name=person.name)
            ctx.tell(Phrase("welcome.newcomer", told), button, chat=manager.hears_in)


def decline(ctx: TurnContext, command: Decline, conversation: Conversation) -> Route:
    """Keep nothing of somebody who does not agree."""
    inviter = ""
    if conversation.dialog == "welcome":
        invitation = ctx.uow.get(INVITATIONS).get(InvitationId(conversation.subject))
        inviter = ctx.uow.people.get(invitation.made_by).name
    ctx.uow.timers.drop(FORGET, conversation.id)
    ctx.uow.conversations.delete(conversation.id)
    return ToPage("nee", inviter if command.wrong else "")


def leave(ctx: TurnContext, command: Leave, conversation: Conversation) -> Route:
    """End one's own membership, unless one thought better of it."""
    membership_id = command.membership
    if membership_id is None:
        return ToPage("gebleven")
    membership = ctx.uow.collaborations.membership(membership_id)
    if membership is None or membership.person != known_person(ctx).id:
        return ToPage("gebleven")
    behind = left_behind(ctx, membership)
    end(ctx, membership)
    _tell_who_leads(ctx, membership, behind, known_person(ctx).name)
    return ToPage("weg", ctx.uow.collaborations.get(membership.collaboration).name)


def end(ctx: TurnContext, membership: Membership) -> None:
    """End a membership: access and reminders stop, what was not handed in is thrown away."""
    _end_all(ctx, membership.collaboration, [membership])


def _tell_who_leads(ctx: TurnContext, left: Membership, behind: LeftBehind | None, name: str) -> None:
    """Tell whoever leads what waits for a partner since somebody left; without a name of who is erased."""
    if behind is None or left.partner is None:
        return
    partner = ctx.uow.collaborations.partner(left.partner)
    collaboration = ctx.uow.collaborations.get(left.collaboration)
    about = said_of("leave.told", behind, partner.name, name=name, collaboration=collaboration.name)
    button = ctx.button("uitnodigen", f"partner:{partner.id}")
    people = ctx.uow.collaborations.members(left.collaboration)
    for leading in {p.id: p for m, p in people if m.role is Role.FACILITATOR and p.id != left.person}.values():
        ctx.tell(about, button, chat=leading.hears_in)


def _end_all(ctx: TurnContext, collaboration: CollaborationId, memberships: Sequence[Membership]) -> None:
    """End these together, so that nothing of one who leaves is passed on to another."""
    for membership in memberships:
        for standing in ctx.uow.rounds.standings(membership.person):
            if standing.membership.id == membership.id and standing.participation.handed_in_at is None:
                for give_up in ctx.house.each(lambda f: f.place_given_up):
                    give_up(ctx, standing)
        ctx.uow.collaborations.end_membership(membership.id, ctx.at)
    _members_changed(ctx, collaboration)
    ctx.touched.add(collaboration)
    if any(membership.role is Role.FACILITATOR for membership in memberships):
        _ask_who_leads(ctx, collaboration)
    for membership in memberships:
        if not ctx.uow.collaborations.memberships_of(membership.person):
            _nothing_to_see(ctx, membership.person)
        schedule(ctx, membership.person)
    schedule_all(ctx, collaboration)  # what was asked of them is asked of others now


def _nothing_to_see(ctx: TurnContext, person: PersonId) -> None:
    """They take part in nothing any more: what stood on their page goes, and windows stay open for a day at most."""
    ctx.uow.windows.end_links(person)
    for chat in ctx.uow.people.chats(ctx.uow.people.get(person)):
        ctx.uow.shown.forget(chat)
        ctx.uow.windows.end_by(chat, ctx.at + AFTER_LEAVING)


def not_reached(ctx: TurnContext, person: Person) -> None:
    """A letter to somebody was refused: who can invite them again hears of it, and tells them by hand."""
    for membership in ctx.uow.collaborations.memberships_of(person.id):
        people = ctx.uow.collaborations.members(membership.collaboration)
        about = {"name": person.name, "collaboration": ctx.uow.collaborations.get(membership.collaboration).name}
        told = {p.id: p for m, p in people if m.role is Role.FACILITATOR and p.id != person.id}
        for leading in told.values():
            ctx.tell(Phrase("doors.not_reached", about), chat=leading.hears_in)


def _tell_rooms(ctx: TurnContext, membership: Membership) -> None:
    """Somebody is a member from now on: have the rooms take them in."""
    for joined in ctx.house.each(lambda f: f.member_joined):
        joined(ctx, membership)


def _members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    for changed in ctx.house.each(lambda f: f.members_changed):
        changed(ctx, collaboration)


def _ask_who_leads(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Nobody leads any more: those who decide are asked. A round never dies silently."""
    people = ctx.uow.collaborations.members(collaboration)
    members = people.memberships
    if any(m.role is Role.FACILITATOR for m in members):
        return
    about = {"collaboration": ctx.uow.collaborations.get(collaboration).name}
    button = ctx.button("ik_begeleid", f"begeleid:{collaboration}")
    for person in {p.id: p for m, p in people if decides([m], members)}.values():
        if person.chat != ctx.chat:
            ctx.tell(Phrase("handover.nobody_leads", about), button, chat=person.hears_in)


def go_away(ctx: TurnContext, command: GoAway, conversation: Conversation) -> Route:
    """Nothing comes by itself until that day; what falls due meanwhile comes then."""
    ctx.uow.conversations.delete(conversation.id)
    set_away(ctx, command.until)
    return ToPage("herinneringen")


def set_away(ctx: TurnContext, until: date | None) -> None:
    """Keep until when somebody is away; None when they are back."""
    person = known_person(ctx)
    ctx.uow.people.set_away(person.id, until)
    schedule(ctx, person.id)
    ctx.notify(Phrase("reminders.pace_set"))


def rename(ctx: TurnContext, command: Rename, conversation: Conversation) -> Route:
    """Give this person another name."""
    ctx.uow.conversations.delete(conversation.id)
    ctx.uow.people.rename(known_person(ctx).id, command.name)
    ctx.notify(Phrase("my_data.renamed"))
    return ToPage("mijngegevens")


def hand_over(ctx: TurnContext, membership_id: MembershipId, to: PersonId) -> None:
    """Somebody else leads, or manages, from now on. A manager goes on as a participant; who only led is out."""
    membership = ctx.uow.collaborations.membership(membership_id)
    if membership is None or membership.person != known_person(ctx).id:
        raise DomainError("errors.expired")
    theirs = ctx.uow.collaborations.memberships_of(to)
    keep = ctx.uow.collaborations
    same = [m for m in theirs if m.collaboration == membership.collaboration and m.partner == membership.partner]
    if not any(m.role is membership.role for m in same):
        new = keep.add_membership(to, membership.collaboration, membership.partner, membership.role, ctx.at)
        _tell_rooms(ctx, new)
    for old in same:
        if old.role is not membership.role and membership.partner is not None:
            keep.end_membership(old.id, ctx.at)
    keep.end_membership(membership.id, ctx.at)
    if membership.partner is not None:
        keep.add_membership(membership.person, membership.collaboration, membership.partner, Role.PARTICIPANT, ctx.at)
    ctx.touched.add(membership.collaboration)
    _members_changed(ctx, membership.collaboration)
    schedule(ctx, membership.person)
    schedule_all(ctx, membership.collaboration)
    about = {
        "name": known_person(ctx).name,
        "role": Phrase(f"roles.{membership.role}"),
        "collaboration": keep.get(membership.collaboration).name,
    }
    read = ctx.button("inlezen", f"inlezen:{membership.collaboration}")
    ctx.tell(Phrase("handover.yours", about), read, ctx.button("menu", "menu"), chat=ctx.uow.people.get(to).hears_in)


def erase(ctx: TurnContext, person: Person) -> None:
    """Erase a person: their places end, what is theirs alone goes, and their name wherever it stands."""
    for membership in ctx.uow.collaborations.memberships_of(person.id):
        behind = left_behind(ctx, membership)
        end(ctx, membership)
        _tell_who_leads(ctx, membership, behind, "")
    ctx.uow.timers.drop(KIND, person.id)
    ctx.written()  # what is said of this has their name taken out as well
    ctx.uow.people.erase(person.id, ctx.at)


def partner_leaves(ctx: TurnContext, partner: Partner) -> None:
    """A partner takes no part any more. What was settled and agreed stays; what was open for it alone is closed."""
    members = ctx.uow.collaborations.members(partner.collaboration)
    told = [person for _, person in members]
    _end_all(ctx, partner.collaboration, [m for m in members.memberships if m.partner == partner.id])
    ctx.uow.collaborations.partner_left(partner.id, ctx.at)
    for invitation in ctx.uow.get(INVITATIONS).usable(partner.collaboration, ctx.at):
        if invitation.partner == partner.id:
            ctx.uow.get(INVITATIONS).revoke(invitation.id, ctx.at)
    for left in ctx.house.each(lambda f: f.partner_left):
        left(ctx, partner)
    about = {"collaboration": ctx.uow.collaborations.get(partner.collaboration).name, "partner": partner.name}
    for person in {person.id: person for person in told}.values():
        if person.chat != ctx.chat:
            ctx.tell(Phrase("pages.partner_left", about), chat=person.hears_in)


def lead(ctx: TurnContext, collaboration: CollaborationId, person: PersonId) -> None:
    """Make somebody the facilitator of a collaboration where nobody leads."""
    members = ctx.uow.collaborations.members(collaboration).memberships
    if not any(m.role is Role.FACILITATOR for m in members):
        ctx.uow.collaborations.add_membership(person, collaboration, None, Role.FACILITATOR, ctx.at)
        ctx.touched.add(collaboration)
        schedule_all(ctx, collaboration)
