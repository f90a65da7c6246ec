"""Settling on its own: what is asked about a motive that not everybody answered."""

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.dialogs.settling.dialog.given import SettlingFacts
from bot.dialogs.settling.dialog.talk import SETTLING
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice
from bot.domain.settlement import Draft
from bot.engine.advance import walk
from bot.engine.model import Chosen, StepId

instrument = load_instrument()
FORM = instrument.form(PartnerKind.PRACTICE)
FIRST, SECOND = FORM.motives[0], FORM.motives[1]
OWN = FilledMotive("own.rust", "Rust in het team", None, Choice.YES)


def asked(step: str) -> str:
    """The question about one motive: Carla answered the first one alone, Daan added one of his own."""
    carla = FilledForm(tuple(FilledMotive(m.id, m.text, m.cluster, Choice.YES) for m in (FIRST, SECOND)))
    daan = FilledForm((FilledMotive(SECOND.id, SECOND.text, SECOND.cluster, Choice.YES), OWN))
    drafts = (Draft(PersonId(1), "Carla", carla), Draft(PersonId(2), "Daan", daan))
    form = frozenset(motive.id for motive in FORM.motives)
    facts = SettlingFacts(
        instrument, RunId(1), drafts, (), with_manager=True, after_reveal=False, me=PersonId(1), asked=form
    )
    answers = {StepId("set.start"): Chosen("begin_vaststellen"), StepId(f"set.{FIRST.id}"): Chosen("ja")}
    found = walk(SETTLING.begin(facts), answers).find(StepId(step))
    assert found is not None
    return load_phrases().plain(found.prompt)


def test_who_left_a_motive_open_is_named() -> None:
    assert "Carla: Ja · Daan: niet ingevuld" in asked(f"set.{FIRST.id}")


def test_who_was_never_asked_is_not_named() -> None:
    assert "Carla" not in asked(f"set.{OWN.id}")
