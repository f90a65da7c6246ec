"""Other instruments that were used in the time of a round: what each person answered, for who may see that."""

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogs.instruments.facts import held, in_full, of_their_own, set_of
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.instruments.rules import InstrumentRun, answers_of, in_words
from bot.domain.collaboration import Partner
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase, Text
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted, all_may_see
from bot.turn.report_time import in_round


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """An instrument of a partner at a time; who looks at it counts with whether they handed in theirs."""
    for one in (*ctx.texts.instrument.sets, *of_their_own(ctx, wanted.collaboration.id, all_=True)):
        for partner in ctx.uow.collaborations.partners(wanted.collaboration.id):
            viewers = tuple(_viewer(ctx, viewer, one.id, partner.id) for viewer in wanted.viewers)
            runs = [
                run
                for run in ctx.uow.get(INSTRUMENTS).of_partner(one.id, partner.id)
                if in_round(ctx, wanted.round, run.began_at)
                and (run.handed_in_at is not None or wanted.mine is not None)
                and all_may_see((answers_of(run),), viewers)
            ]
            rows = [row for run in runs for row in _answers(ctx, wanted, partner, run)]
            rows.sort(key=lambda row: row[0])
            if rows:
                about = {"name": one.name, "partner": partner.name}
                title = ctx.texts.phrases.plain(Phrase("report.instrument_of", about))
                block = Block(shape=Shape.SAID, rows=tuple(row for _, row in rows), title=one.title.text)
                block = replace(block, sees=tuple(answers_of(run) for run in runs))
                yield Section(title=title, blocks=(block,), note=one.origin, viewers=viewers)


def _viewer(ctx: TurnContext, viewer: Viewer, instrument: str, partner: PartnerId) -> Viewer:
    mine = ctx.uow.get(INSTRUMENTS).find(instrument, partner, viewer.person)
    return replace(viewer, handed_in=mine is not None and mine.handed_in_at is not None)


def _answers(
    ctx: TurnContext, wanted: Wanted, partner: Partner, run: InstrumentRun
) -> Iterator[tuple[tuple[int, int], Row]]:
    """The rows of one person, each with its place: question by question, in each in the order in which they began."""
    talk = held(ctx, run)
    if talk is None:
        return
    try:
        one = set_of(ctx, run, talk)
    except DomainError:  # the set has gone
        return
    answers = ctx.uow.conversations.answers(talk.id)
    for place, question in enumerate(one.questions):
        said = in_words(one, question, answers)
        if said is not None:
            yield (
                (place, run.id),
                Row(
                    id=f"c{wanted.collaboration.id}.p{partner.id}.m{run.person}.{question.id}",
                    part=Part.INSTRUMENT,
                    sees=(answers_of(run),),
                    partner=partner.name,
                    person=ctx.uow.people.get(run.person).name,
                    cluster=one.name,
                    question=question.id,
                    asked=in_full(one, question),
                    answer=_plain(ctx, said),
                    status="" if run.handed_in_at else ctx.texts.phrases.plain(Phrase("report.not_handed_in")),
                ),
            )


def _plain(ctx: TurnContext, said: Text) -> str:
    return said if isinstance(said, str) else ctx.texts.phrases.plain(said)
