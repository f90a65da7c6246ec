"""The buttons below a question of phase 2: on and back, pause, time, summary, answers with one tap, the end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.actions.answering import REFUSED, answer_needed, show_needed
from bot.dialogs.alignment.actions.leading import lead, must_conduct, speaks_for
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.needed import asked
from bot.dialogs.alignment.facts.queries import binding_of, electorate, here, kind_of, questions
from bot.dialogs.alignment.facts.taken_home import DIALOG
from bot.dialogs.alignment.group.course import TIMER, go_to, resume
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState, after, before
from bot.dialogs.alignment.screens import minutes
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor, actor, bound, leads
from bot.dialogs.questions.facts import proposals_in
from bot.dialogs.questions.rules.choosing import Refuse, Show, ShowRequested, react
from bot.dialogs.questions.rules.judging import GoalState
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import RunState
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.records import ConversationState, Vote

TIMES = (5, 10, 15, 0)
"""Minutes that `Tijd` goes through, tap by tap; 0 is none."""


def _pressed(ctx: TurnContext, argument: str) -> tuple[Binding, Discussion, Actor, str]:
    """The question a button belongs to, `discussion.question`, which must be the one on the table."""
    id_, _, question = argument.partition(".")
    binding = bound(ctx)
    discussion = ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(id_)))
    acting = actor(ctx, binding)
    discussion = here(ctx, binding, discussion)
    if discussion.state is not DiscussionState.RUNNING or question != discussion.question:
        raise DomainError("errors.expired")
    return binding, discussion, acting, question


def _led(ctx: TurnContext, argument: str, only: TalkKind | None = None) -> tuple[Binding, Discussion, str]:
    """The same for whoever leads; `only` questions of this kind have such a button."""
    binding, discussion, acting, question = _pressed(ctx, argument)
    if only is not None and kind_of(ctx, discussion, question) is not only:
        raise DomainError("errors.expired")
    return binding, must_conduct(ctx, binding, discussion, acting), question


def go_on(ctx: TurnContext, argument: str) -> None:
    """`Volgende ›`: the next question."""
    _turn_to(ctx, argument, after)


def go_back(ctx: TurnContext, argument: str) -> None:
    """`Vorige`: the question before."""
    _turn_to(ctx, argument, before)


def _turn_to(ctx: TurnContext, argument: str, neighbour: Callable[[str, Sequence[str]], str | None]) -> None:
    binding, discussion, question = _led(ctx, argument)
    wanted = neighbour(question, questions(ctx, discussion))
    if wanted is None:
        raise DomainError("errors.expired")
    go_to(ctx, binding, discussion, wanted)


def pause(ctx: TurnContext, argument: str) -> None:
    """`Pauze`: it rests until somebody who leads types `/gesprek`, be it tomorrow."""
    _, discussion, question = _led(ctx, argument)
    ctx.uow.timers.drop(TIMER, discussion.id)
    rested = replace(discussion, state=DiscussionState.PAUSED, minutes_left=0)
    redraw(ctx, ctx.uow.get(DISCUSSIONS).save(rested), question)
    ctx.notify(Phrase("discussion.rests"))


def time(ctx: TurnContext, argument: str) -> None:
    """`Tijd`: five, ten, fifteen minutes, or none; one notice when they are over."""
    _, discussion, question = _led(ctx, argument)
    minutes_ = TIMES[(TIMES.index(discussion.minutes_left) + 1) % len(TIMES)] if discussion.minutes_left else TIMES[0]
    if minutes_:
        ctx.uow.timers.put(TIMER, discussion.id, ctx.at + timedelta(minutes=minutes_))
    else:
        ctx.uow.timers.drop(TIMER, discussion.id)
    redraw(ctx, ctx.uow.get(DISCUSSIONS).save(replace(discussion, minutes_left=minutes_)), question)
    ctx.notify(Phrase("discussion.time_set", {"minutes": minutes_}))


def time_is_up(ctx: TurnContext, subject: int) -> None:
    """The timer is due: one notice. Somebody asked for it just now, so it keeps no working hours."""
    discussion = ctx.uow.get(DISCUSSIONS).get(DiscussionId(subject))
    if discussion.state is not DiscussionState.RUNNING or discussion.question is None:
        return
    redraw(ctx, ctx.uow.get(DISCUSSIONS).save(replace(discussion, minutes_left=0)), discussion.question)
    binding = binding_of(ctx, discussion)
    if binding.ended_at is None:
        said = Phrase("discussion.time_up", {"index": questions(ctx, discussion).index(discussion.question) + 1})
        ctx.send(ctx.screen(said), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)


def summary(ctx: TurnContext, argument: str) -> None:
    """`Samenvatting`: what was said to this question so far, below everything."""
    _, discussion, question = _led(ctx, argument)
    screen = minutes.summary(ctx, discussion, question)
    chat_thread = ctx.chat_thread
    ctx.send(screen, chat=chat_thread.chat, thread=chat_thread.thread)


def answer_needed_here(ctx: TurnContext, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on a question that has them: `discussion.question.choice`."""
    asked, _, option = argument.rpartition(".")
    binding, discussion, acting, question = _pressed(ctx, asked)
    partner = speaks_for(ctx, binding, acting)
    if partner is None:
        raise DomainError("groups.you_do_not_fill_in")
    if kind_of(ctx, discussion, question) is not TalkKind.CHOOSE or option not in set(Choice):
        raise DomainError("errors.expired")
    answer_needed(ctx, discussion, binding, question, Vote(acting.person.id, partner, option))
    about = {"choice": Phrase(f"buttons.{option}"), "applies": False, "partner": ""}
    ctx.notify(Phrase("groups.noted", about))
    redraw(ctx, discussion, question)


