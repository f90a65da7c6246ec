"""The buttons on the panel of whoever leads a session, in their private chat. The panel itself changes in place."""

from bot.dialogs.groups.facts import Actor
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.sessions.actions import course
from bot.dialogs.sessions.actions.leading import must_conduct
from bot.dialogs.sessions.actions.steering import CONTROLS, Steer, session_at, steered, table_at
from bot.dialogs.sessions.facts.held import binding_of
from bot.dialogs.sessions.rules import GroupSession
from bot.dialogs.sessions.screens.panel import IN_PRIVATE
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Page


def _led(ctx: TurnContext, id_: str) -> tuple[Binding, GroupSession, Actor]:
    """A session that goes on, for somebody of its collaboration. What they do shows in the group, so there is one."""
    session = session_at(ctx, id_)
    binding = binding_of(ctx, session)
    acting = Actor(known_person(ctx), memberships_in(ctx, session.collaboration))
    if binding.ended_at is not None:
        raise DomainError("groups.not_here_any_more")
    return binding, session, acting


def _steers(steer: Steer) -> Page:
    """A button of the panel: `session.question`."""

    def page(ctx: TurnContext, argument: str) -> None:
        id_, _, question = argument.partition(".")
        binding, session, acting = _led(ctx, id_)
        steered(steer, ctx, table_at(ctx, binding, session, question), acting)

    return page


def stop(ctx: TurnContext, argument: str) -> None:
    """`Stoppen`: once more, below the panel, because it cannot be taken up again: `session`."""
    binding, session, acting = _led(ctx, argument)
    must_conduct(ctx, binding, acting)
    ctx.tell(
        Phrase("session.sure"),
        ctx.button("ja_stoppen_set", f"samenstopnu:{session.id}"),
        ctx.button("nog_niet", f"samenstopniet:{session.id}"),
    )


def stop_now(ctx: TurnContext, argument: str) -> None:
    """It is over. What was not shown stays hidden."""
    binding, session, acting = _led(ctx, argument)
    must_conduct(ctx, binding, acting)
    ctx.page(Phrase("session.stopped"))
    course.finish(ctx, session)


def stop_not(ctx: TurnContext, argument: str) -> None:
    """Go on after all."""
    binding, _, acting = _led(ctx, argument)
    must_conduct(ctx, binding, acting)
    ctx.page(Phrase("discussion.goes_on"))


PAGES: dict[str, Page] = {
    **{IN_PRIVATE[control]: _steers(steer) for control, steer in CONTROLS.items()},
    "samenstop": stop,
    "samenstopnu": stop_now,
    "samenstopniet": stop_not,
}
