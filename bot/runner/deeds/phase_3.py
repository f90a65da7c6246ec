"""Phase 3: handing in, and what a partner commits to at its end."""

from dataclasses import replace

from bot.domain.commands import Commit, HandInCommitment
from bot.domain.commitment import Level, Statement, level_of
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Chosen, Phrase, StepId
from bot.runner import phases, reminders
from bot.runner.commitment import DIALOG
from bot.runner.deeds.members import member
from bot.runner.records import Conversation, Standing
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


def hand_in(stage: Stage, command: HandInCommitment, conversation: Conversation) -> Route:
    """One's own phase 3 is ready: colleagues may read it, but for what is tagged *ik*."""
    standing = _standing(stage, command.run)
    _keep_to_oneself(stage, standing)
    first = standing.participation.handed_in_at is None
    if first:
        stage.uow.rounds.save_participation(replace(standing.participation, handed_in_at=stage.at))
    reminders.schedule(stage, standing.person.id)
    stage.touched.add(standing.collaboration.id)
    if first:
        button = stage.button("fase_3_afsluiten", f"fase3sluit:{standing.run.id}")
        phases.tell_whose_turn_it_is(stage, standing, "commitment.everybody_ready", button)
    stage.notify(Phrase("commitment.handed_in"))
    return ToPage("fase3", str(command.run))


def _keep_to_oneself(stage: Stage, standing: Standing) -> None:
    """What is tagged *ik* is no longer switched to shared: meant otherwise again, it must be shared anew."""
    held = stage.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    answers = stage.uow.conversations.answers(held.id) if held is not None else {}
    for one in stage.uow.commitments.shared(standing.run.id):
        mine = one.person == standing.person.id
        if mine and answers.get(StepId(level_of(one.question))) == Chosen(Level.MYSELF):
            stage.uow.commitments.unshare(one)


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
    stage.uow.commitments.state(said)
    stage.uow.rounds.set_run_state(command.run, RunState.CLOSED)
    stage.touched.add(standing.collaboration.id)
    for part in stage.uow.rounds.participants(command.run):
        reminders.schedule(stage, part.person)
    phases.close_when_all_closed(stage, standing.round)
    return ToPage("fase3", str(command.run))


def place_given_up(stage: Stage, standing: Standing) -> None:
    """What they answered and did not hand in is thrown away, and shared no longer."""
    held = stage.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    if held is not None:
        stage.uow.conversations.delete(held.id)
    for shared in stage.uow.commitments.shared(standing.run.id):
        if shared.person == standing.person.id:
            stage.uow.commitments.unshare(shared)


def _standing(stage: Stage, run: RunId) -> Standing:
    standing = stage.uow.rounds.standing(run, member(stage).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing
