"""Becoming a member, and stopping to be one: what an invitation, a refusal and a goodbye change."""

from bot.dialogs.people.dialog import CONSENT_VERSION, Decline, Join, Leave, Rename
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Membership, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PersonId
from bot.domain.invitation import FORGET
from bot.domain.yearly import decides
from bot.engine.model import Phrase
from bot.turn.bundle import KIND, schedule, schedule_all
from bot.turn.context import Stage
from bot.turn.records import Conversation
from bot.turn.routes import HOME, Route, ToPage


def known(stage: Stage) -> Person:
    """The person of this chat, who just agreed (again) if they were not known by this promise."""
    person = stage.person
    if person is None:
        return stage.uow.people.add(stage.chat, stage.name, CONSENT_VERSION, stage.at)
    if person.consent != CONSENT_VERSION:
        stage.uow.people.agreed(person.id, stage.name, CONSENT_VERSION, stage.at)
    return person


def member(stage: Stage) -> Person:
    """The person of this chat, who must be known by now."""
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return person


def join(stage: Stage, command: Join, conversation: Conversation) -> Route:
    """Become a member as the invitation says, and enter what is open."""
    invitation = stage.uow.get(INVITATIONS).get(command.invitation)
    person = known(stage)
    stage.uow.timers.drop(FORGET, conversation.id)
    partner = invitation.partner or command.partner
    same = [
        m
        for m in stage.uow.collaborations.memberships_of(person.id)
        if m.collaboration == invitation.collaboration and m.partner == partner
    ]
    if any(m.role.weight >= invitation.role.weight for m in same):
        return HOME
    membership = stage.uow.collaborations.add_membership(
        person.id, invitation.collaboration, partner, invitation.role, stage.at
    )
    stage.touched.add(invitation.collaboration)
    stage.uow.get(INVITATIONS).count_use(invitation.id)
    for lighter in same:  # one place at a partner, that of the heaviest role
        stage.uow.collaborations.end_membership(lighter.id, stage.at)
    _tell_rooms(stage, membership)
    if invitation.several:
        _announce(stage, membership, person)
    return ToPage("erbij", str(membership.id))


