"""Buttons that are old by now, and taps that come twice: they do what they said, once, or nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from storage_life import PEOPLE, Life
from storage_world import BOT

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements.dialog import Agree
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementId, Repeat, Terms
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.people import actions as members
from bot.dialogs.rounds.actions import close_round
from bot.dialogs.years.ports import YEARS
from bot.domain.asking import About
from bot.domain.collaboration import Role
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RunId
from bot.domain.rounds import Phase
from bot.turn.context import TurnContext
from storage.database import Database

PHASE_3 = frozenset({Phase.COMMITMENT})
HERE = CollaborationId(1)


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", PHASE_3))


def person(life: Life, who: str) -> PersonId:
    return life.look(lambda uow: uow.people.in_chat(PEOPLE[who]).id)


def option(life: Life, who: str, start: str) -> str:
    """The button on the newest screen that begins so."""
    newest = life.newest(PEOPLE[who])
    return next(b.option for row in newest.buttons for b in row if b.option.startswith(start))


def agreed(life: Life, who: str, due: date = date(2026, 12, 8), **terms: object) -> AgreementId:
    def deed(stage: TurnContext) -> AgreementId:
        one = agreements.begin(stage, HERE, PartnerId(1), what="Iets")
        held = stage.uow.conversations.add("agreement", stage.chat, None, one.id, "1", stage.at)
        agreements.agree(stage, Agree(one.id, Terms("Iets", stage.person.id, "", due, **terms)), held)
        return one.id

    return life.act(who, deed)


# --- switches ---


def test_an_old_stop_sharing_never_shares(life: Life):
    one = agreed(life, "Anna", shared=True)
    life.tap("Anna", f"p:afspraak:{one}")
    old = option(life, "Anna", "p:afspraakdeel:")
    life.tap("Zebrina", f"p:afspraak:{one}")
    life.tap("Zebrina", option(life, "Zebrina", "p:afspraakdeel:"))
    life.tap("Anna", old)
    assert not life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.shared)


def test_two_taps_on_stop_sharing_an_answer_share_nothing(life: Life):
    life.do("Zebrina", "/verder", "[Klaar]", "Tekst", "[Wij samen]", *["overslaan"] * 14, "[Indienen]")
    life.tap("Zebrina", "p:delen:1")
    life.tap("Zebrina", option(life, "Zebrina", "p:delenzet:"))
    assert life.look(lambda uow: uow.get(COMMITMENTS).shared(RunId(1)))
    stop = option(life, "Zebrina", "p:delenzet:")
    life.tap("Zebrina", stop)
    life.tap("Zebrina", stop)
    assert not life.look(lambda uow: uow.get(COMMITMENTS).shared(RunId(1)))


def test_a_stakeholder_who_may_not_change_an_agreement_does_not_share_it(life: Life):
    one = agreed(life, "Anna")

    def comes(stage: TurnContext) -> None:
        dirk = stage.uow.people.add(PEOPLE["Dirk"], "Dirk", "1", stage.at)
        stage.uow.collaborations.add_membership(dirk.id, HERE, PartnerId(1), Role.STAKEHOLDER, stage.at)

    life.act("Bo", comes)
    life.tap("Dirk", f"p:afspraak:{one}")
    assert not any("afspraakdeel" in data for data in life.options("Dirk"))
    assert "niet van jou" in life.tap("Dirk", f"p:afspraakdeel:{one}.ja")
    assert not life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.shared)


# --- agreements ---


def test_two_taps_on_done_are_one_time(life: Life):
    one = agreed(life, "Anna", date(2026, 9, 8), repeat=Repeat.QUARTER)
    life.wait(timedelta(days=8))
    life.tap("Anna", f"p:gedaan:{one}.2026-09-08")
    assert "komt terug op dinsdag 8 december" in life.tap("Anna", f"p:gedaan:{one}.2026-09-08")
    assert life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.due) == date(2026, 12, 8)


def test_the_next_time_is_not_done_by_mistake(life: Life):
    one = agreed(life, "Anna", date(2026, 9, 8), repeat=Repeat.QUARTER)
    life.wait(timedelta(days=8))
    life.tap("Anna", f"p:gedaan:{one}.2026-09-08")
    assert "staat pas op dinsdag 8 december" in life.tap("Anna", option(life, "Anna", "p:gedaan:"))
    assert life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.due) == date(2026, 12, 8)
    life.tap("Anna", option(life, "Anna", "p:gedaan:"))
    assert life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.due) == date(2027, 3, 8)


def test_an_old_look_back_says_nothing_of_the_new_day(life: Life):
    one = agreed(life, "Anna", look_back=date(2026, 9, 8))
    life.wait(timedelta(days=9))
    life.tap("Anna", f"p:terugkijken:{one}")
    old = option(life, "Anna", "p:terugblik:")
    later = date(2027, 3, 8)

    def deed(stage: TurnContext) -> None:
        held = stage.uow.conversations.add("agreement", stage.chat, None, one, "1", stage.at)
        terms = Terms("Iets", stage.person.id, "", date(2026, 12, 8), look_back=later)
        agreements.agree(stage, Agree(one, terms), held)

    life.act("Anna", deed)
    life.tap("Anna", old)
    assert life.look(lambda uow: uow.get(AGREEMENTS).results(one, later)) == ()


def test_who_is_given_it_by_a_change_is_asked_anew(life: Life):
    one = agreed(life, "Anna", date(2026, 9, 8))
    life.wait(timedelta(days=30))  # asked, and reminded
    anna, zebrina = person(life, "Anna"), person(life, "Zebrina")
    for who, owner in (("Anna", zebrina), ("Zebrina", anna)):

        def deed(stage: TurnContext, owner: PersonId = owner) -> None:
            held = stage.uow.conversations.add("agreement", stage.chat, None, one, "1", stage.at)
            agreements.agree(stage, Agree(one, Terms("Iets", owner, "", date(2026, 9, 8))), held)

        life.act(who, deed)
    asked = life.look(lambda uow: uow.asking.of(anna))
    assert [a for a in asked if a.topic.about is About.AGREEMENT] == []


def test_who_it_was_taken_from_does_not_go_on_with_it(life: Life):
    one = agreed(life, "Anna")

    def come_in(stage: TurnContext) -> PersonId:
        new = stage.uow.people.add(PEOPLE["Dirk"], "Dirk", "1", stage.at)
        stage.uow.collaborations.add_membership(new.id, HERE, PartnerId(1), Role.PARTICIPANT, stage.at)
        return new.id

    dirk, zebrina = life.act("Bo", come_in), person(life, "Zebrina")
    life.act("Anna", lambda stage: agreements.hand_over(stage, stage.uow.get(AGREEMENTS).get(one), dirk))
    assert "Wanneer is het wel klaar" in life.tap("Dirk", f"p:looptnog:{one}")
    life.act("Anna", lambda stage: agreements.hand_over(stage, stage.uow.get(AGREEMENTS).get(one), zebrina))
    assert "niet van jou" in life.do("Dirk", "[Over een maand]")
    assert life.look(lambda uow: uow.get(AGREEMENTS).get(one).terms.due) == date(2026, 12, 8)


def test_when_owner_and_maker_are_gone_who_is_asked_can_answer(life: Life):
    one = agreed(life, "Anna", date(2026, 9, 8))

    def leaves(stage: TurnContext) -> None:
        for membership in stage.uow.collaborations.memberships_of(stage.person.id):
            members.end(stage, membership)

    life.act("Anna", leaves)
    life.wait(timedelta(days=9))
    assert "Afspraak bij HLO Zorg in de wijk: Iets" in str(life.screens(PEOPLE["Zebrina"]))
    life.tap("Zebrina", f"p:gedaan:{one}.2026-09-08")
    assert life.look(lambda uow: uow.get(AGREEMENTS).get(one).state) == "gedaan"


# --- the year ---


@pytest.mark.parametrize(("label", "months"), [("jaaroverslaan", 12), ("maandlater", 1)])
def test_the_next_round_is_put_off_once_however_many_tap(life: Life, label: str, months: int):
    life.act("Bo", lambda stage: close_round(stage, stage.uow.rounds.latest(HERE)))
    life.wait(timedelta(days=345))
    round_ = life.look(lambda uow: uow.rounds.latest(HERE).id)
    asked = life.look(lambda uow: uow.get(YEARS).yearly(round_).on)
    life.tap("Bo", f"p:{label}:{round_}.{asked}")
    moved = life.look(lambda uow: uow.get(YEARS).yearly(round_).on)
    assert (moved.year - asked.year) * 12 + moved.month - asked.month == months
    for who in ("Anna", "Carla"):
        assert "Iemand koos al" in life.tap(who, f"p:{label}:{round_}.{asked}")
    assert life.look(lambda uow: uow.get(YEARS).yearly(round_).on) == moved


def test_words_behind_a_command_that_takes_none_are_passed_over(life: Life):
    assert "HLO Zorg in de wijk" in life.do("Anna", "/overzicht zorg")


# --- what is only for oneself ---


def test_an_answer_for_oneself_stays_that_when_more_is_said_in_the_group(life: Life):
    life.do("Zebrina", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde]")
    life.do("Zebrina @", "{link van Zebrina}")
    life.do("Zebrina", "/verder", "[Klaar]", "Geheim van mij", "[Ik]", *["overslaan"] * 14, "[Indienen]")
    life.do("Anna @", "/gesprek")
    life.do("Zebrina @", "en dit erbij")
    assert "Geheim" not in life.tap("Anna", "p:fase3:1")


def test_an_answer_to_a_theme_that_was_switched_off_is_not_shown(life: Life):
    life.do("Zebrina", "/verder", "[Klaar]", "Geheim van mij", "[Wij samen]", *["overslaan"] * 14, "[Wijzigen]")
    life.tap("Zebrina", _row(life, "f3.themes"))
    life.do("Zebrina", "[✓ Commitment]", "[Klaar]", "[Indienen]")
    assert "Geheim" not in life.tap("Anna", "p:fase3:1")


def _row(life: Life, step: str) -> str:
    newest = life.newest(PEOPLE["Zebrina"])
    return next(b.option for row in newest.buttons for b in row if step in b.option)
