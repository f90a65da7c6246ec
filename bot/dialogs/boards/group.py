"""What people do at a board in a group: vote, write what they hope for; and, for who leads, show, open again, go on."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.boards.actions.board import (
    is_open,
    look,
    open_next,
    open_round,
    outcome_so_far,
    put_choice,
    put_outcome,
    redraw,
)
from bot.dialogs.boards.actions.steering import (
    Steer,
    Table,
    board_at,
    go_on,
    on_table,
    open_again,
    show_result,
)
from bot.dialogs.boards.facts import choice_of, present, runs_of
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.actions.binding import ask_for_whom
from bot.dialogs.groups.actions.leading import (
    bring_down,
    lead_from_here,
    leads_again,
    must_conduct,
    offer_to_lead,
    take_lead,
)
from bot.dialogs.groups.facts import Actor, actor, bound, chosen_partner, leads, must_be_quiet
from bot.dialogs.questions.actions import say
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import with_reply
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind, QuestionState, Seat
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.incoming import Replied


def motives(ctx: TurnContext) -> None:
    """`/motieven`: the board that is on the table, below everything; when there is none yet, the first."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    round_ = open_round(ctx, binding)
    if binding.partner is None and not round_.together:
        ctx.tell(Phrase("groups.apart"))
        status.show(ctx, binding, afresh=True)
        return
    must_be_quiet(ctx, binding)
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)
    if boards:
        _again(ctx, binding, round_, acting)
        return
    if not any(ctx.uow.rounds.participants(run.id) for run in runs_of(ctx, binding, round_)):
        raise DomainError("groups.nobody_yet")
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_begin")
    lead_from_here(ctx, binding, round_, acting)
    open_next(ctx, binding, round_)


def go_on_leading(ctx: TurnContext) -> bool:
    """`/gesprek` while a motive is on the table gives that to whoever takes over. False when none is."""
    binding = ctx.uow.groups.at(ctx.chat_thread)
    round_ = ctx.uow.rounds.latest(binding.collaboration) if binding is not None else None
    if binding is None or round_ is None or not round_.takes_motives:
        return False
    talks = any(holds(ctx, round_) for holds in ctx.house.each(lambda f: f.holds_open))
    if talks or not ctx.uow.get(QUESTIONS).motives(binding.id, round_.id):
        return False
    motives(ctx)
    return True


def _again(ctx: TurnContext, binding: Binding, round_: Round, acting: Actor) -> None:
    """The board on the table once more. Whoever leads has their panel below everything too; others may take over."""
    leading = leads_again(ctx, binding, round_, acting)
    on_table(ctx, binding, round_, ctx.uow.get(QUESTIONS).motives(binding.id, round_.id))
    if leading is not None:
        offer_to_lead(ctx, leading, f"bordleid:{round_.id}")


def vote(ctx: TurnContext, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on a board: `board.number.choice`. Told to the one who tapped, to nobody else."""
    table, option = _tapped(ctx, argument)
    binding, round_, board = table.binding, table.round, table.board
    acting = actor(ctx, binding)
    seat = _seat(ctx, binding, board, acting)
    if seat is None:
        return
    choice = Choice(option)
    if not is_open(ctx, seat):
        raise DomainError("errors.run_settled", partner=ctx.uow.collaborations.partner(seat.partner).name)
    if seat.person == board.author and not choice.applies:
        raise DomainError("groups.own_is_no_nee")
    two = len({m.partner for m in acting.memberships if m.role.fills_in}) > 1
    partner = ctx.uow.collaborations.partner(seat.partner).name if two else ""
    about = {"choice": Phrase(f"buttons.{choice}"), "applies": choice.applies, "partner": partner}
    if choice_of(ctx, seat) is not choice:
        _must_be_free(ctx, seat)
        put_choice(ctx, seat, choice)
    ctx.notify(Phrase("groups.noted", about))
    if not seat.voted:
        ctx.uow.get(QUESTIONS).save_seats([replace(seat, voted=True)])
        look(ctx, binding, round_, board)


def _must_be_free(ctx: TurnContext, seat: Seat) -> None:
    """Raises `DomainError` for an answer that another group was shown: it stays, until that board is opened again."""
    for other, _ in ctx.uow.get(QUESTIONS).seats_of(seat.run, seat.person):
        if other.motive == seat.motive and other.counted and other.question != seat.question:
            raise DomainError("groups.shown_elsewhere")


def _steered(steer: Steer, state: QuestionState) -> Callable[[TurnContext, str], None]:
    """What whoever leads taps below a board."""

    def run(ctx: TurnContext, argument: str) -> None:
        table, _ = _tapped(ctx, argument, state)
        must_conduct(ctx, table.binding, table.round, actor(ctx, table.binding))
        steer(ctx, table)

    return run


def take_over(ctx: TurnContext, argument: str) -> None:
    """Somebody who may lead taps that they do from now on: `round`."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    round_ = open_round(ctx, binding)
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)
    if number(argument) != round_.id or not boards:
        raise DomainError("errors.expired")
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    must_be_quiet(ctx, binding)
    bring_down(ctx, take_lead(ctx, binding, round_, acting.person.id))
    ctx.page(Phrase("groups.taken_over"))
    on_table(ctx, binding, round_, boards)


