"""The course of a session: begun, on to the next question, over."""

import json
from dataclasses import replace

from bot.content.question_sets import QuestionSet
from bot.dialogs.groups.actions.leading import bring_down, take_lead
from bot.dialogs.groups.facts import name_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import ShowRequested
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind
from bot.dialogs.sessions.actions.showing import let_happen
from bot.dialogs.sessions.facts.held import binding_of, must_be_free, order_of, round_of, running, set_of
from bot.dialogs.sessions.facts.put import answerable, electorate, put_in
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, SessionState, behind
from bot.dialogs.sessions.screens import panel
from bot.dialogs.sessions.screens.question import moved_screen, redraw
from bot.dialogs.sessions.screens.result import PLACES, drawn, result_screen
from bot.domain.collaboration import Partner
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import CollaborationId, PersonId, QuestionId, SessionId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def begin(ctx: TurnContext, binding: Binding, one: QuestionSet, by: PersonId) -> GroupSession:
    """Put the first question on the table; whoever begins, leads.

    Raises `DomainError` while something else goes on in this group.
    """
    if running(ctx, binding) is not None:
        raise DomainError("session.another")
    must_be_free(ctx, binding)
    round_ = round_of(ctx, binding)
    session = GroupSession(
        SessionId(0),
        one.id,
        ctx.texts.instrument.content_version,
        binding.collaboration,
        binding.partner,
        round_.id,
        binding.id,
        by,
        ctx.at,
    )
    if not electorate(ctx, session):
        raise DomainError("session.nobody")
    session = ctx.uow.get(SESSIONS).add(session)
    bring_down(ctx, take_lead(ctx, binding, round_, by))
    return put_on_table(ctx, binding, session, order_of(one)[0])


def put_on_table(ctx: TurnContext, binding: Binding, session: GroupSession, about: str) -> GroupSession:
    """A question below everything; the one before loses its buttons."""
    earlier = session.question
    placed = ctx.uow.post.place(binding.chat_thread).id
    stood = put_in(ctx, session, about)
    if stood is not None:
        if ctx.uow.post.placed(stood.placed).chat_thread == binding.chat_thread:
            ctx.put(stood.placed, moved_screen(ctx, session, stood))
        ctx.uow.get(QUESTIONS).move(stood, placed, binding.id)
    else:
        ctx.uow.get(QUESTIONS).put(
            PutQuestion(
                id=QuestionId(0),
                kind=QuestionKind.OF_SET,
                binding=binding.id,
                round=session.round,
                run=None,
                about=about,
                opened_at=ctx.at,
                placed=placed,
                session=session.id,
            )
        )
    if session.binding != binding.id:
        panel.put_aside(ctx, session, Phrase("panel.moved"))
    session = ctx.uow.get(SESSIONS).save(replace(session, question=about, binding=binding.id))
    redraw(ctx, session, about)
    if earlier is not None and earlier != about:
        redraw(ctx, session, earlier)
    panel.refresh(ctx, session)
    return session


def go_on(ctx: TurnContext, binding: Binding, session: GroupSession) -> None:
    """The next question; behind the last one it is over."""
    after = behind(session.question, order_of(set_of(ctx, session)))
    if after is None:
        finish(ctx, session)
    else:
        put_on_table(ctx, binding, session, after)


def finish(ctx: TurnContext, session: GroupSession, *, show_all: bool = False) -> None:
    """It is over: all of it below everything. `show_all`: what was hidden until the end is shown now."""
    if show_all:
        for put in answerable(ctx, session):
            let_happen(ctx, session, put, ShowRequested())
    table = session.question
    session = ctx.uow.get(SESSIONS).save(replace(session, state=SessionState.OVER, question=None, ended_at=ctx.at))
    if table is not None:
        redraw(ctx, session, table)
    panel.say_it_is_over(ctx, session)
    binding = binding_of(ctx, session)
    if binding.ended_at is None:
        _draw(ctx, session, binding)
        ctx.send(result_screen(ctx, session), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)


def _draw(ctx: TurnContext, session: GroupSession, binding: Binding) -> None:
    """The picture, ahead of the result, where this set has one."""
    data = drawn(ctx, session)
    if data is not None:
        about = {"name": name_of(ctx, binding), "set": set_of(ctx, session).name}
        there = binding.chat_thread
        caption = Phrase("session.picture", about)
        ctx.picture(
            caption, json.dumps(data, ensure_ascii=False), renderer=PLACES, chat=there.chat, thread=there.thread
        )


def tell_context(ctx: TurnContext, binding: Binding, session: GroupSession, text: str) -> None:
    """What it is about, as whoever leads says it; then the first question."""
    if not text.strip():
        raise DomainError("groups.only_text")
    if len(text) > CONTEXT_LIMIT:
        raise DomainError("errors.too_long", limit=CONTEXT_LIMIT)
    session = ctx.uow.get(SESSIONS).save(replace(session, context=text.strip()))
    go_on(ctx, binding, session)


CONTEXT_LIMIT = 300
"""The longest text about what a set is about, in characters: it stands above each question."""


def refresh(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """The question on the table in each group of a collaboration, how many have answered, and the panels."""
    without_groups = not ctx.uow.groups.of(collaboration)  # known already in this turn
    for session in () if without_groups else ctx.uow.get(SESSIONS).of(collaboration):
        if session.running and session.question is not None:
            redraw(ctx, session, session.question)
            panel.refresh(ctx, session)


def group_moved(ctx: TurnContext, binding: Binding) -> None:
    """What stood in the old group cannot be changed from the new one: the question comes below once more."""
    session = running(ctx, binding)
    if session is not None and session.question is not None:
        redraw(ctx, session, session.question)


def goes_on(ctx: TurnContext, binding: Binding) -> Phrase | None:
    """What goes on here, in a sentence for who wants to begin something else."""
    session = running(ctx, binding)
    return Phrase("session.goes_on", {"set": set_of(ctx, session).name}) if session is not None else None


def partner_left(ctx: TurnContext, partner: Partner) -> None:
    """Its own group goes on with nothing; in the group of all its answers that nobody saw are gone."""
    for session in ctx.uow.get(SESSIONS).of(partner.collaboration):
        if session.running and session.partner == partner.id:
            panel.say_it_is_over(ctx, session)
            ctx.uow.get(SESSIONS).save(replace(session, state=SessionState.OVER, question=None, ended_at=ctx.at))
