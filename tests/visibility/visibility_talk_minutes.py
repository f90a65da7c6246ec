"""The minutes of phase 2 as text, as they were fixed, and as a document: what was said, and nothing else."""

import json

from visibility_facts import Facts
from visibility_step import SECRET, LeakError, Step
from visibility_talk_facts import NEEDED, Led
from visibility_talk_rules import COUNTS, counted_now, in_minutes, is_whole, points_of

from bot.runner.records import Outgoing


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


def led_of(facts: Facts, said: str) -> list[Led]:
    """The discussions a page of minutes may be of, newest first."""
    of = reversed(facts.phase_2.led.values())
    return [led for led in of if led.state == "closed" and (set(SECRET.findall(said)) or True)]


def page_is_right(step: Step, message: Outgoing, said: str) -> bool:
    """Minutes in private: only for members; of what was said only what stands now, or stood when they were fixed."""
    facts = step.after
    mine = {m.collaboration for m in facts.mine(message.chat)}
    if message.document is not None:
        return True
    found = [led for led in led_of(facts, said) if led.collaboration in mine]
    if not found:
        if message.chat == step.actor and not SECRET.search(said) and not COUNTS.search(said):
            return False
        raise LeakError(f"{message.chat} reads the minutes of others: {said[:300]}")
    for led in found:
        body = facts.phase_2.fixed.get(led.id)
        expected = set(SECRET.findall(body)) if body is not None else in_minutes(facts, led)
        shown = facts.phase_2.asked.get((led.id, NEEDED), (0, False))[1]
        counts = COUNTS.findall(said)
        right = body is not None or all(one in (counted_now(facts, led) if shown else []) for one in counts)
        if set(SECRET.findall(said)) <= expected and right:
            return True
    raise LeakError(f"the minutes for {message.chat} have more than was said: {said}")


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
        if set(SECRET.findall(data)) == set(SECRET.findall(body)) and (is_whole(here, collaboration) or member):
            return
    raise LeakError(f"the document for {message.chat} is not that of its minutes: {data[:300]}")
