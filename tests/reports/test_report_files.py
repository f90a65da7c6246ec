"""What stands in the files, and that no program that opens them does anything but show it."""

import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_reading import csv_rows, everything_in, pdf_text, words, xlsx_cells, xlsx_rows
from report_world import NAME, ReportWorld

from bot.dialogs.reports.rules import COLUMNS
from bot.typesetting import rows

FORMS = ("pdf", "xlsx", "csv")


def test_the_pdf_looks_like_the_filled_in_tool(example: ReportWorld):
    text = pdf_text(example.file("Bo", "pdf", "allen"))
    tool = example.instrument.tool
    for passage in (tool.title.text, tool.goal.text, tool.approach.opening.text, tool.approach.closing[1].text):
        assert words(passage) in text
    for form in example.instrument.forms:
        assert words(form.title) in text
        for motive in form.motives:
            assert words(motive.text) in text
    for heading in ("Doelstelling", "Aanpak", "De motieven naast elkaar", "Perspectiefspiegel", "Vraag en aanbod"):
        assert heading in text
    for heading in ("Gezamenlijke doelen", "Verslag van het gesprek", "Afspraken", "Over de jaren"):
        assert heading in text
    assert "Voor alle deelnemers van HLO Zorg in de wijk. Gemaakt op vrijdag 20 november 2026" in text
    assert "betekent niet dat zij dit programma of dit rapport aanbevelen" in text


def test_each_report_says_for_whom_and_when_it_was_made(example: ReportWorld):
    partner = f"p{example.partner_of('Anna')}"
    audiences = {"mij": "Voor Anna Docent.", partner: "Voor iedereen van Opleiding Verpleegkunde."}
    audiences["allen"] = f"Voor alle deelnemers van {NAME}."
    for scope, audience in audiences.items():
        for form in FORMS:
            found = everything_in(form, example.file("Anna", form, scope))
            assert audience in found
            assert "2026" in found


def test_rows_are_one_for_each_answer_with_documented_columns(example: ReportWorld):
    found = csv_rows(example.file("Anna", "csv", "mij"))
    assert tuple(found[0]) == COLUMNS
    assert all(row["keuze"] or row["antwoord"] for row in found)
    assert len({row["id"] for row in found}) == len(found)
    assert {row["bereik"] for row in found} == {"Voor Anna Docent."}
    parts = {"motieven", "reflectievragen", "perspectiefspiegel", "vraag", "aanbod", "gesprek", "doelen", "meegenomen"}
    assert {row["onderdeel"] for row in found} == parts | {"commitment", "besluit", "afspraken", "verdieping"}


def test_an_agreement_tells_besides_how_often_it_comes_back_and_what_is_done_when(example: ReportWorld):
    found = [row for row in csv_rows(example.file("Bo", "csv", "allen")) if row["onderdeel"] == "afspraken"]
    besides = {row["antwoord"]: row["toelichting"] for row in found}
    often = next(note for what, note in besides.items() if what.startswith("Een vast overleg"))
    line = next(note for what, note in besides.items() if what.startswith("Twee begeleiders"))
    assert (often, line) == ("Elk kwartaal.", "Als de roosters er zijn, dan plannen we meteen")


def test_the_same_thing_has_the_same_id_for_whomever_it_is_made(example: ReportWorld):
    mine, all_ = (csv_rows(example.file("Anna", "csv", scope)) for scope in ("mij", "allen"))
    answers = {row["id"]: row["antwoord"] for row in mine}
    assert all(answers[row["id"]] == row["antwoord"] for row in all_)


def test_a_workbook_says_the_same_as_the_csv(example: ReportWorld):
    as_csv, as_xlsx = csv_rows(example.file("Anna", "csv", "mij")), xlsx_rows(example.file("Anna", "xlsx", "mij"))
    when = {"gemaakt_op": ""}
    assert [row | when for row in as_xlsx] == [row | when for row in as_csv]


def test_the_columns_are_told_to_who_reads_the_documentation():
    from pathlib import Path

    told = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `([a-z_]+)` \|", told, re.MULTILINE)) == COLUMNS


# --- nothing but text ---

NASTY = ("=1+1", "+31612345678", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1+1", "\u200b=1", "%0A=1")


def data_of(*cells: str) -> str:
    made = {"columns": list(COLUMNS[: len(cells)]), "rows": [list(cells)], "sheets": ["A", "B"], "about": list(cells)}
    return json.dumps(made)


@pytest.mark.parametrize("nasty", NASTY)
def test_a_cell_that_looks_like_a_formula_is_a_text(nasty: str):
    body = rows.csv(data_of("x", nasty)).decode("utf-8-sig")
    cell = body.split("\r\n", 1)[1]
    assert cell.startswith('"x";"\'')
    for sheet in (1, 2):
        for row in xlsx_cells(rows.xlsx(data_of("x", nasty)), sheet):
            assert all(one.type in ("s", "") and not one.formula for one in row)


@given(st.lists(st.text(st.characters(exclude_categories=[]), max_size=40), min_size=2, max_size=6))
def test_whatever_people_write_comes_back_and_is_never_reckoned(cells: list[str]):
    data = data_of(*cells)
    (back,) = csv_rows(rows.csv(data))
    for name, cell in zip(COLUMNS, cells, strict=False):
        assert (
            back[name].removeprefix("'") == rows._clean(cell).removeprefix("'") or back[name] == f"'{rows._clean(cell)}"
        )
        assert not re.match(r"\s*[=+\-@]", back[name])
    head, *found = xlsx_cells(rows.xlsx(data))
    assert [cell.text for cell in head] == list(COLUMNS[: len(cells)])
    assert not any(cell.formula or cell.type not in ("s", "") for row in found for cell in row)
    texts = [cell.text for cell in found[0]] if found else []
    assert texts + [""] * (len(cells) - len(texts)) == [rows._clean(cell) for cell in cells]


def test_markup_and_separators_stay_what_they_are():
    nasty = 'a;b"c"\n<b>&amp;</b>,"\r\nd'
    (row,) = csv_rows(rows.csv(data_of("x", nasty)))
    assert row["samenwerking"] == 'a;b"c"\n<b>&amp;</b>,"\nd'
    assert xlsx_cells(rows.xlsx(data_of("x", nasty)))[1][1].text == row["samenwerking"]


def test_what_is_too_long_for_a_cell_goes_on_in_the_next_row():
    long = "ab😀" * 20_000
    for found in (csv_rows(rows.csv(data_of("x", long))), xlsx_rows(rows.xlsx(data_of("x", long)))):
        assert [row["id"] for row in found] == ["x", "x#2", "x#3"]
        assert "".join(row["samenwerking"] for row in found) == long
        assert all(len(row["samenwerking"].encode("utf-16-le")) // 2 < 32_768 for row in found)


def test_the_same_data_gives_the_same_bytes(example: ReportWorld):
    assert rows.xlsx(data_of("a", "b")) == rows.xlsx(data_of("a", "b"))


def test_a_row_of_the_workbook_is_as_high_as_its_longest_cell():
    made = {"columns": ["id", "antwoord"], "sheets": ["A", "B"], "about": [""]}
    made["rows"] = [["x", "kort"], ["y", "een woord " * 30], ["z", "a\nb\nc"], ["lang", "een woord " * 3000]]
    with zipfile.ZipFile(io.BytesIO(rows.xlsx(json.dumps(made)))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    heights = [float(one) for one in re.findall(r'<row r="[3-5]"[^>]* ht="([0-9.]+)"', sheet)]
    assert heights == [90.0, 45.0, 408.75]
