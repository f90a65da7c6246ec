"""Which instruments somebody can answer and for whom, how far they are, and whose answers they may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.own_sets import PREFIX, own_set
from bot.content.question_sets import AnswerKind, QuestionSet, SetQuestion
from bot.dialogs.instruments.dialog import INSTRUMENT, InstrumentFacts
from bot.dialogs.instruments.ports import INSTRUMENTS, OWN_SETS
from bot.dialogs.instruments.rules import (
    InstrumentRun,
    InstrumentRunId,
    OwnSet,
    OwnSetId,
    answers_of,
    in_words,
    number_of,
)
from bot.dialogs.people.facts import known_person
from bot.domain.collaboration import Collaboration, Membership, Partner, Role
from bot.domain.errors import DomainError, NoSuchRowError
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase, Text
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext
from bot.turn.made_of import MadeOf
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
    """The instruments, in order, and those of one's own collaborations; some are for a group alone."""
    mine = dict.fromkeys(m.collaboration for m in _mine(ctx)) if ctx.person is not None else ()
    return (*ctx.texts.instrument.sets, *(one for there in mine for one in of_their_own(ctx, there)))


def offered_in(ctx: TurnContext, collaboration: CollaborationId) -> tuple[QuestionSet, ...]:
    """The instruments of a collaboration: those that all have, and its own."""
    return (*ctx.texts.instrument.sets, *of_their_own(ctx, collaboration))


def of_their_own(ctx: TurnContext, collaboration: CollaborationId, *, all_: bool = False) -> tuple[QuestionSet, ...]:
    """The sets of a collaboration itself, oldest first; `all_` with those that were taken away."""
    found = ctx.uow.get(OWN_SETS).of(collaboration)
    return tuple(_made(ctx, one) for one in found if all_ or one.taken_away_at is None)


def led_by_me(ctx: TurnContext) -> tuple[Collaboration, ...]:
    """The collaborations that this person leads."""
    mine = (m for m in _mine(ctx) if m.role is Role.FACILITATOR)
    return tuple(ctx.uow.collaborations.get(there) for there in dict.fromkeys(m.collaboration for m in mine))


def can_begin(ctx: TurnContext, one: QuestionSet) -> bool:
    """Whether it can be begun: a team's own as long as nobody took it away."""
    kept = own_set_of(ctx, one.id)
    return kept is None or kept.taken_away_at is None


def own_set_of(ctx: TurnContext, set_id: str) -> OwnSet | None:
    """What is kept of a set that is a collaboration's own, by its id; None for one that all have."""
    number_ = set_id.removeprefix(PREFIX)
    if set_id == number_ or not number_.isdecimal():
        return None
    try:
        return ctx.uow.get(OWN_SETS).get(OwnSetId(int(number_)))
    except NoSuchRowError:
        return None


def _made(ctx: TurnContext, one: OwnSet) -> QuestionSet:
    about = {"collaboration": ctx.uow.collaborations.get(one.collaboration).name}
    origin = ctx.texts.phrases.plain(Phrase("own_set.origin", about))
    return own_set(one.id, one.body, origin, ctx.texts.instrument)


def set_by(ctx: TurnContext, set_id: str, version: str) -> QuestionSet:
    """An instrument as it was written then; a team's own never changes. Raises `DomainError` for one that is gone."""
    kept = own_set_of(ctx, set_id)
    if kept is not None:
        return _made(ctx, kept)
    found = next((one for one in ctx.texts.of(version).sets if one.id == set_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def offered_set(ctx: TurnContext, set_id: str) -> QuestionSet:
    """One of them, also a team's own that was taken away. Raises `DomainError` for another."""
    kept = own_set_of(ctx, set_id)
    if kept is not None and any(m.collaboration == kept.collaboration for m in _mine(ctx)):
        return _made(ctx, kept)
    found = next((one for one in ctx.texts.instrument.sets if one.id == set_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def private_set(ctx: TurnContext, set_id: str) -> QuestionSet:
    """One of them that one person can answer. Raises `DomainError` for another."""
    found = offered_set(ctx, set_id)
    if not found.in_private:
        raise DomainError("errors.expired")
    return found


def for_partners(ctx: TurnContext, one: QuestionSet | None = None) -> tuple[ForPartner, ...]:
    """The partners for whom this person fills in, each once; for a team's own set only those it was made for."""
    kept = own_set_of(ctx, one.id) if one is not None else None
    mine = [m for m in _mine(ctx) if m.partner is not None and m.role.fills_in]
    mine = [m for m in mine if kept is None or m.collaboration == kept.collaboration]
    partners = {m.partner: m.collaboration for m in mine if m.partner is not None}
    keep = ctx.uow.collaborations
    return tuple(ForPartner(keep.get(there), keep.partner(partner)) for partner, there in partners.items())


def chosen_partner(ctx: TurnContext, partner: str, of: QuestionSet) -> ForPartner:
    """One of them, by its id. Raises `DomainError` for a partner this person does not fill this set in for."""
    found = next((one for one in for_partners(ctx, of) if one.partner.id == number(partner)), None)
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
    return set_by(ctx, run.instrument, talk.content_version)


def question_in(one: QuestionSet, question_id: str | None) -> SetQuestion:
    """A question by its id. Raises `DomainError` for one that is not in the set."""
    found = next((question for question in one.questions if question.id == question_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def in_full(one: QuestionSet, question: SetQuestion) -> str:
    """A question where its heading does not stand above it: of a place the heading says what it is about."""
    title = one.section_of(question.id).title if question.kind is AnswerKind.PLACE else ""
    return f"{title}: {question.text}" if title else question.text


def made_of(ctx: TurnContext, of: MadeOf) -> Iterator[Phrase]:
    """The question of a set that an agreement was made of; and for whoever made it what they answered in private."""
    sets = (*ctx.texts.instrument.sets, *of_their_own(ctx, of.collaboration, all_=True))
    one = next((one for one in sets if any(question.id == of.question for question in one.questions)), None)
    if one is None:
        return
    question = question_in(one, of.question)
    yield Phrase("verdieping.made_of", {"name": one.name, "question": in_full(one, question)})
    person = ctx.person
    run = my_run(ctx, one, of.partner) if of.partner is not None and person is not None else None
    talk = held(ctx, run) if run is not None and run.person == of.maker else None
    said = in_words(one, question, ctx.uow.conversations.answers(talk.id)) if talk is not None else None
    if said is not None:
        typed = isinstance(said, str)
        yield Phrase("verdieping.answer", {"name": "", "mine": True, "text": said, "typed": typed})


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
