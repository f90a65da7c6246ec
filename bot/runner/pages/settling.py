"""Settling a partner's version, and taking it back. Always in private, always within the partner."""

from bot.domain.commands import Settle
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import RunId
from bot.domain.rounds import RoundState, RunState
from bot.domain.settlement import may_settle, settled_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import walk
from bot.engine.model import Phrase
from bot.runner.deeds import phase_1
from bot.runner.pages.access import known_person, memberships_in, number
from bot.runner.pages.paging import at_page, page_of
from bot.runner.records import Standing
from bot.runner.routes import Route, ToTalk
from bot.runner.stage import Stage
from bot.runner.subjects.subject import subject_of


def settle(stage: Stage, argument: str) -> Route:
    """`Vaststellen`: begin, or go on with the snapshot that was begun."""
    return ToTalk("settling", _mine(stage, argument).run.id)


def afresh(stage: Stage, argument: str) -> Route:
    """Free the snapshot and begin again with what is handed in now."""
    mine = _mine(stage, argument)
    held = stage.uow.conversations.find("settling", stage.chat, mine.run.id)
    if held is not None:
        stage.uow.conversations.delete(held.id)
    return ToTalk("settling", mine.run.id)


def overtaken(stage: Stage, argument: str) -> None:
    """Colleagues handed in or changed something while this was being settled: nothing of theirs is passed over."""
    mine = _mine(stage, argument)
    stage.page(
        Phrase("settling.overtaken", {"partner": mine.partner.name}),
        stage.button("vaststellen_opnieuw", f"vaststelnieuw:{mine.run.id}"),
        stage.button("toch_vaststellen", f"vaststeltoch:{mine.run.id}"),
    )


def anyway(stage: Stage, argument: str) -> Route:
    """Settle what was settled, without what came in meanwhile."""
    mine = _mine(stage, argument)
    held = stage.uow.conversations.find("settling", stage.chat, mine.run.id)
    if held is None:
        raise DomainError("errors.expired")
    result = walk(subject_of(stage, held).begin, stage.uow.conversations.answers(held.id)).result
    if not isinstance(result, Settle):
        return ToTalk("settling", mine.run.id)
    return phase_1.settle(stage, result, held, anyway=True)


def motive_lines(form: FilledForm) -> tuple[Phrase, ...]:
    """The motives of a settled version, a line each."""
    return tuple(
        Phrase(
            "settling.version_line",
            {"motive": m.text, "choice": Phrase(f"buttons.{m.choice}"), "outcome": m.outcome or ""},
        )
        for m in form.motives
    )


def version(stage: Stage, argument: str) -> None:
    """What was settled in the name of one's partner: `run`, or `run.page`."""
    run_id, index = at_page(argument)
    run = stage.uow.rounds.run(RunId(number(run_id)))
    collaboration = stage.uow.rounds.get(run.round).collaboration
    viewer = Viewer(known_person(stage).id, memberships_in(stage, collaboration))
    kept = stage.uow.settlements.latest(run.id)
    if kept is None or not may_see(settled_of(kept), viewer):
        raise DomainError("errors.expired")
    shown, more = page_of(stage, motive_lines(kept.form), index)
    takes_part = stage.uow.rounds.standing(run.id, viewer.person) is not None
    stage.page(
        Phrase(
            "settling.version",
            {
                "partner": stage.uow.collaborations.partner(kept.partner).name,
                "number": kept.number,
                "lines": shown,
            },
        ),
        stage.button("volgende", f"versie:{run.id}.{index + 1}") if more else None,
        stage.button("terug_naar", f"vastgesteld:{run.id}", name=Phrase("pages.my_answers")) if takes_part else None,
        None if takes_part else stage.button("overzicht", f"overzicht:{collaboration}"),
    )


def settled(stage: Stage, argument: str) -> None:
    """What was settled, and what happens next."""
    mine = _mine(stage, argument)
    kept = stage.uow.settlements.latest(mine.run.id)
    if kept is None or mine.run.state is not RunState.SETTLED:
        raise DomainError("errors.expired")
    open_again = mine.round.state is RoundState.PREPARATION and can_settle(stage, mine)
    about: dict[str, object] = {
        "number": kept.number,
        "partner": mine.partner.name,
        "after_reveal": kept.after_reveal,
    }
    about |= {"open_again": open_again, "revealed": mine.round.state is not RoundState.PREPARATION}
    stage.page(
        Phrase("settling.settled", about),
        stage.button("bekijk_versie", f"versie:{mine.run.id}"),
        stage.button("heropenen", f"heropen:{mine.run.id}") if open_again else None,
        stage.button("bekijk_onthulling", f"onthulling:{mine.round.id}") if about["revealed"] else None,
        stage.button("overzicht", f"overzicht:{mine.collaboration.id}"),
    )


def reopen(stage: Stage, argument: str) -> None:
    """`Heropenen`, until the reveal."""
    mine = _mine(stage, argument)
    if not can_settle(stage, mine):
        raise DomainError("errors.manager_settles")
    phase_1.reopen(stage, mine)
    stage.page(
        Phrase("settling.reopened", {"partner": mine.partner.name}),
        stage.button("wijzigen", f"wijzig:{mine.run.id}"),
        stage.button("vaststellen", f"vaststel:{mine.run.id}"),
    )


def can_settle(stage: Stage, mine: Standing) -> bool:
    """Whether this member may settle for the partner."""
    people = stage.uow.collaborations.members(mine.collaboration.id)
    return mine.round.settles and may_settle(mine.membership, [m for m, _ in people])


def _mine(stage: Stage, argument: str) -> Standing:
    standing = stage.uow.rounds.standing(RunId(number(argument)), known_person(stage).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing
