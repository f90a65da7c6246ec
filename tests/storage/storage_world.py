"""A small world to keep in the database, and the moments in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.collaboration import Collaboration, Membership, Partner, PartnerKind, Person, Role
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase, PhaseRun, Round, RoundMode, RunState
from bot.turn.ports import UnitOfWork

BOT = 77
NOW = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
ANNA, BRAM = ChatId(5_000_000_001), ChatId(5_000_000_002)


@dataclass(frozen=True)
class World:
    """Anna of a programme, who takes part in the preparation of an open round."""

    anna: Person
    collaboration: Collaboration
    partner: Partner
    membership: Membership
    round: Round
    run: PhaseRun


def make_world(uow: UnitOfWork) -> World:
    anna = uow.people.add(ANNA, "Anna", "2026-01", NOW)
    collaboration = uow.collaborations.add("De Werkplaats", NOW)
    partner = uow.collaborations.add_partner(collaboration.id, "Opleiding Zorg", PartnerKind.PROGRAMME, None, None)
    membership = uow.collaborations.add_membership(anna.id, collaboration.id, partner.id, Role.PARTICIPANT, NOW)
    round_ = uow.rounds.add(collaboration.id, RoundMode.APART, frozenset(Phase), "1", None)
    run = uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
    uow.rounds.take_part(run.id, anna.id)
    return World(anna, collaboration, partner, membership, round_, run)
