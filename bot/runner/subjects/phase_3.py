"""Talks of phase 3 and what follows from it: the questions, closing, agreements, the yearly day."""

from bot.dialogs.agreement import AGREEMENT, AgreementFacts
from bot.dialogs.commitment import COMMITMENT, CommitmentFacts
from bot.dialogs.committing import COMMITTING, CommittingFacts
from bot.dialogs.new_day import NEW_DAY, NewDayFacts
from bot.dialogs.note import NOTE, NoteFacts
from bot.dialogs.yearly_day import YEARLY_DAY, YearlyDayFacts
from bot.domain.agreement import Agreement, AgreementId, AgreementState, circle, may_change
from bot.domain.collaboration import Collaboration
from bot.domain.commands import Terms
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId, RunId
from bot.domain.rounds import Phase, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.runner import commitment
from bot.runner.records import Conversation, Standing
from bot.runner.stage import Stage
from bot.runner.subjects.days import calendar
from bot.runner.subjects.subject import Subject, header_for


def commitment_questions(stage: Stage, conversation: Conversation) -> Subject:
    standing = _in_phase_3(stage, conversation)
    viewer = commitment.viewer_in(stage, standing.membership)
    facts = CommitmentFacts(
        instrument=stage.texts.of(standing.round.content_version),
        run=standing.run.id,
        evidence=commitment.evidence(stage, standing.round, standing.partner, viewer),
        taken_home=commitment.taken_home(stage, standing.round, viewer, standing.partner.id),
    )
    return Subject(COMMITMENT.begin(facts), header_for(standing.collaboration, standing.partner))


def committing(stage: Stage, conversation: Conversation) -> Subject:
    standing = _in_phase_3(stage, conversation)
    people = stage.uow.collaborations.members(standing.collaboration.id)
    if not may_settle(standing.membership, [m for m, _ in people]):
        raise DomainError("errors.manager_closes")
    parts = stage.uow.rounds.participants(standing.run.id)
    waiting = tuple(stage.uow.people.get(p.person).name for p in parts if p.handed_in_at is None)
    facts = CommittingFacts(standing.run.id, standing.partner.name, waiting)
    return Subject(COMMITTING.begin(facts), header_for(standing.collaboration, standing.partner))


def _in_phase_3(stage: Stage, conversation: Conversation) -> Standing:
    """The holder's place in an open phase 3."""
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = stage.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None or standing.run.phase is not Phase.COMMITMENT:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing


def agreement(stage: Stage, conversation: Conversation) -> Subject:
    one, collaboration, viewer = _open_agreement(stage, conversation)
    members = stage.uow.collaborations.members(collaboration.id)
    around = circle(one, [m for m, _ in members])
    people = {person.id: person.name for _, person in members if person.id in around}
    form = None
    if one.partner is not None and one.round is not None:
        form = commitment.settled_form(stage, stage.uow.rounds.get(one.round), one.partner, viewer)
    facts = AgreementFacts(
        agreement=one.id,
        prefilled=one.what,
        people=tuple(people.items()),
        outcomes=tuple((m.id, m.outcome) for m in (form.motives if form else ()) if m.outcome and m.choice.applies),
        calendar=calendar(conversation, collaboration.zone),
        joint=one.joint,
        kept=_terms_of(one),
    )
    partner = None if one.partner is None else stage.uow.collaborations.partner(one.partner)
    return Subject(AGREEMENT.begin(facts), header_for(collaboration, partner))


def _terms_of(one: Agreement) -> Terms | None:
    """What an agreement says already; None while it is still being made."""
    if one.state is AgreementState.DRAFT or one.due is None:
        return None
    return Terms(one.what, one.owner, one.owner_name, one.due, one.look_back, one.repeat, one.motive, one.shared)


def _open_agreement(stage: Stage, conversation: Conversation) -> tuple[Agreement, Collaboration, Viewer]:
    """An agreement that is not closed, for somebody of those whose it is."""
    one = stage.uow.agreements.get(AgreementId(conversation.subject))
    mine = stage.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    here = tuple(m for m in mine if m.collaboration == one.collaboration)
    if not here or not (one.joint or any(m.partner == one.partner for m in here)):
        raise DomainError("agreements.not_yours")
    if one.state is AgreementState.DRAFT and one.maker != conversation.person:
        raise DomainError("agreements.not_yours")
    if one.state not in (AgreementState.DRAFT, AgreementState.OPEN):
        raise DomainError("agreements.closed")
    members = [m for m, _ in stage.uow.collaborations.members(one.collaboration)]
    if one.state is AgreementState.OPEN and not may_change(one, here, members):
        raise DomainError("agreements.not_yours")
    return one, stage.uow.collaborations.get(one.collaboration), Viewer(here[0].person, here)


def new_day(stage: Stage, conversation: Conversation) -> Subject:
    one, collaboration, _ = _open_agreement(stage, conversation)
    facts = NewDayFacts(one.id, one.what, calendar(conversation, collaboration.zone))
    return Subject(NEW_DAY.begin(facts), header_for(collaboration, None))


def note(stage: Stage, conversation: Conversation) -> Subject:
    one, collaboration, _ = _open_agreement(stage, conversation)
    return Subject(NOTE.begin(NoteFacts(one.id, one.what)), header_for(collaboration, None))


def yearly_day(stage: Stage, conversation: Conversation) -> Subject:
    closed = stage.uow.rounds.get(RoundId(conversation.subject))
    mine = stage.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    yearly = stage.uow.asking.yearly(closed.id)
    if yearly is None or not any(m.collaboration == closed.collaboration for m in mine):
        raise DomainError("errors.not_a_member")
    collaboration = stage.uow.collaborations.get(closed.collaboration)
    facts = YearlyDayFacts(closed.id, yearly.on, calendar(conversation, collaboration.zone))
    return Subject(YEARLY_DAY.begin(facts), header_for(collaboration, None))
