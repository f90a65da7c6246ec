"""The form of phase 1 to print: all of the tool stands on it, the promise as the chat gives it, and a place to sign."""

import json
from collections.abc import Iterator

import pytest
from report_reading import pdf_text, words
from report_world import Plan, ReportWorld, report_world

from bot.content.markup import plain
from bot.dialogs.paper.facts import OpenForm, open_forms
from bot.dialogs.paper.screens import paper, promise_of
from bot.domain.collaboration import PartnerKind
from bot.turn.ports import UnitOfWork
from bot.typesetting.blank_form import pdf

Printed = tuple[ReportWorld, dict[PartnerKind, str]]

OPEN = Plan(handed=frozenset(), settled=frozenset(), revealed=False, talked=False, committed=frozenset())


@pytest.fixture(scope="module")
def printed() -> Iterator[Printed]:
    """Of both kinds of partners what stands on the paper, in a second round that is open."""
    with report_world() as world:
        world.begin(newest=OPEN)
        yield world, {form.partner.kind: _printed(world, form) for form in _forms(world)}


def _forms(world: ReportWorld) -> tuple[OpenForm, ...]:
    def found(uow: UnitOfWork) -> tuple[OpenForm, ...]:
        return open_forms(world.ctx(uow, "Bo"))

    forms: tuple[OpenForm, ...] = world.do(found)
    return forms


def _printed(world: ReportWorld, form: OpenForm) -> str:
    data = world.do(lambda uow: json.dumps(paper(world.ctx(uow, "Bo"), form)))
    return pdf_text(pdf(data))


def test_both_forms_are_on_it_word_for_word(printed: Printed):
    world, found = printed
    assert set(found) == set(PartnerKind)
    for kind, text in found.items():
        form, phase = world.instrument.form(kind), world.instrument.phase1
        told = [phase.title.text, phase.instruction.text, form.title, phase.applies.text, phase.outcome.text]
        told += [motive.text for motive in form.motives] + [question.text for question in phase.questions]
        told += [world.instrument.tool.title.text, "De SMS-tool (Strategische Motieven voor Samenwerking Tool) is van"]
        assert [one for one in told if words(one) not in text] == []


def test_the_promise_is_that_of_the_chat(printed: Printed):
    world, found = printed
    phrases = world.town.runner.texts.phrases
    for form in _forms(world):
        lines = [line for one in promise_of(form) for line in plain(str(phrases.html(one))).splitlines()]
        assert len(lines) > 5
        assert [one for one in lines if words(one) not in found[form.partner.kind]] == []
    assert all("Handtekening" in text and "Akkoord" in text for text in found.values())


def test_what_a_partner_added_before_stands_on_it_again(printed: Printed):
    _, found = printed
    assert all("Samen trots zijn op de wijk" in text for text in found.values())


def test_nobody_enters_what_is_asked_of_other_partners(printed: Printed):
    _, found = printed
    assert all("Deze vraag voert niemand namens jou in." in text for text in found.values())
