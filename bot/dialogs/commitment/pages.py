"""Phase 3 in private: what was answered, sharing it, closing it for the partner."""

from bot.dialogs.commitment import facts as commitment
from bot.dialogs.commitment.facts import commitment_runs, my_run, said_in, statement_of, viewer_in
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import Level, SharedAnswer
from bot.dialogs.commitment.screens import lines_of, stated
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.settling.screens import motive_lines
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import RoundId, RunId
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import ChangeRequested, Phrase, StepId
from bot.turn.arguments import number, switch, switched
from bot.turn.context import Stage
from bot.turn.paging import at_page, page_of
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToPage, ToTalk

DIALOG = commitment.DIALOG


def phase(stage: Stage, argument: str) -> Route:
    """On to the talk of a phase; where one's own is ready, to looking it over."""
    run = stage.uow.rounds.run(RunId(number(argument)))
    if run.phase is not Phase.COMMITMENT:
        return ToTalk("preparation", run.id)
    held = stage.uow.conversations.find(DIALOG, stage.chat, run.id)
    if held is not None and held.state is ConversationState.DONE:
        return ToTalk(DIALOG, run.id, ChangeRequested(StepId("f3.review"), stage.at))
    return ToTalk(DIALOG, run.id)


def look(stage: Stage, argument: str) -> None:
    """What one's partner has said in phase 3: `run` or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(stage, RunId(number(run_id)))
    viewer = viewer_in(stage, membership)
    lines, more = page_of(stage, lines_of(said_in(stage, run, viewer), viewer), index)
    parts = stage.uow.rounds.participants(run.id)
    mine = next((part for part in parts if part.person == viewer.person), None)
    people = [m for m, _ in stage.uow.collaborations.members(membership.collaboration)]
    assert run.partner is not None
    about = {
        "partner": stage.uow.collaborations.partner(run.partner).name,
        "lines": lines,
        "ready": sum(part.handed_in_at is not None for part in parts),
        "people": len(parts),
        "statement": stated(stage, run, viewer),
        "open": run.state is RunState.OPEN,
    }
    going = run.state is RunState.OPEN and mine is not None
    label = "wijzigen" if mine is not None and mine.handed_in_at else "begin_fase"
    stage.page(
        Phrase("commitment.overview", about),
        stage.button("volgende", f"fase3:{run.id}.{index + 1}") if more else None,
        stage.button("fase_3_afsluiten", f"fase3sluit:{run.id}")
        if run.state is RunState.OPEN and may_settle(membership, people)
        else None,
        stage.button(label, f"fase:{run.id}", what=Phrase("agenda.fase_3")) if going else None,
        stage.button("delen", f"delen:{run.id}"),
        stage.button("wat_partners_delen", f"gedeeld:{run.round}"),
        stage.button("bekijk_versie", f"fase3motieven:{run.id}") if _settled(stage, run, viewer) else None,
        stage.button("rode_draad", f"draad:{run.id}"),
        stage.button("afspraken", f"afspraken:{membership.collaboration}"),
        stage.button("menu", "menu"),
    )


def _settled(stage: Stage, run: PhaseRun, viewer: Viewer) -> FilledForm | None:
    """What the partner settled in this round, which whoever takes part in phase 3 may see."""
    assert run.partner is not None
    return commitment.settled_form(stage, stage.uow.rounds.get(run.round), run.partner, viewer)


def motives(stage: Stage, argument: str) -> None:
    """`Bekijk wat is vastgesteld`, also for who comes in with phase 3: `run` or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(stage, RunId(number(run_id)))
    form = _settled(stage, run, viewer_in(stage, membership))
    if form is None or run.partner is None:
        raise DomainError("errors.expired")
    shown, more = page_of(stage, motive_lines(form), index)
    name = stage.uow.collaborations.partner(run.partner).name
    stage.page(
        Phrase("commitment.motives", {"partner": name, "lines": shown}),
        stage.button("volgende", f"fase3motieven:{run.id}.{index + 1}") if more else None,
        stage.button("terug_naar", f"fase3:{run.id}", name=Phrase("agenda.fase_3")),
    )


# --- closing ---


def close(stage: Stage, argument: str) -> Route:
    """What the partner commits to."""
    return ToTalk("committing", my_run(stage, RunId(number(argument)))[0].id)


def sharing(stage: Stage, argument: str) -> None:
    """`Delen met partners`: one's own answers, each with a switch: `run` or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(stage, RunId(number(run_id)))
    viewer = viewer_in(stage, membership)
    mine = [one for one in said_in(stage, run, viewer) if one.person == viewer.person]
    lines, buttons = [], []
    for place, one in enumerate(mine, start=1):
        about = {"index": place, "text": one.text, "shared": one.shared, "myself": one.level is Level.MYSELF}
        lines.append(Phrase("commitment.to_share", about))
        if one.level is not Level.MYSELF:
            label = "niet_meer_delen" if one.shared else "deel"
            buttons.append(
                stage.button(label, f"delenzet:{run.id}.{one.question}.{switch(not one.shared)}", index=place)
            )
    shown, more = page_of(stage, lines, index)
    stage.page(
        Phrase("commitment.sharing", {"lines": shown}),
        *buttons,
        stage.button("volgende", f"delen:{run.id}.{index + 1}") if more else None,
        stage.button("klaar", f"fase3:{run.id}"),
    )


def set_shared(stage: Stage, argument: str) -> Route:
    """Share one answer, or no longer: `run.question.ja` or `run.question.nee`."""
    what, on = switched(argument)
    run_id, _, question = what.partition(".")
    run, membership = my_run(stage, RunId(number(run_id)))
    viewer = viewer_in(stage, membership)
    mine = [one for one in said_in(stage, run, viewer) if one.person == viewer.person]
    one = next((said for said in mine if said.question == question), None)
    if one is None or one.level is Level.MYSELF:
        raise DomainError("errors.expired")
    answer = SharedAnswer(run.id, viewer.person, question)
    if on:
        stage.uow.get(COMMITMENTS).share(answer)
    else:
        stage.uow.get(COMMITMENTS).unshare(answer)
    return ToPage("delen", str(run.id))


def shared(stage: Stage, argument: str) -> None:
    """What the other partners share: `round` or `round.page`."""
    round_id, index = at_page(argument)
    round_ = stage.uow.rounds.get(RoundId(number(round_id)))
    viewer = Viewer(known_person(stage).id, memberships_in(stage, round_.collaboration))
    lines: list[Phrase] = []
    for run in commitment_runs(stage, round_):
        assert run.partner is not None
        name = stage.uow.collaborations.partner(run.partner).name
        seen = [one for one in said_in(stage, run, viewer) if one.shared]
        said = statement_of(stage, run, viewer)
        statement = stated(stage, run, viewer) if said is not None and said.shared else ""
        lines.append(Phrase("commitment.shared_by", {"partner": name, "some": bool(seen or statement)}))
        lines += [statement] if isinstance(statement, Phrase) else []
        lines += lines_of(tuple(seen), viewer)
    shown, more = page_of(stage, lines, index)
    stage.page(
        Phrase("commitment.all_shared", {"lines": shown}),
        stage.button("volgende", f"gedeeld:{round_.id}.{index + 1}") if more else None,
        stage.button("menu", "menu"),
    )
