"""Where what comes in from a group goes. Only what is made for groups: pages and talks are private."""

from bot.domain.errors import DomainError, NoSuchRowError
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.context import Stage
from bot.turn.incoming import CameOrWent, Commanded, Incoming, Moved, Replied, Spoke, Tapped
from bot.turn.routes import Route, ToPage

TOO_LONG = Phrase("errors.too_long", {"limit": MAX_TEXT})


def arrive(stage: Stage, incoming: Incoming) -> Route | None:
    """Handle what comes in from a group."""
    match incoming.body:
        case Commanded(name, argument):
            return _command(stage, name, argument)
        case Tapped(data):
            return _tap(stage, data)
        case Replied() | Spoke() as said:
            _words(stage, said)
        case CameOrWent(here=False):
            for lost in stage.house.each(lambda f: f.group_lost):
                lost(stage, stage.chat)
        case Moved(to):
            stage.uow.groups.move(stage.chat, to)
            for binding in stage.uow.groups.in_chat(to):
                stage.touched.add(binding.collaboration)
                for moved in stage.house.each(lambda f: f.group_moved):
                    moved(stage, binding)
        case _:
            pass
    return None


def _command(stage: Stage, name: str, argument: str) -> Route | None:
    for command in stage.house.group_commands:
        if command.name == name:
            done = command.run(stage, argument)
            if done is not False:
                return done if isinstance(done, ToPage) else None
    if name in {command.name for command in stage.house.commands}:
        stage.tell(Phrase("pages.in_group", {"link": stage.link()}))
    return None


def _tap(stage: Stage, data: str) -> Route | None:
    kind, _, rest = data.partition(":")
    name, _, argument = rest.partition(":")
    if kind == "g" and name in stage.house.group_buttons:
        stage.log(f"group.{name}")
        try:
            stage.house.group_buttons[name](stage, argument)
        except NoSuchRowError:
            raise DomainError("errors.expired") from None
        return None
    if kind == "p" and name in stage.house.group_pages:
        return ToPage(name, argument)
    raise DomainError("errors.anonymous" if stage.who is None else "errors.private_button")


def _words(stage: Stage, said: Replied | Spoke) -> None:
    """What somebody says in a group, for the record; the rest of a text that Telegram cut is refused with it."""
    if any(belongs(stage, said) for belongs in stage.house.each(lambda f: f.belongs_to_before)):
        _not_kept(stage, said, TOO_LONG)
    elif not any(asks(stage, said) for asks in stage.house.each(lambda f: f.asks_first)):
        keep_words(stage, said)
    _after_words(stage, said)


def refused(stage: Stage, said: Replied | Spoke, why: Phrase) -> None:
    """A rule refused what somebody wrote, and nothing of it was kept; what follows it may still belong to it."""
    _not_kept(stage, said, why)
    _after_words(stage, said)


def _after_words(stage: Stage, said: Replied | Spoke) -> None:
    for after in stage.house.each(lambda f: f.after_words):
        after(stage, said)


def keep_words(stage: Stage, said: Replied | Spoke) -> None:
    """An answer below a question, a goal, a board, or a command; below anything else nothing happens."""
    if isinstance(said, Spoke):
        stage.house.spoken[said.name](stage, said)
        return
    binding = stage.uow.groups.at(stage.room)
    placed = stage.uow.post.placed_at(stage.chat, said.to)
    if binding is None or placed is None or stage.who is None:
        return
    for replies in stage.house.replies:
        if replies.keep(stage, binding, placed.id, said):
            return


def _not_kept(stage: Stage, said: Replied | Spoke, why: Phrase) -> None:
    """Say why something was not kept, to the one who wrote it: in private, so that the group stays calm."""
    person = stage.person
    if person is None and isinstance(said, Spoke):  # they can only be reached here, and must not think it was kept
        stage.tell(why)
    if person is not None and person.reachable:
        stage.tell(Phrase("groups.not_kept", {"why": why}), chat=person.chat)


def refresh(stage: Stage) -> None:
    """At the end of a turn: whatever its groups show of what changed."""
    for collaboration in sorted(stage.touched):
        for redraw in stage.house.each(lambda f: f.redraw):
            redraw(stage, collaboration)
