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
from bot.dialogs.minutes_check import MINUTES_CHECK, MinutesCheckFacts
from bot.dialogs.motives import Shared
from bot.dialogs.new_collaboration import NEW_COLLABORATION, NewCollaborationFacts
from bot.dialogs.preparation import PREPARATION, PreparationFacts
from bot.dialogs.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.dialogs.settling import SETTLING, SettlingFacts
from bot.dialogs.take_home import TAKE_HOME, TakeHomeFacts
from bot.dialogs.welcome import WELCOME, WelcomeFacts
from bot.domain.collaboration import Collaboration, Membership, Partner, Person, Role
from bot.domain.commands import HandIn
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, PartnerId, PersonId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, PhaseRun, RoundState, RunState
from bot.domain.settlement import Draft, may_settle
from bot.domain.visibility import Content, Piece, Viewer, may_see
from bot.engine.advance import Begin, walk
from bot.engine.model import Answer, Chosen, Phrase, StepId
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
    begin = _form_of(stage, standing, standing.person.id, conversation)
    return Subject(begin, header_for(standing.collaboration, standing.partner))


def _form_of(stage: Stage, standing: Standing, person: PersonId, held: Conversation) -> Begin:
    """Phase 1 of this run, as this person fills it in."""
    seats = stage.uow.boards.seats_of(standing.run.id, person)
    answers = stage.uow.conversations.answers(held.id) if seats else {}
    given = {seat.motive: a for seat, _ in seats if isinstance(a := answers.get(StepId(seat.motive)), Chosen)}
    shared = {
        seat.motive: Shared(seat.motive, board.text, board.cluster)
        for seat, board in seats
        if board.author not in (None, person) and seat.motive in given
    }
    facts = PreparationFacts(
        instrument=stage.texts.instrument,
        run=standing.run.id,
        kind=standing.partner.kind,
        ownership=standing.partner.ownership,
        mode=standing.round.mode,
        quick_scan_done=standing.participation.scanned_at is not None,
        fixed={s.motive: Choice(given[s.motive].option) for s, _ in seats if s.counted and s.motive in given},
        shared=tuple(shared.values()),
    )
    return PREPARATION.begin(facts)


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
        if standing.run.state is RunState.SETTLED:
            raise DomainError("errors.settled_without_you", partner=standing.partner.name)
        raise DomainError("errors.run_closed")
    return standing


def _settling(stage: Stage, conversation: Conversation) -> Subject:
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = stage.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
    people = stage.uow.collaborations.members(standing.collaboration.id)
    if not may_settle(standing.membership, [m for m, _ in people]):
        raise DomainError("errors.manager_settles")
    if standing.participation.handed_in_at is None:
        raise DomainError("errors.not_visible")
    drafts = stage.uow.settlements.frozen(conversation.id)
    if drafts is None:
        drafts = drafts_of(stage, standing)
        stage.uow.settlements.freeze(conversation.id, drafts)
    settled = {draft.person for draft in drafts}
    parts = {p.person for p in stage.uow.rounds.participants(standing.run.id)}
    facts = SettlingFacts(
        instrument=stage.texts.instrument,
        run=standing.run.id,
        drafts=drafts,
        missing=tuple(p.name for _, p in people if p.id in parts and p.id not in settled),
        with_manager=with_manager(settled, standing.partner.id, people),
        after_reveal=standing.round.state is not RoundState.PREPARATION,
    )
    return Subject(SETTLING.begin(facts), header_for(standing.collaboration, standing.partner))


def with_manager(settled: set[PersonId], partner: PartnerId, people: tuple[tuple[Membership, Person], ...]) -> bool:
    """Whether one of those who handed in is a manager: the tool asks for a manager and a participant."""
    return any(m.role is Role.MANAGER and m.partner == partner and p.id in settled for m, p in people)


def drafts_of(stage: Stage, standing: Standing) -> tuple[Draft, ...]:
    """What the people of this run have handed in, as far as this member may see it."""
    viewer = Viewer(
        standing.person.id,
        stage.uow.collaborations.memberships_of(standing.person.id),
        handed_in=standing.participation.handed_in_at is not None,
    )
    found = []
    for part in stage.uow.rounds.participants(standing.run.id):
        handed_in = part.handed_in_at is not None
        piece = Piece(Content.DRAFT, part.person, standing.partner.id, handed_in)
        person = stage.uow.people.get(part.person)
        held = stage.uow.conversations.find(PREPARATION.id, person.chat, standing.run.id)
        if not handed_in or held is None or not may_see(piece, viewer):
            continue
        # By the run and not by their place in it, which may have ended: what was handed in stays the partner's.
        begin = _form_of(stage, standing, person.id, held)
        result = walk(begin, stage.uow.conversations.answers(held.id)).result
        if isinstance(result, HandIn):
            found.append(Draft(person.id, person.name, result.form))
    return tuple(found)


def _take_home(stage: Stage, conversation: Conversation) -> Subject:
    run, collaboration = _alignment(stage, conversation)
    question = stage.texts.instrument.phase2.questions[-1]
    if run.state is RunState.CLOSED:
        raise DomainError("errors.run_closed")
    facts = TakeHomeFacts(run.id, question.id, question.text)
    return Subject(TAKE_HOME.begin(facts), header_for(collaboration, None))


def _minutes_check(stage: Stage, conversation: Conversation) -> Subject:
    run, collaboration = _alignment(stage, conversation)
    if run.state is not RunState.MINUTES:
        raise DomainError("discussion.minutes_fixed")
    people = [m for m, _ in stage.uow.collaborations.members(collaboration.id)]
    mine = [m for m in people if m.person == conversation.person and m.partner and may_settle(m, people)]
    if not mine:
        raise DomainError("errors.manager_settles")
    names = [stage.uow.collaborations.partner(m.partner).name for m in mine if m.partner]
    return Subject(MINUTES_CHECK.begin(MinutesCheckFacts(run.id, ", ".join(names))), header_for(collaboration, None))


def _alignment(stage: Stage, conversation: Conversation) -> tuple[PhaseRun, Collaboration]:
    """Phase 2 that somebody takes part in."""
    run = stage.uow.rounds.run(RunId(conversation.subject))
    collaboration = stage.uow.collaborations.get(stage.uow.rounds.get(run.round).collaboration)
    mine = stage.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    if run.phase is not Phase.ALIGNMENT or not any(m.collaboration == collaboration.id for m in mine):
        raise DomainError("errors.not_a_member")
    return run, collaboration


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
    SETTLING.id: _settling,
    TAKE_HOME.id: _take_home,
    MINUTES_CHECK.id: _minutes_check,
    LEAVE.id: _leave,
}
