"""How far everybody is, opening a round, and reminding who is not ready. Shows progress, never content."""

from bot.content.phrases import bar
from bot.content.screen import Button
from bot.domain.agreement import AgreementState
from bot.domain.asking import Response
from bot.domain.collaboration import Collaboration, Membership, Role
from bot.domain.ids import CollaborationId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.followups.working_hours import next_moment
from bot.reports.progress import PartnerProgress, partner_progress
from bot.runner import reminders
from bot.runner.commitment import commitment_runs
from bot.runner.discussion.where import alignment_run
from bot.runner.groups.binding import options
from bot.runner.pages.access import known_person, memberships_in, must_facilitate, number
from bot.runner.pages.agreements import is_silent, seen
from bot.runner.pages.handover import may_lead
from bot.runner.pages.rounds import can_close
from bot.runner.routes import Route, ToPage, ToTalk
from bot.runner.stage import Stage

NUDGE = "nudge"
"""The timer of a nudge that was asked for outside working hours; its subject is the round."""


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
    round_ = stage.uow.rounds.latest(collaboration.id)
    runs = [] if round_ is None else _open_runs(stage, round_.id)
    waits = any(p.handed_in_at is None for run in runs for p in stage.uow.rounds.participants(run))
    stage.page(
        _overview(stage, collaboration, round_),
        stage.button("ronde_openen", f"open:{round_.id}") if leads and round_ and _is_draft(round_) else None,
        stage.button("herinner", f"herinner:{round_.id}") if leads and waits and round_ else None,
        stage.button("onthullen", f"onthul:{round_.id}") if leads and round_ and _can_reveal(stage, round_) else None,
        stage.button("bekijk_onthulling", f"onthulling:{round_.id}") if round_ and _is_revealed(round_) else None,
        *_leading(stage, collaboration, mine),
        *_of_phase_2(stage, round_),
        *_of_phase_3(stage, round_, mine, leads=leads),
        stage.button("afspraken", f"afspraken:{collaboration.id}"),
        stage.button("over_de_jaren", f"jaren:{collaboration.id}") if _several_rounds(stage, collaboration) else None,
        stage.button("uitnodigen", f"uitnodigen:{collaboration.id}") if leads else None,
        stage.button("groepen", f"groepen:{collaboration.id}") if _may_bind(stage, collaboration) else None,
        stage.button("aanpassen", f"aanpassen:{collaboration.id}") if leads else None,
        stage.button("menu", "menu"),
    )
    return None


def _leading(stage: Stage, collaboration: Collaboration, mine: tuple[Membership, ...]) -> tuple[Button, ...]:
    """Taking the lead where nobody has it."""
    if not may_lead(stage, collaboration.id, mine):
        return ()
    return (stage.button("ik_begeleid", f"begeleid:{collaboration.id}"),)


def _of_phase_2(stage: Stage, round_: Round | None) -> tuple[Button, ...]:
    """One's own points while they can be taken back, and the minutes once the talk is over."""
    run = alignment_run(stage, round_) if round_ is not None else None
    if run is None:
        return ()
    points = stage.button("mijn_punten", f"mijnpunten:{run.id}")
    minutes = stage.button("verslag_bekijken", f"verslag:{run.id}")
    return (points,) if run.state is RunState.OPEN else (minutes, points)


def _of_phase_3(stage: Stage, round_: Round | None, mine: tuple[Membership, ...], *, leads: bool) -> tuple[Button, ...]:
    """Phase 3 of one's own partner; for who leads also opening it, and ending the round."""
    if round_ is None:
        return ()
    runs = commitment_runs(stage, round_)
    own = [run for run in runs if run.partner in {m.partner for m in mine}]
    found = [stage.button("naar", f"fase3:{run.id}", what=Phrase("agenda.fase_3")) for run in own]
    if leads and round_.state is RoundState.REVEALED and Phase.COMMITMENT in round_.phases:
        found.append(stage.button("fase_3_openen", f"fase3open:{round_.id}"))
    if leads and can_close(stage, round_):
        found.append(stage.button("ronde_afsluiten", f"rondesluit:{round_.id}"))
    if leads and round_.state is RoundState.CLOSED and stage.uow.asking.yearly(round_.id) is not None:
        found.append(stage.button("jaarmoment", f"jaarmoment:{round_.id}"))
    return tuple(found)


def _several_rounds(stage: Stage, collaboration: Collaboration) -> bool:
    return len(stage.uow.rounds.all(collaboration.id)) > 1


