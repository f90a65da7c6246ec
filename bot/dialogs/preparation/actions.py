"""Handing in phase 1, finishing the perspectiefspiegel, and what is thrown away of what was not handed in."""

from dataclasses import replace

from bot.dialogs.people.actions import member
from bot.dialogs.preparation.dialog.form import HandIn
from bot.dialogs.preparation.dialog.quick_scan import FinishScan
from bot.dialogs.rounds.actions import tell_whose_turn_it_is
from bot.domain.errors import DomainError
from bot.domain.rounds import Phase, Round
from bot.engine.model import Phrase
from bot.turn.bundle import schedule
from bot.turn.context import Stage
from bot.turn.records import Conversation, Standing
from bot.turn.routes import NEXT, Route, ToPage


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


def hand_in(stage: Stage, command: HandIn, conversation: Conversation) -> Route:
    """One's own phase 1 is ready: colleagues who are ready too may look."""
    person = member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        stage.uow.rounds.save_participation(replace(standing.participation, handed_in_at=stage.at))
    schedule(stage, person.id)
    stage.touched.add(standing.collaboration.id)
    if standing.participation.handed_in_at is None:
        button = stage.button("vaststellen", f"vaststel:{standing.run.id}")
        if standing.round.settles:
            tell_whose_turn_it_is(stage, standing, "settling.everybody_ready", button)
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
