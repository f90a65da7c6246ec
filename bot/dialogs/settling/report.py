"""What each partner settled, as the filled-in form of the tool."""

from collections.abc import Iterator

from bot.dialogs.rounds.facts import committing
from bot.dialogs.settling.facts import preparation_runs
from bot.domain.rounds import PhaseRun, RunState
from bot.domain.settlement import Settlement, settled_of
from bot.domain.visibility import ContentRef
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Block, Section, Wanted, all_may_see
from bot.turn.report_forms import FormOf, form_blocks


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """Of each partner the newest version that all may see: that of the reveal, and before it one's own."""
    for run in preparation_runs(ctx, wanted.round.id):
        if run.partner is None:
            continue
        found = _newest(ctx, wanted, run)
        if found is not None:
            version, piece = found
            blocks = tuple(_blocks(ctx, wanted, version, piece))
            partner = ctx.uow.collaborations.partner(version.partner)
            about = {"partner": partner.name, "kind": partner.kind.value}
            yield Section(title=ctx.texts.phrases.plain(Phrase("report.form_of", about)), blocks=blocks)


def _newest(ctx: TurnContext, wanted: Wanted, run: PhaseRun) -> tuple[Settlement, ContentRef] | None:
    """A revealed version is never replaced; one that was taken back counts no longer."""
    opened = committing(ctx, wanted.round)
    revealed = [one for one in ctx.uow.settlements.revealed(wanted.round.id) if one.partner == run.partner]
    if revealed:
        version, piece = revealed[-1], settled_of(revealed[-1], revealed=True, committing=opened)
    else:
        latest = ctx.uow.settlements.latest(run.id)
        if latest is None or run.state is RunState.OPEN:
            return None
        version, piece = latest, settled_of(latest, committing=opened)
    return (version, piece) if all_may_see((piece,), wanted.viewers) else None


def _blocks(ctx: TurnContext, wanted: Wanted, version: Settlement, piece: ContentRef) -> Iterator[Block]:
    instrument = ctx.texts.of(wanted.round.content_version)
    partner = ctx.uow.collaborations.partner(version.partner)
    day = version.settled_at.astimezone(wanted.collaboration.zone).date()
    about = {
        "number": version.number,
        "day": day,
        "late": version.after_reveal,
        "without_manager": not version.with_manager,
    }
    yield from form_blocks(
        ctx,
        FormOf(
            instrument=instrument,
            partner=partner,
            form=version.form,
            id=f"r{wanted.round.id}.p{partner.id}",
            sees=piece,
            of_question=lambda question: piece,
            may=lambda one: True,
            title=instrument.form(partner.kind).title,
            note=ctx.texts.phrases.plain(Phrase("report.version", about)),
        ),
    )
