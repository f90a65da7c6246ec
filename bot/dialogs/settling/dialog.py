"""`Vaststellen`: a partner turns what its people handed in into one version. What they agree on is not asked."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.dialogs.preparation.dialog.motives import motive_label
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice, Term, outcome_of, term_of
from bot.domain.settlement import Draft
from bot.engine.model import Answer, Chosen, Fold, Phrase, Place, Row, Step, StepId, Text, Written
from bot.engine.steps import choose, option, review, write
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle a partner's version. `as_mine`: every difference as whoever settles filled it in."""

    run: RunId
    form: FilledForm
    as_mine: bool = False


LEAVE_OUT = "weglaten"

AS_MINE = "zoals_ik"

_PERSON = "van"


_JOINED = "samengevoegd"


@dataclass(frozen=True, slots=True)
class SettlingFacts:
    """The snapshot that is settled: it does not change while somebody is busy with it."""

    instrument: Instrument
    run: RunId
    drafts: tuple[Draft, ...]
    missing: tuple[str, ...]
    """Names of those who have not handed in."""
    with_manager: bool
    after_reveal: bool
    me: PersonId
    """Who settles."""
    asked: frozenset[str] = frozenset()
    """The motives of the partner's form: who left one of these open is named."""

    @property
    def mine(self) -> FilledForm | None:
        """What whoever settles filled in."""
        return next((draft.form for draft in self.drafts if draft.person == self.me), None)


Given = tuple[Draft, FilledMotive]
"""Who answered a motive, and how."""

Texts = Sequence[tuple[Draft, str]]
"""Who wrote what at one place."""


def settling(facts: SettlingFacts) -> Talk:
    """What all agree on, as one block; each difference, with names, or all as one's own; the whole, to be settled.

    Where there is nothing to ask, the whole comes at once.
    """
    plan = _Plan(_to_ask(facts))
    as_mine = plan.total > 0 and (yield from _start(facts, plan)) == AS_MINE
    settled = _Settled()
    if as_mine and facts.mine is not None:
        _as_mine(facts, facts.mine, settled)
    else:
        for motive in _motives(facts):
            yield from _settle_motive(facts, motive, plan, settled)
        yield from _settle_main(facts, plan, settled)
        yield from _settle_reflections(facts, plan, settled)
    about = {**_about(facts), "asked": plan.total > 0, "as_mine": as_mine}
    yield from review(
        "set.review", Phrase("settling.review", about), settled.rows, [option("vaststellen")], fold=Fold.NUMBERS
    )
    return Settle(facts.run, FilledForm(tuple(settled.motives), settled.main, settled.reflections), as_mine)


