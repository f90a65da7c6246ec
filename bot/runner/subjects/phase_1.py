"""Talks of phase 1: the form, the quick scan and settling; and the drafts that settling is made from."""

from collections.abc import Mapping

from bot.dialogs.motives import Shared
from bot.dialogs.preparation import PREPARATION, PreparationFacts
from bot.dialogs.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.dialogs.settling import SETTLING, SettlingFacts
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.commands import HandIn
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, PersonId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RoundState, RunState, draft_of
from bot.domain.settlement import Draft, may_settle
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import Begin, walk
from bot.engine.model import Chosen, StepId
from bot.runner.records import Conversation, Standing
from bot.runner.stage import Stage
from bot.runner.subjects.subject import Subject, header_for


def preparation(stage: Stage, conversation: Conversation) -> Subject:
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
    previous, carried = _last_round(stage, standing)
    facts = PreparationFacts(
        instrument=stage.texts.of(standing.round.content_version),
        run=standing.run.id,
        kind=standing.partner.kind,
        ownership=standing.partner.ownership,
        mode=standing.round.mode,
        quick_scan_done=standing.participation.scanned_at is not None,
        fixed={s.motive: Choice(given[s.motive].option) for s, _ in seats if s.counted and s.motive in given},
        shared=tuple(shared.values()),
        previous=previous,
        carried=carried,
    )
    return PREPARATION.begin(facts)


def _last_round(stage: Stage, standing: Standing) -> tuple[Mapping[str, Choice], tuple[Shared, ...]]:
    """What this partner settled in the last round that it took part in, and its own motives of then."""
    forms = {m.id for one in stage.texts.of(standing.round.content_version).forms for m in one.motives}
    for round_ in reversed(stage.uow.rounds.all(standing.collaboration.id)):
        if round_.id >= standing.round.id:
            continue
        versions = [v for v in stage.uow.settlements.revealed(round_.id) if v.partner == standing.partner.id]
        if versions:
            motives = versions[-1].form.motives
            own = tuple(Shared(m.id, m.text, m.cluster) for m in motives if m.id not in forms)
            return {m.id: m.choice for m in motives}, own
    return {}, ()


def quick_scan(stage: Stage, conversation: Conversation) -> Subject:
    standing = _standing(stage, conversation)
    facts = QuickScanFacts(stage.texts.of(standing.round.content_version), standing.run.id, standing.partner.kind)
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


def settling(stage: Stage, conversation: Conversation) -> Subject:
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = stage.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
    people = stage.uow.collaborations.members(standing.collaboration.id)
    if not standing.round.settles:
        raise DomainError("errors.expired")
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
        instrument=stage.texts.of(standing.round.content_version),
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
        person = stage.uow.people.get(part.person)
        held = stage.uow.conversations.find(PREPARATION.id, person.chat, standing.run.id)
        if not handed_in or held is None or not may_see(draft_of(part, standing.partner.id), viewer):
            continue
        # By the run and not by their place in it, which may have ended: what was handed in stays the partner's.
        begin = _form_of(stage, standing, person.id, held)
        result = walk(begin, stage.uow.conversations.answers(held.id)).result
        if isinstance(result, HandIn):
            found.append(Draft(person.id, person.name, result.form))
    return tuple(found)
