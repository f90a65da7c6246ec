"""What people could run into stops the program, with the file and the id."""

from collections.abc import Callable, Iterable

import pytest

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.load import load_instrument
from bot.content.phrases import Phrasebook, load_phrases
from bot.engine.explore import explore
from bot.engine.model import Option, Phrase, Row, Step, StepId, Steps
from bot.engine.steps import choose, option, pick, review, write
from bot.rooms import DIALOGS
from bot.turn.check import Example, check_dialogs, examples

instrument = load_instrument()
phrases = load_phrases()
OK = [option("klaar")]
FIFTY = tuple(Row(StepId(f"r{n}"), "x" * 120, "y" * 120) for n in range(50))


def refused(tried: Iterable[Example], texts: Phrasebook = phrases, of: Instrument = instrument, alone: str = "") -> str:
    """What is said of it; `alone` when only that dialog is there, as walking all of them takes long."""
    dialogs = {alone: DIALOGS[alone]} if alone else DIALOGS
    with pytest.raises(ContentError) as caught:
        check_dialogs(dialogs, of, texts, tried)
    return str(caught.value)


def planted(talk: Callable[[], Steps]) -> list[Example]:
    """All of ours, and first a dialog with a fault."""
    return [Example("leave", talk), *examples(DIALOGS, instrument)]


def test_our_own_dialogs_have_no_fault():
    assert check_dialogs(DIALOGS, instrument, phrases) > 300


def test_each_step_of_a_dialog_counts_once():
    leave = {"leave": DIALOGS["leave"]}
    distinct = {step.id for example in examples(leave, instrument) for step in explore(example.begin)}
    assert check_dialogs(leave, instrument, phrases) == len(distinct)


def test_there_is_an_example_of_every_dialog():
    assert {example.dialog for example in examples(DIALOGS, instrument)} == set(DIALOGS)


def test_a_missing_phrase():
    def talk() -> Steps:
        yield from choose("dead", Phrase("leave.gone"), OK)

    assert refused(planted(talk)) == "phrases/leave.yaml: leave.gone: leave.gone"


def test_a_phrase_without_its_argument():
    def talk() -> Steps:
        yield from choose("dead", Phrase("leave.sure"), OK)

    assert refused(planted(talk)) == "phrases/leave.yaml: leave.sure: 'name' is undefined"


def test_a_button_without_a_label():
    def talk() -> Steps:
        yield from choose("dead", "?", [option("gone")])

    assert refused(planted(talk)) == "phrases/buttons.yaml: buttons.gone: buttons.gone"


@pytest.mark.parametrize(
    "faulty",
    [
        Step(StepId("dead"), "?", (option("klaar"),), more=Phrase("leave.gone")),
        Step(StepId("dead"), "?", (option("klaar"), Option("x", Phrase("leave.gone"), only_to_change=True))),
        Step(StepId("dead"), "?", (option("klaar"),), rows=(Row(StepId("a"), Phrase("leave.gone"), ""),)),
        Step(StepId("dead"), "?", (option("klaar"),), rows=(*FIFTY, Row(StepId("a"), "z", Phrase("leave.gone")))),
    ],
    ids=["more", "only to change", "row", "last page"],
)
def test_a_missing_phrase_that_is_not_seen_at_first(faulty: Step):
    def talk() -> Steps:
        yield faulty

    assert refused(planted(talk)) == "phrases/leave.yaml: leave.gone: leave.gone"


def test_a_label_that_is_too_long():
    def talk() -> Steps:
        yield from choose("dead", "?", [Option("x", Phrase("leave.which"))])

    texts = Phrasebook(
        {"leave.which": "x" * 65, "errors.only_text": "?", "buttons.terug": "Terug", "buttons.later": "Later"}
    )
    assert refused(planted(talk), texts) == f"dialogs/leave.py: dead: the label “{'x' * 65}” has 65 characters"


