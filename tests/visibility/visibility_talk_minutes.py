"""The minutes of phase 2 as text, as they were fixed, and as a document: what was said, and nothing else."""

import json
import re
from typing import Any

from visibility_facts import Facts
from visibility_step import SECRET, LeakError, Step
from visibility_talk_facts import NEEDED, Led
from visibility_talk_rules import COUNTS, SHARE, counted_now, in_minutes, is_whole, points_of

from bot.turn.records import Outgoing

DOCUMENT = {
    "labels",
    "author",
    "file_title",
    "running",
    "fixed",
    "collaboration",
    "partners",
    "held",
    "led_by",
    "division",
    "made",
    "discussed",
    "deepened",
    "goals",
    "confirmations",
}
"""All that a document has."""


def as_told(facts: Facts, led: Led, body: str) -> None:
    """Minutes that are being fixed: what was said in its latest wording, by partner, and the numbers."""
    if set(SECRET.findall(body)) != in_minutes(facts, led):
        raise LeakError(f"the minutes must have {in_minutes(facts, led)}: {body}")
    kept = json.loads(body)
    for one in kept["discussed"]:
        points = points_of(facts.phase_2, led.id, f"f2.b{one['number']}")
        expected = [(facts.partners[w.partner][1] if w.partner else "Begeleider", w.text) for w in points]
        if [(point["speaker"], point["text"]) for point in one["points"]] != expected:
            raise LeakError(f"question {one['number']} must have {expected}: {one}")
        counted = sorted((c["partner"], *(str(n) for _, n in c["counts"])) for c in one["counted"])
        shown = facts.phase_2.asked.get((led.id, NEEDED), (0, False))[1] and one["number"] == 4
        if counted != (counted_now(facts, led) if shown else []):
            raise LeakError(f"question {one['number']} has the numbers {counted}")
    for name in facts.names.values():
        if name in body:
            raise LeakError(f"the minutes name {name}")


def page_is_right(step: Step, message: Outgoing, said: str) -> bool:
    """Minutes in private: only for members; of what was said only what stands now, or stood when they were fixed."""
    facts = step.after
    mine = {m.collaboration for m in facts.mine(message.chat)}
    if message.document is not None:
        return True
    if SHARE.search(said):
        raise LeakError(f"the minutes for {message.chat} tell how the talk was shared: {said}")
    found = [led for led in facts.phase_2.led.values() if led.state == "closed" and led.collaboration in mine]
    if not found:
        if message.chat == step.actor and not SECRET.search(said) and not COUNTS.search(said):
            return False
        raise LeakError(f"{message.chat} reads the minutes of others: {said[:300]}")
    for led in found:
        body = facts.phase_2.fixed.get(led.id)
        expected = set(SECRET.findall(body)) if body is not None else in_minutes(facts, led)
        shown = facts.phase_2.asked.get((led.id, NEEDED), (0, False))[1]
        told = counted_now(facts, led) if shown else []
        if body is not None:
            told = [
                (c["partner"], *(str(n) for _, n in c["counts"]))
                for d in json.loads(body)["discussed"]
                for c in d["counted"]
            ]
        right = all(one in told for one in COUNTS.findall(said)) and ("(concept)" in said) == (body is None)
        if set(SECRET.findall(said)) <= expected and right:
            return True
    raise LeakError(f"the minutes for {message.chat} have more than was said: {said}")


OWN_FILE = "mijn-gegevens.json"
GUIDE = "guide"
SAID_BY_OTHERS = ("afspraken", "oordelen", "geschreven_bij_motieven")
"""Parts that say what it was about: an agreement, a goal, a motive."""


def own_file_is_right(facts: Facts, message: Outgoing) -> None:
    """All that is kept about somebody: for nobody else, and with no name and no text of anybody else."""
    mine, data = facts.people.get(message.chat), message.document or ""
    for person, name in facts.names.items():
        if person != mine and name in data:
            raise LeakError(f"the file for {message.chat} names {name}")
    own = facts.names.get(mine or 0, "").partition(" ")[0].lower()
    kept = {part: what for part, what in json.loads(data).items() if part not in SAID_BY_OTHERS}
    for secret in SECRET.findall(json.dumps(kept)):
        if secret.split("-")[1].lower() != own:
            raise LeakError(f"the file for {message.chat} has {secret}")


def guide_is_right(facts: Facts, message: Outgoing) -> None:
    """The page for participants is the same for everybody: no name and no text of anybody."""
    data = message.document or ""
    if SECRET.search(data) or any(name in data for name in facts.names.values()):
        raise LeakError(f"the guide for {message.chat} tells of somebody: {data[:300]}")


def document_is_right(facts: Facts, message: Outgoing) -> None:
    """The minutes as they were fixed, for the group of all or for a member; without names."""
    data = message.document or ""
    here = facts.bound_in(message.chat)
    for name in facts.names.values():
        if name in data:
            raise LeakError(f"the document for {message.chat} names {name}")
    for led, body in facts.phase_2.fixed.items():
        collaboration = facts.phase_2.led[led].collaboration
        member = any(m.collaboration == collaboration for m in facts.mine(message.chat))
        if _is_of(json.loads(data), json.loads(body)) and (is_whole(here, collaboration) or member):
            return
    raise LeakError(f"the document for {message.chat} is not that of its minutes: {data[:300]}")


def _is_of(document: Any, minutes: Any) -> bool:
    """Whether a document has the points, numbers, goals and corrections of these minutes, and nothing else."""
    told = [
        [(turn["speaker"], text) for turn in one["turns"] for text in turn["texts"]] for one in document["discussed"]
    ]
    said = [[(point["speaker"], point["text"]) for point in one["points"]] for one in minutes["discussed"]]
    numbers = [sum(row["counts"]) for one in document["discussed"] for row in (one["counted"] or {"rows": []})["rows"]]
    counted = [sum(n for _, n in c["counts"]) for one in minutes["discussed"] for c in one["counted"]]
    return (
        _bare(told) == _bare(said)
        and numbers == counted
        and document["deepened"] == minutes["deepened"] == []
        and [goal["joint"] for goal in document["goals"]] == [goal["joint"] for goal in minutes["goals"]]
        and sorted(SECRET.findall(str(document))) == sorted(SECRET.findall(str(minutes)))
        and document.keys() == DOCUMENT
        and document["fixed"] is minutes["fixed"] is True
    )


def _bare(said: Any) -> Any:
    """Without what is left out of a text that is typeset: spaces, control characters, the tails of emoji."""
    return [[(speaker, re.sub(r"[^\w]", "", text)) for speaker, text in one] for one in said]
