"""A plate with stickers: who is where, by group of actors; empty spots, spots of one person, who is in several."""

from collections import Counter

from bot.content.question_sets import PlateSign, SetQuestion
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts import (
    Audience,
    chosen,
    put_in,
    set_of,
    wordings,
)
from bot.dialogs.sessions.rules import GroupSession
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def is_actors(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> bool:
    plate = set_of(ctx, session).plate
    return plate is not None and plate.actors == put.about


def stickers(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """Who is where, by group of actors: empty spots, spots of one person, who is in several; what the source says."""
    one = set_of(ctx, session)
    spots = stuck(ctx, session, put, audience)
    if not any(spots.values()) or one.plate is None:
        return []
    lines = [Phrase("session.heart", {"text": one.plate.heart.text})]
    for place, who in spots.items():
        found = sorted(Counter(who).items())
        counted = tuple(Phrase("session.spot_of", {"actor": actor, "number": n}) for actor, n in found)
        key = "session.spot" if counted else "session.spot_empty"
        lines.append(Phrase(key, {"place": place, "who": counted}))
    empty = tuple(place for place, who in spots.items() if not who)
    single = tuple(place for place, who in spots.items() if len(who) == 1)
    bridges = _bridges(ctx, session, put, question, audience)
    lines += [Phrase("session.empty", {"places": empty})] if empty else []
    lines += [Phrase("session.single", {"places": single})] if single else []
    lines.append(Phrase("session.bridges", {"number": bridges}))
    signs = {PlateSign.EMPTY: bool(empty), PlateSign.SINGLE: bool(single), PlateSign.NO_BRIDGE: not bridges}
    return [*lines, *(Phrase("session.advice", {"text": a.text}) for a in one.plate.advice if signs[a.when])]


def stuck(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> dict[str, list[str]]:
    """By process, the group of actors of each person who is there; as this audience may see it."""
    one = set_of(ctx, session)
    assert one.plate is not None
    question = question_in(one, put.about)
    asked_who = put_in(ctx, session, one.plate.actors)
    actors = chosen(ctx, session, asked_who, audience) if asked_who is not None else {}
    labels = one.scale_of(question_in(one, one.plate.actors))
    unknown = ctx.texts.phrases.plain(Phrase("session.actor_unknown"))
    return {
        option.text: [
            labels.label(actors.get(seat, "")) or unknown for seat in chosen(ctx, session, put, audience, wording)
        ]
        for wording, option in zip(wordings(one, question), one.scale_of(question).options, strict=True)
    }


def _bridges(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> int:
    """How many people are in more than one process."""
    parts = wordings(set_of(ctx, session), question)
    seats = Counter(seat for part in parts for seat in chosen(ctx, session, put, audience, part))
    return sum(number > 1 for number in seats.values())


def bridge_line(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> Phrase:
    return Phrase("session.bridges", {"number": _bridges(ctx, session, put, question, audience)})
