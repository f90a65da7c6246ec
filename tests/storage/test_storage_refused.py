"""A turn that is refused changes nothing, whatever was written before the rule that refuses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from storage_life import GROUP, PEOPLE, Life
from storage_talk import leave
from storage_work import add_person, there, together
from storage_world import BOT

from bot.domain.ids import ChatId, PartnerId
from bot.domain.rounds import Phase
from bot.engine.model import MAX_TEXT
from bot.turn.context import TurnContext
from bot.turn.ports import RefusedError, StaleWriteError, UnitOfWork
from storage.database import Database
from storage.writer import ATTEMPTS

TALK_ONLY = frozenset({Phase.ALIGNMENT})


# --- how the writer undoes it ---


@pytest.mark.parametrize("others", [0, 2])
async def test_what_is_refused_is_undone_and_something_else_done_instead(database: Database, others: int):
    def turn(uow: UnitOfWork) -> str:
        add_person(101)(uow)
        raise RefusedError(instead)

    def instead(uow: UnitOfWork) -> str:
        assert uow.people.in_chat(ChatId(101)) is None
        add_person(102)(uow)
        return "told"

    found = await together(database, turn, *(add_person(n) for n in range(others)))
    assert found[0] == "told"
    assert there(database, 101, 102, *range(others)) == [False, True, *[True] * others]


@pytest.mark.parametrize("others", [0, 2])
async def test_when_somebody_was_first_after_a_refusal_it_is_judged_anew(database: Database, others: int):
    tries: list[str] = []

    def turn(uow: UnitOfWork) -> str:
        tries.append("turn")
        if len(tries) > 1:
            add_person(101)(uow)
            return "allowed by now"
        raise RefusedError(instead)

    def instead(uow: UnitOfWork) -> str:
        tries.append("instead")
        add_person(102)(uow)
        raise StaleWriteError("again")

    found = await together(database, turn, *(add_person(n) for n in range(others)))
    assert (found[0], tries) == ("allowed by now", ["turn", "instead", "turn"])
    assert there(database, 101, 102) == [True, False]


@pytest.mark.parametrize("others", [0, 2])
async def test_a_refusal_that_stays_stale_is_given_up(database: Database, others: int):
    tries: list[int] = []

    def turn(_: UnitOfWork) -> None:
        raise RefusedError(instead)

    def instead(_: UnitOfWork) -> None:
        tries.append(1)
        raise StaleWriteError("again")

    found = await together(database, turn, *(add_person(n) for n in range(others)))
    assert isinstance(found[0], StaleWriteError)
    assert len(tries) == ATTEMPTS
    assert there(database, *range(others)) == [True] * others


# --- turns ---


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    """From the beginning, in memory."""
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", TALK_ONLY))


def talk(life: Life) -> None:
    """Phase 2 goes on in the group."""
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}", "/gesprek", "[Meteen beginnen]")


def kept(life: Life) -> dict[str, list[object]]:
    """Every row there is, but for what came in and the words of the refusal itself."""

    def read(uow: UnitOfWork) -> dict[str, list[object]]:
        connection = uow.people._reads.connection  # type: ignore[attr-defined]
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        tables = [name for name in names if name not in ("inbox", "outbox", "sqlite_sequence")]
        return {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in tables}

    return life.look(read)


def test_a_forged_button_withdraws_nothing_of_who_left(life: Life):
    talk(life)
    life.do("Carla @", "/punt Dit blijft staan")
    leave(life, "Carla")
    before = kept(life)
    group = life.screens(GROUP)
    assert life.tap("Carla", "p:trekin:1.ja") == "Je doet hier niet aan mee."
    assert kept(life) == before
    assert life.screens(GROUP) == group


def test_a_refused_turn_says_only_the_refusal(life: Life):
    talk(life)

    def two_places(stage: TurnContext) -> None:
        assert stage.person is not None
        mine = stage.uow.collaborations.memberships_of(stage.person.id)[0]
        stage.uow.collaborations.add_membership(stage.person.id, mine.collaboration, PartnerId(1), mine.role, stage.at)

    life.act("Carla", two_places)
    before = kept(life)
    life.do("Carla @", "/doel " + "Samen leren " * 30)
    assert kept(life) == before
    assert "Namens wie" not in str(life.screens(PEOPLE["Carla"]))
    life.do("Carla @", "/doel Samen leren")
    assert "Namens wie" in str(life.screens(PEOPLE["Carla"]))


def test_a_button_that_leads_nowhere_does_not_change_who_leads(life: Life):
    talk(life)
    life.do("Zebrina @", "/gesprek", "[Ik neem het over]")
    before = kept(life)
    life.tap("Bo @", "g:vraagvoor:1.f2.b1")
    assert kept(life) == before


def test_a_talk_that_may_not_be_held_is_not_begun(life: Life):
    before = kept(life)
    life.tap("Carla", "p:doe:settling.1")
    assert kept(life) == before


def test_a_refused_answer_of_which_the_rest_comes_is_refused_with_its_rest(life: Life):
    talk(life)
    before = kept(life)
    life.do("Anna @", "/punt " + "a" * (MAX_TEXT + 1))
    life.town.now -= timedelta(seconds=4)
    life.do("Anna @", "/punt de rest")
    after = kept(life)
    assert after["question_contribution"] == before["question_contribution"] == []
