"""A row of the whole form by itself: the steps and rules of the talk, and what a page showed of it before."""

from datetime import UTC, datetime

import pytest

from bot.bootstrap import texts
from bot.dialogs.preparation.dialog.form import BEGIN, PREPARATION, START, PreparationFacts
from bot.dialogs.preparation.dialog.rows import row_dialog, rows_of
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.motive import Choice
from bot.domain.rounds import RoundMode
from bot.engine.advance import walk
from bot.engine.model import Answer, Chosen, Skipped, StepId, Written
from bot.turn.forms import Sent, Taking, mark_of, take_row, value_of

TEXTS = texts()
TAKING = Taking(TEXTS.phrases, datetime(2026, 9, 1, 8, tzinfo=UTC), "vers")
MOTIVE = "op.leg.1"
ADDED: dict[StepId, Answer] = {
    StepId("own.add.0"): Written("Iets eigens", "abc"),
    StepId("own.abc.cluster"): Chosen("weet_niet"),
    StepId("own.add.1"): Chosen("weghalen"),
    StepId("own.add.2"): Chosen("overnemen"),
}


def facts(**more) -> PreparationFacts:
    kind, ownership = PartnerKind.PROGRAMME, Ownership.PUBLIC
    return PreparationFacts(TEXTS.instrument, RunId(1), kind, ownership, RoundMode.APART, quick_scan_done=False, **more)


def shown(about: PreparationFacts, motive: str, answers) -> str:
    """The mark that a page carries of a row, with these answers."""
    row = next(one for one in rows_of(about, answers) if one.id == motive)
    drawn = row_dialog(about, row).drawn(answers)
    on = {one.id for one in drawn if one.id != f"{motive}.outcome" or value_of(answers.get(StepId(motive))) != "nee"}
    return mark_of({one.id: value_of(answers.get(one.id)) if one.id in on else "" for one in drawn})


def take(about, motive, answers, values, *, seen=None, skips="", sure=""):
    row = next(one for one in rows_of(about, answers) if one.id == motive)
    seen = shown(about, motive, answers) if seen is None else seen
    return take_row(row_dialog(about, row), answers, Sent(values, seen, skips, sure), TAKING)


@pytest.mark.parametrize("kind", PartnerKind)
def test_a_form_that_was_filled_in_leads_the_talk_past_the_form(kind):
    about = next(one for one in PREPARATION.examples(TEXTS.instrument) if one.kind is kind)
    answers: dict[StepId, Answer] = {StepId(START): Chosen(BEGIN)}
    for row, choice in zip(list(rows_of(about, answers)), list(Choice) * 4, strict=False):
        answers = dict(take(about, row.id, answers, {row.id: choice.value, f"{row.id}.outcome": "Meer"}))
    path = walk(PREPARATION.begin(about), answers)
    assert path.open is not None
    assert path.open.id == "own.add.0"


def test_another_answer_than_last_year_asks_why_and_keeps_it():
    about = facts(previous={MOTIVE: Choice.YES})
    begun = take(about, MOTIVE, {}, {MOTIVE: "nee"})
    row = row_dialog(about, next(rows_of(about, begun)))
    assert [one.id for one in row.drawn(begun)] == [MOTIVE, f"{MOTIVE}.outcome", f"{MOTIVE}.why"]
    why = row.drawn(begun)[-1].options[0].id
    assert take(about, MOTIVE, begun, {MOTIVE: "nee", f"{MOTIVE}.why": why})[f"{MOTIVE}.why"] == Chosen(why)
    assert take(about, MOTIVE, begun, {MOTIVE: "nee", f"{MOTIVE}.why": "overslaan"})[f"{MOTIVE}.why"] == Skipped()
    same = take(about, MOTIVE, {}, {MOTIVE: "ja"})
    assert len(row.drawn(same)) == 2


def test_what_last_year_said_is_not_told_before_the_answer_is_in():
    about = facts(previous={MOTIVE: Choice.YES})
    row = row_dialog(about, next(rows_of(about, {})))
    assert [one.id for one in row.drawn({})] == [MOTIVE, f"{MOTIVE}.outcome"]


def test_what_the_group_has_seen_cannot_be_changed_here():
    about = facts(fixed={MOTIVE: Choice.YES})
    row = row_dialog(about, next(rows_of(about, {})))
    assert [one.id for one in row.drawn({})] == [f"{MOTIVE}.outcome"]
    kept = take(about, MOTIVE, {}, {MOTIVE: "nee", f"{MOTIVE}.outcome": "Meer"})
    assert kept == {f"{MOTIVE}.outcome": Written("Meer")}


def test_what_was_added_in_the_talk_stands_behind_the_form():
    other = next(m for m in TEXTS.instrument.form(PartnerKind.PRACTICE).motives)
    answers = {**ADDED, StepId("own.take.2"): Chosen(other.id)}
    assert [(one.id, one.text) for one in rows_of(facts(), answers)][-2:] == [
        ("own.abc", "Iets eigens"),
        (other.id, other.text),
    ]
    with pytest.raises(DomainError):  # somebody who adds a motive does not say Nee to it
        take(facts(), "own.abc", answers, {"own.abc": "nee"})
    assert take(facts(), "own.abc", answers, {"own.abc": "ja"})["own.abc"] == Chosen("ja")


def test_a_row_that_was_changed_since_is_refused_and_one_that_says_the_same_is_not():
    answers = take(facts(), MOTIVE, {}, {MOTIVE: "ja", f"{MOTIVE}.outcome": "Daar"})
    before = shown(facts(), MOTIVE, {})
    with pytest.raises(DomainError, match=r"whole_form\.changed_elsewhere"):
        take(facts(), MOTIVE, answers, {MOTIVE: "ja", f"{MOTIVE}.outcome": "Hier"}, seen=before)
    assert take(facts(), MOTIVE, answers, {MOTIVE: "ja", f"{MOTIVE}.outcome": "Daar"}, seen=before) == answers
    assert take(facts(), MOTIVE, answers, {MOTIVE: "", f"{MOTIVE}.outcome": ""}, seen=before) == answers


@pytest.mark.parametrize("value", ["misschien", "p:menu", "weet_niet"])
def test_what_is_no_answer_is_refused(value):
    with pytest.raises(DomainError, match=r"errors\.expired"):
        take(facts(), MOTIVE, {}, {MOTIVE: value})


def test_overslaan_typed_is_overslaan_as_in_the_talk():
    kept = take(facts(), MOTIVE, {}, {MOTIVE: "ja", f"{MOTIVE}.outcome": "Overslaan"})
    assert kept[f"{MOTIVE}.outcome"] == Skipped()
    kept = take(facts(), MOTIVE, {}, {MOTIVE: "ja"}, skips=f"{MOTIVE}.outcome")
    assert kept[f"{MOTIVE}.outcome"] == Skipped()
    with pytest.raises(DomainError, match=r"whole_form\.choose_first"):
        take(facts(), MOTIVE, {}, {}, skips=f"{MOTIVE}.outcome")
