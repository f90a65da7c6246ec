"""Holding a conversation: load it, let the engine advance it, keep the answers, show the next screen.

The only use of `advance` on what is kept. A function that ends elsewhere returns the route to there.
"""

from dataclasses import replace
from typing import assert_never

from bot.content.screen import Screen, event_of, long_texts, screen_of, typed_event
from bot.content.sought import asks_for
from bot.domain.errors import DomainError
from bot.domain.ids import ConversationId
from bot.domain.invitation import FORGET, UNCONSENTED_LIFETIME
from bot.engine.advance import Path, advance, standing, walk
from bot.engine.model import (
    MAX_TEXT,
    Ask,
    Complete,
    Confirmed,
    Event,
    Notify,
    Open,
    Pause,
    Phrase,
    Read,
    Resumed,
    Session,
    Typed,
    Visit,
    Withdrawn,
)
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, dialog_context
from bot.turn.incoming import Said, sent_at
from bot.turn.ports import UnitOfWork
from bot.turn.records import PIECE_WITHIN, Conversation, ConversationState, LongText, Unsure
from bot.turn.routes import HOME, MOST_DIGITS, Route, ToHandler, ToPage, ToTalk


def start(ctx: TurnContext, route: ToTalk) -> Route | None:
    """Hold a dialog about a subject in the chat of the turn: go on with it, or begin.

    Raises `DomainError` when it may not be begun, so that nothing is left of it.
    """
    conversation = ctx.uow.conversations.find(route.dialog, ctx.chat, route.subject)
    if conversation is None:
        person = ctx.person
        conversation = ctx.uow.conversations.add(
            route.dialog,
            ctx.chat,
            person.id if person else None,
            route.subject,
            ctx.texts.instrument.content_version,
            ctx.at,
        )
        if person is None:
            ctx.uow.timers.put(FORGET, conversation.id, ctx.at + UNCONSENTED_LIFETIME)
        subject = dialog_context(ctx, conversation)
        event = route.event or Resumed(ctx.at)
        return _take(ctx, conversation, subject, session_of(ctx, conversation), event, None)
    return go_on(ctx, conversation, route.event or Resumed(ctx.at))


def current(ctx: TurnContext) -> Conversation | None:
    """The conversation that typed text in this chat belongs to: the one shown last, unless it was put away."""
    held = ctx.uow.conversations.in_chat(ctx.chat)
    return next((c for c in held if c.state is ConversationState.OPEN and c.shown_at is not None), None)


def asked_elsewhere(ctx: TurnContext, conversation: Conversation) -> bool:
    """Whether what is asked now was never shown where somebody types: they went on through another door since."""
    if not ctx.mine or ctx.here is None:
        return False
    return ctx.uow.conversations.turn_in(conversation.id, ctx.here) != conversation.turn


def settle_by_command(ctx: TurnContext, name: str) -> None:
    """A word that was doubted and then given as the command it is called like was no answer."""
    held = current(ctx)
    if held is not None and held.unsure is not None and asks_for(held.unsure.text) == name:
        ctx.uow.conversations.save(replace(held, unsure=None, turn=ctx.after(held.turn)), held)


def numbered(uow: UnitOfWork, number: str) -> Conversation | None:
    """The conversation whose number stands in a button, which may come from anywhere."""
    known = number.isdecimal() and len(number) <= MOST_DIGITS
    return uow.conversations.get(ConversationId(int(number))) if known else None


def pressed(ctx: TurnContext, data: str) -> Route | None:
    """A button of a conversation was tapped. `data` is `conversation:turn:option`."""
    number, _, rest = data.partition(":")
    turn, _, option = rest.partition(":")
    conversation = numbered(ctx.uow, number)
    if conversation is None or conversation.chat != ctx.chat:
        return expired(ctx)
    if turn != str(conversation.turn) or conversation.state is ConversationState.DONE:
        return expired(ctx, conversation)
    return go_on(ctx, conversation, event_of(option, ctx.at, ctx.fresh()))


def expired(ctx: TurnContext, conversation: Conversation | None = None) -> Route | None:
    """An old button: say so, and show the question of now in its place; where none is open, the menu."""
    ctx.notify(Phrase("errors.expired"))
    now = current(ctx) or conversation
    if now is None or now.state is ConversationState.DONE:
        return HOME
    return go_on(ctx, now, Resumed(ctx.at))


def typed(ctx: TurnContext, conversation: Conversation, said: Said) -> Route | None:
    """Text in a conversation: an answer, a button by its name, or a piece of a text that was too long."""
    text, sent = said.text, sent_at(said, ctx.at)
    before = conversation.long_text
    if before is not None and abs(sent - before.at) <= PIECE_WITHIN:
        goes_on = len(text) >= MAX_TEXT  # only a whole piece can have another behind it
        return _piece(ctx, conversation, replace(before, at=sent) if goes_on else before)
    subject = _subject(ctx, conversation)
    if subject is None:
        return None
    session = session_of(ctx, conversation)
    event: Event = Typed(text, ctx.at, ctx.fresh())
    path = walk(subject.begin, session.answers)
    ask = standing(path, session)
    long_text = None
    if ask is not None:
        event = typed_event(ctx.texts.phrases, ask, text, ctx.at, ctx.fresh())
        if len(text) >= MAX_TEXT:
            accepted = ask.step.text is not None and len(text) <= ask.step.text.limit
            long_text = LongText(ask.step.id, sent, accepted)
    return _take(ctx, conversation, subject, session, event, long_text, said.message, path)


