"""One motive, settled: whether it applies, its outcome, and when that is hoped for."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from bot.dialogs.settling.dialog.given import (
    Given,
    SettlingFacts,
    all_agree,
    alone,
    answers_to,
    must_ask,
    outcomes,
    terms_of,
)
from bot.dialogs.settling.dialog.plan import Plan
from bot.dialogs.settling.dialog.rows import LEFT_OUT, Settled, choice_row, heading_of, term_row, told
from bot.dialogs.settling.dialog.texts import LEAVE_OUT, one_text
from bot.domain.form import FilledMotive
from bot.domain.motive import Choice, outcome_of, term_of
from bot.engine.model import Answer, Chosen, Phrase, Row, Step, StepId
from bot.engine.steps import choose, option


def settle_motive(
    facts: SettlingFacts, motive: FilledMotive, plan: Plan, settled: Settled
) -> Generator[Step, Answer, None]:
    """One motive: taken as it is when all agree, asked with names when they do not."""
    given = answers_to(facts, motive.id)
    step = f"set.{motive.id}"
    agreed = all_agree(facts, motive.id)
    taken: str = given[0][1].choice if agreed else (yield from _ask_choice(facts, motive, given, plan))
    settled.rows.append(choice_row(facts, motive, None if agreed else step, taken))
    outcome_step, term_step = f"set.{outcome_of(motive.id)}", f"set.{term_of(motive.id)}"
    if taken == LEAVE_OUT or not Choice(taken).applies:
        plan.drop(outcome_step, term_step)
        if taken != LEAVE_OUT:
            settled.motives.append(replace(motive, choice=Choice(taken), outcome=None, term=None))
        return
    label = Phrase("settling.outcome", {"motive": motive.text})
    terms = {draft.person: told(m.term) for draft, m in given if m.term} if _may_go(facts, given) else {}
    outcome = yield from one_text(facts, outcome_step, label, outcomes(given), plan, terms)
    if outcome is None:
        plan.drop(term_step)
    if outcomes(given):
        changes = StepId(outcome_step) if must_ask(facts, outcomes(given)) else None
        shown = outcome if outcome is not None else LEFT_OUT
        row = Row(changes, Phrase("motives.row_outcome"), shown, heading_of(facts, motive), aside=outcome is None)
        settled.rows.append(row)
    term = (yield from _settle_term(facts, motive, given, plan)) if outcome else None
    if term is not None or (outcome and _may_go(facts, given)):
        settled.rows.append(term_row(facts, motive, term, term_step if _is_asked(facts, given) else None))
    settled.motives.append(replace(motive, choice=Choice(taken), outcome=outcome, term=term))


def _ask_choice(
    facts: SettlingFacts, motive: FilledMotive, given: Sequence[Given], plan: Plan
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
    return (yield from choose(step, prompt, options, columns=3, place=plan.place(step), assumed=plan.chosen(step)))


def _is_asked(facts: SettlingFacts, given: Sequence[Given]) -> bool:
    return len(terms_of(given)) > 1 or _may_go(facts, given)


def _may_go(facts: SettlingFacts, given: Sequence[Given]) -> bool:
    """Whether one colleague named when, and nobody else. It stands beside the outcome; at the end it can go."""
    return alone(facts, [(draft, m.term) for draft, m in given if m.term])


def _settle_term(
    facts: SettlingFacts, motive: FilledMotive, given: Sequence[Given], plan: Plan
) -> Generator[Step, Answer, str | None]:
    terms = terms_of(given)
    if not _is_asked(facts, given):
        return terms[0] if terms else None
    options = [option(f"t{i}", told(term)) for i, term in enumerate(terms)]
    said = tuple(Phrase("settling.wrote", {"name": draft.name, "text": told(m.term)}) for draft, m in given if m.term)
    step = f"set.{term_of(motive.id)}"
    assumed = plan.chosen(step)
    if len(terms) == 1:
        options.append(option(LEAVE_OUT))
        assumed = assumed or Chosen(options[0].id)
    place = plan.place(step) if assumed is None else None
    prompt = Phrase("settling.term", {"motive": motive.text, "said": said})
    taken = yield from choose(step, prompt, options, place=place, assumed=assumed)
    return None if taken == LEAVE_OUT else terms[int(taken.removeprefix("t"))]
