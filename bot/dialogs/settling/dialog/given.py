"""What people handed in of one thing that is settled: who said what, and whether that must be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.settlement import Draft


@dataclass(frozen=True, slots=True)
class Before:
    """The version that was settled before this one, and taken back: from which answers, and by whom."""

    number: int
    drafts: tuple[Draft, ...]
    form: FilledForm
    by: PersonId


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
    before: Before | None = None
    """None the first time."""

    @property
    def mine(self) -> FilledForm | None:
        """What whoever settles filled in."""
        return next((draft.form for draft in self.drafts if draft.person == self.me), None)


Given = tuple[Draft, FilledMotive]
"""Who answered a motive, and how."""


Texts = Sequence[tuple[Draft, str]]
"""Who wrote what at one place."""


def motives_of(facts: SettlingFacts) -> list[FilledMotive]:
    """Every motive that somebody answered, each once, in the order of the forms."""
    found: dict[str, FilledMotive] = {}
    for draft in facts.drafts:
        for motive in draft.form.motives:
            found.setdefault(motive.id, motive)
    return list(found.values())


def answers_to(facts: SettlingFacts, motive: str) -> list[Given]:
    """Who answered this motive, and how."""
    return [(d, m) for d in facts.drafts for m in d.form.motives if m.id == motive]


def all_agree(facts: SettlingFacts, motive: str) -> bool:
    """Whether everybody answered it, all the same."""
    given = answers_to(facts, motive)
    return len(given) == len(facts.drafts) and len({m.choice for _, m in given}) == 1


def outcomes(given: Sequence[Given]) -> list[tuple[Draft, str]]:
    return [(draft, m.outcome) for draft, m in given if m.outcome]


def terms_of(given: Sequence[Given]) -> list[str]:
    return list(dict.fromkeys(m.term for _, m in given if m.term))


def reflections(facts: SettlingFacts) -> list[tuple[str, list[tuple[Draft, str]]]]:
    """What was answered to each reflection question but that for the main motive."""
    return [
        (question.id, [(d, text) for d in facts.drafts if (text := d.form.reflections.get(question.id))])
        for question in facts.instrument.phase1.questions
        if question.role is not ReflectionRole.MAIN_MOTIVE
    ]


def main_motives(facts: SettlingFacts) -> list[tuple[Draft, str]]:
    """What each one named as the main motive: a motive, or words of their own."""
    return [(draft, draft.form.main) for draft in facts.drafts if draft.form.main]


def alone(facts: SettlingFacts, said: Sequence[tuple[Draft, object]]) -> bool:
    """Whether one person said something, who does not settle: whoever settles must see it."""
    return len(said) == 1 and said[0][0].person != facts.me


def must_ask(facts: SettlingFacts, texts: Texts) -> bool:
    """Whether a text must be looked at: people wrote different ones, or one person did who does not settle."""
    return alone(facts, texts) or len({text.strip() for _, text in texts}) > 1
