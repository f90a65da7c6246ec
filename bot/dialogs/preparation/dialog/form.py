"""Phase 1 for one person: the form, other motives, mirror questions, reflection questions, review."""

import re
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import cycle

from bot.content.instrument import Instrument
from bot.content.research import Mirror
from bot.content.roles import Reflection, ReflectionRole
from bot.dialogs.preparation.dialog.motives import MotiveList, SharedMotive, ask_form, ask_others, ask_shared, worded
from bot.dialogs.sources.screens.behind import RESEARCH, apart, findings_behind, phase_1, with_prompt
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.form import FilledForm
from bot.domain.ids import RunId
from bot.domain.motive import Choice, Term, term_of
from bot.domain.rounds import RoundMode
from bot.engine.model import Answer, Chosen, Fold, Phrase, Place, Row, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, option, review, write
from bot.insight.mirror import personal_mirrors
from bot.turn.dialog import Dialog, Talk, minutes_for


@dataclass(frozen=True, slots=True)
class HandIn:
    """Hand in one's phase 1, filled in like this."""

    run: RunId
    form: FilledForm


QUICK_SCAN = "quick_scan"

START, BEGIN = StepId("prep.start"), "begin"
"""The promise, and what says that somebody has read it."""

LANDING = StepId("prep.landing")
"""Between the motives and the questions: go on, or hand in the motives alone."""

GO_ON, FOR_NOW = "verder_vragen", "klaar_voor_nu"

REVIEW = StepId("prep.review")


@dataclass(frozen=True, slots=True)
class PreparationFacts:
    """What phase 1 must know before it can ask: whose form, under which promise."""

    instrument: Instrument
    run: RunId
    kind: PartnerKind
    ownership: Ownership | None
    mode: RoundMode
    quick_scan_done: bool
    fixed: Mapping[str, Choice] = field(default_factory=dict)
    """Motives whose answer the group has seen."""
    shared: tuple[SharedMotive, ...] = ()
    """Motives of others that this person answered in the group."""
    previous: Mapping[str, Choice] = field(default_factory=dict)
    """What the partner settled in the last round, for the motives it answered."""
    carried: tuple[SharedMotive, ...] = ()
    """Own motives of the partner from the last round, which may succeed themselves."""
    given: Collection[StepId] = frozenset()
    """What was answered before this turn: nothing that was passed then comes in between now."""
    author: str | None = None
    """Who filled it in on paper, where a colleague enters it: then nothing is asked that is not on the paper."""


def preparation(facts: PreparationFacts) -> Talk:
    """The talk of phase 1, in the order of the form."""
    if facts.author is None:
        yield from _start(facts)
    motives = MotiveList(fixed=facts.fixed, previous=facts.previous, author=facts.author)
    yield from ask_form(facts.instrument, facts.kind, motives)
    yield from ask_shared(facts.instrument, facts.shared, motives)
    yield from ask_shared(facts.instrument, [one for one in facts.carried if one.id not in motives.choices], motives)
    yield from ask_others(facts.instrument, facts.kind, motives)
    rows = list(motives.rows)
    coming = _Coming.of(facts, motives)
    if facts.author is None and (LANDING in facts.given or not coming.begun):
        taken = yield from _landing(facts, motives, coming)
        if taken == FOR_NOW:
            return HandIn(facts.run, _form(motives, _Reflected()))
    yield from _mirrors(facts.instrument, coming.mirrors, rows)
    reflected = yield from _reflection(facts, coming.questions, motives, rows)
    asked = worded("preparation.review", facts.author, {})
    yield from review(REVIEW, asked, rows, [option("indienen")], fold=Fold.NUMBERS)
    return HandIn(facts.run, _form(motives, reflected))


@dataclass(slots=True)
class _Reflected:
    """What the reflection questions gave."""

    main: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)


def _form(motives: MotiveList, reflected: _Reflected) -> FilledForm:
    filled = tuple(replace(motive, term=reflected.terms.get(motive.id)) for motive in motives.motives)
    return FilledForm(filled, reflected.main, reflected.answers)


