"""Connecting a group; and what is said there before it is kept: words meant for the bot, texts that Telegram cut."""

from bot.content.screen import Button
from bot.content.sizes import BUTTON_DATA_LIMIT
from bot.content.sought import HELP, sought
from bot.dialogs.groups.actions.binding import by_whoever_asks
from bot.dialogs.groups.facts import actor, bound
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.arrivals import keep_words
from bot.turn.context import TurnContext
from bot.turn.incoming import Replied, Spoke, sent_at
from bot.turn.records import PIECE_WITHIN
from bot.turn.routes import MOST_DIGITS


def connect(ctx: TurnContext) -> None:
    """`/koppel`."""
    told = by_whoever_asks(ctx)
    if told is not None:
        ctx.tell(told)


def connect_below_greeting(ctx: TurnContext, _: str) -> None:
    """`Deze groep koppelen`, below the greeting."""
    told = by_whoever_asks(ctx)
    if told is not None:
        ctx.notify(told)
        return
    placed = ctx.uow.post.placed_at(ctx.chat, ctx.tapped) if ctx.tapped is not None else None
    if placed is not None:  # also one of an earlier release, which is not known by what it says
        ctx.put(placed.id, ctx.screen(Phrase("groups.greeted", {"topic": False})))


def goes_on(ctx: TurnContext, said: Replied | Spoke) -> bool:
    """Whether this is the rest of the text before it. What was kept of that is taken back: the whole is refused."""
    binding, person = ctx.uow.groups.at(ctx.chat_thread), ctx.person
    if binding is None or person is None:
        return False
    before = next((seen for seen in ctx.uow.groups.seen(binding.id) if seen.person == person.id), None)
    if before is None or before.long_message is None or before.long_at is None:
        return False
    later = said.message > before.long_message  # the piece itself may be edited
    if not later or abs(sent_at(said, ctx.at) - before.long_at) > PIECE_WITHIN:
        return False
    for take_back in ctx.house.each(lambda f: f.takes_back):
        take_back(ctx, binding, before.long_message)
    return True


def remember(ctx: TurnContext, said: Replied | Spoke) -> None:
    """Note that a text of somebody who takes part may have been cut, and so may go on in their next message."""
    binding, person = ctx.uow.groups.at(ctx.chat_thread), ctx.person
    if binding is None or person is None or len(said.text) < MAX_TEXT:
        return
    mine = ctx.uow.collaborations.memberships_of(person.id)
    if any(m.collaboration == binding.collaboration for m in mine):
        ctx.uow.groups.saw(binding.id, person.id)  # also when what they wrote was refused
        ctx.uow.groups.wrote_long(binding.id, person.id, said.message, sent_at(said, ctx.at))


_REPLY = "antwoord"


_KEPT_NOTHING = "niets"


def asks_first(ctx: TurnContext, said: Replied | Spoke) -> bool:
    """Whether this may be meant for the bot; then that is asked first, and nothing is kept.

    Raises `DomainError` for somebody who takes no part.
    """
    wish = sought(said.text)
    if wish is None or ctx.who is None or ctx.uow.groups.at(ctx.chat_thread) is None or not _is_taken(ctx, said):
        return False
    person = actor(ctx, bound(ctx)).person
    text = said.text.strip()
    about = {"name": person.name.split()[0] if person.name.split() else "", "text": text, "help": wish == HELP}
    route = f"{said.name if isinstance(said, Spoke) else _REPLY}.{person.id}.{said.message}.{said.to}."
    too_long = len(f"g:toch:{route}{text}".encode()) > BUTTON_DATA_LIMIT
    if too_long or _is_kept(ctx, person.id, said.message):  # what stands there already stays
        raise DomainError("groups.word_only")
    ctx.tell(
        Phrase("groups.word", about),
        ctx.group_button("is_antwoord", f"toch:{route}{text}"),
        _other(ctx, person.id, wish),
    )
    return True


def _other(ctx: TurnContext, person: int, wish: str) -> Button:
    """For who meant it otherwise."""
    if wish == HELP:
        return ctx.group_button("help", f"wens:{person}.{HELP}")
    return ctx.group_button("niet_bewaren", f"wens:{person}.{_KEPT_NOTHING}")


def _is_taken(ctx: TurnContext, said: Replied | Spoke) -> bool:
    """Whether a room would keep it: a command on record, or an answer below a question, a goal or a board."""
    if isinstance(said, Spoke):
        return True
    placed = ctx.uow.post.placed_at(ctx.chat, said.to)
    return placed is not None and any(replies.below(ctx, placed.id) for replies in ctx.house.replies)


def _is_kept(ctx: TurnContext, person: PersonId, message: int) -> bool:
    """Whether a room kept something already that was said in this message."""
    here = bound(ctx)
    return any(replies.kept(ctx, here, person, message) for replies in ctx.house.replies)


def keep_word(ctx: TurnContext, argument: str) -> None:
    """`Ja, dit is mijn antwoord`: `kind.person.message.to.text`. It is taken as if it were said now."""
    kind, person, message, to, text = [*argument.split(".", 4), "", "", "", ""][:5]
    _must_be_theirs(ctx, person)
    if not all(number.isdecimal() and len(number) <= MOST_DIGITS for number in (message, to)):
        raise DomainError("errors.expired")
    if _is_kept(ctx, PersonId(int(person)), int(message)):  # edited since, and taken then
        raise DomainError("errors.expired")
    if kind == _REPLY:
        keep_words(ctx, Replied(text, int(message), int(to)))
    else:
        keep_words(ctx, Spoke(kind, text, int(message), int(to)))
    ctx.reaction = None  # it would stand below the question, which says it in words
    ctx.page(Phrase("groups.word_kept", {"text": text}))


def mean_otherwise(ctx: TurnContext, argument: str) -> None:
    """`Help`, or `Niet bewaren`: `person.wish`. Only the one who wrote it can say so."""
    person, _, wish = argument.partition(".")
    _must_be_theirs(ctx, person)
    ctx.page(Phrase("groups.help" if wish == HELP else "groups.word_dropped", {"link": ctx.link()}))


def _must_be_theirs(ctx: TurnContext, person: str) -> None:
    if str(actor(ctx, bound(ctx)).person.id) != person:
        raise DomainError("groups.word_of_another")
