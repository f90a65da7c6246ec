"""For whom a round waits: each room tells it for its part of a round, and who reads which names is decided here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.collaboration import Collaboration, Members, Person, Role
from bot.domain.ids import PartnerId, PersonId
from bot.domain.rounds import Round
from bot.domain.visibility import Content, ContentRef, Viewer, may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


@dataclass(frozen=True, slots=True)
class Waits:
    """A round waits for these people of a partner, or (`partner` None) for whoever leads it. `to` is what they must do.

    `in_group`: they do it in the group, so that no button in private leads to it. `counted`: the progress of each
    partner says so already.
    """

    to: str
    partner: PartnerId | None = None
    people: tuple[PersonId, ...] = ()
    in_group: bool = False
    counted: bool = False

    def whom(self, to: str, person: PersonId) -> bool:
        """Whether it is this person who must do this."""
        return self.to == to and person in self.people


WaitsFor = Callable[[TurnContext, Round], Iterable[Waits]]
"""For whom a round waits as far as this room knows; nobody while it is not its turn."""


def waits_of(ctx: TurnContext, round_: Round) -> Iterator[Waits]:
    """All that a round waits for, in the order of the rooms."""
    return (one for of in ctx.house.each(lambda f: f.waits_for) for one in of(ctx, round_))


def facilitators(members: Members) -> tuple[PersonId, ...]:
    """Who leads a collaboration."""
    return tuple(m.person for m, _ in members if m.role is Role.FACILITATOR)


def lines_for(
    ctx: TurnContext, person: Person, round_: Round, *, only_mine: bool = False, beside_progress: bool = False
) -> tuple[Phrase, ...]:
    """What a round waits for, as this person may read it.

    `only_mine`: what they do in the group alone. `beside_progress`: what the progress of each partner does not say.
    """
    collaboration = ctx.uow.collaborations.get(round_.collaboration)
    found: dict[str, list[Phrase | str]] = {}
    for one in waits_of(ctx, round_):
        if beside_progress and one.counted:
            continue
        if not only_mine or (one.in_group and person.id in one.people):
            found.setdefault(one.to, []).extend(_names(ctx, person, collaboration, one))
    return tuple(_line(ctx, collaboration, to, names) for to, names in found.items())


def _line(ctx: TurnContext, collaboration: Collaboration, to: str, names: list[Phrase | str]) -> Phrase:
    """Each name once, and not more than fit in a line."""
    each = list(dict.fromkeys(ctx.texts.phrases.plain(name) for name in names))
    rest = len(each) - MOST_NAMES
    more = (ctx.texts.phrases.plain(Phrase("waits.more", {"number": rest})),) if rest > 0 else ()
    return Phrase(f"waits.{to}", {"collaboration": collaboration.name, "names": (*each[:MOST_NAMES], *more)})


MOST_NAMES = 6
"""How many names stand in one line."""


def _names(ctx: TurnContext, reader: Person, collaboration: Collaboration, one: Waits) -> Iterator[Phrase | str]:
    """Names within one's own partner and to whoever leads; others read the partner's."""
    members = ctx.uow.collaborations.members(collaboration.id)
    viewer = Viewer(reader.id, members.places_of(reader.id))
    if reader.id in one.people:
        yield Phrase("waits.you")
    others = [who for who in one.people if who != reader.id]
    if others and all(may_see(ContentRef(Content.WHO_HANDED_IN, who, one.partner), viewer) for who in others):
        yield from (ctx.uow.people.get(who).name for who in others)
    elif one.partner is not None and (others or not one.people):
        yield ctx.uow.collaborations.partner(one.partner).name
    elif others or not one.people:
        yield Phrase("waits.leader" if one.people else "waits.no_leader")
