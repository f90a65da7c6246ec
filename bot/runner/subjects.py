"""What each dialog is about: the facts it needs, the header of its screens, and whether it may (still) be held.

One entry per dialog. This is the only place that reads facts for dialogs, so that a dialog never sees more than the one
who holds it may see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.dates import read_day
from bot.dialogs.adjust import ADJUST, AdjustFacts
from bot.dialogs.consent import CONSENT_VERSION
from bot.dialogs.leave import LEAVE, LeaveFacts
from bot.dialogs.new_collaboration import NEW_COLLABORATION, NewCollaborationFacts
from bot.dialogs.preparation import PREPARATION, PreparationFacts
from bot.dialogs.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.dialogs.welcome import WELCOME, WelcomeFacts
from bot.domain.collaboration import Collaboration, Membership, Partner, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, RunId
from bot.domain.rounds import Phase, RoundState, RunState
from bot.engine.advance import Begin
from bot.engine.model import Answer, Chosen, Phrase
from bot.runner.records import Conversation, Standing
from bot.runner.stage import ZONE_WITHOUT_COLLABORATION, Stage


@dataclass(frozen=True, slots=True)
class Subject:
    """A dialog made concrete: its steps over these facts, and the header that says for whom it speaks."""

    begin: Begin
    header: Phrase | str = ""


def subject_of(stage: Stage, conversation: Conversation) -> Subject:
    """The subject of a conversation. Raises `DomainError` when it may no longer be held."""
    return _SUBJECTS[conversation.dialog](stage, conversation)


def header_for(collaboration: Collaboration, partner: Partner | None) -> Phrase:
    """Which collaboration and partner a screen speaks for."""
    return Phrase("places.header", {"collaboration": collaboration.name, "partner": partner.name if partner else None})


def _welcome(stage: Stage, conversation: Conversation) -> Subject:
    invitation = stage.uow.invitations.get(InvitationId(conversation.subject))
    if (refusal := invitation.refusal(stage.at)) is not None:
        raise DomainError(f"welcome.{refusal}", inviter=stage.uow.people.get(invitation.made_by).name)
    person = stage.person
    facts = WelcomeFacts(
        invitation=invitation.id,
        collaboration=stage.uow.collaborations.get(invitation.collaboration).name,
        partner=stage.uow.collaborations.partner(invitation.partner).name if invitation.partner else None,
        role=invitation.role,
        consented=person is not None and person.consent == CONSENT_VERSION,
    )
    return Subject(WELCOME.begin(facts))


def _new_collaboration(stage: Stage, conversation: Conversation) -> Subject:
    person = stage.person
    started = conversation.started_at.astimezone(ZoneInfo(ZONE_WITHOUT_COLLABORATION)).date()
    consented = person is not None and person.consent == CONSENT_VERSION
    return Subject(NEW_COLLABORATION.begin(NewCollaborationFacts(consented, started, read_future_day)))


def _adjust(stage: Stage, conversation: Conversation) -> Subject:
    collaboration = stage.uow.collaborations.get(CollaborationId(conversation.subject))
    person = stage.person
    mine = stage.uow.collaborations.memberships_of(person.id) if person else ()
    if not any(m.collaboration == collaboration.id and m.role is Role.FACILITATOR for m in mine):
        raise DomainError("errors.facilitator_only")
    round_ = stage.uow.rounds.latest(collaboration.id)
    opened = round_ is None or round_.state is not RoundState.DRAFT
    today = conversation.started_at.astimezone(collaboration.zone).date()
    facts = AdjustFacts(collaboration.id, opened, today, read_future_day)
    return Subject(ADJUST.begin(facts), header_for(collaboration, None))


def read_future_day(text: str, at: datetime) -> Answer | Phrase:
    """A typed day that is still to come, or why it cannot be taken."""
    today = at.astimezone(ZoneInfo(ZONE_WITHOUT_COLLABORATION)).date()
    day = read_day(text, today)
    if day is None:
        return Phrase("errors.impossible_date")
    if day <= today:
        return Phrase("errors.past_date", {"day": Phrase("new.date", {"day": day})})
    return Chosen(day.isoformat())


def _preparation(stage: Stage, conversation: Conversation) -> Subject:
    standing = _standing(stage, conversation)
    facts = PreparationFacts(
        instrument=stage.texts.instrument,
        run=standing.run.id,
        kind=standing.partner.kind,
        ownership=standing.partner.ownership,
        mode=standing.round.mode,
        quick_scan_done=standing.participation.scanned_at is not None,
    )
    return Subject(PREPARATION.begin(facts), header_for(standing.collaboration, standing.partner))


def _quick_scan(stage: Stage, conversation: Conversation) -> Subject:
    standing = _standing(stage, conversation)
    facts = QuickScanFacts(stage.texts.instrument, standing.run.id, standing.partner.kind)
    return Subject(QUICK_SCAN.begin(facts), header_for(standing.collaboration, standing.partner))


def _standing(stage: Stage, conversation: Conversation) -> Standing:
    """The holder's place in an open phase 1, which both the form and the quick scan need."""
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = stage.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing


def _leave(stage: Stage, conversation: Conversation) -> Subject:
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


_SUBJECTS: Mapping[str, Callable[[Stage, Conversation], Subject]] = {
    WELCOME.id: _welcome,
    NEW_COLLABORATION.id: _new_collaboration,
    ADJUST.id: _adjust,
    PREPARATION.id: _preparation,
    QUICK_SCAN.id: _quick_scan,
    LEAVE.id: _leave,
}
