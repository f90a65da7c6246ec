"""Groups: which chat belongs to whom, its status message, and what is said there before it is kept."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.groups import facts, group, own_data, pages, screens
from bot.dialogs.groups.actions import beside, binding, greeting, leading
from bot.domain.invitation import TOKEN
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, GroupCommand, Overview, Ranked
from bot.turn.own_data import OwnData


def _binding(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    person = ctx.person
    mine = facts.binding_options(ctx, person) if person is not None else ()
    if any(option.collaboration == here.collaboration.id for option in mine):
        yield ctx.button("groepen", f"groepen:{here.collaboration.id}")


def _start(ctx: TurnContext, token: str) -> None:
    """Behind it stands the token with which the bot was added to a group; without one it is for the private chat."""
    if TOKEN.fullmatch(token):
        binding.by_link(ctx, token)
    elif not ctx.uow.groups.in_chat(ctx.chat):
        greeting.greet(ctx, ctx.chat_thread)
    else:
        ctx.tell(Phrase("pages.in_group", {"link": ctx.link()}))


def _help(ctx: TurnContext, _: str) -> None:
    if not ctx.uow.groups.in_chat(ctx.chat):
        greeting.greet(ctx, ctx.chat_thread)
        return
    ctx.tell(Phrase("groups.help", {"link": ctx.link()}))


FEATURE = Feature(
    name="groups",
    pages={
        "groepen": pages.groups,
        "groepnieuw": pages.add,
        "groeppagina": pages.make,
        "groep": pages.group,
        "koppelaan": pages.choose,
        "los": pages.release,
        "meedoenuit": pages.let_nobody_in,
        "meedoenaan": pages.let_people_in,
        "namens": pages.speak_for,
    },
    group_commands=(
        Ranked(10, GroupCommand("start", _start, binds=True)),
        Ranked(20, GroupCommand("koppel", lambda ctx, _: group.connect(ctx), binds=True)),
        Ranked(70, GroupCommand("overzicht", lambda ctx, _: screens.overview(ctx))),
        Ranked(100, GroupCommand("help", _help)),
    ),
    group_buttons={
        "koppel": group.connect_below_greeting,
        "toch": group.keep_word,
        "wens": group.mean_otherwise,
    },
    asks_first=group.asks_first,
    belongs_to_before=group.goes_on,
    after_words=group.remember,
    reads_along=facts.open_groups,
    came_in=beside.come_in,
    leads_here=facts.leads_here,
    panel=facts.panel_in,
    overview=(Ranked(85, _binding),),
    own_data=(Ranked(40, OwnData("gezien_in_groepen", own_data.seen_in)),),
    members_changed=leading.hand_over,
    partner_left=binding.partner_left,
    group_entered=greeting.expect,
    group_lost=binding.removed,
    timers={greeting.TIMER: greeting.came},
    redraw=screens.refresh,
)