def _start(facts: PreparationFacts) -> Generator[Step, Answer, None]:
    """The promise, before the first answer."""
    options = [option(BEGIN)]
    if not facts.quick_scan_done:
        options.append(option("spiegel", opens=QUICK_SCAN))
    promise = Phrase(f"preparation.promise_{facts.mode}")
    about = {"title": facts.instrument.phase1.title.text, "promise": promise, "mirror": not facts.quick_scan_done}
    prompt = Phrase("preparation.start", about)
    yield from choose(START, prompt, options, more=apart(phase_1(facts.instrument, facts.kind)))


@dataclass(frozen=True, slots=True)
class _Coming:
    """What comes after the motives, for these answers, and whether somebody has been there."""

    mirrors: tuple[Mirror, ...]
    questions: tuple[Reflection, ...]
    begun: bool
    open: tuple[int, int]
    """How many of both are not answered yet."""

    @classmethod
    def of(cls, facts: PreparationFacts, motives: MotiveList) -> "_Coming":
        questions = tuple(q for q in facts.instrument.phase1.questions if _has_an_object(q, facts, motives))
        answered = [q for q in facts.instrument.phase1.questions if _answered(q, facts, motives)]
        reflecting = bool(answered) or REVIEW in facts.given
        found = personal_mirrors(facts.instrument, motives.choices, kind=facts.kind, ownership=facts.ownership)
        # A correction never brings a new one between itself and `Indienen`.
        mirrors = tuple(m for m in found if StepId(m.id) in facts.given or not reflecting)
        if facts.author is not None:
            mirrors = ()
        seen = {StepId(m.id) for m in facts.instrument.mirrors.mirrors}.intersection(facts.given)
        unanswered = sum(StepId(m.id) not in facts.given for m in mirrors), sum(q not in answered for q in questions)
        return cls(mirrors, questions, reflecting or bool(seen), unanswered)


def entered_by_others(question: Reflection) -> bool:
    """Whether a colleague may enter what somebody answered to it on paper: never what one asks of other partners."""
    return question.role is not ReflectionRole.ASKS


def _has_an_object(question: Reflection, facts: PreparationFacts, motives: MotiveList) -> bool:
    """Whether there is something to ask about: a term needs an outcome, a main motive a motive that applies.

    What was answered before this was looked at stays on the form.
    """
    if facts.author is not None and not entered_by_others(question):
        return False
    if StepId(question.id) in facts.given:
        return True
    if question.role is ReflectionRole.TERMS:
        return any(motive.outcome for motive in motives.motives)
    return question.role is not ReflectionRole.MAIN_MOTIVE or any(m.choice.applies for m in motives.motives)


def _answered(question: Reflection, facts: PreparationFacts, motives: MotiveList) -> bool:
    steps = [question.id, step_of_all(question.id)]
    if question.role is ReflectionRole.TERMS:
        steps += [term_of(motive.id) for motive in motives.motives]
    return any(StepId(step) in facts.given for step in steps)


def _landing(facts: PreparationFacts, motives: MotiveList, coming: _Coming) -> Generator[Step, Answer, str]:
    """One's own motives, what is still to come, and both ways on. Who handed in all of it can only go on."""
    mirrors, questions = coming.open
    whole = REVIEW in facts.given
    about = {
        "for_now": not whole,
        "yes": tuple(m.text for m in motives.answered(Choice.YES)),
        "somewhat": tuple(m.text for m in motives.answered(Choice.SOMEWHAT)),
        "mirrors": mirrors,
        "questions": questions,
        "minutes": minutes_for(mirrors + questions),
    }
    options = [option(GO_ON)] if whole else [option(GO_ON), option(FOR_NOW)]
    place = Place("landing", 0, 0)
    prompt = Phrase("preparation.landing", about)
    return (yield from review(LANDING, prompt, motives.rows, options, fold=Fold.ROWS, place=place))


