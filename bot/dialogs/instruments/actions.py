"""Answering an instrument begun and handed in, and what is thrown away of it when somebody leaves."""

from bot.content.question_sets import QuestionSet
from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements.rules import WHAT_LIMIT, Agreement
from bot.dialogs.instruments.dialog import HandInInstrument
from bot.dialogs.instruments.facts import ForPartner, held, my_run
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.instruments.rules import InstrumentRun, InstrumentRunId
from bot.dialogs.people.facts import known_person
from bot.domain.ids import CollaborationId
from bot.engine.model import Phrase, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.records import Conversation
from bot.turn.routes import Route, ToPage


def begin(ctx: TurnContext, one: QuestionSet, there: ForPartner) -> InstrumentRun:
    """One's own answers for this partner: those that were begun, or new ones."""
    found = my_run(ctx, one, there.partner.id)
    if found is not None:
        return found
    new = InstrumentRun(
        InstrumentRunId(0), one.id, there.collaboration.id, there.partner.id, known_person(ctx).id, ctx.at
    )
    return ctx.uow.get(INSTRUMENTS).add(new)


def hand_in(ctx: TurnContext, command: HandInInstrument, conversation: Conversation) -> Route:
    """One's own answers are ready: colleagues who handed in theirs may read them."""
    run = ctx.uow.get(INSTRUMENTS).get(command.run)
    if run.handed_in_at is None:
        ctx.uow.get(INSTRUMENTS).hand_in(run.id, ctx.at)
    ctx.notify(Phrase("commitment.handed_in"))
    return ToPage("verdiep", f"{run.instrument}.{run.partner}")


def agree(ctx: TurnContext, run: InstrumentRun, question: str) -> Agreement:
    """A draft of an agreement; what was written in one's own words, and is not too long, is proposed."""
    talk = held(ctx, run)
    answers = ctx.uow.conversations.answers(talk.id) if talk is not None else {}
    given = answers.get(StepId(question))
    what = given.text if isinstance(given, Written) and len(given.text) <= WHAT_LIMIT else ""
    return agreements.begin(ctx, run.collaboration, run.partner, what=what, question=question)


def members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Who no longer fills in for a partner loses what they did not hand in for it."""
    half_way = ctx.uow.get(INSTRUMENTS).half_way(collaboration)
    members = ctx.uow.collaborations.members(collaboration).memberships if half_way else ()
    for run in half_way:
        if any(m.person == run.person and m.partner == run.partner and m.role.fills_in for m in members):
            continue
        talk = held(ctx, run)
        if talk is not None:
            ctx.uow.conversations.delete(talk.id)
        ctx.uow.get(INSTRUMENTS).throw_away(run.id)
