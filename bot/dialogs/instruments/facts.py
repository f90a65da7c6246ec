"""Which instruments somebody can answer and for whom, how far they are, and whose answers they may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.question_sets import QuestionSet, SetQuestion
from bot.dialogs.instruments.dialog import INSTRUMENT, InstrumentFacts
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.instruments.rules import InstrumentRun, InstrumentRunId, answers_of, in_words, number_of
from bot.dialogs.people.facts import known_person
from bot.domain.collaboration import Collaboration, Membership, Partner
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, PersonId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase, Text
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext
from bot.turn.records import Conversation
from bot.turn.tasks import with_place

DIALOG = INSTRUMENT.id


@dataclass(frozen=True, slots=True)
class ForPartner:
    """For whom somebody can answer an instrument."""

    collaboration: Collaboration
    partner: Partner


@dataclass(frozen=True, slots=True)
class InstrumentAnswer:
    """What somebody answered to one question, as this viewer may see it."""

    person: PersonId
    name: str
    text: Text


def offered(ctx: TurnContext) -> tuple[QuestionSet, ...]:
    """The instruments, in order; some are for a group alone."""
    return ctx.texts.instrument.sets


def offered_set(ctx: TurnContext, set_id: str) -> QuestionSet:
    """One of them. Raises `DomainError` for another."""
    found = next((one for one in offered(ctx) if one.id == set_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def private_set(ctx: TurnContext, set_id: str) -> QuestionSet:
    """One of them that one person can answer. Raises `DomainError` for another."""
    found = offered_set(ctx, set_id)
    if not found.in_private:
        raise DomainError("errors.expired")
    return found


def for_partners(ctx: TurnContext) -> tuple[ForPartner, ...]:
    """The partners for whom this person fills in, each once."""
    mine = [m for m in _mine(ctx) if m.partner is not None and m.role.fills_in]
    partners = {m.partner: m.collaboration for m in mine if m.partner is not None}
    keep = ctx.uow.collaborations
    return tuple(ForPartner(keep.get(there), keep.partner(partner)) for partner, there in partners.items())


def chosen_partner(ctx: TurnContext, partner: str) -> ForPartner:
    """One of them, by its id. Raises `DomainError` for a partner this person does not fill in for."""
    found = next((one for one in for_partners(ctx) if one.partner.id == number(partner)), None)
    if found is None:
        raise DomainError("errors.not_a_member")
    return found


def my_run(ctx: TurnContext, one: QuestionSet, partner: PartnerId) -> InstrumentRun | None:
    """This person's own answers for a partner, if they began."""
    return ctx.uow.get(INSTRUMENTS).find(one.id, partner, known_person(ctx).id)


def own_run(ctx: TurnContext, argument: str) -> InstrumentRun:
    """One's own run by its id. Raises `DomainError` for somebody else's."""
    run = ctx.uow.get(INSTRUMENTS).get(InstrumentRunId(number(argument)))
    if run.person != known_person(ctx).id:
        raise DomainError("errors.expired")
    return run


def held(ctx: TurnContext, run: InstrumentRun) -> Conversation | None:
    """The talk in which somebody answers."""
    return ctx.uow.conversations.find(DIALOG, ctx.uow.people.get(run.person).chat, run.id)


def set_of(ctx: TurnContext, run: InstrumentRun, talk: Conversation) -> QuestionSet:
    """The instrument as it was written when this was begun. Raises `DomainError` where it is not there any more."""
    edition = ctx.texts.of(talk.content_version)
    found = next((one for one in edition.sets if one.id == run.instrument), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def question_in(one: QuestionSet, question_id: str | None) -> SetQuestion:
    """A question by its id. Raises `DomainError` for one that is not in the set."""
    found = next((question for question in one.questions if question.id == question_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def viewer_of(ctx: TurnContext, run: InstrumentRun) -> Viewer:
    """This person, who handed in their own run or did not."""
    here = tuple(m for m in _mine(ctx) if m.collaboration == run.collaboration)
    return Viewer(known_person(ctx).id, here, handed_in=run.handed_in_at is not None)


def answered(ctx: TurnContext, run: InstrumentRun, question: SetQuestion) -> Iterator[InstrumentAnswer]:
    """What this person and, as far as they may see it, their colleagues answered to a question; one's own first."""
    viewer = viewer_of(ctx, run)
    theirs = ctx.uow.get(INSTRUMENTS).of_partner(run.instrument, run.partner)
    for one in sorted(theirs, key=lambda other: (other.id != run.id, other.id)):
        talk = held(ctx, one) if may_see(answers_of(one), viewer) else None
        if talk is None:
            continue
        text = in_words(set_of(ctx, one, talk), question, ctx.uow.conversations.answers(talk.id))
        if text is not None:
            yield InstrumentAnswer(one.person, ctx.uow.people.get(one.person).name, text)


def colleagues_ready(ctx: TurnContext, run: InstrumentRun) -> bool:
    """Whether there are answers of colleagues that this person may see."""
    viewer = viewer_of(ctx, run)
    theirs = ctx.uow.get(INSTRUMENTS).of_partner(run.instrument, run.partner)
    return any(one.id != run.id and may_see(answers_of(one), viewer) for one in theirs)


def all_handed_in(ctx: TurnContext) -> frozenset[str]:
    """The instruments that this person handed in for every partner they fill in for."""
    partners = {there.partner.id for there in for_partners(ctx)}
    mine = ctx.uow.get(INSTRUMENTS).of_person(known_person(ctx).id) if partners else ()
    ready = {(run.instrument, run.partner) for run in mine if run.handed_in_at is not None}
    return frozenset(one for one, _ in ready if all((one, partner) in ready for partner in partners))


def numbers(ctx: TurnContext, one: QuestionSet) -> Iterator[tuple[ForPartner, int]]:
    """How many handed in, per partner of which this person may know that, where there are any."""
    mine = _mine(ctx)
    for there in dict.fromkeys(m.collaboration for m in mine):
        viewer = Viewer(mine[0].person, tuple(m for m in mine if m.collaboration == there))
        for partner in ctx.uow.collaborations.partners(there):
            if not may_see(number_of(partner.id), viewer):
                continue
            runs = ctx.uow.get(INSTRUMENTS).of_partner(one.id, partner.id)
            ready = sum(run.handed_in_at is not None for run in runs)
            if ready:
                yield ForPartner(ctx.uow.collaborations.get(there), partner), ready


def _mine(ctx: TurnContext) -> tuple[Membership, ...]:
    person = ctx.person
    return ctx.uow.collaborations.memberships_of(person.id) if person is not None else ()


# --- the talk ---


def questions(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """The talk of one person. Raises `DomainError` for who does not fill in for that partner (any more)."""
    run = ctx.uow.get(INSTRUMENTS).get(InstrumentRunId(conversation.subject))
    fills_in = viewer_of(ctx, run).fills_in_for(run.partner) if ctx.person is not None else False
    if run.person != conversation.person or not fills_in:
        raise DomainError("errors.not_a_member")
    about = {
        "collaboration": ctx.uow.collaborations.get(run.collaboration).name,
        "partner": ctx.uow.collaborations.partner(run.partner).name,
    }
    one = set_of(ctx, run, conversation)
    return DialogContext(INSTRUMENT.begin(InstrumentFacts(one, run.id)), Phrase("places.header", about))


def called(ctx: TurnContext, conversation: Conversation) -> Phrase | str:
    """What a talk is called on a button, with where somebody is in it."""
    run = ctx.uow.get(INSTRUMENTS).get(InstrumentRunId(conversation.subject))
    return with_place(ctx, set_of(ctx, run, conversation).name, conversation)
