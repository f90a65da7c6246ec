"""What whoever leads past the motives has in private: what is on the table, a sentence to say, the controls.

How many have answered stands in the group: a vote changes nothing here. Never who, and never what.
"""

from dataclasses import replace

from bot.content.screen import Button, Screen
from bot.dialogs.boards.facts import program
from bot.dialogs.groups.actions.leading import panel_of
from bot.dialogs.groups.facts import Actor, is_quiet, leader_of, name_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.group import Binding, Lead
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def refresh(ctx: TurnContext, binding: Binding, round_: Round) -> None:
    """Bring it up to date; for a new leader, a message of their own. Not while something else is led from it."""
    lead = ctx.uow.groups.lead(binding.id, round_.id)
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)
    if lead is None or lead.step is not None or not boards or binding.ended_at is not None:
        return
    if (lead.panel is None and not round_.takes_motives) or not is_quiet(ctx, binding):
        return
    shown = panel_of(ctx, binding, lead)
    if shown is not None and shown.panel is not None:
        ctx.put(shown.panel, _screen(ctx, binding, round_, shown, boards[-1]))


def _screen(ctx: TurnContext, binding: Binding, round_: Round, lead: Lead, board: PutQuestion) -> Screen:
    if not round_.takes_motives:
        return ctx.screen(Phrase("panel.motives_over", {"name": name_of(ctx, binding)}))
    topics = [topic.subject for topic in program(ctx, binding, round_)]
    index = topics.index(board.about) + 1 if board.about in topics else 0
    about = {
        "name": name_of(ctx, binding),
        "index": index,
        "total": len(topics),
        "motive": board.text if board.author is None or _reads_along(ctx, binding, lead) else "",
        "shown": board.is_shown,
        "last": index == len(topics),
    }
    return replace(ctx.screen(Phrase("panel.motive", about)), buttons=_buttons(ctx, board))


def _reads_along(ctx: TurnContext, binding: Binding, lead: Lead) -> bool:
    """Whether they are of the circle of this group: an own motive was put before that circle alone."""
    leading = leader_of(ctx, binding, lead)
    members = ctx.uow.collaborations.members(binding.collaboration)
    theirs = tuple(m for m, _ in members if leading is not None and m.person == leading.id)
    return leading is not None and Actor(leading, theirs).belongs_to(binding)


def _buttons(ctx: TurnContext, board: PutQuestion) -> tuple[tuple[Button, ...], ...]:
    mark = f"{board.id}.{board.number}"
    if not board.is_shown:
        return ((ctx.button("toon_uitslag", f"bordtoon:{mark}"),),)
    return ((ctx.button("volgende", f"bordverder:{mark}"),), (ctx.button("heropenen", f"bordopen:{mark}"),))
