"""What each side thought of the other beside what the other says itself: a surprise, never a score.

What one person guessed leaves this module only in a total of enough people.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.content.instrument import Instrument
from bot.domain.collaboration import PartnerKind
from bot.domain.motive import Choice
from bot.insight.given import Guess, PartnerForm
from bot.insight.profile import theory_clusters, voice
from bot.insight.words import GuessCounts, Perspective, PerspectiveLine, Surprise, Voice

FEWEST_GUESSES = 3
"""People who must have guessed Ja, Enigszins or Nee before their total may be seen (promised to everyone)."""

UNKNOWN = "weet_niet"

_SAME_AS = {Choice.YES: Voice.HAS_YES, Choice.SOMEWHAT: Voice.ONLY_SOMEWHAT, Choice.NO: Voice.NONE}


def perspective(partners: Sequence[PartnerForm], guesses: Sequence[Guess], instrument: Instrument) -> Perspective:
    """A line for each side that takes part and each cluster, and for each side its biggest surprise, if any."""
    lines: list[PerspectiveLine] = []
    surprises: list[Surprise] = []
    for side in PartnerKind:
        own = [partner for partner in partners if partner.kind is side]
        if own:
            about = _lines(side, own, guesses, instrument)
            lines += about
            surprises += _biggest(about)
    return Perspective(tuple(lines), tuple(surprises))


def _lines(
    side: PartnerKind, own: Sequence[PartnerForm], guesses: Sequence[Guess], instrument: Instrument
) -> list[PerspectiveLine]:
    across = [guess for guess in guesses if guess.kind is side.other]
    return [
        PerspectiveLine(side, cluster, _counts(across, cluster, instrument), voice(own, cluster))
        for cluster in theory_clusters(instrument)
    ]


def _counts(guesses: Iterable[Guess], cluster: str, instrument: Instrument) -> GuessCounts | None:
    """How many guessed what about the other side; None where too few did. *Weet ik niet* is not a guess."""
    asked = [q.id for q in instrument.quick_scan.questions if q.side == "other" and q.cluster == cluster]
    said = Counter(guess.answers[question] for guess in guesses for question in asked if question in guess.answers)
    yes, somewhat, no = (said[choice] for choice in (Choice.YES, Choice.SOMEWHAT, Choice.NO))
    if yes + somewhat + no < FEWEST_GUESSES:
        return None
    return GuessCounts(yes, somewhat, no, said[UNKNOWN])


def _biggest(lines: Iterable[PerspectiveLine]) -> list[Surprise]:
    """The first that is opposite to what the side says (Ja and Nee), or else the first that differs at all."""
    found = [surprise for surprise in map(_surprise, lines) if surprise is not None]
    return sorted(found, key=lambda surprise: not _opposite(surprise))[:1]


def _surprise(line: PerspectiveLine) -> Surprise | None:
    thought = majority(line.guessed)
    if thought is None or line.says in (_SAME_AS[thought], Voice.NOT_FILLED_IN):
        return None
    return Surprise(line.side, line.cluster, thought, line.says)


def all_right(perspective: Perspective) -> bool:
    """Whether each side said of every cluster what most of the others thought of it. Too few guesses is no answer."""
    return bool(perspective.lines) and all(
        (thought := majority(line.guessed)) is not None and line.says is _SAME_AS[thought] for line in perspective.lines
    )


def majority(guessed: GuessCounts | None) -> Choice | None:
    """What more than half of those who guessed thought."""
    if guessed is None:
        return None
    counts = {Choice.YES: guessed.yes, Choice.SOMEWHAT: guessed.somewhat, Choice.NO: guessed.no}
    total = sum(counts.values())
    return next((choice for choice, count in counts.items() if 2 * count > total), None)


def _opposite(surprise: Surprise) -> bool:
    return surprise.thought is not Choice.SOMEWHAT and surprise.says is not Voice.ONLY_SOMEWHAT
