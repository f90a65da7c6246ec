"""How an instrument looks in a group before it begins: the list, and what one is."""

from bot.content.question_sets import AnswerKind, QuestionSet, Reveal
from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import name_of
from bot.dialogs.instruments.screens import origin, passage, title
from bot.domain.group import Binding
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

EXPLAIN = "u-"
"""How the token of a link begins that opens an instrument in private; its set follows."""


def list_of(ctx: TurnContext, binding: Binding, found: tuple[QuestionSet, ...]) -> Screen:
    """What this group can go through together."""
    lines = tuple(Phrase("verdieping.line", {"name": one.name, **title(one)}) for one in found)
    buttons = [Button(one.name, f"g:vkies:{one.id}") for one in found]
    return ctx.screen(Phrase("session.list", {"name": name_of(ctx, binding), "lines": lines}), *buttons)


def offer(ctx: TurnContext, binding: Binding, one: QuestionSet, *, begun: bool = False) -> Screen:
    """An instrument before it begins: what it is, and who will see what. `begun`: its first question comes below."""
    about = {
        "name": name_of(ctx, binding),
        **title(one),
        "about": passage(one.about),
        "origin": origin(one),
        "number": len(one.questions),
        "whole": binding.partner is None,
        "at_the_end": one.reveal is Reveal.SET,
        "chosen": any(question.kind is not AnswerKind.WRITE for question in one.questions),
        "plate": one.plate is not None,
    }
    more = Button(ctx.label("lees_meer"), url=ctx.link(f"{EXPLAIN}{one.id}", chat=binding.chat_thread.chat))
    begin = None if begun else Button(ctx.label("begin_vragen", number=len(one.questions)), f"g:vbegin:{one.id}")
    return ctx.screen(Phrase("session.offer", about), begin, more)
