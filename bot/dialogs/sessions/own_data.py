"""What a person answered in sessions of groups."""

from collections.abc import Iterator

from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion
from bot.dialogs.sessions.facts.held import set_of
from bot.dialogs.sessions.facts.put import answerable, wordings
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession
from bot.domain.collaboration import Person
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, plain


def answers(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [
        {"samenwerking": place.name, "instrument": session.instrument, "begonnen": plain(session.began_at), **found}
        for place in of.collaborations
        for session in ctx.uow.get(SESSIONS).of(place.id)
        for put in answerable(ctx, session)
        for found in _given(ctx, of.person, session, put)
    ]


def _given(ctx: TurnContext, person: Person, session: GroupSession, put: PutQuestion) -> Iterator[Found]:
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    about = {"vraag": question.text, "getoond": put.is_shown}
    for wording in wordings(one, question):
        for vote in ctx.uow.get(QUESTIONS).ballots(put.id, wording):
            if vote.person == person.id:
                label = one.scale_of(question).label(vote.choice)
                later = {"waar_naartoe": True} if question.ambition and wording != FIRST_WORDING else {}
                yield {**about, **later, "namens": partner_name(ctx, vote.partner), "antwoord": label}
    for said in ctx.uow.get(QUESTIONS).contributions_to(put.id):
        if said.person == person.id and said.partner is not None:
            yield {**about, "namens": partner_name(ctx, said.partner), "antwoord": said.text}
