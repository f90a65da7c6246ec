"""Turns that are odd and happen: an old button after something changed, two places, a partner that stopped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import text
from storage_life import GROUP, PEOPLE, Life
from storage_world import BOT

from bot.bootstrap import texts
from bot.content.instrument import Instrument
from bot.content.load import edition, load_instrument, read_edition
from bot.content.screen import Button
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, Terms, with_terms
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution
from bot.dialogs.reveal.facts import shown
from bot.dialogs.reveal.pages.parts import cards as reveal_parts_cards
from bot.dialogs.reveal.pages.parts import sign_of
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId, CollaborationId, PartnerId, RoundId
from bot.domain.rounds import Phase
from bot.turn.context import TurnContext
from bot.turn.ports import UnitOfWork
from storage.database import Database

T = TypeVar("T")
PHASE_2 = frozenset({Phase.ALIGNMENT})
PHASE_3 = frozenset({Phase.COMMITMENT})
PROGRAMME, PRACTICE = PartnerId(1), PartnerId(2)
OF_ALL = "[Groep voor HLO Zorg in de wijk]"
LIMIT = 64
"""How many bytes Telegram lets a button carry."""


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    """From the beginning, in memory."""
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", frozenset(Phase)))


def buttons(life: Life, chat: ChatId) -> list[Button]:
    """What can be tapped below the newest message."""
    newest = life.newest(chat)
    return [button for row in newest.buttons for button in row]


def option(life: Life, who: str, label: str) -> str:
    """What the button with this label carries."""
    return next(button.option for button in buttons(life, PEOPLE[who]) if button.label == label)


def joins(life: Life, who: str, partner: PartnerId, role: Role) -> None:
    """Somebody takes part for this partner from now on, also beside another place."""

    def deed(stage: TurnContext) -> None:
        person = stage.person or stage.uow.people.add(stage.chat, who, "1", stage.at)
        place = stage.uow.collaborations.add_membership(person.id, CollaborationId(1), partner, role, stage.at)
        enter_open_runs(stage, place)

    life.act(who, deed)


def bind(life: Life, who: str = "Bo", button: str = OF_ALL) -> None:
    life.do(who, "/overzicht", "[Groepen]", button)
    life.do(f"{who} @", f"{{link van {who}}}")


def fill_in(life: Life, who: str, *, motives: int = 11, extra: tuple[str, ...] = ()) -> None:
    asked = ("ja", "Bekend", *["n"] * (motives - 1), *extra, "klaar")
    life.do(
        who, "/invullen", "[Begin met de motieven]", *asked, "[Verder met de vragen]", *["overslaan"] * 8, "indienen"
    )


def reveal(life: Life) -> None:
    for who, motives in (("Zebrina", 11), ("Anna", 11), ("Carla", 10)):
        fill_in(life, who, motives=motives)
    for who in ("Anna", "Carla"):
        life.do(who, "[Vaststellen]", "[Vaststellen]")
    life.do("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")


def talk(life: Life) -> None:
    bind(life)
    reveal(life)
    life.do("Bo @", "/gesprek")


# --- an own motive before a group ---


@pytest.fixture
def two_motives(life: Life) -> Life:
    """Anna has two motives of her own, and a list of them to put before her group."""
    bind(life, "Anna", "[Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde]")
    added = [("EERSTE", "[Weet ik niet]", "ja", "overslaan"), ("TWEEDE", "[Weet ik niet]", "ja", "overslaan")]
    fill_in(life, "Anna", extra=(*added[0], *added[1]))
    life.do("Anna", "[Leg een eigen motief voor]")
    return life


def change_first(life: Life, *things: str) -> None:
    """Back to the review, and something else in place of the first motive of one's own."""
    life.do("Anna", "/invullen", "[Wijzigen]")
    life.tap("Anna", next(b.option for b in buttons(life, PEOPLE["Anna"]) if b.option.endswith("@own.add.0")))
    life.do("Anna", *things)


def test_a_button_puts_the_motive_on_the_board_that_stood_on_it(two_motives: Life):
    before = option(two_motives, "Anna", "EERSTE")
    change_first(two_motives, "ANDERE WOORDEN")
    assert "ANDERE WOORDEN" in two_motives.tap("Anna", before)
    assert "TWEEDE" not in two_motives.kept()["question"]


def test_a_motive_that_was_taken_off_the_form_is_not_put_on_a_board(two_motives: Life):
    first, second = option(two_motives, "Anna", "EERSTE"), option(two_motives, "Anna", "TWEEDE")
    change_first(two_motives, "[Weghalen]", "indienen")
    assert "verlopen" in two_motives.tap("Anna", first)
    assert "TWEEDE" in two_motives.tap("Anna", second)


def test_what_comes_behind_the_end_of_a_list_is_not_put_on_a_board(two_motives: Life):
    taps = [option(two_motives, "Anna", label) for label in ("EERSTE", "TWEEDE")]
    change_first(two_motives, "klaar", "indienen")
    assert "Leg een eigen motief voor" not in [button.label for button in buttons(two_motives, PEOPLE["Anna"])]
    for data in taps:
        assert "verlopen" in two_motives.tap("Anna", data)
    assert two_motives.kept()["question"] == "[]"


