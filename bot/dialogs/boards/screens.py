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
from bot.turn.context import Stage

OWN = "ovr"
"""The cluster below which own motives stand."""


def board_screen(stage: Stage, binding: Binding, round_: Round, board: Board) -> Screen:
    """The whole message of a board as it is now."""
    result = _open(stage, binding, board) if board.state is BoardState.OPEN else _shown(stage, binding, round_, board)
    about = {"head": _head(stage, binding, round_, board), "result": result}
    return Screen(str(stage.texts.phrases.html(Phrase("groups.board", about))), _buttons(stage, binding, round_, board))


def moved_screen(stage: Stage, board: Board) -> Screen:
    """What stands where a board was before it was posted again."""
    return stage.screen(Phrase("groups.board_moved", {"motive": board.text}))


def _head(stage: Stage, binding: Binding, round_: Round, board: Board) -> Phrase:
    topics = [topic.subject for topic in program(stage, binding, round_)]
    index = topics.index(board.subject) + 1 if board.subject in topics else 0
    instrument = stage.texts.of(round_.content_version)
    about = {
        "name": name_of(stage, binding),
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


def _open(stage: Stage, binding: Binding, board: Board) -> Phrase:
    seats = present(stage, binding, board)
    lines = tuple(
        Phrase("groups.turnout", {"partner": _name(stage, one.partner), "answered": one.answered, "people": one.people})
        for one in turnout(seats, answered(stage, seats))
    )
    return Phrase("groups.board_open", {"lines": lines, "few": tuple(_name(stage, p) for p in with_few(seats))})


def _shown(stage: Stage, binding: Binding, round_: Round, board: Board) -> Phrase:
    seats = present(stage, binding, board)
    choices = shown_choices(stage, binding, round_, board)
    tallies = tally((s.partner for s in seats), ((s.partner, choice) for s, choice in choices.items()))
    lines = tuple(tally_line(stage, one) for one in tallies)
    here = {seat.person for seat in seats}
    replies = tuple(
        Phrase("groups.reply", {"partner": _name(stage, reply.partner), "text": reply.text})
        for reply in stage.uow.get(BOARDS).replies(board.id)
        if reply.person in here
    )
    differ = tuple(Phrase(f"buttons.{choice}") for choice in ends(tallies))
    return Phrase("groups.board_shown", {"lines": lines, "ends": differ, "replies": replies})


def tally_line(stage: Stage, one: Tally) -> Phrase:
    """How often the people of one partner gave each answer."""
    counts = tuple(
        Phrase("groups.count", {"choice": Phrase(f"buttons.{choice}"), "number": one.counts[choice]})
        for choice in Choice
    )
    return Phrase("groups.tally", {"partner": _name(stage, one.partner), "counts": counts})


def _name(stage: Stage, partner: PartnerId) -> str:
    return stage.uow.collaborations.partner(partner).name


def _buttons(stage: Stage, binding: Binding, round_: Round, board: Board) -> tuple[tuple[Button, ...], ...]:
    if not round_.takes_motives:
        return ()
    mark = f"{board.id}.{board.number}"
    if board.state is BoardState.OPEN:
        scale = tuple(_button(stage, choice, f"stem:{mark}.{choice}") for choice in Choice)
        join = join_button(stage, binding)
        below = (_button(stage, "toon_uitslag", f"toon:{mark}"), join)
        return (scale, tuple(button for button in below if button is not None))
    if stage.uow.get(BOARDS).of(binding.id, round_.id)[-1].id != board.id:
        return ()
    again = _button(stage, "heropenen", f"heropen:{mark}")
    return ((_button(stage, "volgende", f"verder:{mark}"),), (again,))


def _button(stage: Stage, label: str, route: str) -> Button:
    return Button(stage.label(label), f"g:{route}")
