"""`Vaststellen`: a partner turns what its people handed in into one version. What they agree on is not asked."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.dialogs.preparation.dialog.motives import motive_label
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice, Term, outcome_of, term_of
from bot.domain.settlement import Draft
from bot.engine.model import Answer, Chosen, Phrase, Place, Row, Step, StepId, Text, Written
from bot.engine.steps import choose, option, review, write
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle a partner's version."""

    run: RunId
    form: FilledForm


LEAVE_OUT = "weglaten"


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


def settling(facts: SettlingFacts) -> Talk:
    """First what all agree on, as one block; then each difference, with names; then the whole, to be settled."""
    yield from _start(facts)
    rows: list[Row] = []
    differing = [m for m in _motives(facts) if not _agreed(facts, m.id)]
    motives: list[FilledMotive] = []
    for motive in _motives(facts):
        place = Place("settling", differing.index(motive) + 1, len(differing)) if motive in differing else None
        settled = yield from _settle_motive(facts, motive, place, rows)
        if settled is not None:
            motives.append(settled)
    main = yield from _settle_main(facts, motives, rows)
    reflections = yield from _settle_reflections(facts, rows)
    yield from review("set.review", Phrase("settling.review"), rows, [option("vaststellen")])
    return Settle(facts.run, FilledForm(tuple(motives), main, reflections))


def _start(facts: SettlingFacts) -> Generator[Step, Answer, None]:
    agreed = [m for m in _motives(facts) if _agreed(facts, m.id)]
    blocks = tuple(
        Phrase("settling.block", {"choice": Phrase(f"buttons.{choice}"), "motives": tuple(m.text for m in same)})
        for choice in Choice
        if (same := [m for m in agreed if m.choice is choice])
    )
    about = {
        "names": tuple(draft.name for draft in facts.drafts),
        "missing": facts.missing,
        "blocks": blocks,
        "differing": len(_motives(facts)) - len(agreed),
        "with_manager": facts.with_manager,
        "after_reveal": facts.after_reveal,
    }
    yield from choose("set.start", Phrase("settling.start", about), [option("begin_vaststellen")])


def _motives(facts: SettlingFacts) -> list[FilledMotive]:
    """Every motive that somebody answered, each once, in the order of the forms."""
    found: dict[str, FilledMotive] = {}
    for draft in facts.drafts:
        for motive in draft.form.motives:
            found.setdefault(motive.id, motive)
    return list(found.values())


def _answers(facts: SettlingFacts, motive: str) -> list[tuple[str, FilledMotive]]:
    """Who answered this motive, and how."""
    return [(d.name, m) for d in facts.drafts for m in d.form.motives if m.id == motive]


def _agreed(facts: SettlingFacts, motive: str) -> bool:
    """Whether everybody answered it, all the same."""
    given = _answers(facts, motive)
    return len(given) == len(facts.drafts) and len({m.choice for _, m in given}) == 1


def _settle_motive(
    facts: SettlingFacts, motive: FilledMotive, place: Place | None, rows: list[Row]
) -> Generator[Step, Answer, FilledMotive | None]:
    """One motive: taken as it is when all agree, asked with names when they do not."""
    given = _answers(facts, motive.id)
    choice = given[0][1].choice
    if not _agreed(facts, motive.id):
        said = tuple(
            Phrase("settling.said", {"name": name, "choice": Phrase(f"buttons.{m.choice}")}) for name, m in given
        )
        options = [option(c.value) for c in Choice]
        if len(given) < len(facts.drafts):
            options.append(option(LEAVE_OUT))
        prompt = Phrase("settling.motive", {"motive": motive.text, "said": said})
        taken = yield from choose(f"set.{motive.id}", prompt, options, columns=3, place=place)
        shown = Phrase(f"buttons.{taken}")
        rows.append(
            Row(StepId(f"set.{motive.id}"), motive_label(motive.id, motive.text), shown, _heading(facts, motive))
        )
        if taken == LEAVE_OUT:
            return None
        choice = Choice(taken)
    else:
        label = motive_label(motive.id, motive.text)
        rows.append(Row(StepId("set.start"), label, Phrase(f"buttons.{choice}"), _heading(facts, motive)))
    if not choice.applies:
        return replace(motive, choice=choice, outcome=None, term=None)
    outcome = yield from _settle_outcome(motive, given, place, rows, _heading(facts, motive))
    term = (yield from _settle_term(motive, given, place)) if outcome else None
    return replace(motive, choice=choice, outcome=outcome, term=term)


def _heading(facts: SettlingFacts, motive: FilledMotive) -> str:
    form_motives = {m.id for form in facts.instrument.forms for m in form.motives}
    if motive.id in form_motives and motive.cluster:
        return facts.instrument.cluster(motive.cluster).heading
    return facts.instrument.clusters.of_own_motives.heading


def _settle_outcome(
    motive: FilledMotive,
    given: Sequence[tuple[str, FilledMotive]],
    place: Place | None,
    rows: list[Row],
    heading: str,
) -> Generator[Step, Answer, str | None]:
    texts = [(name, m.outcome) for name, m in given if m.outcome]
    step = f"set.{outcome_of(motive.id)}"
    label = Phrase("settling.outcome", {"motive": motive.text})
    settled = yield from _one_text(step, label, texts, place)
    if settled is not None:
        changes = StepId(step) if _differ(texts) else StepId("set.start")
        rows.append(Row(changes, Phrase("motives.row_outcome"), settled, heading))
    return settled


