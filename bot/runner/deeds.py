"""Doing what a finished dialog wants done. Each deed changes what is kept, and says where to go next."""

from dataclasses import replace
from typing import assert_never, get_args

from bot.dialogs.consent import CONSENT_VERSION
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.commands import (
    AddPartner,
    Adjust,
    Command,
    CreateCollaboration,
    Decline,
    FinishScan,
    HandIn,
    Join,
    Leave,
    Settle,
)
from bot.domain.errors import DomainError, ProgrammingError
from bot.domain.ids import InvitationId, MembershipId, PersonId, RoundId
from bot.domain.invitation import FORGET, Invitation
from bot.domain.rounds import Phase, Round, RoundState, RunState, next_state
from bot.engine.model import Phrase
from bot.runner import reminders
from bot.runner.records import Conversation, Standing
from bot.runner.revealing import audience
from bot.runner.routes import HOME, NEXT, Route, ToDeed, ToPage
from bot.runner.stage import Stage
from bot.runner.subjects import with_manager


def carry_out(stage: Stage, deed: ToDeed) -> Route | None:
    """Carry out the command of a finished conversation."""
    command = _command(deed.command)
    match command:
        case Join():
            return _join(stage, command, deed.conversation)
        case Decline():
            return _decline(stage, command, deed.conversation)
        case CreateCollaboration():
            return _create(stage, command, deed.conversation)
        case AddPartner():
            return _add_partner(stage, command, deed.conversation)
        case Adjust():
            return _adjust(stage, command, deed.conversation)
        case HandIn():
            return _hand_in(stage, command)
        case Settle():
            return _settle(stage, command, deed.conversation)
        case FinishScan():
            return _finish_scan(stage, command)
        case Leave(membership):
            return _leave(stage, membership)
        case _:
            assert_never(command)


def _command(result: object) -> Command:
    if not isinstance(result, get_args(Command)):
        raise ProgrammingError(f"a dialog ended with {type(result).__name__}")
    command: Command = result
    return command


def _known(stage: Stage) -> Person:
    """The person of this chat, who just agreed (again) if they were not known by this promise."""
    person = stage.person
    if person is None:
        return stage.uow.people.add(stage.chat, stage.name, CONSENT_VERSION, stage.at)
    if person.consent != CONSENT_VERSION:
        stage.uow.people.agreed(person.id, stage.name, CONSENT_VERSION, stage.at)
    return person


def _member(stage: Stage) -> Person:
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return person


# --- joining ---


def _join(stage: Stage, command: Join, conversation: Conversation) -> Route:
    invitation = stage.uow.invitations.get(command.invitation)
    person = _known(stage)
    stage.uow.timers.drop(FORGET, conversation.id)
    if _already(stage, person.id, invitation):
        return HOME
    membership = stage.uow.collaborations.add_membership(
        person.id, invitation.collaboration, invitation.partner, invitation.role, stage.at
    )
    stage.uow.invitations.count_use(invitation.id)
    enter_open_runs(stage, membership)
    if invitation.several:
        _announce(stage, membership, person)
    return ToPage("erbij", str(membership.id))


def _already(stage: Stage, person: PersonId, invitation: Invitation) -> bool:
    return any(
        m.collaboration == invitation.collaboration and m.partner == invitation.partner and m.role is invitation.role
        for m in stage.uow.collaborations.memberships_of(person)
    )


