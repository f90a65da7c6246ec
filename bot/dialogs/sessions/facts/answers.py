"""Who has answered a question, and what was answered, as an audience may see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.question_sets import AnswerKind, Reveal
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import GroupQuestion
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion
from bot.dialogs.sessions.facts.held import set_of
from bot.dialogs.sessions.facts.put import electorate, tapped, wordings
from bot.dialogs.sessions.facts.writing import kept_back
from bot.dialogs.sessions.rules import Came, GroupSession, Seat, came_of, given_in
from bot.domain.ids import PartnerId
from bot.domain.visibility import Circle, Viewer, may_see
from bot.turn.context import TurnContext

Audience = Viewer | Circle


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote to a question, for a partner."""

    partner: PartnerId | None
    text: str


def asked(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> GroupQuestion[Seat]:
    """A question as it is now: once it is shown, what was given stands, also of who left since."""
    among = electorate(ctx, session)
    return GroupQuestion(among, frozenset(_answered(ctx, session, put)), put.is_shown)


def _answered(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> Iterator[Seat]:
    """Who answered, in whole or in part."""
    question = question_in(set_of(ctx, session), put.about)
    if question.kind is AnswerKind.WRITE:
        for said in ctx.uow.get(QUESTIONS).contributions_to(put.id):
            if said.partner is not None and not said.withdrawn:
                yield said.person, said.partner
        yield from (one.seat for one in kept_back(ctx, session, put))
        return
    yield from set().union(*_parts(ctx, session, put))


def half(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> frozenset[Seat]:
    """Who tapped one of a place now and where to. That counts and is shown like a whole answer."""
    if not question_in(set_of(ctx, session), put.about).ambition:
        return frozenset()
    now, later = _parts(ctx, session, put)
    return frozenset(now ^ later)


def _parts(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> list[set[Seat]]:
    one = set_of(ctx, session)
    return [set(tapped(ctx, put, wording)) for wording in wordings(one, question_in(one, put.about))]


def came(ctx: TurnContext, session: GroupSession, question: str) -> Came:
    """What came of a question, as every message and page tells it."""
    every = ctx.uow.get(QUESTIONS).of_session(session.id)
    put = next((one for one in every if one.about == question), None)
    return came_of(
        session.running,
        put,
        passed=put is not None and any(one.id > put.id for one in every),
        until_the_end=set_of(ctx, session).reveal is Reveal.SET,
        answered=put is not None and bool(asked(ctx, session, put).answered),
    )


def chosen(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience, wording: int = FIRST_WORDING
) -> dict[Seat, str]:
    """What was chosen, by seat; empty for an audience that may not see it (yet)."""
    return {
        seat: choice
        for seat, choice in tapped(ctx, put, wording).items()
        if may_see(given_in(session, seat[0], shown=put.is_shown), audience)
    }


def written(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> tuple[Said, ...]:
    """What was written to a question, in order, as this audience may see it."""
    said = [
        (one.person, Said(one.partner, one.text))
        for one in ctx.uow.get(QUESTIONS).contributions_to(put.id)
        if not one.withdrawn
    ]
    said += [(one.seat[0], Said(one.seat[1], one.text)) for one in kept_back(ctx, session, put)]
    return tuple(what for person, what in said if may_see(given_in(session, person, shown=put.is_shown), audience))
