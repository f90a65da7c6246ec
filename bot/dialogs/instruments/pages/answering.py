"""`/verdieping`: the list, each instrument with its explanation, and answering one in private."""

from bot.content.question_sets import QuestionSet
from bot.content.screen import Button
from bot.dialogs.instruments import actions, screens
from bot.dialogs.instruments.facts import (
    DIALOG,
    ForPartner,
    all_handed_in,
    can_begin,
    chosen_partner,
    for_partners,
    held,
    led_by_me,
    my_run,
    numbers,
    offered,
    offered_set,
    own_run,
    private_set,
)
from bot.dialogs.instruments.rules import REVIEW, InstrumentRun
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.dialog import look_over
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToTalk
from bot.turn.tasks import with_place


def overview(ctx: TurnContext, argument: str) -> None:
    """`/verdieping`: what there is."""
    found = offered(ctx)
    lines = tuple(Phrase("verdieping.line", {"name": one.name, **screens.title(one)}) for one in found)
    ready = all_handed_in(ctx)
    buttons = [Button(("✓ " if one.id in ready else "") + one.name, f"p:verdiep:{one.id}") for one in found]
    ctx.page(
        Phrase("verdieping.overview", {"lines": lines}),
        *buttons,
        ctx.button("quick_scan", "quickscan"),
        ctx.button("eigen_sets", "eigensets") if led_by_me(ctx) else None,
        ctx.button("ook_genoemd", "verdiepgenoemd"),
        ctx.button("bronnen", "bronnen"),
        ctx.button("menu", "menu"),
    )


def named(ctx: TurnContext, argument: str) -> None:
    """What the sources name and do not have: what is missing, and where it may be found."""
    ctx.page(
        Phrase("verdieping.named"),
        ctx.button("bronnen", "bronnen"),
        ctx.button("terug_naar", "verdieping", name=Phrase("verdieping.list")),
    )


def look(ctx: TurnContext, argument: str) -> None:
    """One instrument: `set`, or `set.partner` where somebody fills in for several."""
    set_id, _, partner = argument.partition(".")
    one = offered_set(ctx, set_id)
    mine = for_partners(ctx, one) if one.in_private else ()
    there = chosen_partner(ctx, partner, one) if partner else mine[0] if len(mine) == 1 else None
    run = my_run(ctx, one, there.partner.id) if there is not None else None
    text = screens.in_short(
        one,
        there,
        numbers(ctx, one),
        handed_in=run is not None and run.handed_in_at is not None,
        choose=len(mine) > 1,
        leads_only=not mine and bool(led_by_me(ctx)),
    )
    buttons = _on_with(ctx, one, there, run) if there is not None else _whose(one, mine)
    up = ctx.button("terug_naar", "verdieping", name=Phrase("verdieping.list"))
    more = [button for of in ctx.house.each(lambda f: f.of_instrument) for button in of(ctx, one.id)]
    ctx.page(text, *buttons, *more, ctx.button("lees_meer", f"verdiepuitleg:{one.id}"), up)


def _whose(one: QuestionSet, mine: tuple[ForPartner, ...]) -> list[Button]:
    return [
        Button(f"{there.collaboration.name} · {there.partner.name}", f"p:verdiep:{one.id}.{there.partner.id}")
        for there in mine
    ]


def _on_with(ctx: TurnContext, one: QuestionSet, there: ForPartner, run: InstrumentRun | None) -> list[Button]:
    """The main thing to do first."""
    talk = held(ctx, run) if run is not None else None
    if run is None or talk is None:
        if not can_begin(ctx, one):
            return []
        return [ctx.button("begin_vragen", f"verdiepbegin:{one.id}.{there.partner.id}", number=len(one.questions))]
    if run.handed_in_at is None:
        return [ctx.button("verder", f"ga:{talk.id}", what=with_place(ctx, one.name, talk))]
    return [
        ctx.button("bekijk_antwoorden", f"verdiepantw:{run.id}"),
        ctx.button("wijzigen", f"verdiepwijzig:{run.id}"),
    ]


def explain(ctx: TurnContext, argument: str) -> None:
    """The whole explanation: `set` or `set.page`."""
    set_id, page = at_page(argument)
    one = offered_set(ctx, set_id)
    lines, more = page_of(ctx, screens.whole(one), page)
    ctx.page(
        Phrase("verdieping.whole", {**screens.title(one), "lines": lines}),
        ctx.button("pagina_verder", f"verdiepuitleg:{one.id}.{page + 1}") if more else None,
        ctx.button("terug_naar", f"verdiep:{one.id}", name=one.name),
    )


def begin(ctx: TurnContext, argument: str) -> Route:
    """Begin, or go on: `set.partner`."""
    set_id, _, partner = argument.partition(".")
    one = private_set(ctx, set_id)
    if not can_begin(ctx, one):
        raise DomainError("errors.expired")
    run = actions.begin(ctx, one, chosen_partner(ctx, partner, one))
    return ToTalk(DIALOG, run.id)


def change(ctx: TurnContext, argument: str) -> Route:
    """`Wijzigen` after handing in: back to the review: `run`."""
    return look_over(ctx, DIALOG, own_run(ctx, argument).id, REVIEW)
