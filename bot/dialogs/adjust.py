"""Changing a collaboration later: its name, another partner, the deadline; mode and phases until the round opens."""

from dataclasses import dataclass

from bot.dialogs.day import EXAMPLE_CALENDAR, Calendar
from bot.dialogs.dialog import Dialog, Talk
from bot.dialogs.new_collaboration import (
    NAME_LIMIT,
    ask_deadline,
    ask_mode,
    ask_name,
    ask_partner,
    ask_phases,
)
from bot.domain.commands import AddPartner, Adjust
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Phase, dated_phase
from bot.engine.model import Phrase, TextRule, Written
from bot.engine.steps import choose, option, write


@dataclass(frozen=True, slots=True)
class AdjustFacts:
    """Which collaboration, whether its promise is fixed already, its phases, and the calendar."""

    collaboration: CollaborationId
    opened: bool
    phases: frozenset[Phase]
    calendar: Calendar


def adjust(facts: AdjustFacts) -> Talk:
    """What to change, and to what. One thing at a time."""
    what = ["naam", "partner_erbij"]
    if dated_phase(facts.phases) is not None:
        what.append("einddatum")
    if not facts.opened:
        what += ["wijze", "fasen"]
    key = "adjust.opened" if facts.opened else "adjust.draft"
    match (yield from choose("adjust.what", Phrase(key), [option(one) for one in what])):
        case "naam":
            return Adjust(facts.collaboration, name=(yield from ask_name([])))
        case "partner_erbij":
            answer = yield from write("adjust.partner", Phrase("adjust.partner"), rule=TextRule(limit=NAME_LIMIT))
            name = answer.text if isinstance(answer, Written) else ""
            return AddPartner(facts.collaboration, (yield from ask_partner("adjust.partner", name, [])))
        case "wijze":
            return Adjust(facts.collaboration, mode=(yield from ask_mode([])))
        case "fasen":
            return Adjust(facts.collaboration, phases=(yield from ask_phases([])))
        case _:
            deadline = yield from ask_deadline(facts.phases, facts.calendar, [])
            return Adjust(facts.collaboration, deadline=deadline, without_deadline=deadline is None)


ADJUST = Dialog(
    "adjust",
    adjust,
    (Adjust, AddPartner),
    lambda _: [AdjustFacts(CollaborationId(1), opened, frozenset(Phase), EXAMPLE_CALENDAR) for opened in (True, False)],
)