def _settle_term(
    motive: FilledMotive, given: Sequence[tuple[str, FilledMotive]], place: Place | None
) -> Generator[Step, Answer, str | None]:
    terms = list(dict.fromkeys(m.term for _, m in given if m.term))
    if len(terms) <= 1:
        return terms[0] if terms else None
    known = {term.value for term in Term}
    options = [option(f"t{i}", Phrase(f"buttons.{term}") if term in known else term) for i, term in enumerate(terms)]
    said = tuple(
        Phrase("settling.wrote", {"name": name, "text": Phrase(f"buttons.{m.term}") if m.term in known else m.term})
        for name, m in given
        if m.term
    )
    prompt = Phrase("settling.term", {"motive": motive.text, "said": said})
    taken = yield from choose(f"set.{term_of(motive.id)}", prompt, options, place=place)
    return terms[int(taken.removeprefix("t"))]


def _differ(texts: Sequence[tuple[str, str]]) -> bool:
    return len({text.strip() for _, text in texts}) > 1


def _one_text(
    step: str, label: Text, texts: Sequence[tuple[str, str]], place: Place | None
) -> Generator[Step, Answer, str | None]:
    """One text out of what several people wrote: one of theirs, theirs together, or a new one."""
    if not texts:
        return None
    together = "\n".join(dict.fromkeys(text.strip() for _, text in texts))
    if not _differ(texts):
        return together
    options = [option(f"{_PERSON}{i}", Phrase("settling.of", {"name": name})) for i, (name, _) in enumerate(texts)]
    options.append(option(_JOINED))
    written = tuple(Phrase("settling.wrote", {"name": name, "text": text}) for name, text in texts)
    prompt = Phrase("settling.text", {"label": label, "written": written})
    answer = yield from write(step, prompt, suggestions=options, place=place)
    match answer:
        case Written(text):
            return text
        case Chosen(option=taken) if taken != _JOINED:
            return texts[int(taken.removeprefix(_PERSON))][1]
        case _:
            return together


def _settle_main(
    facts: SettlingFacts, motives: Sequence[FilledMotive], rows: list[Row]
) -> Generator[Step, Answer, str | None]:
    """The main motive: what all named, else one of those that were answered Ja."""
    asked = facts.instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    if asked is None:
        return None
    question = asked.text
    named = {d.form.main for d in facts.drafts if d.form.main}
    texts = {m.id: m.text for m in _motives(facts)}
    by_id = {m.id: m.text for m in motives if m.choice is Choice.YES}
    heading = Phrase("preparation.heading_reflection")
    only = next(iter(named)) if len(named) == 1 else None
    if only is not None and (only in by_id or only not in texts):
        starred = Phrase("preparation.starred", {"motive": by_id.get(only, only)})
        rows.append(Row(StepId("set.start"), question, starred, heading))
        return only
    if not named:
        return None
    said = tuple(
        Phrase("settling.named", {"name": d.name, "motive": texts.get(d.form.main, d.form.main)})
        for d in facts.drafts
        if d.form.main
    )
    prompt = Phrase("settling.main", {"question": question, "said": said})
    suggestions = [option(motive, text) for motive, text in by_id.items()]
    answer = yield from write("set.main", prompt, optional=True, suggestions=suggestions)
    main = answer.option if isinstance(answer, Chosen) else answer.text if answer else None
    shown = Phrase("preparation.starred", {"motive": by_id.get(main, main)}) if main else Phrase("preparation.skipped")
    rows.append(Row(StepId("set.main"), question, shown, heading))
    return main


def _settle_reflections(facts: SettlingFacts, rows: list[Row]) -> Generator[Step, Answer, dict[str, str]]:
    settled: dict[str, str] = {}
    heading = Phrase("preparation.heading_reflection")
    for question in facts.instrument.phase1.questions:
        if question.role is ReflectionRole.MAIN_MOTIVE:
            continue
        texts = [(d.name, text) for d in facts.drafts if (text := d.form.reflections.get(question.id))]
        step = f"set.{question.id}"
        answer = yield from _one_text(step, question.text, texts, None)
        if answer is not None:
            settled[question.id] = answer
            changes = StepId(step) if _differ(texts) else StepId("set.start")
            rows.append(Row(changes, question.text, answer, heading))
    return settled


def _example(instrument: Instrument) -> SettlingFacts:
    """Two people who agree on nothing but the first motive, so that every question is asked."""
    motives = [m for form in instrument.forms for m in form.motives]
    choices = (Choice.YES, Choice.SOMEWHAT)
    drafts = tuple(
        Draft(
            PersonId(1),
            name,
            FilledForm(
                tuple(FilledMotive(m.id, m.text, m.cluster, choice, f"{name} 1", term.value) for m in motives),
                main=motives[0].id if choice is Choice.YES else name,
                reflections={question.id: name for question in instrument.phase1.questions},
            ),
        )
        for name, choice, term in zip(("Anna Voorbeeld", "Bram Voorbeeld"), choices, Term, strict=False)
    )
    return SettlingFacts(instrument, RunId(1), drafts, ("Cor Voorbeeld",), with_manager=False, after_reveal=True)


SETTLING = Dialog("settling", settling, (Settle,), lambda instrument: [_example(instrument)])
