"""Question 4, answered with one tap by everybody: could we do without each other? Hidden until it is shown."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.board import Tally, tally
from bot.domain.discussion import NEEDED, Discussion
from bot.domain.group import Binding
from bot.domain.ids import PartnerId, PersonId
from bot.domain.motive import Choice
from bot.runner.discussion.where import electorate
from bot.runner.records import Opinion
from bot.runner.stage import Stage


def _choices(stage: Stage, discussion: Discussion, binding: Binding) -> dict[tuple[PersonId, PartnerId], Choice]:
    """What was answered by those who take part now."""
    among = set(electorate(stage, binding))
    ballots = stage.uow.discussions.ballots(discussion.id, NEEDED)
    return {(o.person, o.partner): Choice(o.choice) for o in ballots if (o.person, o.partner) in among}


def turnout(stage: Stage, discussion: Discussion, binding: Binding) -> Mapping[PartnerId, tuple[int, int]]:
    """Per partner how many have answered, of how many. Never what."""
    among, given = electorate(stage, binding), _choices(stage, discussion, binding)
    partners = dict.fromkeys(partner for _, partner in among)
    return {p: (sum(of == p for _, of in given), sum(of == p for _, of in among)) for p in partners}


def result(stage: Stage, discussion: Discussion, binding: Binding) -> tuple[Tally, ...]:
    """How often each answer was given, per partner; nothing before it is shown."""
    if not is_shown(stage, discussion):
        return ()
    given = _choices(stage, discussion, binding)
    partners = (partner for _, partner in electorate(stage, binding))
    return tally(partners, ((partner, choice) for (_, partner), choice in given.items()))


def is_shown(stage: Stage, discussion: Discussion) -> bool:
    """Whether everybody sees the answers."""
    asked = stage.uow.discussions.asked(discussion.id, NEEDED)
    return asked is not None and asked.shown


def answer(stage: Stage, discussion: Discussion, binding: Binding, opinion: Opinion) -> None:
    """Keep it; once all have answered it is shown."""
    stage.uow.discussions.cast(discussion.id, NEEDED, opinion, stage.at)
    if len(_choices(stage, discussion, binding)) == len(electorate(stage, binding)):
        show(stage, discussion)


def show(stage: Stage, discussion: Discussion) -> None:
    """Everybody sees the numbers from now on."""
    asked = stage.uow.discussions.asked(discussion.id, NEEDED)
    if asked is not None:
        stage.uow.discussions.ask(replace(asked, shown=True))
