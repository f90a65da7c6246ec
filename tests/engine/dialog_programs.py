"""Dialogs made from data, so that random ones can be tried, and their meaning told once more without the engine."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.engine.advance import DialogFactory
from bot.engine.model import (
    Answer,
    Answers,
    Chosen,
    Option,
    Phrase,
    Picked,
    Row,
    Skipped,
    Step,
    StepId,
    Steps,
    TextRule,
    Written,
)

AT = datetime(2026, 9, 16, 10, tzinfo=UTC)
LETTERS = ("a", "b", "c")
TEXT_KINDS = ("text", "optional_text", "named", "suggested", "read")
OPTIONAL_KINDS = ("optional_choice", "optional_text", "optional_several")
OPTION_KINDS = ("choice", "optional_choice", "several", "optional_several", "suggested", "review")
KINDS = ("choice", "optional_choice", "text", "optional_text", "named", "suggested", "read", "several")
KINDS_ALL = (*KINDS, "optional_several", "review")


@dataclass(frozen=True)
class Question:
    """One question of a program; `then` holds what one of its options leads to."""

    kind: str
    options: tuple[str, ...] = LETTERS
    preset: tuple[str, ...] = ()
    then: Mapping[str, tuple["Question", ...]] = field(default_factory=dict)
    id: StepId = ""  # type: ignore[assignment]  # numbered when the program is whole


Program = tuple[Question, ...]


def begin(program: Program) -> DialogFactory:
    """The program as a dialog."""

    def talk() -> Steps:
        asked: list[StepId] = []
        yield from _ask_all(program, asked)
        return tuple(asked)

    return talk


def _ask_all(program: Program, asked: list[StepId]) -> Generator[Step, Answer, None]:
    for question in program:
        answer = yield _step(question, asked)
        asked.append(question.id)
        yield from _ask_all(question.then.get(_way(answer), ()), asked)


def _step(question: Question, asked: list[StepId]) -> Step:
    kind = question.kind
    rows = tuple(Row(step, step, "") for step in asked) if kind == "review" else ()
    several = kind in ("several", "optional_several")
    return Step(
        question.id,
        question.id,
        tuple(Option(o, o) for o in question.options) if kind in OPTION_KINDS else (),
        text=_rule(kind) if kind in TEXT_KINDS else None,
        optional=kind in OPTIONAL_KINDS,
        preset=question.preset if several else None,
        rows=rows,
        more="meer" if kind == "choice" else None,
    )


def _read(text: str, at: object) -> Answer | Phrase:
    """One and the same function in each walk, so that what it leads to can be compared."""
    return Chosen(f"read {text}") if "!" not in text else Phrase("errors.empty")


def _rule(kind: str) -> TextRule:
    if kind == "read":
        return TextRule(read=_read)
    return TextRule(names_item=kind == "named", limit=20)


def _way(answer: Answer | None) -> str:
    if isinstance(answer, Picked):
        return answer.options[0]
    return answer.option if isinstance(answer, Chosen) else ""


def answered(question: Question, answer: Answer | None) -> bool:
    """Whether the answer counts for the question."""
    kind = question.kind
    match answer:
        case Chosen(option):
            return kind == "read" or (option in question.options and kind in OPTION_KINDS and "several" not in kind)
        case Picked(options, done):
            return "several" in kind and done and bool(options) and set(options) <= set(question.options)
        case Written():
            return kind in TEXT_KINDS
        case Skipped():
            return kind in OPTIONAL_KINDS
        case _:
            return False


def path(program: Program, answers: Answers) -> Iterator[tuple[StepId, bool]]:
    """The ids that the answers lead through, and whether each has its answer. Stops at the first that has not."""
    for question in program:
        answer = answers.get(question.id)
        is_answered = answered(question, answer)
        yield question.id, is_answered
        if not is_answered:
            return
        for step in path(question.then.get(_way(answer), ()), answers):
            yield step
            if not step[1]:
                return


def first_open(program: Program, answers: Answers) -> StepId | None:
    """Where somebody with these answers is; None at the end."""
    return next((step for step, is_answered in path(program, answers) if not is_answered), None)


def every_question(program: Program) -> Iterator[Question]:
    """All questions, however deep."""
    for question in program:
        yield question
        for way in question.then.values():
            yield from every_question(way)


def rewritten(program: Program, change: Callable[[Question], Question]) -> Program:
    """The program with each question changed."""
    return tuple(
        change(replace(question, then={way: rewritten(inner, change) for way, inner in question.then.items()}))
        for question in program
    )


def _numbered(program: Program) -> Program:
    numbers = iter(range(1000))
    return rewritten(program, lambda question: replace(question, id=StepId(f"q{next(numbers)}")))


def _questions(inner: st.SearchStrategy[Program]) -> st.SearchStrategy[Question]:
    return st.builds(
        Question,
        st.sampled_from(KINDS_ALL),
        st.just(LETTERS),
        st.sets(st.sampled_from(LETTERS)).map(lambda on: tuple(sorted(on))),
        st.dictionaries(st.sampled_from(LETTERS), inner, max_size=2),
    )


_INNER = st.lists(_questions(st.just(())), max_size=2).map(tuple)
PROGRAMS = st.lists(_questions(_INNER), min_size=1, max_size=5).map(tuple).map(_numbered)
