"""Talks of phase 2 in private: what somebody takes home, and whether the minutes are right."""

from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.roles import TalkKind
from bot.domain.ids import QuestionId, RunId
from bot.engine.model import Phrase, TextRule, Written
from bot.engine.steps import choose, option, write
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class TakeHome:
    """Keep what somebody takes home from phase 2; empty when they skipped it."""

    run: RunId
    text: str


@dataclass(frozen=True, slots=True)
class CheckMinutes:
    """Say for a partner whether the minutes of phase 2 are right."""

    run: RunId
    confirmed: bool
    correction: str = ""


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


def _examples(instrument: Instrument) -> list[TakeHomeFacts]:
    return [TakeHomeFacts(RunId(1), one.id, one.text) for one in instrument.phase2.of_kind(TalkKind.PRIVATE)]


TAKE_HOME = Dialog(
    "take_home",
    take_home,
    (TakeHome,),
    _examples,
    lambda instrument: [one.id for one in instrument.phase2.of_kind(TalkKind.PRIVATE)],
)


QUIET_DIALOG = "quiet"


QUIET_WORDS = "quiet.words"
"""The step in which somebody writes quietly."""


@dataclass(frozen=True, slots=True)
class KeepQuiet:
    """Somebody wrote to a question in a quiet window; the words stay in their conversation."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class QuietFacts:
    """The question people write to, and until what time of the day, as it is shown."""

    question: QuestionId
    text: str
    until: str


def quiet(facts: QuietFacts) -> Talk:
    """One text, several lines if they like."""
    yield from write(QUIET_WORDS, Phrase("quiet.question", {"question": facts.text, "until": facts.until}))
    return KeepQuiet(facts.question)


QUIET = Dialog(
    QUIET_DIALOG,
    quiet,
    (KeepQuiet,),
    lambda instrument: [QuietFacts(QuestionId(1), one.text, "10:04") for one in instrument.phase2.questions],
)


CORRECTION_LIMIT = 1000
"""The longest correction, in code points: it stands in the minutes as a whole."""


@dataclass(frozen=True, slots=True)
class MinutesCheckFacts:
    """Of which phase 2, and for which partner."""

    run: RunId
    partner: str


def minutes_check(facts: MinutesCheckFacts) -> Talk:
    """Right, or what is not; that is added to the minutes in the partner's own words."""
    asked = Phrase("minutes.right", {"partner": facts.partner})
    right = yield from choose("minutes.right", asked, [option("klopt"), option("klopt_iets_niet")])
    if right == "klopt":
        return CheckMinutes(facts.run, confirmed=True)
    rule = TextRule(limit=CORRECTION_LIMIT)
    correction = yield from write("minutes.correction", Phrase("minutes.what_not"), rule=rule)
    return CheckMinutes(
        facts.run, confirmed=False, correction=correction.text if isinstance(correction, Written) else ""
    )


MINUTES_CHECK = Dialog(
    "minutes_check", minutes_check, (CheckMinutes,), lambda _: [MinutesCheckFacts(RunId(1), "Partner")]
)
