"""`Formulier op papier`: the document to print; a paper that is entered, confirmed by somebody else, or deleted."""

import json
import re
from dataclasses import replace
from unicodedata import normalize

from bot.content.screen import Button
from bot.dialogs.paper import actions, screens
from bot.dialogs.paper.dialog import ENTERING
from bot.dialogs.paper.facts import (
    OpenForm,
    Paper,
    enters,
    is_whole,
    kept_papers,
    may_enter,
    may_forget,
    must_confirm,
    open_form,
    open_forms,
    paper_of,
    the_paper,
    typed_name,
    witnesses,
)
from bot.dialogs.people.facts import memberships_in
from bot.dialogs.preparation.dialog.form import REVIEW
from bot.dialogs.preparation.rules import PaperFormId
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, RunId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import look_over
from bot.turn.routes import Route, ToPage, ToTalk

BLANK_FORM = "blank_form"
"""What makes the document."""


# --- to print ---


def which(ctx: TurnContext, argument: str) -> Route | None:
    """Whose form: `collaboration`. Goes on when there is one."""
    forms = open_forms(ctx, CollaborationId(number(argument)))
    if not forms:
        raise DomainError("paper.not_open")
    if len(forms) == 1:
        return ToPage("papier", str(forms[0].run.id))
    buttons = [Button(form.partner.name, f"p:papier:{form.run.id}") for form in forms]
    ctx.page(Phrase("paper.which", {"collaboration": forms[0].collaboration.name}), *buttons)
    return None


def look(ctx: TurnContext, argument: str) -> None:
    """What the form on paper is for, and what can be done with it: `run`."""
    form = open_form(ctx, RunId(number(argument)))
    enter = may_enter(ctx, form.run.id) is not None
    kept = kept_papers(ctx, form.collaboration.id)
    ctx.page(
        Phrase("paper.about", {"partner": form.partner.name, "enter": enter}),
        ctx.button("papier_afdrukken", f"papierpdf:{form.run.id}"),
        ctx.button("papier_invoeren", f"namensbegin:{form.run.id}") if enter else None,
        ctx.button("papier_ingevoerd", f"namenslijst:{form.collaboration.id}") if kept else None,
        ctx.button("menu", "menu"),
    )


def blank(ctx: TurnContext, argument: str) -> None:
    """The document, ready to print: `run`. It is made when it is sent."""
    form = open_form(ctx, RunId(number(argument)))
    about = {"collaboration": form.collaboration.name, "partner": form.partner.name}
    ctx.page(Phrase("paper.busy", about), ctx.button("terug", f"papier:{form.run.id}"))
    text = json.dumps(screens.paper(ctx, form), ensure_ascii=False)
    ctx.document(ctx.screen(Phrase("paper.sent", about)), text, _file(form), renderer=BLANK_FORM, chat=ctx.chat)


