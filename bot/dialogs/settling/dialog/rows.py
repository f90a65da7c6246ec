"""How what was settled stands on the review: its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.dialogs.preparation.dialog.motives import motive_label
from bot.dialogs.settling.dialog.given import SettlingFacts
from bot.domain.form import FilledMotive
from bot.domain.motive import Choice, Term
from bot.engine.model import Phrase, Row, StepId, Text

LEFT_OUT = Phrase("settling.left_out")
"""How it stands on the review that something was left out."""


@dataclass(slots=True)
class Settled:
    """What was settled so far, with the rows the review will show."""

    motives: list[FilledMotive] = field(default_factory=list)
    main: str | None = None
    reflections: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def under_headings(rows: Sequence[Row]) -> list[Row]:
    """The same rows, those of one heading together: what one person answered alone came behind what all did."""
    headings: list[Text | None] = []
    for row in rows:
        if row.heading not in headings:
            headings.append(row.heading)
    return sorted(rows, key=lambda row: headings.index(row.heading))


def heading_of(facts: SettlingFacts, motive: FilledMotive) -> str:
    form_motives = {m.id for form in facts.instrument.forms for m in form.motives}
    if motive.id in form_motives and motive.cluster:
        return facts.instrument.cluster(motive.cluster).heading
    return facts.instrument.clusters.of_own_motives.heading


def choice_row(facts: SettlingFacts, motive: FilledMotive, step: str | None, choice: str) -> Row:
    label = motive_label(motive.id, motive.text)
    shown = Phrase(f"buttons.{choice}") if choice in _CHOICES else LEFT_OUT
    return Row(StepId(step) if step else None, label, shown, heading_of(facts, motive), gathered=choice == Choice.NO)


def term_row(facts: SettlingFacts, motive: FilledMotive, term: str | None, step: str | None = None) -> Row:
    """When the outcome is hoped for: the other partners read it as well, so whoever settles does. None was left out."""
    shown = told(term) if term is not None else LEFT_OUT
    heading = heading_of(facts, motive)
    return Row(StepId(step) if step else None, Phrase("settling.row_term"), shown, heading, aside=term is None)


_CHOICES = frozenset(choice.value for choice in Choice)

_KNOWN_TERMS = frozenset(term.value for term in Term)


def told(term: str) -> Text:
    """A term as people read it: one of ours, or what somebody typed."""
    return Phrase(f"buttons.{term}") if term in _KNOWN_TERMS else term
