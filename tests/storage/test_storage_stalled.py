"""Rounds that could stand still for ever, and people who come and go at odd moments."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from storage_life import PEOPLE, Life
from storage_world import BOT

from bot.dialogs.collaborations.actions import add_partner
from bot.dialogs.collaborations.dialog import AddPartner, NewPartner
from bot.dialogs.people import actions as members
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.collaboration import Membership, PartnerKind, Role
from bot.domain.ids import CollaborationId, PartnerId
from bot.domain.rounds import Phase, Round, RoundState
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded, Tapped
from storage.database import Database

PHASE_3 = frozenset({Phase.COMMITMENT})


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", frozenset(Phase)))


def join(life: Life, partner: int, role: Role) -> None:
    def deed(stage: TurnContext) -> None:
        person = stage.uow.people.in_chat(PEOPLE["Dirk"]) or stage.uow.people.add(PEOPLE["Dirk"], "Dirk", "1", stage.at)
        place = stage.uow.collaborations.add_membership(
            person.id, CollaborationId(1), PartnerId(partner), role, stage.at
        )
        enter_open_runs(stage, place)

    life.act("Bo", deed)


def of(life: Life, who: str) -> tuple[Membership, ...]:
    def found(uow):
        person = uow.people.in_chat(PEOPLE[who])
        return uow.collaborations.memberships_of(person.id) if person else ()

    return life.look(found)


def round_of(life: Life) -> Round:
    return life.look(lambda uow: uow.rounds.latest(CollaborationId(1)))


def labels(life: Life, who: str) -> dict[str, str]:
    """The buttons of the newest screen."""
    newest = life.newest(PEOPLE[who])
    return {button.label: button.option for row in newest.buttons for button in row}


def fill_in(life: Life, who: str, motives: int = 11) -> None:
    life.do(who, "/invullen", "[Begin met de motieven]", "ja", "Iets", *["n"] * (motives - 1), "klaar")
    life.do(who, "[Verder met de vragen]", *["overslaan"] * 8, "indienen")


def settle(life: Life, *who: str) -> None:
    for one in who:
        life.do(one, "[Vaststellen]", "[Vaststellen]")


def reveal(life: Life) -> None:
    fill_in(life, "Zebrina")
    fill_in(life, "Anna")
    fill_in(life, "Carla", 10)
    settle(life, "Anna", "Carla")
    life.do("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")


def go(life: Life, who: str) -> None:
    mine = of(life, who)
    life.act(who, lambda stage: [members.end(stage, m) for m in mine])


# --- a partner that stops ---


def test_a_link_to_a_partner_that_stopped_lets_nobody_in(life: Life):
    life.tap("Bo", "p:link:2.deelnemer.n")
    life.tap("Bo", "p:partnerweg:2.ja")
    assert "ingetrokken" in life.do("Dirk", "{link van Bo}")
    assert of(life, "Dirk") == ()


def test_the_group_of_a_partner_that_stopped_lets_nobody_in(life: Life):
    life.do("Carla", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk · Zorggroep Noord]")
    life.do("Carla @", "{link van Carla}")
    binding = life.look(lambda uow: uow.groups.of(CollaborationId(1)))[0]
    life.tap("Bo", "p:partnerweg:2.ja")
    life.does("Carla", Commanded("start", binding.join_token))
    assert of(life, "Carla") == ()
    assert life.look(lambda uow: uow.groups.of(CollaborationId(1))) == ()


def test_a_partner_stops_once(life: Life):
    life.tap("Bo", "p:partnerweg:2.ja")
    told = len(life.screens(PEOPLE["Anna"]))
    assert "verlopen" in life.tap("Bo", "p:partnerweg:2.ja")
    assert len(life.screens(PEOPLE["Anna"])) == told


def test_a_partner_with_a_board_in_its_group_can_stop(life: Life):
    life.do("Carla", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk · Zorggroep Noord]")
    life.do("Carla @", "{link van Carla}", "/motieven")
    life.tap("Bo", "p:partnerweg:2.ja")
    assert of(life, "Carla") == ()


def test_when_the_last_that_is_waited_for_stops_the_facilitator_can_reveal(life: Life):
    fill_in(life, "Carla", 10)
    settle(life, "Carla")
    life.tap("Bo", "p:partnerweg:1.ja")
    told = [screen.html for screen in life.screens(PEOPLE["Bo"])]
    assert any("Je kunt onthullen" in one for one in told)


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_when_the_last_that_is_waited_for_stops_in_phase_3_the_round_is_over(life: Life):
    life.do("Anna", "/overzicht", "[Naar fase 3]", "[Fase 3 afsluiten]", "[Wij committeren ons]")
    life.do("Anna", "[Dit studiejaar]", "[Alleen wij]", "[Fase 3 afsluiten]")
    assert round_of(life).state is RoundState.COMMITMENT
    life.tap("Bo", "p:partnerweg:2.ja")
    assert round_of(life).state is RoundState.CLOSED


# --- nobody leads ---


def test_when_the_facilitator_leaves_a_manager_can_take_over(life: Life):
    fill_in(life, "Zebrina")
    fill_in(life, "Anna")
    fill_in(life, "Carla", 10)
    settle(life, "Anna", "Carla")
    go(life, "Bo")
    life.do("Carla", "/overzicht", "[Ik begeleid voortaan]")
    assert "Er is al een begeleider" in life.tap("Anna", "p:begeleid:1")
    life.do("Carla", "/overzicht", "[Onthullen]", "[Onthullen]")
    assert round_of(life).state is RoundState.REVEALED


def test_nobody_takes_the_lead_from_who_has_it(life: Life):
    assert "Er is al een begeleider" in life.tap("Carla", "p:begeleid:1")
    join(life, 2, Role.PARTICIPANT)
    go(life, "Bo")
    assert "Er is al een begeleider" in life.tap("Dirk", "p:begeleid:1")  # a participant where there are managers
    assert "Ik begeleid voortaan" not in labels(life, "Dirk") if life.screens(PEOPLE["Dirk"]) else True


# --- no talk is held ---


def test_a_conversation_that_will_not_be_held_can_be_skipped(life: Life):
    reveal(life)
    assert {"Fase 3 openen", "Ronde afsluiten"} <= set(labels(life, "Bo") | _overview(life))
    assert "nog niet gevoerd" in life.tap("Bo", "p:fase3open:1")
    life.tap("Bo", "p:fase3open:1.ja")
    assert round_of(life).state is RoundState.COMMITMENT


def _overview(life: Life) -> dict[str, str]:
    """What Bo can do there, also behind `Meer`."""
    life.do("Bo", "/overzicht")
    shown = labels(life, "Bo")
    if "Meer" in shown:
        life.do("Bo", "[Meer]")
    return shown | labels(life, "Bo")


def test_a_round_can_be_ended_without_a_conversation(life: Life):
    reveal(life)
    assert "Fase 2 en 3 gaan dan niet meer door." in life.tap("Bo", "p:rondesluit:1")
    life.tap("Bo", "p:rondesluit:1.ja")
    assert round_of(life).state is RoundState.CLOSED


def test_a_round_in_which_nobody_settles_can_be_ended_after_a_month(life: Life):
    assert "Ronde afsluiten" not in _overview(life)
    life.wait(timedelta(days=29))
    assert "Ronde afsluiten" in _overview(life)
    life.tap("Bo", "p:rondesluit:1.ja")
    assert round_of(life).state is RoundState.CLOSED


# --- who comes in late ---


def test_who_came_in_while_it_was_settled_fills_in_when_it_is_opened_again(life: Life):
    fill_in(life, "Carla", 10)
    settle(life, "Carla")
    join(life, 2, Role.PARTICIPANT)
    life.do("Carla", "[Heropenen]")
    life.do("Dirk", "/invullen")
    assert "Begin met de motieven" in labels(life, "Dirk")


def test_who_came_in_while_it_was_settled_sees_the_version_of_their_partner(life: Life):
    fill_in(life, "Carla", 10)
    settle(life, "Carla")
    join(life, 2, Role.PARTICIPANT)
    assert "Iets" in life.tap("Dirk", "p:versie:2")
    go(life, "Dirk")
    assert "Iets" not in life.tap("Dirk", "p:versie:2")


def test_a_partner_that_comes_after_the_reveal_fills_in(life: Life):
    reveal(life)

    def deed(stage: TurnContext) -> None:
        held = stage.uow.conversations.add("adjust", stage.chat, None, 1, "1", stage.at)
        add_partner(stage, AddPartner(CollaborationId(1), NewPartner("Derde", PartnerKind.PRACTICE, None, None)), held)

    life.act("Bo", deed)
    join(life, 3, Role.MANAGER)
    life.do("Dirk", "/invullen")
    assert "Begin met de motieven" in labels(life, "Dirk")


# --- one place at one partner ---


def test_a_stakeholder_who_becomes_a_participant_fills_in(life: Life):
    join(life, 1, Role.STAKEHOLDER)
    life.tap("Bo", "p:link:1.deelnemer.n")
    life.do("Dirk", "{link van Bo}", "[Ja, klopt]")
    assert [m.role for m in of(life, "Dirk")] == [Role.PARTICIPANT]
    life.do("Dirk", "/invullen")
    assert "Begin met de motieven" in labels(life, "Dirk")


def test_who_manages_is_no_participant_as_well(life: Life):
    life.tap("Bo", "p:link:2.deelnemer.n")
    life.do("Carla", "{link van Bo}")
    life.do("Carla", "/menu")
    assert [m.role for m in of(life, "Carla")] == [Role.MANAGER]


# --- motives without phase 1 ---


@pytest.mark.parametrize("life", [frozenset({Phase.ALIGNMENT})], indirect=True)
def test_motives_that_are_answered_for_the_talk_alone_are_not_settled(life: Life):
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}", "/gesprek")
    life.does("Bo @", Tapped("g:motievenronde:1", "", 1))
    fill_in(life, "Carla", 10)
    life.do("Carla", "/menu")
    assert "Vaststellen" not in str(life.screens(PEOPLE["Carla"]))
    round_ = round_of(life)
    runs = life.look(lambda uow: uow.rounds.runs(round_.id))
    run = next(run for run in runs if run.partner == 2)
    assert "verlopen" in life.tap("Carla", f"p:vaststel:{run.id}")
