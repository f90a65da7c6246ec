"""An answer to a question of a session, written in private: nobody sees it before the question is shown."""

from dataclasses import dataclass

from bot.content.question_sets import AnswerKind
from bot.domain.ids import QuestionId
from bot.engine.model import Phrase, Written
from bot.engine.steps import write
from bot.turn.dialog import Dialog, Talk

SET_ANSWER = "set_answer"
WORDS = "set_answer.words"
"""The step in which somebody writes."""


@dataclass(frozen=True, slots=True)
class KeepSetAnswer:
    """Somebody wrote to a question of a session."""

    question: QuestionId
    text: str


@dataclass(frozen=True, slots=True)
class SetAnswerFacts:
    """The question people write to."""

    question: QuestionId
    text: str
    whole: bool
    """Whether it is asked in the group of all."""


def set_answer(facts: SetAnswerFacts) -> Talk:
    """One text, several lines if they like."""
    asked = Phrase("session.write", {"question": facts.text, "whole": facts.whole})
    said = yield from write(WORDS, asked)
    return KeepSetAnswer(facts.question, said.text if isinstance(said, Written) else "")


ANSWER = Dialog(
    SET_ANSWER,
    set_answer,
    (KeepSetAnswer,),
    lambda instrument: [
        SetAnswerFacts(QuestionId(1), question.text, whole)
        for one in instrument.sets
        for question in one.questions
        for whole in (True, False)
        if question.kind is AnswerKind.WRITE
    ],
)