def show_needed_here(ctx: TurnContext, argument: str) -> None:
    """`Toon uitslag` of such a question."""
    binding, discussion, question = _led(ctx, argument, TalkKind.CHOOSE)
    for effect in react(asked(ctx, discussion, binding, question), ShowRequested()):
        match effect:
            case Refuse(reason):
                raise DomainError(REFUSED[reason])
            case Show():
                show_needed(ctx, discussion, question)
    redraw(ctx, discussion, question)


def take_over(ctx: TurnContext, argument: str) -> None:
    """A manager taps that they lead from now on."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    discussion = here(ctx, binding, ctx.uow.get(DISCUSSIONS).get(DiscussionId(number(argument))))
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    resume(ctx, binding, lead(ctx, discussion, acting.person.id))


def close(ctx: TurnContext, argument: str) -> None:
    """`Gesprek afsluiten`: once more, because it cannot be undone and people may still be answering in private."""
    binding, discussion, question = _led(ctx, argument)
    waiting = {person for person, _ in electorate(ctx, binding) if not _took_home(ctx, discussion, person)}
    found = proposals_in(ctx, discussion.run)
    objected = sum(state_of(ctx, binding, goal) is GoalState.OBJECTED for goal in found)
    ctx.tell(
        Phrase("discussion.sure", {"waiting": len(waiting), "objected": objected}),
        ctx.group_button("ja_afsluiten", f"sluitnu:{discussion.id}.{question}"),
        ctx.group_button("nog_niet", f"sluitniet:{discussion.id}.{question}"),
    )


def close_not_yet(ctx: TurnContext, argument: str) -> None:
    """Go on after all; the question in between makes place for a word."""
    _led(ctx, argument)
    ctx.page(Phrase("discussion.goes_on"))


def _took_home(ctx: TurnContext, discussion: Discussion, person: PersonId) -> bool:
    held = ctx.uow.conversations.find(DIALOG, ctx.uow.people.get(person).chat, discussion.run)
    return held is not None and held.state is ConversationState.DONE


def close_now(ctx: TurnContext, argument: str) -> None:
    """End the conversation; its minutes go to every partner."""
    binding, discussion, question = _led(ctx, argument)
    ctx.uow.timers.drop(TIMER, discussion.id)
    closed = replace(discussion, state=DiscussionState.CLOSED, minutes_left=0, panel=None)
    closed = ctx.uow.get(DISCUSSIONS).save(closed)
    ctx.uow.rounds.set_run_state(closed.run, RunState.MINUTES)
    redraw(ctx, closed, question)
    ctx.touched.add(binding.collaboration)
    if discussion.panel is not None:
        ctx.put(discussion.panel, ctx.screen(Phrase("panel.closed")))
    closing.ask_partners(ctx, binding, closed)


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {
    "vraagna": go_on,
    "vraagvoor": go_back,
    "pauze": pause,
    "tijd": time,
    "samenvatting": summary,
    "nodig": answer_needed_here,
    "toonnodig": show_needed_here,
    "leid": take_over,
    "sluit": close,
    "sluitnu": close_now,
    "sluitniet": close_not_yet,
}
