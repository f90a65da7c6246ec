"""Another question in phase 2 is a matter of content alone."""

from bot.content.instrument import Instrument
from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.dialogs.alignment.dialog import TAKE_HOME
from bot.engine.explore import explore
from bot.engine.model import Phrase


def with_one_more() -> Instrument:
    """The instrument with a question after the last one."""
    instrument = load_instrument()
    last = instrument.phase2.questions[-1]
    more = last.model_copy(update={"id": "f2.b7", "text": "Wanneer zien we elkaar weer?"})
    questions = (*instrument.phase2.questions, more)
    return instrument.model_copy(update={"phase2": instrument.phase2.model_copy(update={"questions": questions})})


def test_what_to_take_home_stays_the_question_it_was():
    (begin,) = TAKE_HOME.walks(with_one_more())

    assert [step.id for step in explore(begin)] == list(TAKE_HOME.asks(with_one_more())) == ["f2.b6"]


def test_whoever_leads_sees_no_heading_without_a_sentence_to_say():
    about = {
        "name": "HLO",
        "index": 1,
        "total": 7,
        "number": 0,
        "resting": False,
        "sides": (),
        "tip": "",
        "upcoming": "",
    }
    phrases = load_phrases()

    said = phrases.html(Phrase("panel.panel", about | {"say": "“Vertel.”"}))
    silent = phrases.html(Phrase("panel.panel", about | {"say": ""}))

    assert str(said).replace("<b>Om te zeggen</b>\n“Vertel.”\n\n", "") == str(silent)
    assert "Om te zeggen" in said
