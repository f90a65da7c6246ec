"""How a board looks: first how many have answered, then what, and never who."""

from bot.content.instrument import Instrument
from bot.content.phases import Cluster
from bot.content.phrases import bar
from bot.content.screen import Button, Screen
from bot.dialogs.boards.facts import asked, motives_of, present, program, shown_choices, shown_replies
from bot.dialogs.boards.rules import with_few
from bot.dialogs.groups.facts import leads_from_private, name_of
from bot.dialogs.groups.screens import join_button
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import Tally, Turnout, ends, tally, turnout
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sources.screens.linked import to_kind
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import newest


def board_screen(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> Screen:
    """The whole message of a board as it is now; of what was written below it as much as fits."""
    head, buttons = _head(ctx, binding, round_, board), _buttons(ctx, binding, round_, board)
    if not board.is_shown:
        return Screen(str(ctx.texts.phrases.html(_board(head, _open(ctx, binding, board)))), buttons)
    about = _shown(ctx, binding, round_, board)
    around = _board(head, Phrase("groups.board_shown", about | {"replies": ()}))
    replies, more = newest(ctx, reply_lines(ctx, binding, round_, board), around)
    text = _board(head, Phrase("groups.board_shown", about | {"replies": replies}))
    return ctx.read_behind(text, buttons, f"{REPLIES}{board.id}", chat=binding.chat_thread.chat, more=more)


def _board(head: Phrase, result: Phrase) -> Phrase:
    return Phrase("groups.board", {"head": head, "result": result})


REPLIES = "b-"
"""How the token of a link begins that opens in private what was written below a board; the board follows."""


def reply_lines(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> tuple[Phrase, ...]:
    """What was written below a board, a line each."""
    return tuple(
        Phrase("groups.reply", {"partner": _name(ctx, reply.partner), "text": reply.text})
        for reply in shown_replies(ctx, binding, round_, board)
        if reply.partner is not None
    )


def moved_screen(ctx: TurnContext, board: PutQuestion) -> Screen:
    """What stands where a board was before it was posted again."""
    return ctx.screen(Phrase("groups.board_moved", {"motive": board.text}))


def _head(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> Phrase:
    topics = [topic.subject for topic in program(ctx, binding, round_)]
    index = topics.index(board.about) + 1 if board.about in topics else 0
    instrument = ctx.texts.of(round_.content_version)
    about = {
        "name": name_of(ctx, binding),
        "index": index,
        "total": len(topics),
        "bar": bar(index, len(topics)),
        "heading": _cluster(instrument, board).heading,
        "motive": board.text,
        "own": board.author is not None,
        "form": Phrase(f"groups.form_{_kind(instrument, board)}") if binding.partner is None and index else "",
    }
    return Phrase("groups.board_head", about)


def _cluster(instrument: Instrument, board: PutQuestion) -> Cluster:
    """The kind of motives it stands below."""
    return instrument.cluster(board.cluster) if board.cluster else instrument.clusters.of_own_motives


def _kind(instrument: Instrument, board: PutQuestion) -> str:
    """For which form this counts, which in a mixed group is not the same for everybody."""
    kinds = {instrument.kind_of(motive) for motive in motives_of(board)}
    return kinds.pop() if len(kinds) == 1 else "both"


def _open(ctx: TurnContext, binding: Binding, board: PutQuestion) -> Phrase:
    seats = present(ctx, binding, board)
    lines = tuple(turnout_line(ctx, one) for one in turnout(asked(ctx, binding, board), lambda seat: seat.partner))
    return Phrase("groups.board_open", {"lines": lines, "few": tuple(_name(ctx, p) for p in with_few(seats))})


def turnout_line(ctx: TurnContext, one: Turnout) -> Phrase:
    """How many people of one partner have answered."""
    return Phrase(
        "groups.turnout", {"partner": _name(ctx, one.partner), "answered": one.answered, "people": one.people}
    )


def _shown(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> dict[str, object]:
    seats = present(ctx, binding, board)
    choices = shown_choices(ctx, binding, round_, board)
    tallies = tally((s.partner for s in seats), ((s.partner, choice) for s, choice in choices.items()))
    lines = tuple(tally_line(ctx, one) for one in tallies)
    return {"lines": lines, "ends": tuple(Phrase(f"buttons.{choice}") for choice in ends(tallies))}


def tally_line(ctx: TurnContext, one: Tally) -> Phrase:
    """How often the people of one partner gave each answer; that none of them did is no row of zeros."""
    if not any(one.counts.values()):
        return Phrase("groups.gave_none", {"partner": _name(ctx, one.partner)})
    counts = tuple(
        Phrase("groups.count", {"choice": Phrase(f"buttons.{choice}"), "number": one.counts[choice]})
        for choice in Choice
    )
    return Phrase("groups.tally", {"partner": _name(ctx, one.partner), "counts": counts})


def _name(ctx: TurnContext, partner: PartnerId) -> str:
    return ctx.uow.collaborations.partner(partner).name


def _buttons(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> tuple[tuple[Button, ...], ...]:
    """What people answer with, and the way in; what whoever leads needs only while no panel has it."""
    if not round_.takes_motives:
        return ()
    mark = f"{board.id}.{board.number}"
    in_private = leads_from_private(ctx, binding, ctx.uow.groups.lead(binding.id, round_.id))
    if not board.is_shown:
        scale = tuple(_button(ctx, choice, f"stem:{mark}.{choice}") for choice in Choice)
        shows = None if in_private else _button(ctx, "toon_uitslag", f"toon:{mark}")
        instrument = ctx.texts.of(round_.content_version)
        more = to_kind(ctx, instrument, _cluster(instrument, board), binding.chat_thread.chat)
        rows = (scale, (more,), (shows, join_button(ctx, binding)))
        return tuple(found for row in rows if (found := tuple(button for button in row if button is not None)))
    if in_private or ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)[-1].id != board.id:
        return ()
    again = _button(ctx, "heropenen", f"heropen:{mark}")
    return ((_button(ctx, "volgende", f"verder:{mark}"),), (again,))


def _button(ctx: TurnContext, label: str, route: str) -> Button:
    return Button(ctx.label(label), f"g:{route}")
