"""Where the people of private chats are: by which door they come in, and whether they can be reached."""

from dataclasses import replace

from bot.domain.collaboration import Person
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.doors import hear_elsewhere


def through_which_door(ctx: TurnContext) -> None:
    """Somebody with several chats is one person: their talks are those of the first, whichever they come in by."""
    ctx.here = ctx.chat if ctx.who is None else ctx.who
    person = ctx.person
    if person is None or not person.several:
        return
    ctx.mine = frozenset((person.chat, person.hears_in, ctx.here))
    if ctx.who is None:
        ctx.chat = person.chat
    else:
        ctx.who = person.chat


def is_here(ctx: TurnContext) -> None:
    """Whoever writes or taps can be reached, also when nobody ever told that a block was ended."""
    person = ctx.person
    if person is not None and ctx.here is not None and person.several and person.last_in != ctx.here:
        ctx.uow.people.used(person.id, ctx.here)
    if person is not None and not person.reachable:
        reach(ctx, True)
        schedule(ctx, person.id)


def reach(ctx: TurnContext, here: bool) -> None:
    """Whether a private chat can be reached from now on; rooms hear of it when that is new."""
    person = ctx.person
    if person is not None and person.several and not here:
        _lost_a_door(ctx, person)
        return
    ctx.uow.people.set_reachable(ctx.chat, here)
    if person is not None and person.reachable is not here:
        for changed in ctx.house.each(lambda f: f.reach_changed):
            changed(ctx, replace(person, reachable=here))


def _lost_a_door(ctx: TurnContext, person: Person) -> None:
    """One of the chats of somebody cannot be reached: what comes by itself goes to another one from now on."""
    if ctx.here is not None:
        hear_elsewhere(ctx.uow, person, ctx.here)
