"""The minutes as a document: what goes into it, and that nothing people type gets lost or breaks it."""

import json
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.typesetting.compiler import compiler, lines, one_line
from bot.typesetting.minutes import (
    Answered,
    Confirmation,
    Counted,
    Deepened,
    Discussed,
    Minutes,
    MinutesGoal,
    MinutesLabels,
    Point,
    minutes_data,
    render_pdf,
)

LABELS = MinutesLabels(
    title="Verslag van het gesprek",
    draft="Concept",
    fixed="Vastgesteld",
    partners="Partners",
    held="Gehouden",
    led_by="Geleid door",
    division="Motieven",
    points="Punten",
    no_points="Hierbij zijn geen punten genoemd.",
    not_come="Niet aan toegekomen.",
    deepened="Samen gedaan",
    counted="Antwoorden per partner",
    no_answer="geen antwoord",
    partner="Partner",
    goals="Doelen",
    goal="Doel",
    no_goals="Er is geen doel voorgesteld.",
    joint="Gezamenlijk doel",
    not_joint="Nog geen gezamenlijk doel",
    concerns="Zorgen",
    objections="Bezwaren",
    confirmations="Klopt dit verslag?",
    confirmed="Klopt",
    not_confirmed="Nog niet bevestigd",
    correction="Correctie",
    source="Vragen uit de SMS-tool van Fontys en de auteurs",
    page="Pagina",
    page_of="van",
    language="nl",
)
SCHOOL, CARE = "Opleiding Verpleegkunde", "Zorggroep Noord"
TALK = Minutes(
    collaboration="HLO Zorg in de wijk",
    partners=(SCHOOL, CARE),
    held="12 en 13 november 2026",
    led_by="een begeleider van Zorggroep Noord",
    discussed=(
        Discussed(
            1,
            "Zie je overeenkomsten in de motieven?",
            (
                Point(SCHOOL, "Studenten eerder in de wijk."),
                Point(CARE, "En langer."),
                Point(CARE, "Nieuwe collega’s."),
                Point("Begeleider", "Tijd is lastig."),
                Point(SCHOOL, "Het rooster ligt vast."),
            ),
        ),
        Discussed(
            4,
            "In hoeverre ben je afhankelijk van elkaar?",
            (),
            (Counted(SCHOOL, (("Ja", 2), ("Enigszins", 1), ("Nee", 0))), Counted(CARE, (("Ja", 1), ("Nee", 3)))),
        ),
    ),
    goals=(
        MinutesGoal(
            "Twintig studenten in vier wijkteams.",
            True,
            (Counted(SCHOOL, (("Akkoord", 2),)), Counted(CARE, (("Akkoord", 1), ("Akkoord met zorg", 1)))),
            (Point(CARE, "Wij zoeken begeleiders."),),
            (),
        ),
        MinutesGoal("Elk kwartaal een onderzoeksvraag.", False, (), (), (Point(CARE, "Elk kwartaal is te vaak."),)),
    ),
    confirmations=(Confirmation(SCHOOL, True), Confirmation(CARE, False, "Wij zeiden: twintig weken.")),
    fixed=False,
    made="Gemaakt op 13 november 2026 voor alle partners van HLO Zorg in de wijk.",
    division="2 waarbij iedereen Ja zegt, 1 met Ja aan één kant",
    deepened=(
        Deepened(
            "Raamwerk",
            "de minor Wijkzorg",
            (Answered("Strategisch niveau", ("afstemming: ●●○",), (Point(CARE, "Wij willen verder."),)),),
        ),
    ),
)
NOTHING = Minutes("HLO", (), "", "", (), (), (), True, "")
HOSTILE = (
    '#import "nothing.typ": x',
    "#panic()",
    '#read("/etc/passwd")',
    "$x$ and $ alone",
    "*bold* _it_ `raw` ``` = head",
    "\\ \\u{202e} \\",
    '" ") }] // ’',
    "/* - + @x <y> ~",
    "<script>alert(1)</script> {{ x }}",
    "🙂 👩‍⚕️ 🏳️‍🌈 👍🏽 🇳🇱 1️⃣",
    "🙂" * 400,
    "مرحبا بالعالم שלום \u202eevil",
    "中文 ภาษาไทย",
    "W" * 4000,
    "https://voorbeeld.example/" + "a" * 3000 + "?b=1",
    "lang" * 1000,
    "a\u0301" * 150,
    "\x00\x07 \ud800 \U000e0001",
    "regel\n\n\n\nnog een\r\n\ttab\u2028",
    "\n" * 4000,
    "",
    " ",
)


