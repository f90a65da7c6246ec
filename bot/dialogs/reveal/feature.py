"""The reveal: everybody sees all settled versions at the same moment, and what lies between them."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.reveal import group, own_data, report
from bot.dialogs.reveal.actions import guiding, showing
from bot.dialogs.reveal.facts import MATRIX, seen_versions
from bot.dialogs.reveal.pages import linking, reveal, together
from bot.dialogs.reveal.screens.telling import LOOK
from bot.dialogs.settling.facts import all_settled
from bot.domain.collaboration import Membership, Role
from bot.domain.rounds import Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, Overview, Ranked, ToRead
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage
from bot.turn.tasks import Task
from bot.turn.waiting import Waits, facilitators


def _next(ctx: TurnContext, membership: Membership) -> Task | None:
    """Revealing, for who leads when all partners have settled; then looking at it, until the round goes on."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    if round_ is None:
        return None
    leads = membership.role is Role.FACILITATOR
    if any(one.whom(_TO_REVEAL, membership.person) for one in _waits(ctx, round_)) and leads:
        return Task(Phrase("buttons.onthullen"), ToPage("onthul", str(round_.id)), f"onthul:{round_.id}")
    if round_.state is RoundState.REVEALED and (leads or membership.role.fills_in):
        route = ToPage("onthulling", str(round_.id))
        return Task(Phrase("buttons.bekijk_onthulling"), route, f"onthulling:{round_.id}")
    return None


def _revealing(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Deciding it, where there is a version that was not revealed yet; looking at it, for who may see any of it."""
    if here.round is None:
        return
    runs = ctx.uow.rounds.runs(here.round.id)
    settled = any(run.state is RunState.SETTLED for run in runs)
    if here.leads and here.round.state is RoundState.PREPARATION and settled:
        yield ctx.button("onthullen", f"onthul:{here.round.id}")
    if seen_versions(ctx, here.round):
        yield ctx.button("bekijk_onthulling", f"onthulling:{here.round.id}")


def _to_read(ctx: TurnContext, here: Overview) -> Iterable[ToRead]:
    """The newest reveal of which this person may see anything."""
    rounds = ctx.uow.rounds.all(here.collaboration.id)
    seen = next((one for one in sorted(rounds, key=lambda r: -r.id) if seen_versions(ctx, one)), None)
    if seen is not None:
        yield ToRead(Phrase("catching_up.reveal"), ctx.button("bekijk_onthulling", f"onthulling:{seen.id}"))


_TO_REVEAL = "reveal"


def _waits(ctx: TurnContext, round_: Round) -> Iterable[Waits]:
    if round_.state is RoundState.PREPARATION and all_settled(ctx, round_.id):
        yield Waits(_TO_REVEAL, people=facilitators(ctx.uow.collaborations.members(round_.collaboration)))


FEATURE = Feature(
    name="reveal",
    waits_for=_waits,
    renderers={MATRIX: "bot.typesetting.picture:png"},
    pages={
        "onthul": reveal.confirm,
        "onthulnu": reveal.reveal,
        "onthulling": reveal.look,
        "kaart": reveal.react,
        **together.PAGES,
        "dekking": linking.choose_ask,
        "dekkingbij": linking.choose_offer,
        "dekkinghoe": linking.choose_degree,
        "dekkingzet": linking.keep,
    },
    readable=frozenset({"onthulling", "dekking", "dekkingbij", "dekkinghoe"}),
    links={LOOK: "onthulling"},
    member_tasks=(Ranked(40, _next),),
    overview=(Ranked(30, _revealing),),
    to_read=(Ranked(10, _to_read),),
    own_data=(Ranked(145, OwnData("bij_de_onthulling", own_data.reactions, counted=True)),),
    group_buttons=group.BUTTONS,
    on_table=guiding.table,
    members_changed=guiding.refresh,
    reach_changed=guiding.reach_changed,
    redraw=guiding.refresh,
    settled_late=showing.tell_late,
    reports=(Ranked(20, ReportPart(report.sections)),),
)
