"""The first and last screens: the welcome, joining or not, the promise in full, leaving."""

from bot.dialogs.people.dialog import Promise
from bot.dialogs.people.pages.catching_up import to_read
from bot.domain.collaboration import Role
from bot.domain.ids import MembershipId
from bot.domain.rounds import Phase, RoundState
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.door import Ability
from bot.turn.routes import HOME, Route, ToTalk
from bot.turn.talks import current
from bot.turn.tasks import buttons_for, next_tasks


def privacy(ctx: TurnContext, argument: str) -> None:
    """`/privacy`: the promise in full, and the way back to what is being asked."""
    direct = Ability.DIRECT in ctx.door.can
    held = current(ctx)
    ctx.page(
        Promise.USUAL.said("consent.more_direct" if direct else "consent.more"),
        ctx.button("verder", f"ga:{held.id}", what=Phrase("agenda.here")) if held is not None else None,
    )


def welcome(ctx: TurnContext, argument: str) -> Route | None:
    """`/start` without an invitation: what the bot is; for those who take part already, the menu."""
    if next_tasks(ctx) or (ctx.person and ctx.uow.collaborations.memberships_of(ctx.person.id)):
        return HOME
    greet(ctx)
    return None


def greet(ctx: TurnContext) -> None:
    ctx.page(
        Phrase("welcome.start"),
        ctx.button("nieuwe_samenwerking", "nieuw"),
        ctx.button("heb_uitnodiging", "uitnodiging"),
        ctx.button("over_de_tool", "bron:tool.0.start"),
    )


def paste(ctx: TurnContext, argument: str) -> None:
    """How to use an invitation that lies somewhere else."""
    ctx.page(Phrase("welcome.paste"))


def stop(ctx: TurnContext, argument: str) -> Route:
    """`/stop`: on to the talk about leaving."""
    return ToTalk("leave", 0)


def stayed(ctx: TurnContext, argument: str) -> None:
    """Shown to somebody who thought better of leaving."""
    _forget_leaving(ctx)
    ctx.page(Phrase("leave.stayed"), ctx.button("menu", "menu"))


def left(ctx: TurnContext, argument: str) -> None:
    """Shown after leaving a collaboration."""
    _forget_leaving(ctx)
    ctx.page(Phrase("leave.left", {"name": argument}))


def _forget_leaving(ctx: TurnContext) -> None:
    """Throw away the talk about leaving, so that the next `/stop` begins afresh."""
    for held in ctx.uow.conversations.in_chat(ctx.chat):
        if held.dialog == "leave":
            ctx.uow.conversations.delete(held.id)


def joined(ctx: TurnContext, argument: str) -> Route | None:
    """After joining: welcome, and the first thing to do, or what to wait for."""
    membership = ctx.uow.collaborations.membership(MembershipId(number(argument)))
    round_ = ctx.uow.rounds.latest(membership.collaboration) if membership is not None else None
    waiting = next_tasks(ctx)
    about = {
        "waiting": bool(waiting),
        "stakeholder": membership is not None and membership.role is Role.STAKEHOLDER,
        "state": round_.state.value if round_ is not None and round_.settles else "",
        "phase_3": round_ is not None and round_.state is RoundState.COMMITMENT,
        "talks": round_ is not None and Phase.ALIGNMENT in round_.phases,
    }
    buttons = buttons_for(ctx, waiting[:1])
    if membership is not None and to_read(ctx, membership.collaboration):
        buttons.append(ctx.button("inlezen", f"inlezen:{membership.collaboration}"))
    ctx.page(Phrase("pages.joined", about), *buttons, ctx.button("menu", "menu"))
    return None


def declined(ctx: TurnContext, argument: str) -> None:
    """Not agreed, or not meant for this person. Nothing is kept."""
    ctx.page(Phrase("welcome.wrong", {"inviter": argument}) if argument else Phrase("welcome.declined"))
