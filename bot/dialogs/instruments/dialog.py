"""An instrument answered by one person: its questions in order, as its file has them, then the review."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.items import Passage, Status
from bot.content.question_sets import AnswerKind, QuestionSection, QuestionSet, SetQuestion
from bot.dialogs.instruments.rules import REVIEW, InstrumentRunId
from bot.dialogs.sources.screens.behind import with_prompt
from bot.dialogs.sources.screens.lines import passage
from bot.engine.model import Answer, Fold, Option, Phrase, Place, Row, Step, StepId, Written
from bot.engine.steps import choose_or_skip, option, review, write
from bot.turn.dialog import Dialog, Talk

MAKE_AGREEMENT = "verdiepafspraak"
"""The page that makes an agreement of an answer."""

WORDS = "meer_woorden"
"""The label of what says what the words of a question mean."""

SIDE_BY_SIDE = 3
"""So many short answers stand on one row."""
SHORT_LABEL = 12


@dataclass(frozen=True, slots=True)
class HandInInstrument:
    """Hand in one's answers to an instrument."""

    run: InstrumentRunId


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """Which instrument, as it was written when this was begun, and whose answers."""

    one: QuestionSet
    run: InstrumentRunId


def instrument(facts: InstrumentFacts) -> Talk:
    """Question by question below its heading; all can be skipped."""
    rows: list[Row] = []
    index, total = 0, len(facts.one.questions)
    if facts.one.context is not None:
        yield from _about_what(facts.one.context, rows)
    for section in facts.one.sections:
        for question in section.questions:
            index += 1
            yield from _ask(facts.one, section, question, Place("instrument", index, total, facts.one.name), rows)
    yield from review(REVIEW, Phrase("verdieping.review"), rows, [option("indienen")], fold=Fold.NUMBERS)
    return HandInInstrument(facts.run)


def _about_what(context: Passage, rows: list[Row]) -> Generator[Step, Answer, None]:
    """What all answers are about."""
    about = {"question": context.text, "ours": context.status is Status.PROPOSAL}
    said = yield from write(context.id, Phrase("verdieping.context", about))
    text = said.text if isinstance(said, Written) else ""
    rows.append(Row(StepId(context.id), Phrase("verdieping.context_row"), text))


def _ask(
    one: QuestionSet, section: QuestionSection, question: SetQuestion, place: Place, rows: list[Row]
) -> Generator[Step, Answer, None]:
    """One question, and what was answered as a line of the review."""
    asked = {
        "section": section.title,
        "question": question.text,
        "ask": section.ask.text if section.ask else "",
        "ours": section.ask is not None and section.ask.status is Status.PROPOSAL,
    }
    for step, kind in zip(question.steps, _kinds(question), strict=True):
        prompt = Phrase(f"verdieping.{kind}", asked)
        if question.kind is AnswerKind.WRITE:
            written = yield from write(
                step,
                prompt,
                optional=True,
                suggestions=[_agree(question)],
                place=place,
                more=_behind(one, question, prompt),
                more_label=WORDS,
            )
            shown = written.text if isinstance(written, Written) else None
        else:
            shown = yield from _choose(one, question, step, prompt, place)
        label = question.text if kind != "place_ambition" else Phrase("verdieping.row_ambition", asked)
        said = shown or Phrase("preparation.skipped")
        rows.append(Row(StepId(step), label, said, section.title or None, aside=shown is None))


def _kinds(question: SetQuestion) -> tuple[str, ...]:
    """How each step of a question is asked: the names of phrases."""
    return ("place_now", "place_ambition") if question.ambition else (question.kind.value,)


def _choose(
    one: QuestionSet, question: SetQuestion, step: str, prompt: Phrase, place: Place
) -> Generator[Step, Answer, str | None]:
    """One of the answers of its scale; what it is called, or None when it was skipped."""
    scale = one.scale_of(question)
    options = [option(answer.value, answer.text) for answer in scale.options]
    taken = yield from choose_or_skip(
        step,
        prompt,
        [*options, _agree(question)],
        columns=_columns([answer.text for answer in scale.options]),
        place=place,
        more=_behind(one, question, prompt),
        more_label=WORDS,
    )
    return scale.label(taken) if taken else None


def _behind(one: QuestionSet, question: SetQuestion, prompt: Phrase) -> Phrase | None:
    """What its words mean, where the source says that."""
    found = [passage(text) for text in one.behind(question)]
    return with_prompt(found, prompt) if found else None


def _agree(question: SetQuestion) -> Option:
    """Where an answer stands already, it can become an agreement."""
    return option("maak_afspraak", opens=f"{MAKE_AGREEMENT}:{question.id}", only_to_change=True)


def _columns(labels: list[str]) -> int:
    """Two or three short answers beside each other, longer ones or more of them below each other."""
    short = all(len(label) <= SHORT_LABEL for label in labels)
    return len(labels) if short and len(labels) <= SIDE_BY_SIDE else 1


def _in_private(instrument_: Instrument) -> Iterator[QuestionSet]:
    return (one for one in instrument_.sets if one.in_private)


INSTRUMENT = Dialog(
    "instrument",
    instrument,
    (HandInInstrument,),
    lambda texts: [InstrumentFacts(one, InstrumentRunId(1)) for one in _in_private(texts)],
    lambda texts: [step for one in _in_private(texts) for question in one.questions for step in question.steps],
)
