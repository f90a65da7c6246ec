"""The matrix as a picture: what goes into it, and that nothing people type can break it."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId
from bot.insight.model import Cell, CellState, Column, Matrix, MatrixRow
from bot.typesetting.picture import (
    MAX_WIDTH_PLUS_HEIGHT,
    NAME_LIMIT,
    TEXT_LIMIT,
    WIDTH,
    MatrixLabels,
    matrix_data,
    render,
)
from bot.typesetting.picture import png_size as size

LABELS = MatrixLabels(
    title="Onze motieven",
    subtitle="HLO Ouderenzorg",
    yes="Ja",
    somewhat="Enigszins",
    no="Nee",
    not_filled_in="niet ingevuld",
    not_on_form="niet op dit format",
    main="hoofdmotief",
    footer="16 september 2026",
    language="nl",
)
CLUSTERS = {"ont": "ONTWIKKELINGSGERICHTE MOTIEVEN", "kap": "KAPITAAL GERELATEERDE MOTIEVEN", "ovr": "OVERIGE MOTIEVEN"}
LONGEST = "Financiële motieven, zoals kostenreductie of het spreiden van financiële risico’s"
TEXTS = ("Uitbreiden/versterken netwerk", LONGEST, "Up-to-date curriculum")
NAMES = (
    "Zorggroep Noord",
    "Opleiding Verpleegkunde",
    "Stichting Samenwerkingsverband Ouderenzorg De Kempen en omstreken",
    "GGzE",
    "Gemeente Eindhoven",
    "Summa Zorg",
    "Opleiding Social Work",
    "Onafhankelijkheidsbevorderingsorganisatie",
)
HOSTILE = (
    '#import "nothing.typ": x',
    "#panic()",
    "#pagebreak()",
    '#read("/etc/passwd")',
    "$x$ and $ alone",
    "*bold* _it_ `raw` ```",
    "\\ \\u{202e} \\",
    '" ") }] //',
    "/* = - + @x <y> ~",
    "{{ x }} {% y %} </w:t>",
    "🙂 👩‍⚕️ 🏳️‍🌈",
    "مرحبا بالعالم שלום \u202eevil",
    "中文 ภาษาไทย",
    "W" * 300,
    "w" * 27,
    "a\u0301" * 150,
    "\x00\x07 \ud800 \U000e0001",
    "line\n\nbreak\r\n\ttab\u2028",
    "",
    " ",
)


def column(number: int, name: str | None = None, typed_main: str | None = None) -> Column:
    return Column(PartnerId(number), name or NAMES[number - 1], PartnerKind.PRACTICE, typed_main)


def row(number: int, text: str, partners: int, cluster: str = "ont") -> MatrixRow:
    states = list(CellState)
    cells = (Cell(PartnerId(p), states[(number + p) % 5], main=p == number) for p in range(1, partners + 1))
    return MatrixRow(str(number), (str(number),), cluster, text, tuple(cells))


def matrix_of(partners: int, texts: Sequence[str] = TEXTS * 8) -> Matrix:
    """So many partners, with the last two texts in a cluster of their own."""
    rows = [row(i, text, partners, "ont" if i < len(texts) - 2 else "kap") for i, text in enumerate(texts)]
    return Matrix(tuple(column(p) for p in range(1, partners + 1)), tuple(rows))


def data_of(matrix: Matrix) -> dict[str, Any]:
    return matrix_data(matrix, clusters=CLUSTERS, labels=LABELS)


def single(state: CellState, main: bool = False) -> Matrix:
    cell = Cell(PartnerId(1), state, main)
    return Matrix((column(1),), (MatrixRow("a", ("a",), "ont", "Motief", (cell,)),))


def is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-12:]


# --- what goes in


@pytest.mark.parametrize("partners", [0, 1, 2, 8])
def test_the_data_is_fit_for_json_and_the_same_each_time(partners):
    data = data_of(matrix_of(partners))
    assert json.loads(json.dumps(data)) == data == data_of(matrix_of(partners))


def test_rows_stand_below_their_clusters_in_the_order_of_the_matrix():
    groups = data_of(matrix_of(2, ("a", "b", "c", "d")))["groups"]
    assert [(group["heading"], [row["text"] for row in group["rows"]]) for group in groups] == [
        (CLUSTERS["ont"], ["a", "b"]),
        (CLUSTERS["kap"], ["c", "d"]),
    ]


def test_cells_follow_the_columns_whatever_their_own_order():
    cells = (Cell(PartnerId(2), CellState.NO), Cell(PartnerId(1), CellState.YES, main=True))
    matrix = Matrix((column(1), column(2)), (MatrixRow("a", ("a",), "ont", "Motief", cells),))
    assert data_of(matrix)["groups"][0]["rows"][0]["cells"] == [
        {"state": "ja", "main": True},
        {"state": "nee", "main": False},
    ]


def test_an_unknown_cluster_is_an_error():
    with pytest.raises(KeyError):
        matrix_data(matrix_of(1), clusters={}, labels=LABELS)


def test_each_state_has_its_own_sign_and_word_in_the_legend():
    legend = data_of(matrix_of(1))["legend"]
    assert [entry["state"] for entry in legend] == [state.value for state in CellState]
    assert [entry["sign"] for entry in legend] == ["J", "E", "N", "–", "·"]
    assert len({entry["word"] for entry in legend}) == 5


def test_a_typed_main_motive_goes_along():
    matrix = Matrix((column(1, typed_main="Een betere\ndag"), column(2)), ())
    assert [partner["typed_main"] for partner in data_of(matrix)["columns"]] == ["Een betere dag", None]


def test_long_texts_are_cut_between_words_and_the_motives_of_the_forms_are_not():
    long = "Een heel lang motief " * 15
    groups = data_of(matrix_of(1, (LONGEST, long, "x" * 300)))["groups"]
    whole, cut, unbroken = (row["text"] for group in groups for row in group["rows"])
    assert whole == LONGEST
    assert cut.endswith(("Een…", "heel…", "lang…", "motief…"))
    assert len(cut) <= TEXT_LIMIT
    assert unbroken == "x" * (TEXT_LIMIT - 1) + "…"


def test_a_long_name_is_cut():
    assert len(data_of(Matrix((column(1, "naam " * 40),), ()))["columns"][0]["name"]) <= NAME_LIMIT


# --- what comes out


@pytest.mark.parametrize("partners", [1, 2, 4, 8])
def test_the_picture_is_a_portrait_that_telegram_accepts(partners):
    png = render(data_of(matrix_of(partners)))
    width, height = size(png)
    assert is_png(png)
    assert abs(width - WIDTH) <= 1
    assert width < height < MAX_WIDTH_PLUS_HEIGHT - width
    assert len(png) < 10_000_000


def test_a_very_high_picture_becomes_narrower():
    own = [f"{number} " + "Wij willen samen in de wijk optrekken. " * 8 for number in range(60)]
    width, height = size(render(data_of(matrix_of(8, own))))
    assert width < WIDTH - 1
    assert width + height <= MAX_WIDTH_PLUS_HEIGHT
    assert height / width < 20


@pytest.mark.parametrize("matrix", [Matrix((), ()), Matrix((column(1),), ()), matrix_of(0)])
def test_an_empty_matrix_is_still_a_picture(matrix):
    assert is_png(render(data_of(matrix)))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("partners", [2, 8])
def test_whatever_people_type_is_one_page(text, partners):
    columns = tuple(column(p, text or None, typed_main=text) for p in range(1, partners + 1))
    data = data_of(Matrix(columns, (row(0, text, partners), row(1, text, partners, "ovr"))))
    data |= {"title": data["columns"][0]["name"], "subtitle": text.encode("utf-8", "replace").decode()}
    assert is_png(render(data))


@pytest.mark.parametrize(
    ("typed", "meant"), [("*a*", "a"), ("#(1+1)", "2"), ("$x$", "x"), ("a\\u{62}", "ab"), ("a // b", "a"), ("~", " ")]
)
def test_markup_is_drawn_as_it_was_typed(typed, meant):
    assert render(data_of(matrix_of(1, (typed,)))) != render(data_of(matrix_of(1, (meant,))))


def test_each_state_and_the_star_look_different():
    pictures = {render(data_of(single(state, main))) for state in CellState for main in (False, True)}
    assert len(pictures) == 2 * len(CellState)


def test_pictures_can_be_made_at_the_same_time():
    data = [data_of(matrix_of(partners, TEXTS)) for partners in (1, 2, 3, 4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render, data)) == [render(one) for one in data]
