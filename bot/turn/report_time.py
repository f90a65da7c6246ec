"""To which round something belongs that was made at a moment, and not in a round."""

from datetime import datetime

from bot.domain.rounds import Round
from bot.turn.context import TurnContext


def in_round(ctx: TurnContext, round_: Round, moment: datetime) -> bool:
    """Whether this was the newest open round then; what came before all of them belongs to the first."""
    opened = [one for one in ctx.uow.rounds.all(round_.collaboration) if one.opened_at is not None]
    before = [one for one in opened if one.opened_at is not None and one.opened_at <= moment]
    newest = before[-1] if before else next(iter(opened), None)
    return newest is not None and newest.id == round_.id


def is_newest(ctx: TurnContext, round_: Round) -> bool:
    """Whether no round came after it."""
    latest = ctx.uow.rounds.latest(round_.collaboration)
    return latest is not None and latest.id == round_.id
