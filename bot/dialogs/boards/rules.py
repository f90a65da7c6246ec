"""Boards: one motive in a group, answered by everybody at once. Pure rules; who reads along is not their business.

A vote on a board *is* that person's phase 1 answer; a board only knows who has a seat and whose answer counts in what
it shows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.dialogs.questions.rules.put import Contribution, PutQuestion, Seat
from bot.domain.ids import PartnerId
from bot.domain.visibility import Content, ContentRef


def count_of(seat: Seat, board: PutQuestion, *, handed_in: bool) -> ContentRef:
    """The answer of one seat as one of the numbers on its board, to `may_see`."""
    shown = board.is_shown
    return ContentRef(Content.COUNT, seat.person, seat.partner, handed_in=handed_in, on_board=seat.voted, shown=shown)


def aloud_of(reply: Contribution, board: PutQuestion) -> ContentRef:
    """What somebody wrote below a board, to `may_see`."""
    return ContentRef(Content.ALOUD, reply.person, reply.partner, shown=board.is_shown)


FEW = 3
"""With fewer voters of one partner, others can work out from its numbers who answered what."""


def with_few(seats: Sequence[Seat]) -> tuple[PartnerId, ...]:
    """The partners whose numbers would give their people away."""
    return few_of(seat.partner for seat in seats)


def few_of(partners: Iterable[PartnerId]) -> tuple[PartnerId, ...]:
    """The same, told by a partner for each voter."""
    people = Counter(partners)
    return tuple(partner for partner, number in people.items() if number < FEW)
