"""What somebody gave in a round and what became of it, asked of every room. Reckoned anew each time."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogs.words.rules import fate_of
from bot.domain.collaboration import Collaboration, Person
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Round, RoundState
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.own_words import Author, Became, Fate, Given, WordsKind


@dataclass(frozen=True, slots=True)
class Told:
    """Words, and what became of them: never nothing, but for an author who takes part no more."""

    given: Given
    fates: tuple[Fate, ...]

    @property
    def became(self) -> Became:
        """What weighs most of it: other words, then that it is used, then the rest."""
        found = {fate.became for fate in self.fates}
        weight = (Became.REWORDED, Became.KEPT, Became.LEFT_OUT)
        return next((one for one in weight if one in found), Became.WAITS)


def author_in(ctx: TurnContext, person: Person, round_: Round) -> Author:
    """Somebody as the author of what they gave in a round."""
    mine = ctx.uow.collaborations.memberships_of(person.id)
    here = tuple(one for one in mine if one.collaboration == round_.collaboration)
    return Author(person, here, ctx.uow.collaborations.get(round_.collaboration), round_)


def told(ctx: TurnContext, author: Author, reader: Person, *kinds: WordsKind) -> tuple[Told, ...]:
    """Everything that the author gave (or these kinds of it), each with what became of it; nothing for anybody else."""
    if not may_see(fate_of(author.person.id), Viewer(reader.id, ())):
        return ()
    words = [one for one in words_of(ctx, author) if not kinds or one.kind in kinds]
    if author.left:  # their own words as they stood: what others made of them is no longer theirs to see
        return tuple(Told(one, ()) for one in words)
    found: dict[Given, list[Fate]] = {one: [] for one in words}
    for fates in ctx.house.each(lambda f: f.fates):
        for one, fate in fates(ctx, author, words):
            found[one].append(fate)
    return tuple(Told(one, _of(author, became)) for one, became in found.items())


def words_of(ctx: TurnContext, author: Author) -> Iterator[Given]:
    """What somebody gave in a round, in the order of the rooms."""
    return (one for given in ctx.house.each(lambda f: f.own_words) for one in given(ctx, author))


def _of(author: Author, found: list[Fate]) -> tuple[Fate, ...]:
    """What is told: of words that were used in one place it is not said that another place did without."""
    used = [fate for fate in found if fate.became in (Became.KEPT, Became.REWORDED)]
    if used or found:
        return tuple(used or found)
    over = author.round.state is RoundState.CLOSED
    nothing = Phrase("words.unused") if over else Phrase("words.unused_yet")
    return (Fate(Became.LEFT_OUT if over else Became.WAITS, nothing),)


# --- one short line in a message that is sent anyway ---


def changed_in_version(ctx: TurnContext, person: Person, round_: Round) -> Phrase | None:
    """How much of what somebody handed in stands otherwise in their partner's version, or not; None for nothing."""
    form = tuple(kind for kind in WordsKind if kind.of_the_form)
    found = told(ctx, author_in(ctx, person, round_), person, *form)
    reworded = [one for one in found if one.became is Became.REWORDED]
    left = [one for one in found if one.became is Became.LEFT_OUT and one.given.handed_in]
    if not reworded and not left:
        return None
    outcomes = all(one.given.kind is WordsKind.OUTCOME for one in (*reworded, *left))
    about = {"reworded": len(reworded), "left": len(left), "outcomes": outcomes}
    return Phrase("words.changed_in_version", about)


def changed_in_goals(ctx: TurnContext, person: Person, round_: Round) -> Phrase | None:
    """How many of the goals that somebody worded have other words now; None for none."""
    found = told(ctx, author_in(ctx, person, round_), person, WordsKind.GOAL)
    number = sum(one.became is Became.REWORDED for one in found)
    return Phrase("words.changed_in_goals", {"number": number}) if number else None


def in_agreement(ctx: TurnContext, person: Person, round_: Round, agreement: int) -> Phrase | None:
    """How much of what somebody gave stands in this agreement; None for nothing."""
    found = told(ctx, author_in(ctx, person, round_), person)
    number = sum(any(fate.agreement == agreement for fate in one.fates) for one in found)
    return Phrase("words.number_in_agreement", {"number": number}) if number else None


# --- where there is something to tell ---


def rounds_with_words(ctx: TurnContext, person: Person, collaboration: CollaborationId) -> Iterator[Round]:
    """The rounds of a collaboration in which somebody gave anything that others work with, newest first."""
    for round_ in reversed(ctx.uow.rounds.all(collaboration)):
        if any(one.handed_in for one in words_of(ctx, author_in(ctx, person, round_))):
            yield round_


def places_with_words(ctx: TurnContext, person: Person) -> Iterator[tuple[Collaboration, Round]]:
    """The newest such round of each collaboration that somebody belongs to or ever did."""
    mine = ctx.uow.collaborations.ever_of(person.id)
    for collaboration in dict.fromkeys(one.collaboration for one in mine):
        newest = next(rounds_with_words(ctx, person, collaboration), None)
        if newest is not None:
            yield ctx.uow.collaborations.get(collaboration), newest