def enter_open_runs(stage: Stage, membership: Membership) -> None:
    """Late or early: whoever is a member takes part in what is open for their partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if round_ is None or not membership.role.fills_in:
        return
    for run in stage.uow.rounds.runs(round_.id):
        if run.partner == membership.partner and run.phase is Phase.PREPARATION and run.state is RunState.OPEN:
            stage.uow.rounds.take_part(run.id, membership.person)
    reminders.schedule(stage, membership.person)


def _announce(stage: Stage, membership: Membership, person: Person) -> None:
    """Tell the managers who came in through a link for several people; they can undo it."""
    if membership.partner is None:
        return
    told = {
        "collaboration": stage.uow.collaborations.get(membership.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "name": person.name,
        "role": Phrase(f"roles.{membership.role}"),
    }
    for other, manager in stage.uow.collaborations.members(membership.collaboration):
        if other.partner == membership.partner and other.role is Role.MANAGER and other.person != person.id:
            button = stage.button("verwijderen", f"verwijder:{membership.id}", name=person.name)
            stage.tell(Phrase("welcome.newcomer", told), button, chat=manager.chat)


def _decline(stage: Stage, command: Decline, conversation: Conversation) -> Route:
    """Keep nothing of somebody who does not agree."""
    inviter = ""
    if conversation.dialog == "welcome":
        invitation = stage.uow.invitations.get(InvitationId(conversation.subject))
        inviter = stage.uow.people.get(invitation.made_by).name
    stage.uow.timers.drop(FORGET, conversation.id)
    stage.uow.conversations.delete(conversation.id)
    return ToPage("nee", inviter if command.wrong else "")


# --- a new collaboration ---


def _create(stage: Stage, command: CreateCollaboration, conversation: Conversation) -> Route:
    """Make it all: collaboration, partners, the maker's places, and the first round, open or not yet."""
    maker = _known(stage)
    keep = stage.uow.collaborations
    collaboration = keep.add(command.name, stage.at)
    partners = [keep.add_partner(collaboration.id, p.name, p.kind, p.sector, p.ownership) for p in command.partners]
    keep.add_membership(maker.id, collaboration.id, None, Role.FACILITATOR, stage.at)
    if command.own_partner is not None and command.own_role is not None:
        keep.add_membership(maker.id, collaboration.id, partners[command.own_partner].id, command.own_role, stage.at)
    version = stage.texts.instrument.content_version
    round_ = stage.uow.rounds.add(collaboration.id, command.mode, command.phases, version, command.deadline)
    stage.uow.timers.drop(FORGET, conversation.id)
    stage.uow.conversations.delete(conversation.id)
    if command.open_now:
        open_round(stage, round_.id)
    return ToPage("uitnodigen", str(collaboration.id))


def open_round(stage: Stage, round_id: RoundId) -> None:
    """From draft to the first chosen phase. From here the promise is fixed. Everybody who is in is told."""
    round_ = stage.uow.rounds.get(round_id)
    if round_.state is not RoundState.DRAFT:
        raise DomainError("errors.already_open")
    state = next_state(round_.state, round_.phases)
    stage.uow.rounds.set_state(round_.id, state, stage.at)
    if state is not RoundState.PREPARATION:
        return
    for partner in stage.uow.collaborations.partners(round_.collaboration):
        stage.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
    for membership, person in stage.uow.collaborations.members(round_.collaboration):
        enter_open_runs(stage, membership)
        if membership.role.fills_in and person.chat != stage.chat:
            _invite_to_fill_in(stage, round_, membership, person)


def _add_partner(stage: Stage, command: AddPartner, conversation: Conversation) -> Route:
    """A partner that joins later takes part in what is open."""
    new = command.partner
    partner = stage.uow.collaborations.add_partner(command.collaboration, new.name, new.kind, new.sector, new.ownership)
    round_ = stage.uow.rounds.latest(command.collaboration)
    if round_ is not None and round_.state is RoundState.PREPARATION:
        stage.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
    stage.uow.conversations.delete(conversation.id)
    return ToPage("uitnodigen", str(command.collaboration))


def _adjust(stage: Stage, command: Adjust, conversation: Conversation) -> Route:
    """Change what was asked; mode and phases only while nothing has been promised yet."""
    stage.uow.conversations.delete(conversation.id)
    if command.name is not None:
        stage.uow.collaborations.rename(command.collaboration, command.name)
    round_ = stage.uow.rounds.latest(command.collaboration)
    if round_ is None:
        return HOME
    promised = round_.state is not RoundState.DRAFT
    if promised and (command.mode is not None or command.phases is not None):
        raise DomainError("errors.promised")
    deadline = None if command.without_deadline else command.deadline or round_.deadline
    stage.uow.rounds.change(round_.id, command.mode or round_.mode, command.phases or round_.phases, deadline)
    for run in stage.uow.rounds.runs(round_.id):
        for participation in stage.uow.rounds.participants(run.id):
            reminders.schedule(stage, participation.person)
    stage.notify(Phrase("adjust.done"))
    return ToPage("overzicht", str(command.collaboration))


