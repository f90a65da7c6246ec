"""How far a round is, per partner: who has handed in, never what. Shows each viewer only what they may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.dialogs.people.facts import called
from bot.domain.collaboration import Membership, Partner, Person
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Participation, Phase, PhaseRun, Round, RunState, readiness_of
from bot.domain.settlement import who_settle
from bot.domain.visibility import Viewer, may_see
from bot.turn.context import TurnContext
from bot.turn.waiting import Waits


def committing(ctx: TurnContext, round_: Round) -> bool:
    """Whether phase 3 of this round has opened, so that whoever comes in with it sees what came before it."""
    return any(run.phase is Phase.COMMITMENT for run in ctx.uow.rounds.runs(round_.id))


def waits_in(ctx: TurnContext, run: PhaseRun, *, to_hand_in: str, to_end: str) -> Waits | None:
    """Whom a phase of one partner waits for, until it is ended: who has not handed in, then who speaks for it."""
    if run.partner is None or run.state is not RunState.OPEN:
        return None
    members = ctx.uow.collaborations.members(ctx.uow.rounds.get(run.round).collaboration)
    parts = ctx.uow.rounds.participants(run.id)
    if not parts:
        return Waits("come_in", run.partner, counted=True)
    busy = tuple(part.person for part in parts if part.handed_in_at is None)
    if busy:
        return Waits(to_hand_in, run.partner, busy, counted=True)
    return Waits(to_end, run.partner, who_settle(members.memberships, run.partner))


@dataclass(frozen=True, slots=True)
class PartnerProgress:
    """One partner: how many take part, how many are ready, and the names that this viewer may see."""

    partner: str
    people: int
    ready: int
    settled: bool
    names_ready: tuple[str, ...]
    names_busy: tuple[str, ...]


def partner_progress(
    partner: Partner,
    members: Iterable[tuple[Membership, Person]],
    participations: Sequence[Participation],
    settled: bool,
    viewer: Viewer,
    on_paper: Mapping[PersonId, str] = MappingProxyType({}),
) -> PartnerProgress:
    """The progress of one partner as this viewer may see it. `on_paper` is what those without a place are called."""
    here = {person.id: person.name for membership, person in members if membership.partner == partner.id}
    names = {**here, **on_paper}
    ready = [p for p in participations if p.handed_in_at is not None]
    busy = [p for p in participations if p.handed_in_at is None]

    def named(some: Sequence[Participation]) -> tuple[str, ...]:
        shown = (p for p in some if may_see(readiness_of(p, partner.id), viewer))
        return tuple(sorted(names[p.person] for p in shown if p.person in names))

    return PartnerProgress(partner.name, len(participations), len(ready), settled, named(ready), named(busy))


def on_paper(ctx: TurnContext, run: RunId) -> dict[PersonId, str]:
    """What those of a run are called who take part on paper."""
    people = (ctx.uow.people.get(part.person) for part in ctx.uow.rounds.participants(run))
    return {person.id: called(ctx, person) for person in people if person.on_paper}
