"""What stayed, came and went of one partner's motives over its yearly rounds. Something to talk about, never a score.

Only the motives of one partner come in here; nothing compares partners, and nothing is counted or ranked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.content.instrument import Instrument
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm
from bot.insight.model import CellState


@dataclass(frozen=True, slots=True)
class RoundVersion:
    """What the partner settled in one round. There is no form of a round in which it did not take part."""

    label: str
    form: FilledForm | None


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """A round above its cells. `typed_main` is the main motive where it was typed and has no row to star."""

    label: str
    took_part: bool
    typed_main: str | None = None


@dataclass(frozen=True, slots=True)
class RoundCell:
    """What the partner said in one round; `main` is the star of the main motive.

    An own motive, or one taken over, is `NOT_ON_FORM` in the rounds that it was no part of. In a round without the
    partner, everything is `NOT_FILLED_IN`.
    """

    state: CellState
    main: bool = False


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One motive through the rounds. `motives` holds its id, and that of its identical twin where it has one."""

    id: str
    motives: tuple[str, ...]
    cluster: str
    text: str
    cells: tuple[RoundCell, ...]


@dataclass(frozen=True, slots=True)
class YearChange:
    """The last two rounds in which the partner took part, by label, and the ids of the rows that differ or do not.

    A motive that was on the form without an answer in either of both is in none of the lists. `shifted` (Ja became
    Enigszins, or the reverse) is a part of `stayed`. The main motives are in words; None where it was not answered.
    """

    before: str
    now: str
    stayed: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    shifted: tuple[str, ...]
    main_before: str | None
    main_now: str | None

    @property
    def main_changed(self) -> bool:
        """Whether the main motive is another one. Where it was left open once, nobody knows: that is no change."""
        if self.main_before is None or self.main_now is None:
            return False
        return self.main_before.strip().casefold() != self.main_now.strip().casefold()


@dataclass(frozen=True, slots=True)
class History:
    """Motives by rounds, oldest first. `change` is None until the partner took part twice.

    Rows stand cluster by cluster in form order; in a cluster first the partner's form, then what it took over, then
    own motives. Lists of rows have the same order.
    """

    columns: tuple[RoundColumn, ...]
    rows: tuple[HistoryRow, ...]
    change: YearChange | None

    @property
    def labels(self) -> tuple[str, ...]:
        """What the rounds are called."""
        return tuple(column.label for column in self.columns)


def history(rounds: Sequence[RoundVersion], *, kind: PartnerKind, instrument: Instrument) -> History:
    """The motives of one partner of this kind over these rounds, oldest first.

    Motives of the forms have the words of `instrument`, own motives those of the last round that has them.
    """
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    lines = [*_of_form(kind, instrument), *_added(rounds, kind, instrument)]
    lines.sort(key=lambda line: clusters.index(line.cluster))
    rows = tuple(
        HistoryRow(line.motives[0], line.motives, line.cluster, line.text, tuple(_cell(line, one) for one in rounds))
        for line in lines
    )
    return History(
        tuple(RoundColumn(one.label, one.form is not None, _typed_main(one.form, rows)) for one in rounds),
        rows,
        _change(rounds, rows),
    )


class _Line(NamedTuple):
    """A row before its cells are known."""

    motives: tuple[str, ...]
    cluster: str
    text: str
    on_form: bool = False


def _of_form(kind: PartnerKind, instrument: Instrument) -> Iterator[_Line]:
    for motive in instrument.form(kind).motives:
        twin = instrument.identical_twin(motive.id)
        yield _Line((motive.id, twin) if twin else (motive.id,), motive.cluster, motive.text, on_form=True)


def _added(rounds: Sequence[RoundVersion], kind: PartnerKind, instrument: Instrument) -> Iterator[_Line]:
    """What was taken over, then own motives: those of the last form first, so that older rounds only come behind."""
    own_form = {motive_id for line in _of_form(kind, instrument) for motive_id in line.motives}
    forms = [one.form for one in reversed(rounds) if one.form is not None]
    newest = {motive.id: motive for form in reversed(forms) for motive in form.motives if motive.id not in own_form}
    for motive in instrument.form(kind.other).motives:
        if newest.pop(motive.id, None):
            yield _Line((motive.id,), motive.cluster, motive.text)
    clusters = {cluster.id for cluster in instrument.clusters.clusters}
    for motive_id in dict.fromkeys(motive.id for form in forms for motive in form.motives if motive.id in newest):
        own = newest[motive_id]
        cluster = own.cluster if own.cluster in clusters else None
        yield _Line((motive_id,), cluster or instrument.clusters.of_own_motives.id, own.text)


def _cell(line: _Line, one: RoundVersion) -> RoundCell:
    if one.form is None:
        return RoundCell(CellState.NOT_FILLED_IN)
    answers = {motive.id: motive.choice for motive in one.form.motives}
    main = one.form.main in line.motives
    for motive_id in line.motives:
        if motive_id in answers:
            return RoundCell(CellState(answers[motive_id]), main)
    return RoundCell(CellState.NOT_FILLED_IN if line.on_form else CellState.NOT_ON_FORM, main)


def _change(rounds: Sequence[RoundVersion], rows: Sequence[HistoryRow]) -> YearChange | None:
    took_part = [place for place, one in enumerate(rounds) if one.form is not None]
    if len(took_part) < 2:
        return None
    before, now = took_part[-2:]
    pairs = {row.id: (row.cells[before].state, row.cells[now].state) for row in rows}
    stayed = {row: states for row, states in pairs.items() if states[0].applies and states[1].applies}
    # A motive that was added or taken over was no open question before: then it was not there at all.
    absent = (CellState.NO, CellState.NOT_ON_FORM)
    return YearChange(
        before=rounds[before].label,
        now=rounds[now].label,
        stayed=tuple(stayed),
        came=tuple(row for row, (was, is_now) in pairs.items() if was in absent and is_now.applies),
        went=tuple(row for row, (was, is_now) in pairs.items() if was.applies and is_now is CellState.NO),
        shifted=tuple(row for row, (was, is_now) in stayed.items() if was is not is_now),
        main_before=_main(rounds[before].form, rows),
        main_now=_main(rounds[now].form, rows),
    )


def _main(form: FilledForm | None, rows: Sequence[HistoryRow]) -> str | None:
    """The main motive in words."""
    main = form.main if form is not None else None
    return next((row.text for row in rows if main in row.motives), main)


def _typed_main(form: FilledForm | None, rows: Sequence[HistoryRow]) -> str | None:
    main = form.main if form is not None else None
    return None if any(main in row.motives for row in rows) else main
