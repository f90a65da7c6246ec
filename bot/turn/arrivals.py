"""Where what comes in from a group goes: to what rooms declared for groups. Pages and talks are private."""

from bot.domain.errors import DomainError, NoSuchRowError
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.context import TurnContext
from bot.turn.door import Ability
from bot.turn.incoming import CameIn, CameOrWent, Commanded, Incoming, Moved, PutInChannel, Replied, Spoke, Tapped
from bot.turn.routes import Route, ToPage

TOO_LONG = Phrase("groups.too_long", {"limit": MAX_TEXT})


def arrive(ctx: TurnContext, incoming: Incoming) -> Route | None:
    """Handle one thing that came in from a group. A route is returned only to a page that groups may show."""
    match incoming.body:
        case Commanded(name, argument):
            return _command(ctx, name, argument)
        case Tapped(data):
            return _tap(ctx, data)
        case Replied() | Spoke() as said:
            _words(ctx, said)
        case CameOrWent(here=True):
            for entered in ctx.house.each(lambda f: f.group_entered):
                entered(ctx)
        case PutInChannel():
            ctx.tell(Phrase("pages.in_channel"))
        case CameOrWent(here=False):
            _lost(ctx)
        case CameIn():
            for came_in in ctx.house.each(lambda f: f.came_in):
                came_in(ctx)
        case Moved(to):
            ctx.uow.groups.move(ctx.chat, to)
            _lost(ctx)
            for binding in ctx.uow.groups.in_chat(to):
                ctx.touched.add(binding.collaboration)
                for moved in ctx.house.each(lambda f: f.group_moved):
                    moved(ctx, binding)
        case _:
            pass
    return None


def _lost(ctx: TurnContext) -> None:
    """Nothing can be said any more in the chat of the turn."""
    for lost in ctx.house.each(lambda f: f.group_lost):
        lost(ctx, ctx.chat)


def _command(ctx: TurnContext, name: str, argument: str) -> Route | None:
    for command in ctx.house.group_commands:
        if command.name == name:
            done = command.run(ctx, argument)
            if done is not False:
                return done if isinstance(done, ToPage) else None
    if name in {command.name for command in ctx.house.commands}:
        ctx.tell(Phrase("pages.in_group", {"link": ctx.link()}))
    elif name not in ctx.house.group_command_names and not ctx.uow.groups.in_chat(ctx.chat):
        ctx.tell(Phrase("groups.not_bound", {"bot": ctx.door.called}))  # in a group that is bound it is for another bot
    return None


def _tap(ctx: TurnContext, data: str) -> Route | None:
    kind, _, rest = data.partition(":")
    name, _, argument = rest.partition(":")
    if kind == "g" and name in ctx.house.group_buttons:
        ctx.log(f"group.{name}")
        try:
            ctx.house.group_buttons[name](ctx, argument)
        except NoSuchRowError:
            raise DomainError("errors.expired") from None
        return None
    if kind == "p" and name in ctx.house.group_pages:
        return ToPage(name, argument)
    raise DomainError("errors.anonymous" if ctx.who is None else "errors.private_button")


def _words(ctx: TurnContext, said: Replied | Spoke) -> None:
    """What somebody says in a group, for the record: the rest of a cut text is refused, a doubtful word asked about."""
    if any(belongs(ctx, said) for belongs in ctx.house.each(lambda f: f.belongs_to_before)):
        _not_kept(ctx, said, TOO_LONG)
    elif not any(asks(ctx, said) for asks in ctx.house.each(lambda f: f.asks_first)):
        keep_words(ctx, said)
    _after_words(ctx, said)


def refused(ctx: TurnContext, said: Replied | Spoke, why: Phrase) -> None:
    """A rule refused what somebody wrote, and nothing of it was kept: say why.

    What they write next may be the rest of the same text, so that is looked at all the same.
    """
    _not_kept(ctx, said, why)
    _after_words(ctx, said)


def _after_words(ctx: TurnContext, said: Replied | Spoke) -> None:
    for after in ctx.house.each(lambda f: f.after_words):
        after(ctx, said)


def keep_words(ctx: TurnContext, said: Replied | Spoke) -> None:
    """Hand what was said to the room it is for.

    A command that is on record goes to the room that has its name, a reply to the first room that knows the message it
    answers. A reply below anything else is dropped.
    """
    if isinstance(said, Spoke):
        ctx.house.spoken[said.name](ctx, said)
        return
    binding = ctx.uow.groups.at(ctx.chat_thread)
    placed = ctx.uow.post.placed_at(ctx.chat, said.to)
    if binding is None or placed is None:
        return
    if ctx.who is None and any(replies.below(ctx, placed.id) for replies in ctx.house.replies):
        raise DomainError("errors.anonymous")
    for replies in ctx.house.replies:
        if replies.keep(ctx, binding, placed.id, said):
            return


def _not_kept(ctx: TurnContext, said: Replied | Spoke, why: Phrase) -> None:
    """Say why something was not kept. Nobody must think that it was, so a command is answered where it was given.

    Of an answer whoever wrote it hears in private, so that the group stays calm; who cannot be reached there, in the
    group. Words that came by another door than that of the group do not stand in it: nothing is said of them there.
    """
    person = ctx.person
    stands_here = Ability.WORDS in ctx.door.can and ctx.doors.of(ctx.here or ctx.chat) is ctx.door
    if person is not None and person.reachable and not (stands_here and isinstance(said, Spoke)):
        ctx.tell(Phrase("groups.not_kept", {"why": why}), chat=person.hears_in)
    elif stands_here:
        about = {"name": next(iter(ctx.name.split()), ""), "typed": bool(said.text.strip()), "why": why}
        ctx.tell(Phrase("groups.not_kept_here", about))


def refresh(ctx: TurnContext) -> None:
    """At the end of a turn: redraw what stands in the groups of each collaboration that was touched."""
    for collaboration in sorted(ctx.touched):
        for redraw in ctx.house.each(lambda f: f.redraw):
            redraw(ctx, collaboration)