def test_a_label_that_is_empty():
    def talk() -> Steps:
        yield from choose("dead", "?", [Option("x", "")])

    assert refused(planted(talk)) == "dialogs/leave.py: dead: the label “” has 0 characters"


def test_an_option_that_is_too_long_for_a_button():
    def talk() -> Steps:
        yield from choose("dead", "?", [Option("é" * 21, "x")])

    assert refused(planted(talk)) == f"dialogs/leave.py: dead: the option {'é' * 21} is too long for a button"


def test_a_row_whose_step_is_too_long_for_a_button():
    def talk() -> Steps:
        yield from write("s" * 40, "?")
        yield from review("dead", "?", [Row(StepId("s" * 40), "x", "")], OK)

    assert refused(planted(talk)) == f"dialogs/leave.py: dead: the option @{'s' * 40} is too long for a button"


def test_a_screen_that_is_too_long():
    def talk() -> Steps:
        yield from choose("dead", "x" * 3497, OK)

    assert refused(planted(talk)).startswith("dialogs/leave.py: dead: the screen has ")


def test_a_longer_explanation_that_is_too_long():
    def talk() -> Steps:
        yield from choose("dead", "x", OK, more="x" * 3497)

    assert refused(planted(talk)) == "dialogs/leave.py: dead: the screen has 3497 characters"


def test_a_step_that_cannot_be_answered():
    def talk() -> Steps:
        yield Step(StepId("dead"), "?")

    assert refused(planted(talk)) == "dialogs/leave.py: dead: the step can not be answered"


def test_a_step_that_nothing_leads_on_from():
    def talk() -> Steps:
        yield from pick("dead", "?", [option("menu", opens="welcome")], preset=[])
        yield from choose("doors", "?", [option("menu", opens="welcome")])

    assert refused(planted(talk)) == "dialogs/leave.py: -: no answer is known that leads on from step doors"


def test_a_question_asked_twice():
    def talk() -> Steps:
        yield from choose("dead", "?", OK)
        yield from choose("dead", "?", OK)

    assert refused(planted(talk)) == "dialogs/leave.py: -: step dead is asked twice in one dialog"


def test_a_dialog_without_end():
    def talk() -> Steps:
        number = 0
        while True:
            number += 1
            yield from choose(f"step{number}", "?", OK)

    assert refused(planted(talk)) == "dialogs/leave.py: -: a dialog does not come to an end"


def test_a_dialog_that_asks_nothing():
    assert refused([], alone="leave") == "dialogs/leave.py: -: the dialog asks nothing"


def test_a_question_that_no_way_leads_to():
    def silent() -> Steps:
        yield from choose("prep.start", "?", OK)

    assert refused([Example("preparation", silent)], alone="preparation") == (
        "dialogs/preparation.py: pp.leg.1: no way leads to this question"
    )


def test_a_quick_scan_question_that_no_way_leads_to():
    scan = instrument.quick_scan
    extra = scan.questions[0].model_copy(update={"id": "qs.own.extra"})
    more = instrument.model_copy(update={"quick_scan": scan.model_copy(update={"questions": (*scan.questions, extra)})})
    walked = examples({"quick_scan": DIALOGS["quick_scan"]}, instrument)
    assert refused(walked, of=more, alone="quick_scan") == (
        "dialogs/quick_scan.py: qs.own.extra: no way leads to this question"
    )


def test_a_scale_without_answers():
    scan = instrument.quick_scan
    empty = instrument.model_copy(update={"quick_scan": scan.model_copy(update={"scale": ()})})
    walked = examples({"quick_scan": DIALOGS["quick_scan"]}, empty)
    assert refused(walked, of=empty, alone="quick_scan") == (
        "dialogs/quick_scan.py: qs.own.leg: the step can not be answered"
    )


def test_a_dialog_that_ends_with_a_command_it_does_not_name():
    def talk() -> Steps:
        yield from choose("note.text", "?", OK)

    assert refused([Example("note", talk)], alone="note") == (
        "dialogs/note.py: -: ends with NoneType, which it does not name"
    )
