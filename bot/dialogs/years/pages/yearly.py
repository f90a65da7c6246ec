"""The yearly moment: beginning a new round, putting it off, or choosing another day."""

from bot.content.screen import Screen
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.years.actions import ask_later, begin_next
from bot.dialogs.years.ports import YEARS
from bot.dialogs.years.screens import choices
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.months import months_on
from bot.domain.rounds import Round
from bot.domain.yearly import MONTHS_IN_A_YEAR, Decision, Yearly, decides, occasions
from bot.engine.model import Phrase
from bot.followups.working_hours import working_day_from
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage, ToTalk


def asked(ctx: TurnContext, argument: str) -> None:
    """The yearly question by itself, for who comes from a message that was about several things: `round`."""
    closed, yearly = _decided(ctx, argument)
    name = ctx.uow.collaborations.get(closed.collaboration).name
    text = Phrase("yearly.question", {"collaboration": name})
    ctx.show(Screen(str(ctx.texts.phrases.html(text)), choices(ctx, yearly)))


def begin(ctx: TurnContext, argument: str) -> Route:
    """`Nieuwe ronde`: as the last one was; what must differ is changed before it opens."""
    closed, _ = _decided(ctx, argument)
    begin_next(ctx, closed, known_person(ctx))
    ctx.notify(Phrase("yearly.begun"))
    return ToPage("overzicht", str(closed.collaboration))


def a_month_later(ctx: TurnContext, argument: str) -> Route:
    """`Een maand later`: `round.day`, the day that was asked for."""
    return _later(ctx, argument, 1)


def skip(ctx: TurnContext, argument: str) -> Route:
    """`Dit jaar overslaan`: `round.day`."""
    return _later(ctx, argument, MONTHS_IN_A_YEAR)


def _later(ctx: TurnContext, argument: str, months: int) -> Route:
    round_id, _, day = argument.partition(".")
    closed, yearly = _decided(ctx, round_id)
    if day != yearly.on.isoformat():
        raise DomainError("yearly.moved_already", day=working_day_from(yearly.on))
    today = ctx.at.astimezone(ctx.uow.collaborations.get(closed.collaboration).zone).date()
    asked_for = [day for day in occasions(yearly.on, today) if day <= today]
    on = months_on(asked_for[0] if asked_for else yearly.on, months)
    while on <= today:  # an old message: the month that is meant may be past
        on = months_on(on, months)
    ask_later(ctx, closed, Yearly(closed.id, on, yearly.decision))
    ctx.notify(Phrase("yearly.moved", {"day": working_day_from(on)}))
    return ToPage("overzicht", str(closed.collaboration))


def day(ctx: TurnContext, argument: str) -> Route:
    """On to the talk about another day for the yearly question: `round`."""
    closed, _ = _decided(ctx, argument)
    return ToTalk("yearly_day", closed.id)


def _decided(ctx: TurnContext, argument: str) -> tuple[Round, Yearly]:
    """A round that is over and has no successor, for somebody who decides about that."""
    closed = ctx.uow.rounds.get(RoundId(number(argument)))
    mine = memberships_in(ctx, closed.collaboration)
    members = ctx.uow.collaborations.members(closed.collaboration).memberships
    if not decides(mine, members):
        raise DomainError("errors.manager_only")
    yearly = ctx.uow.get(YEARS).yearly(closed.id)
    if yearly is None or yearly.decision is not Decision.WAITING:
        raise DomainError("yearly.begun_already")
    return closed, yearly
