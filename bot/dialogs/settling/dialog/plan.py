"""All that will be asked while a partner settles, in order, so that screens can say how far one is."""

from collections.abc import Mapping

from bot.dialogs.settling.dialog.given import (
    SettlingFacts,
    all_agree,
    answers_to,
    main_motives,
    motives_of,
    must_ask,
    outcomes,
    reflections,
    terms_of,
)
from bot.domain.motive import Choice, outcome_of, term_of
from bot.engine.model import Answer, Chosen, Place

APPLY = frozenset(choice.value for choice in Choice if choice.applies)
"""The choices behind which an outcome is asked."""


class Plan:
    """All that will be asked, in order, so that the count on the screens counts it all."""

    def __init__(self, facts: SettlingFacts, before: Mapping[str, Answer]) -> None:
        self._before = dict(before)
        """What was chosen at the settling before, by step. It is not asked, and can be changed at the end."""
        self._steps = to_ask(facts, before)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self._steps)

    def chosen(self, step: str) -> Answer | None:
        """What was chosen at the settling before, where nobody answered otherwise since."""
        return self._before.get(step)

    def ask(self, step: str) -> None:
        """What was chosen before can no longer be chosen: it is asked after all."""
        self._before.pop(step, None)

    def place(self, step: str, after: int = 0) -> Place | None:
        """Where a step stands; nowhere when it is not asked.

        One that an answer brought about comes in where it is asked.
        """
        if step in self._before:
            return None
        if step not in self._steps:
            self._steps.insert(after, step)
        return Place("settling", self._steps.index(step) + 1, self.total)

    def drop(self, *steps: str) -> None:
        """These are not asked after all."""
        self._steps = [step for step in self._steps if step not in steps]


def to_ask(facts: SettlingFacts, before: Mapping[str, Answer]) -> list[str]:
    """Every question there can be, before anything is answered; less what was chosen at the settling before."""
    found: list[str] = []
    for motive in motives_of(facts):
        given = answers_to(facts, motive.id)
        if not all_agree(facts, motive.id):
            found.append(f"set.{motive.id}")
        known = before.get(f"set.{motive.id}")
        out = isinstance(known, Chosen) and known.option not in APPLY
        if not out and any(m.choice.applies for _, m in given):
            if must_ask(facts, outcomes(given)):
                found.append(f"set.{outcome_of(motive.id)}")
            if len(terms_of(given)) > 1:
                found.append(f"set.{term_of(motive.id)}")
    if must_ask(facts, main_motives(facts)):
        found.append("set.main")
    found += [f"set.{q}" for q, texts in reflections(facts) if must_ask(facts, texts)]
    return [step for step in found if step not in before]
