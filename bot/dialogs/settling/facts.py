"""What settling may know: the drafts that were handed in, and how far all partners are."""

from bot.dialogs.paper.facts import papers_that_wait
from bot.dialogs.people.facts import called, on_paper_name
from bot.dialogs.preparation.dialog.form import PREPARATION
from bot.dialogs.preparation.facts.handed import handed_of, viewer_of, visible_form
from bot.dialogs.rounds.facts import waits_in
from bot.dialogs.settling.dialog.given import Before, SettlingFacts
from bot.dialogs.settling.dialog.talk import SETTLING
from bot.domain.collaboration import Members, Role
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase, PhaseRun, RoundState, RunState, draft_of
from bot.domain.settlement import Draft, Settlement, may_settle
from bot.domain.visibility import may_see
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation, ConversationState, ParticipantContext
from bot.turn.waiting import Waits


def settling(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = ctx.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
    people = ctx.uow.collaborations.members(standing.collaboration.id)
    if not standing.round.settles:
        raise DomainError("errors.expired")
    if not may_settle(standing.membership, people.memberships):
        raise DomainError("errors.manager_settles")
    if standing.participation.handed_in_at is None:
        raise DomainError("errors.not_visible")
    if is_over(ctx, conversation):
        raise DomainError("errors.expired")
    drafts = ctx.uow.settlements.frozen(conversation.id)
    if drafts is None:
        drafts = drafts_of(ctx, standing)
        ctx.uow.settlements.freeze(conversation.id, drafts)
    settled = {draft.person for draft in drafts}
    parts = {p.person for p in ctx.uow.rounds.participants(standing.run.id)}
    instrument = ctx.texts.of(standing.round.content_version)
    form = instrument.form(standing.partner.kind)
    facts = SettlingFacts(
        instrument=instrument,
        run=standing.run.id,
        drafts=drafts,
        missing=(
            *(p.name for _, p in people if p.id in parts and p.id not in settled),
            *(on_paper_name(ctx, paper.form.name) for paper in papers_that_wait(ctx, standing.run.id)),
        ),
        with_manager=with_manager(settled, standing.partner.id, people),
        after_reveal=standing.round.state is not RoundState.PREPARATION,
        me=standing.person.id,
        asked=frozenset(motive.id for motive in form.motives),
        before=_before(ctx, standing.run.id),
    )
    return DialogContext(SETTLING.begin(facts), header_for(standing.collaboration, standing.partner))


def is_over(ctx: TurnContext, conversation: Conversation) -> bool:
    """Whether a version was settled since this was begun, which was taken back: its snapshot is an old one."""
    latest = ctx.uow.settlements.latest(RunId(conversation.subject))
    return latest is not None and conversation.state is ConversationState.DONE


def _before(ctx: TurnContext, run: RunId) -> Before | None:
    """The version before, where it is known from which answers it was settled."""
    latest = ctx.uow.settlements.latest(run)
    drafts = ctx.uow.settlements.settled_from(latest) if latest is not None else None
    if latest is None or drafts is None:
        return None
    return Before(latest.number, drafts, latest.form, latest.settled_by)


def with_manager(settled: set[PersonId], partner: PartnerId, people: Members) -> bool:
    """Whether one of those who handed in is a manager: the tool asks for a manager and a participant."""
    return any(m.role is Role.MANAGER and m.partner == partner and p.id in settled for m, p in people)


def drafts_of(ctx: TurnContext, standing: ParticipantContext) -> tuple[Draft, ...]:
    """What the people of this run have handed in, as far as this member may see it."""
    viewer = viewer_of(ctx, standing)
    found = []
    ctx.uow.conversations.read_ahead(PREPARATION.id, standing.run.id)
    for part in ctx.uow.rounds.participants(standing.run.id):
        handed_in = part.handed_in_at is not None
        if not handed_in or not may_see(draft_of(part, standing.partner.id), viewer):
            continue
        person = ctx.uow.people.get(part.person)
        handed = handed_of(ctx, standing, person.id)
        if handed is not None:
            found.append(Draft(person.id, called(ctx, person), visible_form(ctx, standing, part, handed, viewer)))
    return tuple(found)


def preparation_runs(ctx: TurnContext, round_id: RoundId) -> list[PhaseRun]:
    """The runs of phase 1, one per partner."""
    return [run for run in ctx.uow.rounds.runs(round_id) if run.phase is Phase.PREPARATION]


TO_SETTLE = "settle"
"""What a partner of which all have handed in must do."""


def waits(ctx: TurnContext, run: PhaseRun) -> Waits | None:
    """Whom phase 1 of a partner waits for, until it has settled."""
    return waits_in(ctx, run, to_hand_in="fill_in", to_end=TO_SETTLE)


def all_settled(ctx: TurnContext, round_id: RoundId) -> bool:
    """Whether every partner that takes part has settled its version of phase 1."""
    states = {run.state for run in preparation_runs(ctx, round_id)}
    return RunState.SETTLED in states and RunState.OPEN not in states


def settled_versions(ctx: TurnContext, round_id: RoundId) -> list[Settlement]:
    """The newest version of each partner that has settled."""
    runs = [run for run in preparation_runs(ctx, round_id) if run.state is RunState.SETTLED]
    return [v for run in runs if (v := ctx.uow.settlements.latest(run.id)) is not None]


def not_settled(ctx: TurnContext, round_id: RoundId) -> tuple[str, ...]:
    """Names of the partners that could still settle."""
    runs = [run for run in preparation_runs(ctx, round_id) if run.state is RunState.OPEN]
    return tuple(ctx.uow.collaborations.partner(run.partner).name for run in runs if run.partner is not None)


def can_settle(ctx: TurnContext, mine: ParticipantContext) -> bool:
    """Whether this member may settle for the partner."""
    people = ctx.uow.collaborations.members(mine.collaboration.id)
    return mine.round.settles and may_settle(mine.membership, people.memberships)
