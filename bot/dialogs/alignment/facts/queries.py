"""Which discussion a turn is about, who may lead it, and for whom somebody speaks in it."""

from bot.content.phases import Alignment
from bot.content.roles import TalkKind
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState, said_of
from bot.dialogs.groups.facts import as_leader, circle_of
from bot.dialogs.questions.facts import proposals_in, question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution, PutQuestion
from bot.domain.collaboration import Person, Role
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import CollaborationId, LiveMessageId, PartnerId, PersonId, RunId
from bot.domain.rounds import Phase, PhaseRun, Round
from bot.domain.visibility import Circle, may_see
from bot.turn.context import TurnContext


def alignment_run(ctx: TurnContext, round_: Round) -> PhaseRun | None:
    """Phase 2 of a round, which is one for all partners."""
    return next((run for run in ctx.uow.rounds.runs(round_.id) if run.phase is Phase.ALIGNMENT), None)


def has_begun(ctx: TurnContext, round_: Round) -> bool:
    """Whether the conversation of a round was begun, which has an end of its own."""
    run = alignment_run(ctx, round_)
    return run is not None and ctx.uow.get(DISCUSSIONS).of(run.id) is not None


def latest(ctx: TurnContext, binding: Binding) -> Discussion | None:
    """The discussion of the round that is going on, in this group."""
    return current(ctx, binding.collaboration)


def here(ctx: TurnContext, binding: Binding, discussion: Discussion) -> Discussion:
    """The discussion a button is about. Raises `DomainError` where it does not go on in this group, or has ended."""
    found = latest(ctx, binding) if binding.partner is None else None
    if found is None or found.id != discussion.id or found.state is DiscussionState.CLOSED:
        raise DomainError("errors.expired")
    return found


def current(ctx: TurnContext, collaboration: CollaborationId) -> Discussion | None:
    """The discussion of the round that is going on."""
    round_ = ctx.uow.rounds.latest(collaboration)
    run = alignment_run(ctx, round_) if round_ is not None else None
    return ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the question on the table, until the conversation ends."""
    found = latest(ctx, binding) if binding.partner is None else None
    if found is None or found.question is None or found.state is DiscussionState.CLOSED or found.binding != binding.id:
        return None
    put = question_of(ctx, found.run, found.question)
    return put.placed if put is not None and put.was_put else None


def talks(ctx: TurnContext, binding: Binding) -> bool:
    """Whether a conversation goes on in this group, so that points and goals have a place."""
    return table(ctx, binding) is not None


def panel_in(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """Where the person of this private chat leads the conversation."""
    found, person = latest(ctx, binding) if binding.partner is None else None, ctx.person
    if found is None or person is None or found.led_by != person.id or found.state is DiscussionState.CLOSED:
        return None
    return found.panel


def going_on(ctx: TurnContext, binding: Binding) -> Discussion:
    """The discussion that has begun and not ended, also while it rests. Raises `DomainError` when there is none."""
    found = latest(ctx, binding) if binding.partner is None else None
    if found is None or found.state is DiscussionState.CLOSED:
        raise DomainError("discussion.none")
    return found


def leader(ctx: TurnContext, discussion: Discussion) -> Person | None:
    """Whoever leads, as long as they may: nobody after they left, until somebody takes over."""
    return as_leader(ctx, binding_of(ctx, discussion), discussion.led_by)


def questions(ctx: TurnContext, discussion: Discussion) -> tuple[str, ...]:
    """The ids of the questions, in order, as the edition of its round has them."""
    return tuple(question.id for question in phase2(ctx, discussion).questions)


def phase2(ctx: TurnContext, discussion: Discussion) -> Alignment:
    """Phase 2 as the edition of its round has it: its questions, and what each is for."""
    return ctx.texts.of(round_of(ctx, discussion).content_version).phase2


def kind_of(ctx: TurnContext, discussion: Discussion, question: str) -> TalkKind:
    """How a question is answered."""
    return phase2(ctx, discussion).question(question).kind


def goals_question(ctx: TurnContext, discussion: Discussion) -> str:
    """The question to which joint goals are proposed. Raises `DomainError` in an edition without one."""
    found = phase2(ctx, discussion).only(TalkKind.GOALS)
    if found is None:
        raise DomainError("discussion.no_goals")
    return found.id


def wording(ctx: TurnContext, discussion: Discussion, question: str) -> str:
    """A question, as the edition of its round has it."""
    return phase2(ctx, discussion).question(question).text


def points(ctx: TurnContext, discussion: Discussion) -> tuple[Contribution, ...]:
    """What was said and not taken back, as its group may read it: in order, in its latest wording."""
    said = ctx.uow.get(QUESTIONS).contributions(discussion.run)
    return tuple(c for c in said if not c.withdrawn and may_see(said_of(c), _circle(ctx, discussion)))


def proposed(ctx: TurnContext, discussion: Discussion) -> tuple[PutQuestion, ...]:
    """The goals that were proposed, as its group may read them."""
    found = proposals_in(ctx, discussion.run)
    return tuple(goal for goal in found if may_see(said_of(goal), _circle(ctx, discussion)))


def talk_with(ctx: TurnContext, run: RunId | None) -> Discussion:
    """The conversation in which a question stands that was found by its number. Raises `DomainError` without one."""
    found = ctx.uow.get(DISCUSSIONS).of(run) if run is not None else None
    if found is None:
        raise DomainError("errors.expired")
    return found


def _circle(ctx: TurnContext, discussion: Discussion) -> Circle:
    return circle_of(binding_of(ctx, discussion), round_of(ctx, discussion))


def electorate(ctx: TurnContext, binding: Binding) -> tuple[tuple[PersonId, PartnerId], ...]:
    """Everybody who takes part for a partner now, once for each; a stakeholder comes in with phase 3."""
    members = ctx.uow.collaborations.members(binding.collaboration)
    found = ((m.person, m.partner) for m, _ in members if m.role.fills_in and m.partner is not None)
    return tuple(dict.fromkeys(found))


def binding_of(ctx: TurnContext, discussion: Discussion) -> Binding:
    """The group it is led in, which may have been bound anew since it began."""
    kept = ctx.uow.groups.get(discussion.binding)
    if kept.ended_at is None:
        return kept
    return next((b for b in ctx.uow.groups.of(kept.collaboration) if b.partner is None), kept)


def round_of(ctx: TurnContext, discussion: Discussion) -> Round:
    """The round it belongs to."""
    return ctx.uow.rounds.get(ctx.uow.rounds.run(RunId(discussion.run)).round)


def facilitators(ctx: TurnContext, binding: Binding) -> list[PersonId]:
    """Who leads the collaboration."""
    members = ctx.uow.collaborations.members(binding.collaboration)
    return [m.person for m, _ in members if m.role is Role.FACILITATOR]
