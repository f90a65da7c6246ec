"""The rode draad: from each intended outcome to a day, and the first link that is missing."""

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementState, agreement_of
from bot.dialogs.commitment.facts import my_run, said_in, settled_form, viewer_in
from bot.dialogs.commitment.rules import MANDATE
from bot.domain.ids import RoundId, RunId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.insight.golden_thread import Link, Promise, Thread, golden_thread
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.paging import at_page, page_of


def thread(stage: Stage, argument: str) -> None:
    """`Rode draad`: from each motive to a day, and what is missing first: the run of phase 3, or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(stage, RunId(number(run_id)))
    round_ = stage.uow.rounds.get(run.round)
    viewer = viewer_in(stage, membership)
    assert run.partner is not None
    form = settled_form(stage, round_, run.partner, viewer)
    threads: tuple[Thread, ...] = ()
    if form is not None:
        mandated = any(one.question == MANDATE for one in said_in(stage, run, viewer))
        threads = golden_thread(form, _promises(stage, run.round, run.partner, viewer), mandated=mandated)
    lines = tuple(_chain(one) for one in threads)
    shown, more = page_of(stage, lines, index)
    stage.page(
        Phrase("history.thread", {"lines": shown, "known": form is not None}),
        stage.button("volgende", f"draad:{run.id}.{index + 1}") if more else None,
        stage.button("nieuwe_afspraak", f"afspraaknieuw:{membership.collaboration}.{run.partner}"),
        stage.button("terug_naar", f"fase3:{run.id}", name=Phrase("agenda.fase_3")),
    )


def _promises(stage: Stage, round_: RoundId, partner: int, viewer: Viewer) -> list[Promise]:
    """The agreements of a partner, as links of a chain. What was done counts: the investment was made."""
    collaboration = stage.uow.rounds.get(round_).collaboration
    here = {m.person for m, _ in stage.uow.collaborations.members(collaboration)}
    return [
        Promise(
            motive=one.motive,
            investment=one.motive is not None,
            owner=one.owner in here or bool(one.owner_name),
            due=one.due,
            open=one.state is not AgreementState.LAPSED,
        )
        for one in stage.uow.get(AGREEMENTS).of(collaboration)
        if one.partner == partner and may_see(agreement_of(one), viewer)
    ]


def _chain(one: Thread) -> Phrase:
    links = tuple(
        Phrase("history.link", {"link": Phrase(f"history.link_{link}"), "there": there}) for link, there in one.links
    )
    missing = Phrase(f"history.missing_{one.missing}") if isinstance(one.missing, Link) else ""
    return Phrase(
        "history.chain", {"motive": one.motive_text, "outcome": one.outcome or "", "links": links, "missing": missing}
    )
