"""People who take part on paper: who entered what they filled in, and where they stand among others."""

from dataclasses import replace

from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.domain.ids import PersonId, RunId
from bot.turn.context import TurnContext
from bot.turn.records import ParticipantContext


def entered_by(ctx: TurnContext, run: RunId, person: PersonId) -> str:
    """Who entered the paper of this person; empty when that is nobody here any more."""
    forms = ctx.uow.get(PAPER_FORMS).of_run(run)
    return next((ctx.uow.people.get(one.entered_by).name for one in forms if one.person == person), "")


def on_paper_with(ctx: TurnContext, mine: ParticipantContext, person: PersonId) -> ParticipantContext | None:
    """Somebody who takes part on paper in the same run, who has no place of their own; None for anybody else."""
    part = next((one for one in ctx.uow.rounds.participants(mine.run.id) if one.person == person), None)
    author = ctx.uow.people.get(person) if part is not None else None
    if part is None or author is None or not author.on_paper:
        return None
    return replace(mine, person=author, participation=part)
