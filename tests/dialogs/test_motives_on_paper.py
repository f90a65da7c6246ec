"""The motives of a form on paper, which somebody else enters: what was left blank there is an answer too."""

from bot.content.load import load_instrument
from bot.dialogs.preparation.dialog.motives import MotiveList, ask_others
from bot.domain.collaboration import PartnerKind
from bot.engine.advance import Path
from bot.engine.model import Chosen, Skipped, StepId


def test_a_motive_of_the_other_form_that_was_left_blank_is_not_offered_again():
    instrument = load_instrument()
    path = Path(lambda: ask_others(instrument, PartnerKind.PRACTICE, MotiveList(author="Emma Voorbeeld")))
    path.follow({StepId("own.add.0"): Chosen("overnemen")})
    assert path.open is not None
    other = path.open.options[0].id
    path.follow({StepId("own.take.0"): Chosen(other)})
    path.follow({StepId(other): Skipped()})
    path.follow({StepId("own.add.1"): Chosen("overnemen")})
    assert path.open is not None
    assert path.open.id == "own.take.1"
    assert other not in [option.id for option in path.open.options]
