"""A message that was sent in private and is edited afterwards: the answer it gave follows, as long as it may change.

It is typed again at its own step. Where somebody is in the talk stays as it was; what they look at is shown anew only
when it reads otherwise now.
"""

from dataclasses import replace

from bot.content.screen import screen_of, typed_event
from bot.domain.errors import DomainError
from bot.engine.advance import advance
from bot.engine.model import Ask, Doubted, Phrase, Pressed, Resumed, Session, StepId, Turn, Typed
from bot.turn import talks
from bot.turn.context import Stage
from bot.turn.dialog import Subject, subject_of
from bot.turn.incoming import Edited, Said
from bot.turn.records import Conversation, ConversationState
from bot.turn.routes import Route

KEPT = "✍"
"""The sign below what was kept; one of those that every chat knows."""


def edited(stage: Stage, said: Edited) -> Route | None:
    """Other words in a message that was sent before. Raises `DomainError` when the answer cannot follow."""
    now = talks.current(stage)
    if now is not None and now.unsure is not None and now.unsure.message == said.message and said.text.strip():
        return talks.typed(stage, now, Said(said.text, message=said.message))
    found = stage.uow.conversations.answered_in(stage.chat, said.message)
    if found is None:
        if said.text.strip():
            stage.tell(Phrase("edits.no_answer"))
        return None
    conversation, step = found
    try:
        return _change(stage, conversation, subject_of(stage, conversation), step, said)
    except DomainError as refusal:
        raise DomainError("edits.kept", why=Phrase(refusal.key, refusal.args_of_phrase)) from None


def _change(stage: Stage, held: Conversation, subject: Subject, step: StepId, said: Edited) -> Route | None:
    """Put the other words in the place of the answer. Raises `DomainError` when they cannot be one."""
    session = talks.session_of(stage, held)
    turn = _typed_again(stage, subject, session, step, said.text)
    before = _shown(stage, subject, session)
    stage.uow.conversations.save_answers(held.id, session.answers, turn.session.answers, stage.at)
    stage.uow.conversations.typed_in(held.id, step, said.message)
    stage.reaction = KEPT
    stage.log("Edited", held)
    subject = subject_of(stage, held)
    after = _shown(stage, subject, replace(session, answers=turn.session.answers))
    return None if before == after else _look_again(stage, held)


def _typed_again(stage: Stage, subject: Subject, session: Session, step: StepId, text: str) -> Turn:
    """What it leads to when this is typed at that step."""
    there = Session(session.answers, step)
    ask = talks.asked(subject, there, stage)
    if ask is None or ask.step.id != step:
        raise DomainError("edits.gone")
    if not text.strip():
        raise DomainError("edits.no_text")
    event = typed_event(stage.texts.phrases, ask, text, stage.at, stage.fresh())
    if isinstance(event, Doubted):
        raise DomainError("edits.sought", text=text.strip())
    if not isinstance(event, Typed | Pressed):
        raise DomainError("edits.nonsense")
    turn = advance(subject.begin, there, event)
    if turn.answered != step:
        raise _refusal(turn)
    return turn


def _refusal(turn: Turn) -> DomainError:
    """Why it is no answer."""
    note = next((effect.note for effect in turn.effects if isinstance(effect, Ask)), None)
    if note is None or note.key == "errors.use_buttons":
        return DomainError("edits.nonsense")
    if note.key == "errors.too_long":
        return DomainError("edits.too_long", **note.args)
    return DomainError(note.key, **note.args)


def _shown(stage: Stage, subject: Subject, session: Session) -> object:
    """What is on screen, without the numbers in its buttons; None at the end of the talk."""
    ask = talks.asked(subject, session, stage)
    return None if ask is None else screen_of(stage.texts.phrases, ask, subject.header)


def _look_again(stage: Stage, held: Conversation) -> Route | None:
    """The question of now reads otherwise: buttons under what it was are old. It is asked again where it is on screen.

    So it is when a finished talk has a question again.
    """
    current = talks.current(stage)
    stage.uow.conversations.save(replace(held, turn=held.turn + 1), held)
    now = stage.uow.conversations.get(held.id)
    if now is None or (held.state is not ConversationState.DONE and (current is None or current.id != held.id)):
        return None
    return talks.go_on(stage, now, Resumed(stage.at))
