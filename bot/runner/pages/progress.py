"""How far everybody is, opening a round, and reminding who is not ready. Shows progress, never content."""

from bot.content.phrases import bar
from bot.content.screen import Button
from bot.domain.asking import Response
from bot.domain.collaboration import Collaboration, Role
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.reports.progress import PartnerProgress, partner_progress
from bot.runner import reminders
from bot.runner.feature import Overview
from bot.runner.pages.access import known_person, memberships_in, must_facilitate, number
from bot.runner.routes import Route, ToPage, ToTalk
from bot.runner.stage import Stage


def overview(stage: Stage, argument: str) -> Route | None:
    """`/overzicht`: progress per partner, and the next date."""
    if not argument:
        mine = stage.uow.collaborations.memberships_of(known_person(stage).id)
        collaborations = list(dict.fromkeys(m.collaboration for m in mine))
        if len(collaborations) == 1:
            return ToPage("overzicht", str(collaborations[0]))
        buttons = [Button(stage.uow.collaborations.get(c).name, f"p:overzicht:{c}") for c in collaborations]
        stage.page(Phrase("pages.which_collaboration" if buttons else "pages.no_collaboration"), *buttons)
        return None
    collaboration = stage.uow.collaborations.get(CollaborationId(number(argument)))
    mine = memberships_in(stage, collaboration.id)
    leads = any(m.role is Role.FACILITATOR for m in mine)
    here = Overview(collaboration, stage.uow.rounds.latest(collaboration.id), mine, leads)
    buttons = [button for of in stage.house.overview for button in of(stage, here)]
    stage.page(_overview(stage, here), *buttons, stage.button("menu", "menu"))
    return None


def _overview(stage: Stage, here: Overview) -> Phrase:
    collaboration, round_ = here.collaboration, here.round
    now = round_ is not None and round_.state is RoundState.COMMITMENT
    found = [] if round_ is None else _progress(stage, collaboration, round_)
    lines = tuple(_line(p, in_phase_3=now) for p in found)
    dated = round_.dated if round_ else None
    more = (line for of in stage.house.each(lambda f: f.overview_line) if (line := of(stage, here)))
    return Phrase(
        "pages.overview",
        {
            "collaboration": collaboration.name,
            "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
            "lines": lines,
            "deadline": round_.deadline if round_ and dated and round_.state is _UNDER_WAY[dated] else None,
            "dated": dated.number if dated else None,
            "agreements": next(more, ""),
        },
    )


_UNDER_WAY = {Phase.PREPARATION: RoundState.PREPARATION, Phase.COMMITMENT: RoundState.COMMITMENT}


def _progress(stage: Stage, collaboration: Collaboration, round_: Round) -> list[PartnerProgress]:
    members = stage.uow.collaborations.members(collaboration.id)
    viewer = Viewer(known_person(stage).id, memberships_in(stage, collaboration.id))
    in_phase_3 = round_.state is RoundState.COMMITMENT
    phase = Phase.COMMITMENT if in_phase_3 else Phase.PREPARATION
    ready = RunState.CLOSED if in_phase_3 else RunState.SETTLED
    runs = {run.partner: run for run in stage.uow.rounds.runs(round_.id) if run.phase is phase}
    return [
        partner_progress(
            partner,
            members,
            stage.uow.rounds.participants(runs[partner.id].id),
            runs[partner.id].state is ready,
            viewer,
        )
        for partner in stage.uow.collaborations.partners(collaboration.id)
        if partner.id in runs
    ]


def _line(progress: PartnerProgress, *, in_phase_3: bool) -> Phrase:
    return Phrase(
        "pages.progress",
        {
            "partner": progress.partner,
            "bar": bar(progress.people if progress.settled else progress.ready, progress.people, width=6),
            "ready": progress.ready,
            "people": progress.people,
            "settled": progress.settled and not in_phase_3,
            "closed": progress.settled and in_phase_3,
            "names_ready": progress.names_ready,
            "names_busy": progress.names_busy,
        },
    )


def adjust(stage: Stage, argument: str) -> Route:
    """`Aanpassen`: name, partners, deadline; the rest while the round is not open."""
    collaboration = CollaborationId(number(argument))
    must_facilitate(stage, collaboration)
    return ToTalk("adjust", collaboration)


def later(stage: Stage, argument: str) -> None:
    """`Later` on a reminder."""
    reminders.answer(stage, number(argument), Response.LATER)
    stage.page(Phrase("reminders.later_done"), stage.button("menu", "menu"))


def no_more(stage: Stage, argument: str) -> None:
    """`Niet meer` on a reminder."""
    reminders.answer(stage, number(argument), Response.NO_MORE)
    stage.page(Phrase("reminders.no_more_done"), stage.button("menu", "menu"))
