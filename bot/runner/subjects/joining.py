"""Talks around taking part: the welcome, a new collaboration, adjusting it, one's name, leaving."""

from zoneinfo import ZoneInfo

from bot.dialogs.adjust import ADJUST, AdjustFacts
from bot.dialogs.consent import CONSENT_VERSION
from bot.dialogs.leave import LEAVE, LeaveFacts
from bot.dialogs.new_collaboration import NEW_COLLABORATION, NewCollaborationFacts
from bot.dialogs.rename import RENAME, RenameFacts
from bot.dialogs.welcome import WELCOME, WelcomeFacts
from bot.domain.collaboration import Membership, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId
from bot.domain.rounds import RoundState
from bot.runner.records import Conversation
from bot.runner.stage import ZONE_WITHOUT_COLLABORATION, Stage
from bot.runner.subjects.days import calendar
from bot.runner.subjects.subject import Subject, header_for


def welcome(stage: Stage, conversation: Conversation) -> Subject:
    invitation = stage.uow.invitations.get(InvitationId(conversation.subject))
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


def new_collaboration(stage: Stage, conversation: Conversation) -> Subject:
    person = stage.person
    days = calendar(conversation, ZoneInfo(ZONE_WITHOUT_COLLABORATION))
    consented = person is not None and person.consent == CONSENT_VERSION
    return Subject(NEW_COLLABORATION.begin(NewCollaborationFacts(consented, days)))


def adjust(stage: Stage, conversation: Conversation) -> Subject:
    collaboration = stage.uow.collaborations.get(CollaborationId(conversation.subject))
    person = stage.person
    mine = stage.uow.collaborations.memberships_of(person.id) if person else ()
    if not any(m.collaboration == collaboration.id and m.role is Role.FACILITATOR for m in mine):
        raise DomainError("errors.facilitator_only")
    round_ = stage.uow.rounds.latest(collaboration.id)
    opened = round_ is None or round_.state is not RoundState.DRAFT
    phases = frozenset() if round_ is None else round_.phases
    facts = AdjustFacts(collaboration.id, opened, phases, calendar(conversation, collaboration.zone))
    return Subject(ADJUST.begin(facts), header_for(collaboration, None))


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
