"""What people do in a group during a session: `/verdieping`, answer; and, for who leads, begin, show, go on, stop."""

from bot.content.question_sets import AnswerKind
from bot.dialogs.groups.facts import actor, bound, leads, must_lead
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.actions import answering, course, showing
from bot.dialogs.sessions.facts.answers import asked
from bot.dialogs.sessions.facts.held import asks_context, offered, offered_set, running, set_of
from bot.dialogs.sessions.facts.put import AMBITION_WORDING, asked_in, has_chosen, is_open
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession
from bot.dialogs.sessions.screens.offer import list_of, offer
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PersonId, QuestionId, SessionId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.incoming import Replied

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def deepen(ctx: TurnContext) -> None:
    """`/verdieping`: the question on the table below everything; while nothing goes on, what there is."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    session = running(ctx, binding)
    if session is not None and session.question is not None:
        course.put_on_table(ctx, binding, session, session.question)
        return
    if not leads(ctx, binding, acting):
        raise DomainError("session.leaders_begin")
    ctx.show(list_of(ctx, binding, offered(ctx, binding)))


def look(ctx: TurnContext, argument: str) -> None:
    """One instrument, before it begins: `set`."""
    binding = bound(ctx)
    must_lead(ctx, binding)
    ctx.show(offer(ctx, binding, offered_set(ctx, binding, argument)))


def begin(ctx: TurnContext, argument: str) -> None:
    """`Begin`: `set`."""
    binding = bound(ctx)
    must_lead(ctx, binding)
    one = offered_set(ctx, binding, argument)
    course.begin(ctx, binding, one, actor(ctx, binding).person.id)
    ctx.page(Phrase("session.begun", {"set": one.name}))


# --- answers ---


def answer(ctx: TurnContext, argument: str) -> None:
    """An answer with a tap: `question.wording.value`. Told to the one who tapped, to nobody else."""
    id_, _, rest = argument.partition(".")
    wording, _, value = rest.partition(".")
    binding, session, put = _open_question(ctx, id_)
    acting = actor(ctx, binding)
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    label = one.scale_of(question).label(value) if question.kind is not AnswerKind.WRITE else None
    if label is None:
        raise DomainError("errors.expired")
    if put.is_shown:
        raise DomainError("session.shown_already")
    seat = answering.seat_for(ctx, session, binding, acting)
    if seat is None:
        ctx.notify(Phrase("groups.choose_partner"))
        return
    answering.choose(ctx, session, put, seat, number(wording), value)
    later = question.ambition and number(wording) == AMBITION_WORDING
    label = f"{ctx.label('plek_straks' if later else 'plek_nu')} {label}" if question.ambition else label
    off = question.several and has_chosen(ctx, put, seat, number(wording)) is None
    ctx.notify(Phrase("session.noted", {"answer": label, "at_the_end": one.reveal == "set", "off": off}))


def _open_question(ctx: TurnContext, argument: str) -> tuple[Binding, GroupSession, PutQuestion]:
    """The question on the table in this group. Raises `DomainError` for another."""
    binding = bound(ctx)
    put = ctx.uow.get(QUESTIONS).get(QuestionId(number(argument)))
    session = running(ctx, binding)
    if session is None or put.session != session.id or put.about != session.question:
        raise DomainError("errors.expired")
    return binding, session, put


def replied(ctx: TurnContext, binding: Binding, placed: LiveMessageId, said: Replied) -> bool:
    """An answer below a question of a session. False when it is below something else."""
    found = asked_in(ctx, placed)
    if found is None:
        return False
    put, session = found
    if not session.running or (session.collaboration, session.partner) != (binding.collaboration, binding.partner):
        raise DomainError("session.over")
    acting = actor(ctx, binding)
    if asks_context(set_of(ctx, session), put.about):
        _told_context(ctx, session, put, binding, said)
        return True
    seat = answering.seat_of_words(ctx, session, binding, acting)
    answering.write(ctx, session, put, seat, answering.Typed(ctx.chat, said.message, said.text))
    ctx.reaction = KEPT
    return True


def _told_context(ctx: TurnContext, session: GroupSession, put: PutQuestion, binding: Binding, said: Replied) -> None:
    """What it is about: whoever leads says so, as long as that is on the table."""
    must_lead(ctx, binding)
    if session.question != put.about:
        raise DomainError("session.context_known")
    course.tell_context(ctx, binding, session, said.text)
    ctx.reaction = KEPT


def is_below(ctx: TurnContext, placed: LiveMessageId) -> bool:
    """Whether a question of a session stands in this message."""
    return asked_in(ctx, placed) is not None


def is_kept(ctx: TurnContext, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether what was said in this message stands below a question of a session here."""
    mine = [one for one in ctx.uow.get(QUESTIONS).contributions_of(person) if one.message == message]
    found = [ctx.uow.get(QUESTIONS).get(one.question) for one in mine]
    return any(one.session is not None and one.binding == binding.id for one in found)