def _may_bind(stage: Stage, collaboration: Collaboration) -> bool:
    return any(option.collaboration == collaboration.id for option in options(stage, known_person(stage)))


def _can_reveal(stage: Stage, round_: Round) -> bool:
    """Whether there is a settled version that was not revealed yet."""
    runs = stage.uow.rounds.runs(round_.id)
    return round_.state is RoundState.PREPARATION and any(run.state is RunState.SETTLED for run in runs)


def _is_draft(round_: Round) -> bool:
    return round_.state is RoundState.DRAFT


def _is_revealed(round_: Round) -> bool:
    return Phase.PREPARATION in round_.phases and round_.state not in (RoundState.DRAFT, RoundState.PREPARATION)


def _open_runs(stage: Stage, round_: RoundId) -> list[RunId]:
    """Phases in which people still owe something themselves."""
    runs = stage.uow.rounds.runs(round_)
    return [run.id for run in runs if run.phase is not Phase.ALIGNMENT and run.state is RunState.OPEN]


def _overview(stage: Stage, collaboration: Collaboration, round_: Round | None) -> Phrase:
    now = round_ is not None and round_.state is RoundState.COMMITMENT
    found = [] if round_ is None else _progress(stage, collaboration, round_)
    lines = tuple(_line(p, in_phase_3=now) for p in found)
    dated = round_.dated if round_ else None
    return Phrase(
        "pages.overview",
        {
            "collaboration": collaboration.name,
            "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
            "lines": lines,
            "deadline": round_.deadline if round_ and dated and round_.state is _UNDER_WAY[dated] else None,
            "dated": dated.number if dated else None,
            "agreements": _agreements(stage, collaboration),
        },
    )


_UNDER_WAY = {Phase.PREPARATION: RoundState.PREPARATION, Phase.COMMITMENT: RoundState.COMMITMENT}


def _agreements(stage: Stage, collaboration: Collaboration) -> Phrase | str:
    """How many agreements are open that this person may see, the next day, and how many nobody answers for."""
    mine = memberships_in(stage, collaboration.id)
    seen_here = [one for one in seen(stage, collaboration.id, mine) if one.state is AgreementState.OPEN]
    if not seen_here:
        return ""
    silent = sum(is_silent(stage, one) for one in seen_here)
    return Phrase("pages.open_agreements", {"number": len(seen_here), "due": seen_here[0].due, "silent": silent})


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


def nudge(stage: Stage, argument: str) -> Route:
    """`Herinner wie nog niet klaar is`: in working hours at once, otherwise when they begin."""
    round_ = stage.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(stage, round_.collaboration)
    moment = next_moment(stage.at, stage.uow.collaborations.get(round_.collaboration).zone)
    if moment > stage.at:
        stage.uow.timers.put(NUDGE, round_.id, moment)
        stage.notify(Phrase("pages.nudge_later"))
        return ToPage("overzicht", str(round_.collaboration))
    sent = nudge_all(stage, round_.id)
    stage.notify(Phrase("pages.nudged", {"number": sent}) if sent else Phrase("pages.nudged_none"))
    return ToPage("overzicht", str(round_.collaboration))


def nudge_all(stage: Stage, round_: RoundId) -> int:
    """Remind everybody in a round who still owes something and may be reminded now; how many that were."""
    owing: dict[PersonId, list[RunId]] = {}
    for run in _open_runs(stage, round_):
        for participation in stage.uow.rounds.participants(run):
            owing.setdefault(participation.person, []).append(run)
    return sum(reminders.nudge(stage, person, runs) for person, runs in owing.items())


def nudge_later(stage: Stage, round_: RoundId) -> None:
    """The moment that a nudge was put off to; when the program was down then, the next working hours."""
    zone = stage.uow.collaborations.get(stage.uow.rounds.get(round_).collaboration).zone
    moment = next_moment(stage.at, zone)
    if moment > stage.at:
        stage.uow.timers.put(NUDGE, round_, moment)
    else:
        nudge_all(stage, round_)


def later(stage: Stage, argument: str) -> None:
    """`Later` on a reminder."""
    reminders.answer(stage, number(argument), Response.LATER)
    stage.page(Phrase("reminders.later_done"), stage.button("menu", "menu"))


def no_more(stage: Stage, argument: str) -> None:
    """`Niet meer` on a reminder."""
    reminders.answer(stage, number(argument), Response.NO_MORE)
    stage.page(Phrase("reminders.no_more_done"), stage.button("menu", "menu"))