def data_of(minutes: Minutes) -> dict[str, Any]:
    return minutes_data(minutes, LABELS)


def saying(*texts: str, base: Minutes = TALK) -> Minutes:
    """Minutes with these points and nothing else to discuss."""
    said = (Discussed(1, "Vraag?", tuple(Point(SCHOOL, text) for text in texts)),)
    return replace(base, discussed=said, goals=(), deepened=())


def everywhere(text: str) -> Minutes:
    """The text in every place where somebody may have typed it."""
    point, counted = Point(text, text), Counted(text, (("Ja", 1),))
    question, goal = (
        Discussed(1, text, (point, point), (counted,)),
        MinutesGoal(text, False, (counted,), (point,), (point,)),
    )
    return Minutes(
        text,
        (text, CARE),
        text,
        text,
        (question,),
        (goal,),
        (Confirmation(text, False, text),),
        False,
        text,
        deepened=(Deepened(text, text, (Answered(text, (text,), (point,)),)),),
    )


def pages(minutes: Minutes) -> int:
    made = compiler("minutes.typ", data_of(minutes)).compile(format="png", ppi=10)
    return len(made) if isinstance(made, list) else 1


def strings(value: object) -> Iterator[str]:
    """Every text in a nest of lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def loose(text: str) -> str:
    """Without the invisible places at which a long word may break."""
    return text.replace("\u200b", "")


def shown(data: dict[str, Any]) -> set[str]:
    """Every text that typst put in a title, heading, paragraph or table of the document."""
    kinds = "selector(title).or(heading).or(par).or(table)"
    return {loose(text) for text in strings(json.loads(compiler("minutes.typ", data).query(kinds)))}


def unpacked(pdf: bytes) -> bytes:
    """The PDF followed by what is in its compressed streams."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"\n".join(zlib.decompress(stream) for stream in packed if stream[:1] == b"x")


# --- what goes in


@pytest.mark.parametrize("minutes", [TALK, NOTHING, replace(TALK, fixed=True)])
def test_the_data_is_fit_for_json_and_the_same_each_time(minutes):
    data = data_of(minutes)
    assert json.loads(json.dumps(data)) == data == data_of(minutes)


def test_points_keep_their_order_and_share_a_name_only_with_the_next():
    turns = data_of(TALK)["discussed"][0]["turns"]
    assert [(turn["speaker"], turn["place"], turn["texts"]) for turn in turns] == [
        (SCHOOL, 0, ["Studenten eerder in de wijk."]),
        (CARE, 1, ["En langer.", "Nieuwe collega’s."]),
        ("Begeleider", None, ["Tijd is lastig."]),
        (SCHOOL, 0, ["Het rooster ligt vast."]),
    ]


def test_counts_stand_below_their_answers_and_nobody_is_nought():
    assert data_of(TALK)["discussed"][1]["counted"] == {
        "answers": ["Ja", "Enigszins", "Nee"],
        "rows": [{"partner": SCHOOL, "counts": [2, 1, 0]}, {"partner": CARE, "counts": [1, 0, 3]}],
    }
    assert data_of(TALK)["discussed"][0]["counted"] is None


def test_an_author_keeps_line_breaks_and_one_empty_line():
    goal = replace(TALK.goals[0], text=" een\r\ntwee\t\n\n\n\n drie\x00\n")
    assert data_of(replace(TALK, goals=(goal,)))["goals"][0]["text"] == "een\ntwee\n\ndrie"


EMOJI = ("🙂", "👩‍⚕️", "👩", "⚕️", "👍🏽", "❤️", "🏳️‍🌈", "🏳️", "🇳🇱", "🇧🇪", "1️⃣", "1", "👨‍👩‍👧‍👦", "✅")


@pytest.mark.parametrize("typed", [*EMOJI, "نامه‌ای مي‍م"])
def test_an_emoji_stays_as_it_was_typed(typed):
    assert data_of(saying(typed))["discussed"][0]["turns"][0]["texts"] == [typed]


