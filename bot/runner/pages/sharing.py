"""Sharing answers of phase 3: one's own, each with a switch, and what all partners share."""

from bot.domain.commitment import Level, SharedAnswer
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId, RunId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.runner.commitment import commitment_runs, my_run, said_in, statement_of, viewer_in
from bot.runner.pages.access import known_person, memberships_in, number, switch, switched
from bot.runner.pages.commitment import lines_of, stated
from bot.runner.pages.paging import at_page, page_of
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


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
        stage.uow.commitments.share(answer)
    else:
        stage.uow.commitments.unshare(answer)
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
