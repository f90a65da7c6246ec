"""Where something that came in goes first: a command, a link, a button, a text, or the arrival in a group."""

from bot.domain.invitation import TOKEN, token_in
from bot.engine.model import Phrase, Resumed
from bot.turn import arrivals, edits, filling, talks
from bot.turn.context import TurnContext
from bot.turn.incoming import (
    CameIn,
    CameOrWent,
    Commanded,
    Edited,
    FilledIn,
    Handed,
    Incoming,
    Moved,
    PutInChannel,
    Replied,
    Said,
    Showed,
    Spoke,
    Tapped,
)
from bot.turn.ports import UnitOfWork
from bot.turn.presence import is_by_this_door, is_here, reach
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToPage


def first_route(ctx: TurnContext, incoming: Incoming) -> Route | None:
    """Where an update goes first."""
    if not incoming.private:
        if not isinstance(incoming.body, CameOrWent | PutInChannel):
            is_by_this_door(ctx)
        return arrivals.arrive(ctx, incoming)
    if not isinstance(incoming.body, CameOrWent):
        is_here(ctx)
    match incoming.body:
        case Commanded(name, argument):
            return _command(ctx, name, argument)
        case Tapped(data):
            return _tap(ctx, data)
        case Said() as said:
            return _text(ctx, said)
        case Edited() as said:
            return edits.edited(ctx, said)
        case FilledIn() as sent:
            filling.filled_in(ctx, sent)
            return None
        case Showed():
            return _no_text(ctx)
        case Handed() as file:
            takes = (route for take in ctx.house.each(lambda f: f.takes_file) if (route := take(ctx, file)) is not None)
            return next(takes, None) or _no_text(ctx)
        case CameOrWent(here):
            if here:
                is_here(ctx)
            else:
                ctx.uow.post.forget(incoming.chat, ctx.at)
                reach(ctx, False)
            return None
        case Replied() | Spoke() | CameIn() | Moved() | PutInChannel():  # of groups only
            return None


def _command(ctx: TurnContext, name: str, argument: str) -> Route | None:
    if name == "start" and argument:
        return _opened(ctx, argument)
    command = next((one for one in ctx.house.commands if one.name == name), None)
    talks.settle_by_command(ctx, name)
    if command is not None:
        return ToPage(name, argument if command.takes_words else "")
    known = name in ctx.house.group_command_names
    ctx.page(Phrase("errors.group_only" if known else "errors.not_understood"))
    return None


def _opened(ctx: TurnContext, token: str) -> Route | None:
    """A link that opens the bot: the page its prefix names, or else the token of an invitation."""
    for opening, page in ctx.house.links.items():
        id_, _, part = token.removeprefix(opening).partition("-")
        if token.startswith(opening) and id_.isdecimal():
            return ToPage(page, f"{id_}.{part}" if part else id_)
    return ctx.house.only(lambda f: f.opens_token)(ctx, token if TOKEN.fullmatch(token) else "")


def read_ahead(uow: UnitOfWork, body: object) -> None:
    """A tap below a conversation: reading that first tells who acts as well."""
    if isinstance(body, Tapped) and body.data.startswith("c:"):
        talks.numbered(uow, body.data.removeprefix("c:").partition(":")[0])


def _tap(ctx: TurnContext, data: str) -> Route | None:
    kind, _, rest = data.partition(":")
    if kind == "c":
        return talks.pressed(ctx, rest)
    name, _, argument = rest.partition(":")
    if kind != "p" or name not in ctx.house.pages:
        return talks.expired(ctx)
    return ToPage(name, argument)


def _text(ctx: TurnContext, said: Said) -> Route | None:
    """Typed text: an answer to the question of now, else an invitation that was pasted."""
    conversation = talks.current(ctx)
    if conversation is not None and talks.asked_elsewhere(ctx, conversation):
        ctx.unread = True
        return talks.go_on(ctx, conversation, Resumed(ctx.at, Phrase("errors.asked_elsewhere")))
    if conversation is not None:
        return talks.typed(ctx, conversation, said)
    if (token := token_in(said.text)) is not None:
        return ctx.house.only(lambda f: f.opens_token)(ctx, token)
    held = ctx.uow.conversations.in_chat(ctx.chat)
    paused = next((c for c in held if c.state is ConversationState.PAUSED), None)
    if paused is not None:
        button = ctx.button("verder", f"ga:{paused.id}", what=Phrase("agenda.here"))
        ctx.page(Phrase("errors.paused"), button)
    elif not any(answer(ctx) for answer in ctx.house.each(lambda f: f.answers_stray)):
        ctx.page(Phrase("errors.not_understood"))
    return None


def _no_text(ctx: TurnContext) -> Route | None:
    """A sticker, a voice message, a photo."""
    note = Phrase("errors.only_text")
    conversation = talks.current(ctx)
    if conversation is not None:
        return talks.go_on(ctx, conversation, Resumed(ctx.at, note))
    ctx.page(note)
    return None
