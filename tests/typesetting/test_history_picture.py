"""One partner's rounds as a picture: the same as that of the reveal, with rounds where else partners stand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from test_picture import CLUSTERS, HOSTILE, LABELS, LONGEST, is_png, size

from bot.insight.history import History, HistoryRow, RoundCell, RoundColumn
from bot.insight.model import CellState
from bot.typesetting.picture import MAX_WIDTH_PLUS_HEIGHT, WIDTH, history_picture, render

ROUND_LABELS = replace(LABELS, subtitle="Onze motieven door de jaren heen", not_on_form="stond er niet bij")
TEXTS = ("Uitbreiden/versterken netwerk", LONGEST, "Up-to-date curriculum") * 6
ANSWERS = (CellState.YES, CellState.SOMEWHAT, CellState.NO)


def years(count: int) -> list[str]:
    return [str(2027 - count + year) for year in range(count)]


def over(
    labels: Sequence[str], texts: Sequence[str] = TEXTS, states: Sequence[CellState] = tuple(CellState)
) -> History:
    columns = tuple(
        RoundColumn(label, True, "Samen sterker" if not place else None) for place, label in enumerate(labels)
    )
    rows = tuple(
        HistoryRow(
            str(place),
            (str(place),),
            "ont" if place < len(texts) - 2 else "kap",
            text,
            tuple(RoundCell(states[(place + year) % len(states)], year == place) for year in range(len(labels))),
        )
        for place, text in enumerate(texts)
    )
    return History(columns, rows, None)


def data_of(found: History) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(history_picture(found, clusters=CLUSTERS, labels=ROUND_LABELS))
    return data


def test_rounds_are_columns_and_rows_stand_below_their_clusters():
    data = data_of(over(["2025", "2026"], ("a", "b", "c")))
    assert [column["name"] for column in data["columns"]] == ["2025", "2026"]
    assert [column["typed_main"] for column in data["columns"]] == ["Samen sterker", None]
    assert [(group["heading"], [row["text"] for row in group["rows"]]) for group in data["groups"]] == [
        (CLUSTERS["ont"], ["a"]),
        (CLUSTERS["kap"], ["b", "c"]),
    ]
    assert data["groups"][0]["rows"][0]["cells"] == [
        {"state": "ja", "main": True},
        {"state": "enigszins", "main": False, "changed": True},
    ]


def test_what_differs_from_the_round_before_is_marked_and_an_open_question_is_no_change():
    states = (CellState.YES, CellState.NOT_FILLED_IN, CellState.YES, CellState.NO, CellState.NO)
    row = HistoryRow("a", ("a",), "ont", "a", tuple(RoundCell(state) for state in states))
    columns = tuple(RoundColumn(year, True) for year in years(len(states)))
    (group,) = data_of(History(columns, (row,), None))["groups"]
    marked = [cell.get("changed", False) for cell in group["rows"][0]["cells"]]
    assert marked == [False, False, False, True, False]


def test_the_legend_names_the_three_answers_and_what_else_is_in_the_picture():
    def named(*states: CellState) -> list[str]:
        return [entry["word"] for entry in data_of(over(["2026"], states=states))["legend"]]

    assert named(CellState.YES) == ["Ja", "Enigszins", "Nee"]
    assert named(CellState.YES, CellState.NOT_ON_FORM) == ["Ja", "Enigszins", "Nee", "stond er niet bij"]
    assert named(*CellState) == ["Ja", "Enigszins", "Nee", "niet ingevuld", "stond er niet bij"]


def test_an_unknown_cluster_is_an_error():
    with pytest.raises(KeyError):
        history_picture(over(["2026"]), clusters={}, labels=ROUND_LABELS)


@pytest.mark.parametrize("rounds", [1, 2, 6, 12])
def test_the_picture_is_a_portrait_that_telegram_accepts(rounds):
    png = render(data_of(over(years(rounds))))
    width, height = size(png)
    assert is_png(png)
    assert abs(width - WIDTH) <= 1
    assert width < height < MAX_WIDTH_PLUS_HEIGHT - width


def test_a_column_keeps_room_for_a_letter_however_many_rounds_there_are():
    wide = [data_of(over(years(count)))["width"] for count in (2, 6, 12, 30)]
    assert wide[:3] == [390, 430, 470]
    assert wide[3] > 30 * 20
    assert is_png(render(data_of(over(years(30)))))


def test_what_rounds_are_called_stands_in_every_heading_and_costs_no_room():
    _, of_years = size(render(data_of(over(years(6)))))
    _, of_long_names = size(render(data_of(over([f"Ronde van september {year}" for year in years(6)]))))
    assert of_years < of_long_names


@pytest.mark.parametrize("labels", [["2024-2025", "2025-2026"] * 3, ["2024/2025"] * 6, ["2024–2025"] * 6])
def test_a_school_year_stands_in_its_column_on_two_lines(labels):
    _, of_school_years = size(render(data_of(over(labels))))
    _, of_years = size(render(data_of(over(years(6)))))
    assert of_years < of_school_years < of_years * 1.1


def test_each_state_looks_different():
    pictures = {render(data_of(over(["2026"], ("a",), (state,)))) for state in CellState}
    assert len(pictures) == len(CellState)


@pytest.mark.parametrize("found", [History((), (), None), over([]), over(["2026"], ())])
def test_without_rounds_or_rows_it_is_still_a_picture(found):
    assert is_png(render(data_of(found)))


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_type_is_one_page(text):
    found = over([text, text], (text, text, text))
    columns = tuple(replace(column, typed_main=text) for column in found.columns)
    assert is_png(render(data_of(replace(found, columns=columns))))
