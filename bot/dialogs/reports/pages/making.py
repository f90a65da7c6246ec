"""`/rapport`: which round, for whom, and in which form; then the file, as a message of its own."""

import json
import re
from collections.abc import Iterator
from unicodedata import normalize

from bot.content.screen import Button
from bot.dialogs.paper.facts import open_forms
from bot.dialogs.people.facts import known_person
from bot.dialogs.reports import screens
from bot.dialogs.reports.facts import (
    choice_of,
    choices,
    dates_of,
    rounds_of,
    sections_of,
    somebody_reads_less,
    wanted,
)
from bot.dialogs.reports.pages.calendar import offer
from bot.dialogs.reports.rules import RENDERERS, Choice, Form, renderer_of
from bot.domain.collaboration import Collaboration
from bot.domain.errors import DomainError
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Wanted
from bot.turn.routes import Route, ToPage

MOST_ROUNDS = 6
"""How many rounds there are to choose from on one screen."""


def report(ctx: TurnContext, argument: str) -> Route | None:
    """In which form: `collaboration`, `….round` or `….round.scope`; without any, of the only one there is."""
    if not argument:
        return _which(ctx)
    choice = choice_of(ctx, argument)
    found = wanted(ctx, choice)
    about = {
        "collaboration": found.collaboration.name,
        "opened": _opened(found.collaboration, found.round),
        "audience": screens.audience_of(ctx, found),
        "scope": choice.scope.value,
        "reads_less": somebody_reads_less(found),
    }

    def form(one: Form) -> Button:
        return ctx.button(f"rapport_{one.value}", f"rapportmaak:{choice.argument}.{one.value}")

    rows = (
        (form(Form.PDF),),
        (form(Form.XLSX), form(Form.CSV)),
        (form(Form.ICS), ctx.button("wijzigen", f"rapportkies:{choice.argument}")),
        *_on_paper(ctx, choice),
    )
    ctx.lay_out(Phrase("report.which_form", about), rows)
    return None


def _on_paper(ctx: TurnContext, choice: Choice) -> Iterator[tuple[Button, ...]]:
    """The form of phase 1 to fill in by hand, while that is open."""
    if any(form.round.id == choice.round for form in open_forms(ctx, choice.collaboration)):
        yield (ctx.button("papier", f"papiervan:{choice.collaboration}"),)


def _which(ctx: TurnContext) -> Route | None:
    """Choose a collaboration where there are several in which a round was opened."""
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    found = [one for one in dict.fromkeys(m.collaboration for m in mine) if rounds_of(ctx, one)]
    if len(found) == 1:
        return ToPage("rapport", str(found[0]))
    if not found:
        ctx.page(Phrase("report.nothing_yet" if mine else "pages.no_collaboration"), ctx.button("menu", "menu"))
        return None
    buttons = [Button(ctx.uow.collaborations.get(one).name, f"p:rapport:{one}") for one in found]
    ctx.page(Phrase("pages.which_collaboration"), *buttons)
    return None


def _opened(collaboration: Collaboration, round_: Round) -> object:
    return round_.opened_at.astimezone(collaboration.zone).date() if round_.opened_at is not None else None


def choose(ctx: TurnContext, argument: str) -> None:
    """Another audience or another round; what is chosen now carries a sign."""
    now = choice_of(ctx, argument)
    audiences = [_audience(ctx, one, now) for one in choices(ctx, now)]
    rounds = rounds_of(ctx, now.collaboration)
    collaboration = ctx.uow.collaborations.get(now.collaboration)
    others = [_round(ctx, collaboration, one, now) for one in rounds[:MOST_ROUNDS]] if len(rounds) > 1 else []
    ctx.page(Phrase("report.which", {"collaboration": collaboration.name}), *audiences, *others)


def _audience(ctx: TurnContext, one: Choice, now: Choice) -> Button:
    name = ctx.uow.collaborations.partner(one.partner).name if one.partner is not None else ""
    button = ctx.button(f"rapport_{one.scope.value}", f"rapport:{one.argument}", partner=name)
    return Button(f"✓ {button.label}", button.option) if one == now else button


def _round(ctx: TurnContext, collaboration: Collaboration, one: Round, now: Choice) -> Button:
    there = Choice(now.collaboration, one.id, now.scope, now.partner)
    button = ctx.button("rapport_ronde", f"rapport:{there.argument}", opened=_opened(collaboration, one))
    return Button(f"✓ {button.label}", button.option) if one.id == now.round else button


def make(ctx: TurnContext, argument: str) -> None:
    """The file: `collaboration.round.scope.form`. It is made when it is sent; until it came the screen says so.

    One at a time for each person: while one is on its way, another is not begun.
    """
    which, _, wanted_form = argument.rpartition(".")
    if wanted_form not in set(Form) or which.count(".") != 2:
        raise DomainError("errors.expired")
    choice, form = choice_of(ctx, which), Form(wanted_form)
    if any(one.chat == (ctx.here or ctx.chat) and one.renderer in RENDERERS for one in ctx.uow.post.waiting()):
        raise DomainError("report.one_at_a_time")
    found = wanted(ctx, choice)
    back = ctx.button("rapport_anders", f"rapport:{choice.argument}")
    about = {"collaboration": found.collaboration.name, "audience": screens.audience_of(ctx, found)}
    fetched = offer(ctx, choice.collaboration) if form is Form.ICS else None
    data = _data(ctx, found, form)
    if not any(data.get(what) for what in ("sections", "rows", "days")):
        ctx.page(Phrase("report.no_days" if form is Form.ICS else "report.empty", about), back, fetched)
        return
    tapped = ctx.tapped
    ctx.page(Phrase(f"report.busy_{form.value}", about), back)
    text = json.dumps(data, ensure_ascii=False)
    caption = ctx.screen(Phrase(f"report.sent_{form.value}", about))
    ctx.document(caption, text, _file(found, form), renderer=renderer_of(form), chat=ctx.chat)
    if tapped is not None:  # messages of a chat go in order: the line changes once the file is there
        ctx.tapped = tapped
        ctx.page(Phrase("report.came", about), back, fetched)


def _data(ctx: TurnContext, found: Wanted, form: Form) -> dict[str, object]:
    """What the file is made of."""
    match form:
        case Form.PDF:
            return screens.paper(ctx, found, sections_of(ctx, found))
        case Form.XLSX | Form.CSV:
            return screens.rows(ctx, found, sections_of(ctx, found))
        case Form.ICS:
            return screens.days(ctx, found, dates_of(ctx, found))


def _file(found: Wanted, form: Form) -> str:
    """What the file is called: of which collaboration it is, of which round, and for whom."""
    plain = normalize("NFKD", found.collaboration.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    opened = found.round.opened_at
    year = opened.astimezone(found.collaboration.zone).date().isoformat() if opened is not None else ""
    parts = ("agenda" if form is Form.ICS else "rapport", name, year, found.scope.value)
    return "-".join(part for part in parts if part) + f".{form.value}"
