"""A group that is read along with through another door, and one that is made at a door of its own."""

from secrets import token_hex

from bot.dialogs.groups.actions.binding import bind
from bot.dialogs.groups.facts import BindingOption, actor, bound, called, open_groups
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding, ChatThread
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def come_in(ctx: TurnContext) -> None:
    """Somebody reads along through another door. The group hears it once; from then on that door shows what it shows.

    Raises `DomainError` for whoever may not read along.
    """
    binding = bound(ctx)
    person = actor(ctx, binding).person
    here = ctx.doors.of(ctx.chat)
    there = ctx.doors.of(ctx.here or person.chat)
    if binding.beside is not None or there is here or there.block is None:
        return
    if binding.id not in {one.id for one in open_groups(ctx)}:
        raise DomainError("groups.of_one_partner")
    ctx.uow.groups.show_beside(binding.id, ctx.uow.chats.resolve(there.block, token_hex(16), group=True))
    ctx.uow.post.show_again(binding.chat_thread)
    ctx.tell(Phrase("groups.read_elsewhere"))
    now = ctx.uow.groups.get(binding.id)
    for shown in ctx.house.each(lambda f: f.shown_elsewhere):
        shown(ctx, now)
    ctx.touched.add(binding.collaboration)


def make(ctx: TurnContext, option: BindingOption, by: Person) -> Binding:
    """A group at a door where one is there as soon as it has a number. Raises `DomainError` where no door has that."""
    door = ctx.doors.with_own_groups()
    if door is None or door.block is None:
        raise DomainError("errors.expired")
    chat = ctx.uow.chats.resolve(door.block, token_hex(16), group=True)
    return bind(ctx, ChatThread(chat), called(ctx, option), option, by)
