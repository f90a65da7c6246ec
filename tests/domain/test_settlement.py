"""Who may settle for a partner, case by case."""

from datetime import UTC, datetime

import pytest

from bot.domain.collaboration import Membership, Role
from bot.domain.ids import CollaborationId, MembershipId, PartnerId, PersonId
from bot.domain.settlement import may_settle

AT = datetime(2026, 9, 16, tzinfo=UTC)
OURS, THEIRS = PartnerId(1), PartnerId(2)


def member(role: Role, partner: PartnerId | None = OURS, number: int = 1) -> Membership:
    return Membership(MembershipId(number), PersonId(number), CollaborationId(1), partner, role, AT)


LEADING = member(Role.FACILITATOR, None, 7)
MANAGER = member(Role.MANAGER, number=8)
THEIR_MANAGER = member(Role.MANAGER, THEIRS, 9)
STAKEHOLDER = member(Role.STAKEHOLDER, number=10)


@pytest.mark.parametrize(
    ("mine", "others", "may"),
    [
        (Role.MANAGER, [], True),
        (Role.MANAGER, [MANAGER], True),
        (Role.PARTICIPANT, [MANAGER], False),
        (Role.PROCESS_FACILITATOR, [MANAGER], False),
        (Role.STAKEHOLDER, [MANAGER], False),
        (Role.PARTICIPANT, [], True),
        (Role.PROCESS_FACILITATOR, [], True),
        (Role.STAKEHOLDER, [], False),
        (Role.PARTICIPANT, [THEIR_MANAGER], True),
        (Role.STAKEHOLDER, [THEIR_MANAGER], False),
        (Role.PARTICIPANT, [LEADING, STAKEHOLDER], True),
        (Role.FACILITATOR, [], False),
    ],
)
def test_a_manager_settles_and_without_one_whoever_fills_in(mine: Role, others: list[Membership], may: bool):
    one = member(mine)
    assert may_settle(one, [one, *others]) == may
