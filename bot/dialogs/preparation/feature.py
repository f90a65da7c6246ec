"""Phase 1 in private: the form, the quick scan, colleagues' answers."""

from bot.dialogs.preparation import actions, fates, pages, report
from bot.dialogs.preparation.dialog.form import LANDING, PREPARATION, HandIn
from bot.dialogs.preparation.dialog.quick_scan import QUICK_SCAN, FinishScan
from bot.dialogs.preparation.facts import form as facts
from bot.dialogs.preparation.facts import whole
from bot.dialogs.preparation.facts.handed import has_open_questions
from bot.domain.collaboration import Membership
from bot.domain.rounds import Phase, RunState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, HeldDialog, Ranked, Use
from bot.turn.forms import WholeForms
from bot.turn.records import ConversationState, ParticipantContext
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage
from bot.turn.tasks import Task, left_of, task_of


def _next(ctx: TurnContext, standing: ParticipantContext) -> Task | None:
    """One's own form while it is not handed in, or the quick scan that was begun."""
    if not standing.membership.role.fills_in or standing.participation.handed_in_at is not None:
        return None
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    scan = ctx.uow.conversations.find("quick_scan", standing.person.chat, standing.run.id)
    if scan is not None and scan.state is not ConversationState.DONE:
        return task_of(ctx, "quick_scan", scan, standing)
    held = ctx.uow.conversations.find("preparation", standing.person.chat, standing.run.id)
    return task_of(ctx, "preparation", held, standing)


def _questions(ctx: TurnContext, standing: ParticipantContext) -> Task | None:
    """The questions, of who handed in their motives alone."""
    if standing.run.phase is not Phase.PREPARATION or not has_open_questions(ctx, standing):
        return None
    run = str(standing.run.id)
    return Task(Phrase("buttons.verder_vragen"), ToPage("vragen", run), f"vragen:{run}")


def _questions_beside(ctx: TurnContext, membership: Membership) -> Task | None:
    """The same, beside what comes first for who may settle."""
    mine = (s for s in ctx.uow.rounds.standings(membership.person) if s.membership.id == membership.id)
    return next((task for standing in mine if (task := _questions(ctx, standing)) is not None), None)


def _left(ctx: TurnContext, standing: ParticipantContext) -> Phrase:
    held = ctx.uow.conversations.find("preparation", standing.person.chat, standing.run.id)
    return left_of(ctx, held, "reminders.left_preparation")


FEATURE = Feature(
    name="preparation",
    dialogs=(
        HeldDialog(dialog=PREPARATION, subject=facts.preparation, arrives={LANDING: actions.show_own_motives}),
        HeldDialog(dialog=QUICK_SCAN, subject=facts.quick_scan),
    ),
    handlers={HandIn: actions.hand_in, FinishScan: actions.finish_scan},
    pages={
        "invullen": pages.fill_in,
        "quickscan": pages.scan,
        "doe": pages.do,
        "wijzig": pages.change,
        "vragen": pages.questions,
        "collegas": pages.colleagues,
        "collega": pages.colleague,
    },
    readable=frozenset({"collega"}),
    commands=(Ranked(50, Command("invullen", use=Use.FILLING_IN)), Ranked(80, Command("quickscan"))),
    run_tasks=(Ranked(10, _next), Ranked(30, _questions)),
    member_tasks=(Ranked(15, _questions_beside),),
    renderers={actions.OWN_MOTIVES: "bot.typesetting.own_motives:png"},
    whole_forms=WholeForms(PREPARATION.id, whole.places, whole.whole_form, actions.take_rows),
    own_words=fates.given,
    fates=fates.fates,
    left_in_phase={Phase.PREPARATION: _left},
    place_given_up=actions.place_given_up,
    round_closed=actions.forget_drafts,
    reports=(Ranked(90, ReportPart(report.sections)),),
)
