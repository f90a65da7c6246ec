"""A question that everybody answers with one tap: could we do without each other? Hidden until it is shown."""

from bot.dialogs.alignment.facts.queries import electorate
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import GroupQuestion, Tally, tally
from bot.dialogs.questions.rules.put import FIRST_WORDING
from bot.domain.group import Binding
from bot.domain.ids import PartnerId, PersonId
from bot.domain.motive import Choice
from bot.turn.context import TurnContext


def choices(
    ctx: TurnContext, discussion: Discussion, binding: Binding, question: str
) -> dict[tuple[PersonId, PartnerId], Choice]:
    """What was answered by those who take part now."""
    among = set(electorate(ctx, binding))
    put = question_of(ctx, discussion.run, question)
    ballots = ctx.uow.get(QUESTIONS).ballots(put.id, FIRST_WORDING) if put is not None else ()
    return {(o.person, o.partner): Choice(o.choice) for o in ballots if (o.person, o.partner) in among}


def asked(
    ctx: TurnContext, discussion: Discussion, binding: Binding, question: str
) -> GroupQuestion[tuple[PersonId, PartnerId]]:
    """Such a question as it is now."""
    given = frozenset(choices(ctx, discussion, binding, question))
    return GroupQuestion(electorate(ctx, binding), given, shown=is_shown(ctx, discussion, question))


def result(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> tuple[Tally, ...]:
    """How often each answer was given, per partner; nothing before it is shown."""
    if not is_shown(ctx, discussion, question):
        return ()
    given = choices(ctx, discussion, binding, question)
    partners = (partner for _, partner in electorate(ctx, binding))
    return tally(partners, ((partner, choice) for (_, partner), choice in given.items()))


def is_shown(ctx: TurnContext, discussion: Discussion, question: str) -> bool:
    """Whether everybody sees the answers."""
    put = question_of(ctx, discussion.run, question)
    return put is not None and put.is_shown
