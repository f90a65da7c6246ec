"""What somebody gave in a round, and what became of it: each room tells its own part. Nothing of this is stored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.collaboration import Collaboration, Membership, Person
from bot.domain.ids import PartnerId, RunId
from bot.domain.rounds import Round
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


class WordsKind(StrEnum):
    """What words of somebody's own are kept."""

    OUTCOME = "opbrengst"
    OWN_MOTIVE = "motief"
    ANSWER = "antwoord"
    ASK = "vraag"
    OFFER = "aanbod"
    POINT = "punt"
    GOAL = "doel"
    OBJECTION = "bezwaar"

    @property
    def of_the_form(self) -> bool:
        """Whether it is given in phase 1, so that the partner's version may hold it."""
        return self not in (WordsKind.POINT, WordsKind.GOAL, WordsKind.OBJECTION)


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody in a round of a collaboration, with the places they have there now: none when they left."""

    person: Person
    memberships: tuple[Membership, ...]
    collaboration: Collaboration
    round: Round

    @property
    def left(self) -> bool:
        """Whether they take part no more: then they see their own words as they stood, and nothing newer of others."""
        return not self.memberships

    @property
    def viewer(self) -> Viewer:
        """The author as one who looks at what others made of it."""
        return Viewer(self.person.id, self.memberships)


@dataclass(frozen=True, slots=True)
class Given:
    """Words of one author. `source` is the id of what they answer, within their kind and run.

    `about` is the motive or goal they belong to, `partner` the one they were given for.
    """

    kind: WordsKind
    run: RunId
    source: str
    text: str
    about: str = ""
    partner: PartnerId | None = None
    handed_in: bool = True


class Became(StrEnum):
    """What was done with words."""

    KEPT = "kept"
    REWORDED = "reworded"
    LEFT_OUT = "left_out"
    """Looked at and not taken up."""
    WAITS = "waits"
    """Nothing yet, or nothing that this person may see."""


@dataclass(frozen=True, slots=True)
class Fate:
    """One thing that became of somebody's words, as a sentence for their own eyes.

    `agreement` is the number of the agreement it is about; 0 for none.
    """

    became: Became
    words: Phrase
    agreement: int = 0


GivenBy = Callable[[TurnContext, Author], Iterable[Given]]
"""What somebody gave in this room, in the order in which they gave it."""


FatesOf = Callable[[TurnContext, Author, Sequence[Given]], Iterator[tuple[Given, Fate]]]
"""What this room made of words that were given here or in an earlier room, as far as their author may see it now."""
