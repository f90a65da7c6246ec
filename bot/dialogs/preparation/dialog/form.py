"""Phase 1 for one person: the form, other motives, mirror questions, reflection questions, review."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle

from bot.content.instrument import Instrument
from bot.content.roles import Reflection, ReflectionRole
from bot.dialogs.preparation.dialog.motives import MotiveList, SharedMotive, ask_form, ask_others, ask_shared
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.form import FilledForm
from bot.domain.ids import RunId
from bot.domain.motive import Choice, Term, term_of
from bot.domain.rounds import RoundMode
from bot.engine.model import Answer, Chosen, Phrase, Place, Row, Step, StepId, Text, Written
from bot.engine.steps import choose, option, review, write
from bot.insight.mirror import personal_mirrors
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class HandIn:
    """Hand in one's phase 1, filled in like this."""

    run: RunId
    form: FilledForm


QUICK_SCAN = "quick_scan"


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


def preparation(facts: PreparationFacts) -> Talk:
    """The talk of phase 1, in the order of the form."""
    yield from _start(facts)
    motives = MotiveList(fixed=facts.fixed, previous=facts.previous)
    yield from ask_form(facts.instrument, facts.kind, motives)
    yield from ask_shared(facts.instrument, facts.shared, motives)
    yield from ask_shared(facts.instrument, [one for one in facts.carried if one.id not in motives.choices], motives)
    yield from ask_others(facts.instrument, facts.kind, motives)
    rows = list(motives.rows)
    yield from _mirrors(facts, motives, rows)
    reflected = yield from _reflection(facts.instrument, motives, rows)
    yield from review("prep.review", Phrase("preparation.review"), rows, [option("indienen")])
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
    options = [option("begin")]
    if not facts.quick_scan_done:
        options.append(option("spiegel", opens=QUICK_SCAN))
    promise = Phrase(f"preparation.promise_{facts.mode}")
    yield from choose("prep.start", Phrase("preparation.start", {"promise": promise}), options)


def _mirrors(facts: PreparationFacts, motives: MotiveList, rows: list[Row]) -> Generator[Step, Answer, None]:
    found = personal_mirrors(facts.instrument, motives.choices, kind=facts.kind, ownership=facts.ownership)
    source = facts.instrument.mirrors.source_phrase.text
    for mirror in found:
        prompt = Phrase("preparation.mirror", {"source": source, "question": mirror.text})
        answer = yield from write(mirror.id, prompt, optional=True, place=Place("mirror", 0, 0))
        rows.append(Row(StepId(mirror.id), mirror.text, _shown(answer), Phrase("preparation.heading_mirror")))


def _reflection(instrument: Instrument, motives: MotiveList, rows: list[Row]) -> Generator[Step, Answer, _Reflected]:
    """The reflection questions: one offers the motives answered Ja, one asks the term of each outcome."""
    reflected = _Reflected()
    questions = instrument.phase1.questions
    heading = Phrase("preparation.heading_reflection")
    for index, question in enumerate(questions, start=1):
        place = Place("reflection", index, len(questions))
        if question.role is ReflectionRole.TERMS and any(motive.outcome for motive in motives.motives):
            reflected.terms = yield from _terms(question, place, motives, rows)
            continue
        main = question.role is ReflectionRole.MAIN_MOTIVE
        named = motives.answered(Choice.YES) or motives.answered(Choice.SOMEWHAT)
        suggestions = [option(m.id, m.text) for m in named] if main else []
        key = _PLAIN if main and not named else _PROMPTS.get(question.role, _PLAIN)
        answer = yield from write(
            question.id,
            Phrase(key, {"question": question.text}),
            optional=True,
            suggestions=suggestions,
            place=place,
        )
        if isinstance(answer, Written):
            reflected.answers[question.id] = answer.text
        if main and answer is not None:
            reflected.main = answer.option if isinstance(answer, Chosen) else answer.text
        shown = _main_motive(answer, motives) if main else _shown(answer)
        rows.append(Row(StepId(question.id), question.text, shown, heading))
    return reflected


_PLAIN = "preparation.reflection"


_PROMPTS: Mapping[ReflectionRole | None, str] = {
    ReflectionRole.MAIN_MOTIVE: "preparation.main_motive",
    ReflectionRole.ASKS: "preparation.reflection_lines",
    ReflectionRole.OFFERS: "preparation.reflection_lines",
}


def _terms(
    question: Reflection, place: Place, motives: MotiveList, rows: list[Row]
) -> Generator[Step, Answer, dict[str, str]]:
    """The term of each outcome, of many asked once if it is the same for all; returns motive id: term."""
    terms = [option(term.value) for term in Term]
    found: dict[str, str] = {}
    with_outcome = [motive for motive in motives.motives if motive.outcome]
    step_of_all = f"{question.id}.all"
    if len(with_outcome) >= MANY_OUTCOMES:
        answer = yield from write(
            step_of_all,
            Phrase("preparation.term_of_all", {"question": question.text, "number": len(with_outcome)}),
            optional=True,
            suggestions=[*terms, option(APART)],
            columns=2,
            place=place,
        )
        label = Phrase("preparation.row_term_of_all", {"number": len(with_outcome)})
        rows.append(Row(StepId(step_of_all), label, _term(answer), Phrase("preparation.heading_reflection")))
        if not isinstance(answer, Chosen) or answer.option != APART:
            term = answer.option if isinstance(answer, Chosen) else answer.text if answer else None
            return {motive.id: term for motive in with_outcome} if term else {}
    for motive in with_outcome:
        about = {"question": question.text, "motive": motive.text, "outcome": motive.outcome}
        step = term_of(motive.id)
        answer = yield from write(
            step, Phrase("preparation.term", about), optional=True, suggestions=terms, columns=2, place=place
        )
        if answer is not None:
            found[motive.id] = answer.option if isinstance(answer, Chosen) else answer.text
        label = Phrase("preparation.row_term", {"outcome": motive.outcome})
        rows.append(Row(StepId(step), label, _term(answer), Phrase("preparation.heading_reflection")))
    return found


MANY_OUTCOMES = 3
"""From so many outcomes on, one question about all of them is lighter than one about each."""


APART = "verschilt"


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
    """Both forms; and a second year, with the motives of the first."""
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
    )


def _asks(instrument: Instrument) -> list[str]:
    motives = [motive.id for form in instrument.forms for motive in form.motives]
    return [*motives, *(question.id for question in instrument.phase1.questions)]


PREPARATION = Dialog("preparation", preparation, (HandIn,), _examples, _asks)
