"""Years: the next round, what changed since the last, and the waardepolsslag between the two."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.years import actions, facts, own_data, reminders, report
from bot.dialogs.years.dialog import YEARLY_DAY, AskOn
from bot.dialogs.years.pages import history, pulse, yearly
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Membership
from bot.domain.rounds import Round, RoundState
from bot.domain.yearly import Decision, decides
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, HeldDialog, Overview, Ranked, ToRead
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage
from bot.turn.tasks import Task
from bot.turn.waiting import Waits


def _next_round(ctx: TurnContext, membership: Membership) -> Task | None:
    """The yearly question, once its day has come, for who decides about it."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    if round_ is None or not _asked(ctx, round_, membership):
        return None
    label = Phrase("buttons.nieuwe_ronde_open", {"name": ctx.uow.collaborations.get(membership.collaboration).name})
    return Task(label, ToPage("jaarvraag", str(round_.id)), f"jaarvraag:{round_.id}")


def _asked(ctx: TurnContext, round_: Round, membership: Membership) -> bool:
    """Whether the yearly question of this round waits for somebody in this place."""
    when = ctx.uow.get(YEARS).yearly(round_.id)
    if when is None or when.decision is not Decision.WAITING:
        return False
    zone = ctx.uow.collaborations.get(round_.collaboration).zone
    members = ctx.uow.collaborations.members(round_.collaboration).memberships
    return when.on <= ctx.at.astimezone(zone).date() and decides([membership], members)


def _yearly_moment(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    over = here.round is not None and here.round.state is RoundState.CLOSED
    if here.leads and over and here.round is not None and ctx.uow.get(YEARS).yearly(here.round.id) is not None:
        yield ctx.button("jaarmoment", f"jaarmoment:{here.round.id}")


def _over_the_years(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    if len(ctx.uow.rounds.all(here.collaboration.id)) > 1:
        yield ctx.button("over_de_jaren", f"jaren:{here.collaboration.id}")


def _to_read(ctx: TurnContext, here: Overview) -> Iterable[ToRead]:
    for button in _over_the_years(ctx, here):
        yield ToRead(Phrase("catching_up.years"), button)


def _waits(ctx: TurnContext, round_: Round) -> Iterable[Waits]:
    """The yearly question, once its day has come: whoever leads and each manager may answer it."""
    members = ctx.uow.collaborations.members(round_.collaboration)
    asked = [m for m in members.memberships if _asked(ctx, round_, m)]
    for partner in dict.fromkeys(m.partner for m in asked):
        people = tuple(dict.fromkeys(m.person for m in asked if m.partner == partner))
        yield Waits("year", partner, people)


FEATURE = Feature(
    name="years",
    waits_for=_waits,
    renderers={history.HISTORY: "bot.typesetting.picture:png"},
    dialogs=(HeldDialog(dialog=YEARLY_DAY, subject=facts.yearly_day),),
    handlers={AskOn: actions.ask_on},
    pages={
        "jaarvraag": yearly.asked,
        "nieuweronde": yearly.begin,
        "maandlater": yearly.a_month_later,
        "jaaroverslaan": yearly.skip,
        "jaarmoment": yearly.day,
        "jaren": history.over_the_years,
        "jarenplaatje": history.pictures,
        "pols": pulse.ask,
        "polszet": pulse.answer,
    },
    readable=frozenset({"jaren", "pols"}),
    member_tasks=(Ranked(30, _next_round),),
    overview=(Ranked(80, _yearly_moment), Ranked(100, _over_the_years)),
    to_read=(Ranked(50, _to_read),),
    reminders=(Ranked(40, reminders.pulse_dues), Ranked(50, reminders.dues)),
    own_data=(Ranked(180, OwnData("waardepolsslag", own_data.pulses, counted=True)),),
    round_closed=actions.round_closed,
    reports=(Ranked(70, ReportPart(report.sections)),),
)
