"""Becoming a member, and stopping to be one: what an invitation, a refusal and a goodbye change."""

from dataclasses import replace

from bot.dialogs.consent import CONSENT_VERSION
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.commands import (
    Decline,
    Join,
)
from bot.domain.errors import DomainError
from bot.domain.ids import InvitationId, MembershipId, PartnerId, PersonId
from bot.domain.invitation import FORGET, Invitation
from bot.domain.rounds import Phase, RunState
from bot.engine.model import Phrase
from bot.runner import reminders
from bot.runner.discussion.where import hand_over
from bot.runner.records import Conversation
from bot.runner.routes import HOME, Route, ToPage
from bot.runner.stage import Stage


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
    invitation = stage.uow.invitations.get(command.invitation)
    person = known(stage)
    stage.uow.timers.drop(FORGET, conversation.id)
    partner = invitation.partner or command.partner
    if _already(stage, person.id, invitation, partner):
        return HOME
    membership = stage.uow.collaborations.add_membership(
        person.id, invitation.collaboration, partner, invitation.role, stage.at
    )
    stage.touched.add(invitation.collaboration)
    stage.uow.invitations.count_use(invitation.id)
    enter_open_runs(stage, membership)
    if invitation.several:
        _announce(stage, membership, person)
    return ToPage("erbij", str(membership.id))


def _already(stage: Stage, person: PersonId, invitation: Invitation, partner: PartnerId | None) -> bool:
    return any(
        m.collaboration == invitation.collaboration and m.partner == partner and m.role is invitation.role
        for m in stage.uow.collaborations.memberships_of(person)
    )


def enter_open_runs(stage: Stage, membership: Membership) -> None:
    """Late or early: whoever is a member takes part in what is open for their partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if round_ is None or not membership.role.fills_in:
        return
    for run in stage.uow.rounds.runs(round_.id):
        if run.partner == membership.partner and run.phase is Phase.PREPARATION and run.state is RunState.OPEN:
            stage.uow.rounds.take_part(run.id, membership.person)
    reminders.schedule(stage, membership.person)


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
        invitation = stage.uow.invitations.get(InvitationId(conversation.subject))
        inviter = stage.uow.people.get(invitation.made_by).name
    stage.uow.timers.drop(FORGET, conversation.id)
    stage.uow.conversations.delete(conversation.id)
    return ToPage("nee", inviter if command.wrong else "")


def leave(stage: Stage, membership_id: MembershipId | None) -> Route:
    """End one's own membership, unless one thought better of it."""
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
        if standing.membership.id != membership.id:
            continue
        for dialog in ("preparation", "quick_scan"):
            held = stage.uow.conversations.find(dialog, standing.person.chat, standing.run.id)
            if held is not None and standing.participation.handed_in_at is None:
                stage.uow.conversations.delete(held.id)
        if standing.participation.handed_in_at is None:
            stage.uow.rounds.stop_taking_part(standing.run.id, membership.person)
            for seat, _ in stage.uow.boards.seats_of(standing.run.id, membership.person):
                stage.uow.boards.save_seat(replace(seat, voted=False, counted=False))  # its answer is gone
    stage.uow.collaborations.end_membership(membership.id, stage.at)
    hand_over(stage, membership.collaboration)
    stage.touched.add(membership.collaboration)
    reminders.schedule(stage, membership.person)
