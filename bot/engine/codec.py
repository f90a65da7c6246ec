"""Answers as they are stored, and back. A stored form is never changed; a new kind gets a new name."""

import json
from dataclasses import dataclass
from typing import assert_never

from bot.engine.errors import DialogError
from bot.engine.model import Answer, Chosen, Picked, Skipped, Written


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer in three plain columns."""

    kind: str
    value: str = ""
    item: str | None = None


def encode(answer: Answer) -> StoredAnswer:
    """The stored form of an answer."""
    match answer:
        case Chosen(option):
            return StoredAnswer("chosen", option)
        case Written(text, item):
            return StoredAnswer("written", text, item)
        case Picked(options, done):
            return StoredAnswer("picked" if done else "picking", json.dumps(options))
        case Skipped():
            return StoredAnswer("skipped")
        case _:
            assert_never(answer)


def decode(stored: StoredAnswer) -> Answer:
    """The answer that was stored."""
    match stored.kind:
        case "chosen":
            return Chosen(stored.value)
        case "written":
            return Written(stored.value, stored.item)
        case "picked" | "picking":
            return Picked(tuple(json.loads(stored.value)), done=stored.kind == "picked")
        case "skipped":
            return Skipped()
        case _:
            raise DialogError(f"unknown kind of answer: {stored.kind}")
