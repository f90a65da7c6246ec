"""What is written in private and kept back until it is shown: who may write, and what they wrote."""

from dataclasses import dataclass

from bot.content.question_sets import AnswerKind, Reveal
from bot.dialogs.groups.facts import chosen_partner, name_of
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind
from bot.dialogs.sessions.dialog import ANSWER, SET_ANSWER, WORDS, SetAnswerFacts
from bot.dialogs.sessions.facts.held import binding_of, set_of
from bot.dialogs.sessions.facts.put import electorate
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, Seat
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, QuestionId
from bot.engine.model import Phrase, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext
from bot.turn.records import Conversation


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What somebody wrote in private, in the talk where it stands until it is shown."""

    held: Conversation
    seat: Seat
    text: str


def kept_back(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> tuple[KeptBack, ...]:
    """All that was written in private by who answers here. To count it, to show it to all, or to its author."""
    if put.is_shown:
        return ()
    ctx.uow.conversations.read_ahead(SET_ANSWER, put.id)
    found = []
    for person, seat in _speakers(ctx, session).items():
        held = ctx.uow.conversations.find(SET_ANSWER, ctx.uow.people.get(person).chat, put.id)
        given = ctx.uow.conversations.answers(held.id).get(StepId(WORDS)) if held is not None else None
        if held is not None and isinstance(given, Written):
            found.append(KeptBack(held, seat, given.text))
    return tuple(found)


def _speakers(ctx: TurnContext, session: GroupSession) -> dict[PersonId, Seat]:
    """Each person with the partner they write for: of several the one they chose here, until then the first."""
    binding = binding_of(ctx, session)
    found: dict[PersonId, Seat] = {}
    for seat in electorate(ctx, session):
        if seat[0] not in found or chosen_partner(ctx, binding, seat[0]) == seat[1]:
            found[seat[0]] = seat
    return found


def open_to_write(ctx: TurnContext, put: PutQuestion) -> GroupSession:
    """The session of a question, for who answers there. Raises `DomainError` once it is over, and for others."""
    if put.session is None or put.kind is not QuestionKind.OF_SET:
        raise DomainError("errors.expired")
    session = ctx.uow.get(SESSIONS).get(put.session)
    if known_person(ctx).id not in {person for person, _ in electorate(ctx, session)}:
        raise DomainError("errors.not_a_member")
    if not session.running:
        raise DomainError("session.over")
    if put.about != session.question and set_of(ctx, session).reveal is not Reveal.SET:
        raise DomainError("session.shown_already" if put.is_shown else "session.passed")
    return session


def set_answer(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """Writing an answer. Raises `DomainError` for who does not answer here, and once it is shown."""
    put = ctx.uow.get(QUESTIONS).get(QuestionId(conversation.subject))
    session = open_to_write(ctx, put)
    question = question_in(set_of(ctx, session), put.about)
    if put.is_shown:
        raise DomainError("session.shown_already")
    if question.kind is not AnswerKind.WRITE:
        raise DomainError("errors.expired")
    facts = SetAnswerFacts(put.id, question.text, session.partner is None)
    header = Phrase("session.header", {"name": name_of(ctx, binding_of(ctx, session))})
    return DialogContext(ANSWER.begin(facts), header)
