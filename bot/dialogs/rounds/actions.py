"""A round from its opening to its end: phases that open, people who enter what is open, closing. Who may: the pages."""

from bot.content.screen import Button
from bot.domain.asking import About
from bot.domain.collaboration import Membership, Partner, Person
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState, next_state
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.turn.bundle import schedule, schedule_all
from bot.turn.context import Stage
from bot.turn.house import opening_news
from bot.turn.records import Standing


def open_round(stage: Stage, round_id: RoundId) -> None:
    """From draft to the first chosen phase. From here the promise is fixed. Everybody who is in is told."""
    round_ = stage.uow.rounds.get(round_id)
    if round_.state is not RoundState.DRAFT:
        raise DomainError("errors.already_open")
    state = next_state(round_.state, round_.phases)
    stage.touched.add(round_.collaboration)
    if state is RoundState.COMMITMENT:
        stage.uow.rounds.set_state(round_.id, RoundState.DRAFT, stage.at)
        stage.house.opens_phase[Phase.COMMITMENT](stage, round_)
        return
    stage.uow.rounds.set_state(round_.id, state, stage.at)
    if state is not RoundState.PREPARATION:
        _tell_agreements(stage, round_)
        return
    for partner in stage.uow.collaborations.partners(round_.collaboration):
        stage.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, stage.at)
    for membership, person in stage.uow.collaborations.members(round_.collaboration):
        enter_open_runs(stage, membership)
        if membership.role.fills_in and person.chat != stage.chat:
            _invite_to_fill_in(stage, round_, membership, person)


def _tell_agreements(stage: Stage, round_: Round) -> None:
    """Where nobody is invited to fill in, a new round opens with what was agreed in the last one alone."""
    name = stage.uow.collaborations.get(round_.collaboration).name
    told: set[int] = set()
    for membership, person in stage.uow.collaborations.members(round_.collaboration):
        agreed = opening_news(stage, membership)
        if agreed and person.chat != stage.chat and person.id not in told:
            told.add(person.id)
            button = stage.button("afspraken", f"afspraken:{round_.collaboration}")
            stage.tell(Phrase("yearly.agreements", {"collaboration": name, "agreed": agreed}), button, chat=person.chat)


def _invite_to_fill_in(stage: Stage, round_: Round, membership: Membership, person: Person) -> None:
    assert membership.partner is not None
    about = {
        "collaboration": stage.uow.collaborations.get(round_.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "deadline": round_.deadline,
        "agreed": opening_news(stage, membership),
    }
    button = stage.button("begin_fase", "verder", what=Phrase("agenda.fase_1"))
    stage.tell(Phrase("pages.opened", about), button, chat=person.chat)


def enter_open_runs(stage: Stage, membership: Membership) -> None:
    """Late or early: whoever is a member takes part in what is open for their partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if round_ is None or membership.partner is None:
        schedule(stage, membership.person)
        return
    for run in stage.uow.rounds.runs(round_.id):
        if run.partner != membership.partner or run.state is not RunState.OPEN:
            continue
        if run.asks(membership.role):
            stage.uow.rounds.take_part(run.id, membership.person)
    schedule(stage, membership.person)


def go_on(stage: Stage, round_id: RoundId) -> None:
    """After phase 2, or after the reveal where there is none: on to phase 3, or the round is over."""
    round_ = stage.uow.rounds.get(round_id)
    if Phase.COMMITMENT in round_.phases:
        stage.house.opens_phase[Phase.COMMITMENT](stage, round_)
    else:
        close_round(stage, round_)


def partner_left(stage: Stage, partner: Partner) -> None:
    """What was open for a partner that left is closed."""
    round_ = stage.uow.rounds.latest(partner.collaboration)
    for run in stage.uow.rounds.runs(round_.id) if round_ is not None else ():
        if run.partner == partner.id and run.state is RunState.OPEN:
            stage.uow.rounds.set_run_state(run.id, RunState.CLOSED)


def place_given_up(stage: Stage, standing: Standing) -> None:
    """They are not among those who are waited for any more; who comes back begins again."""
    stage.uow.rounds.stop_taking_part(standing.run.id, standing.person.id)
    stage.uow.asking.forget(standing.person.id, About.PHASE, standing.run.id)


def tell_whose_turn_it_is(stage: Stage, standing: Standing, key: str, button: Button) -> None:
    """Everybody of a partner is ready: whoever speaks for it hears that it is their turn."""
    parts = {part.person: part for part in stage.uow.rounds.participants(standing.run.id)}
    if any(part.handed_in_at is None for part in parts.values()):
        return
    people = stage.uow.collaborations.members(standing.collaboration.id)
    memberships = [membership for membership, _ in people]
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    for membership, person in people:
        mine = membership.partner == standing.partner.id and person.id in parts
        if mine and person.chat != stage.chat and may_settle(membership, memberships):
            stage.tell(Phrase(key, about), button, chat=person.chat)


def close_round(stage: Stage, round_: Round) -> None:
    """It is over: all is kept as it is, and in eleven months the next one is asked for."""
    if round_.state is RoundState.CLOSED:
        raise DomainError("errors.round_closed")
    stage.uow.rounds.close(round_.id, stage.at)
    for run in stage.uow.rounds.runs(round_.id):
        if run.state is RunState.OPEN:
            stage.uow.rounds.set_run_state(run.id, RunState.CLOSED)
    for closed in stage.house.each(lambda f: f.round_closed):
        closed(stage, round_)
    stage.touched.add(round_.collaboration)
    schedule_all(stage, round_.collaboration)
