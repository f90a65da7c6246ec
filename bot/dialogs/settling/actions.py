"""Settling a version and taking it back, and telling who must know."""

from bot.content.screen import Button
from bot.dialogs.people.actions import member
from bot.dialogs.rounds.actions import enter_open_runs
from bot.dialogs.settling.dialog import Settle
from bot.dialogs.settling.facts import all_settled, drafts_of, with_manager
from bot.domain.collaboration import Partner, Role
from bot.domain.errors import DomainError
from bot.domain.rounds import Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.bundle import schedule
from bot.turn.context import Stage
from bot.turn.records import Conversation, Standing
from bot.turn.routes import Route, ToPage


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


def settle(stage: Stage, command: Settle, conversation: Conversation, *, anyway: bool = False) -> Route:
    """Keep the version, close the drafts, and tell colleagues; the facilitator when it was the last."""
    person = member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
    if not anyway and stage.uow.settlements.frozen(conversation.id) != drafts_of(stage, standing):
        return ToPage("ingehaald", str(command.run))
    people = stage.uow.collaborations.members(standing.collaboration.id)
    settled_by = {draft.person for draft in stage.uow.settlements.frozen(conversation.id) or ()}
    late = standing.round.state is not RoundState.PREPARATION
    settled = stage.uow.settlements.add(
        run=command.run,
        partner=standing.partner.id,
        form=command.form,
        settled_by=person.id,
        at=stage.at,
        with_manager=with_manager(settled_by, standing.partner.id, people),
        after_reveal=late,
    )
    stage.uow.rounds.set_run_state(command.run, RunState.SETTLED)
    stage.touched.add(standing.collaboration.id)
    stage.uow.conversations.delete(conversation.id)
    if late:
        stage.uow.settlements.reveal(standing.round.id, [settled.id], stage.at)
        for late_settled in stage.house.each(lambda f: f.settled_late):
            late_settled(stage, standing)
    look = stage.button("bekijk_versie", f"versie:{command.run}")
    _after_settling(stage, standing, "settling.colleague_settled", look)
    tell_all_settled(stage, standing.round)
    return ToPage("vastgesteld", str(command.run))


def _after_settling(stage: Stage, standing: Standing, key: str, button: Button) -> None:
    """Tell the others of this run, and put their reminders where they now belong."""
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "name": standing.person.name,
        "late": standing.round.state is not RoundState.PREPARATION,
    }
    for part in stage.uow.rounds.participants(standing.run.id):
        schedule(stage, part.person)
        still_in = stage.uow.rounds.standing(standing.run.id, part.person) is not None
        if still_in and part.person != standing.person.id:
            stage.tell(Phrase(key, about), button, chat=stage.uow.people.get(part.person).chat)


def reopen(stage: Stage, standing: Standing) -> None:
    """Take a settled version back before the reveal: everybody can change again."""
    if standing.run.state is not RunState.SETTLED or standing.round.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    stage.uow.rounds.set_run_state(standing.run.id, RunState.OPEN)
    for membership, _ in stage.uow.collaborations.members(standing.collaboration.id):
        if membership.partner == standing.partner.id:
            enter_open_runs(stage, membership)  # who came in while it was settled
    stage.touched.add(standing.collaboration.id)
    go = stage.button("naar", "invullen", what=Phrase("agenda.fase_1"))
    _after_settling(stage, standing, "settling.colleague_reopened", go)
