"""`/stop`: leaving a collaboration."""

from dataclasses import dataclass

from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import Leave
from bot.domain.ids import MembershipId
from bot.engine.model import Phrase
from bot.engine.steps import choose, option


@dataclass(frozen=True, slots=True)
class LeaveFacts:
    """The memberships one could end: id and how to call it on screen."""

    memberships: tuple[tuple[MembershipId, str], ...]


def leave(facts: LeaveFacts) -> Talk:
    """Which one (only asked when there are several), and whether it is sure."""
    membership, name = facts.memberships[0]
    if len(facts.memberships) > 1:
        options = [option(str(one), called) for one, called in facts.memberships]
        which = yield from choose("leave.which", Phrase("leave.which"), options)
        membership, name = next(m for m in facts.memberships if str(m[0]) == which)
    options = [option("verlaten"), option("blijven")]
    sure = yield from choose("leave.sure", Phrase("leave.sure", {"name": name}), options)
    return Leave(membership if sure == "verlaten" else None)


_MEMBERSHIPS = ((MembershipId(1), "Een"), (MembershipId(2), "Twee"))

LEAVE = Dialog("leave", leave, (Leave,), lambda _: [LeaveFacts(_MEMBERSHIPS)])
