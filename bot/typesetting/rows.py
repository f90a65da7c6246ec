"""Rows as a file for a spreadsheet: CSV and XLSX. No Dutch, and no rule about who may see what.

Every cell is a text. A spreadsheet that opens a CSV takes a text that begins like a formula for one; so an apostrophe
comes before it, by which spreadsheets themselves mark a text. In XLSX a cell says that it is a text.
"""

import json
import re
from collections.abc import Iterator
from csv import QUOTE_ALL, writer
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

BOM = "\ufeff"
"""By which Excel knows that a CSV is UTF-8."""

SEPARATOR = ";"
"""Between cells, as Excel expects it where numbers have a decimal comma."""

MOST_IN_A_CELL = 32_767
"""Characters that Excel shows in one cell, in UTF-16 units; what is longer goes on in the next row."""

_BEGINS_A_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
"""Also behind spaces and signs without a shape, and in the wide letters of other keyboards."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
"""What no file of text may hold."""

_WIDTHS = {"id": 22, "partner": 26, "rubriek": 36, "vraag": 46, "antwoord": 60, "opbrengst": 46, "toelichting": 40}
"""Of columns that are wider than the rest, in characters."""

_WIDTH = 16

_LINE = 15.0
"""Height of a line, in points."""

_HIGHEST = 408.75
"""No row is higher, in points."""


def csv(data: str) -> bytes:
    """The rows as CSV: UTF-8 with a mark that says so, semicolons, every cell quoted, lines that end in CR LF."""
    found = json.loads(data)
    text = StringIO()
    out = writer(text, delimiter=SEPARATOR, quoting=QUOTE_ALL, lineterminator="\r\n")
    out.writerow(found["columns"])
    for row in _rows(found):
        out.writerow([_no_formula(cell) for cell in row])
    return (BOM + text.getvalue()).encode()


def xlsx(data: str) -> bytes:
    """The rows as a workbook: a sheet of rows, and one that says what the file is. The same bytes for the same data."""
    from datetime import datetime

    import xlsxwriter

    found = json.loads(data)
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"author": "Samenspraak", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed day
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        answers, about = (book.add_worksheet(_sheet(name)) for name in found["sheets"])
        _fill(answers, found, head, text)
        about.set_column(0, 0, 100)
        for number, line in enumerate(found["about"]):
            about.write_string(number, 0, _clean(line), text)
    return made.getvalue()


def _fill(sheet: "Worksheet", found: dict[str, Any], head: "Format", text: "Format") -> None:
    columns = found["columns"]
    for number, name in enumerate(columns):
        sheet.write_string(0, number, name, head)
        sheet.set_column(number, number, _WIDTHS.get(name, _WIDTH))
    rows = 0
    for rows, row in enumerate(_rows(found), start=1):
        sheet.set_row(rows, _height(row, columns))
        for number, cell in enumerate(row):
            if cell:
                sheet.write_string(rows, number, cell, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(row: list[str], columns: list[str]) -> float:
    """Of a row that shows all of its longest cell, in points: not every program reckons that when it opens a file."""

    def lines(cell: str, width: int) -> int:
        return sum(1 + len(line) // width for line in cell.split("\n"))

    wide = (_WIDTHS.get(name, _WIDTH) - 2 for name in columns)
    return min(max(lines(cell, width) for cell, width in zip(row, wide, strict=True)) * _LINE, _HIGHEST)


def _sheet(name: str) -> str:
    """A name that a sheet may have."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31]


def _rows(found: dict[str, Any]) -> Iterator[list[str]]:
    """The rows, clean; a cell that is too long goes on below itself, in a row whose id says so."""
    for row in found["rows"]:
        cells = [_pieces(_clean(cell)) for cell in row]
        for number in range(max(len(pieces) for pieces in cells)):
            now = [pieces[number] if number < len(pieces) else "" for pieces in cells]
            yield now if number == 0 else [f"{cells[0][0]}#{number + 1}", *now[1:]]


def _pieces(cell: str) -> list[str]:
    """A text in pieces that each fit in a cell with its apostrophe, never cut within a character."""
    room = MOST_IN_A_CELL - 1
    if len(cell) <= room // 2:
        return [cell]
    pieces, used, start = [], 0, 0
    for place, sign in enumerate(cell):
        units = 2 if ord(sign) > 0xFFFF else 1
        if used + units > room:
            pieces.append(cell[start:place])
            used, start = 0, place
        used += units
    return [*pieces, cell[start:]]


def _clean(text: str) -> str:
    """Without signs that no file may hold, and with line breaks of one kind."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NO_TEXT.sub("", re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", whole))


def _no_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _BEGINS_A_FORMULA.match(cell) or cell[:1] in ("\t", "\r", "\n") else cell
