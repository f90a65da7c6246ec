"""Settling on its own: what is asked about a motive that not everybody answered."""

from dataclasses import replace

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.dialogs.settling.dialog.given import Before, SettlingFacts, answers_to, must_ask, outcomes
from bot.dialogs.settling.dialog.rows import under_headings
from bot.dialogs.settling.dialog.talk import SETTLING
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice
from bot.domain.settlement import Draft
from bot.engine.advance import walk
from bot.engine.model import Chosen, Row, StepId

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


def test_what_one_person_added_stands_under_the_heading_it_belongs_to() -> None:
    """Once each heading, wherever in the order of the answers its motives came."""
    last = next(m for m in FORM.motives if m.cluster != FIRST.cluster)
    carla = FilledForm(tuple(FilledMotive(m.id, m.text, m.cluster, Choice.YES) for m in (FIRST, last)))
    daan = FilledForm((FilledMotive(SECOND.id, SECOND.text, FIRST.cluster, Choice.YES),))
    rows = [Row(None, m.text, "Ja", m.cluster) for form in (carla, daan) for m in form.motives]
    assert [row.label for row in under_headings(rows)] == [FIRST.text, SECOND.text, last.text]


def test_only_what_somebody_answered_otherwise_is_asked_again() -> None:
    """And a text of one colleague alone is put before whoever settles, each of them."""
    wrote = FilledMotive(FIRST.id, FIRST.text, FIRST.cluster, Choice.YES, "meer rust")
    carla = FilledForm((wrote, FilledMotive(SECOND.id, SECOND.text, SECOND.cluster, Choice.YES)))
    daan = FilledForm(tuple(FilledMotive(m.id, m.text, m.cluster, Choice.NO) for m in (FIRST, SECOND)))
    changed = FilledForm(tuple(replace(m, choice=Choice.SOMEWHAT) if m.id == SECOND.id else m for m in daan.motives))
    then = (Draft(PersonId(1), "Carla", carla), Draft(PersonId(2), "Daan", daan))
    now = (then[0], Draft(PersonId(2), "Daan", changed))

    def asks(drafts: tuple[Draft, ...], me: int) -> str | None:
        before = Before(1, then, FilledForm((wrote, replace(carla.motives[1], choice=Choice.NO))), PersonId(1))
        facts = SettlingFacts(instrument, RunId(1), drafts, (), True, False, PersonId(me), before=before)
        found = walk(SETTLING.begin(facts), {StepId("set.start"): Chosen("begin_vaststellen")}).open
        return found.id if found is not None else None

    assert asks(then, me=1) == "set.review"
    assert asks(now, me=1) == f"set.{SECOND.id}"
    assert asks(then, me=2) == f"set.{FIRST.id}.outcome"


def test_texts_that_differ_in_blanks_alone_are_the_same() -> None:
    def asks(text: str) -> bool:
        forms = (FilledForm((FilledMotive(FIRST.id, FIRST.text, None, Choice.YES, t),)) for t in ("Meer rust", text))
        drafts = tuple(Draft(PersonId(n), "", form) for n, form in enumerate(forms, 1))
        facts = SettlingFacts(instrument, RunId(1), drafts, (), with_manager=True, after_reveal=False, me=PersonId(1))
        return must_ask(facts, outcomes(answers_to(facts, FIRST.id)))

    assert not asks(" Meer rust\n")
    assert asks("Meer rust.")


def test_who_was_never_asked_is_not_named() -> None:
    assert "Carla" not in asked(f"set.{OWN.id}")
