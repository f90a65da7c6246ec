"""Several people at the same moment, through the real runner: one consistent state, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from storage_town import ANNA, BO, BRAM, CAS, DANA, EVI, FRITS, GROUP, OTHER_GROUP, Town
from storage_world import BOT

from bot.domain.rounds import RoundMode
from bot.turn.incoming import Commanded
from storage.database import Database

EVERYBODY = (ANNA, BRAM, CAS, DANA, EVI, FRITS)
ONE = pytest.param(("postgres", 1), marks=[pytest.mark.postgres, pytest.mark.deep], id="postgres")  # TWO is harder
TWO = pytest.param(("postgres", 2), marks=pytest.mark.postgres, id="postgres-two-writers")


@pytest.fixture(params=[pytest.param(("file", 1), id="file"), ONE, TWO])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """The example, its round open, each partner with two who may settle."""
    backend, writers = request.param
    url = str(request.getfixturevalue(f"{backend}_url"))
    with ExitStack() as stack:
        town = Town([stack.enter_context(Database(url, BOT)) for _ in range(writers)])
        town.seed(RoundMode.TOGETHER)
        yield town


@pytest.fixture
def table(town: Town) -> Town:
    """The first board lies on the table in the group of all."""
    town.bind()
    town.command(BO, "motieven", chat=GROUP)
    return town


def board_state(town: Town) -> tuple:
    return town.rows("SELECT state, number FROM question ORDER BY id")[-1]


# --- boards ---


def test_the_last_two_votes_at_once_show_the_board(table: Town):
    for person in EVERYBODY[2:]:
        table.press(person, "Ja", GROUP)
    said = table.at_once(table.tap(ANNA, "Ja", GROUP), table.tap(BRAM, "Nee", GROUP))
    assert all("genoteerd" in (result.toast or "") for result in said)
    assert board_state(table) == ("shown", 2)
    assert table.value("SELECT count(*) FROM question_seat WHERE counted") == 6


def test_a_vote_while_the_numbers_are_shown_is_counted_or_refused(table: Town):
    table.press(ANNA, "Ja", GROUP)
    vote, _ = table.at_once(table.tap(BRAM, "Nee", GROUP), table.tap(BO, "Toon uitslag"))
    accepted = "genoteerd" in (vote.toast or "")
    assert board_state(table)[0] == "shown"
    assert table.value("SELECT count(*) FROM question_seat WHERE counted") == 1 + accepted


def test_two_taps_show_the_numbers_once(table: Town):
    table.press(ANNA, "Ja", GROUP)
    table.at_once(table.tap(BO, "Toon uitslag"), table.tap(BO, "Toon uitslag"))
    assert board_state(table) == ("shown", 2)


def test_two_taps_open_one_board(table: Town):
    table.press(ANNA, "Ja", GROUP)
    table.press(BO, "Toon uitslag")
    table.at_once(table.tap(BO, "Volgende ›"), table.tap(BO, "Volgende ›"))
    assert table.value("SELECT count(*) FROM question") == 2


def test_two_who_begin_open_one_board(town: Town):
    town.bind()
    begin = [town.incoming(person, Commanded("motieven"), GROUP) for person in (BO, DANA)]
    town.at_once(*begin)
    assert town.value("SELECT count(*) FROM question") == 1


def test_one_person_on_two_phones_has_one_vote(table: Town):
    table.at_once(table.tap(ANNA, "Ja", GROUP), table.tap(ANNA, "Nee", GROUP))
    assert table.value("SELECT count(*) FROM question_seat WHERE voted") == 1
    assert table.value("SELECT count(*) FROM conversation WHERE dialog = 'preparation'") == 1
    assert table.value("SELECT count(*) FROM answer WHERE step = 'op.leg.1'") == 1


def test_a_board_that_was_left_is_not_opened_again(table: Town):
    """Whoever leads taps on two phones at the same moment: on the one they go on, on the other they open again."""
    table.press(ANNA, "Ja", GROUP)
    table.press(BO, "Toon uitslag")
    again = table.tap(BO, "Heropenen")
    table.press(BO, "Volgende ›")
    assert table.take(again).toast == "Deze knop is verlopen"
    assert table.value("SELECT count(*) FROM question WHERE state = 'open'") == 1


def test_what_one_group_was_shown_is_not_changed_in_another(table: Town):
    """The group of all was shown it; the partner's own group opens a board on the same motive."""
    table.press(ANNA, "Ja", GROUP)
    table.press(BO, "Toon uitslag")
    table.bind(OTHER_GROUP, ANNA)
    table.command(ANNA, "motieven", chat=OTHER_GROUP)
    table.press(ANNA, "Nee", OTHER_GROUP)
    assert table.rows("SELECT value FROM answer WHERE step = 'op.leg.1'") == [("ja",)]


def test_a_vote_while_somebody_hands_in_counts_once(table: Town):
    table.make_ready(BRAM)
    table.at_once(table.tap(ANNA, "Ja", GROUP), table.tap(BRAM, "Indienen"))
    for person in EVERYBODY[2:]:
        table.press(person, "Ja", GROUP)
    assert board_state(table) == ("shown", 2)
    assert table.value("SELECT count(*) FROM question_seat WHERE counted") == 6


