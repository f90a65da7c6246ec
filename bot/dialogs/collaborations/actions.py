"""Making a collaboration, letting a partner in, adjusting it later."""

from bot.dialogs.collaborations.dialog import AddPartner, Adjust, CreateCollaboration
from bot.dialogs.people.actions import known
from bot.dialogs.rounds.actions import open_round
from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.domain.invitation import FORGET
from bot.domain.rounds import Phase, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.records import Conversation
from bot.turn.routes import HOME, Route, ToPage


def create(ctx: TurnContext, command: CreateCollaboration, conversation: Conversation) -> Route:
    """Make it all: collaboration, partners, the maker's places, and the first round, open or not yet."""
    maker = known(ctx, conversation)
    keep = ctx.uow.collaborations
    collaboration = keep.add(command.name, ctx.at)
    partners = [keep.add_partner(collaboration.id, p.name, p.kind, p.sector, p.ownership) for p in command.partners]
    keep.add_membership(maker.id, collaboration.id, None, Role.FACILITATOR, ctx.at)
    if command.own_partner is not None and command.own_role is not None:
        keep.add_membership(maker.id, collaboration.id, partners[command.own_partner].id, command.own_role, ctx.at)
    version = ctx.texts.instrument.content_version
    round_ = ctx.uow.rounds.add(collaboration.id, command.mode, command.phases, version, command.deadline)
    ctx.uow.timers.drop(FORGET, conversation.id)
    ctx.uow.conversations.delete(conversation.id)
    if command.open_now:
        open_round(ctx, round_.id)
    return ToPage("uitnodigen", str(collaboration.id))


def add_partner(ctx: TurnContext, command: AddPartner, conversation: Conversation) -> Route:
    """A partner that joins later takes part in what is open."""
    new = command.partner
    partner = ctx.uow.collaborations.add_partner(command.collaboration, new.name, new.kind, new.sector, new.ownership)
    round_ = ctx.uow.rounds.latest(command.collaboration)
    if round_ is not None and round_.state not in (RoundState.DRAFT, RoundState.CLOSED):
        if round_.settles:  # after the reveal as well: what it settles then is marked so
            ctx.uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, ctx.at)
        if round_.state is RoundState.COMMITMENT:
            ctx.uow.rounds.add_run(round_.id, Phase.COMMITMENT, partner.id, RunState.OPEN, ctx.at)
    ctx.uow.conversations.delete(conversation.id)
    ctx.touched.add(command.collaboration)
    return ToPage("uitnodigen", str(command.collaboration))


def adjust(ctx: TurnContext, command: Adjust, conversation: Conversation) -> Route:
    """Change what was asked; mode and phases only while nothing has been promised yet."""
    ctx.uow.conversations.delete(conversation.id)
    if command.name is not None:
        ctx.uow.collaborations.rename(command.collaboration, command.name)
    round_ = ctx.uow.rounds.latest(command.collaboration)
    if round_ is None:
        return HOME
    promised = round_.state is not RoundState.DRAFT
    if promised and (command.mode is not None or command.phases is not None):
        raise DomainError("errors.promised")
    deadline = None if command.without_deadline else command.deadline or round_.deadline
    ctx.uow.rounds.change(round_.id, command.mode or round_.mode, command.phases or round_.phases, deadline)
    for run in ctx.uow.rounds.runs(round_.id):
        for participation in ctx.uow.rounds.participants(run.id):
            schedule(ctx, participation.person)
    ctx.touched.add(command.collaboration)
    ctx.notify(Phrase("adjust.done"))
    return ToPage("overzicht", str(command.collaboration))
