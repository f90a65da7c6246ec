"""A step of the reveal that a group goes through together: how it stands there, and on the panel of whoever leads."""

from dataclasses import replace

from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import leads_from_private, name_of
from bot.dialogs.reveal.facts import RevealView
from bot.dialogs.reveal.screens.telling import LOOK, step, summary
from bot.domain.group import Binding, Lead
from bot.domain.rounds import Phase, RoundState
from bot.engine.model import Phrase
from bot.insight.guide import guide
from bot.turn.context import TurnContext


def last_step(found: RevealView) -> int:
    """The number of the last step; 0 is the beginning: the picture, one sentence, what stands out."""
    return len(guide(found.reveal).steps)


def at_step(found: RevealView, lead: Lead) -> int | None:
    """Where the group is; None while nobody goes through it. A version that came later may have made it shorter."""
    return min(lead.step, last_step(found)) if lead.step is not None else None


def goes_on(found: RevealView, lead: Lead) -> bool:
    """Whether somebody is going through it with the group, and there is more to come."""
    at = at_step(found, lead)
    return at is not None and at < last_step(found) and found.round.state is RoundState.REVEALED


def told(ctx: TurnContext, found: RevealView, at: int) -> Phrase:
    """What a step says."""
    return step(found, at - 1) if at else Phrase("groups.revealed", summary(ctx, found))


def group_screen(ctx: TurnContext, found: RevealView, binding: Binding, lead: Lead, *, now: bool) -> Screen:
    """A step in the group, with the way to all parts; the controls only while no panel has them."""
    at = at_step(found, lead) or 0
    there = binding.chat_thread.chat
    parts = Button(ctx.label("alle_onderdelen"), url=ctx.link(f"{LOOK}{found.round.id}-delen", chat=there))
    alone = now and found.round.state is RoundState.REVEALED and not leads_from_private(ctx, binding, lead)
    steered = tuple(Button(ctx.label(label), f"g:{route}") for label, route in _ways(found, at)) if alone else ()
    rows = ((parts,), steered) if steered else ((parts,),)
    return replace(ctx.screen(told(ctx, found, at)), buttons=rows)


def panel_screen(ctx: TurnContext, found: RevealView, binding: Binding, lead: Lead) -> Screen:
    """What whoever leads sees of it in private."""
    at = at_step(found, lead) or 0
    name = name_of(ctx, binding)
    if found.round.state is not RoundState.REVEALED:
        look = ctx.button("bekijk_onthulling", f"onthulling:{found.round.id}")
        return ctx.screen(Phrase("panel.steps_over", {"name": name}), look)
    later = [phase.number for phase in found.round.phases if phase is not Phase.PREPARATION]
    about = {
        "name": name,
        "index": at + 1,
        "total": last_step(found) + 1,
        "told": told(ctx, found, at) if at else Phrase("panel.beginning", summary(ctx, found)),
        "last": at == last_step(found),
        "next": min(later, default=None),
    }
    ways = tuple((ctx.button(label, route),) for label, route in _ways(found, at))
    parts = (ctx.button("alle_onderdelen", f"onthuldelen:{found.round.id}"),)
    return replace(ctx.screen(Phrase("panel.step", about)), buttons=(*ways, parts))


def _ways(found: RevealView, at: int) -> tuple[tuple[str, str], ...]:
    """Labels and routes, the main one first: on, and back."""
    mark = f"{found.round.id}.{at}"
    onward = (("volgende", f"onthulna:{mark}"),) if at < last_step(found) else ()
    back = (("vorige", f"onthulvoor:{mark}"),) if at else ()
    return onward + back
