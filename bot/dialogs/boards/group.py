"""What people do at a board in a group: vote, write what they hope for; and, for who leads, show, open again, go on."""

from dataclasses import replace

from bot.dialogs.boards.actions import (
    is_open,
    look,
    open_next,
    open_round,
    outcome_so_far,
    post_again,
    put_choice,
    put_outcome,
    redraw,
    show,
    with_who_came,
)
from bot.dialogs.boards.facts import asked, choice_of, present, runs_of
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.actions import ask_for_whom
from bot.dialogs.groups.facts import Actor, actor, bound, chosen_partner, leads, must_be_quiet, must_lead
from bot.dialogs.questions.actions import say
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import Reason, Refuse, ReopenRequested, Show, ShowRequested, react, with_reply
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind, QuestionState, Seat
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PersonId, QuestionId
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
        post_again(ctx, binding, round_, with_who_came(ctx, binding, round_, boards[-1]))
        return
    if not any(ctx.uow.rounds.participants(run.id) for run in runs_of(ctx, binding, round_)):
        raise DomainError("groups.nobody_yet")
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_begin")
    open_next(ctx, binding, round_)


def vote(ctx: TurnContext, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on a board: `board.number.choice`. Told to the one who tapped, to nobody else."""
    binding, round_, board, option = _tapped(ctx, argument)
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


def show_result(ctx: TurnContext, argument: str) -> None:
    """`Toon uitslag`: without waiting for the others."""
    binding, round_, board, _ = _tapped(ctx, argument)
    must_lead(ctx, binding)
    for effect in react(asked(ctx, binding, board), ShowRequested()):
        match effect:
            case Refuse(Reason.NOBODY_ANSWERED):
                raise DomainError("groups.nobody_answered")
            case Show(counted):
                redraw(ctx, binding, round_, show(ctx, board, counted))


def open_again(ctx: TurnContext, argument: str) -> None:
    """`Heropenen`: answers can be changed again, and are hidden until they are shown once more."""
    binding, round_, board, _ = _tapped(ctx, argument, QuestionState.SHOWN)
    must_lead(ctx, binding)
    _must_be_on_table(ctx, binding, round_, board)
    seats = ctx.uow.get(QUESTIONS).seats(board.id)
    if not any(is_open(ctx, seat) for seat in seats):
        raise DomainError("groups.settled_already")
    for _ in react(asked(ctx, binding, board), ReopenRequested()):
        ctx.uow.get(QUESTIONS).save_seats([replace(seat, counted=False) for seat in seats])
        opened = ctx.uow.get(QUESTIONS).turn(board, QuestionState.OPEN, ctx.after(board.number))
        redraw(ctx, binding, round_, opened)


def go_on(ctx: TurnContext, argument: str) -> None:
    """`Volgende ›`: the next motive, in a message of its own."""
    binding, round_, board, _ = _tapped(ctx, argument, QuestionState.SHOWN)
    must_lead(ctx, binding)
    _must_be_on_table(ctx, binding, round_, board)
    open_next(ctx, binding, round_)
    redraw(ctx, binding, round_, board)


def _must_be_on_table(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> None:
    """Raises `DomainError` for a board that is not the one on the table."""
    if ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)[-1].id != board.id:
        raise DomainError("errors.expired")


def _tapped(
    ctx: TurnContext, argument: str, state: QuestionState = QuestionState.OPEN
) -> tuple[Binding, Round, PutQuestion, str]:
    """The board a button belongs to. Raises `DomainError` for one from before it was shown or opened again."""
    id_, _, rest = argument.partition(".")
    turn, _, option = rest.partition(".")
    binding = bound(ctx)
    board = ctx.uow.get(QUESTIONS).get(QuestionId(number(id_)))
    if board.binding != binding.id or (option and option not in set(Choice)):
        raise DomainError("errors.expired")
    round_ = ctx.uow.rounds.get(board.round)
    if turn != str(board.number) or board.state is not state or not round_.takes_motives:
        raise DomainError("errors.expired")
    return binding, round_, board, option


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
