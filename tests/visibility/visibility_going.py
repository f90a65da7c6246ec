"""What is told when a partner is left without anybody who speaks for it: to whoever leads, and to who is leaving."""

import re

from visibility_facts import FILLS_IN, MANAGER, Facts, Member
from visibility_step import LeakError, Step, as_read

from bot.turn.records import Outgoing

TOLD = re.compile(
    r"^(?:(?P<name>.+) \((?P<partner>.+)\)|Iemand van (?P<of>.+)) is gestopt\. "
    r"(?:(?P<nobody>Niemand daar kan nu )|(?P=partner) heeft nu geen leidinggevende\.|(?P=of) heeft nu geen)",
    re.MULTILINE,
)
WARNED = re.compile(r"^Zonder jou (?:(?P<nobody>kan niemand van )|heeft )", re.MULTILINE)


def going_is_right(step: Step, message: Outgoing) -> None:
    """A partner without a manager is told of to whoever leads, in the step in which the last one goes, and rightly."""
    said = as_read(message.screen.html)
    if (found := TOLD.search(said)) is not None:
        _told(step, message, found, said)
    elif "is gestopt. " in said:
        raise LeakError(f"{message.chat} is told of who left in other words: {said[:300]}")
    if (warned := WARNED.search(said)) is not None:
        _warned(step, message, warned, said)


def _told(step: Step, message: Outgoing, found: re.Match[str], said: str) -> None:
    before, after = step.before, step.after
    gone = [m for m in before.members if m.active and m.id not in {a.id for a in after.members if a.active}]
    name = found["partner"] or found["of"]
    for left in gone:
        collaboration, called = after.partners.get(left.partner or 0, (0, ""))
        if called != name or not after.leads(message.chat, collaboration):
            continue
        itself = step.actor is not None and before.people.get(step.actor) == left.person
        named = found["name"] in (None, before.names.get(left.person))
        if itself and named and _is_so(after, left, nobody=bool(found["nobody"])) and _going_on(after, collaboration):
            return
    raise LeakError(f"{message.chat} is told that {name} is without somebody: {said[:300]}")


def _warned(step: Step, message: Outgoing, found: re.Match[str], said: str) -> None:
    mine = [m for m in step.after.mine(message.chat) if m.partner and step.after.partners[m.partner][1] in said]
    if message.chat == step.actor:
        for place in mine:
            here = step.after.partners[place.partner or 0][0]
            if _is_so(step.after, place, nobody=bool(found["nobody"])) and _going_on(step.after, here):
                return
    raise LeakError(f"{message.chat} is warned of what is not so: {said[:300]}")


def _is_so(facts: Facts, going: Member, *, nobody: bool) -> bool:
    """Whether the partner, without this place, has no manager; and nobody at all who fills in, or somebody."""
    rest = [m.role for m in facts.members if m.active and m.partner == going.partner and m.id != going.id]
    fills_in = any(role in FILLS_IN for role in rest)
    return going.role in FILLS_IN and MANAGER not in rest and fills_in != nobody and (nobody or going.role == MANAGER)


def _going_on(facts: Facts, collaboration: int) -> bool:
    return any(of == collaboration and state not in ("draft", "closed") for of, state in facts.rounds.values())
