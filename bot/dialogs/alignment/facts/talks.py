"""Talks of phase 2 that are held in private: what somebody takes home, and whether the minutes are right."""

from bot.content.roles import TalkKind
from bot.dialogs.alignment.dialog import MINUTES_CHECK, QUIET, TAKE_HOME, MinutesCheckFacts, QuietFacts, TakeHomeFacts
from bot.dialogs.alignment.facts.queries import binding_of, wording
from bot.dialogs.alignment.facts.quiet import quiet_until, window_on
from bot.domain.collaboration import Collaboration
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, QuestionId, RunId
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation


def take_home(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    run, collaboration = _alignment(ctx, conversation)
    question = ctx.texts.of(ctx.uow.rounds.get(run.round).content_version).phase2.only(TalkKind.PRIVATE)
    if question is None:
        raise DomainError("errors.expired")
    if run.state is RunState.CLOSED:
        raise DomainError("errors.run_closed")
    facts = TakeHomeFacts(run.id, question.id, question.text)
    return DialogContext(TAKE_HOME.begin(facts), header_for(collaboration, None))


def quiet(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    discussion, put = window_on(ctx, QuestionId(conversation.subject))
    collaboration = ctx.uow.collaborations.get(binding_of(ctx, discussion).collaboration)
    mine = ctx.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    here = tuple(m for m in mine if m.collaboration == collaboration.id)
    if not here or conversation.person is None:
        raise DomainError("errors.not_a_member")
    viewer = Viewer(conversation.person, here)
    if not (viewer.fills_in or viewer.facilitates):
        raise DomainError("discussion.from_phase_3")
    facts = QuietFacts(put.id, wording(ctx, discussion, put.about), quiet_until(ctx, discussion))
    return DialogContext(QUIET.begin(facts), header_for(collaboration, None))


def minutes_check(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    run, collaboration = _alignment(ctx, conversation)
    if run.state is not RunState.MINUTES:
        raise DomainError("minutes.not_yet" if run.state is RunState.OPEN else "discussion.minutes_fixed")
    checked = checks_for(ctx, collaboration.id, conversation.person)
    if not checked:
        raise DomainError("errors.manager_settles")
    names = [ctx.uow.collaborations.partner(partner).name for partner in checked]
    return DialogContext(
        MINUTES_CHECK.begin(MinutesCheckFacts(run.id, ", ".join(names))), header_for(collaboration, None)
    )


def checks_for(ctx: TurnContext, collaboration: CollaborationId, person: PersonId | None) -> tuple[PartnerId, ...]:
    """The partners for which somebody says whether the minutes are right."""
    people = ctx.uow.collaborations.members(collaboration).memberships
    mine = [m for m in people if m.person == person and may_settle(m, people)]
    return tuple(m.partner for m in mine if m.partner is not None)


def _alignment(ctx: TurnContext, conversation: Conversation) -> tuple[PhaseRun, Collaboration]:
    """Phase 2 that somebody takes part in."""
    run = ctx.uow.rounds.run(RunId(conversation.subject))
    collaboration = ctx.uow.collaborations.get(ctx.uow.rounds.get(run.round).collaboration)
    mine = ctx.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    if run.phase is not Phase.ALIGNMENT or not any(m.collaboration == collaboration.id for m in mine):
        raise DomainError("errors.not_a_member")
    return run, collaboration
