"""For whom a report can be made, and what stands in it: what the rooms tell, as far as all of these may see it."""

from collections.abc import Iterable

from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.reports.ports import CALENDARS
from bot.dialogs.reports.rules import CalendarAddress, Choice
from bot.domain.collaboration import Membership, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, RoundId
from bot.domain.rounds import Phase, Round, RoundState
from bot.domain.visibility import Viewer
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.report import Date, Scope, Section, Wanted, all_may_see, seen


def rounds_of(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Round, ...]:
    """The rounds that were opened, newest first."""
    return tuple(one for one in reversed(ctx.uow.rounds.all(collaboration)) if one.state is not RoundState.DRAFT)


def choice_of(ctx: TurnContext, argument: str) -> Choice:
    """The report a button is about: `collaboration`, `….round` or `….round.scope`; the rest is what is likely.

    Raises `DomainError` for a collaboration, round or partner that is not this person's.
    """
    place, _, rest = argument.partition(".")
    collaboration = CollaborationId(number(place))
    mine = memberships_in(ctx, collaboration)
    round_id, _, scope = rest.partition(".")
    rounds = rounds_of(ctx, collaboration)
    found = rounds[0] if rounds and not round_id else _round(rounds, round_id)
    return _for_whom(mine, collaboration, found.id, scope) if scope else likely(mine, collaboration, found.id)


def _round(rounds: Iterable[Round], argument: str) -> Round:
    found = next((one for one in rounds if argument and one.id == number(argument)), None)
    if found is None:
        raise DomainError("report.no_round")
    return found


def likely(mine: tuple[Membership, ...], collaboration: CollaborationId, round_: RoundId) -> Choice:
    """Who leads for nobody reports for all, a manager for their partner, everybody else for themselves."""
    managed = [m.partner for m in mine if m.role is Role.MANAGER and m.partner is not None]
    if managed:
        return Choice(collaboration, round_, Scope.PARTNER, managed[0])
    leads = all(m.role is Role.FACILITATOR and m.partner is None for m in mine)
    return Choice(collaboration, round_, Scope.ALL if leads else Scope.MINE)


def _for_whom(mine: tuple[Membership, ...], collaboration: CollaborationId, round_: RoundId, scope: str) -> Choice:
    if scope in (Scope.MINE.value, Scope.ALL.value):
        return Choice(collaboration, round_, Scope(scope))
    partner = PartnerId(number(scope.removeprefix("p")))
    if not scope.startswith("p") or all(m.partner != partner for m in mine):
        raise DomainError("errors.not_a_member")
    return Choice(collaboration, round_, Scope.PARTNER, partner)


def choices(ctx: TurnContext, now: Choice) -> tuple[Choice, ...]:
    """The same round for each audience that this person belongs to."""
    mine = memberships_in(ctx, now.collaboration)
    partners = tuple(dict.fromkeys(m.partner for m in mine if m.partner is not None))
    ours = (Choice(now.collaboration, now.round, Scope.PARTNER, partner) for partner in partners)
    return (
        Choice(now.collaboration, now.round, Scope.MINE),
        *ours,
        Choice(now.collaboration, now.round, Scope.ALL),
    )


def wanted(ctx: TurnContext, choice: Choice) -> Wanted:
    """The report that is asked for, with everybody who must be allowed to see what is in it."""
    members = ctx.uow.collaborations.members(choice.collaboration)
    reader = known_person(ctx)
    people: tuple[Person, ...] = (reader,)
    partner: Partner | None = None
    if choice.scope is Scope.ALL:
        people = members.people
    elif choice.scope is Scope.PARTNER and choice.partner is not None:
        partner = ctx.uow.collaborations.partner(choice.partner)
        people = tuple(dict.fromkeys(person for m, person in members if m.partner == choice.partner))
    return Wanted(
        collaboration=ctx.uow.collaborations.get(choice.collaboration),
        round=ctx.uow.rounds.get(choice.round),
        scope=choice.scope,
        reader=reader,
        viewers=tuple(Viewer(person.id, members.places_of(person.id)) for person in people),
        partner=partner,
    )


def sections_of(ctx: TurnContext, report: Wanted) -> tuple[Section, ...]:
    """What the rooms tell, without what somebody it is made for may not see."""
    return tuple(section for room in ctx.house.reports for section in seen(room.sections(ctx, report), report.viewers))


def dates_of(ctx: TurnContext, report: Wanted) -> tuple[Date, ...]:
    """The days that belong in a calendar, by day."""
    found = (one for room in ctx.house.reports for one in room.dates(ctx, report))
    return tuple(sorted((one for one in found if all_may_see((one.sees,), report.viewers)), key=lambda one: one.day))


def calendar_of(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Date, ...]:
    """The days that whoever acts may see now; what lapsed is in none. Nothing while no round was opened."""
    rounds = rounds_of(ctx, collaboration)
    if not rounds:
        return ()
    found = wanted(ctx, Choice(collaboration, rounds[0].id, Scope.MINE))
    return tuple(one for one in dates_of(ctx, found) if not one.cancelled)


def calendar_address(ctx: TurnContext, collaboration: CollaborationId) -> CalendarAddress | None:
    """The one that this person has now."""
    mine = ctx.uow.get(CALENDARS).of_person(known_person(ctx).id)
    return next((one for one in mine if one.collaboration == collaboration), None)


def shared_stays_out(ctx: TurnContext, report: Wanted) -> bool:
    """Whether whoever leads, who may not see what partners share in phase 3, keeps that out of it."""
    leads_only = any(one.facilitates and not one.fills_in for one in report.viewers)
    committing = any(run.phase is Phase.COMMITMENT for run in ctx.uow.rounds.runs(report.round.id))
    stays_out = not ctx.texts.of(report.round.content_version).phase3.facilitator_reads_shared
    return report.scope is not Scope.MINE and leads_only and committing and stays_out


def somebody_reads_less(report: Wanted) -> bool:
    """Whether one of several that it is made for comes in with phase 3 alone, and so keeps versions out of it."""
    return report.scope is not Scope.MINE and not all(one.fills_in or one.facilitates for one in report.viewers)
