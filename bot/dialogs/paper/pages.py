"""`Formulier op papier`: which partner it is for, what it is, and the document to print."""

import json
import re
from unicodedata import normalize

from bot.content.screen import Button
from bot.dialogs.paper import screens
from bot.dialogs.paper.facts import OpenForm, open_form, open_forms
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, RunId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage

BLANK_FORM = "blank_form"
"""What makes the document."""


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
    ctx.page(
        Phrase("paper.about", {"partner": form.partner.name}),
        ctx.button("papier_afdrukken", f"papierpdf:{form.run.id}"),
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
