"""Looks at every byte of a file that somebody asked for with `/rapport`: all it is made for may read all of it.

Shares nothing with the code that makes reports but the renderer: rows are read back from the CSV, the audience from the
tables, and each row is compared with the table of the promise.
"""

import csv
import io
import json
from collections.abc import Callable

from visibility_facts import Facts
from visibility_step import SECRET, LeakError, Step

from bot.rooms import HOUSE
from bot.turn.records import Outgoing
from bot.turn.rendering import render

REPORT = "report_"
"""How what makes such a file is called."""

SCOPES = ("mij", "allen", "p1", "p2", "p3")

MayRead = Callable[[str, int], bool]
"""Whether a planted text may be read in a private chat now."""


def report_is_right(step: Step, message: Outgoing, may_read: MayRead) -> None:
    """A report goes to whoever asked for it, in private; each of those it says it is for may read each row."""
    if not message.renderer.startswith(REPORT):
        return
    if message.chat != step.actor or step.in_group or message.chat < 0:
        raise LeakError(f"{message.chat} gets a report that {step.actor} asked for")
    body = render(HOUSE.renderers, message.renderer, message.document or "")
    if message.renderer == "report_csv":
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
        for row in rows:
            for chat in audience(step.after, message.chat, row):
                _texts(row, chat, may_read)
                _answers(step.after, row, chat)
    elif message.renderer == "report_ics":
        for found in SECRET.findall(body.decode().replace("\r\n ", "")):
            if not may_read(found, message.chat):
                raise LeakError(f"the calendar for {message.chat} has {found}")


def audience(facts: Facts, reader: int, row: dict[str, str]) -> list[int]:
    """The private chats of those a row says it is for; always also whoever asked."""
    chats = {person: chat for chat, person in facts.people.items()}
    place = {c for c, _ in facts.rounds.values()}
    scope = row["bereik"]
    if scope == f"Voor {facts.names[facts.people[reader]]}.":
        return [reader]
    if scope.startswith("Voor alle deelnemers van "):
        here = [c for c in place if any(m.collaboration == c for m in facts.mine(reader)) and _named(facts, c, row)]
        found = [m for m in facts.members if m.active and m.collaboration in here]
    else:
        here = [p for p, (_, name) in facts.partners.items() if scope == f"Voor iedereen van {name}."]
        mine = [p for p in here if any(m.partner == p for m in facts.mine(reader))]
        if not mine:
            raise LeakError(f"{reader} gets a report {scope!r}")
        found = [m for m in facts.members if m.active and m.partner in mine]
    if not found:
        raise LeakError(f"a report {scope!r} is for nobody")
    return sorted({chats[m.person] for m in found if m.person in chats} | {reader})


def _named(facts: Facts, collaboration: int, row: dict[str, str]) -> bool:
    """Whether a row can be of this collaboration: one of its partners stands in it, or none at all."""
    names = {name: c for c, name in facts.partners.values()}
    return names.get(row["partner"], collaboration) == collaboration


def _texts(row: dict[str, str], chat: int, may_read: MayRead) -> None:
    for column, text in row.items():
        for found in SECRET.findall(text):
            if not may_read(found, chat):
                raise LeakError(f"{column} of {row['id']} has {found}, and it is also for {chat}: {row['bereik']}")


def _answers(facts: Facts, row: dict[str, str], chat: int) -> None:
    """A choice on a form is that of a version this chat may read, or of a person it may compare with."""
    if row["onderdeel"] not in ("motieven", "reflectievragen"):
        return
    on = {facts.people[one] for one in facts.on_paper}.__contains__
    if row["persoon"]:
        called = {person: f"{name} (op papier)" if on(person) else name for person, name in facts.names.items()}
        authors = [person for person, name in called.items() if name == row["persoon"]]
        if not any(facts.people.get(chat) == one or facts.may_compare(chat, one) for one in authors):
            raise LeakError(f"a report for {chat} tells what {row['persoon']} answered")
        return
    versions = [v for v in facts.versions if facts.partners[v.partner][1] == row["partner"] and facts.may_read(chat, v)]
    if not any(_holds(v.form, row) for v in versions):
        raise LeakError(f"a report for {chat} tells {row['vraag_id']}: {row['keuze']} of {row['partner']}")


def _holds(form: str, row: dict[str, str]) -> bool:
    found = json.loads(form)
    if row["onderdeel"] == "reflectievragen":
        return True
    return any((id_, choice) == (row["vraag_id"], row["keuze"]) for id_, _, _, choice, *_ in found["motives"])