def test_a_button_with_a_position_is_an_old_one(two_motives: Life):
    assert "verlopen" in two_motives.tap("Anna", "p:bord:1.1.0")


# --- cards of the reveal ---


def cards(life: Life) -> dict[str, str]:
    """The cards that are dealt now, each with what its first button carries."""
    dealt = life.act("Anna", lambda stage: reveal_parts_cards(shown(stage, RoundId(1)), "blind")[0])
    found = {}
    for place, card in enumerate(dealt):
        life.tap("Anna", f"p:onthulling:1.blind.{place}")
        found[card] = option(life, "Anna", "Bewust")
    return found


def test_a_reaction_is_kept_for_the_card_it_stood_below(life: Life):
    reveal(life)
    before = cards(life)
    assert len(before) > 1
    for card, data in reversed(before.items()):
        life.tap("Anna", data)
        assert repr(card) in life.kept()["reaction"]
    assert life.kept()["reaction"].count("'bewust'") == len(before)


def test_a_button_of_a_card_that_is_dealt_no_more_is_an_old_one(life: Life):
    """Carla's partner settles after the reveal, and other cards are dealt."""
    fill_in(life, "Zebrina")
    fill_in(life, "Anna")
    life.do("Anna", "[Vaststellen]", "[Vaststellen]")
    life.do("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")
    before = cards(life)
    fill_in(life, "Carla", motives=10)
    life.do("Carla", "[Vaststellen]", "[Vaststellen]")
    gone = before.keys() - cards(life).keys()
    assert gone
    for card in gone:
        assert "verlopen" in life.tap("Anna", before[card])
    assert life.kept()["reaction"] == "[]"


def test_a_button_with_the_place_of_a_card_is_an_old_one(life: Life):
    reveal(life)
    assert "verlopen" in life.tap("Anna", "p:kaart:1.blind.0.bewust")
    assert life.kept()["reaction"] == "[]"


def test_the_longest_button_of_a_card_is_carried_by_telegram():
    data = f"p:kaart:{2**63 - 1}.vragen.{sign_of('x' * 64)}.volgend_jaar"
    assert len(data.encode()) <= LIMIT


# --- a partner that stopped ---


def test_a_partner_stops_whose_group_has_a_board(life: Life):
    bind(life, "Carla", "[Groep voor HLO Zorg in de wijk · Zorggroep Noord]")
    life.do("Carla @", "/motieven")
    life.tap("Bo", "p:partnerweg:2.ja")
    assert "Zorggroep Noord" not in life.do("Bo", "/overzicht")


@pytest.mark.parametrize("life", [PHASE_2], indirect=True)
def test_a_motive_of_a_form_is_nobodys_own_after_its_partner_stopped(life: Life):
    bind(life)
    life.do("Bo @", "/gesprek", "[Motievenronde]", "/motieven")
    while "Alleen zij antwoorden" not in life.newest(GROUP).html:
        answer_all(life)
        life.do("Bo", "[Volgende ›]")
    of_programmes = "formulier van opleidingen" in life.newest(GROUP).html
    life.tap("Bo", f"p:partnerweg:{PROGRAMME if of_programmes else PRACTICE}.ja")
    assert "Een eigen motief" not in str(life.screens(GROUP))


def answer_all(life: Life) -> None:
    """Everybody on whose form it stands says Ja to the motive on the table, and all see so."""
    for who in ("Zebrina", "Anna", "Carla"):
        if "Ja" in [button.label for button in buttons(life, GROUP)]:
            life.do(f"{who} @", "[Ja]")


# --- two places, and stakeholders ---


def test_a_stakeholder_does_not_speak_in_phase_2(life: Life):
    joins(life, "Dirk", PRACTICE, Role.STAKEHOLDER)
    talk(life)
    life.do("Dirk @", "WOORDEN")
    assert "vanaf fase 3" in life.newest(PEOPLE["Dirk"]).html
    for what in ("/punt WOORDEN", "/doel WOORDEN"):
        assert "Dirk, dit is niet bewaard. Als betrokkene doe je vanaf fase 3 mee." in life.do("Dirk @", what)
    assert life.where("WOORDEN") <= {"inbox"}


def test_a_stakeholder_who_takes_part_for_another_partner_speaks_for_that_one(life: Life):
    joins(life, "Dirk", PROGRAMME, Role.STAKEHOLDER)
    joins(life, "Dirk", PRACTICE, Role.PARTICIPANT)
    talk(life)
    life.do("Dirk @", "/punt WOORDEN")
    said = life.look(lambda uow: [c.partner for c in _said(uow)])
    assert said == [PRACTICE]
    assert "Namens wie" not in str(life.screens(PEOPLE["Dirk"]))


def _said(uow: UnitOfWork) -> tuple[Contribution, ...]:
    run = next(run.id for run in uow.rounds.runs(RoundId(1)) if run.phase is Phase.ALIGNMENT)
    return uow.get(QUESTIONS).contributions(run)


