"""Phase 3 in private: what was answered, sharing it, closing it for the partner."""

from bot.dialogs.commitment import facts as commitment
from bot.dialogs.commitment.facts import (
    commitment_runs,
    facilitator_reads_shared,
    my_run,
    said_in,
    statement_of,
    viewer_in,
)
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import REVIEW, AnswerLevel, SharedAnswer
from bot.dialogs.commitment.screens import lines_of, stated
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.settling.screens import motive_lines
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import RoundId, RunId
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.arguments import number, switch, switched
from bot.turn.context import TurnContext
from bot.turn.dialog import look_over
from bot.turn.folding import folded, unfolded
from bot.turn.paging import at_page, page_of
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToPage, ToTalk

DIALOG = commitment.DIALOG


def phase(ctx: TurnContext, argument: str) -> Route:
    """On to the talk of a phase; where one's own is handed in, to looking it over: `run`."""
    run = ctx.uow.rounds.run(RunId(number(argument)))
    if run.phase is not Phase.COMMITMENT:
        return ToTalk("preparation", run.id)
    held = ctx.uow.conversations.find(DIALOG, ctx.chat, run.id)
    if held is not None and held.state is ConversationState.DONE:
        return look_over(ctx, DIALOG, run.id, REVIEW)
    return ToTalk(DIALOG, run.id)


def look(ctx: TurnContext, argument: str) -> None:
    """What one's partner has said in phase 3: `run` or `run.page`, and `.meer` for the rest of what can be done."""
    argument, more_to_do = unfolded(argument)
    run_id, index = at_page(argument)
    run, membership = my_run(ctx, RunId(number(run_id)))
    viewer = viewer_in(ctx, membership)
    lines, more = page_of(ctx, lines_of(said_in(ctx, run, viewer), viewer), index)
    parts = ctx.uow.rounds.participants(run.id)
    mine = next((part for part in parts if part.person == viewer.person), None)
    people = ctx.uow.collaborations.members(membership.collaboration).memberships
    assert run.partner is not None
    about = {
        "partner": ctx.uow.collaborations.partner(run.partner).name,
        "lines": lines,
        "ready": sum(part.handed_in_at is not None for part in parts),
        "people": len(parts),
        "statement": stated(ctx, run, viewer),
        "open": run.state is RunState.OPEN,
    }
    going = run.state is RunState.OPEN and mine is not None
    label = "wijzigen" if mine is not None and mine.handed_in_at else "begin_fase"
    found = (
        ctx.button("volgende", f"fase3:{run.id}.{index + 1}") if more else None,
        ctx.button("fase_3_afsluiten", f"fase3sluit:{run.id}")
        if run.state is RunState.OPEN and may_settle(membership, people)
        else None,
        ctx.button(label, f"fase:{run.id}", what=Phrase("agenda.fase_3")) if going else None,
        ctx.button("delen", f"delen:{run.id}"),
        ctx.button("wat_partners_delen", f"gedeeld:{run.round}"),
        ctx.button("bekijk_versie", f"fase3motieven:{run.id}") if _settled(ctx, run, viewer) else None,
        ctx.button("rode_draad", f"draad:{run.id}"),
        ctx.button("afspraken", f"afspraken:{membership.collaboration}"),
    )
    buttons = [button for button in found if button is not None]
    rows = folded(ctx, "fase3", argument, buttons, more=more_to_do, way_out=ctx.button("menu", "menu"))
    ctx.lay_out(Phrase("commitment.overview", about), rows)


def _settled(ctx: TurnContext, run: PhaseRun, viewer: Viewer) -> FilledForm | None:
    """What the partner settled in this round, which whoever takes part in phase 3 may see."""
    assert run.partner is not None
    return commitment.settled_form(ctx, ctx.uow.rounds.get(run.round), run.partner, viewer)


