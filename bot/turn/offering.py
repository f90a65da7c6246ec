"""Which commands a door offers in a chat: those that are of use there now. Every command works, offered or not."""

from dataclasses import dataclass

from bot.domain.collaboration import Role
from bot.domain.ids import ChatId
from bot.domain.rounds import RunState
from bot.turn.context import TurnContext
from bot.turn.feature import Use


@dataclass(frozen=True, slots=True)
class Offer:
    """The names of the commands for one chat, in the order in which people see them; none: those for everybody."""

    chat: ChatId
    names: tuple[str, ...]


def offer_in(ctx: TurnContext) -> Offer | None:
    """What this chat is offered from now on; None where everybody is offered the same, because nobody is known here."""
    if ctx.who is not None:
        return _to_group(ctx)
    person = ctx.person
    mine = ctx.uow.collaborations.memberships_of(person.id) if person is not None else ()
    if person is None:
        return None
    if not mine:
        return Offer(ctx.chat, ())
    if any(m.role in (Role.FACILITATOR, Role.MANAGER) for m in mine):
        uses = frozenset(Use) - {Use.RARELY}
    else:
        filling_in = any(one.run.state is RunState.OPEN for one in ctx.uow.rounds.standings(person.id))
        uses = frozenset({Use.ALWAYS, Use.FILLING_IN if filling_in else Use.AFTERWARDS})
    return Offer(ctx.chat, tuple(one.name for one in ctx.house.commands if one.listed and one.use in uses))


def _to_group(ctx: TurnContext) -> Offer | None:
    """In a group that belongs to somebody already, binding it is not offered."""
    if not ctx.uow.groups.in_chat(ctx.chat):
        return None
    binds = {command.name for command in ctx.house.group_commands if command.binds}
    return Offer(ctx.chat, tuple(name for name in ctx.house.group_command_names if name not in binds))
