"""The picture of who stands where: one page, whatever is in it."""

import json

import pytest

from bot.typesetting.places import Line, Place, places_data, png

LINE = Line(
    "de koers van de leeromgeving", (Place("afstemming", 2), Place("incorporatie", 2, 1), Place("hybridisering"))
)
PLATE = Line("In welke processen werk jij mee?", (Place("samenwerken", who=("docent 1",)), Place("afstemmen")))


@pytest.mark.parametrize("rows", [(LINE, LINE, LINE), (PLATE,), (Line("x" * 300, (Place("🙂 مرحبا", 40, 40),)),)])
def test_a_picture_is_made_of_it(rows: tuple[Line, ...]):
    made = png(
        json.dumps(
            places_data(
                title="Raamwerk",
                under="Over: de minor & meer",
                heart="",
                rows=rows,
                legend=("nu", "straks"),
                notes=("Leeg",),
            )
        )
    )
    assert made.startswith(b"\x89PNG")


def test_nobody_at_all_is_drawn_too():
    heart = "De student werkt en leert"
    made = png(json.dumps(places_data(title="Plaat", under="", heart=heart, rows=(PLATE,), legend=(), notes=())))
    assert made.startswith(b"\x89PNG")
