"""What was chosen at the settling before, for all about which nobody answered otherwise since."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.content.roles import ReflectionRole
from bot.dialogs.settling.dialog.given import (
    Before,
    Given,
    SettlingFacts,
    Texts,
    alone,
    answers_to,
    main_motives,
    motives_of,
    outcomes,
    reflections,
    terms_of,
)
from bot.dialogs.settling.dialog.texts import answer_for
from bot.domain.form import FilledMotive
from bot.domain.motive import outcome_of, term_of
from bot.engine.model import Answer, Chosen, Skipped, Written

LEFT_OUT = Chosen("weglaten")


def chosen_before(facts: SettlingFacts) -> dict[str, Answer]:
    """By step, as its answer. What was not asked then, or has other answers now, is not in it."""
    before = facts.before
    if before is None:
        return {}
    then = replace(facts, drafts=before.drafts, before=None)
    return dict([*_motives(facts, then, before), *_main(facts, then, before), *_reflections(facts, then, before)])


def _motives(facts: SettlingFacts, then: SettlingFacts, before: Before) -> Iterator[tuple[str, Answer]]:
    settled = {motive.id: motive for motive in before.form.motives}
    for motive in motives_of(facts):
        now, was = answers_to(facts, motive.id), answers_to(then, motive.id)
        known = settled.get(motive.id)
        if was and _choices(now) == _choices(was):
            yield f"set.{motive.id}", Chosen(known.choice) if known is not None else LEFT_OUT
        if known is not None and known.choice.applies:
            yield from _behind(facts, before, known, now, was)


def _behind(
    facts: SettlingFacts, before: Before, settled: FilledMotive, now: Sequence[Given], was: Sequence[Given]
) -> Iterator[tuple[str, Answer]]:
    """Its outcome, and when that is hoped for."""
    text = _text(facts, before, outcomes(now), outcomes(was), settled.outcome)
    if text is not None:
        yield f"set.{outcome_of(settled.id)}", text
    terms = terms_of(now)
    if _terms(now) != _terms(was):
        return
    if settled.term in terms:
        yield f"set.{term_of(settled.id)}", Chosen(f"t{terms.index(settled.term)}")
    elif settled.outcome and len(terms) == 1:
        yield f"set.{term_of(settled.id)}", LEFT_OUT


def _main(facts: SettlingFacts, then: SettlingFacts, before: Before) -> Iterator[tuple[str, Answer]]:
    asked = facts.instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    now, was = main_motives(facts), main_motives(then)
    same = [(draft.person, main) for draft, main in now] == [(draft.person, main) for draft, main in was]
    if asked is None or not same or not _seen(facts, before, now):
        return
    main, motives = before.form.main, {motive.id for motive in motives_of(facts)}
    yield "set.main", Skipped() if not main else Chosen(main) if main in motives else Written(main)


def _reflections(facts: SettlingFacts, then: SettlingFacts, before: Before) -> Iterator[tuple[str, Answer]]:
    was = dict(reflections(then))
    for question, texts in reflections(facts):
        text = _text(facts, before, texts, was.get(question, ()), before.form.reflections.get(question))
        if text is not None:
            yield f"set.{question}", text


def _text(facts: SettlingFacts, before: Before, now: Texts, was: Texts, settled: str | None) -> Answer | None:
    """What was made of these texts. That of one colleague alone must be seen by whoever settles, each of them."""
    same = [(draft.person, text) for draft, text in now] == [(draft.person, text) for draft, text in was]
    return answer_for(now, settled) if now and same and _seen(facts, before, now) else None


def _seen(facts: SettlingFacts, before: Before, said: Texts) -> bool:
    """Whether whoever settles saw what a colleague alone said."""
    return not alone(facts, said) or before.by == facts.me


def _choices(given: Sequence[Given]) -> list[tuple[object, object]]:
    return [(draft.person, motive.choice) for draft, motive in given]


def _terms(given: Sequence[Given]) -> list[tuple[object, object]]:
    return [(draft.person, motive.term) for draft, motive in given]
