"""Answers that came beside a talk: somebody filled them in on the page of the whole form.

The talk is not spoken to then: what it asked last may have been answered, so it waits until they come back to it.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.errors import DomainError
from bot.engine.model import Answer, Answers, StepId
from bot.turn import edits
from bot.turn.context import TurnContext
from bot.turn.dialog import dialog_context
from bot.turn.incoming import FilledIn
from bot.turn.records import Conversation, ConversationState
from bot.turn.routes import ToTalk
from bot.turn.talks import session_of


def filled_in(ctx: TurnContext, sent: FilledIn) -> None:
    """Rows of a form came back. Raises `DomainError` when nothing of it can be kept."""
    takes = next((forms.takes for forms in ctx.house.each(lambda f: f.whole_forms)), None)
    if takes is None:
        raise DomainError("errors.expired")
    ctx.refused.update(takes(ctx, sent))


def answer_beside(
    ctx: TurnContext, talk: ToTalk, held: Conversation | None, before: Answers, after: Mapping[StepId, Answer]
) -> None:
    """Keep these answers of a talk. Where it would ask otherwise from now on, the buttons of before are old.

    What is typed then belongs to no question, until somebody goes on with the talk.
    """
    if held is None:
        version = ctx.texts.instrument.content_version
        person = ctx.person
        held = ctx.uow.conversations.add(
            talk.dialog, ctx.chat, person.id if person else None, talk.subject, version, ctx.at
        )
    asked = edits.shown(ctx, dialog_context(ctx, held), session_of(ctx, held))
    ctx.uow.conversations.save_answers(held.id, before, after, ctx.at)
    ctx.log("FilledIn", held)
    session = session_of(ctx, held)
    if asked == edits.shown(ctx, dialog_context(ctx, held), session):
        return
    away = ConversationState.PAUSED if held.state is ConversationState.OPEN else held.state
    moved = replace(held, turn=ctx.after(held.turn), state=away, unsure=None)
    ctx.uow.conversations.save(moved, held)
