"""Phase 3 opened, handed in, closed; with the last partner the round is over."""

from dataclasses import replace

from bot.dialogs.commitment.dialog import Commit, HandInCommitment
from bot.dialogs.commitment.facts import DIALOG
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import Level, Statement, level_of
from bot.dialogs.people.actions import member
from bot.dialogs.rounds.actions import close_round, tell_whose_turn_it_is
from bot.domain.collaboration import Membership, Partner, Person
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Chosen, Phrase, StepId
from bot.turn.bundle import schedule, schedule_all
from bot.turn.context import Stage
from bot.turn.house import opening_news
from bot.turn.records import Conversation, Standing
from bot.turn.routes import Route, ToPage


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
    schedule_all(stage, round_.collaboration)


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


def _invite(stage: Stage, round_: Round, membership: Membership, person: Person, agreed: Phrase | None) -> None:
    assert membership.partner is not None
    about = {
        "collaboration": stage.uow.collaborations.get(round_.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "agreed": agreed,
    }
    button = stage.button("begin_fase", "verder", what=Phrase("agenda.fase_3"))
    stage.tell(Phrase("commitment.opened", about), button, chat=person.chat)


def hand_in(stage: Stage, command: HandInCommitment, conversation: Conversation) -> Route:
    """One's own phase 3 is ready: colleagues may read it, but for what is tagged *ik*."""
    standing = _standing(stage, command.run)
    _keep_to_oneself(stage, standing)
    first = standing.participation.handed_in_at is None
    if first:
        stage.uow.rounds.save_participation(replace(standing.participation, handed_in_at=stage.at))
    schedule(stage, standing.person.id)
    stage.touched.add(standing.collaboration.id)
    if first:
        button = stage.button("fase_3_afsluiten", f"fase3sluit:{standing.run.id}")
        tell_whose_turn_it_is(stage, standing, "commitment.everybody_ready", button)
    stage.notify(Phrase("commitment.handed_in"))
    return ToPage("fase3", str(command.run))


def _keep_to_oneself(stage: Stage, standing: Standing) -> None:
    """What is tagged *ik* is no longer switched to shared: meant otherwise again, it must be shared anew."""
    held = stage.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    answers = stage.uow.conversations.answers(held.id) if held is not None else {}
    for one in stage.uow.get(COMMITMENTS).shared(standing.run.id):
        mine = one.person == standing.person.id
        if mine and answers.get(StepId(level_of(one.question))) == Chosen(Level.MYSELF):
            stage.uow.get(COMMITMENTS).unshare(one)


def commit(stage: Stage, command: Commit, conversation: Conversation) -> Route:
    """On record; the partner's phase 3 is closed, and with the last one the round."""
    standing = _standing(stage, command.run)
    people = [m for m, _ in stage.uow.collaborations.members(standing.collaboration.id)]
    if not may_settle(standing.membership, people):
        raise DomainError("errors.manager_closes")
    stage.uow.conversations.delete(conversation.id)
    said = Statement(
        command.run, command.stand, standing.person.id, stage.at, command.condition, command.term, command.shared
    )
    stage.uow.get(COMMITMENTS).state(said)
    stage.uow.rounds.set_run_state(command.run, RunState.CLOSED)
    stage.touched.add(standing.collaboration.id)
    for part in stage.uow.rounds.participants(command.run):
        schedule(stage, part.person)
    close_when_all_closed(stage, standing.round)
    return ToPage("fase3", str(command.run))


def place_given_up(stage: Stage, standing: Standing) -> None:
    """What they answered and did not hand in is thrown away, and shared no longer."""
    held = stage.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    if held is not None:
        stage.uow.conversations.delete(held.id)
    for shared in stage.uow.get(COMMITMENTS).shared(standing.run.id):
        if shared.person == standing.person.id:
            stage.uow.get(COMMITMENTS).unshare(shared)


def _standing(stage: Stage, run: RunId) -> Standing:
    standing = stage.uow.rounds.standing(run, member(stage).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing
