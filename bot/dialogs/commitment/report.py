"""Phase 3 of each partner: what it commits to, and the answers; once it is closed, as they were then."""

from collections.abc import Iterator

from bot.dialogs.commitment.facts import CommitmentAnswer, as_closed, commitment_runs, piece_of, statement_piece
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import AGENDA, AnswerLevel
from bot.domain.collaboration import Partner
from bot.domain.rounds import PhaseRun
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted
from bot.turn.report_forms import in_words


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    for run in commitment_runs(ctx, wanted.round):
        if run.partner is None or not wanted.viewers:
            continue
        partner = ctx.uow.collaborations.partner(run.partner)
        title = ctx.texts.phrases.plain(Phrase("report.commitment_of", {"partner": partner.name}))
        blocks = (
            Block(shape=Shape.LINES, rows=tuple(_stated(ctx, wanted, run, partner))),
            Block(shape=Shape.SAID, rows=tuple(_answers(ctx, wanted, run, partner))),
        )
        yield Section(title=title, blocks=blocks)


def _stated(ctx: TurnContext, wanted: Wanted, run: PhaseRun, partner: Partner) -> Iterator[Row]:
    one = ctx.uow.get(COMMITMENTS).stated(run.id)
    if one is None:
        return
    plain = ctx.texts.phrases.plain
    term = f"buttons.{one.term}"
    yield Row(
        id=f"r{wanted.round.id}.p{partner.id}.besluit",
        part=Part.STATEMENT,
        sees=(statement_piece(ctx, run, one),),
        partner=partner.name,
        choice=one.stand.value,
        answer=plain(Phrase(f"commitment.stands_{one.stand}")),
        term=plain(Phrase(term)) if one.term and term in ctx.texts.phrases else in_words(ctx, one.term),
        note=one.condition,
        day=one.at.astimezone(wanted.collaboration.zone).date(),
        status=_shared(ctx, one.shared),
    )


def _answers(ctx: TurnContext, wanted: Wanted, run: PhaseRun, partner: Partner) -> Iterator[Row]:
    """Among their own people with names; to others a partner speaks as one.

    What somebody keeps to themselves is in a report for them alone, also where nobody else belongs to their partner.
    """
    named = all(viewer.belongs_to(partner.id) for viewer in wanted.viewers)
    for index, one in enumerate(as_closed(ctx, run)):
        if wanted.mine is None and (one.level is AnswerLevel.MYSELF or not one.handed_in):
            continue
        yield Row(
            id=f"r{wanted.round.id}.p{partner.id}.{_by(one, index)}.{one.question}",
            part=Part.COMMITMENT,
            sees=(piece_of(ctx, run, one),),
            partner=partner.name,
            person=one.name if named else "",
            question=one.question,
            asked=one.asked if one.question != AGENDA else ctx.texts.phrases.plain(Phrase("report.agenda")),
            answer=one.text,
            status=_shared(ctx, one.shared),
            note=ctx.label(one.level.value) if one.level is not None else "",
        )


def _by(one: CommitmentAnswer, index: int) -> str:
    """Who gave it, as part of an id; of somebody who was erased its place."""
    return f"m{one.person}" if one.person else f"x{index}"


def _shared(ctx: TurnContext, shared: bool) -> str:
    return ctx.texts.phrases.plain(Phrase("report.shared")) if shared else ""
