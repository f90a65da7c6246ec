"""The last question of phase 2, in private: what somebody takes home from the talk."""

from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import TakeHome
from bot.domain.ids import RunId
from bot.engine.model import Phrase, Written
from bot.engine.steps import write


@dataclass(frozen=True, slots=True)
class TakeHomeFacts:
    """Of which phase 2, and the question as the tool asks it."""

    run: RunId
    question_id: str
    question: str


def take_home(facts: TakeHomeFacts) -> Talk:
    """One question, several lines if they like; only the own partner sees it."""
    prompt = Phrase("take_home.question", {"question": facts.question})
    answer = yield from write(facts.question_id, prompt, optional=True)
    return TakeHome(facts.run, answer.text if isinstance(answer, Written) else "")


def _example(instrument: Instrument) -> TakeHomeFacts:
    question = instrument.phase2.questions[-1]
    return TakeHomeFacts(RunId(1), question.id, question.text)


TAKE_HOME = Dialog(
    "take_home",
    take_home,
    (TakeHome,),
    lambda instrument: [_example(instrument)],
    lambda instrument: [instrument.phase2.questions[-1].id],
)
