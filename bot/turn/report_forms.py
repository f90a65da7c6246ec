"""A filled-in form of phase 1 as blocks of a report: the form as on paper, then what was said to the questions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.domain.collaboration import Partner
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.motive import Term
from bot.domain.visibility import ContentRef
from bot.engine.model import Phrase, Text
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOf:
    """A form, whose it is, and what it shows of: all of it of `sees`, or the answer to one question of `of_question`.

    `whole` is whether the motives that were left blank stand on it too, as on the paper form. `may` tells of a piece
    whether it comes into the report: what stands in the row of a motive and answers a question goes without it.
    """

    instrument: Instrument
    partner: Partner
    form: FilledForm
    id: str
    sees: ContentRef
    of_question: Callable[[str], ContentRef]
    may: Callable[[ContentRef], bool]
    person: str = ""
    title: str = ""
    note: str = ""
    whole: bool = True


def form_blocks(ctx: TurnContext, of: FormOf) -> Iterator[Block]:
    """The form, and below it the questions that were answered."""
    yield Block(shape=Shape.FORM, rows=tuple(_motives(ctx, of)), title=of.title, note=of.note, sees=(of.sees,))
    said = tuple(_reflections(of))
    if said:
        yield Block(shape=Shape.SAID, rows=said, whose=False)


def _motives(ctx: TurnContext, of: FormOf) -> Iterator[Row]:
    """In the order of the form, then what was added or taken over, below the headings of their clusters."""
    filled = {motive.id: motive for motive in of.form.motives}
    blank = [m for m in of.instrument.form(of.partner.kind).motives if m.id not in filled and of.whole]
    order = [cluster.id for cluster in of.instrument.clusters.clusters]
    own = of.instrument.clusters.of_own_motives.id
    lines = [
        *((one.cluster, one.id, one.text, None) for one in blank),
        *((one.cluster if one.cluster in order else own, one.id, one.text, one) for one in of.form.motives),
    ]
    places = {one.id: index for index, one in enumerate(of.instrument.form(of.partner.kind).motives)}
    lines.sort(key=lambda line: (order.index(line[0] or own), places.get(line[1], len(places))))
    for cluster, motive, text, answer in lines:
        yield _motive(ctx, of, of.instrument.cluster(cluster or own).heading, motive, text, answer)


def _motive(ctx: TurnContext, of: FormOf, cluster: str, motive: str, text: str, answer: FilledMotive | None) -> Row:
    main = _question(of, ReflectionRole.MAIN_MOTIVE)
    terms = _question(of, ReflectionRole.TERMS)
    applies = answer is not None and answer.choice.applies
    with_term = terms is not None and of.may(of.of_question(terms))
    return Row(
        id=f"{of.id}.{motive}",
        part=Part.MOTIVES,
        sees=(of.sees,),
        partner=of.partner.name,
        person=of.person,
        cluster=cluster,
        question=motive,
        asked=text,
        choice=answer.choice.value if answer is not None else "",
        answer=ctx.label(answer.choice.value) if answer is not None else "",
        outcome=(answer.outcome or "") if answer is not None and applies else "",
        term=in_words(ctx, answer.term) if answer is not None and applies and answer.outcome and with_term else "",
        main=main is not None and of.form.main == motive and of.may(of.of_question(main)),
    )


def _reflections(of: FormOf) -> Iterator[Row]:
    said = dict(of.form.reflections)
    main = _question(of, ReflectionRole.MAIN_MOTIVE)
    texts = {motive.id: motive.text for motive in of.form.motives}
    if main is not None and of.form.main:
        said[main] = texts.get(of.form.main, of.form.main)
    asked = {one.id: one.text for one in of.instrument.phase1.questions}
    asked |= {one.id: one.text for one in of.instrument.mirrors.mirrors}
    for question, text in asked.items():
        if question in said:
            yield Row(
                id=f"{of.id}.{question}",
                part=Part.REFLECTION,
                sees=(of.of_question(question),),
                partner=of.partner.name,
                person=of.person,
                question=question,
                asked=text,
                answer=said[question],
            )


def _question(of: FormOf, role: ReflectionRole) -> str | None:
    found = of.instrument.phase1.with_role(role)
    return found.id if found is not None else None


def in_words(ctx: TurnContext, term: str | None) -> str:
    """A term as people read it: one of ours, or what somebody typed."""
    if not term:
        return ""
    told: Text = Phrase(f"buttons.{term}") if term in {one.value for one in Term} else term
    return ctx.texts.phrases.plain(told) if isinstance(told, Phrase) else told
