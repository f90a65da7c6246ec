"""What people do in a group during a session: `/verdieping`, answer; and, for who leads, begin, show, go on, stop.

The controls stand there while no panel has them, and below questions of earlier versions.
"""

from bot.content.question_sets import AnswerKind
from bot.dialogs.groups.facts import actor, bound, leads, must_lead
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.actions import answering, course, leading
from bot.dialogs.sessions.actions.steering import CONTROLS, Steer, session_at, steered, table_at
from bot.dialogs.sessions.facts.held import asks_context, offered, offered_set, running, set_of
from bot.dialogs.sessions.facts.put import AMBITION_WORDING, asked_in, has_chosen
from bot.dialogs.sessions.rules import GroupSession
from bot.dialogs.sessions.screens.offer import list_of, offer
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PersonId, QuestionId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import GroupAction
from bot.turn.incoming import Replied

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def deepen(ctx: TurnContext) -> None:
    """`/verdieping`: the question on the table below everything; while nothing goes on, what there is."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    session = running(ctx, binding)
    if session is not None:
        leading.bring_up(ctx, binding, session, acting)
        return
    if not leads(ctx, binding, acting):
        raise DomainError("session.leaders_begin")
    ctx.show(list_of(ctx, binding, offered(ctx, binding)))


def go_on_leading(ctx: TurnContext) -> bool:
    """`/gesprek` during a session gives that to whoever takes over. False while there is none."""
    binding = ctx.uow.groups.at(ctx.chat_thread)
    session = running(ctx, binding) if binding is not None else None
    if binding is None or session is None:
        return False
    leading.bring_up(ctx, binding, session, actor(ctx, binding))
    return True


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
    leading.must_conduct(ctx, binding, actor(ctx, binding))
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


def _steers(steer: Steer) -> GroupAction:
    """What whoever leads taps below a question: `session.question`."""

    def run(ctx: TurnContext, argument: str) -> None:
        id_, _, question = argument.partition(".")
        binding = bound(ctx)
        table = table_at(ctx, binding, _going_on(ctx, binding, id_), question)
        steered(steer, ctx, table, actor(ctx, binding))

    return run


def _going_on(ctx: TurnContext, binding: Binding, id_: str) -> GroupSession:
    """The session a button belongs to, which must be the one of this group."""
    session = session_at(ctx, id_)
    here = running(ctx, binding)
    if here is None or here.id != session.id:
        raise DomainError("errors.expired")
    return session


def take_over(ctx: TurnContext, argument: str) -> None:
    """Somebody who may lead taps that they do from now on: `session`."""
    binding = bound(ctx)
    session = _going_on(ctx, binding, argument)
    must_lead(ctx, binding)
    ctx.page(Phrase("groups.taken_over"))
    leading.take_over(ctx, binding, session, actor(ctx, binding))


def _conducted(ctx: TurnContext, argument: str) -> GroupSession:
    """The session a button belongs to, for who leads: `session`."""
    binding = bound(ctx)
    session = _going_on(ctx, binding, argument)
    leading.must_conduct(ctx, binding, actor(ctx, binding))
    return session


def stop(ctx: TurnContext, argument: str) -> None:
    """`Stoppen`: once more, because it cannot be taken up again: `session`."""
    _conducted(ctx, argument)
    ctx.tell(
        Phrase("session.sure"),
        ctx.group_button("ja_stoppen_set", f"vstopnu:{argument}"),
        ctx.group_button("nog_niet", f"vstopniet:{argument}"),
    )


def stop_now(ctx: TurnContext, argument: str) -> None:
    """It is over. What was not shown stays hidden."""
    session = _conducted(ctx, argument)
    ctx.page(Phrase("session.stopped"))
    course.finish(ctx, session)


def stop_not(ctx: TurnContext, argument: str) -> None:
    """Go on after all."""
    _conducted(ctx, argument)
    ctx.page(Phrase("discussion.goes_on"))


BUTTONS: dict[str, GroupAction] = {
    "vkies": look,
    "vbegin": begin,
    "vantw": answer,
    **{control: _steers(steer) for control, steer in CONTROLS.items()},
    "vstop": stop,
    "vstopnu": stop_now,
    "vstopniet": stop_not,
    "vleid": take_over,
}
