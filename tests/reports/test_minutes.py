"""The minutes as a document: everything that was said is in it, whatever it was."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.minutes import (
    Confirmation,
    Counted,
    Discussed,
    Goal,
    Minutes,
    MinutesLabels,
    Point,
    minutes_data,
    render_pages,
    render_pdf,
)

LABELS = MinutesLabels(
    **{field.name: field.name for field in fields(MinutesLabels) if field.name != "language"} | {"language": "nl"}
)

TALK = Minutes(
    collaboration="HLO Zorg in de wijk",
    partners=("Opleiding Verpleegkunde", "Zorggroep Noord"),
    held="dinsdag 1 september 2026",
    led_by="begeleider",
    discussed=(
        Discussed(1, "Zie je overeenkomsten?", (Point("Zorggroep Noord", "Ons netwerk is groot, maar dun"),)),
        Discussed(4, "Is samenwerking noodzakelijk?", (), (Counted("Zorggroep Noord", (("Ja", 2), ("Nee", 1))),)),
    ),
    goals=(
        Goal(
            "Elk jaar zes studenten in de wijk",
            joint=True,
            ballots=(Counted("Zorggroep Noord", (("Akkoord", 1), ("Akkoord met zorg", 1))),),
            concerns=(Point("Zorggroep Noord", ""),),
            objections=(),
        ),
    ),
    confirmations=(Confirmation("Zorggroep Noord", confirmed=False, correction="Het was de wijk."),),
    fixed=True,
    made="Gemaakt op 1 september 2026.",
)

HOSTILE = [
    '#panic("x") $x^2$ \\ " <script> *vet* _schuin_ `code` // weg',
    "x" * 4000,
    "👩‍🏫 🙂 مرحبا שלום \u202eabc",
    "regel 1\nregel 2\n\nregel 3",
    "\ud800 half",
    "",
]


def pages(minutes: Minutes) -> int:
    return len(render_pages(minutes_data(minutes, LABELS), ppi=20))


def test_the_minutes_are_a_pdf():
    assert render_pdf(minutes_data(TALK, LABELS)).startswith(b"%PDF")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_whatever_was_said_is_set(text: str):
    hostile = replace(
        TALK,
        collaboration=text,
        discussed=(Discussed(1, text, (Point(text, text),) * 3),),
        goals=(Goal(text, False, (), (Point(text, text),), (Point(text, text),)),),
        confirmations=(Confirmation(text, False, text),),
    )
    assert render_pdf(minutes_data(hostile, LABELS)).startswith(b"%PDF")


def test_much_that_was_said_takes_more_pages_and_none_is_lost():
    said = tuple(Point("Zorggroep Noord", "Een lang punt. " * 60) for _ in range(60))
    long = replace(TALK, discussed=(Discussed(1, "Vraag", said),))
    assert pages(TALK) == 1
    assert pages(long) > 10
    data = minutes_data(long, LABELS)["minutes"]
    assert isinstance(data, dict)
    assert len(data["discussed"][0]["points"]) == 60


@settings(max_examples=10)
@given(st.text(max_size=300))
def test_any_text_is_set_and_stays_a_text(text: str):
    data = minutes_data(replace(TALK, collaboration=text), LABELS)
    assert render_pdf(data).startswith(b"%PDF")
