"""What was answered to a question, as an audience may see it: numbers, places, stickers and words. Never who."""

from bot.content.question_sets import AnswerKind, SetQuestion
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.answers import Audience, chosen, written
from bot.dialogs.sessions.facts.held import before, set_of
from bot.dialogs.sessions.facts.put import AMBITION_WORDING, partners_in, put_in, wordings
from bot.dialogs.sessions.rules import GroupSession
from bot.dialogs.sessions.screens.plate import is_actors, stickers
from bot.domain.ids import PartnerId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

KEY = "session.place_key"
"""The phrase that says what the dots mean."""
RESULT = "i-"
"""How the token of a link begins that opens the result of a session in private; the session follows."""


MOST_ZEROS = 4
"""Of more answers than these only those that were given are told."""


def name_of_partner(ctx: TurnContext, partner: PartnerId) -> str:
    return ctx.uow.collaborations.partner(partner).name


def prefix_of(ctx: TurnContext, question: SetQuestion, wording: int) -> str:
    if not question.ambition:
        return ""
    return ctx.label("plek_straks" if wording == AMBITION_WORDING else "plek_nu") + " "


def result_lines(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience, *, talk: bool = False
) -> list[Phrase]:
    """What was answered to a question, as this audience may see it: numbers, places, and what was written.

    `talk`: who differs is invited to say why.
    """
    lines = chosen_lines(ctx, session, put, audience, talk=talk)
    for said in written(ctx, session, put, audience):
        speaker = name_of_partner(ctx, said.partner) if said.partner is not None and session.partner is None else ""
        lines.append(Phrase("session.said", {"speaker": speaker, "text": said.text}))
    return lines


def chosen_lines(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience, *, talk: bool = False
) -> list[Phrase]:
    """What was chosen, without what was written."""
    question = question_in(set_of(ctx, session), put.about)
    lines: list[Phrase] = []
    if question.several:
        lines = stickers(ctx, session, put, audience)
    elif question.kind is AnswerKind.CHOOSE:
        lines = _counts(ctx, session, put, question, audience)
        lines += _differ(ctx, session, put, question, audience) if talk and not is_actors(ctx, session, put) else []
    elif question.kind is AnswerKind.PLACE:
        lines = _places(ctx, session, put, question, audience)
    return lines


def explained_once(lines: list[Phrase], explained: list[Phrase]) -> list[Phrase]:
    """The lines of one question among several: without what dots mean where `explained` has that, which is kept."""
    left = [one for one in lines if one not in explained]
    explained += [one for one in left if one.key == KEY]
    return left


def own_lines(ctx: TurnContext, session: GroupSession, put: PutQuestion, viewer: Viewer) -> list[Phrase]:
    """What this person answered to a question that is not shown: it is theirs alone."""
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    lines: list[Phrase] = []
    for wording in wordings(one, question) if question.kind is not AnswerKind.WRITE else ():
        for seat, choice in chosen(ctx, session, put, viewer, wording).items():
            if seat[0] == viewer.person:
                about = {
                    "prefix": prefix_of(ctx, question, wording).strip(),
                    "answer": one.scale_of(question).label(choice),
                }
                lines.append(Phrase("session.own", about))
    said = written(ctx, session, put, viewer)
    return lines + [Phrase("session.said", {"speaker": "", "text": one_.text}) for one_ in said]


def _counts(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """Per partner, how often each answer was given."""
    given = chosen(ctx, session, put, audience)
    if not given:
        return []
    options = set_of(ctx, session).scale_of(question).options
    lines = []
    for partner in partners_in(ctx, session, tuple(given)):
        theirs = [choice for (_, of), choice in given.items() if of == partner]
        if not theirs:
            lines.append(Phrase("groups.gave_none", {"partner": name_of_partner(ctx, partner)}))
            continue
        counts = tuple(
            Phrase("groups.count", {"choice": option.text, "number": theirs.count(option.value)})
            for option in options
            if len(options) <= MOST_ZEROS or option.value in theirs
        )
        lines.append(Phrase("groups.tally", {"partner": name_of_partner(ctx, partner), "counts": counts}))
    return lines


def _differ(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """The two answers furthest apart, where not all gave the same."""
    given = chosen(ctx, session, put, audience).values()
    found = [option.text for option in set_of(ctx, session).scale_of(question).options if option.value in given]
    return [Phrase("session.differ", {"ends": (found[0], found[-1])})] if len(found) > 1 else []


def _places(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """The line from one end to the other: a full dot for each who stands there now, an open one for who wants to."""
    now = list(chosen(ctx, session, put, audience).values())
    later = list(chosen(ctx, session, put, audience, AMBITION_WORDING).values()) if question.ambition else []
    if not now and not later:
        return []
    lines = [
        Phrase(
            "session.place",
            {"place": option.text, "dots": dots(now.count(option.value), later.count(option.value))},
        )
        for option in set_of(ctx, session).scale_of(question).options
    ]
    return [
        *lines,
        Phrase(KEY, {"ambition": question.ambition}),
        *_last_time(ctx, session, put, audience),
    ]


def _last_time(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> list[Phrase]:
    """Where people stood the last time, where this was asked then as well."""
    earlier = before(ctx, session)
    then = put_in(ctx, earlier, put.about) if earlier is not None else None
    if earlier is None or then is None:
        return []
    question = question_in(set_of(ctx, earlier), then.about)
    now = list(chosen(ctx, earlier, then, audience).values())
    later = list(chosen(ctx, earlier, then, audience, AMBITION_WORDING).values()) if question.ambition else []
    if not now and not later:
        return []
    places = tuple(
        f"{option.text} {dots(now.count(option.value), later.count(option.value))}"
        for option in set_of(ctx, earlier).scale_of(question).options
    )
    zone = ctx.uow.collaborations.get(session.collaboration).zone
    day = earlier.began_at.astimezone(zone).date()
    return [Phrase("session.last_time", {"day": day, "context": earlier.context, "places": places})]


def dots(now: int, later: int) -> str:
    """A full dot for each who stands there now, an open one for each who wants to; a dash for nobody."""
    return "●" * now + "○" * later or "–"
