"""The first word in a group that the bot was added to by hand: who does what now. A link that adds it says that itself.

A bot hears nearly nothing where it has said nothing: bare commands reach it only after a message of its own.
"""

from datetime import timedelta

from bot.content.screen import Screen
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

TIMER = "greeting"

HOLD = timedelta(seconds=3)
"""A link says its token right after it added the bot, and then there is nothing to explain."""


def expect(ctx: TurnContext) -> None:
    """The bot is in this group from now on. It says so, unless the group belongs to somebody by then."""
    ctx.uow.timers.put(TIMER, ctx.chat, ctx.at + HOLD)


def came(ctx: TurnContext, chat: int) -> None:
    """The timer: by now a link would have connected the group, before or after the bot came."""
    if not ctx.uow.groups.in_chat(ChatId(chat)):
        greet(ctx, ChatThread(ChatId(chat)))


def greet(ctx: TurnContext, where: ChatThread) -> None:
    """Say below everything who connects this group, and how. An earlier greeting makes place for it."""
    ctx.uow.timers.drop(TIMER, where.chat)
    _put_aside(ctx, where.chat, Phrase("groups.greeted_below"))
    ctx.put(ctx.uow.post.place(where).id, _screen(ctx, where.chat))


def answered(ctx: TurnContext, where: ChatThread) -> None:
    """The group, or a topic of it, belongs to somebody: the greeting says so, and nothing can be tapped there."""
    _put_aside(ctx, where.chat, Phrase("groups.greeted", {"topic": where.thread > 0}))


def forget(ctx: TurnContext, chat: ChatId) -> None:
    """The bot was taken out before it said a word."""
    ctx.uow.timers.drop(TIMER, chat)


def _put_aside(ctx: TurnContext, chat: ChatId, now: Phrase) -> None:
    for greeting in ctx.standing(chat, _screen(ctx, chat)):
        ctx.put(greeting, ctx.screen(now), if_there=True)


def _screen(ctx: TurnContext, chat: ChatId) -> Screen:
    """The same whoever added the bot, and whoever reads it: a group belongs to nobody yet."""
    about = {"link": ctx.link(chat=chat), "bot": ctx.doors.of(chat).called}
    return ctx.screen(Phrase("groups.greeting", about), ctx.group_button("koppel_groep", "koppel:"))