def motives(ctx: TurnContext, argument: str) -> None:
    """`Bekijk wat is vastgesteld`, also for who comes in with phase 3: `run` or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(ctx, RunId(number(run_id)))
    form = _settled(ctx, run, viewer_in(ctx, membership))
    if form is None or run.partner is None:
        raise DomainError("errors.expired")
    shown, more = page_of(ctx, motive_lines(form), index)
    name = ctx.uow.collaborations.partner(run.partner).name
    ctx.page(
        Phrase("commitment.motives", {"partner": name, "lines": shown}),
        ctx.button("volgende", f"fase3motieven:{run.id}.{index + 1}") if more else None,
        ctx.button("terug_naar", f"fase3:{run.id}", name=Phrase("commitment.this")),
    )


# --- closing ---


def close(ctx: TurnContext, argument: str) -> Route:
    """On to the talk in which the manager says what the partner commits to: `run`."""
    return ToTalk("committing", my_run(ctx, RunId(number(argument)))[0].id)


def sharing(ctx: TurnContext, argument: str) -> None:
    """`Delen met partners`: one's own answers, each with a switch: `run` or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(ctx, RunId(number(run_id)))
    viewer = viewer_in(ctx, membership)
    mine = [one for one in said_in(ctx, run, viewer) if one.person == viewer.person]
    lines, buttons = [], []
    for place, one in enumerate(mine, start=1):
        about = {"index": place, "text": one.text, "shared": one.shared, "myself": one.level is AnswerLevel.MYSELF}
        lines.append(Phrase("commitment.to_share", about))
        if one.level is not AnswerLevel.MYSELF:
            label = "niet_meer_delen" if one.shared else "deel"
            buttons.append(ctx.button(label, f"delenzet:{run.id}.{one.question}.{switch(not one.shared)}", index=place))
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("commitment.sharing", {"lines": shown, "with_facilitator": facilitator_reads_shared(ctx, run.round)}),
        *buttons,
        ctx.button("volgende", f"delen:{run.id}.{index + 1}") if more else None,
        ctx.button("klaar", f"fase3:{run.id}"),
    )


def set_shared(ctx: TurnContext, argument: str) -> Route:
    """Share one answer, or no longer: `run.question.ja` or `run.question.nee`."""
    what, on = switched(argument)
    run_id, _, question = what.partition(".")
    run, membership = my_run(ctx, RunId(number(run_id)))
    viewer = viewer_in(ctx, membership)
    mine = [one for one in said_in(ctx, run, viewer) if one.person == viewer.person]
    one = next((said for said in mine if said.question == question), None)
    if one is None or one.level is AnswerLevel.MYSELF:
        raise DomainError("errors.expired")
    answer = SharedAnswer(run.id, viewer.person, question)
    if on:
        ctx.uow.get(COMMITMENTS).share(answer)
    else:
        ctx.uow.get(COMMITMENTS).unshare(answer)
    return ToPage("delen", str(run.id))


def shared(ctx: TurnContext, argument: str) -> None:
    """What the other partners share: `round` or `round.page`."""
    round_id, index = at_page(argument)
    round_ = ctx.uow.rounds.get(RoundId(number(round_id)))
    viewer = Viewer(known_person(ctx).id, memberships_in(ctx, round_.collaboration))
    lines: list[Phrase] = []
    for run in commitment_runs(ctx, round_):
        assert run.partner is not None
        name = ctx.uow.collaborations.partner(run.partner).name
        seen = [one for one in said_in(ctx, run, viewer) if one.shared]
        said = statement_of(ctx, run, viewer)
        statement = stated(ctx, run, viewer) if said is not None and said.shared else ""
        lines.append(Phrase("commitment.shared_by", {"partner": name, "some": bool(seen or statement)}))
        lines += [statement] if isinstance(statement, Phrase) else []
        lines += lines_of(tuple(seen), viewer)
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("commitment.all_shared", {"lines": shown}),
        ctx.button("volgende", f"gedeeld:{round_.id}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )
