"""Where the people of private chats are: by which door they come in, and whether they can be reached."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.collaboration import Person
from bot.domain.ids import ChatId
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.doors import hear_elsewhere
from bot.turn.records import Outgoing


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
    is_by_this_door(ctx)
    if person is not None and not person.reachable:
        reach(ctx, True)
        schedule(ctx, person.id)


def is_by_this_door(ctx: TurnContext) -> None:
    """What somebody with several chats does, in private or in a group, they do by a door: the one they used last.

    Of who acts in a group it is not known whether they can be reached in private there. Where they cannot, what comes
    unasked goes on to another door.
    """
    person = ctx.person
    if person is not None and ctx.here is not None and person.several and person.last_in != ctx.here:
        ctx.uow.people.used(person.id, ctx.here)


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


def send_elsewhere(ctx: TurnContext, chat: ChatId, refused: Iterable[Outgoing]) -> None:
    """What came to somebody unasked in a chat that refused it goes to where they hear now, if that is another one."""
    person = ctx.uow.people.in_chat(chat)
    if person is None or person.hears_in == chat:
        return
    for message in refused:
        if message.unasked and message.placed is None:
            ctx.outgoing.append(replace(message, id=0, edits=None, chat=person.hears_in))
