"""In private: leading past the motives; what was written below a board, whole; and a motive of one's own."""

from bot.content.screen import Button
from bot.dialogs.boards.actions.board import open_board, open_round
from bot.dialogs.boards.actions.steering import Steer, board_at, go_on, open_again, show_result
from bot.dialogs.boards.facts import own_topics, rooms_of
from bot.dialogs.boards.screens.board import reply_lines
from bot.dialogs.groups.actions.leading import must_conduct
from bot.dialogs.groups.facts import Actor, must_read_along
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import QuestionState
from bot.domain.errors import DomainError
from bot.domain.ids import QuestionId, RunId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import Page
from bot.turn.paging import at_page, page_of
from bot.turn.records import ParticipantContext

# --- the panel of whoever leads; it changes in place ---


def _steered(steer: Steer, state: QuestionState) -> Page:
    """A button of the panel: `board.number`."""

    def page(ctx: TurnContext, argument: str) -> None:
        id_, _, turn = argument.partition(".")
        table = board_at(ctx, id_, turn, state)
        acting = Actor(known_person(ctx), memberships_in(ctx, table.binding.collaboration))
        if table.binding.ended_at is not None:
            raise DomainError("groups.not_here_any_more")
        must_conduct(ctx, table.binding, table.round, acting)
        steer(ctx, table)

    return page


PANEL: dict[str, Page] = {
    "bordtoon": _steered(show_result, QuestionState.OPEN),
    "bordverder": _steered(go_on, QuestionState.SHOWN),
    "bordopen": _steered(open_again, QuestionState.SHOWN),
}


# --- what was written below a board ---


def replies(ctx: TurnContext, argument: str) -> None:
    """What the group may read below a board, for who could not read it whole there: `board` or `board.page`."""
    id_, index = at_page(argument)
    board = ctx.uow.get(QUESTIONS).get(QuestionId(number(id_)))
    binding, round_ = ctx.uow.groups.get(board.binding), ctx.uow.rounds.get(board.round)
    must_read_along(ctx, binding, round_)
    if not board.is_shown:
        raise DomainError("groups.open_again")
    shown, more = page_of(ctx, reply_lines(ctx, binding, round_, board), index)
    ctx.page(
        Phrase("groups.replies", {"motive": board.text, "lines": shown}),
        ctx.button("volgende", f"bordteksten:{board.id}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


# --- an own motive before the group ---


def own_motives(ctx: TurnContext, argument: str) -> None:
    """Which of one's own motives to put before the group: `run`."""
    mine = _standing(ctx, argument)
    rooms = rooms_of(ctx, mine)
    found = own_topics(ctx, mine) if rooms else {}
    if not found:
        raise DomainError("groups.no_own_motive")
    buttons = [
        Button(
            topic.text if len(rooms) == 1 else f"{topic.text} › {room.title}", f"p:bord:{mine.run.id}.{room.id}.{item}"
        )
        for item, topic in found.items()
        for room in rooms
    ]
    back = ctx.button("terug_naar", f"ingediend:{mine.run.id}", name=Phrase("pages.my_answers"))
    ctx.page(Phrase("groups.own_motives", {"titles": tuple(room.title for room in rooms)}), *buttons, back)


def put_own(ctx: TurnContext, argument: str) -> None:
    """Put one's own motive on the table: `run.group.item`. Only its author does."""
    run, _, rest = argument.partition(".")
    room, _, item = rest.partition(".")
    mine = _standing(ctx, run)
    binding = next((b for b in rooms_of(ctx, mine) if b.id == number(room)), None)
    topic = own_topics(ctx, mine).get(item) if binding is not None else None
    if binding is None or topic is None:
        raise DomainError("errors.expired")
    round_ = open_round(ctx, binding)
    asked = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)
    if any(board.about == topic.subject for board in asked):
        raise DomainError("groups.put_already")
    if asked and asked[-1].state is QuestionState.OPEN:
        raise DomainError("groups.another_is_open")
    open_board(ctx, binding, round_, topic, mine.person.id)
    ctx.page(Phrase("groups.put", {"motive": topic.text, "title": binding.title}), ctx.button("menu", "menu"))


def _standing(ctx: TurnContext, argument: str) -> ParticipantContext:
    standing = ctx.uow.rounds.standing(RunId(number(argument)), known_person(ctx).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing
