"""`Lees je in`: what whoever comes later can read, in the order in which it makes sense."""

from bot.dialogs.people.facts import memberships_in
from bot.domain.collaboration import Role
from bot.domain.ids import CollaborationId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import Overview, ToRead


def look(ctx: TurnContext, argument: str) -> None:
    """All there is to read for this person in a `collaboration`."""
    collaboration = ctx.uow.collaborations.get(CollaborationId(number(argument)))
    found = to_read(ctx, collaboration.id)
    about = {"collaboration": collaboration.name, "lines": tuple(one.what for one in found)}
    ctx.page(Phrase("catching_up.page", about), *(one.at for one in found), ctx.button("menu", "menu"))


def to_read(ctx: TurnContext, id_: CollaborationId) -> tuple[ToRead, ...]:
    """What this person may read there. Raises `DomainError` for somebody who does not belong to it."""
    mine = memberships_in(ctx, id_)
    leads = any(m.role is Role.FACILITATOR for m in mine)
    here = Overview(ctx.uow.collaborations.get(id_), ctx.uow.rounds.latest(id_), mine, leads)
    return tuple(one for of in ctx.house.to_read for one in of(ctx, here))
