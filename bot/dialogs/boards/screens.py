"""How a board looks: first how many have answered, then what, and never who."""

from bot.content.instrument import Instrument
from bot.content.phrases import bar
from bot.content.screen import Button, Screen
from bot.dialogs.boards.facts import answered, motives_of, present, program, shown_choices
from bot.dialogs.boards.ports import BOARDS
from bot.dialogs.boards.rules import Board, BoardState, Tally, ends, tally, turnout, with_few
from bot.dialogs.groups.facts import name_of
from bot.dialogs.groups.screens import join_button
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

OWN = "ovr"
"""The cluster below which own motives stand."""


def board_screen(ctx: TurnContext, binding: Binding, round_: Round, board: Board) -> Screen:
    """The whole message of a board as it is now."""
    result = _open(ctx, binding, board) if board.state is BoardState.OPEN else _shown(ctx, binding, round_, board)
    about = {"head": _head(ctx, binding, round_, board), "result": result}
    return Screen(str(ctx.texts.phrases.html(Phrase("groups.board", about))), _buttons(ctx, binding, round_, board))


def moved_screen(ctx: TurnContext, board: Board) -> Screen:
    """What stands where a board was before it was posted again."""
    return ctx.screen(Phrase("groups.board_moved", {"motive": board.text}))


def _head(ctx: TurnContext, binding: Binding, round_: Round, board: Board) -> Phrase:
    topics = [topic.subject for topic in program(ctx, binding, round_)]
    index = topics.index(board.subject) + 1 if board.subject in topics else 0
    instrument = ctx.texts.of(round_.content_version)
    about = {
        "name": name_of(ctx, binding),
        "index": index,
        "total": len(topics),
        "bar": bar(index, len(topics)),
        "heading": instrument.cluster(board.cluster or OWN).heading,
        "motive": board.text,
        "own": board.author is not None,
        "form": Phrase(f"groups.form_{_kind(instrument, board)}") if binding.partner is None and index else "",
    }
    return Phrase("groups.board_head", about)


def _kind(instrument: Instrument, board: Board) -> str:
    """For which form this counts, which in a mixed group is not the same for everybody."""
    kinds = {instrument.kind_of(motive) for motive in motives_of(board)}
    return kinds.pop() if len(kinds) == 1 else "both"


def _open(ctx: TurnContext, binding: Binding, board: Board) -> Phrase:
    seats = present(ctx, binding, board)
    lines = tuple(
        Phrase("groups.turnout", {"partner": _name(ctx, one.partner), "answered": one.answered, "people": one.people})
        for one in turnout(seats, answered(ctx, seats))
    )
    return Phrase("groups.board_open", {"lines": lines, "few": tuple(_name(ctx, p) for p in with_few(seats))})


def _shown(ctx: TurnContext, binding: Binding, round_: Round, board: Board) -> Phrase:
    seats = present(ctx, binding, board)
    choices = shown_choices(ctx, binding, round_, board)
    tallies = tally((s.partner for s in seats), ((s.partner, choice) for s, choice in choices.items()))
    lines = tuple(tally_line(ctx, one) for one in tallies)
    here = {seat.person for seat in seats}
    replies = tuple(
        Phrase("groups.reply", {"partner": _name(ctx, reply.partner), "text": reply.text})
        for reply in ctx.uow.get(BOARDS).replies(board.id)
        if reply.person in here
    )
    differ = tuple(Phrase(f"buttons.{choice}") for choice in ends(tallies))
    return Phrase("groups.board_shown", {"lines": lines, "ends": differ, "replies": replies})


def tally_line(ctx: TurnContext, one: Tally) -> Phrase:
    """How often the people of one partner gave each answer."""
    counts = tuple(
        Phrase("groups.count", {"choice": Phrase(f"buttons.{choice}"), "number": one.counts[choice]})
        for choice in Choice
    )
    return Phrase("groups.tally", {"partner": _name(ctx, one.partner), "counts": counts})


def _name(ctx: TurnContext, partner: PartnerId) -> str:
    return ctx.uow.collaborations.partner(partner).name


def _buttons(ctx: TurnContext, binding: Binding, round_: Round, board: Board) -> tuple[tuple[Button, ...], ...]:
    if not round_.takes_motives:
        return ()
    mark = f"{board.id}.{board.number}"
    if board.state is BoardState.OPEN:
        scale = tuple(_button(ctx, choice, f"stem:{mark}.{choice}") for choice in Choice)
        join = join_button(ctx, binding)
        below = (_button(ctx, "toon_uitslag", f"toon:{mark}"), join)
        return (scale, tuple(button for button in below if button is not None))
    if ctx.uow.get(BOARDS).of(binding.id, round_.id)[-1].id != board.id:
        return ()
    again = _button(ctx, "heropenen", f"heropen:{mark}")
    return ((_button(ctx, "volgende", f"verder:{mark}"),), (again,))


def _button(ctx: TurnContext, label: str, route: str) -> Button:
    return Button(ctx.label(label), f"g:{route}")
