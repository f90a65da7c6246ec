"""Whoever leads steps the whole group through a reveal: the words in the group, the controls in private."""

from bot.content.screen import Screen
from bot.dialogs.people.facts import must_facilitate
from bot.dialogs.reveal.actions import group_of_all
from bot.dialogs.reveal.facts import shown
from bot.dialogs.reveal.screens import step
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.rounds import RoundState
from bot.engine.model import Phrase
from bot.insight.guide import guide
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def lead(ctx: TurnContext, argument: str) -> None:
    """Put one thing before the group of all, and show in private what stands there and the way on: `round.number`."""
    round_id, _, index = argument.partition(".")
    found = shown(ctx, RoundId(number(round_id)))
    must_facilitate(ctx, found.round.collaboration)
    steps, at = len(guide(found.reveal).steps), number(index) if index else 0
    binding = group_of_all(ctx, found)
    if binding is None or at >= steps or found.round.state is not RoundState.REVEALED:
        raise DomainError("errors.expired")
    told = step(found, at)
    there = binding.chat_thread
    ctx.send(Screen(str(ctx.texts.phrases.html(told))), chat=there.chat, thread=there.thread)
    more = at < steps - 1
    ctx.page(
        Phrase("reveal.led", {"told": told, "more": more}),
        ctx.button("volgende", f"onthulsamen:{found.round.id}.{at + 1}") if more else None,
        ctx.button("alle_onderdelen", f"onthulling:{found.round.id}.delen"),
    )
