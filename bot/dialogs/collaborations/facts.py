"""What the talks about making and changing a collaboration may know."""

from zoneinfo import ZoneInfo

from bot.dialogs.collaborations.dialog import ADJUST, NEW_COLLABORATION, AdjustFacts, NewCollaborationFacts
from bot.dialogs.people.facts import arrival, must_facilitate
from bot.domain.ids import CollaborationId
from bot.domain.rounds import RoundState
from bot.turn.context import ZONE_WITHOUT_COLLABORATION, TurnContext
from bot.turn.days import calendar
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation


def new_collaboration(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    days = calendar(conversation, ZoneInfo(ZONE_WITHOUT_COLLABORATION))
    return DialogContext(NEW_COLLABORATION.begin(NewCollaborationFacts(arrival(ctx), days)))


def adjust(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    must_facilitate(ctx, CollaborationId(conversation.subject))
    collaboration = ctx.uow.collaborations.get(CollaborationId(conversation.subject))
    round_ = ctx.uow.rounds.latest(collaboration.id)
    opened = round_ is None or round_.state is not RoundState.DRAFT
    phases = frozenset() if round_ is None else round_.phases
    facts = AdjustFacts(collaboration.id, opened, phases, calendar(conversation, collaboration.zone))
    return DialogContext(ADJUST.begin(facts), header_for(collaboration, None))
