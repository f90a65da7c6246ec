"""Where in a group a turn takes place, who acts there, and what they may do."""

from dataclasses import dataclass

from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.collaboration import Membership, Person, Role
from bot.domain.errors import DomainError
from bot.domain.group import Binding, Lead
from bot.domain.ids import CollaborationId, LiveMessageId, PartnerId, PersonId
from bot.domain.rounds import Round
from bot.domain.settlement import may_settle
from bot.domain.visibility import Circle, Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.door import Ability


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts in a bound group, and the places they have in its collaboration."""

    person: Person
    memberships: tuple[Membership, ...]

    @property
    def facilitates(self) -> bool:
        """Whether they lead the collaboration."""
        return any(m.role is Role.FACILITATOR for m in self.memberships)

    def belongs_to(self, binding: Binding) -> bool:
        """Whether they are of the circle of this group."""
        return binding.partner is None or any(m.partner == binding.partner for m in self.memberships)


def bound(ctx: TurnContext) -> Binding:
    """What this group or topic is bound to. Raises `DomainError` when it is not."""
    binding = ctx.uow.groups.at(ctx.chat_thread)
    if binding is None:
        raise DomainError("groups.not_bound", bot=ctx.door.called)
    return binding


def actor(ctx: TurnContext, binding: Binding) -> Actor:
    """Who acts here; they have been seen from now on. Raises `DomainError` for whoever has no part in this group.

    In the group of one partner those are its people, and the facilitator, who may lead there.
    """
    if ctx.who is None:
        raise DomainError("errors.anonymous")
    person = ctx.person
    here = () if person is None else ctx.uow.collaborations.members(binding.collaboration).places_of(person.id)
    if person is None or not here:
        raise DomainError("groups.not_a_member")
    acting = Actor(person, here)
    if not (acting.facilitates or acting.belongs_to(binding)):
        raise DomainError("groups.of_one_partner")
    ctx.uow.groups.saw(binding.id, person.id)
    return acting


def insider(ctx: TurnContext, binding: Binding) -> Actor:
    """Who acts here, for what only the circle of this group may see.

    Raises `DomainError` for who merely leads there.
    """
    acting = actor(ctx, binding)
    if not acting.belongs_to(binding):
        raise DomainError("groups.of_one_partner")
    return acting


def leads(ctx: TurnContext, binding: Binding, acting: Actor) -> bool:
    """Whether somebody leads the talk here: the facilitator, a manager; where a partner has none, whoever fills in."""
    if acting.facilitates:
        return True
    people = ctx.uow.collaborations.members(binding.collaboration).memberships
    return any(
        m.partner is not None and binding.covers(m.partner) and may_settle(m, people) for m in acting.memberships
    )


def must_lead(ctx: TurnContext, binding: Binding) -> None:
    """Raises `DomainError` unless this person leads the talk here."""
    if not leads(ctx, binding, actor(ctx, binding)):
        raise DomainError("groups.leaders_only")


def must_be_quiet(ctx: TurnContext, binding: Binding) -> None:
    """Raises `DomainError` while something goes on in this group that must end first: one thing at a time."""
    going_on = _going_on(ctx, binding)
    if going_on is not None:
        raise DomainError("groups.goes_on", what=going_on)


def is_quiet(ctx: TurnContext, binding: Binding) -> bool:
    """Whether nothing goes on in this group that has the panel of whoever leads."""
    return _going_on(ctx, binding) is None


def _going_on(ctx: TurnContext, binding: Binding) -> Phrase | None:
    told = (says(ctx, binding) for says in ctx.house.each(lambda f: f.goes_on))
    return next((one for one in told if one is not None), None)


def as_leader(ctx: TurnContext, binding: Binding, person: PersonId) -> Person | None:
    """Somebody who once led here, as long as they may; None after they left, or have another place."""
    found = ctx.uow.people.get(person)
    theirs = ctx.uow.collaborations.members(binding.collaboration).places_of(person)
    return found if leads(ctx, binding, Actor(found, theirs)) else None


def lead_in(ctx: TurnContext, binding: Binding) -> Lead | None:
    """Who leads this group in the round that goes on; None while nobody ever did."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    return ctx.uow.groups.lead(binding.id, round_.id) if round_ is not None else None


def leader_of(ctx: TurnContext, binding: Binding, lead: Lead | None) -> Person | None:
    """Whoever leads, as long as they may: nobody after they left, until somebody takes over."""
    return as_leader(ctx, binding, lead.led_by) if lead is not None else None


