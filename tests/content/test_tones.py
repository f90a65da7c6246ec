"""Which buttons stand out: those that exist, and never by their colour alone."""

from bot.content import tones
from bot.content.phrases import load_phrases
from bot.content.tones import Tone, tone_of
from bot.engine.model import Phrase


def test_each_button_that_stands_out_has_words():
    phrases = load_phrases()
    assert [key for key in (*tones._MAIN, *tones._LOSS) if f"buttons.{key}" not in phrases] == []
    assert not tones._MAIN & tones._LOSS


def test_the_tone_goes_with_the_words_of_ours():
    assert tone_of(Phrase("buttons.indienen")) is Tone.MAIN
    assert tone_of(Phrase("buttons.wis_alles")) is Tone.LOSS
    assert tone_of(Phrase("buttons.nee")) is Tone.PLAIN
    assert tone_of("indienen") is Tone.PLAIN, "what somebody typed is no button of ours"
