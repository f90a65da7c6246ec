"""The buttons below a question of phase 2: what people answer with one tap, taking over, and what whoever leads needs.

The last stands below a question only while its leader cannot be reached in private, and below those of version 0.1.
"""

from collections.abc import Callable

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions import steering
from bot.dialogs.alignment.actions.answering import answer_needed
from bot.dialogs.alignment.actions.course import resume
from bot.dialogs.alignment.actions.leading import lead, must_conduct, speaks_for
from bot.dialogs.alignment.actions.steering import Steer, Table
from bot.dialogs.alignment.facts.queries import here, kind_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor, actor, bound, leads
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.motive import Choice
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.records import Vote


def _pressed(ctx: TurnContext, argument: str) -> tuple[Binding, Discussion, Actor, str]:
    """The question a button belongs to, `discussion.question`, which must be the one on the table."""
    id_, _, question = argument.partition(".")
    binding = bound(ctx)
    discussion = ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(id_)))
    acting = actor(ctx, binding)
    discussion = here(ctx, binding, discussion)
    if discussion.state is not DiscussionState.RUNNING or question != discussion.question:
        raise DomainError("errors.expired")
    return binding, discussion, acting, question


def _led(ctx: TurnContext, argument: str) -> Table:
    """The same for whoever leads."""
    binding, discussion, acting, question = _pressed(ctx, argument)
    return Table(binding, must_conduct(ctx, binding, discussion, acting), question)


def _steered(steer: Steer) -> Callable[[TurnContext, str], None]:
    return lambda ctx, argument: steer(ctx, _led(ctx, argument))


def answer_needed_here(ctx: TurnContext, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on a question that has them: `discussion.question.choice`."""
    asked, _, option = argument.rpartition(".")
    binding, discussion, acting, question = _pressed(ctx, asked)
    partner = speaks_for(ctx, binding, acting)
    if partner is None:
        raise DomainError("groups.you_do_not_fill_in")
    if kind_of(ctx, discussion, question) is not TalkKind.CHOOSE or option not in set(Choice):
        raise DomainError("errors.expired")
    answer_needed(ctx, discussion, binding, question, Vote(acting.person.id, partner, option))
    about = {"choice": Phrase(f"buttons.{option}"), "applies": False, "partner": ""}
    ctx.notify(Phrase("groups.noted", about))
    redraw(ctx, discussion, question)
    panel.refresh(ctx, discussion)


def take_over(ctx: TurnContext, argument: str) -> None:
    """A manager taps that they lead from now on."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    discussion = here(ctx, binding, ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(argument))))
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    resume(ctx, binding, lead(ctx, discussion, acting.person.id))


def close(ctx: TurnContext, argument: str) -> None:
    """`Afsluiten`: once more, because it cannot be undone and people may still be answering in private."""
    table = _led(ctx, argument)
    mark = f"{table.discussion.id}.{table.question}"
    ctx.tell(
        panel.sure(ctx, table.discussion, table.binding),
        ctx.group_button("ja_afsluiten", f"sluitnu:{mark}"),
        ctx.group_button("nog_niet", f"sluitniet:{mark}"),
    )


def close_not_yet(ctx: TurnContext, argument: str) -> None:
    """Go on after all; the question in between makes place for a word."""
    _led(ctx, argument)
    ctx.page(Phrase("discussion.goes_on"))


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {
    "vraagna": _steered(steering.go_on),
    "vraagvoor": _steered(steering.go_back),
    "pauze": _steered(steering.pause),
    "tijd": _steered(steering.time),
    "samenvatting": _steered(steering.summary),
    "nodig": answer_needed_here,
    "toonnodig": _steered(steering.show_result),
    "leid": take_over,
    "sluit": close,
    "sluitnu": _steered(steering.close_now),
    "sluitniet": close_not_yet,
}