def _invite_to_fill_in(stage: Stage, round_: Round, membership: Membership, person: Person) -> None:
    assert membership.partner is not None
    about = {
        "collaboration": stage.uow.collaborations.get(round_.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "deadline": round_.deadline,
    }
    button = stage.button("begin_fase", "verder", what=Phrase("agenda.fase_1"))
    stage.tell(Phrase("pages.opened", about), button, chat=person.chat)


# --- phase 1 ---


def _hand_in(stage: Stage, command: HandIn) -> Route:
    person = _member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        stage.uow.rounds.save_participation(replace(standing.participation, handed_in_at=stage.at))
    reminders.schedule(stage, person.id)
    return ToPage("ingediend", str(command.run))


def _finish_scan(stage: Stage, command: FinishScan) -> Route:
    person = _member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.scanned_at is None:
        stage.uow.rounds.save_participation(replace(standing.participation, scanned_at=stage.at))
    return NEXT


# --- settling ---


def _settle(stage: Stage, command: Settle, conversation: Conversation) -> Route:
    """Keep the version, close the drafts, and tell colleagues; the facilitator when it was the last."""
    person = _member(stage)
    standing = stage.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
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
    stage.uow.conversations.delete(conversation.id)
    if late:
        stage.uow.settlements.reveal(standing.round.id, [settled.id], stage.at)
        _tell_late(stage, standing)
    _after_settling(stage, standing, "settling.colleague_settled")
    if not late and all_settled(stage, standing.round.id):
        for membership, other in people:
            if membership.role is Role.FACILITATOR:
                about = {"collaboration": standing.collaboration.name}
                button = stage.button("onthullen", f"onthul:{standing.round.id}")
                stage.tell(Phrase("settling.all_settled", about), button, chat=other.chat)
    return ToPage("vastgesteld", str(command.run))


def _tell_late(stage: Stage, standing: Standing) -> None:
    """A version that comes after the reveal is shown at once, and marked as such."""
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    button = stage.button("bekijk_onthulling", f"onthulling:{standing.round.id}")
    for person in audience(stage, standing.collaboration):
        if person.chat != stage.chat:
            stage.tell(Phrase("reveal.late", about), button, chat=person.chat)


def all_settled(stage: Stage, round_id: RoundId) -> bool:
    """Whether every partner has settled its version of phase 1."""
    runs = [run for run in stage.uow.rounds.runs(round_id) if run.phase is Phase.PREPARATION]
    return bool(runs) and all(run.state is RunState.SETTLED for run in runs)


def _after_settling(stage: Stage, standing: Standing, key: str) -> None:
    """Tell the others of this run, and put their reminders where they now belong."""
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "name": standing.person.name,
    }
    for part in stage.uow.rounds.participants(standing.run.id):
        reminders.schedule(stage, part.person)
        if part.person != standing.person.id:
            stage.tell(Phrase(key, about), chat=stage.uow.people.get(part.person).chat)


def reopen(stage: Stage, standing: Standing) -> None:
    """Take a settled version back before the reveal: everybody can change again."""
    if standing.run.state is not RunState.SETTLED or standing.round.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    stage.uow.rounds.set_run_state(standing.run.id, RunState.OPEN)
    _after_settling(stage, standing, "settling.colleague_reopened")


# --- leaving ---


def _leave(stage: Stage, membership_id: MembershipId | None) -> Route:
    if membership_id is None:
        return ToPage("gebleven")
    membership = stage.uow.collaborations.membership(membership_id)
    if membership is None or membership.person != _member(stage).id:
        return ToPage("gebleven")
    end(stage, membership)
    return ToPage("weg", stage.uow.collaborations.get(membership.collaboration).name)


def end(stage: Stage, membership: Membership) -> None:
    """End a membership: access and reminders stop, what was not handed in is thrown away."""
    for standing in stage.uow.rounds.standings(membership.person):
        if standing.membership.id != membership.id:
            continue
        for dialog in ("preparation", "quick_scan"):
            held = stage.uow.conversations.find(dialog, standing.person.chat, standing.run.id)
            if held is not None and standing.participation.handed_in_at is None:
                stage.uow.conversations.delete(held.id)
        if standing.participation.handed_in_at is None:
            stage.uow.rounds.stop_taking_part(standing.run.id, membership.person)
    stage.uow.collaborations.end_membership(membership.id, stage.at)
    reminders.schedule(stage, membership.person)