@pytest.mark.deep
def test_each_emoji_has_a_shape_of_its_own_and_none_is_an_empty_box():
    nothing = "\U0010fffd"
    shapes = {
        typed: compiler("minutes.typ", data_of(saying(typed))).compile(format="png", ppi=40)
        for typed in (*EMOJI, nothing, nothing * 2, nothing * 3)
    }
    assert len(set(shapes.values())) == len(shapes)


def test_only_the_header_and_the_title_of_the_file_shorten_a_long_name():
    data = data_of(replace(TALK, collaboration="HLO " * 60))
    assert data["collaboration"] == one_line("HLO " * 60)
    assert len(data["running"]) <= 60
    assert data["file_title"] == f"{LABELS.title} – {data['running']}"


# --- what comes out


def test_the_document_is_a_tagged_pdf_in_dutch_that_is_the_same_each_time():
    pdf = render_pdf(data_of(TALK))
    inside = unpacked(pdf)
    assert pdf.startswith(b"%PDF-")
    assert pdf == render_pdf(data_of(TALK))
    assert b"/Lang(nl)" in inside.replace(b"/Lang (", b"/Lang(")
    assert b"Samenspraak" in inside
    assert b"/StructTreeRoot" in inside


def test_an_ordinary_document_meets_the_standard_for_accessible_ones():
    assert compiler("minutes.typ", data_of(TALK)).compile(format="pdf", pdf_standards="ua-1").startswith(b"%PDF-")


def test_every_text_and_label_of_a_talk_is_shown():
    data = data_of(TALK)
    elsewhere = {"draft", "fixed", "source", "page", "page_of", "language", "no_goals", "joint", "not_joint", "goal"}
    labels = {getattr(LABELS, field.name) for field in fields(LABELS) if field.name not in elsewhere}
    texts = {text for part in ("discussed", "goals", "confirmations", "partners") for text in strings(data[part])}
    expected = (
        labels - {LABELS.no_points, LABELS.not_come, LABELS.no_answer}
        | texts - {""}
        | {TALK.held, TALK.led_by, TALK.made}
    )
    expected |= {TALK.division, TALK.collaboration}
    assert expected <= shown(data)


def test_what_is_not_there_is_told():
    data = data_of(replace(NOTHING, discussed=(Discussed(2, "Vraag?", ()),)))
    assert {LABELS.no_points, LABELS.no_goals} <= shown(data)
    assert LABELS.not_come not in shown(data)
    assert LABELS.not_come in shown(data_of(replace(NOTHING, discussed=(Discussed(2, "Vraag?", (), came=False),))))
    assert not {LABELS.led_by, LABELS.held, LABELS.confirmations, LABELS.counted} & shown(data)


def test_a_partner_of_which_nobody_answered_has_words_and_no_zeros():
    counts = (("Ja", 0), ("Nee", 0))
    silent = Discussed(4, "Vraag?", (), (Counted(SCHOOL, (("Ja", 3), ("Nee", 0))), Counted(CARE, counts)))
    data = data_of(replace(NOTHING, discussed=(silent,)))
    assert LABELS.no_answer in shown(data)
    answered = replace(silent, counted=(silent.counted[0],))
    assert LABELS.no_answer not in shown(data_of(replace(NOTHING, discussed=(answered,))))
    del data["labels"]["no_answer"]  # a document that waited since before there was such a word
    assert LABELS.no_answer not in shown(data)


def test_draft_and_fixed_joint_and_not_joint_look_different():
    goal = TALK.goals[0]
    made = {
        render_pdf(data_of(replace(TALK, fixed=fixed, goals=(replace(goal, joint=joint),))))
        for fixed in (True, False)
        for joint in (True, False)
    }
    assert len(made) == 4


def test_whatever_people_type_is_a_document_that_holds_it():
    data = data_of(saying(*HOSTILE))
    assert render_pdf(data).startswith(b"%PDF-")
    assert {loose(lines(text)) for text in HOSTILE} - {""} <= shown(data)


@pytest.mark.deep
@pytest.mark.parametrize("text", HOSTILE)
def test_it_holds_it_wherever_it_was_typed(text):
    data = data_of(everywhere(text))
    assert render_pdf(data).startswith(b"%PDF-")
    assert {loose(one_line(text)), loose(lines(text))} - {""} <= shown(data)


