"""A plate with stickers: who is where, by group of actors; empty spots, spots of one person, who is in several.

And what partners say of it: on which levels they work, and for which processes somebody can take their place.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from bot.content.question_sets import Plate, PlateSign
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.answers import Audience, chosen
from bot.dialogs.sessions.facts.held import set_of
from bot.dialogs.sessions.facts.put import put_in, wordings
from bot.dialogs.sessions.rules import GroupSession, Seat
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

HEART = "session.heart"
"""What stands at the heart of the plate."""
ADVICE = "session.advice"
"""What the source says at a sign of the plate."""


def is_actors(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> bool:
    plate = set_of(ctx, session).plate
    return plate is not None and plate.actors == put.about


def stickers(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> list[Phrase]:
    """What was stuck for one question of a plate; nothing where nobody did."""
    plate = set_of(ctx, session).plate
    spots = seats_on(ctx, session, put, audience)
    if not any(spots.values()) or plate is None:
        return []
    if put.about == plate.cover:
        return _covers(ctx, session, put, audience)
    lines = _who_is_where(ctx, session, put, audience)
    empty = tuple(place for place, seats in spots.items() if not seats)
    told = [Phrase("session.empty", {"places": empty})] if empty else []
    if put.about != plate.spots:
        return [*lines, *told]
    heart = Phrase(HEART, {"text": plate.heart.text})
    return [heart, *lines, *told, *_alone_and_between(ctx, session, put, plate, audience)]


def _who_is_where(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> list[Phrase]:
    lines = []
    for place, who in stuck(ctx, session, put, audience).items():
        counted = _counted(who)
        key = "session.spot" if counted else "session.spot_empty"
        lines.append(Phrase(key, {"place": place, "who": counted}))
    return lines


def _counted(who: Iterable[str]) -> tuple[Phrase, ...]:
    """Groups of actors, each with how many of it."""
    return tuple(Phrase("session.spot_of", {"actor": a, "number": n}) for a, n in sorted(Counter(who).items()))


def _alone_and_between(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, plate: Plate, audience: Audience
) -> list[Phrase]:
    """Spots of one person, with or without somebody who can take their place; bridges; what the source says."""
    spots = seats_on(ctx, session, put, audience)
    alone = {place: seats[0] for place, seats in spots.items() if len(seats) == 1}
    covered = covered_by(ctx, session, audience)
    safe = tuple(place for place, seat in alone.items() if seat[1] in covered.get(place, ()))
    single = tuple(place for place in alone if place not in safe)
    between = [seat for seat, n in Counter(seat for seats in spots.values() for seat in seats).items() if n > 1]
    bridges = _counted(_actor_of(ctx, session, audience)(seat) for seat in between)
    lines = [Phrase("session.single", {"places": single})] if single else []
    lines += [Phrase("session.single_covered", {"places": safe})] if safe else []
    lines.append(Phrase("session.bridges", {"who": bridges}))
    signs = {
        PlateSign.EMPTY: not all(spots.values()),
        PlateSign.SINGLE: bool(single),
        PlateSign.NO_BRIDGE: not bridges,
    }
    return [*lines, *(Phrase(ADVICE, {"text": a.text}) for a in plate.advice if signs[a.when])]


def _covers(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> list[Phrase]:
    """Which partners have somebody who can take a place, process by process; never who that is."""
    return [
        Phrase("session.cover", {"place": place, "partners": _names(ctx, partners)})
        for place, partners in _partners_on(ctx, session, put, audience).items()
    ]


def _names(ctx: TurnContext, partners: tuple[PartnerId, ...]) -> tuple[str, ...]:
    return tuple(ctx.uow.collaborations.partner(partner).name for partner in partners)


def covered_by(ctx: TurnContext, session: GroupSession, audience: Audience) -> dict[str, tuple[PartnerId, ...]]:
    """The partners that have somebody to take a place, by process; none before that is shown."""
    plate = set_of(ctx, session).plate
    asked = put_in(ctx, session, plate.cover) if plate is not None and plate.cover is not None else None
    return _partners_on(ctx, session, asked, audience) if asked is not None and asked.is_shown else {}


def _partners_on(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience
) -> dict[str, tuple[PartnerId, ...]]:
    found = seats_on(ctx, session, put, audience)
    return {place: tuple(sorted({partner for _, partner in seats})) for place, seats in found.items()}


def seats_on(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience
) -> dict[str, tuple[Seat, ...]]:
    """Who took each option, as this audience may see it."""
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    return {
        option.text: tuple(chosen(ctx, session, put, audience, wording))
        for wording, option in zip(wordings(one, question), one.scale_of(question).options, strict=True)
    }


def stuck(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> dict[str, list[str]]:
    """By option, the group of actors of each person who took it; as this audience may see it."""
    actor = _actor_of(ctx, session, audience)
    return {place: [actor(seat) for seat in seats] for place, seats in seats_on(ctx, session, put, audience).items()}


def _actor_of(ctx: TurnContext, session: GroupSession, audience: Audience) -> Callable[[Seat], str]:
    """The group of actors of a person, as they said themselves and this audience may see it."""
    one = set_of(ctx, session)
    assert one.plate is not None
    asked_who = put_in(ctx, session, one.plate.actors)
    actors = chosen(ctx, session, asked_who, audience) if asked_who is not None else {}
    labels = one.scale_of(question_in(one, one.plate.actors))
    unknown = ctx.texts.phrases.plain(Phrase("session.actor_unknown"))
    return lambda seat: labels.label(actors.get(seat, "")) or unknown


def in_cells(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience
) -> dict[str, tuple[str, ...]]:
    """What stands in each cell of the picture: groups of actors with their number, or partners that have a stand-in."""
    plate = set_of(ctx, session).plate
    if plate is not None and put.about == plate.cover:
        return {p: _names(ctx, of) for p, of in _partners_on(ctx, session, put, audience).items()}
    spots = stuck(ctx, session, put, audience)
    return {p: tuple(f"{actor} {n}" for actor, n in sorted(Counter(who).items())) for p, who in spots.items()}


def notes_below(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> tuple[str, ...]:
    """What the picture says below: who is in several processes, who is alone somewhere."""
    plate = set_of(ctx, session).plate
    if plate is None or put.about != plate.spots:
        return ()
    found = _alone_and_between(ctx, session, put, plate, audience)
    return tuple(ctx.texts.phrases.plain(one) for one in found if one.key != ADVICE)