# --- leading ---


def _led(ctx: TurnContext, argument: str) -> tuple[Binding, GroupSession, PutQuestion]:
    """The question on the table, before somebody who leads: `session.question`. Raises `DomainError` for others."""
    id_, _, question = argument.partition(".")
    binding, session, put = _open_question(ctx, question)
    if str(session.id) != id_ or asks_context(set_of(ctx, session), put.about):
        raise DomainError("errors.expired")
    must_lead(ctx, binding)
    return binding, session, put


def show_result(ctx: TurnContext, argument: str) -> None:
    """`Toon uitslag` of a question, without waiting for the others."""
    _, session, put = _led(ctx, argument)
    if set_of(ctx, session).reveal == "set":
        raise DomainError("errors.expired")
    showing.show_result(ctx, session, put)


def go_on(ctx: TurnContext, argument: str) -> None:
    """`Volgende ›`: behind a question that is shown; where all is shown at the end, at any time."""
    binding, session, put = _led(ctx, argument)
    one = set_of(ctx, session)
    if one.questions[-1].id == put.about or (one.reveal != "set" and is_open(put)):
        raise DomainError("errors.expired")
    course.go_on(ctx, binding, session)


def skip(ctx: TurnContext, argument: str) -> None:
    """`Overslaan`: on without showing anything of this question, now or later; not once somebody answered it."""
    binding, session, put = _led(ctx, argument)
    if not is_open(put):
        raise DomainError("errors.expired")
    if asked(ctx, session, put).counted:
        raise DomainError("session.answered_already")
    course.go_on(ctx, binding, session)


def finish(ctx: TurnContext, argument: str) -> None:
    """`Klaar`, or `Toon uitslag` of all, at the last question."""
    _, session, put = _led(ctx, argument)
    one = set_of(ctx, session)
    if one.questions[-1].id != put.about or (one.reveal != "set" and is_open(put)):
        raise DomainError("errors.expired")
    course.finish(ctx, session, show_all=one.reveal == "set")


def stop(ctx: TurnContext, argument: str) -> None:
    """`Stoppen`: once more, because it cannot be taken up again: `session`."""
    _must_run(ctx, argument)
    ctx.tell(
        Phrase("session.sure"),
        ctx.group_button("ja_stoppen_set", f"vstopnu:{argument}"),
        ctx.group_button("nog_niet", f"vstopniet:{argument}"),
    )


def stop_now(ctx: TurnContext, argument: str) -> None:
    """It is over. What was not shown stays hidden."""
    session = _must_run(ctx, argument)
    ctx.page(Phrase("session.stopped"))
    course.finish(ctx, session)


def stop_not(ctx: TurnContext, argument: str) -> None:
    """Go on after all."""
    _must_run(ctx, argument)
    ctx.page(Phrase("discussion.goes_on"))


def _must_run(ctx: TurnContext, argument: str) -> GroupSession:
    binding = bound(ctx)
    session = running(ctx, binding)
    if session is None or ctx.uow.get(SESSIONS).get(SessionId(number(argument))).id != session.id:
        raise DomainError("errors.expired")
    must_lead(ctx, binding)
    return session
