"""The buttons on the panel of whoever leads phase 2, in their private chat. The panel itself changes in place."""

from dataclasses import replace

from bot.dialogs.alignment.actions import steering
from bot.dialogs.alignment.actions.course import resume
from bot.dialogs.alignment.actions.leading import must_conduct
from bot.dialogs.alignment.actions.steering import Steer, Table
from bot.dialogs.alignment.facts.queries import binding_of, here
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import QUIET_MINUTES, Discussion, DiscussionId, DiscussionState, Drawer, Setting
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import Page


def _led(ctx: TurnContext, argument: str) -> tuple[Binding, Discussion]:
    """The discussion that somebody leads from their private chat. What they do shows in the group, so there is one."""
    kept = ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(argument)))
    binding = binding_of(ctx, kept)
    acting = Actor(known_person(ctx), memberships_in(ctx, binding.collaboration))
    discussion = here(ctx, binding, kept)
    if binding.ended_at is not None:
        raise DomainError("discussion.no_group")
    return binding, must_conduct(ctx, binding, discussion, acting)


def _table(ctx: TurnContext, argument: str) -> Table:
    """The question a button belongs to, `discussion.question`, which must be the one on the table."""
    id_, _, question = argument.partition(".")
    binding, discussion = _led(ctx, id_)
    if discussion.state is not DiscussionState.RUNNING or question != discussion.question:
        raise DomainError("errors.expired")
    return Table(binding, discussion, question)


def _steered(steer: Steer) -> Page:
    return lambda ctx, argument: steer(ctx, _table(ctx, argument))


def go_on_again(ctx: TurnContext, argument: str) -> None:
    """`Verder met het gesprek`, after a rest: `discussion`."""
    binding, discussion = _led(ctx, argument)
    if discussion.state is not DiscussionState.PAUSED:
        raise DomainError("errors.expired")
    resume(ctx, binding, discussion)


def _sits(setting: Setting) -> Page:
    """`In één ruimte`, `Op afstand`: `discussion`."""

    def page(ctx: TurnContext, argument: str) -> None:
        _, discussion = _led(ctx, argument)
        if discussion.question is None:
            raise DomainError("errors.expired")
        discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, setting=setting, drawer=None))
        redraw(ctx, discussion, discussion.question or "")
        panel.refresh(ctx, discussion)

    return page


PAGES: dict[str, Page] = {
    "vraagna": _steered(steering.go_on),
    "vraagvoor": _steered(steering.go_back),
    "pauze": _steered(steering.pause),
    "tijd": _steered(steering.time),
    "samenvatting": _steered(steering.summary),
    "toonnodig": _steered(steering.show_result),
    "eerstschrijven": _steered(steering.open_drawer(Drawer.QUIET)),
    **{f"schrijf{minutes}": _steered(steering.write_first(minutes)) for minutes in QUIET_MINUTES},
    "laatzien": _steered(steering.show_now),
    "leidmeer": _steered(steering.open_drawer(Drawer.MORE)),
    "leidterug": _steered(steering.open_drawer(None)),
    "sluit": _steered(steering.open_drawer(Drawer.CLOSING)),
    "sluitnu": _steered(steering.close_now),
    "gesprekverder": go_on_again,
    "inruimte": _sits(Setting.ROOM),
    "opafstand": _sits(Setting.AFAR),
}
