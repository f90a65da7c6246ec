"""Phase 3 in private: what was answered, making an agreement of it, and closing it for the partner."""

from bot.domain.agreement import WHAT_LIMIT
from bot.domain.commitment import AGENDA, TO_AGREE
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import RunId
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import ChangeRequested, Phrase, StepId, Written
from bot.runner import commitment
from bot.runner.commitment import Said, my_run, said_in, statement_of, viewer_in
from bot.runner.deeds.agreements import begin
from bot.runner.pages.access import number
from bot.runner.pages.paging import at_page, page_of
from bot.runner.pages.settling import motive_lines
from bot.runner.records import ConversationState
from bot.runner.routes import Route, ToTalk
from bot.runner.stage import Stage

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


def lines_of(said: tuple[Said, ...], viewer: Viewer) -> list[Phrase]:
    """Question by question, the answers with their names."""
    lines = []
    for index, one in enumerate(said):
        first = index == 0 or said[index - 1].question != one.question
        own_words = Phrase("commitment.heading_agenda") if one.question == AGENDA else one.asked
        about = {
            "question": own_words if first else "",
            "name": one.name,
            "text": one.text,
            "level": Phrase(f"buttons.{one.level}") if one.level else "",
            "mine": one.person == viewer.person,
            "shared": one.shared,
        }
        lines.append(Phrase("commitment.said", about))
    return lines


def stated(stage: Stage, run: PhaseRun, viewer: Viewer) -> Phrase | str:
    """What the partner commits to, in a sentence."""
    statement = statement_of(stage, run, viewer)
    if statement is None:
        return ""
    terms = stage.texts.phrases
    key = f"buttons.{statement.term}"
    about = {
        "stand": Phrase(f"commitment.stands_{statement.stand}"),
        "condition": statement.condition,
        "term": Phrase(key) if statement.term and key in terms else statement.term,
        "shared": statement.shared,
    }
    return Phrase("commitment.statement", about)


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


# --- from an answer to an agreement ---


def make_agreement(stage: Stage, argument: str) -> Route:
    """`Maak er een afspraak van`: `run.question`."""
    run_id, _, question = argument.partition(".")
    run, membership = my_run(stage, RunId(number(run_id)))
    held = stage.uow.conversations.find(DIALOG, stage.chat, run.id)
    answer = stage.uow.conversations.answers(held.id).get(StepId(question)) if held is not None else None
    if question not in TO_AGREE or not isinstance(answer, Written):
        raise DomainError("errors.expired")
    what = answer.text if len(answer.text) <= WHAT_LIMIT else ""
    new = begin(stage, membership.collaboration, run.partner, what=what, question=question)
    return ToTalk("agreement", new.id)


# --- closing ---


def close(stage: Stage, argument: str) -> Route:
    """What the partner commits to."""
    return ToTalk("committing", my_run(stage, RunId(number(argument)))[0].id)
