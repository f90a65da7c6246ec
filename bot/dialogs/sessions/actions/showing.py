"""Answers are counted, and shown to all at the same moment; what who left gave before that goes with them."""

from bot.content.question_sets import Reveal, SetQuestion
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import (
    GroupQuestion,
    Refuse,
    SeatsChanged,
    Show,
    ShowRequested,
    react,
)
from bot.dialogs.questions.rules.put import Contribution, PutQuestion, QuestionState
from bot.dialogs.sessions.facts.answers import asked, half
from bot.dialogs.sessions.facts.held import set_of
from bot.dialogs.sessions.facts.put import answerable, electorate, is_open, put_in, wordings
from bot.dialogs.sessions.facts.writing import kept_back
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, Seat
from bot.dialogs.sessions.screens import panel
from bot.dialogs.sessions.screens.question import redraw
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, ContributionId
from bot.turn.context import TurnContext


def look(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """After somebody answered, came or went: count them, and show it all once everybody has answered.

    Where several may be chosen nobody knows who is ready, so whoever leads shows it. Half a place is not ready.
    """
    waits = _until_the_end(ctx, session) or asked_by(ctx, session, put).several or half(ctx, session, put)
    if not waits:
        let_happen(ctx, session, put, SeatsChanged())
        if not is_open(put_in(ctx, session, put.about)):
            panel.refresh(ctx, session)
    redraw(ctx, session, put.about)


def _until_the_end(ctx: TurnContext, session: GroupSession) -> bool:
    return set_of(ctx, session).reveal is Reveal.SET


def asked_by(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> SetQuestion:
    return question_in(set_of(ctx, session), put.about)


def show_result(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """`Toon uitslag`, without waiting for the others. Raises `DomainError` where nobody has answered."""
    for effect in let_happen(ctx, session, put, ShowRequested()):
        if isinstance(effect, Refuse):
            raise DomainError("session.nobody_answered")
    redraw(ctx, session, put.about)
    panel.refresh(ctx, session)


def let_happen(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, event: SeatsChanged | ShowRequested
) -> tuple[object, ...]:
    """What an event leads to. What is shown is all that was given by who is in the circle now, and stays so."""
    now: GroupQuestion[Seat] = asked(ctx, session, put)
    effects = react(now, event)
    for effect in effects:
        if isinstance(effect, Show):
            drop_who_left(ctx, session, put)
            _say_what_was_kept(ctx, session, put)
            ctx.uow.get(QUESTIONS).turn(put, QuestionState.SHOWN, ctx.after(put.number))
    return effects


def _say_what_was_kept(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """What was written in private is said now, by all at the same moment."""
    for one in kept_back(ctx, session, put):
        person, partner = one.seat
        chat = ctx.uow.people.get(person).chat
        said = Contribution(ContributionId(0), put.id, put.about, person, partner, chat, 0, one.text, ctx.at)
        ctx.uow.get(QUESTIONS).contribute(said)
        ctx.uow.conversations.delete(one.held.id)


def drop_who_left(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    among = set(electorate(ctx, session))
    parts = wordings(set_of(ctx, session), asked_by(ctx, session, put))
    given = {(v.person, v.partner) for part in parts for v in ctx.uow.get(QUESTIONS).ballots(put.id, part)}
    said = ctx.uow.get(QUESTIONS).contributions_to(put.id)
    given |= {(one.person, one.partner) for one in said if one.partner is not None}
    for person, partner in given - among:
        ctx.uow.get(QUESTIONS).take_out(put.id, person, partner)


def members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """What who left gave, and nobody has seen yet, goes with them; perhaps the others have all answered now.

    If they led, somebody else does, or the controls stand in the group.
    """
    for session in ctx.uow.get(SESSIONS).of(collaboration):
        if not session.running:
            continue
        for put in answerable(ctx, session):
            if is_open(put):
                drop_who_left(ctx, session, put)
            if is_open(put) and put.about == session.question:
                look(ctx, session, put)
        redraw(ctx, session, session.question or "")
        panel.refresh(ctx, session)