def test_two_replies_at_once_are_both_kept(table: Town):
    for person in EVERYBODY:
        table.press(person, "Ja", GROUP)
    table.at_once(table.reply(ANNA, "Een goede naam", 9001), table.reply(BRAM, "Trots", 9002))
    assert table.value("SELECT count(*) FROM question_contribution") == 2
    assert "Een goede naam" in table.text(GROUP)
    assert table.value("SELECT count(*) FROM answer WHERE step = 'op.leg.1.outcome'") == 2


# --- binding ---


def test_two_groups_at_once_for_one_circle_leave_one(town: Town):
    town.at_once(*[town.incoming(BO, Commanded("koppel"), group) for group in (GROUP, OTHER_GROUP)])
    assert town.value("SELECT count(*) FROM chat_binding WHERE ended_at IS NULL") == 1


def test_one_group_is_bound_to_one_thing(town: Town):
    town.at_once(*[town.incoming(person, Commanded("koppel"), GROUP) for person in (BO, ANNA)])
    assert town.value("SELECT count(*) FROM chat_binding WHERE ended_at IS NULL") == 1


def test_a_link_is_used_once(town: Town):
    town.command(BO, "overzicht")
    town.press(BO, "Groepen")
    town.press(BO, "Groep voor HLO Zorg in de wijk")
    token = town.phone(BO).chat.token
    town.at_once(*[town.incoming(BO, Commanded("start", token), group) for group in (GROUP, OTHER_GROUP)])
    assert town.value("SELECT count(*) FROM chat_binding") == 1
    assert town.value("SELECT count(*) FROM binding_request WHERE used_at IS NOT NULL") == 1
    assert "Deze link werkt niet meer" in town.text(GROUP) + town.text(OTHER_GROUP)


# --- handing in, settling, revealing ---


def ready_to_settle(town: Town, *people: int) -> None:
    for person in people:
        town.take(town.tap(person, "Vaststellen"))
        if "Begin" in town.labels(person):
            town.press(person, "Begin")


def test_the_last_two_who_hand_in_let_somebody_settle(town: Town):
    town.hand_in(ANNA)
    town.make_ready(BRAM, CAS)
    town.at_once(town.tap(BRAM, "Indienen"), town.tap(CAS, "Indienen"))
    assert "Vaststellen" in town.labels(ANNA)


def test_two_who_settle_make_one_version(town: Town):
    town.hand_in(ANNA, BRAM, CAS)
    ready_to_settle(town, ANNA, BRAM)
    town.at_once(*(town.tap(person, "Vaststellen") for person in (ANNA, BRAM)))
    assert town.value("SELECT count(*) FROM settlement") == 1


def test_the_last_two_partners_that_settle_let_the_facilitator_reveal(town: Town):
    town.hand_in(*EVERYBODY)
    ready_to_settle(town, ANNA, DANA)
    town.at_once(*(town.tap(person, "Vaststellen") for person in (ANNA, DANA)))
    assert town.value("SELECT count(*) FROM settlement") == 2
    assert "Onthullen" in town.labels(BO)


def test_an_answer_that_changes_while_it_is_settled_is_in_it_or_refused(town: Town):
    town.hand_in(ANNA, BRAM, CAS)
    town.press(CAS, "Wijzigen")
    town.press(CAS, "1")
    ready_to_settle(town, ANNA)
    town.at_once(town.tap(CAS, "Ja"), town.tap(ANNA, "Vaststellen"))
    changed = town.value("SELECT count(*) FROM answer WHERE step = 'op.leg.1' AND value = 'ja'") == 1
    settled = town.value("SELECT count(*) FROM settlement") == 1
    assert changed != settled


@pytest.fixture
def settled(town: Town) -> Town:
    """Both partners have settled, and Bo is about to reveal."""
    town.hand_in(*EVERYBODY)
    for person in (ANNA, DANA):
        ready_to_settle(town, person)
        town.press(person, "Vaststellen")
    town.press(BO, "Onthullen")
    return town


def test_two_taps_reveal_once(settled: Town):
    reveal = [settled.tap(BO, "Onthullen") for _ in range(2)]
    settled.at_once(*reveal)
    assert settled.value("SELECT count(*) FROM revealed") == 2
    assert settled.text(FRITS).count("De motieven zijn onthuld") == 1


def test_a_version_is_taken_back_or_revealed(settled: Town):
    settled.at_once(settled.tap(BO, "Onthullen"), settled.tap(ANNA, "Heropenen"))


def test_a_reveal_while_another_partner_settles_shows_it_then_or_later(settled: Town):
    settled.press(ANNA, "Heropenen")
    ready_to_settle(settled, ANNA)
    settled.command(BO, "overzicht")
    settled.press(BO, "Onthullen")
    settled.at_once(settled.tap(BO, "Onthullen"), settled.tap(ANNA, "Vaststellen"))
