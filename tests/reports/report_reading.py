"""Files as whoever opens them reads them, with other means than those that made them."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from pypdf import PdfReader

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def words(text: str) -> str:
    """A text on one line, without places where a line may end and hyphens that ended one."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00ad", "")).strip()


def pdf_text(body: bytes) -> str:
    """All that stands on its pages; hyphens at the end of lines are taken out."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    return words(re.sub(r"-\n(?=[a-zà-ÿ])", "", "\n".join(pages)))


def csv_rows(body: bytes) -> list[dict[str, str]]:
    """As Excel with Dutch settings reads it."""
    text = body.decode("utf-8-sig")
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


@dataclass
class Cell:
    """A cell of a sheet: what stands in it, of what type it says it is, and whether anything is reckoned."""

    text: str
    type: str
    formula: bool


def xlsx_cells(body: bytes, sheet: int = 1) -> list[list[Cell]]:
    """The cells of a sheet, row by row; empty ones that are not there are filled in."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(t.text or "" for t in one.iter(f"{MAIN}t")) for one in shared.iter(f"{MAIN}si")]
        found = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows = []
    for row in found.iter(f"{MAIN}row"):
        cells: list[Cell] = []
        for cell in row.iter(f"{MAIN}c"):
            column = _column(re.sub(r"\d", "", cell.attrib["r"]))
            cells += [Cell("", "", False)] * (column - len(cells))
            value = cell.find(f"{MAIN}v")
            kind = cell.attrib.get("t", "")
            text = strings[int(value.text or "")] if value is not None and kind == "s" else ""
            cells.append(Cell(_unescaped(text), kind, cell.find(f"{MAIN}f") is not None))
        rows.append(cells)
    return rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def xlsx_rows(body: bytes) -> list[dict[str, str]]:
    """The first sheet as rows by the names of its columns."""
    head, *rows = xlsx_cells(body)
    names = [cell.text for cell in head]
    return [dict(zip(names, [c.text for c in row] + [""] * (len(names) - len(row)), strict=True)) for row in rows]


def everything_in(form: str, body: bytes) -> str:
    """Every text that stands anywhere in a file, also where nobody looks."""
    if form == "pdf":
        reader = PdfReader(io.BytesIO(body))
        return f"{pdf_text(body)} {dict(reader.metadata or {})}"
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return words(" ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist()))
    if form == "ics":
        return words(re.sub(r"\r\n[ \t]", "", body.decode()).replace("\\n", " ").replace("\\", ""))
    return words(body.decode("utf-8-sig"))
