"""Who reads in the minutes what the people of all partners did together besides the conversation."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dialogs.alignment.facts.minutes import for_reader
from bot.domain.collaboration import Membership, Role
from bot.domain.ids import CollaborationId, MembershipId, PartnerId, PersonId
from bot.domain.visibility import Viewer
from bot.typesetting.minutes import Answered, Deepened, Minutes

TOGETHER = (Deepened("Raamwerk", "", (Answered("de koers", ("afstemming: ●",)),)),)
MINUTES = Minutes("HLO", (), "", "", (), (), (), True, "", deepened=TOGETHER)
AT = datetime(2026, 9, 1, tzinfo=UTC)


def viewer(role: Role, partner: int | None, left: datetime | None = None) -> Viewer:
    place = PartnerId(partner) if partner is not None else None
    mine = Membership(MembershipId(1), PersonId(1), CollaborationId(1), place, role, AT)
    return Viewer(PersonId(1), (replace(mine, left_at=left),))


@pytest.mark.parametrize("reader", [viewer(Role.FACILITATOR, None), viewer(Role.PARTICIPANT, 1)])
def test_its_circle_reads_it(reader: Viewer):
    assert for_reader(MINUTES, reader) == MINUTES


@pytest.mark.parametrize("reader", [viewer(Role.STAKEHOLDER, 1), viewer(Role.MANAGER, 1, left=AT)])
def test_others_read_the_minutes_without_it(reader: Viewer):
    assert for_reader(MINUTES, reader) == replace(MINUTES, deepened=())
