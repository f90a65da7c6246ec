"""One machine for a question that a group answers with one tap: hidden until it is shown. Pure; events in, effects out.

Where answers are kept, who may lead, and which words are said is the business of the room that puts the question.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, assert_never

from bot.domain.ids import PartnerId
from bot.domain.motive import Choice

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class GroupQuestion(Generic[S]):
    """A question as it is now. `electorate` has a seat for each who may answer, `answered` the seats that count."""

    electorate: tuple[S, ...]
    answered: frozenset[S]
    shown: bool = False

    @property
    def counted(self) -> tuple[S, ...]:
        """The seats whose answer is among the numbers, in the order of the electorate."""
        return tuple(seat for seat in self.electorate if seat in self.answered)

    @property
    def complete(self) -> bool:
        """Whether everybody has answered; never of a question that nobody may answer."""
        return bool(self.electorate) and len(self.counted) == len(self.electorate)


# --- events ---


@dataclass(frozen=True, slots=True)
class Answered(Generic[S]):
    """Somebody tapped an answer."""

    seat: S


@dataclass(frozen=True, slots=True)
class SeatsChanged:
    """Somebody came, left, or answered elsewhere."""


@dataclass(frozen=True, slots=True)
class ShowRequested:
    """Whoever leads does not wait for the others."""


@dataclass(frozen=True, slots=True)
class ReopenRequested:
    """Whoever leads wants answers to be changed again."""


# --- effects ---


class Reason(StrEnum):
    """Why an event changes nothing."""

    NO_SEAT = "no_seat"
    SHOWN_ALREADY = "shown_already"
    NOBODY_ANSWERED = "nobody_answered"


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say why not."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Keep(Generic[S]):
    """Keep the answer of this seat, in place of an earlier one."""

    seat: S


@dataclass(frozen=True, slots=True)
class Show(Generic[S]):
    """Show the numbers to everybody; from now on these answers stay as they are."""

    counted: tuple[S, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    """Hide the numbers; answers can be changed again."""


def react(
    question: GroupQuestion[S], event: Answered[S] | SeatsChanged | ShowRequested | ReopenRequested
) -> tuple[Refuse | Keep[S] | Show[S] | Reopen, ...]:
    """What an event leads to, in order. Total: what asks for how it is already leads to nothing."""
    match event:
        case Answered(seat):
            return _answered(question, seat)
        case SeatsChanged():
            return (Show(question.counted),) if question.complete and not question.shown else ()
        case ShowRequested():
            if question.shown:
                return ()
            return (Show(question.counted),) if question.counted else (Refuse(Reason.NOBODY_ANSWERED),)
        case ReopenRequested():
            return (Reopen(),) if question.shown else ()
        case _:
            assert_never(event)


def _answered(question: GroupQuestion[S], seat: S) -> tuple[Refuse | Keep[S] | Show[S] | Reopen, ...]:
    if seat not in question.electorate:
        return (Refuse(Reason.NO_SEAT),)
    if question.shown:
        return (Refuse(Reason.SHOWN_ALREADY),)
    now = GroupQuestion(question.electorate, question.answered | {seat})
    return (Keep(seat), *react(now, SeatsChanged()))


# --- what is shown ---


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of a partner have answered. Never what."""

    partner: PartnerId
    answered: int
    people: int


def turnout(question: GroupQuestion[S], partner_of: Callable[[S], PartnerId]) -> tuple[Turnout, ...]:
    """Per partner, in the order of the electorate."""
    those = Counter(partner_of(seat) for seat in question.counted)
    people = Counter(partner_of(seat) for seat in question.electorate)
    return tuple(Turnout(partner, those[partner], number) for partner, number in people.items())


@dataclass(frozen=True, slots=True)
class Tally:
    """What a partner's people answered, as numbers."""

    partner: PartnerId
    counts: Mapping[Choice, int]


def tally(partners: Iterable[PartnerId], given: Iterable[tuple[PartnerId, Choice]]) -> tuple[Tally, ...]:
    """Per partner, each once and in this order. Who gave no answer counts nowhere: that is not a Nee."""
    counted = Counter(given)
    return tuple(Tally(p, {choice: counted[p, choice] for choice in Choice}) for p in dict.fromkeys(partners))


def ends(tallies: Sequence[Tally]) -> tuple[Choice, ...]:
    """The two answers furthest apart that were given; none when all said the same."""
    given = [choice for choice in Choice if any(one.counts[choice] for one in tallies)]
    return (given[0], given[-1]) if len(given) > 1 else ()


def with_reply(text: str, before: str | None, now: str) -> str:
    """A text with one more reply; where that reply stood in it in other words, those are replaced."""
    if before and before in text:
        return text.replace(before, now, 1)
    return f"{text}\n{now}" if text else now
