"""Phase 2 without phase 1: begin with the motives together in the group, with the quick scan, or at once."""

from collections.abc import Callable

from bot.dialogs.alignment.actions.course import go_to
from bot.dialogs.alignment.actions.leading import must_conduct
from bot.dialogs.alignment.facts.queries import here, questions, round_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId
from bot.dialogs.boards.group import motives
from bot.dialogs.groups.facts import actor, bound
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.rounds import Phase, Round, RunState
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def with_motives(ctx: TurnContext, argument: str) -> None:
    """The motive round: phase 1 together, without settling. What is shown on a board is there for the talk."""
    binding, discussion, round_ = _led(ctx, argument)
    open_preparation(ctx, binding, round_)
    motives(ctx)
    ctx.tell(Phrase("discussion.after_motives"))
    assert discussion.question is None


def with_scan(ctx: TurnContext, argument: str) -> None:
    """The quick scan: everybody in private; the sides' totals come to the table from three guesses on."""
    binding, discussion, round_ = _led(ctx, argument)
    open_preparation(ctx, binding, round_)
    for run in ctx.uow.rounds.runs(round_.id):
        for part in ctx.uow.rounds.participants(run.id) if run.phase is Phase.PREPARATION else ():
            button = ctx.button("quick_scan", f"doe:quick_scan.{run.id}")
            ctx.tell(Phrase("discussion.scan_private"), button, chat=ctx.uow.people.get(part.person).hears_in)
    ctx.tell(Phrase("discussion.scan_asked"))
    assert discussion.question is None


def at_once(ctx: TurnContext, argument: str) -> None:
    """Straight to the first question."""
    binding, discussion, _ = _led(ctx, argument)
    go_to(ctx, binding, discussion, questions(ctx, discussion)[0])


def _led(ctx: TurnContext, argument: str) -> tuple[Binding, Discussion, Round]:
    """The discussion whose beginning this chooses; once a question lies on the table, that is past."""
    binding = bound(ctx)
    discussion = here(ctx, binding, ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(argument))))
    if discussion.question is not None:
        raise DomainError("errors.expired")
    discussion = must_conduct(ctx, binding, discussion, actor(ctx, binding))
    return binding, discussion, round_of(ctx, discussion)


def open_preparation(ctx: TurnContext, binding: Binding, round_: Round) -> None:
    """Phase 1 for every partner, so that motives and guesses have a place. Twice does nothing."""
    if any(run.phase is Phase.PREPARATION for run in ctx.uow.rounds.runs(round_.id)):
        return
    for partner in ctx.uow.collaborations.partners(binding.collaboration):
        ctx.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
    for membership, _ in ctx.uow.collaborations.members(binding.collaboration):
        enter_open_runs(ctx, membership)


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {
    "motievenronde": with_motives,
    "scanronde": with_scan,
    "meteen": at_once,
}