def _file(form: OpenForm) -> str:
    plain = normalize("NFKD", form.partner.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return "-".join(part for part in ("formulier-fase-1", name) if part) + ".pdf"


# --- entering one ---


def enter(ctx: TurnContext, argument: str) -> Route:
    """`Formulier van papier invoeren`: `run`. Goes on with the one that was begun."""
    mine = may_enter(ctx, RunId(number(argument)))
    if mine is None:
        raise DomainError("paper.hand_in_first")
    form = actions.begin(ctx, mine.run.id)
    if not witnesses(ctx, paper_of(ctx, replace(form, handed_in_at=ctx.at))):
        raise DomainError("paper.nobody_to_confirm")
    return ToTalk(ENTERING.id, form.id)


def _paper(ctx: TurnContext, argument: str) -> Paper:
    return the_paper(ctx, PaperFormId(number(argument)))


def not_kept(ctx: TurnContext, argument: str) -> None:
    """After it was said that there is no signature: `run`."""
    ctx.page(Phrase("paper.not_kept"), ctx.button("terug", f"papier:{number(argument)}"))


def one(ctx: TurnContext, argument: str) -> None:
    """One paper, for who entered it or may delete it: how far it is, and what can be done."""
    paper = _paper(ctx, argument)
    if not may_forget(ctx, paper):
        raise DomainError("paper.not_for_you")
    about = screens.about_paper(ctx, paper)
    entering = enters(ctx, paper) and paper.is_open
    label, what = ("wijzigen", None) if paper.form.waits else ("verder", screens.unfinished(typed_name(ctx, paper)))
    change = ctx.button(label, f"namenswijzig:{paper.form.id}", what=what)
    away = ctx.button("papier_wissen", f"namensweg:{paper.form.id}")
    back = ctx.button("papier_ingevoerd", f"namenslijst:{paper.collaboration.id}")
    ctx.page(Phrase("paper.one", about), change if entering else None, away, back)


def change(ctx: TurnContext, argument: str) -> Route:
    """`Wijzigen`, by who entered it, while nobody has confirmed it; or on with one that is not finished."""
    paper = _paper(ctx, argument)
    if not enters(ctx, paper):
        raise DomainError("errors.expired")
    if not paper.form.waits:
        return ToTalk(ENTERING.id, paper.form.id)
    return look_over(ctx, ENTERING.id, paper.form.id, REVIEW)


def listed(ctx: TurnContext, argument: str) -> None:
    """The papers about which whoever acts can do something: `collaboration`."""
    collaboration = CollaborationId(number(argument))
    memberships_in(ctx, collaboration)
    found = kept_papers(ctx, collaboration)
    buttons = [Button(screens.name_of(ctx, paper), f"p:namensvan:{paper.form.id}") for paper in found]
    about = {"collaboration": ctx.uow.collaborations.get(collaboration).name, "number": len(found)}
    ctx.page(Phrase("paper.listed", about), *buttons, ctx.button("menu", "menu"))


def delete(ctx: TurnContext, argument: str) -> Route | None:
    """Delete a paper and all that is kept of its author: first what that means, then for certain: `paper`, `.ja`."""
    which_one, _, sure = argument.partition(".")
    paper = _paper(ctx, which_one)
    if not may_forget(ctx, paper):
        raise DomainError("paper.not_for_you")
    if sure != "ja":
        about = screens.about_paper(ctx, paper)
        ctx.page(
            Phrase("paper.delete", about),
            ctx.button("ja_wis_papier", f"namensweg:{paper.form.id}.ja"),
            ctx.button("nog_niet", f"namensvan:{paper.form.id}"),
        )
        return None
    actions.delete(ctx, paper)
    ctx.notify(Phrase("paper.deleted"))
    return ToPage("namenslijst", str(paper.collaboration.id))


# --- whether it was signed ---


def signature(ctx: TurnContext, argument: str) -> None:
    """Whether somebody signed, asked of who can look at the paper. Nothing that was filled in is shown."""
    paper = must_confirm(ctx, PaperFormId(number(argument)))
    ctx.page(
        Phrase("paper.signature", screens.about_paper(ctx, paper)),
        ctx.button("is_getekend", f"namensja:{paper.form.id}.{screens.asked_at(paper)}"),
        ctx.button("niet_getekend", f"namensnee:{paper.form.id}"),
    )


def confirm(ctx: TurnContext, argument: str) -> Route | None:
    """`Ja, getekend`: `paper.moment`. Of a paper that has got another name since, that name is asked first."""
    which_one, _, asked = argument.partition(".")
    paper = must_confirm(ctx, PaperFormId(number(which_one)))
    if asked != screens.asked_at(paper):
        return ToPage("namensgezien", which_one)
    if not is_whole(ctx, paper):
        raise DomainError("paper.being_changed", by=ctx.uow.people.get(paper.form.entered_by).name)
    about = screens.about_paper(ctx, paper)
    actions.confirm(ctx, paper)
    ctx.page(Phrase("paper.thanks", about), ctx.button("menu", "menu"))
    return None


def refuse(ctx: TurnContext, argument: str) -> None:
    """There is no signature: first what that means, then for certain: `paper`, `paper.ja`."""
    which_one, _, sure = argument.partition(".")
    paper = must_confirm(ctx, PaperFormId(number(which_one)))
    if sure != "ja":
        ctx.page(
            Phrase("paper.refuse", screens.about_paper(ctx, paper)),
            ctx.button("ja_niet_getekend", f"namensnee:{paper.form.id}.ja"),
            ctx.button("terug", f"namensgezien:{paper.form.id}"),
        )
        return
    actions.refuse(ctx, paper)
    ctx.page(Phrase("paper.refused_it"), ctx.button("menu", "menu"))
