"""Which forms of phase 1 can be filled in on paper now, and by whose people. Raises `DomainError` for anybody else."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogs.people.facts import known_person
from bot.domain.collaboration import Collaboration, Membership, Partner, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, RunId
from bot.domain.rounds import Phase, PhaseRun, Round, RunState
from bot.turn.context import TurnContext


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form of one partner in a phase 1 that is open, with everything around it."""

    collaboration: Collaboration
    partner: Partner
    round: Round
    run: PhaseRun


def open_forms(ctx: TurnContext, collaboration: CollaborationId | None = None) -> tuple[OpenForm, ...]:
    """The forms that whoever acts may print: of their own partners, and of every partner where they lead."""
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    places = dict.fromkeys(m.collaboration for m in mine if collaboration in (None, m.collaboration))
    return tuple(form for place in places for form in _forms_in(ctx, place, mine))


def _forms_in(ctx: TurnContext, place: CollaborationId, mine: tuple[Membership, ...]) -> Iterator[OpenForm]:
    round_ = ctx.uow.rounds.latest(place)
    if round_ is None or not round_.settles:
        return
    here = [m for m in mine if m.collaboration == place]
    partners = {one.id: one for one in ctx.uow.collaborations.partners(place)}
    for run in ctx.uow.rounds.runs(round_.id):
        open_ = run.phase is Phase.PREPARATION and run.state is RunState.OPEN
        if open_ and run.partner in partners and _may_print(here, run.partner):
            yield OpenForm(ctx.uow.collaborations.get(place), partners[run.partner], round_, run)


def _may_print(here: list[Membership], partner: PartnerId) -> bool:
    return any(m.role is Role.FACILITATOR or (m.partner == partner and m.role.fills_in) for m in here)


def open_form(ctx: TurnContext, run: RunId) -> OpenForm:
    """One of them. Raises `DomainError` when it is not open (any more), or not for whoever acts."""
    found = next((form for form in open_forms(ctx) if form.run.id == run), None)
    if found is None:
        raise DomainError("paper.not_open")
    return found
