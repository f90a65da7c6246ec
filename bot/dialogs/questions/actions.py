"""Putting a question of a run to a group, and keeping what people say to it, whatever its kind."""

from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import NOWHERE, Contribution, PutQuestion, QuestionKind
from bot.domain.group import Binding
from bot.domain.ids import ContributionId, LiveMessageId, PartnerId, PersonId, QuestionId
from bot.domain.rounds import PhaseRun
from bot.turn.context import TurnContext


def put_below(ctx: TurnContext, binding: Binding, run: PhaseRun, about: str) -> PutQuestion:
    """Put a question of the texts below everything. It keeps what was answered where it stood before."""
    placed = ctx.uow.post.place(binding.chat_thread).id
    before = question_of(ctx, run.id, about)
    if before is not None:
        return ctx.uow.get(QUESTIONS).move(before, placed, binding.id)
    return _put(ctx, binding, run, about, placed)


def spoken_to(ctx: TurnContext, binding: Binding, run: PhaseRun, about: str) -> PutQuestion:
    """The question that something is said to, although it may not have been put yet."""
    return question_of(ctx, run.id, about) or _put(ctx, binding, run, about, NOWHERE)


def _put(ctx: TurnContext, binding: Binding, run: PhaseRun, about: str, placed: LiveMessageId) -> PutQuestion:
    new = PutQuestion(
        id=QuestionId(0),
        kind=QuestionKind.ASKED,
        binding=binding.id,
        round=run.round,
        run=run.id,
        about=about,
        opened_at=ctx.at,
        placed=placed,
    )
    return ctx.uow.get(QUESTIONS).put(new)


def say(
    ctx: TurnContext, to: PutQuestion, person: PersonId, partner: PartnerId | None, *, message: int, text: str
) -> None:
    """Keep what somebody said in this chat. The same message again has other words."""
    new = Contribution(ContributionId(0), to.id, to.about, person, partner, ctx.chat, message, text, ctx.at)
    ctx.uow.get(QUESTIONS).contribute(new)
