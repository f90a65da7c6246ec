"""Before the day of an agreement: how it goes, and asking one person for help."""

from bot.content.screen import Button, Screen
from bot.dialogs.agreements import actions
from bot.dialogs.agreements.facts import changeable, members_around
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementState,
    EventKind,
    answerable,
    contact_of,
    helpers,
    in_words,
)
from bot.dialogs.agreements.screens import before_its_day, named
from bot.dialogs.people.facts import known_person
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


def ask(ctx: TurnContext, argument: str) -> Route | None:
    """How does it go? For who comes from a message about several things; the agreement itself when it is not asked."""
    one = changeable(ctx, argument)
    zone = ctx.uow.collaborations.get(one.collaboration).zone
    contact = contact_of(one, zone)
    passed = one.terms.due is None or ctx.at.astimezone(zone).date() >= one.terms.due
    if contact is None or not contact.halfway or passed or not _answers_for(ctx, one):
        return ToPage("afspraak", str(one.id))
    around = _helpers(ctx, one)
    about = in_words(one.terms) | {"helpers": named(ctx, around)}
    text = str(ctx.texts.phrases.html(Phrase("agreements.how", about)))
    back = (ctx.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this")),)
    ctx.show(Screen(text, (*before_its_day(ctx, one, around), back)))
    return None


def on_track(ctx: TurnContext, argument: str) -> Route:
    """`Op schema`: `agreement.day`."""
    one, _ = _asked(ctx, argument)
    actions.gone(ctx, one, EventKind.ON_TRACK)
    ctx.notify(Phrase("agreements.noted"))
    return ToPage("afspraak", str(one.id))


def not_begun(ctx: TurnContext, argument: str) -> Route:
    """`Nog niet begonnen`: `agreement.day`."""
    one, _ = _asked(ctx, argument)
    actions.gone(ctx, one, EventKind.NOT_BEGUN)
    ctx.notify(Phrase("agreements.noted_not_begun"))
    return ToPage("afspraak", str(one.id))


def need_help(ctx: TurnContext, argument: str) -> Route | None:
    """`Ik heb hulp nodig`: `agreement.day.person`; without a person it is asked who may hear it."""
    one, person = _asked(ctx, argument)
    around = _helpers(ctx, one)
    if person:
        helper = next((m.person for m in around if m.person == PersonId(number(person))), None)
        if helper is None:  # they left or manage no longer; nobody else hears it instead
            raise DomainError("agreements.no_helper")
        actions.ask_for_help(ctx, one, helper)
        ctx.notify(Phrase("agreements.help_asked", {"name": ctx.uow.people.get(helper).name}))
        return ToPage("afspraak", str(one.id))
    names = ctx.texts.phrases.plain
    buttons = [
        Button(names(name), f"p:hulp:{one.id}.{one.terms.due}.{m.person}")
        for m, name in zip(around, named(ctx, around), strict=True)
    ]
    back = ctx.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this"))
    ctx.page(Phrase("agreements.who_hears", {"what": one.terms.what}), *buttons, back)
    return None


def _asked(ctx: TurnContext, argument: str) -> tuple[Agreement, str]:
    """The open agreement whose owner is asked about this day, and the rest; else says what is the case."""
    id_, _, rest = argument.partition(".")
    day, _, person = rest.partition(".")
    one = changeable(ctx, id_)
    if not _answers_for(ctx, one):
        raise DomainError("agreements.not_yours")
    if one.state is not AgreementState.OPEN:
        raise DomainError("agreements.closed")
    if one.terms.due is None or day != one.terms.due.isoformat():
        raise DomainError("agreements.other_day")
    return one, person


def _answers_for(ctx: TurnContext, one: Agreement) -> bool:
    return answerable(one, members_around(ctx, one)) == known_person(ctx).id


def _helpers(ctx: TurnContext, one: Agreement) -> tuple[Membership, ...]:
    return helpers(one, known_person(ctx).id, members_around(ctx, one))
