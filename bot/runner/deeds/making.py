"""Making a collaboration, opening its round, and adjusting it later."""

from bot.domain.collaboration import Membership, Person, Role
from bot.domain.commands import (
    AddPartner,
    Adjust,
    CreateCollaboration,
)
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.invitation import FORGET
from bot.domain.rounds import Phase, Round, RoundState, RunState, next_state
from bot.engine.model import Phrase
from bot.runner import reminders
from bot.runner.deeds.entering import enter_open_runs
from bot.runner.deeds.members import known
from bot.runner.house import opening_news
from bot.runner.records import Conversation
from bot.runner.routes import HOME, Route, ToPage
from bot.runner.stage import Stage


def create(stage: Stage, command: CreateCollaboration, conversation: Conversation) -> Route:
    """Make it all: collaboration, partners, the maker's places, and the first round, open or not yet."""
    maker = known(stage)
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


def add_partner(stage: Stage, command: AddPartner, conversation: Conversation) -> Route:
    """A partner that joins later takes part in what is open."""
    new = command.partner
    partner = stage.uow.collaborations.add_partner(command.collaboration, new.name, new.kind, new.sector, new.ownership)
    round_ = stage.uow.rounds.latest(command.collaboration)
    if round_ is not None and round_.state not in (RoundState.DRAFT, RoundState.CLOSED):
        if round_.settles:  # after the reveal as well: what it settles then is marked so
            stage.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, stage.at)
        if round_.state is RoundState.COMMITMENT:
            stage.uow.rounds.add_run(round_.id, Phase.COMMITMENT, partner.id, RunState.OPEN, stage.at)
    stage.uow.conversations.delete(conversation.id)
    stage.touched.add(command.collaboration)
    return ToPage("uitnodigen", str(command.collaboration))


def adjust(stage: Stage, command: Adjust, conversation: Conversation) -> Route:
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
    stage.touched.add(command.collaboration)
    stage.notify(Phrase("adjust.done"))
    return ToPage("overzicht", str(command.collaboration))


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
