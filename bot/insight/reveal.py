"""Everything that a reveal shows, from the settled versions of its partners. The only way in for the other layers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.crosswalk import Crosswalk
from bot.content.instrument import Instrument
from bot.content.roles import Reflection, ReflectionRole
from bot.insight.blind_spots import blind_spots
from bot.insight.division import Division, divide
from bot.insight.findings import complements, tensions
from bot.insight.given import Guess, PartnerForm
from bot.insight.matrix import matrix
from bot.insight.model import AskAndOffer, BlindSpot, Matrix, PairQuestion
from bot.insight.perspective import perspective
from bot.insight.profile import profiles
from bot.insight.words import Perspective, Profile


@dataclass(frozen=True, slots=True)
class Reveal:
    """Everything that becomes visible at the same moment."""

    matrix: Matrix
    division: Division
    tensions: tuple[PairQuestion, ...]
    complements: tuple[PairQuestion, ...]
    asks_and_offers: tuple[AskAndOffer, ...]
    perspective: Perspective
    blind_spots: tuple[BlindSpot, ...]
    profiles: tuple[Profile, ...]


def reveal(
    partners: Sequence[PartnerForm], guesses: Sequence[Guess], instrument: Instrument, crosswalk: Crosswalk
) -> Reveal:
    """Compare the partners of one reveal, each with its own id, in the order of the columns.

    `guesses` are the quick scans that count: those of people of these partners, made before the reveal.
    """
    table = matrix(partners, instrument, crosswalk)
    return Reveal(
        matrix=table,
        division=divide(table, crosswalk),
        tensions=tensions(partners, table, crosswalk),
        complements=complements(partners, table, crosswalk),
        asks_and_offers=asks_and_offers(partners, instrument),
        perspective=perspective(partners, guesses, instrument),
        blind_spots=blind_spots(table, instrument, crosswalk),
        profiles=profiles(partners, instrument),
    )


def asks_and_offers(partners: Sequence[PartnerForm], instrument: Instrument) -> tuple[AskAndOffer, ...]:
    """What each partner asks and brings. Which lines answer each other is for people to say."""
    asks, offers = (instrument.phase1.with_role(role) for role in (ReflectionRole.ASKS, ReflectionRole.OFFERS))
    return tuple(AskAndOffer(one.partner, _lines(one, asks), _lines(one, offers)) for one in partners)


def _lines(partner: PartnerForm, question: Reflection | None) -> tuple[str, ...]:
    """The lines as they were typed, without those that are empty."""
    written = partner.form.reflections.get(question.id, "") if question is not None else ""
    return tuple(line for line in written.split("\n") if line.strip())