def _announce(stage: Stage, membership: Membership, person: Person) -> None:
    """Tell the managers who came in through a link for several people; they can undo it. Without any: who leads."""
    if membership.partner is None:
        return
    people = stage.uow.collaborations.members(membership.collaboration)
    managed = any(m.role is Role.MANAGER and m.partner == membership.partner for m, _ in people)
    told = {
        "collaboration": stage.uow.collaborations.get(membership.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "name": person.name,
        "role": Phrase(f"roles.{membership.role}"),
    }
    for other, manager in people:
        manages = other.role is Role.MANAGER and other.partner == membership.partner
        if (manages if managed else other.role is Role.FACILITATOR) and other.person != person.id:
            button = stage.button("verwijderen", f"verwijder:{membership.id}", name=person.name)
            stage.tell(Phrase("welcome.newcomer", told), button, chat=manager.chat)


def decline(stage: Stage, command: Decline, conversation: Conversation) -> Route:
    """Keep nothing of somebody who does not agree."""
    inviter = ""
    if conversation.dialog == "welcome":
        invitation = stage.uow.get(INVITATIONS).get(InvitationId(conversation.subject))
        inviter = stage.uow.people.get(invitation.made_by).name
    stage.uow.timers.drop(FORGET, conversation.id)
    stage.uow.conversations.delete(conversation.id)
    return ToPage("nee", inviter if command.wrong else "")


def leave(stage: Stage, command: Leave, conversation: Conversation) -> Route:
    """End one's own membership, unless one thought better of it."""
    membership_id = command.membership
    if membership_id is None:
        return ToPage("gebleven")
    membership = stage.uow.collaborations.membership(membership_id)
    if membership is None or membership.person != member(stage).id:
        return ToPage("gebleven")
    end(stage, membership)
    return ToPage("weg", stage.uow.collaborations.get(membership.collaboration).name)


def end(stage: Stage, membership: Membership) -> None:
    """End a membership: access and reminders stop, what was not handed in is thrown away."""
    for standing in stage.uow.rounds.standings(membership.person):
        if standing.membership.id == membership.id and standing.participation.handed_in_at is None:
            for give_up in stage.house.each(lambda f: f.place_given_up):
                give_up(stage, standing)
    stage.uow.collaborations.end_membership(membership.id, stage.at)
    _members_changed(stage, membership.collaboration)
    stage.touched.add(membership.collaboration)
    if membership.role is Role.FACILITATOR:
        _ask_who_leads(stage, membership.collaboration)
    schedule(stage, membership.person)
    schedule_all(stage, membership.collaboration)  # what was asked of them is asked of others now


def _tell_rooms(stage: Stage, membership: Membership) -> None:
    """Somebody is a member from now on."""
    for joined in stage.house.each(lambda f: f.member_joined):
        joined(stage, membership)


def _members_changed(stage: Stage, collaboration: CollaborationId) -> None:
    for changed in stage.house.each(lambda f: f.members_changed):
        changed(stage, collaboration)


def _ask_who_leads(stage: Stage, collaboration: CollaborationId) -> None:
    """Nobody leads any more: those who decide are asked. A round never dies silently."""
    people = stage.uow.collaborations.members(collaboration)
    members = [m for m, _ in people]
    if any(m.role is Role.FACILITATOR for m in members):
        return
    about = {"collaboration": stage.uow.collaborations.get(collaboration).name}
    button = stage.button("ik_begeleid", f"begeleid:{collaboration}")
    for person in {p.id: p for m, p in people if decides([m], members)}.values():
        if person.chat != stage.chat:
            stage.tell(Phrase("handover.nobody_leads", about), button, chat=person.chat)


def rename(stage: Stage, command: Rename, conversation: Conversation) -> Route:
    """Another name from now on."""
    stage.uow.conversations.delete(conversation.id)
    stage.uow.people.rename(member(stage).id, command.name)
    stage.notify(Phrase("my_data.renamed"))
    return ToPage("mijngegevens")


def hand_over(stage: Stage, membership_id: MembershipId, to: PersonId) -> None:
    """Somebody else leads, or manages, from now on. A manager goes on as a participant; who only led is out."""
    membership = stage.uow.collaborations.membership(membership_id)
    if membership is None or membership.person != member(stage).id:
        raise DomainError("errors.expired")
    theirs = stage.uow.collaborations.memberships_of(to)
    keep = stage.uow.collaborations
    same = [m for m in theirs if m.collaboration == membership.collaboration and m.partner == membership.partner]
    if not any(m.role is membership.role for m in same):
        new = keep.add_membership(to, membership.collaboration, membership.partner, membership.role, stage.at)
        _tell_rooms(stage, new)
    for old in same:
        if old.role is not membership.role and membership.partner is not None:
            keep.end_membership(old.id, stage.at)
    keep.end_membership(membership.id, stage.at)
    if membership.partner is not None:
        keep.add_membership(membership.person, membership.collaboration, membership.partner, Role.PARTICIPANT, stage.at)
    stage.touched.add(membership.collaboration)
    _members_changed(stage, membership.collaboration)
    schedule(stage, membership.person)
    schedule_all(stage, membership.collaboration)
    about = {
        "name": member(stage).name,
        "role": Phrase(f"roles.{membership.role}"),
        "collaboration": keep.get(membership.collaboration).name,
    }
    stage.tell(Phrase("handover.yours", about), stage.button("menu", "menu"), chat=stage.uow.people.get(to).chat)


def erase(stage: Stage, person: Person) -> None:
    """Everything that is of this person alone goes, and the name wherever it stands."""
    for membership in stage.uow.collaborations.memberships_of(person.id):
        end(stage, membership)
    stage.uow.timers.drop(KIND, person.id)
    stage.uow.people.erase(person.id)


def partner_leaves(stage: Stage, partner: Partner) -> None:
    """A partner takes no part any more. What was settled and agreed stays; what was open for it alone is closed."""
    told = [person for _, person in stage.uow.collaborations.members(partner.collaboration)]
    for membership, _ in stage.uow.collaborations.members(partner.collaboration):
        if membership.partner == partner.id:
            end(stage, membership)
    stage.uow.collaborations.partner_left(partner.id, stage.at)
    for invitation in stage.uow.get(INVITATIONS).usable(partner.collaboration, stage.at):
        if invitation.partner == partner.id:
            stage.uow.get(INVITATIONS).revoke(invitation.id, stage.at)
    for left in stage.house.each(lambda f: f.partner_left):
        left(stage, partner)
    about = {"collaboration": stage.uow.collaborations.get(partner.collaboration).name, "partner": partner.name}
    for person in {person.id: person for person in told}.values():
        if person.chat != stage.chat:
            stage.tell(Phrase("pages.partner_left", about), chat=person.chat)


def lead(stage: Stage, collaboration: CollaborationId, person: PersonId) -> None:
    """Somebody leads from now on, where nobody does."""
    members = [m for m, _ in stage.uow.collaborations.members(collaboration)]
    if not any(m.role is Role.FACILITATOR for m in members):
        stage.uow.collaborations.add_membership(person, collaboration, None, Role.FACILITATOR, stage.at)
        stage.touched.add(collaboration)
        schedule_all(stage, collaboration)
