"""What is kept of a form on paper, and what is left of it when it is refused, deleted, or who entered it goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from storage_life import Life
from storage_postgres import AGAIN
from storage_world import BOT

from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.dialogs.preparation.rules import PaperForm
from bot.dialogs.rounds.actions import close_round
from bot.domain.ids import CollaborationId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase
from bot.turn.ports import UnitOfWork
from storage.database import Database

AT = datetime(2026, 9, 2, 8, tzinfo=UTC)
RUN = RunId(1)
"""Phase 1 of the programme."""
FIRST, LAST = "Wendelmoet", "Zilverschoon"
NAME = f"{FIRST} {LAST}"
DRAFT = "kladtekst"
"""Stands in all that Wendelmoet wrote on paper."""
WIPES = ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")


@pytest.fixture(params=["memory", AGAIN])
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    """Anna and Zebrina handed in; Anna entered a paper, and nobody confirmed it yet."""
    memory = request.param == "memory"
    with Database("sqlite://" if memory else str(request.getfixturevalue("postgres_url")), BOT) as database:
        life = Life(database, frozenset({Phase.PREPARATION}))
        for who in ("Zebrina", "Anna"):
            motives = ["ja", "Een goede naam", *["n"] * 10]
            life.do(who, "/invullen", "[Begin met de motieven]", *motives, "klaar", "[Klaar voor nu]")
        life.tap("Anna", f"p:namensbegin:{RUN}")
        life.do("Anna", NAME, "[Ja, getekend]", "ja", f"{DRAFT} een", *["n"] * 10, f"{DRAFT} twee", "ja", "overslaan")
        life.do("Anna", "klaar", "overslaan", f"{DRAFT} drie", *["overslaan"] * 4, "[Indienen]")
        yield life


def paper(life: Life) -> PaperForm | None:
    forms = life.look(lambda uow: uow.get(PAPER_FORMS).of_run(RUN))
    return forms[0] if forms else None


def confirm(life: Life) -> None:
    life.tap("Zebrina", "p:namensgezien:1")
    life.do("Zebrina", "[Ja, getekend]")


def test_until_it_is_confirmed_nobody_is_added(life: Life):
    form = paper(life)
    assert form is not None
    assert form.waits
    assert form.asked_partner
    assert (form.name, form.person) == (NAME, None)
    assert "person" not in life.where(NAME)
    assert life.where(DRAFT) == {"answer"}


def test_confirmed_the_name_stands_with_the_person_alone(life: Life):
    confirm(life)
    form = paper(life)
    assert form is not None
    assert form.person is not None
    assert (form.name, form.waits) == ("", False)
    assert form.confirmed_by != form.entered_by
    assert life.where(NAME) - {"outbox"} == {"person"}
    assert life.where(DRAFT) == {"answer"}


def test_deleted_nothing_is_left_of_it(life: Life):
    confirm(life)
    life.tap("Anna", "p:namensweg:1.ja")
    assert paper(life) is None
    assert life.where(FIRST, LAST, DRAFT) == set()


def test_refused_nothing_is_left_of_it(life: Life):
    life.tap("Zebrina", "p:namensnee:1.ja")
    assert paper(life) is None
    assert life.where(FIRST, LAST, DRAFT) == set()


def test_it_goes_with_who_entered_it_until_it_is_confirmed(life: Life):
    life.do("Anna", *WIPES)
    assert paper(life) is None
    assert life.where(FIRST, LAST, DRAFT) == set()


def test_confirmed_it_stays_when_who_entered_it_goes(life: Life):
    confirm(life)
    life.do("Anna", *WIPES)
    form = paper(life)
    assert form is not None
    assert form.person is not None
    assert life.where("Anna Smit") == set()
    assert life.where(DRAFT) == {"answer"}
    life.tap("Zebrina", f"p:collegas:{RUN}")
    shown = life.do("Zebrina", f"[{NAME} (op papier)]")
    assert f"Namens {NAME} ingevoerd." in shown
    assert f"{DRAFT} een" in shown


def test_it_goes_when_the_round_closes_and_nobody_confirmed_it(life: Life):
    life.act("Bo", lambda stage: close_round(stage, stage.uow.rounds.get(RoundId(1))))
    assert paper(life) is None
    assert life.where(FIRST, LAST, DRAFT) == set()
    assert life.where("Niemand bevestigde de handtekening") == {"outbox"}


def test_what_a_port_keeps_comes_back(life: Life):
    def keep(uow: UnitOfWork) -> tuple[PaperForm, list[PaperForm | None], int]:
        forms, by = uow.get(PAPER_FORMS), PersonId(2)
        added = forms.add(RUN, by, AT)
        changed = replace(added, name="Iemand", handed_in_at=AT, asked_partner=True, confirmed_by=by, confirmed_at=AT)
        forms.save(changed)
        found = [forms.get(added.id), forms.of_run(RUN)[-1], forms.by(by)[-1]]
        found.append(forms.in_collaboration(CollaborationId(1))[-1])
        forms.delete(added.id)
        return changed, found, len(forms.of_run(RUN))

    changed, found, left = life.look(keep)
    assert found == [changed] * 4
    assert left == 1