@pytest.mark.parametrize(
    ("typed", "meant"), [("*a*", "a"), ("#(1+1)", "2"), ("$x$", "x"), ("a\\u{62}", "ab"), ("a // b", "a"), ("🙂", "")]
)
def test_markup_and_emoji_are_drawn_as_they_were_typed(typed, meant):
    drawn = (compiler("minutes.typ", data_of(saying(text))).compile(format="png", ppi=30) for text in (typed, meant))
    assert len(set(drawn)) == 2


ENDLESS = (
    "W" * 4000,
    "ij" * 2000,
    "🙂" * 4000,
    "1/" * 2000,
    "1-" * 2000,
    "a.b_" * 1000,
    "! " * 2000,
    "( " * 2000,
    ") " * 2000,
    "/ " * 2000,
    "« " * 2000,
    "a\u00a0" * 2000,
    "a\u2060" * 2000,
    "https://voorbeeld.example/" + "1/" * 1990,
    "https://voorbeeld.example/" + "1-" * 1990,
    "https://voorbeeld.example/" + "W.W?" * 990,
    "Samenwerkingsverbanden, " * 165,
)


@pytest.mark.parametrize("text", [ENDLESS[0], *(pytest.param(text, marks=pytest.mark.deep) for text in ENDLESS[1:])])
def test_a_long_text_takes_the_room_it_needs(text):
    assert pages(saying("kort")) == 1
    assert pages(saying(*[text] * 3)) > 2


def test_more_points_take_more_pages():
    assert (
        pages(saying(*["Een punt van gewone lengte."] * 200)) > pages(saying(*["Een punt van gewone lengte."] * 60)) > 1
    )


def test_a_very_long_name_of_a_partner_does_not_push_its_row_off_the_page():
    long = Counted("naam " * 800, (("Ja", 1),))
    minutes = replace(saying(), discussed=(Discussed(4, "Vraag?", (), (long, long)),))
    assert pages(minutes) > 3


TEXT = st.text(max_size=60) | st.sampled_from(HOSTILE[:10])
POINTS = st.lists(st.builds(Point, TEXT, TEXT), max_size=4).map(tuple)
COUNTED = st.builds(
    Counted, TEXT, st.lists(st.tuples(st.sampled_from(["Ja", "Enigszins", "Nee"]), st.integers(0, 99))).map(tuple)
)
COUNTS = st.lists(COUNTED, max_size=3).map(tuple)
MINUTES = st.builds(
    Minutes,
    TEXT,
    st.lists(TEXT, max_size=4).map(tuple),
    TEXT,
    TEXT,
    st.lists(st.builds(Discussed, st.integers(1, 6), TEXT, POINTS, COUNTS), max_size=3).map(tuple),
    st.lists(st.builds(MinutesGoal, TEXT, st.booleans(), COUNTS, POINTS, POINTS), max_size=2).map(tuple),
    st.lists(st.builds(Confirmation, TEXT, st.booleans(), TEXT), max_size=3).map(tuple),
    st.booleans(),
    TEXT,
)


def written(minutes: Minutes) -> Iterator[str]:
    """Every text of the minutes as the document should hold it."""
    yield from map(one_line, (minutes.collaboration, *minutes.partners, minutes.held, minutes.led_by, minutes.made))
    points = [point for question in minutes.discussed for point in question.points]
    points += [point for goal in minutes.goals for point in (*goal.concerns, *goal.objections)]
    for point in points:
        yield from (one_line(point.speaker), lines(point.text))
    yield from (one_line(question.question) for question in minutes.discussed)
    yield from (lines(goal.text) for goal in minutes.goals)
    for confirmation in minutes.confirmations:
        yield from (one_line(confirmation.partner), lines(confirmation.correction))


@settings(max_examples=max(4, settings.default.max_examples // 6))  # each is typeset
@given(minutes=MINUTES)
def test_nothing_of_any_minutes_is_lost(minutes):
    data = data_of(minutes)
    assert render_pdf(data).startswith(b"%PDF-")
    assert {loose(text) for text in written(minutes)} - {""} <= shown(data)


def test_documents_can_be_made_at_the_same_time():
    data = [data_of(saying(*["Een punt."] * points)) for points in (0, 1, 5, 30)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render_pdf, data)) == [render_pdf(one) for one in data]
