"""The questions that pairs of the crosswalk give, where the answers of two partners give cause for them.

Everything here is something to talk about. None of it says who is right or who scores.
"""

from collections.abc import Iterator, Sequence

from bot.content.crosswalk import Crosswalk, Pair, PairKind
from bot.domain.ids import PartnerId
from bot.insight.given import PartnerForm
from bot.insight.model import Matrix, MatrixRow, PairQuestion
from bot.insight.units import rows_by_motive


def tensions(partners: Sequence[PartnerForm], matrix: Matrix, crosswalk: Crosswalk) -> tuple[PairQuestion, ...]:
    """Strained pairs of which two different partners each said Ja or Enigszins to one motive."""
    return tuple(_questions(PairKind.STRAINED, partners, matrix, crosswalk))


def complements(partners: Sequence[PartnerForm], matrix: Matrix, crosswalk: Crosswalk) -> tuple[PairQuestion, ...]:
    """Complementary pairs of which two different partners each said Ja or Enigszins to one motive."""
    return tuple(_questions(PairKind.COMPLEMENTARY, partners, matrix, crosswalk))


def _questions(
    kind: PairKind, partners: Sequence[PartnerForm], matrix: Matrix, crosswalk: Crosswalk
) -> Iterator[PairQuestion]:
    rows = rows_by_motive(matrix)
    for pair in crosswalk.of(kind):
        first, second = (_applied(_asked_as(motive_id, pair, crosswalk), partners) for motive_id in pair.motives)
        if first and second and len({*first, *second}) > 1:
            one, other = (_row(motive_id, pair, rows, crosswalk) for motive_id in pair.motives)
            yield PairQuestion(pair.id, one, other, first, second, pair.reason, pair.question)


def _asked_as(motive_id: str, pair: Pair, crosswalk: Crosswalk) -> tuple[str, ...]:
    """The motive, and its identical twin on the other form where the question holds for that too."""
    return crosswalk.same_as(motive_id) if pair.twins else (motive_id,)


def _row(motive_id: str, pair: Pair, rows: dict[str, MatrixRow], crosswalk: Crosswalk) -> str:
    return next(rows[one].id for one in _asked_as(motive_id, pair, crosswalk) if one in rows)


def _applied(motives: Sequence[str], partners: Sequence[PartnerForm]) -> tuple[PartnerId, ...]:
    """Who said Ja or Enigszins to one of these, on its form or taken over."""
    return tuple(
        partner.partner
        for partner in partners
        if any(motive.id in motives and motive.choice.applies for motive in partner.form.motives)
    )
