"""A note to an agreement: how it went, what is in the way."""

from dataclasses import dataclass

from bot.dialogs.dialog import Dialog, Talk
from bot.domain.agreement import AgreementId
from bot.domain.commands import Note
from bot.engine.model import Phrase, TextRule, Written
from bot.engine.steps import write

NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Which agreement, and what it says."""

    agreement: AgreementId
    what: str


def note(facts: NoteFacts) -> Talk:
    """One question."""
    answer = yield from write(
        "note.text", Phrase("agreements.note", {"what": facts.what}), rule=TextRule(limit=NOTE_LIMIT)
    )
    return Note(facts.agreement, answer.text if isinstance(answer, Written) else "")


NOTE = Dialog("note", note, (Note,), lambda _: [NoteFacts(AgreementId(1), "Zes uur per week")])
