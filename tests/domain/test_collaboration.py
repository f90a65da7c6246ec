"""Partners, roles and the scale of the form."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.collaboration import PARTNER_ROLES, Collaboration, PartnerKind, Person, Role
from bot.domain.ids import ChatId, CollaborationId, PersonId
from bot.domain.motive import Choice, outcome_of, own_motive_id, term_of


def test_the_other_kind_is_across_the_table():
    assert {kind: kind.other for kind in PartnerKind} == {
        PartnerKind.PROGRAMME: PartnerKind.PRACTICE,
        PartnerKind.PRACTICE: PartnerKind.PROGRAMME,
    }


def test_only_three_roles_fill_in_phase_1():
    assert [role for role in Role if role.fills_in] == [Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR]


def test_links_of_a_manager_and_a_facilitator_are_never_shared():
    assert [role for role in Role if role.single_use_invitation] == [Role.FACILITATOR, Role.MANAGER]


def test_a_partner_has_every_role_but_facilitator():
    assert set(PARTNER_ROLES) == set(Role) - {Role.FACILITATOR}


def test_a_collaboration_counts_its_days_in_its_own_zone():
    assert Collaboration(CollaborationId(1), "HLO").zone == ZoneInfo("Europe/Amsterdam")
    assert Collaboration(CollaborationId(1), "HLO", "America/Curacao").zone == ZoneInfo("America/Curacao")


@pytest.mark.parametrize(("name", "first"), [("Anna de Vries", "Anna"), ("Anna", "Anna"), ("  Jo  An", "Jo"), ("", "")])
def test_a_person_is_addressed_by_first_name(name: str, first: str):
    assert Person(PersonId(1), ChatId(1), name, "1").first_name == first


def test_an_outcome_is_asked_unless_the_answer_is_no():
    assert [choice for choice in Choice if choice.applies] == [Choice.YES, Choice.SOMEWHAT]


def test_derived_ids_append_to_the_motive():
    assert [outcome_of("pp.kap.1"), term_of("pp.kap.1"), outcome_of(own_motive_id("7f3a"))] == [
        "pp.kap.1.outcome",
        "pp.kap.1.term",
        "own.7f3a.outcome",
    ]