def named(landing: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The motives that a landing names: those with Ja and those with Enigszins."""
    about = landing.prompt.args if isinstance(landing.prompt, Phrase) else {}
    found = (texts if isinstance(texts := about.get(key), tuple) else () for key in ("yes", "somewhat"))
    yes, somewhat = (tuple(str(text) for text in texts) for texts in found)
    return yes, somewhat


def _mirrors(instrument: Instrument, coming: Sequence[Mirror], rows: list[Row]) -> Generator[Step, Answer, None]:
    source = instrument.mirrors.source_phrase.text
    heading = Phrase("preparation.heading_mirror")
    for mirror in coming:
        prompt = Phrase("preparation.mirror", {"source": source, "question": mirror.text})
        more = with_prompt(findings_behind(instrument, mirror), prompt)
        place = Place("mirror", 0, 0)
        answer = yield from write(mirror.id, prompt, optional=True, place=place, more=more, more_label=RESEARCH)
        rows.append(_row(mirror.id, mirror.text, answer, heading))


def _reflection(
    facts: PreparationFacts, questions: Sequence[Reflection], motives: MotiveList, rows: list[Row]
) -> Generator[Step, Answer, _Reflected]:
    """The reflection questions: one offers the motives answered Ja, one asks the term of each outcome."""
    reflected = _Reflected()
    heading = Phrase("preparation.heading_reflection")
    for index, question in enumerate(questions, start=1):
        place = Place("reflection", index, len(questions))
        if question.role is ReflectionRole.TERMS and any(motive.outcome for motive in motives.motives):
            reflected.terms = yield from _terms(facts, question, place, motives, rows)
            continue
        main = question.role is ReflectionRole.MAIN_MOTIVE
        named = motives.answered(Choice.YES) or motives.answered(Choice.SOMEWHAT)
        suggestions = [option(m.id, m.text) for m in named] if main else []
        key = _PLAIN if main and not named else _PROMPTS.get(question.role, _PLAIN)
        prompt = worded(key, facts.author, {"question": question.text})
        rule = _ITEMS if question.role in (ReflectionRole.ASKS, ReflectionRole.OFFERS) else None
        answer = yield from write(question.id, prompt, optional=True, suggestions=suggestions, rule=rule, place=place)
        if isinstance(answer, Written):
            reflected.answers[question.id] = answer.text
        if main and answer is not None:
            reflected.main = answer.option if isinstance(answer, Chosen) else answer.text
        row = _row(question.id, question.text, answer, heading)
        rows.append(replace(row, value=_main_motive(answer, motives)) if main else row)
    return reflected


_DASH = re.compile(r"^[ \t]*[-–•*][ \t]+", re.MULTILINE)


def _without_dashes(text: str, _: datetime) -> Written:
    """One item per line: a dash that somebody put before it would stand behind ours."""
    return Written(_DASH.sub("", text) or text)


_ITEMS = TextRule(read=_without_dashes)


_PLAIN = "preparation.reflection"


_PROMPTS: Mapping[ReflectionRole | None, str] = {
    ReflectionRole.MAIN_MOTIVE: "preparation.main_motive",
    ReflectionRole.ASKS: "preparation.reflection_lines",
    ReflectionRole.OFFERS: "preparation.reflection_lines",
}


def _terms(
    facts: PreparationFacts, question: Reflection, place: Place, motives: MotiveList, rows: list[Row]
) -> Generator[Step, Answer, dict[str, str]]:
    """The term of each outcome, of many asked once if it is the same for all; returns motive id: term."""
    terms = [option(term.value) for term in Term]
    found: dict[str, str] = {}
    with_outcome = [motive for motive in motives.motives if motive.outcome]
    heading = Phrase("preparation.heading_reflection")
    one_by_one = any(StepId(term_of(motive.id)) in facts.given for motive in with_outcome)
    of_all = StepId(step_of_all(question.id))
    # What was given for all of them holds also when one goes, what was given for each also when one comes.
    if of_all in facts.given or (len(with_outcome) >= MANY_OUTCOMES and not one_by_one):
        answer = yield from write(
            of_all,
            worded("preparation.term_of_all", facts.author, {"question": question.text, "number": len(with_outcome)}),
            optional=True,
            suggestions=[*terms, option(APART)],
            columns=2,
            place=place,
        )
        label = Phrase("preparation.row_term_of_all", {"number": len(with_outcome)})
        rows.append(Row(of_all, label, _term(answer), heading, aside=answer is None))
        if not isinstance(answer, Chosen) or answer.option != APART:
            term = answer.option if isinstance(answer, Chosen) else answer.text if answer else None
            return {motive.id: term for motive in with_outcome} if term else {}
    for motive in with_outcome:
        about = {"question": question.text, "motive": motive.text, "outcome": motive.outcome}
        step = term_of(motive.id)
        prompt = worded("preparation.term", facts.author, about)
        answer = yield from write(step, prompt, optional=True, suggestions=terms, columns=2, place=place)
        if answer is not None:
            found[motive.id] = answer.option if isinstance(answer, Chosen) else answer.text
        label = Phrase("preparation.row_term", {"outcome": motive.outcome})
        rows.append(Row(StepId(step), label, _term(answer), heading, aside=answer is None))
    return found


def step_of_all(question: str) -> str:
    """The step that asks the term of all outcomes at once."""
    return f"{question}.all"


def question_of(instrument: Instrument, step: str) -> str | None:
    """The reflection or mirror question that an answer of phase 1 belongs to; None for the motives."""
    for question in instrument.phase1.questions:
        if step in (question.id, step_of_all(question.id)):
            return question.id
    if any(step == mirror.id for mirror in instrument.mirrors.mirrors):
        return step
    terms = instrument.phase1.with_role(ReflectionRole.TERMS)
    return terms.id if terms is not None and step.endswith(term_of("")) else None


MANY_OUTCOMES = 3
"""From so many outcomes on, one question about all of them is lighter than one about each."""


APART = "verschilt"


def _row(step: str, label: str, answer: Written | Chosen | None, heading: Phrase) -> Row:
    return Row(StepId(step), label, _shown(answer), heading, aside=answer is None)


def _term(answer: Written | Chosen | None) -> Text:
    return Phrase(f"buttons.{answer.option}") if isinstance(answer, Chosen) else _shown(answer)


def _main_motive(answer: Written | Chosen | None, motives: MotiveList) -> Text:
    if isinstance(answer, Chosen):
        text = next(m.text for m in motives.motives if m.id == answer.option)
        return Phrase("preparation.starred", {"motive": text})
    return _shown(answer)


def _shown(answer: Written | Chosen | None) -> Text:
    return answer.text if isinstance(answer, Written) else Phrase("preparation.skipped")


def _examples(instrument: Instrument) -> Iterator[PreparationFacts]:
    """Both forms; and a second year, with the motives of the first, by somebody who answered every question."""
    for kind, mode in zip(PartnerKind, RoundMode, strict=True):
        yield PreparationFacts(instrument, RunId(1), kind, Ownership.PRIVATE, mode, quick_scan_done=False)
    form = instrument.form(PartnerKind.PROGRAMME)
    yield PreparationFacts(
        instrument,
        RunId(1),
        PartnerKind.PROGRAMME,
        Ownership.PUBLIC,
        RoundMode.APART,
        quick_scan_done=True,
        previous={motive.id: choice for motive, choice in zip(form.motives, cycle(Choice), strict=False)},
        carried=(SharedMotive("own.een", "Eigen motief", None),),
        given=frozenset(StepId(question.id) for question in instrument.phase1.questions),
    )


def _asks(instrument: Instrument) -> list[str]:
    motives = [motive.id for form in instrument.forms for motive in form.motives]
    return [*motives, *(question.id for question in instrument.phase1.questions)]


PREPARATION = Dialog("preparation", preparation, (HandIn,), _examples, _asks)
