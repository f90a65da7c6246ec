"""What tests of a whole life have in common: a form filled in, a group bound, something done without a screen."""

from collections.abc import Callable
from typing import TypeVar

from storage_life import PEOPLE, Life

from bot.dialogs.people import actions as members
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.collaboration import Membership, Role
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.turn.context import TurnContext
from bot.turn.ports import UnitOfWork

T = TypeVar("T")


def look(life: Life, read: Callable[[UnitOfWork], T]) -> T:
    """What is kept."""
    return life.database.run_sync(read)


def act(life: Life, who: str, deed: Callable[[TurnContext], T]) -> T:
    """Something that somebody does, without the screens that lead to it."""
    return life.act(who, deed)


def person_of(uow: UnitOfWork, who: str) -> PersonId:
    found = uow.people.in_chat(PEOPLE[who])
    assert found is not None
    return found.id


def place_of(uow: UnitOfWork) -> CollaborationId:
    """The collaboration that Bo leads."""
    return uow.collaborations.memberships_of(person_of(uow, "Bo"))[0].collaboration


def join(life: Life, who: str, partner: int, role: Role = Role.PARTICIPANT, name: str = "") -> Membership:
    """Somebody comes in."""

    def deed(stage: TurnContext) -> Membership:
        new = stage.uow.people.add(PEOPLE[who], name or who, "1", stage.at)
        place = place_of(stage.uow)
        membership = stage.uow.collaborations.add_membership(new.id, place, PartnerId(partner), role, stage.at)
        enter_open_runs(stage, membership)
        return membership

    return act(life, "Bo", deed)


def leave(life: Life, who: str) -> None:
    """Somebody stops everywhere, and stays known."""

    def deed(stage: TurnContext) -> None:
        for membership in stage.uow.collaborations.memberships_of(person_of(stage.uow, who)):
            members.end(stage, membership)

    act(life, who, deed)


def rename(life: Life, who: str, *names: str) -> None:
    """One name after the other."""
    for name in names:
        act(life, who, lambda stage, name=name: stage.uow.people.rename(person_of(stage.uow, who), name))


def erase(life: Life, who: str) -> None:
    act(life, who, lambda stage: members.erase(stage, stage.uow.people.get(person_of(stage.uow, who))))


def fill_in(life: Life, who: str, outcome: str, *, motives: int = 11) -> None:
    """Phase 1 with one motive, handed in."""
    motives_and_others = ("ja", outcome, *["n"] * (motives - 1), "klaar", "[Verder met de vragen]")
    life.do(who, "/invullen", "[Begin met de motieven]", *motives_and_others, *["overslaan"] * 8, "indienen")


def talk_in_group(life: Life) -> None:
    """Phase 1 is settled and revealed, and the conversation of phase 2 has begun in the group of all."""
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")
    fill_in(life, "Zebrina", "Bekend worden")
    fill_in(life, "Anna", "Een goede naam")
    fill_in(life, "Carla", "Bekend in de wijk", motives=10)
    life.do("Anna", "[Vaststellen]", "[Begin]", "Een goede naam", "[Vaststellen]")
    life.do("Carla", "[Vaststellen]", "[Vaststellen]")
    life.do("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")
    life.do("Bo @", "/gesprek")
