"""The address at which a calendar fetches days: a warning first, then the address, once; and how it is withdrawn."""

import json
from dataclasses import replace

from bot.content.screen import Button
from bot.dialogs.people.facts import memberships_in
from bot.dialogs.reports import actions, screens
from bot.dialogs.reports.facts import calendar_address, calendar_of
from bot.dialogs.reports.ports import CALENDARS
from bot.dialogs.reports.rules import Form, renderer_of
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage
from bot.turn.served import Served


def _mine(ctx: TurnContext, argument: str) -> CollaborationId:
    """The collaboration of a button. Raises `DomainError` where it is not theirs, or nothing can be fetched."""
    collaboration = CollaborationId(number(argument))
    memberships_in(ctx, collaboration)
    if ctx.calendar() is None:
        raise DomainError("report.no_address")
    return collaboration


def offer(ctx: TurnContext, collaboration: CollaborationId) -> Button | None:
    """The way to it, where a calendar can fetch something at all."""
    return ctx.button("agenda_adres", f"agendaadres:{collaboration}") if ctx.calendar() is not None else None


def address(ctx: TurnContext, argument: str) -> None:
    """What whoever has the address can read, before there is one; and whether there is one."""
    collaboration = _mine(ctx, argument)
    found, place = calendar_address(ctx, collaboration), ctx.uow.collaborations.get(collaboration)
    since = found.made_at.astimezone(place.zone).date() if found is not None else None
    make_ = ctx.button("agenda_adres_nieuw" if found else "agenda_adres_maken", f"agendamaak:{collaboration}")
    end = ctx.button("agenda_adres_weg", f"agendaweg:{collaboration}") if found else None
    about = {"collaboration": place.name, "since": since}
    ctx.page(Phrase("report.address", about), make_, end, ctx.button("terug", f"rapport:{collaboration}"))


def make(ctx: TurnContext, argument: str) -> None:
    """A new address. It stands in this message alone; the one before works no longer."""
    collaboration = _mine(ctx, argument)
    address_ = ctx.calendar(actions.open_address(ctx, collaboration)) or ""
    about = {"collaboration": ctx.uow.collaborations.get(collaboration).name, "address": address_}
    copy = Button(ctx.label("kopieer_adres"), copy=address_)
    ctx.page(Phrase("report.address_made", about), copy, ctx.button("agenda_adres_weg", f"agendaweg:{collaboration}"))


def withdraw(ctx: TurnContext, argument: str) -> Route:
    """From now on nothing stands there. Also where no address can be made any more."""
    collaboration = CollaborationId(number(argument))
    memberships_in(ctx, collaboration)
    actions.close_address(ctx, collaboration)
    ctx.notify(Phrase("report.address_ended"))
    return ToPage("rapport", str(collaboration))


def served(ctx: TurnContext, token_hash: str) -> Served | None:
    """The days that the person of this address may see now. None where it is nobody's, or of who left."""
    found = ctx.uow.get(CALENDARS).by_hash(token_hash)
    if found is None:
        return None
    theirs = replace(ctx, chat=ctx.uow.people.get(found.person).chat)
    if all(one.collaboration != found.collaboration for one in ctx.uow.collaborations.memberships_of(found.person)):
        return None
    days = calendar_of(theirs, found.collaboration)
    name = ctx.uow.collaborations.get(found.collaboration).name
    data = screens.days_at_address(theirs, name, days)
    return Served(renderer_of(Form.ICS), json.dumps(data, ensure_ascii=False))
