"""Correcting one's own name."""

from dataclasses import dataclass

from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import Rename
from bot.engine.model import Phrase, TextRule, Written
from bot.engine.steps import write

NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class RenameFacts:
    """What somebody is called now."""

    name: str


def rename(facts: RenameFacts) -> Talk:
    """One question."""
    answer = yield from write(
        "name.new", Phrase("my_data.new_name", {"name": facts.name}), rule=TextRule(limit=NAME_LIMIT)
    )
    return Rename(answer.text if isinstance(answer, Written) else facts.name)


RENAME = Dialog("rename", rename, (Rename,), lambda _: [RenameFacts("Anna Voorbeeld")])
