"""A message that was sent in private and is edited afterwards: the answer it gave follows, as long as it may change.

It is typed again at its own step. Where somebody is in the talk stays as it was; what they look at is shown anew only
when it reads otherwise now.
"""

from dataclasses import replace

from bot.content.screen import screen_of, typed_event
from bot.domain.errors import DomainError
from bot.engine.advance import advance, standing, walk
from bot.engine.model import Ask, Doubted, Phrase, Pressed, Resumed, Session, Step, StepId, Turn, Typed
from bot.turn import talks
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, dialog_context
from bot.turn.incoming import Edited, Said
from bot.turn.records import Conversation, ConversationState
from bot.turn.routes import Route

KEPT = "✍"
"""The sign below what was kept; one of those that every chat knows."""


def edited(ctx: TurnContext, said: Edited) -> Route | None:
    """Other words in a message that was sent before. Raises `DomainError` when the answer cannot follow."""
    now = talks.current(ctx)
    if now is not None and now.unsure is not None and now.unsure.message == said.message and said.text.strip():
        return talks.typed(ctx, now, Said(said.text, message=said.message))
    found = ctx.uow.conversations.answered_in(ctx.chat, said.message)
    if found is None:
        if said.text.strip():
            ctx.tell(Phrase("edits.no_answer"))
        return None
    conversation, step = found
    try:
        return _change(ctx, conversation, dialog_context(ctx, conversation), step, said)
    except DomainError as refusal:
        raise DomainError("edits.kept", why=Phrase(refusal.key, refusal.args_of_phrase)) from None


def _change(ctx: TurnContext, held: Conversation, subject: DialogContext, step: StepId, said: Edited) -> Route | None:
    """Put the other words in the place of the answer. Raises `DomainError` when they cannot be one."""
    session = talks.session_of(ctx, held)
    turn = _typed_again(ctx, subject, session, step, said.text)
    before = shown(ctx, subject, session)
    ctx.uow.conversations.save_answers(held.id, session.answers, turn.session.answers, ctx.at)
    ctx.uow.conversations.typed_in(held.id, step, said.message)
    ctx.reaction = KEPT
    ctx.log("Edited", held)
    subject = dialog_context(ctx, held)
    after = shown(ctx, subject, replace(session, answers=turn.session.answers))
    return None if before == after else _look_again(ctx, held)


def _typed_again(ctx: TurnContext, subject: DialogContext, session: Session, step: StepId, text: str) -> Turn:
    """The turn of the engine when this is typed at that step.

    Raises `DomainError` when it cannot be an answer there.
    """
    there = Session(session.answers, step)
    path = walk(subject.begin, there.answers)
    ask = standing(path, there)
    if ask is None or ask.step.id != step:
        raise DomainError("edits.gone")
    if not text.strip():
        raise DomainError("edits.no_text")
    event = typed_event(ctx.texts.phrases, ask, text, ctx.at, ctx.fresh())
    if isinstance(event, Doubted):
        raise DomainError("edits.sought", text=text.strip())
    if not isinstance(event, Typed | Pressed):
        raise DomainError("edits.nonsense")
    turn = advance(subject.begin, there, event, path)
    if turn.answered != step:
        raise _refusal(turn, ask.step)
    return turn


def _refusal(turn: Turn, step: Step) -> DomainError:
    """Why the engine did not take it as an answer, in words for whoever edited."""
    note = next((effect.note for effect in turn.effects if isinstance(effect, Ask)), None)
    if note is None or note == step.buttons_only:
        return DomainError("edits.nonsense")
    if note.key == "errors.too_long":
        return DomainError("edits.too_long", **note.args)
    return DomainError(note.key, **note.args)


def shown(ctx: TurnContext, subject: DialogContext, session: Session) -> object:
    """What is on screen, without the numbers in its buttons; None at the end of the talk."""
    ask = talks.asked(subject, session)
    return None if ask is None else screen_of(ctx.texts.phrases, ask, subject.header)


def _look_again(ctx: TurnContext, held: Conversation) -> Route | None:
    """The question of now reads otherwise: buttons under what it was are old. It is asked again where it is on screen.

    So it is when a finished talk has a question again.
    """
    current = talks.current(ctx)
    ctx.uow.conversations.save(replace(held, turn=ctx.after(held.turn)), held)
    now = ctx.uow.conversations.get(held.id)
    if now is None or (held.state is not ConversationState.DONE and (current is None or current.id != held.id)):
        return None
    return talks.go_on(ctx, now, Resumed(ctx.at))
