"""Who somebody is and where they take part; what their talks may know. Raises `DomainError` for whoever may not."""

from bot.dialogs.people.dialog import CONSENT_VERSION, LEAVE, RENAME, WELCOME, LeaveFacts, RenameFacts, WelcomeFacts
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, PartnerId
from bot.turn.context import Stage
from bot.turn.dialog import Subject
from bot.turn.records import Conversation


def known_person(stage: Stage) -> Person:
    """The person of this chat."""
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return person


def memberships_in(stage: Stage, collaboration: CollaborationId) -> tuple[Membership, ...]:
    """The places this person has in a collaboration, at least one."""
    mine = stage.uow.collaborations.memberships_of(known_person(stage).id)
    found = tuple(m for m in mine if m.collaboration == collaboration)
    if not found:
        raise DomainError("errors.not_a_member")
    return found


def must_facilitate(stage: Stage, collaboration: CollaborationId) -> None:
    """Only the facilitator goes on."""
    if not any(m.role is Role.FACILITATOR for m in memberships_in(stage, collaboration)):
        raise DomainError("errors.facilitator_only")


def must_manage(stage: Stage, collaboration: CollaborationId, partner: PartnerId | None) -> None:
    """Only a manager of that partner, or the facilitator, goes on."""
    mine = memberships_in(stage, collaboration)
    if not any(m.role is Role.FACILITATOR or (m.role is Role.MANAGER and m.partner == partner) for m in mine):
        raise DomainError("errors.manager_only")


def welcome(stage: Stage, conversation: Conversation) -> Subject:
    invitation = stage.uow.get(INVITATIONS).get(InvitationId(conversation.subject))
    if (refusal := invitation.refusal(stage.at)) is not None:
        raise DomainError(f"welcome.{refusal}", inviter=stage.uow.people.get(invitation.made_by).name)
    person = stage.person
    choose = invitation.partner is None and invitation.role is not Role.FACILITATOR
    partners = stage.uow.collaborations.partners(invitation.collaboration) if choose else ()
    facts = WelcomeFacts(
        invitation=invitation.id,
        collaboration=stage.uow.collaborations.get(invitation.collaboration).name,
        partner=stage.uow.collaborations.partner(invitation.partner).name if invitation.partner else None,
        role=invitation.role,
        consented=person is not None and person.consent == CONSENT_VERSION,
        partners=tuple((p.id, p.name) for p in partners),
    )
    return Subject(WELCOME.begin(facts))


def leave(stage: Stage, conversation: Conversation) -> Subject:
    person = stage.person
    memberships = stage.uow.collaborations.memberships_of(person.id) if person else ()
    if not memberships:
        raise DomainError("leave.nothing")
    return Subject(LEAVE.begin(LeaveFacts(tuple((m.id, _called(stage, m)) for m in memberships))))


def _called(stage: Stage, membership: Membership) -> str:
    """A membership as one would name it."""
    name = stage.uow.collaborations.get(membership.collaboration).name
    if membership.partner is None:
        return name
    return f"{name} · {stage.uow.collaborations.partner(membership.partner).name}"


def rename(stage: Stage, conversation: Conversation) -> Subject:
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return Subject(RENAME.begin(RenameFacts(person.name)))
