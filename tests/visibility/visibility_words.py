"""Looks at what became of somebody's words: who gets it, and whose words stand in it."""

import re
from collections.abc import Mapping

from visibility_step import SECRET, LeakError, Step, as_read

from bot.turn.records import Outgoing

TITLE = "Wat werd er van mijn woorden?"
TOLD = re.compile(r"van je (?:opbrengsten|antwoorden|doelen) sta|terug (?:wat|die) jij schreef")
"""The line in a message that is sent anyway."""

GIVEN, BECAME, FROM_OTHERS = "“", "→ ", re.compile(r"→ (?:anders verwoord in (?:versie|doel) \d+|in afspraak): ")


def words_are_right(step: Step, message: Outgoing, authors: Mapping[str, int]) -> None:
    """Such a page goes to whoever asked for it, in private, and quotes nobody else; nor does a group hear of it."""
    said = as_read(message.screen.html)
    is_page = said.splitlines()[:1] == [TITLE]
    if message.chat < 0 and (is_page or TOLD.search(said)):
        raise LeakError(f"group {message.chat} reads what became of somebody's words: {said[:300]}")
    if TOLD.search(said) and message.chat != step.actor and not step.after.mine(message.chat):
        raise LeakError(f"{message.chat} wrote nothing here and is told: {said[:300]}")
    if not is_page:
        return
    if message.chat != step.actor or step.in_group:
        raise LeakError(f"{message.chat} did not ask what became of words: {said[:300]}")
    if message.document is not None or message.picture is not None:
        raise LeakError(f"what became of words is a file for {message.chat}")
    left = not step.after.mine(message.chat)
    for line in said.splitlines():
        if left and line.startswith(BECAME):
            raise LeakError(f"{message.chat} takes part no more and reads what others did: {line[:300]}")
        others = [found for found in SECRET.findall(line) if message.chat not in _by(found, authors)]
        if others and (left or not (FROM_OTHERS.match(line) or line.startswith(_ABOUT))):
            raise LeakError(f"what became of the words of {message.chat} quotes {others}: {line[:300]}")


_ABOUT = ("Opbrengst · ", "Bezwaar · ")
"""Where the motive or goal of somebody else is named, that own words belong to."""


def _by(found: str, authors: Mapping[str, int]) -> set[int]:
    """Who may have typed what stands there, perhaps cut."""
    return {chat for secret, chat in authors.items() if secret.startswith(found)}
