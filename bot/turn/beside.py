"""A group as somebody sees it through another door than its own: which they may look at, and what lies on the table.

Who may look is decided by one room, by the rule by which it decides who belongs to the circle of a group.
"""

from dataclasses import dataclass

from bot.domain.errors import NoSuchRowError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, ChatId, LiveMessageId
from bot.turn.context import TurnContext


@dataclass(frozen=True, slots=True)
class Room:
    """A group that somebody may look at.

    `table` is the message in which lies what people answer now, `panel` that in which this person leads, in private.
    `spoken` are the commands on record that mean something here now.
    """

    binding: Binding
    table: LiveMessageId | None = None
    panel: LiveMessageId | None = None
    spoken: tuple[str, ...] = ()
    leads: bool = False
    """Whether this person may lead there."""

    @property
    def shown_in(self) -> ChatId:
        """The chat whose messages are what stands there: its own, or the one in which it is shown as well."""
        return self.binding.beside or self.binding.chat_thread.chat


def groups_of(ctx: TurnContext) -> tuple[Binding, ...]:
    """The groups that the person of this private chat may look at, in the order in which they were bound."""
    found = {one.id: one for reads in ctx.house.each(lambda f: f.reads_along) for one in reads(ctx)}
    return tuple(found[id_] for id_ in sorted(found))


def room_of(ctx: TurnContext, binding: BindingId) -> Room | None:
    """One of them. None for every other number, whether there is such a group or not."""
    here = next((one for one in groups_of(ctx) if one.id == binding), None)
    if here is None:
        return None
    panels = [leads(ctx, here) for leads in ctx.house.each(lambda f: f.panel)]
    return Room(
        here,
        _on_table(ctx, here),
        max((one for one in panels if one is not None), default=None),
        tuple(one.name for one in ctx.house.spoken_commands if one.works(ctx, here)),
        any(leads(ctx, here) for leads in ctx.house.each(lambda f: f.leads_here)),
    )


def on_projector(ctx: TurnContext, binding: BindingId) -> Room | None:
    """A group as its circle sees it, on a large screen for all who are there. None when it is bound no longer."""
    here = ctx.uow.groups.get(binding)
    return None if here.ended_at is not None else Room(here, _on_table(ctx, here))


def _on_table(ctx: TurnContext, here: Binding) -> LiveMessageId | None:
    tables = [lies(ctx, here) for lies in ctx.house.each(lambda f: f.on_table)]
    return max((one for one in tables if one is not None), default=None)  # what was put last


def takes_answers(ctx: TurnContext, placed: LiveMessageId) -> bool:
    """Whether an answer below this message is for a room."""
    try:
        return any(replies.below(ctx, placed) for replies in ctx.house.replies)
    except NoSuchRowError:
        return False