def _tapped(ctx: TurnContext, argument: str, state: QuestionState = QuestionState.OPEN) -> tuple[Table, str]:
    """The board of this group that a button belongs to, and what was chosen with it."""
    id_, _, rest = argument.partition(".")
    turn, _, option = rest.partition(".")
    binding = bound(ctx)
    table = board_at(ctx, id_, turn, state)
    if table.board.binding != binding.id or (option and option not in set(Choice)):
        raise DomainError("errors.expired")
    return table, option


def _seat(ctx: TurnContext, binding: Binding, board: PutQuestion, acting: Actor) -> Seat | None:
    """Where this person answers. Raises `DomainError` with the reason for whoever does not."""
    mine = [seat for seat in present(ctx, binding, board) if seat.person == acting.person.id]
    if len(mine) == 1:
        return mine[0]
    if mine:
        return _chosen_seat(ctx, binding, mine, acting)
    filling_in = [m for m in acting.memberships if m.role.fills_in and m.partner and binding.covers(m.partner)]
    if not filling_in:
        raise DomainError("groups.you_do_not_fill_in")
    if all(m.joined_at > board.opened_at for m in filling_in):
        raise DomainError("groups.came_later")
    raise DomainError("groups.not_on_your_form")


def _chosen_seat(ctx: TurnContext, binding: Binding, mine: list[Seat], acting: Actor) -> Seat | None:
    """The seat of somebody who belongs to two partners, who says in private for which one they answer here."""
    speaks_for = chosen_partner(ctx, binding, acting.person.id)
    chosen = next((seat for seat in mine if seat.partner == speaks_for), None)
    if chosen is None:
        ask_for_whom(ctx, binding, acting)
        ctx.notify(Phrase("groups.choose_partner"))
    return chosen


KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def replied(ctx: TurnContext, binding: Binding, placed: LiveMessageId, said: Replied) -> bool:
    """An answer below a board. False when it is below something else."""
    board = _board_in(ctx, placed)
    if board is None or board.binding != binding.id:
        return False
    seat = _seat_of_words(ctx, binding, board)
    _check(ctx, board, seat, said)
    before = next(
        (c.text for c in ctx.uow.get(QUESTIONS).contributions_to(board.id) if c.message == said.message), None
    )
    outcome = with_reply(outcome_so_far(ctx, seat), before, said.text)
    if len(outcome) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)
    put_outcome(ctx, seat, outcome)
    say(ctx, board, seat.person, seat.partner, message=said.message, text=said.text)
    ctx.reaction = KEPT
    redraw(ctx, binding, ctx.uow.rounds.get(board.round), board)
    return True


def is_below(ctx: TurnContext, placed: LiveMessageId) -> bool:
    """Whether a board stands in this message."""
    return _board_in(ctx, placed) is not None


def _board_in(ctx: TurnContext, placed: LiveMessageId) -> PutQuestion | None:
    """The board that stands in this message now: where it stood before, a word says where it is."""
    found = ctx.uow.get(QUESTIONS).stood_in(placed)
    return found if found is not None and found.kind is QuestionKind.MOTIVE and found.placed == placed else None


def is_kept(ctx: TurnContext, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether what was said in this message stands below a board here."""
    mine = [one for one in ctx.uow.get(QUESTIONS).contributions_of(person) if one.message == message]
    found = [ctx.uow.get(QUESTIONS).get(one.question) for one in mine]
    return any(one.kind is QuestionKind.MOTIVE and one.binding == binding.id for one in found)


def _seat_of_words(ctx: TurnContext, binding: Binding, board: PutQuestion) -> Seat:
    """The seat this counts for: of two, the one whose answer asks for an outcome."""
    acting = actor(ctx, binding)
    mine = [s for s in present(ctx, binding, board) if s.person == acting.person.id]
    if not mine:
        raise DomainError("groups.no_seat")
    speaks_for = chosen_partner(ctx, binding, acting.person.id)
    return next((seat for seat in mine if seat.partner == speaks_for), mine[0])


def _check(ctx: TurnContext, board: PutQuestion, seat: Seat, said: Replied) -> None:
    """Acknowledge with a sign, whatever was voted: one that stays away would tell the group who said Nee."""
    if not said.text.strip():
        raise DomainError("groups.only_text")
    if not ctx.uow.rounds.get(board.round).takes_motives or not is_open(ctx, seat):
        raise DomainError("groups.settled_already")


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {
    "stem": vote,
    "toon": _steered(show_result, QuestionState.OPEN),
    "verder": _steered(go_on, QuestionState.SHOWN),
    "heropen": _steered(open_again, QuestionState.SHOWN),
    "bordleid": take_over,
}
