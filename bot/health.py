"""`samenspraak health`: asks the program that runs how it is doing, and says it in plain lines.

Imports nothing but the standard library: whoever watches over the program asks often, and waits seconds at most.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from bot.serving.address import DEFAULT_LISTEN, Address

_PATIENCE = 5.0
"""Seconds."""
_AGES = (
    ("last_poll", "no word of Telegram for"),
    ("oldest_unsent", "oldest message not sent"),
    ("oldest_overdue", "oldest timer overdue"),
    ("last_copy", "last copy of the database"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What it said."""

    lines: tuple[str, ...]
    fine: bool


class NobodyAnswersError(Exception):
    """Nothing can be asked there; the message is one plain sentence."""


def main() -> None:
    """Print the answer. Ends the process with 1 when somebody must do something, or nobody answers."""
    try:
        answer = ask(os.environ.get("LISTEN") or DEFAULT_LISTEN)
    except NobodyAnswersError as error:
        sys.exit(f"samenspraak: {error}")
    sys.stdout.writelines(f"{line}\n" for line in answer.lines)
    if not answer.fine:
        sys.exit(1)


def ask(listen: str) -> Answer:
    """Ask the program that listens there. Raises `NobodyAnswersError`."""
    try:
        address = Address.parse(listen)
    except ValueError:
        raise NobodyAnswersError(f"LISTEN is {listen}, which is no address:port.") from None
    try:
        found = _get(address)
        return Answer(tuple(_lines(found)), not found["wrong"])
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        where = address.here.removeprefix("http://")
        raise NobodyAnswersError(f"Nothing answers on {where}; no samenspraak run is at work there.") from None


def _get(address: Address) -> dict[str, Any]:
    parts = urlsplit(address.here)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/health")
        found: dict[str, Any] = json.loads(connection.getresponse().read())
        return found
    finally:
        connection.close()


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{'NO ' if found['wrong'] else 'ok '} {found['role']}"
    for name, said in _AGES:
        yield f"    {said}: {_ago(found[name])}"
    for sentence in found["wrong"]:
        yield f"NO  {sentence}"


def _ago(seconds: float | None) -> str:
    if seconds is None:
        return "none"
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
