"""An example collaboration, ready to play: for the demo, tests and measurements. Its people are plainly examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogs.people.dialog import CONSENT_VERSION
from bot.dialogs.rounds.actions import enter_open_runs, open_round
from bot.domain.collaboration import Collaboration, Ownership, Partner, PartnerKind, Person, Role
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase, RoundMode, RoundState, RunState
from bot.rooms import HOUSE
from bot.turn.context import Texts, TurnContext
from bot.turn.ports import UnitOfWork

NAME = "HLO Zorg in de wijk"
PROGRAMME = "Opleiding Verpleegkunde"
PRACTICE = "Zorggroep Noord"

FACILITATOR = "Bo Begeleider"
PROGRAMME_PEOPLE = (("Anna Voorbeeld", Role.MANAGER), ("Bram Voorbeeld", Role.PARTICIPANT))
PRACTICE_PEOPLE = (("Carla Voorbeeld", Role.MANAGER), ("Daan Voorbeeld", Role.PARTICIPANT))
PEOPLE = (FACILITATOR, *(name for name, _ in (*PROGRAMME_PEOPLE, *PRACTICE_PEOPLE)))
"""Everybody in the example, the facilitator first."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to put into a partner, by the chat they use."""

    chat: ChatId
    name: str
    role: Role


def seed(
    uow: UnitOfWork, texts: Texts, chats: Sequence[ChatId], at: datetime, phases: frozenset[Phase] = frozenset(Phase)
) -> Collaboration:
    """Make the example with its round opened. `chats` are those of `PEOPLE`, in that order.

    Sends nothing, unless the round has no phase 1: then all hear that phase 3 is open.
    """
    by_name = dict(zip(PEOPLE, chats, strict=True))
    programme = [Member(by_name[name], name, role) for name, role in PROGRAMME_PEOPLE]
    practice = [Member(by_name[name], name, role) for name, role in PRACTICE_PEOPLE]
    return seed_with(uow, texts, Member(chats[0], FACILITATOR, Role.FACILITATOR), programme, practice, at, phases)


def seed_with(
    uow: UnitOfWork,
    texts: Texts,
    facilitator: Member,
    programme: Sequence[Member],
    practice: Sequence[Member],
    at: datetime,
    phases: frozenset[Phase] = frozenset(Phase),
) -> Collaboration:
    """The example with other people in it."""
    collaboration = uow.collaborations.add(NAME, at)
    first = uow.collaborations.add_partner(collaboration.id, PROGRAMME, PartnerKind.PROGRAMME, "zorg", Ownership.PUBLIC)
    second = uow.collaborations.add_partner(collaboration.id, PRACTICE, PartnerKind.PRACTICE, "zorg", Ownership.PUBLIC)
    version = texts.instrument.content_version
    round_ = uow.rounds.add(collaboration.id, RoundMode.APART, phases, version, deadline=None)
    if Phase.PREPARATION in phases:
        uow.rounds.set_state(round_.id, RoundState.PREPARATION, at)
        for partner in (first, second):
            uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, at)
    ctx = TurnContext(uow, at, texts, HOUSE, fresh=lambda: "", chat=facilitator.chat)
    _enter(ctx, facilitator, collaboration, None)
    for partner, people in ((first, programme), (second, practice)):
        for member in people:
            _enter(ctx, member, collaboration, partner)
    if Phase.PREPARATION not in phases:
        open_round(ctx, round_.id)
    ctx.written()
    return collaboration


def _enter(ctx: TurnContext, member: Member, collaboration: Collaboration, partner: Partner | None) -> Person:
    person = ctx.uow.people.add(member.chat, member.name, CONSENT_VERSION, ctx.at)
    membership = ctx.uow.collaborations.add_membership(
        person.id, collaboration.id, partner.id if partner else None, member.role, ctx.at
    )
    enter_open_runs(ctx, membership)
    return person