@dataclass(slots=True)
class _Settled:
    """What was settled so far, with the rows the review will show."""

    motives: list[FilledMotive] = field(default_factory=list)
    main: str | None = None
    reflections: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class _Plan:
    """All that will be asked, in order, so that the count on the screens counts it all."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = list(steps)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self._steps)

    def place(self, step: str, after: int = 0) -> Place:
        """Where a step stands. One that an answer brought about comes in where it is asked."""
        if step not in self._steps:
            self._steps.insert(after, step)
        return Place("settling", self._steps.index(step) + 1, self.total)

    def drop(self, *steps: str) -> None:
        """These are not asked after all."""
        self._steps = [step for step in self._steps if step not in steps]


def _to_ask(facts: SettlingFacts) -> list[str]:
    """Every question there can be, before anything is answered."""
    found: list[str] = []
    for motive in _motives(facts):
        given = _answers(facts, motive.id)
        if not _agreed(facts, motive.id):
            found.append(f"set.{motive.id}")
        if any(m.choice.applies for _, m in given):
            if _asks(facts, _outcomes(given)):
                found.append(f"set.{outcome_of(motive.id)}")
            if len(_terms(given)) > 1:
                found.append(f"set.{term_of(motive.id)}")
    if len({d.form.main for d in facts.drafts if d.form.main}) > 1:
        found.append("set.main")
    return found + [f"set.{q}" for q, texts in _reflections(facts) if _asks(facts, texts)]


def _about(facts: SettlingFacts) -> dict[str, object]:
    return {
        "names": tuple(draft.name for draft in facts.drafts),
        "missing": facts.missing,
        "with_manager": facts.with_manager,
        "after_reveal": facts.after_reveal,
    }


def _start(facts: SettlingFacts, plan: _Plan) -> Generator[Step, Answer, str]:
    agreed = [m for m in _motives(facts) if _agreed(facts, m.id)]
    blocks = tuple(
        Phrase("settling.block", {"choice": Phrase(f"buttons.{choice}"), "motives": tuple(m.text for m in same)})
        for choice in Choice
        if (same := [m for m in agreed if m.choice is choice])
    )
    about = {**_about(facts), "blocks": blocks, "asked": plan.total, "mine": facts.mine is not None}
    options = [option("begin_vaststellen")]
    if facts.mine is not None:
        options.insert(0, option(AS_MINE))
    return (yield from choose("set.start", Phrase("settling.start", about), options))


def _as_mine(facts: SettlingFacts, mine: FilledForm, settled: _Settled) -> None:
    """The whole as whoever settles filled it in, and its rows."""
    heading = Phrase("preparation.heading_reflection")
    texts = {motive.id: motive.text for motive in mine.motives}
    settled.motives = list(mine.motives)
    settled.main, settled.reflections = mine.main, dict(mine.reflections)
    for motive in mine.motives:
        settled.rows.append(_choice_row(facts, motive, None, motive.choice))
        if motive.outcome:
            settled.rows.append(Row(None, Phrase("motives.row_outcome"), motive.outcome, _heading(facts, motive)))
        if motive.term:
            settled.rows.append(_term_row(facts, motive, motive.term))
    for question in facts.instrument.phase1.questions:
        if question.role is ReflectionRole.MAIN_MOTIVE and mine.main:
            starred = Phrase("preparation.starred", {"motive": texts.get(mine.main, mine.main)})
            settled.rows.append(Row(None, question.text, starred, heading))
        elif text := mine.reflections.get(question.id):
            settled.rows.append(Row(None, question.text, text, heading))


def _motives(facts: SettlingFacts) -> list[FilledMotive]:
    """Every motive that somebody answered, each once, in the order of the forms."""
    found: dict[str, FilledMotive] = {}
    for draft in facts.drafts:
        for motive in draft.form.motives:
            found.setdefault(motive.id, motive)
    return list(found.values())


def _answers(facts: SettlingFacts, motive: str) -> list[Given]:
    """Who answered this motive, and how."""
    return [(d, m) for d in facts.drafts for m in d.form.motives if m.id == motive]


def _agreed(facts: SettlingFacts, motive: str) -> bool:
    """Whether everybody answered it, all the same."""
    given = _answers(facts, motive)
    return len(given) == len(facts.drafts) and len({m.choice for _, m in given}) == 1


def _choice_row(facts: SettlingFacts, motive: FilledMotive, step: str | None, choice: str) -> Row:
    label = motive_label(motive.id, motive.text)
    shown = Phrase(f"buttons.{choice}")
    return Row(StepId(step) if step else None, label, shown, _heading(facts, motive), gathered=choice == Choice.NO)


def _settle_motive(
    facts: SettlingFacts, motive: FilledMotive, plan: _Plan, settled: _Settled
) -> Generator[Step, Answer, None]:
    """One motive: taken as it is when all agree, asked with names when they do not."""
    given = _answers(facts, motive.id)
    step = f"set.{motive.id}"
    agreed = _agreed(facts, motive.id)
    taken: str = given[0][1].choice if agreed else (yield from _ask_choice(facts, motive, given, plan))
    settled.rows.append(_choice_row(facts, motive, None if agreed else step, taken))
    outcome_step, term_step = f"set.{outcome_of(motive.id)}", f"set.{term_of(motive.id)}"
    if taken == LEAVE_OUT or not Choice(taken).applies:
        plan.drop(outcome_step, term_step)
        if taken != LEAVE_OUT:
            settled.motives.append(replace(motive, choice=Choice(taken), outcome=None, term=None))
        return
    label = Phrase("settling.outcome", {"motive": motive.text})
    outcome = yield from _one_text(facts, outcome_step, label, _outcomes(given), plan)
    if outcome is None:
        plan.drop(term_step)
    if _outcomes(given):
        changes = StepId(outcome_step) if _asks(facts, _outcomes(given)) else None
        shown = outcome if outcome is not None else Phrase(f"buttons.{LEAVE_OUT}")
        row = Row(changes, Phrase("motives.row_outcome"), shown, _heading(facts, motive), aside=outcome is None)
        settled.rows.append(row)
    term = (yield from _settle_term(motive, given, plan)) if outcome else None
    if term is not None:
        settled.rows.append(_term_row(facts, motive, term, term_step if len(_terms(given)) > 1 else None))
    settled.motives.append(replace(motive, choice=Choice(taken), outcome=outcome, term=term))


def _ask_choice(
    facts: SettlingFacts, motive: FilledMotive, given: Sequence[Given], plan: _Plan
) -> Generator[Step, Answer, str]:
    said = tuple(
        Phrase("settling.said", {"name": draft.name, "choice": Phrase(f"buttons.{m.choice}")}) for draft, m in given
    )
    if motive.id in facts.asked:
        answered = {draft.person for draft, _ in given}
        silent = (draft.name for draft in facts.drafts if draft.person not in answered)
        said += tuple(Phrase("settling.unsaid", {"name": name}) for name in silent)
    options = [option(c.value) for c in Choice]
    if len(given) < len(facts.drafts):
        options.append(option(LEAVE_OUT))
    prompt = Phrase("settling.motive", {"motive": motive.text, "said": said})
    step = f"set.{motive.id}"
    return (yield from choose(step, prompt, options, columns=3, place=plan.place(step)))


def _heading(facts: SettlingFacts, motive: FilledMotive) -> str:
    form_motives = {m.id for form in facts.instrument.forms for m in form.motives}
    if motive.id in form_motives and motive.cluster:
        return facts.instrument.cluster(motive.cluster).heading
    return facts.instrument.clusters.of_own_motives.heading


def _outcomes(given: Sequence[Given]) -> list[tuple[Draft, str]]:
    return [(draft, m.outcome) for draft, m in given if m.outcome]


def _term_row(facts: SettlingFacts, motive: FilledMotive, term: str, step: str | None = None) -> Row:
    """When the outcome is hoped for: the other partners read it as well, so whoever settles does."""
    return Row(StepId(step) if step else None, Phrase("settling.row_term"), told(term), _heading(facts, motive))


def told(term: str) -> Text:
    """A term as people read it: one of ours, or what somebody typed."""
    return Phrase(f"buttons.{term}") if term in _KNOWN_TERMS else term


_KNOWN_TERMS = frozenset(term.value for term in Term)


def _terms(given: Sequence[Given]) -> list[str]:
    return list(dict.fromkeys(m.term for _, m in given if m.term))


def _settle_term(motive: FilledMotive, given: Sequence[Given], plan: _Plan) -> Generator[Step, Answer, str | None]:
    terms = _terms(given)
    if len(terms) <= 1:
        return terms[0] if terms else None
    options = [option(f"t{i}", told(term)) for i, term in enumerate(terms)]
    said = tuple(Phrase("settling.wrote", {"name": draft.name, "text": told(m.term)}) for draft, m in given if m.term)
    prompt = Phrase("settling.term", {"motive": motive.text, "said": said})
    step = f"set.{term_of(motive.id)}"
    taken = yield from choose(step, prompt, options, place=plan.place(step))
    return terms[int(taken.removeprefix("t"))]


def _asks(facts: SettlingFacts, texts: Texts) -> bool:
    """Whether a text must be looked at: people wrote different ones, or one person did who does not settle."""
    alone = len(texts) == 1 and texts[0][0].person != facts.me
    return alone or len({text.strip() for _, text in texts}) > 1


def _one_text(
    facts: SettlingFacts, step: str, label: Text, texts: Texts, plan: _Plan
) -> Generator[Step, Answer, str | None]:
    """One text out of what several people wrote: one of theirs, theirs together, or a new one; or none."""
    if not texts:
        return None
    together = "\n".join(dict.fromkeys(text.strip() for _, text in texts))
    if not _asks(facts, texts):
        return together
    options = [option(f"{_PERSON}{i}", Phrase("settling.of", {"name": d.name})) for i, (d, _) in enumerate(texts)]
    options.append(option(_JOINED) if len(texts) > 1 else option(LEAVE_OUT))
    written = tuple(Phrase("settling.wrote", {"name": draft.name, "text": text}) for draft, text in texts)
    prompt = Phrase("settling.text", {"label": label, "written": written})
    answer = yield from write(step, prompt, suggestions=options, place=plan.place(step))
    match answer:
        case Written(text):
            return text
        case Chosen(option=taken) if taken == LEAVE_OUT:
            return None
        case Chosen(option=taken) if taken != _JOINED:
            return texts[int(taken.removeprefix(_PERSON))][1]
        case _:
            return together


def _settle_main(facts: SettlingFacts, plan: _Plan, settled: _Settled) -> Generator[Step, Answer, None]:
    """The main motive: what all named, else one of those that were answered Ja."""
    asked = facts.instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    named = {d.form.main for d in facts.drafts if d.form.main}
    if asked is None or not named:
        return
    texts = {m.id: m.text for m in _motives(facts)}
    by_id = {m.id: m.text for m in settled.motives if m.choice is Choice.YES}
    heading = Phrase("preparation.heading_reflection")
    only = next(iter(named)) if len(named) == 1 else None
    if only is not None and (only in by_id or only not in texts):
        starred = Phrase("preparation.starred", {"motive": by_id.get(only, only)})
        settled.rows.append(Row(None, asked.text, starred, heading))
        settled.main = only
        return
    said = tuple(
        Phrase("settling.named", {"name": d.name, "motive": texts.get(d.form.main, d.form.main)})
        for d in facts.drafts
        if d.form.main
    )
    prompt = Phrase("settling.main", {"question": asked.text, "said": said})
    suggestions = [option(motive, text) for motive, text in by_id.items()]
    place = plan.place("set.main", after=plan.total - sum(_asks(facts, texts) for _, texts in _reflections(facts)))
    answer = yield from write("set.main", prompt, optional=True, suggestions=suggestions, place=place)
    main = answer.option if isinstance(answer, Chosen) else answer.text if answer else None
    shown = Phrase("preparation.starred", {"motive": by_id.get(main, main)}) if main else Phrase("preparation.skipped")
    settled.rows.append(Row(StepId("set.main"), asked.text, shown, heading, aside=main is None))
    settled.main = main


def _reflections(facts: SettlingFacts) -> list[tuple[str, list[tuple[Draft, str]]]]:
    """What was answered to each reflection question but that for the main motive."""
    return [
        (question.id, [(d, text) for d in facts.drafts if (text := d.form.reflections.get(question.id))])
        for question in facts.instrument.phase1.questions
        if question.role is not ReflectionRole.MAIN_MOTIVE
    ]


def _settle_reflections(facts: SettlingFacts, plan: _Plan, settled: _Settled) -> Generator[Step, Answer, None]:
    heading = Phrase("preparation.heading_reflection")
    words = {question.id: question.text for question in facts.instrument.phase1.questions}
    for question, texts in _reflections(facts):
        step = f"set.{question}"
        answer = yield from _one_text(facts, step, words[question], texts, plan)
        if answer is not None:
            settled.reflections[question] = answer
        if texts:
            changes = StepId(step) if _asks(facts, texts) else None
            shown = answer if answer is not None else Phrase(f"buttons.{LEAVE_OUT}")
            settled.rows.append(Row(changes, words[question], shown, heading, aside=answer is None))


def _example(instrument: Instrument) -> SettlingFacts:
    """Two people who agree on nothing but the first motive, so that every question is asked."""
    motives = [m for form in instrument.forms for m in form.motives]
    choices = (Choice.YES, Choice.SOMEWHAT)
    drafts = tuple(
        Draft(
            PersonId(number),
            name,
            FilledForm(
                tuple(FilledMotive(m.id, m.text, m.cluster, choice, f"{name} 1", term.value) for m in motives),
                main=motives[0].id if choice is Choice.YES else name,
                reflections={question.id: name for question in instrument.phase1.questions},
            ),
        )
        for number, name, choice, term in zip((1, 2), ("Anna Voorbeeld", "Bram Voorbeeld"), choices, Term, strict=False)
    )
    return SettlingFacts(
        instrument, RunId(1), drafts, ("Cor Voorbeeld",), with_manager=False, after_reveal=True, me=PersonId(1)
    )


SETTLING = Dialog("settling", settling, (Settle,), lambda instrument: [_example(instrument)])
