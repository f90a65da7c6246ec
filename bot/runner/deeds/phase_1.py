"""Phase 1: handing in, finishing the perspectiefspiegel, settling a version and taking it back."""

from dataclasses import replace

from bot.content.screen import Button
from bot.domain.commands import (
    FinishScan,
    HandIn,
    Settle,
)
from bot.domain.errors import DomainError
from bot.domain.rounds import RoundState, RunState
from bot.engine.model import Phrase
from bot.runner import phases, reminders
from bot.runner.deeds.entering import enter_open_runs
from bot.runner.deeds.members import member
from bot.runner.groups.reveal import to_group
from bot.runner.records import Conversation, Standing
from bot.runner.revealing import audience, picture_of, side_by_side
from bot.runner.routes import NEXT, Route, ToPage
from bot.runner.stage import Stage
from bot.runner.subjects.phase_1 import drafts_of, with_manager


def hand_in(stage: Stage, command: HandIn, conversation: Conversation) -> Route:
    """One's own phase 1 is ready: colleagues who are ready too may look."""
    person = member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        stage.uow.rounds.save_participation(replace(standing.participation, handed_in_at=stage.at))
    reminders.schedule(stage, person.id)
    stage.touched.add(standing.collaboration.id)
    if standing.participation.handed_in_at is None:
        button = stage.button("vaststellen", f"vaststel:{standing.run.id}")
        if standing.round.settles:
            phases.tell_whose_turn_it_is(stage, standing, "settling.everybody_ready", button)
    return ToPage("ingediend", str(command.run))


def finish_scan(stage: Stage, command: FinishScan, conversation: Conversation) -> Route:
    """The perspectiefspiegel is finished; on to what waits."""
    person = member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.scanned_at is None:
        stage.uow.rounds.save_participation(replace(standing.participation, scanned_at=stage.at))
    stage.notify(Phrase("quick_scan.done"))
    return NEXT


def place_given_up(stage: Stage, standing: Standing) -> None:
    """What they filled in and did not hand in is thrown away."""
    for dialog in ("preparation", "quick_scan"):
        held = stage.uow.conversations.find(dialog, standing.person.chat, standing.run.id)
        if held is not None:
            stage.uow.conversations.delete(held.id)


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
    phases.tell_all_settled(stage, standing.round)
    return ToPage("vastgesteld", str(command.run))


def tell_late(stage: Stage, standing: Standing) -> None:
    """A version that comes after the reveal is shown at once, and marked as such."""
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    button = stage.button("bekijk_onthulling", f"onthulling:{standing.round.id}")
    versions = stage.uow.settlements.revealed(standing.round.id)
    found = side_by_side(stage, standing.round, versions)
    picture = picture_of(stage, found)
    to_group(stage, found, "reveal.late", about, picture)
    for person in audience(stage, standing.collaboration):
        stage.picture(
            Phrase("reveal.caption", {"collaboration": standing.collaboration.name}), picture, chat=person.chat
        )
        if person.chat != stage.chat:
            stage.tell(Phrase("reveal.late", about), button, chat=person.chat)


def _after_settling(stage: Stage, standing: Standing, key: str, button: Button) -> None:
    """Tell the others of this run, and put their reminders where they now belong."""
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "name": standing.person.name,
        "late": standing.round.state is not RoundState.PREPARATION,
    }
    for part in stage.uow.rounds.participants(standing.run.id):
        reminders.schedule(stage, part.person)
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
