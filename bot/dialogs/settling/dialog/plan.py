"""All that will be asked while a partner settles, in order, so that screens can say how far one is."""

from collections.abc import Sequence

from bot.dialogs.settling.dialog.given import (
    SettlingFacts,
    all_agree,
    answers_to,
    motives_of,
    must_ask,
    outcomes,
    reflections,
    terms_of,
)
from bot.domain.motive import outcome_of, term_of
from bot.engine.model import Place


class Plan:
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


def to_ask(facts: SettlingFacts) -> list[str]:
    """Every question there can be, before anything is answered."""
    found: list[str] = []
    for motive in motives_of(facts):
        given = answers_to(facts, motive.id)
        if not all_agree(facts, motive.id):
            found.append(f"set.{motive.id}")
        if any(m.choice.applies for _, m in given):
            if must_ask(facts, outcomes(given)):
                found.append(f"set.{outcome_of(motive.id)}")
            if len(terms_of(given)) > 1:
                found.append(f"set.{term_of(motive.id)}")
    if len({d.form.main for d in facts.drafts if d.form.main}) > 1:
        found.append("set.main")
    return found + [f"set.{q}" for q, texts in reflections(facts) if must_ask(facts, texts)]
