"""The rode draad: from each intended outcome to a day, and the first link that is missing."""

from bot.content.roles import CommitmentRole
from bot.dialogs.agreements.facts import piece_of
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementState
from bot.dialogs.commitment.facts import my_run, said_in, settled_form, viewer_in
from bot.domain.ids import RoundId, RunId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.insight.golden_thread import ChainLink, Promise, Thread, golden_thread
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of


def thread(ctx: TurnContext, argument: str) -> None:
    """`Rode draad`: from each motive to a day, and what is missing first: the run of phase 3, or `run.page`."""
    run_id, index = at_page(argument)
    run, membership = my_run(ctx, RunId(number(run_id)))
    round_ = ctx.uow.rounds.get(run.round)
    viewer = viewer_in(ctx, membership)
    assert run.partner is not None
    form = settled_form(ctx, round_, run.partner, viewer)
    threads: tuple[Thread, ...] = ()
    if form is not None:
        mandate = ctx.texts.of(round_.content_version).phase3.with_role(CommitmentRole.MANDATE)
        mandated = mandate is not None and any(one.question == mandate.id for one in said_in(ctx, run, viewer))
        threads = golden_thread(form, _promises(ctx, run.round, run.partner, viewer), mandated=mandated)
    lines = tuple(_chain(one) for one in threads)
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("history.thread", {"lines": shown, "known": form is not None}),
        ctx.button("volgende", f"draad:{run.id}.{index + 1}") if more else None,
        ctx.button("nieuwe_afspraak", f"afspraaknieuw:{membership.collaboration}.{run.partner}"),
        ctx.button("terug_naar", f"fase3:{run.id}", name=Phrase("commitment.this")),
    )


def _promises(ctx: TurnContext, round_: RoundId, partner: int, viewer: Viewer) -> list[Promise]:
    """The agreements of a partner, as links of a chain. What was done counts: the investment was made."""
    collaboration = ctx.uow.rounds.get(round_).collaboration
    here = {m.person for m, _ in ctx.uow.collaborations.members(collaboration)}
    return [
        Promise(
            motive=one.terms.motive,
            investment=one.terms.motive is not None,
            owner=one.terms.owner in here or bool(one.terms.owner_name),
            due=one.terms.due,
            open=one.state not in (AgreementState.LAPSED, AgreementState.WISH),
        )
        for one in ctx.uow.get(AGREEMENTS).of(collaboration)
        if one.partner == partner and may_see(piece_of(ctx, one), viewer)
    ]


def _chain(one: Thread) -> Phrase:
    links = tuple(Phrase("history.link", {"there": there}) for _, there in one.links)
    missing = Phrase(f"history.missing_{one.missing}") if isinstance(one.missing, ChainLink) else ""
    return Phrase(
        "history.chain", {"motive": one.motive_text, "outcome": one.outcome or "", "links": links, "missing": missing}
    )
