"""What stands on a phone, and what is meant by what people type there."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.phrases import load_phrases
from bot.content.screen import Button, Screen, event_of, screen_of, typed_event
from bot.content.sizes import MESSAGE_LIMIT
from bot.engine.advance import DONE, SKIP, advance
from bot.engine.model import (
    Answer,
    Ask,
    BackRequested,
    ChangeRequested,
    Chosen,
    Confirmed,
    Doubted,
    Event,
    Option,
    PageRequested,
    PauseRequested,
    Phrase,
    Picked,
    Place,
    Pressed,
    ReadRequested,
    Resumed,
    Row,
    Session,
    Skipped,
    Step,
    StepId,
    TextRule,
    Typed,
    Unconfirmed,
    Written,
)
from bot.engine.steps import option

AT = datetime(2026, 9, 16, 10, tzinfo=UTC)
phrases = load_phrases()

SCALE = Step(StepId("m"), "Speelt dit?", (option("ja"), option("enigszins"), option("nee")), columns=3)
TEXT = Step(StepId("t"), "Vertel", text=TextRule(), optional=True)
SUGGESTED = Step(StepId("s"), "Sector?", (option("zorg"), option("techniek")), text=TextRule(), optional=True)
SEVERAL = Step(StepId("f"), "Welke?", (option("voorbereiding"), option("afstemming")), preset=("voorbereiding",))
MORE = Step(StepId("c"), "Kort", (option("akkoord"), option("niet_akkoord")), columns=2, more="Lang")


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.buttons]


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.buttons for button in row]


def shown(step: Step, given: Answer | None = None, page: int = 0, note: Phrase | None = None) -> Screen:
    return screen_of(phrases, Ask(step, given, page, note), "")


def visible(screen: Screen) -> str:
    """The text as Telegram counts it: after its markup was read."""
    return html.unescape(re.sub(r"</?[bi]>", "", screen.html))


def test_a_question_shows_its_options_and_the_ways_out():
    assert shown(SCALE) == Screen(
        "Speelt dit?",
        (
            (Button("Ja", "ja"), Button("Enigszins", "enigszins"), Button("Nee", "nee")),
            (Button("‹ Terug", "<"), Button("Later verder", "~")),
        ),
    )


def test_the_first_question_has_no_way_back():
    assert labels(screen_of(phrases, Ask(SCALE, first=True), ""))[-1] == ["Later verder"]


def test_an_earlier_choice_is_ticked_and_told():
    screen = shown(SCALE, Chosen("enigszins"))
    assert labels(screen)[0] == ["Ja", "✓ Enigszins", "Nee"]
    assert screen.html == "Speelt dit?\n\nJe antwoord nu: <i>Enigszins</i>"


def test_an_earlier_text_and_a_skipped_question_are_told():
    assert shown(TEXT, Written("a <b> & c")).html == "Vertel\n\nJe antwoord nu: <i>a &lt;b&gt; &amp; c</i>"
    assert shown(TEXT, Skipped()).html == "Vertel\n\nJe antwoord nu: <i>overgeslagen</i>"


def test_an_optional_question_can_be_skipped():
    assert labels(shown(TEXT)) == [["Overslaan"], ["‹ Terug", "Later verder"]]


def test_several_show_what_is_on():
    assert labels(shown(SEVERAL)) == [
        ["✓ 1 Voorbereiding"],
        ["2 Afstemming"],
        ["Klaar"],
        ["‹ Terug", "Later verder"],
    ]
    assert labels(shown(SEVERAL, Picked(("afstemming",), done=False)))[:2] == [["1 Voorbereiding"], ["✓ 2 Afstemming"]]
    assert shown(SEVERAL, Picked((), done=False)).html == "Welke?"


def test_more_opens_and_closes():
    assert (shown(MORE).html, buttons(shown(MORE))[2]) == ("Kort", Button("Lees meer", "#1"))
    assert (shown(MORE, page=1).html, buttons(shown(MORE, page=1))[2]) == ("Lang", Button("Minder", "#0"))


def test_header_place_and_note_stand_above_the_question():
    step = Step(StepId("m"), "Speelt dit?", SCALE.options, place=Place("motives", 4, 11))
    header = Phrase("places.header", {"collaboration": "HLO <Zorg>", "partner": "Noord"})
    screen = screen_of(phrases, Ask(step, note=Phrase("errors.only_text")), header)
    above, said, question = screen.html.split("\n\n")
    assert above == "<b>HLO &lt;Zorg&gt;</b> · Noord\nFase 1 · 4/11  ▰▰▰▰▱▱▱▱▱▱"
    assert ("Ik kan alleen tekst lezen" in said, question) == (True, "Speelt dit?")


def test_of_a_note_only_the_first_line_is_bold_throughout():
    note = Phrase("quick_scan.done", {"own": ("Legitimerend Ja",), "other": ("Legitimerend Nee",)})
    said, own, other, change, _, question = shown(SCALE, note=note).html.split("\n")[:6]
    assert (said[:11], said[-4:]) == ("<b>Bedankt,", "</b>")
    assert [own, other] == ["<b>Jullie kant</b>: Legitimerend Ja", "<b>De andere kant, jouw gok</b>: Legitimerend Nee"]
    assert (change, question) == ("Wijzigen kan met /quickscan.", shown(SCALE).html.split("\n")[0])


@pytest.mark.parametrize(("length", "offered"), [(1, False), (120, False), (121, True), (4000, True)])
def test_lees_alles_is_offered_for_long_answers_only(length: int, offered: bool):
    screen = shown(TEXT, Written("x" * length))
    assert (Button("Lees alles", "!") in buttons(screen)) is offered
    assert screen.html == f"Vertel\n\nJe antwoord nu: <i>{'x' * min(length, 120)}{'…' if length > 120 else ''}</i>"


def test_an_option_only_to_change_is_offered_only_then():
    step = Step(StepId("o"), "Nog een?", (option("klaar"), option("weghalen", only_to_change=True)), text=TextRule())
    assert labels(shown(step))[:-1] == [["Klaar"]]
    assert labels(shown(step, Written("iets")))[:-1] == [["Klaar"], ["Weghalen"]]


def test_a_long_literal_label_is_cut_and_a_short_one_is_not():
    step = Step(StepId("o"), "Welke?", (Option("a", "Kort"), Option("b", "x" * 200)))
    assert [len(label) for (label,) in labels(shown(step, Chosen("b")))[:2]] == [4, 63]


# --- review -------------------------------------------------------------------------------------------------------


def review(*rows: Row) -> Step:
    return Step(StepId("r"), Phrase("preparation.review"), (option("indienen"),), rows=rows)


def test_a_review_numbers_its_rows_under_their_headings():
    rows = (
        Row(StepId("a"), "Eerste", "Ja", "ONE"),
        Row(StepId("b"), "Tweede", "", "ONE"),
        Row(StepId("c"), Phrase("motives.row_own"), Phrase("buttons.nee"), "TWO"),
    )
    screen = shown(review(*rows))
    assert screen.html.split("\n\n", 1)[1] == (
        "<b>ONE</b>\n1. Eerste: <b>Ja</b>\n2. Tweede\n\n<b>TWO</b>\n3. Eigen motief: <b>Nee</b>"
    )
    assert [button.option for button in buttons(screen)] == ["@a", "@b", "@c", "indienen", "<", "~"]


def test_what_cannot_be_changed_has_no_number():
    rows = (Row(None, "Eerste", "Ja"), Row(StepId("b"), "Tweede", "Nee"), Row(None, "Derde", "Nee"))
    screen = shown(review(*rows, Row(StepId("d"), "Vierde", "Ja")))
    assert screen.html.endswith("• Eerste: <b>Ja</b>\n1. Tweede: <b>Nee</b>\n• Derde: <b>Nee</b>\n2. Vierde: <b>Ja</b>")
    assert [(b.label, b.option) for b in buttons(screen)][:2] == [("1", "@b"), ("2", "@d")]
    assert meant(Ask(review(*rows)), "1") == ChangeRequested(StepId("b"), AT)


SIXTY = tuple(Row(StepId(f"q{n}"), f"Vraag {n} " + "v" * 200, "antwoord " * 400, f"KOP {n // 5}") for n in range(60))


def all_pages(step: Step) -> list[Screen]:
    found = [shown(step)]
    while any(button.option == f"#{len(found)}" for button in buttons(found[-1])):
        found.append(shown(step, page=len(found)))
    return found


def test_a_long_review_is_divided_into_pages_that_reach_every_row():
    screens = all_pages(review(*SIXTY))
    changes = [button.option for screen in screens for button in buttons(screen) if button.option.startswith("@")]
    assert changes == [f"@q{n}" for n in range(60)]
    assert [len(visible(screen)) <= MESSAGE_LIMIT for screen in screens] == [True] * len(screens)
    assert labels(screens[0])[-4:] == [["Meer »"], ["Indienen"], ["Lees alles"], ["‹ Terug", "Later verder"]]
    assert labels(screens[1])[-4] == ["« Vorige", "Meer »"]
    assert labels(screens[-1])[-4] == ["« Vorige"]
    assert screens[1].html.endswith(f"bladzijde 2/{len(screens)}")


def test_a_page_behind_the_last_is_the_last():
    assert shown(review(*SIXTY), page=999) == all_pages(review(*SIXTY))[-1]


NASTY = st.text(st.sampled_from("aé<>&\"'_*{}\n👍\u202eש "), max_size=400)
ROWS = st.lists(
    st.builds(Row, st.just(StepId("own.123456789012.outcome")), NASTY, NASTY, st.none() | st.just("K" * 50)),
    min_size=1,
    max_size=60,
)


@given(ROWS)
def test_no_page_of_a_review_is_too_long_for_telegram(rows: list[Row]):
    header = Phrase("places.header", {"collaboration": "&" * 80, "partner": "<" * 80})
    note = Phrase("errors.too_long", {"limit": 4000})
    for page in range(len(rows)):
        screen = screen_of(phrases, Ask(review(*rows), page=page, note=note), header)
        assert len(visible(screen)) <= MESSAGE_LIMIT
        assert len(buttons(screen)) <= 100
        assert max(len(row) for row in screen.buttons) <= 8
        if page >= len(all_pages(review(*rows))):
            break


# --- buttons read back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carried", "event"),
    [
        ("<", BackRequested(AT)),
        ("~", PauseRequested(AT)),
        ("!", ReadRequested(AT)),
        ("#2", PageRequested(2, AT)),
        ("@f1.r1", ChangeRequested(StepId("f1.r1"), AT)),
        ("ja", Pressed("ja", AT)),
        (SKIP, Pressed(SKIP, AT)),
        (DONE, Pressed(DONE, AT)),
        ("", Pressed("", AT)),
        ("#", Pressed("#", AT)),
        ("#x", Pressed("#x", AT)),
        ("#-1", Pressed("#-1", AT)),
        ("#99999999999999999999", Pressed("#99999999999999999999", AT)),
    ],
)
def test_event_of_reads_a_button(carried: str, event: Event):
    assert event_of(carried, AT) == event


@given(st.text(max_size=64))
def test_any_button_text_leads_to_an_event_that_advance_takes(carried: str):
    def talk():
        yield SCALE

    assert advance(talk, Session(), event_of(carried, AT)).effects or carried == "!"


# --- typing instead of tapping ------------------------------------------------------------------------------------


def meant(ask: Ask | Step, text: str) -> Event:
    return typed_event(phrases, ask if isinstance(ask, Ask) else Ask(ask), text, AT, "fresh")


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (("ja", "Ja", "JA", " ja ", "j", "J", "1", "✓ Ja"), "ja"),
        (("enigszins", "Enigszins", "ENIGSZINS", "e", "E", "2"), "enigszins"),
        (("nee", "Nee", "NEE\n", "n", "N", "3"), "nee"),
    ],
)
def test_typed_words_letters_and_numbers_are_the_buttons_of_the_form(words: tuple[str, ...], taken: str):
    assert [meant(SCALE, word) for word in words] == [Pressed(taken, AT)] * len(words)
    assert [meant(Ask(SCALE, Chosen("ja")), word) for word in words] == [Pressed(taken, AT)] * len(words)


@pytest.mark.parametrize(
    ("text", "taken"), [("enigzins", "enigszins"), ("jaa", "ja"), ("neee", "nee"), ("Enigzsins", "enigszins")]
)
def test_a_slip_of_the_thumb_is_understood(text: str, taken: str):
    assert meant(SCALE, text) == Pressed(taken, AT)


@pytest.mark.parametrize("text", ["4", "0", "-1", "12345678901234567890", "jaaaa", "ja nee", "x", "", " ", "²", "✓"])
def test_anything_else_is_only_text(text: str):
    assert meant(SCALE, text) == Typed(text, AT, "fresh")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("‹ Terug", BackRequested(AT)),
        ("terug", BackRequested(AT)),
        ("later verder", PauseRequested(AT)),
        ("LATER VERDER", PauseRequested(AT)),
    ],
)
def test_the_ways_out_can_be_typed_everywhere(text: str, event: Event):
    assert [meant(step, text) for step in (SCALE, TEXT, SEVERAL, review(*SIXTY))] == [event] * 4


@pytest.mark.parametrize("text", ["ja", "j", "1", "2", "e", "n", "99", "zor", "z", "t", "Ja, dat klopt", "ok"])
def test_numbers_and_letters_are_plain_text_where_text_is_asked(text: str):
    assert meant(TEXT, text) == Typed(text, AT, "fresh")
    told = Resumed(AT, Phrase("errors.say_what"))  # among buttons a mere yes says nothing
    assert meant(SUGGESTED, text) == (told if text in ("ja", "j") else Typed(text, AT, "fresh"))


@pytest.mark.parametrize("text", ["nee", "Niks.", "geen", "weet niet", "Geen idee", "weet ik veel"])
def test_who_says_that_there_is_nothing_is_asked_whether_that_is_the_answer(text: str):
    assert meant(TEXT, text) == Doubted(text, AT)
    asked = Ask(TEXT, unsure=text, first=True)
    assert labels(screen_of(phrases, asked, "")) == [["Ja, dit is mijn antwoord"], ["Overslaan"]]
    assert [meant(asked, word) for word in ("nee", "2", "overslaan")] == [Pressed(SKIP, AT)] * 3
    assert meant(asked, "ja") == Confirmed(AT, "fresh")


def test_where_an_answer_is_needed_the_way_out_is_to_go_on_later():
    asked = Ask(replace(TEXT, optional=False), unsure="weet niet")
    assert labels(screen_of(phrases, asked, "")) == [["Ja, dit is mijn antwoord"], ["Later verder"]]
    assert [meant(asked, "nee"), meant(asked, "2")] == [Unconfirmed(AT), PauseRequested(AT)]


def test_small_talk_where_nothing_more_is_needed_leads_to_the_button_that_says_so():
    """But not where an answer is being changed: that button would take it away."""
    options = (option("overnemen"), option("klaar"))
    step = Step(StepId("own"), "Nog een motief?", options, text=TextRule(nothing="klaar"))
    asked = Ask(step, unsure="haha goeie vraag")
    assert "of wil je doorgaan?" in screen_of(phrases, asked, "").html
    assert labels(screen_of(phrases, asked, "")) == [["Ja, dit is mijn antwoord"], ["Klaar"]]
    assert [meant(asked, word) for word in ("2", "klaar")] == [Pressed("klaar", AT)] * 2
    changed = Ask(step, Written("Trots"), unsure="haha goeie vraag")
    assert labels(screen_of(phrases, changed, ""))[-1] == ["Later verder"]


def test_where_a_button_says_the_same_it_is_taken():
    another = Step(StepId("own"), "Nog een motief?", (option("klaar"),), text=TextRule(nothing="klaar"))
    assert [meant(another, text) for text in ("nee", "Niks meer", "weet niet")] == [Pressed("klaar", AT)] * 3
    assert meant(another, "Nee zeggen leren") == Typed("Nee zeggen leren", AT, "fresh")
    assert meant(another, "ja") == Resumed(AT, Phrase("errors.say_what"))
    assert meant(Ask(another, Written("Samen leren")), "niks") == Doubted("niks", AT)
    term = Step(StepId("term"), "Wanneer?", (option("langer"), option("weet_niet")), text=TextRule(), optional=True)
    guess = replace(term, text=None)
    assert [meant(step, "Weet niet") for step in (term, guess)] == [Pressed("weet_niet", AT)] * 2


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("help", Unconfirmed(AT, "help")),
        ("Stop!", PauseRequested(AT)),
        ("wat moet ik doen?", Unconfirmed(AT, "help")),
        ("menu", Unconfirmed(AT, "menu")),
        ("Terug?", BackRequested(AT)),
    ],
)
def test_a_word_for_the_bot_is_followed_at_once_where_only_buttons_answer(text: str, event: Event):
    assert [meant(step, text) for step in (SCALE, SEVERAL, review(*SIXTY))] == [event] * 3


def test_a_button_that_is_called_like_a_word_for_the_bot_is_that_button():
    asked = Step(StepId("what"), "Waarheen?", (option("een", "Overzicht van alles"), option("twee", "Stop ermee")))
    assert [meant(asked, "overzicht"), meant(asked, "stop")] == [Pressed("een", AT), Pressed("twee", AT)]
    assert meant(Ask(SCALE, first=True), "terug") == Unconfirmed(AT, "menu")


@pytest.mark.parametrize(
    ("text", "event"),
    [("overslaan", Pressed(SKIP, AT)), ("Zorg", Pressed("zorg", AT)), ("TECHNIEK", Pressed("techniek", AT))],
)
def test_a_whole_label_is_its_button_also_where_text_is_asked(text: str, event: Event):
    assert meant(SUGGESTED, text) == event


def test_typed_text_is_passed_on_letter_for_letter():
    assert meant(TEXT, "  <b>&amp; {{ 7*7 }}\n👩‍🏫 ") == Typed("  <b>&amp; {{ 7*7 }}\n👩‍🏫 ", AT, "fresh")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("klaar", Pressed(DONE, AT)),
        ("1", Pressed("voorbereiding", AT)),
        ("2", Pressed("afstemming", AT)),
        ("2 afstemming", Pressed("afstemming", AT)),
        ("3", Typed("3", AT, "fresh")),
    ],
)
def test_several_are_switched_by_typing(text: str, event: Event):
    assert meant(SEVERAL, text) == event


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("a", Pressed("akkoord", AT)),
        ("n", Pressed("niet_akkoord", AT)),
        ("akkoord", Pressed("akkoord", AT)),
        ("niet akkoord", Pressed("niet_akkoord", AT)),
        ("niet", Pressed("niet_akkoord", AT)),
        ("lees meer", PageRequested(1, AT)),
    ],
)
def test_consent_can_be_typed(text: str, event: Event):
    assert meant(MORE, text) == event


@pytest.mark.parametrize(
    ("text", "taken"), [("ja", "klopt"), ("j", "klopt"), ("1", "klopt"), ("nee", "klopt_niet"), ("2", "klopt_niet")]
)
def test_yes_and_no_are_enough_where_a_label_begins_with_them(text: str, taken: str):
    step = Step(StepId("w"), "Klopt dit?", (option("klopt"), option("klopt_niet")))
    assert meant(step, text) == Pressed(taken, AT)


def test_a_letter_or_word_that_could_mean_two_options_means_neither():
    step = Step(StepId("w"), "Welke?", (Option("a", "Samen nu"), Option("b", "Samen later")))
    assert [meant(step, text) for text in ("s", "samen")] == [Typed("s", AT, "fresh"), Typed("samen", AT, "fresh")]


def test_a_label_that_was_cut_can_be_typed_in_full():
    step = Step(StepId("w"), "Welke?", (Option("a", "kennis " * 20 + "delen"), Option("b", "Geen")))
    assert meant(step, "Kennis " + "kennis " * 19 + "delen") == Pressed("a", AT)


@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("1", ChangeRequested(StepId("q0"), AT)),
        ("2", ChangeRequested(StepId("q1"), AT)),
        ("60", ChangeRequested(StepId("q59"), AT)),
        ("61", Typed("61", AT, "fresh")),
        ("0", Typed("0", AT, "fresh")),
        ("indienen", Pressed("indienen", AT)),
    ],
)
def test_a_number_on_a_review_is_its_row_on_whichever_page_it_stands(text: str, event: Event, page: int):
    assert meant(Ask(review(*SIXTY), page=page), text) == event


def test_pages_can_be_turned_by_typing():
    assert meant(Ask(review(*SIXTY), page=1), "vorige") == PageRequested(0, AT)
    assert meant(Ask(review(*SIXTY), page=1), "Meer »") == PageRequested(2, AT)


def test_days_are_told_in_dutch():
    assert phrases.plain(Phrase("places.day", {"day": date(2026, 12, 4)})) == "vrijdag 4 december 2026"