def test_two_places_at_one_partner_count_once(life: Life):
    joins(life, "Carla", PRACTICE, Role.PARTICIPANT)
    talk(life)
    life.do("Bo", *["[Volgende ›]"] * 3)
    life.do("Zebrina @", "[Ja]")
    life.do("Anna @", "[Ja]")
    assert "Zorggroep Noord: Ja 1 · Enigszins 0 · Nee 0" in life.do("Carla @", "[Ja]")
    assert "Namens wie" not in str(life.screens(PEOPLE["Carla"]))


# --- texts of the edition a round began with ---


def older() -> Instrument:
    """An edition in which the texts that are shown here have a mark."""
    files = edition()
    changes = {
        "tool.yaml": [(load_instrument().tool.content_version, "oud")],
        "phase2.yaml": [("Zie je overeen", "OUD zie je overeen"), ("Welke motieven staan", "OUD welke motieven staan")],
        "form_opleiding.yaml": [("Samenwerking draagt bij aan", "OUD samenwerking draagt bij aan")],
        "form_praktijkpartner.yaml": [("Samenwerking draagt bij aan", "OUD samenwerking draagt bij aan")],
        "mirrors.yaml": [("Uit onderzoek in vijf", "OUD uit onderzoek in vijf")],
    }
    for name, words in changes.items():
        for now, then in words:
            assert now in files[name], (name, now)
            files[name] = files[name].replace(now, then)
    return read_edition(files)


@pytest.fixture
def old_round(life: Life) -> Life:
    """The round of this life began with an older edition."""
    life.texts = texts({"oud": older()})
    life.town.runner = replace(life.town.runner, texts=life.texts)

    def begin(uow: UnitOfWork) -> None:
        uow.rounds._reads.connection.execute(text("UPDATE round SET content_version = 'oud'"))  # type: ignore[attr-defined]

    life.look(begin)
    return life


def test_a_board_has_the_words_its_round_began_with(old_round: Life):
    bind(old_round, "Anna", "[Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde]")
    board = old_round.do("Anna @", "/motieven")
    assert "Motief 1/11" in board
    assert "OUD samenwerking draagt bij" in board
    assert "OUD" in old_round.kept()["question"]
    old_round.do("Zebrina @", "[Ja]")
    assert "'oud'" in old_round.kept()["conversation"]


def test_the_talk_and_the_reveal_have_the_words_their_round_began_with(old_round: Life):
    talk(old_round)
    assert "OUD welke motieven staan" in old_round.newest(PEOPLE["Bo"]).html
    assert "OUD zie je overeen" in old_round.do("Bo @", "/gesprek")
    stood = [screen.html for screen in old_round.screens(GROUP) if "Staat verderop" in screen.html]
    assert stood
    assert all("OUD zie je overeen" in html for html in stood)
    assert "OUD uit onderzoek" in " ".join(old_round.tap("Anna", f"p:onthulling:1.blind.{i}") for i in range(4))
    assert "OUD samenwerking draagt bij" in old_round.tap("Anna", "p:onthulling:1.matrix")


# --- long lists ---


@pytest.mark.parametrize("life", [PHASE_3], indirect=True)
def test_a_list_of_agreements_in_a_group_tells_how_many_more_there_are(life: Life):
    bind(life)
    assert "en nog" not in life.do("Bo @", "/afspraken")

    def agree(stage: TurnContext) -> None:
        who, here = stage.person, CollaborationId(1)
        assert who is not None
        for number in range(17):
            new = Agreement(AgreementId(0), here, None, who.id, Terms(f"Afspraak {number}", shared=True), stage.at)
            made = stage.uow.get(AGREEMENTS).add(new)
            due = stage.today() + timedelta(days=number)
            stage.uow.get(AGREEMENTS).save(replace(with_terms(made, owner=who.id, due=due), state=AgreementState.OPEN))

    life.act("Anna", agree)
    shown_there = life.do("Bo @", "/afspraken")
    assert shown_there.count("Afspraak ") == 15
    assert "… en nog 2" in shown_there


@pytest.mark.parametrize("life", [PHASE_2], indirect=True)
def test_without_a_reveal_there_is_no_way_to_more_of_it(life: Life):
    """What all said Ja to on boards may be more than fits below the question."""
    bind(life)
    life.do("Bo @", "/gesprek", "[Motievenronde]", "/motieven")
    for _ in range(10):
        answer_all(life)
        life.do("Bo", "[Volgende ›]")
    question = life.do("Bo @", "/gesprek")
    assert "… en nog " in question
    assert "Meer" not in [button.label for button in buttons(life, GROUP)]


def test_a_long_summary_shows_the_last_that_was_said(life: Life):
    talk(life)
    for number in range(20):
        life.do("Carla @", f"/punt Punt {number:02} {'x' * 400}")
    life.do("Bo", "[Meer]", "[Samenvatting]")
    summary = life.newest(GROUP).html
    assert "Punt 19" in summary
    assert "Punt 00" not in summary
    assert f"{20 - summary.count('Punt ')} eerdere punten" in summary
