"""How far a partner is, for each who may look."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.rounds.facts import PartnerProgress, partner_progress
from bot.domain.collaboration import Membership, Partner, PartnerKind, Person, Role
from bot.domain.ids import ChatId, CollaborationId, MembershipId, PartnerId, PersonId, RunId
from bot.domain.rounds import Participation
from bot.domain.visibility import Viewer

AT = datetime(2026, 9, 16, tzinfo=UTC)
NORTH = Partner(PartnerId(1), CollaborationId(1), "Zorggroep Noord", PartnerKind.PRACTICE)
NAMES = {1: "Chris", 2: "Anna", 3: "Bram", 4: "Dora"}


def membership(person: int, partner: int | None, role: Role = Role.PARTICIPANT) -> Membership:
    at = None if partner is None else PartnerId(partner)
    return Membership(MembershipId(person), PersonId(person), CollaborationId(1), at, role, AT)


def person(number: int) -> Person:
    return Person(PersonId(number), ChatId(number), NAMES[number], "1")


MEMBERS = [(membership(number, 2 if number == 4 else 1), person(number)) for number in NAMES]
PARTICIPATIONS = [
    Participation(RunId(1), PersonId(1), handed_in_at=AT),
    Participation(RunId(1), PersonId(2), handed_in_at=AT),
    Participation(RunId(1), PersonId(3)),
]

COLLEAGUE = Viewer(PersonId(3), (membership(3, 1),))
FACILITATOR = Viewer(PersonId(9), (membership(9, None, Role.FACILITATOR),))
OTHER = Viewer(PersonId(4), (membership(4, 2),))
OUTSIDER = Viewer(PersonId(8), ())


@pytest.mark.parametrize(
    ("viewer", "ready", "busy"),
    [
        (COLLEAGUE, ("Anna", "Chris"), ("Bram",)),
        (FACILITATOR, ("Anna", "Chris"), ("Bram",)),
        (OTHER, (), ()),
        (OUTSIDER, (), ()),
    ],
)
def test_partner_progress_names_people_only_to_those_who_may_know(
    viewer: Viewer, ready: tuple[str, ...], busy: tuple[str, ...]
):
    progress = partner_progress(NORTH, MEMBERS, PARTICIPATIONS, settled=True, viewer=viewer)
    assert progress == PartnerProgress("Zorggroep Noord", 3, 2, settled=True, names_ready=ready, names_busy=busy)


def test_partner_progress_counts_somebody_whose_name_is_gone():
    progress = partner_progress(NORTH, MEMBERS[1:], PARTICIPATIONS, settled=False, viewer=COLLEAGUE)
    assert progress == PartnerProgress("Zorggroep Noord", 3, 2, False, ("Anna",), ("Bram",))


def test_partner_progress_of_a_partner_without_people():
    progress = partner_progress(NORTH, [], [], settled=False, viewer=COLLEAGUE)
    assert progress == PartnerProgress("Zorggroep Noord", 0, 0, False, (), ())
