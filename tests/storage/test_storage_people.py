"""People, collaborations and invitations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from storage_world import ANNA, BRAM, LATER, NOW, World

from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Ownership, PartnerKind, Role
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId, CollaborationId, InvitationId, MembershipId, PartnerId, PersonId
from bot.domain.invitation import Invitation
from bot.turn.ports import StaleWriteError, UnitOfWork
from storage.database import Database

PAGE = ChatId(2**52 + 7)


def test_a_person_is_found_by_id_and_by_chat(database: Database, world: World):
    assert database.run_sync(lambda uow: uow.people.get(world.anna.id)) == world.anna
    assert database.run_sync(lambda uow: uow.people.in_chat(ANNA)) == world.anna
    assert database.run_sync(lambda uow: uow.people.in_chat(BRAM)) is None
    assert (world.anna.chat, world.anna.name, world.anna.consent) == (ANNA, "Anna", "2026-01")


def test_a_person_is_found_by_each_of_their_chats(database: Database, world: World):
    def work(uow: UnitOfWork) -> None:
        bram = uow.people.add(BRAM, "Bram", "2026-01", NOW)
        assert uow.people.chats(world.anna) == (ANNA,)
        uow.people.add_chat(world.anna.id, PAGE, NOW)
        anna = uow.people.get(world.anna.id)
        assert anna == replace(world.anna, last_in=PAGE)
        assert uow.people.in_chat(PAGE) == uow.people.in_chat(ANNA) == anna
        assert uow.people.in_chat(BRAM) == bram
        assert uow.people.chats(anna) == (ANNA, PAGE)
        assert (anna.several, anna.hears_in, bram.several, bram.hears_in) == (True, PAGE, False, BRAM)
        uow.people.used(anna.id, ANNA)
        assert uow.people.get(anna.id).hears_in == ANNA
        uow.people.set_told_in(anna.id, PAGE)
        assert uow.people.get(anna.id).hears_in == PAGE

    database.run_sync(work)


def test_a_chat_is_one_persons_also_beside_others(database: Database, world: World):
    bram = database.run_sync(lambda uow: uow.people.add(BRAM, "Bram", "2026-01", NOW))
    database.run_sync(lambda uow: uow.people.add_chat(world.anna.id, PAGE, NOW))
    with pytest.raises(IntegrityError):
        database.run_sync(lambda uow: uow.people.add_chat(bram.id, PAGE, NOW))


def test_one_chat_is_one_person(database: Database, world: World):
    with pytest.raises(IntegrityError):
        database.run_sync(lambda uow: uow.people.add(ANNA, "Anna", "2026-01", NOW))


def test_agreeing_again_updates_name_and_consent_of_that_person_only(database: Database, world: World):
    bram = database.run_sync(lambda uow: uow.people.add(BRAM, "Bram", "2026-01", NOW))
    database.run_sync(lambda uow: uow.people.agreed(world.anna.id, "Anna B.", "2027-01", LATER))
    found = database.run_sync(lambda uow: (uow.people.get(world.anna.id), uow.people.get(bram.id)))
    assert found == (replace(world.anna, name="Anna B.", consent="2027-01"), bram)


def test_somebody_is_away_until_a_day_and_comes_back(database: Database, world: World):
    for until in (date(2026, 10, 1), date(2026, 9, 24), None):
        database.run_sync(lambda uow, until=until: uow.people.set_away(world.anna.id, until))
        assert database.run_sync(lambda uow: uow.people.get(world.anna.id)).away_until == until


def test_reachable_goes_and_comes(database: Database, world: World):
    database.run_sync(lambda uow: uow.people.set_reachable(ANNA, False))
    assert not database.run_sync(lambda uow: uow.people.get(world.anna.id)).reachable
    database.run_sync(lambda uow: uow.people.set_reachable(ANNA, True))
    assert database.run_sync(lambda uow: uow.people.get(world.anna.id)).reachable
    database.run_sync(lambda uow: uow.people.set_reachable(BRAM, True))


@pytest.mark.parametrize(
    "door",
    [
        lambda uow: uow.people,
        lambda uow: uow.collaborations,
        lambda uow: uow.get(INVITATIONS),
        lambda uow: uow.rounds,
    ],
    ids=["people", "collaborations", "invitations", "rounds"],
)
def test_an_id_that_does_not_exist_is_a_mistake(database: Database, door):
    with pytest.raises(ProgrammingError, match="no such row"):
        database.run_sync(lambda uow: door(uow).get(404))


def test_a_collaboration_with_its_partners_in_order(database: Database, world: World):
    of = world.collaboration.id
    practice = database.run_sync(
        lambda uow: uow.collaborations.add_partner(of, "Thuis & Co", PartnerKind.PRACTICE, "zorg", Ownership.PRIVATE)
    )
    other = database.run_sync(lambda uow: uow.collaborations.add("Iets anders", NOW))
    assert database.run_sync(lambda uow: uow.collaborations.get(of)) == world.collaboration
    assert database.run_sync(lambda uow: uow.collaborations.partner(practice.id)) == practice
    assert (practice.kind, practice.sector, practice.ownership) == (PartnerKind.PRACTICE, "zorg", Ownership.PRIVATE)
    assert database.run_sync(lambda uow: uow.collaborations.partners(of)) == (world.partner, practice)
    assert database.run_sync(lambda uow: uow.collaborations.partners(other.id)) == ()


def test_a_partner_needs_its_collaboration(database: Database):
    with pytest.raises(IntegrityError):
        database.run_sync(
            lambda uow: uow.collaborations.add_partner(CollaborationId(404), "x", PartnerKind.PRACTICE, None, None)
        )


def test_memberships_of_a_person_and_members_of_a_collaboration(database: Database, world: World):
    of = world.collaboration.id
    bram = database.run_sync(lambda uow: uow.people.add(BRAM, "Bram", "2026-01", NOW))
    leads = database.run_sync(lambda uow: uow.collaborations.add_membership(bram.id, of, None, Role.FACILITATOR, NOW))
    assert leads.partner is None
    assert database.run_sync(lambda uow: uow.collaborations.membership(leads.id)) == leads
    assert database.run_sync(lambda uow: uow.collaborations.memberships_of(bram.id)) == (leads,)
    members = database.run_sync(lambda uow: uow.collaborations.members(of))
    assert members.pairs == ((world.membership, world.anna), (leads, bram))


def test_a_membership_that_ended_is_nowhere(database: Database, world: World):
    database.run_sync(lambda uow: uow.collaborations.end_membership(world.membership.id, LATER))
    assert database.run_sync(lambda uow: uow.collaborations.membership(world.membership.id)) is None
    assert database.run_sync(lambda uow: uow.collaborations.memberships_of(world.anna.id)) == ()
    assert database.run_sync(lambda uow: uow.collaborations.members(world.collaboration.id).pairs) == ()
    assert database.run_sync(lambda uow: uow.rounds.standing(world.run.id, world.anna.id)) is None
    assert database.run_sync(lambda uow: uow.collaborations.membership(MembershipId(404))) is None


def invite(database: Database, world: World, token_hash: str, *, several: bool = False) -> Invitation:
    return database.run_sync(
        lambda uow: uow.get(INVITATIONS).add(
            token_hash=token_hash,
            collaboration=world.collaboration.id,
            partner=world.partner.id,
            role=Role.PARTICIPANT,
            several=several,
            made_by=world.anna.id,
            expires_at=LATER,
        )
    )


def test_an_invitation_is_found_by_its_hash(database: Database, world: World):
    made = invite(database, world, "a" * 64)
    assert database.run_sync(lambda uow: uow.get(INVITATIONS).get(made.id)) == made
    assert database.run_sync(lambda uow: uow.get(INVITATIONS).by_hash("a" * 64)) == made
    assert database.run_sync(lambda uow: uow.get(INVITATIONS).by_hash("b" * 64)) is None
    with pytest.raises(IntegrityError):
        invite(database, world, "a" * 64)


def test_only_one_person_uses_an_invitation_for_one(database: Database, world: World):
    one, many = invite(database, world, "1"), invite(database, world, "2", several=True)
    for _ in range(2):
        database.run_sync(lambda uow: uow.get(INVITATIONS).count_use(many.id))
    database.run_sync(lambda uow: uow.get(INVITATIONS).count_use(one.id))
    with pytest.raises(StaleWriteError):
        database.run_sync(lambda uow: uow.get(INVITATIONS).count_use(one.id))
    uses = database.run_sync(
        lambda uow: (uow.get(INVITATIONS).get(one.id).uses, uow.get(INVITATIONS).get(many.id).uses)
    )
    assert uses == (1, 2)


def test_usable_are_those_not_used_up_revoked_or_expired(database: Database, world: World):
    fresh, used, several, revoked = (invite(database, world, str(n), several=n == 2) for n in range(4))
    for taken in (used, several):
        database.run_sync(lambda uow, taken=taken: uow.get(INVITATIONS).count_use(taken.id))
    database.run_sync(lambda uow: uow.get(INVITATIONS).revoke(revoked.id, NOW))
    database.run_sync(lambda uow: uow.get(INVITATIONS).revoke(revoked.id, LATER))
    assert database.run_sync(lambda uow: uow.get(INVITATIONS).get(revoked.id)).revoked_at == NOW
    usable = database.run_sync(lambda uow: uow.get(INVITATIONS).usable(world.collaboration.id, NOW))
    assert [invitation.id for invitation in usable] == [fresh.id, several.id]
    just_before = LATER - timedelta(microseconds=1)
    assert len(database.run_sync(lambda uow: uow.get(INVITATIONS).usable(world.collaboration.id, just_before))) == 2
    assert database.run_sync(lambda uow: uow.get(INVITATIONS).usable(world.collaboration.id, LATER)) == ()


def test_ids_are_never_given_twice(database: Database, world: World):
    assert [InvitationId(invite(database, world, str(n)).id) for n in range(2)] == [1, 2]
    assert (world.anna.id, world.partner.id) == (PersonId(1), PartnerId(1))
