"""The matrix of the reveal, or of one partner's rounds, as a picture: first plain data, then a PNG made with typst.

`matrix_data` and `history_picture` decide what is shown, the template how it looks. No Dutch and no rule about who may
see what.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bot.insight.history import History, HistoryRow
from bot.insight.model import Cell, CellState, Column, Matrix, MatrixRow
from bot.typesetting.compiler import PHONE_POINTS, PHONE_WIDTH, POINTS_PER_INCH, compiler, one_line, shortened

WIDTH = PHONE_WIDTH
"""Width of the picture in pixels, unless it would become too high."""


MAX_WIDTH_PLUS_HEIGHT = 10_000
"""Telegram refuses a photo with more (Bot API, `sendPhoto`)."""


TEXT_LIMIT = 160
"""Characters of a motive in the picture; longer than any motive of the forms. The text beside it has it all."""


NAME_LIMIT = 80


HEAD_LIMIT = 34
"""Characters of a name above a narrow column, where it stands upright in two lines."""


_POINTS_BY_PARTNERS = ((4, PHONE_POINTS), (6, 430))


_MOST_POINTS = 470


_POINTS_BESIDE_ROUNDS = 182


_POINTS_OF_A_ROUND = 24
"""The least of a column; more rounds make the picture wider than a phone, to be enlarged with two fingers."""


@dataclass(frozen=True, slots=True)
class MatrixLabels:
    """Every word in the picture that is not an answer or a name.

    `yes` to `not_on_form` stand in the legend; the first letter of the three answers is their sign in the cells.
    `language` is the code by which long words are hyphenated.
    """

    title: str
    subtitle: str
    yes: str
    somewhat: str
    no: str
    not_filled_in: str
    not_on_form: str
    main: str
    footer: str
    language: str
    changed: str = ""
    """What the mark of a cell says that differs from the round before."""

    def word(self, state: CellState) -> str:
        """What a state is called in the legend."""
        return {
            CellState.YES: self.yes,
            CellState.SOMEWHAT: self.somewhat,
            CellState.NO: self.no,
            CellState.NOT_FILLED_IN: self.not_filled_in,
            CellState.NOT_ON_FORM: self.not_on_form,
        }[state]

    def sign(self, state: CellState) -> str:
        """The character of a state: a letter for an answer, a dash or a dot for none."""
        without_answer = {CellState.NOT_FILLED_IN: "–", CellState.NOT_ON_FORM: "·"}
        return without_answer.get(state) or one_line(self.word(state))[:1].upper()


def matrix_data(matrix: Matrix, *, clusters: Mapping[str, str], labels: MatrixLabels) -> dict[str, object]:
    """What the picture shows, fit for JSON. `clusters` are the headings by id; an unknown id raises `KeyError`."""
    return _frame(labels, CellState, _points_wide(len(matrix.columns))) | {
        "columns": _partner_columns(matrix.columns),
        "groups": [
            {"heading": one_line(clusters[cluster]), "rows": [_row(row, _cells(row, matrix.columns)) for row in rows]}
            for cluster, rows in groupby(matrix.rows, key=lambda row: row.cluster)
        ],
    }


def history_picture(history: History, *, clusters: Mapping[str, str], labels: MatrixLabels) -> str:
    """What the picture of one partner's rounds shows, as JSON for `render`: rounds stand where else partners do.

    `clusters` are the headings by id; an unknown id raises `KeyError`. The legend names only what is in the picture.
    """
    found = {cell.state for row in history.rows for cell in row.cells}
    answers = {CellState.YES, CellState.SOMEWHAT, CellState.NO}
    count = len(history.columns)
    width = max(_points_wide(count), _POINTS_BESIDE_ROUNDS + count * _POINTS_OF_A_ROUND)
    data = _frame(labels, [state for state in CellState if state in found | answers], width) | {
        "rounds": True,
        "changed": one_line(labels.changed),
        "columns": [_column(column.label, column.typed_main) for column in history.columns],
        "groups": [
            {"heading": one_line(clusters[cluster]), "rows": [_over_rounds(row) for row in rows]}
            for cluster, rows in groupby(history.rows, key=lambda row: row.cluster)
        ],
    }
    return json.dumps(data, ensure_ascii=False)


def render(data: Mapping[str, object]) -> bytes:
    """The PNG of `matrix_data`, 1080 pixels wide or narrower where Telegram would refuse it for its height.

    Takes tens of milliseconds without the interpreter lock: call it in a thread. Safe to call in several at once.
    """
    density = POINTS_PER_INCH * WIDTH / _width(data)
    png = _compile(data, density)
    width, height = png_size(png)
    if width + height > MAX_WIDTH_PLUS_HEIGHT:
        png = _compile(data, density * (MAX_WIDTH_PLUS_HEIGHT - 2) / (width + height))
    return png


@lru_cache(maxsize=4)
def png(data: str) -> bytes:
    """The PNG of data as JSON. One reveal sends the same one to many chats."""
    return render(json.loads(data))


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header of a PNG."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _compile(data: Mapping[str, object], density: float) -> bytes:
    made = compiler("matrix.typ", data).compile(format="png", ppi=density)
    if not isinstance(made, bytes):
        raise TypeError("the template must make exactly one page")
    return made


def _points_wide(partners: int) -> int:
    """Width of the layout: that of a phone, somewhat more where many partners need the room."""
    return next((points for most, points in _POINTS_BY_PARTNERS if partners <= most), _MOST_POINTS)


def _width(data: Mapping[str, object]) -> int:
    width = data["width"]
    if not isinstance(width, int):
        raise TypeError("not data of `matrix_data`")
    return width


def _frame(labels: MatrixLabels, states: Iterable[CellState], width: int) -> dict[str, object]:
    """Everything around the table: texts, legend and width."""
    return {
        "language": labels.language,
        "title": one_line(labels.title),
        "subtitle": one_line(labels.subtitle),
        "footer": one_line(labels.footer),
        "main": one_line(labels.main),
        "width": width,
        "legend": [
            {"state": state.value, "sign": labels.sign(state), "word": one_line(labels.word(state))} for state in states
        ],
    }


def _column(name: str, main: str | None) -> dict[str, object]:
    typed = None if main is None else shortened(main, TEXT_LIMIT)
    return {"name": shortened(name, NAME_LIMIT), "typed_main": typed or None}


def _partner_columns(columns: Sequence[Column]) -> list[dict[str, object]]:
    """The partners; each with a short name where all of these differ, so that no number has to stand for a name."""
    short = [shortened(column.name, HEAD_LIMIT) for column in columns]
    if len(set(short)) < len(short):
        return [_column(column.name, column.typed_main) for column in columns]
    return [_column(one.name, one.typed_main) | {"short": name} for one, name in zip(columns, short, strict=True)]


def _over_rounds(row: HistoryRow) -> dict[str, object]:
    """A motive through the rounds; what differs from the round before is marked. An open question is no change."""
    cells: list[dict[str, object]] = []
    before: CellState | None = None
    for cell in row.cells:
        given: dict[str, object] = {"state": cell.state.value, "main": cell.main}
        if cell.state is not CellState.NOT_FILLED_IN:
            if before not in (None, cell.state):
                given["changed"] = True
            before = cell.state
        cells.append(given)
    return {"text": shortened(row.text, TEXT_LIMIT), "cells": cells}


def _cells(row: MatrixRow, columns: tuple[Column, ...]) -> list[Cell]:
    by_partner = {cell.partner: cell for cell in row.cells}
    return [by_partner[column.partner] for column in columns]


def _row(row: MatrixRow, cells: Sequence[Cell]) -> dict[str, object]:
    return {
        "text": shortened(row.text, TEXT_LIMIT),
        "cells": [{"state": cell.state.value, "main": cell.main} for cell in cells],
    }