def leads_from_private(ctx: TurnContext, binding: Binding, lead: Lead | None) -> bool:
    """Whether the panel has the controls. Where nobody leads, or nobody can be reached, they stand in the group."""
    leading = leader_of(ctx, binding, lead)
    return leading is not None and leading.reachable


def chosen_partner(ctx: TurnContext, binding: Binding, person: PersonId) -> PartnerId | None:
    """For which of their partners somebody said they speak here; None when they never had to say."""
    return next((seen.partner for seen in ctx.uow.groups.seen(binding.id) if seen.person == person), None)


def circle_of(binding: Binding, round_: Round) -> Circle:
    """Who reads along in this group, under the promise of this round."""
    return Circle(binding.partner, round_.together)


def must_read_along(ctx: TurnContext, binding: Binding, round_: Round) -> None:
    """In private: raises `DomainError` unless this person belongs to the circle of this group."""
    mine = memberships_in(ctx, binding.collaboration)
    acting = Actor(known_person(ctx), mine)
    if not acting.belongs_to(binding):
        raise DomainError("groups.of_one_partner")
    if not reads_along(acting, binding, circle_of(binding, round_)):
        raise DomainError("groups.for_who_fills_in")


def reads_along(acting: Actor, binding: Binding, circle: Circle) -> bool:
    """Whether somebody may read in private what stands in this group, of whatever phase."""
    return acting.belongs_to(binding) and circle.takes_in(Viewer(acting.person.id, acting.memberships))


def open_groups(ctx: TurnContext) -> tuple[Binding, ...]:
    """The groups that the person of this private chat may read along with from there."""
    person = ctx.person
    mine = () if person is None else ctx.uow.collaborations.memberships_of(person.id)
    found: list[Binding] = []
    for collaboration in dict.fromkeys(m.collaboration for m in mine):
        here = tuple(m for m in mine if m.collaboration == collaboration)
        for binding in ctx.uow.groups.of(collaboration):
            if person is not None and reads_along(Actor(person, here), binding, Circle(binding.partner)):
                found.append(binding)
    return tuple(found)


def panel_in(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """Where the person of this private chat leads this group past its motives, or through the reveal."""
    lead, person = lead_in(ctx, binding), ctx.person
    return lead.panel if lead is not None and person is not None and lead.led_by == person.id else None


def leads_here(ctx: TurnContext, binding: Binding) -> bool:
    """Whether the person of this private chat may lead this group."""
    person = ctx.person
    here = () if person is None else ctx.uow.collaborations.members(binding.collaboration).places_of(person.id)
    return person is not None and leads(ctx, binding, Actor(person, here))


def is_found_by_others(ctx: TurnContext, binding: Binding) -> bool:
    """Whether people can be in this group who take no part: else there is no use in a way in below its messages."""
    return Ability.WORDS in ctx.doors.of(binding.chat_thread.chat).can


def tells_words(ctx: TurnContext, binding: Binding) -> bool:
    """Whether what people say must be told by the bot: somebody reads along where people do not read each other."""
    return binding.beside is not None or Ability.WORDS not in ctx.doors.of(binding.chat_thread.chat).can


def name_of(ctx: TurnContext, binding: Binding) -> str:
    """What a group is bound to, in words."""
    collaboration = ctx.uow.collaborations.get(binding.collaboration).name
    if binding.partner is None:
        return collaboration
    return f"{collaboration} · {ctx.uow.collaborations.partner(binding.partner).name}"


@dataclass(frozen=True, slots=True)
class BindingOption:
    """What somebody may bind a group to: a whole collaboration, or one of its partners."""

    collaboration: CollaborationId
    partner: PartnerId | None


def binding_options(ctx: TurnContext, person: Person) -> tuple[BindingOption, ...]:
    """A facilitator binds for all; for a partner whoever may settle its version."""
    found: dict[BindingOption, None] = {}
    for mine in ctx.uow.collaborations.memberships_of(person.id):
        people = ctx.uow.collaborations.members(mine.collaboration).memberships
        if mine.role is Role.FACILITATOR:
            found[BindingOption(mine.collaboration, None)] = None
        elif mine.partner is not None and may_settle(mine, people):
            found[BindingOption(mine.collaboration, mine.partner)] = None
    return tuple(found)


def called(ctx: TurnContext, option: BindingOption) -> str:
    """What an option to bind to is called on a button."""
    collaboration = ctx.uow.collaborations.get(option.collaboration).name
    if option.partner is None:
        return collaboration
    return f"{collaboration} · {ctx.uow.collaborations.partner(option.partner).name}"
