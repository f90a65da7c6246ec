"""A round from its opening to its end: phases that open, people who enter what is open, closing. Who may: the pages."""

from collections.abc import Callable, Mapping

from bot.content.screen import Button
from bot.domain.asking import About
from bot.domain.collaboration import Membership, Partner, Person
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState, next_state
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.turn.bundle import schedule, schedule_all
from bot.turn.context import TurnContext
from bot.turn.house import opening_news
from bot.turn.records import ParticipantContext


def open_round(ctx: TurnContext, round_id: RoundId) -> None:
    """Open the first chosen phase of a draft. From here the promise is fixed. Everybody who is in is told."""
    round_ = ctx.uow.rounds.get(round_id)
    if round_.state is not RoundState.DRAFT:
        raise DomainError("errors.already_open")
    state = next_state(round_.state, round_.phases)
    ctx.touched.add(round_.collaboration)
    if state is RoundState.COMMITMENT:
        ctx.uow.rounds.set_state(round_.id, RoundState.DRAFT, ctx.at)
        ctx.house.opens_phase[Phase.COMMITMENT](ctx, round_)
        return
    ctx.uow.rounds.set_state(round_.id, state, ctx.at)
    if state is not RoundState.PREPARATION:
        _tell_agreements(ctx, round_)
        return
    for partner in ctx.uow.collaborations.partners(round_.collaboration):
        ctx.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, ctx.at)
    for membership, person in ctx.uow.collaborations.members(round_.collaboration):
        enter_open_runs(ctx, membership)
        if membership.role.fills_in and person.chat != ctx.chat:
            _invite_to_fill_in(ctx, round_, membership, person)


def _tell_agreements(ctx: TurnContext, round_: Round) -> None:
    """Where nobody is invited to fill in, a new round opens with what was agreed in the last one alone."""
    name = ctx.uow.collaborations.get(round_.collaboration).name
    told: set[int] = set()
    for membership, person in ctx.uow.collaborations.members(round_.collaboration):
        agreed = opening_news(ctx, membership)
        if agreed and person.chat != ctx.chat and person.id not in told:
            told.add(person.id)
            text = Phrase("yearly.agreements", {"collaboration": name, "agreed": agreed})
            ctx.tell(text, *to_agreements(ctx, round_, agreed), chat=person.hears_in)


def _invite_to_fill_in(ctx: TurnContext, round_: Round, membership: Membership, person: Person) -> None:
    assert membership.partner is not None
    earlier = ctx.uow.rounds.all(round_.collaboration)
    about = {
        "collaboration": ctx.uow.collaborations.get(round_.collaboration).name,
        "partner": ctx.uow.collaborations.partner(membership.partner).name,
        "deadline": round_.deadline,
        "agreed": opening_news(ctx, membership),
        "again": any(one.id != round_.id and Phase.PREPARATION in one.phases for one in earlier),
    }
    button = ctx.button("begin_fase", "verder", what=Phrase("agenda.fase_1"))
    ctx.tell(Phrase("pages.opened", about), button, *to_agreements(ctx, round_, about["agreed"]), chat=person.hears_in)


def to_agreements(ctx: TurnContext, round_: Round, news: object) -> tuple[Button, ...]:
    """The way to agreements that are told of with their beginnings, where there are such."""
    return (ctx.button("afspraken", f"afspraken:{round_.collaboration}"),) if news else ()


def enter_open_runs(ctx: TurnContext, membership: Membership) -> None:
    """Have a member, late or early, take part in what is open for their partner."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    if round_ is None or membership.partner is None:
        schedule(ctx, membership.person)
        return
    for run in ctx.uow.rounds.runs(round_.id):
        if run.partner != membership.partner or run.state is not RunState.OPEN:
            continue
        if run.asks(membership.role):
            ctx.uow.rounds.take_part(run.id, membership.person)
    schedule(ctx, membership.person)


def go_on(ctx: TurnContext, round_id: RoundId) -> None:
    """After phase 2, or after the reveal where there is none: open phase 3, or close the round."""
    round_ = ctx.uow.rounds.get(round_id)
    if Phase.COMMITMENT in round_.phases:
        ctx.house.opens_phase[Phase.COMMITMENT](ctx, round_)
    else:
        close_round(ctx, round_)


def partner_left(ctx: TurnContext, partner: Partner) -> None:
    """Close what was open for a partner that takes no part any more."""
    round_ = ctx.uow.rounds.latest(partner.collaboration)
    for run in ctx.uow.rounds.runs(round_.id) if round_ is not None else ():
        if run.partner == partner.id and run.state is RunState.OPEN:
            ctx.uow.rounds.set_run_state(run.id, RunState.CLOSED)


def place_given_up(ctx: TurnContext, standing: ParticipantContext) -> None:
    """Wait no longer for somebody in a run. Who comes back begins again."""
    ctx.uow.rounds.stop_taking_part(standing.run.id, standing.person.id)
    ctx.uow.asking.forget(standing.person.id, About.PHASE, standing.run.id)


def tell_whose_turn_it_is(
    ctx: TurnContext,
    standing: ParticipantContext,
    key: str,
    button: Button,
    also: Callable[[PersonId], Mapping[str, object]] | None = None,
) -> None:
    """When everybody of a partner is ready, tell whoever may settle for it that it is their turn.

    `also` is what is filled in besides for one of them.
    """
    parts = {part.person: part for part in ctx.uow.rounds.participants(standing.run.id)}
    if any(part.handed_in_at is None for part in parts.values()):
        return
    people = ctx.uow.collaborations.members(standing.collaboration.id)
    memberships = [membership for membership, _ in people]
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    for membership, person in people:
        mine = membership.partner == standing.partner.id and person.id in parts
        if mine and person.chat != ctx.chat and may_settle(membership, memberships):
            ctx.tell(Phrase(key, {**about, **(also(person.id) if also else {})}), button, chat=person.hears_in)


def close_round(ctx: TurnContext, round_: Round) -> None:
    """Close a round: all stays as it is. The rooms hear of it; `years` asks for the next one in eleven months."""
    if round_.state is RoundState.CLOSED:
        raise DomainError("errors.round_closed")
    ctx.uow.rounds.close(round_.id, ctx.at)
    for run in ctx.uow.rounds.runs(round_.id):
        if run.state is RunState.OPEN:
            ctx.uow.rounds.set_run_state(run.id, RunState.CLOSED)
    for closed in ctx.house.each(lambda f: f.round_closed):
        closed(ctx, round_)
    ctx.touched.add(round_.collaboration)
    schedule_all(ctx, round_.collaboration)
