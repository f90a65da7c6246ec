"""The next round: begun, or asked for on another day."""

from bot.dialogs.people.actions import lead
from bot.dialogs.people.facts import known_person
from bot.dialogs.years.dialog import AskOn
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.rounds import Round
from bot.domain.yearly import Decision, Yearly, decides, first_day
from bot.engine.model import Phrase
from bot.followups.working_hours import working_day_from
from bot.turn.bundle import schedule_all
from bot.turn.context import TurnContext
from bot.turn.records import Conversation
from bot.turn.routes import Route, ToPage


def begin_next(ctx: TurnContext, closed: Round, person: Person) -> Round:
    """Begin the yearly round as the last one was. Where nobody leads, whoever begins it does from now on."""
    yearly = ctx.uow.get(YEARS).yearly(closed.id)
    latest = ctx.uow.rounds.latest(closed.collaboration)
    if yearly is None or yearly.decision is not Decision.WAITING or latest is None or latest.id != closed.id:
        raise DomainError("yearly.begun_already")
    ctx.uow.get(YEARS).set_yearly(Yearly(closed.id, yearly.on, Decision.STARTED))
    lead(ctx, closed.collaboration, person.id)
    version = ctx.texts.instrument.content_version
    new = ctx.uow.rounds.add(closed.collaboration, closed.mode, closed.phases, version, None)
    ctx.touched.add(closed.collaboration)
    schedule_all(ctx, closed.collaboration)
    return new


def ask_later(ctx: TurnContext, closed: Round, yearly: Yearly) -> None:
    """Ask for the next round on another day."""
    if yearly.decision is not Decision.WAITING:
        raise DomainError("yearly.begun_already")
    ctx.uow.get(YEARS).set_yearly(yearly)
    schedule_all(ctx, closed.collaboration)
    about = {
        "collaboration": ctx.uow.collaborations.get(closed.collaboration).name,
        "name": known_person(ctx).name,
        "day": working_day_from(yearly.on),
    }
    members = ctx.uow.collaborations.members(closed.collaboration)
    for person in members.people:
        if person.chat != ctx.chat and decides(members.places_of(person.id), members.memberships):
            button = ctx.button("nieuwe_ronde_open", f"jaarvraag:{closed.id}", name=about["collaboration"])
            ctx.tell(Phrase("yearly.moved_by", about), button, chat=person.hears_in)


def round_closed(ctx: TurnContext, round_: Round) -> None:
    """In eleven months the next one is asked for; everybody else hears that this one is over."""
    collaboration = ctx.uow.collaborations.get(round_.collaboration)
    on = first_day(ctx.at.astimezone(collaboration.zone).date())
    ctx.uow.get(YEARS).set_yearly(Yearly(round_.id, on))
    about = {"collaboration": collaboration.name, "on": working_day_from(on)}
    for person in ctx.uow.collaborations.members(round_.collaboration).people:
        if person.chat != ctx.chat:
            ctx.tell(Phrase("yearly.closed", about), ctx.button("afspraken", "afspraken"), chat=person.hears_in)


def ask_on(ctx: TurnContext, command: AskOn, conversation: Conversation) -> Route:
    """Carry out the talk about another day."""
    ctx.uow.conversations.delete(conversation.id)
    closed = ctx.uow.rounds.get(command.round)
    yearly = ctx.uow.get(YEARS).yearly(closed.id)
    if yearly is None:
        raise DomainError("errors.expired")
    ask_later(ctx, closed, Yearly(closed.id, command.day, yearly.decision))
    ctx.notify(Phrase("yearly.moved", {"day": working_day_from(command.day)}))
    return ToPage("overzicht", str(closed.collaboration))