def _piece(ctx: TurnContext, conversation: Conversation, before: LongText) -> Route | None:
    """The rest of a text that an app cut. The whole is refused; the piece before may have been accepted."""
    again = replace(before, accepted=False)
    if not before.accepted:
        ctx.uow.conversations.save(replace(conversation, long_text=again), conversation)
        return None
    subject = _subject(ctx, conversation)
    if subject is None:
        return None
    event = Withdrawn(before.step, ctx.at)
    return _take(ctx, conversation, subject, session_of(ctx, conversation), event, again)


def go_on(ctx: TurnContext, conversation: Conversation, event: Event) -> Route | None:
    """Take one event in one conversation. When it may no longer be held, that is said and nothing else happens."""
    subject = _subject(ctx, conversation)
    if subject is None:
        return None
    return _take(ctx, conversation, subject, session_of(ctx, conversation), event, None)


def _subject(ctx: TurnContext, conversation: Conversation) -> DialogContext | None:
    """The dialog over the facts of now. None when it may no longer be held, which is then said.

    A conversation that never showed anything is deleted then; any other is done.
    """
    try:
        return dialog_context(ctx, conversation)
    except DomainError as refusal:
        if conversation.shown_at is None and not ctx.uow.conversations.answers(conversation.id):
            ctx.uow.conversations.delete(conversation.id)  # it never began
        else:
            ctx.uow.conversations.save(replace(conversation, state=ConversationState.DONE), conversation)
        ctx.show(Screen(str(ctx.texts.phrases.html(Phrase(refusal.key, refusal.args_of_phrase)))))
        return None


def session_of(ctx: TurnContext, conversation: Conversation) -> Session:
    """What the engine needs of a conversation: its answers, cursor and page, and the word that waits to be settled."""
    unsure = conversation.unsure.text if conversation.unsure is not None else None
    return Session(ctx.uow.conversations.answers(conversation.id), conversation.cursor, conversation.page, unsure)


def asked(subject: DialogContext, session: Session) -> Ask | None:
    """The question that is on screen now; None at the end of the dialog."""
    return standing(walk(subject.begin, session.answers), session)


def _take(
    ctx: TurnContext,
    conversation: Conversation,
    subject: DialogContext,
    session: Session,
    event: Event,
    long_text: LongText | None,
    message: int = 0,
    path: Path | None = None,
) -> Route | None:
    """Advance, keep what changed, and carry out what it led to. `message` is the one that was typed.

    `path` is the walk over the answers, where it was made already.
    """
    turn = advance(subject.begin, session, event, path)
    ctx.uow.conversations.save_answers(conversation.id, session.answers, turn.session.answers, ctx.at)
    if isinstance(event, Confirmed) and conversation.unsure is not None:
        message = conversation.unsure.message
    if turn.answered is not None and message:
        ctx.uow.conversations.typed_in(conversation.id, turn.answered, message)
    moved = replace(
        conversation,
        state=ConversationState.OPEN,
        cursor=turn.session.cursor,
        page=turn.session.page,
        turn=ctx.after(conversation.turn) if turn.session != session else conversation.turn,
        shown_at=ctx.at,
        long_text=long_text,
        unsure=_unsure(conversation, turn.session, message),
    )
    ctx.log(type(event).__name__, conversation)
    for effect in turn.effects:
        match effect:
            case Notify(phrase):
                ctx.notify(phrase)
            case Ask(step, page=page):
                ctx.uow.conversations.save(moved, conversation)
                ahead = ctx.house.dialogs[conversation.dialog].arrives.get(step.id)
                if ahead is not None and page == 0 and turn.answered not in (None, step.id):
                    ahead(ctx, step)
                ctx.show(_screen(ctx, moved, subject, effect), moved)
            case Read(ask):
                ctx.read_out(long_texts(ctx.texts.phrases, ask))
            case Open(place):
                page, _, argument = place.partition(":")
                if argument:
                    return ToPage(page, f"{conversation.subject}.{argument}")
                return ToTalk(place, conversation.subject)
            case Visit(page):
                ctx.uow.conversations.save(moved, conversation)
                return ToPage(page)
            case Pause():
                ctx.uow.conversations.save(replace(moved, state=ConversationState.PAUSED), conversation)
                return ToPage("gestopt", str(conversation.id))
            case Complete(result):
                done = replace(moved, state=ConversationState.DONE)
                ctx.uow.conversations.save(done, conversation)
                return ToHandler(done, result)
            case _:
                assert_never(effect)
    return None


def _unsure(before: Conversation, now: Session, message: int) -> Unsure | None:
    """The word that waits to be settled as an answer or not, with the message it came in; None without one."""
    if now.unsure is None or (before.unsure is not None and not message):
        return before.unsure if now.unsure is not None else None
    return Unsure(now.unsure, message)


def _screen(ctx: TurnContext, conversation: Conversation, subject: DialogContext, ask: Ask) -> Screen:
    """The question, its buttons carrying conversation and turn; what stands beside them comes before the way out."""
    drawn = screen_of(ctx.texts.phrases, ask, subject.header)
    prefix = f"c:{conversation.id}:{conversation.turn}:"
    buttons = tuple(tuple(replace(b, option=prefix + b.option) for b in row) for row in drawn.buttons)
    beside = subject.beside.get(ask.step.id)
    if beside is not None:
        buttons = (*buttons[:-1], (beside,), *buttons[-1:])
    return replace(drawn, buttons=buttons)
