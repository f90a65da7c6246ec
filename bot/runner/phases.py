"""From one phase to the next: opening phase 3, closing a round, beginning the next. Who may ask for it: the pages."""

from bot.content.screen import Button
from bot.domain.agreement import AgreementState, agreement_of
from bot.domain.asking import About
from bot.domain.collaboration import Membership, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer, may_see
from bot.domain.yearly import Decision, Yearly
from bot.engine.model import Phrase
from bot.runner import reminders
from bot.runner.deeds.members import lead
from bot.runner.house import opening_news
from bot.runner.listing import at_most
from bot.runner.records import Standing
from bot.runner.revealing import all_settled
from bot.runner.stage import Stage


def go_on(stage: Stage, round_id: RoundId) -> None:
    """After phase 2, or after the reveal where there is none: on to phase 3, or the round is over."""
    round_ = stage.uow.rounds.get(round_id)
    if Phase.COMMITMENT in round_.phases:
        stage.house.opens_phase[Phase.COMMITMENT](stage, round_)
    else:
        close_round(stage, round_)


def open_commitment(stage: Stage, round_: Round) -> None:
    """Phase 3 for every partner. Everybody who takes part in it is told, in private."""
    if round_.state in (RoundState.COMMITMENT, RoundState.CLOSED):
        raise DomainError("errors.already_open")
    begins = round_.state is RoundState.DRAFT
    stage.uow.rounds.set_state(round_.id, RoundState.COMMITMENT)
    runs = {
        partner.id: stage.uow.rounds.add_run(round_.id, Phase.COMMITMENT, partner.id, RunState.OPEN, stage.at)
        for partner in stage.uow.collaborations.partners(round_.collaboration)
    }
    for membership, person in stage.uow.collaborations.members(round_.collaboration):
        if membership.partner in runs and membership.role.commits:
            stage.uow.rounds.take_part(runs[membership.partner].id, person.id)
            _invite(stage, round_, membership, person, opening_news(stage, membership) if begins else None)
    stage.touched.add(round_.collaboration)
    reminders.schedule_all(stage, round_.collaboration)


def close_when_all_closed(stage: Stage, round_: Round) -> None:
    """After the last partner's phase 3 the round is over."""
    if round_.state is RoundState.COMMITMENT:
        runs = [run for run in stage.uow.rounds.runs(round_.id) if run.phase is Phase.COMMITMENT]
        if all(run.state is RunState.CLOSED for run in runs):
            close_round(stage, round_)


def closed_without(stage: Stage, partner: Partner) -> None:
    """A partner left: perhaps it was the last that phase 3 waited for."""
    round_ = stage.uow.rounds.latest(partner.collaboration)
    if round_ is not None:
        close_when_all_closed(stage, round_)


def tell_all_settled(stage: Stage, round_: Round) -> None:
    """No version is waited for any more: whoever leads hears that they can reveal."""
    if round_.state is RoundState.PREPARATION and all_settled(stage, round_.id):
        about = {"collaboration": stage.uow.collaborations.get(round_.collaboration).name}
        button = stage.button("onthullen", f"onthul:{round_.id}")
        for membership, person in stage.uow.collaborations.members(round_.collaboration):
            if membership.role is Role.FACILITATOR:
                stage.tell(Phrase("settling.all_settled", about), button, chat=person.chat)


def settled_without(stage: Stage, partner: Partner) -> None:
    """A partner left: perhaps it was the last whose version was waited for."""
    round_ = stage.uow.rounds.latest(partner.collaboration)
    if round_ is not None:
        tell_all_settled(stage, round_)


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


def _invite(stage: Stage, round_: Round, membership: Membership, person: Person, agreed: Phrase | None) -> None:
    assert membership.partner is not None
    about = {
        "collaboration": stage.uow.collaborations.get(round_.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "agreed": agreed,
    }
    button = stage.button("begin_fase", "verder", what=Phrase("agenda.fase_3"))
    stage.tell(Phrase("commitment.opened", about), button, chat=person.chat)


def agreed_before(stage: Stage, membership: Membership) -> Phrase | None:
    """What was agreed in earlier rounds and is still open, of somebody's own partner and of all together."""
    viewer = Viewer(membership.person, (membership,))
    kept = [one for one in stage.uow.agreements.of(membership.collaboration) if may_see(agreement_of(one), viewer)]
    ours = (membership.partner, None)  # what another partner shares is no agreement to go on with
    found = [one for one in kept if one.state is AgreementState.OPEN and one.partner in ours]
    owners = [one.owner_name if one.owner is None else stage.uow.people.get(one.owner).name for one in found]
    lines = [
        Phrase("yearly.agreement", {"what": one.what, "owner": owner}) for one, owner in zip(found, owners, strict=True)
    ]
    return Phrase("yearly.agreed", {"lines": at_most(lines, MOST_AGREEMENTS)}) if lines else None


MOST_AGREEMENTS = 6
"""How many stand in the message with which a round opens; the rest is a tap away."""


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
    reminders.schedule_all(stage, round_.collaboration)


def forget_drafts(stage: Stage, closed: Round) -> None:
    """Drafts of the rounds before this one: what was settled from them stays."""
    for round_ in stage.uow.rounds.all(closed.collaboration):
        if round_.id >= closed.id:
            continue
        for run in stage.uow.rounds.runs(round_.id):
            if run.phase is not Phase.PREPARATION:
                continue
            for part in stage.uow.rounds.participants(run.id):
                chat = stage.uow.people.get(part.person).chat
                held = stage.uow.conversations.find("preparation", chat, run.id)
                if held is not None:
                    stage.uow.conversations.delete(held.id)


def begin_next(stage: Stage, closed: Round, person: Person) -> Round:
    """The yearly round, as the last one was. Without anybody who leads, whoever begins it does from now on."""
    yearly = stage.uow.asking.yearly(closed.id)
    latest = stage.uow.rounds.latest(closed.collaboration)
    if yearly is None or yearly.decision is not Decision.WAITING or latest is None or latest.id != closed.id:
        raise DomainError("yearly.begun_already")
    stage.uow.asking.set_yearly(Yearly(closed.id, yearly.on, Decision.STARTED))
    lead(stage, closed.collaboration, person.id)
    version = stage.texts.instrument.content_version
    new = stage.uow.rounds.add(closed.collaboration, closed.mode, closed.phases, version, None)
    stage.touched.add(closed.collaboration)
    reminders.schedule_all(stage, closed.collaboration)
    return new


def ask_later(stage: Stage, closed: Round, yearly: Yearly) -> None:
    """Another day on which the next round is asked for."""
    if yearly.decision is not Decision.WAITING:
        raise DomainError("yearly.begun_already")
    stage.uow.asking.set_yearly(yearly)
    reminders.schedule_all(stage, closed.collaboration)
