"""What the talk about another day may know, and which outcomes a pulse asks about."""

from datetime import date

from bot.dialogs.years.dialog import YEARLY_DAY, YearlyDayFacts
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.form import FilledMotive
from bot.domain.ids import RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.domain.settlement import settled_of
from bot.domain.visibility import Viewer, may_see
from bot.followups.pulse import MOST_OUTCOMES
from bot.turn.context import TurnContext
from bot.turn.days import calendar
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation


def hoped_for(ctx: TurnContext, round_: Round, membership: Membership) -> tuple[FilledMotive, ...]:
    """The outcomes of one's own partner that are asked about: that of the main motive first, then those with a Ja."""
    if membership.partner is None or not membership.role.fills_in:
        return ()
    viewer = Viewer(membership.person, (membership,))
    for version in ctx.uow.settlements.revealed(round_.id):
        if version.partner != membership.partner or not may_see(settled_of(version, revealed=True), viewer):
            continue
        form = version.form
        found = [m for m in form.motives if m.outcome and m.choice.applies]
        found.sort(key=lambda m: (m.id != form.main, m.choice is not Choice.YES))
        return tuple(found[:MOST_OUTCOMES])
    return ()


def unanswered(
    ctx: TurnContext, round_: Round, person: int, day: date, outcomes: tuple[FilledMotive, ...]
) -> tuple[FilledMotive, ...]:
    """The outcomes this person has said nothing about for this day."""
    said = {motive for who, motive, when, _ in ctx.uow.get(YEARS).felt(round_.id) if who == person and when == day}
    return tuple(one for one in outcomes if one.id not in said)


def yearly_day(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    closed = ctx.uow.rounds.get(RoundId(conversation.subject))
    mine = ctx.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    yearly = ctx.uow.get(YEARS).yearly(closed.id)
    if yearly is None or not any(m.collaboration == closed.collaboration for m in mine):
        raise DomainError("errors.not_a_member")
    collaboration = ctx.uow.collaborations.get(closed.collaboration)
    facts = YearlyDayFacts(closed.id, yearly.on, calendar(conversation, collaboration.zone))
    return DialogContext(YEARLY_DAY.begin(facts), header_for(collaboration, None))
