"""The buttons below a question of phase 2: on and back, pause, time, summary, the answers to question 4, the end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.actions.answering import answer_needed as needed_answer_needed
from bot.dialogs.alignment.actions.answering import show_needed as needed_show_needed
from bot.dialogs.alignment.actions.leading import lead, must_conduct, speaks_for
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.needed import is_shown, turnout
from bot.dialogs.alignment.facts.queries import binding_of, electorate, here, questions
from bot.dialogs.alignment.facts.taken_home import DIALOG
from bot.dialogs.alignment.group.course import TIMER, go_to, resume
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import NEEDED, Discussion, DiscussionId, DiscussionState, after, before
from bot.dialogs.alignment.rules.goals import GoalState
from bot.dialogs.alignment.screens.minutes import summary as minutes_summary
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor, actor, bound, leads
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import RunState
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.records import ConversationState, Opinion

TIMES = (5, 10, 15, 0)
"""Minutes that `Tijd` goes through, tap by tap; 0 is none."""


def _pressed(stage: Stage, argument: str) -> tuple[Binding, Discussion, Actor, str, str]:
    """The question a button belongs to, which must be the one on the table."""
    id_, _, rest = argument.partition(".")
    question, _, option = rest.rpartition(".") if rest.count(".") > 1 else (rest, "", "")
    binding = bound(stage)
    discussion = stage.uow.get(DISCUSSIONS).get(DiscussionId(number(id_)))
    acting = actor(stage, binding)
    discussion = here(stage, binding, discussion)
    if discussion.state is not DiscussionState.RUNNING or question != discussion.question:
        raise DomainError("errors.expired")
    return binding, discussion, acting, question, option


def _led(stage: Stage, argument: str, only: str | None = None) -> tuple[Binding, Discussion, str]:
    """The same for whoever leads; `only` is the question that has such a button."""
    binding, discussion, acting, question, _ = _pressed(stage, argument)
    if only not in (None, question):
        raise DomainError("errors.expired")
    return binding, must_conduct(stage, binding, discussion, acting), question


def go_on(stage: Stage, argument: str) -> None:
    """`Volgende ›`."""
    _turn_to(stage, argument, after)


def go_back(stage: Stage, argument: str) -> None:
    """`Vorige`."""
    _turn_to(stage, argument, before)


def _turn_to(stage: Stage, argument: str, neighbour: Callable[[str, Sequence[str]], str | None]) -> None:
    binding, discussion, question = _led(stage, argument)
    wanted = neighbour(question, questions(stage, discussion))
    if wanted is None:
        raise DomainError("errors.expired")
    go_to(stage, binding, discussion, wanted)


def pause(stage: Stage, argument: str) -> None:
    """`Pauze`: it rests until somebody who leads types `/gesprek`, be it tomorrow."""
    _, discussion, question = _led(stage, argument)
    stage.uow.timers.drop(TIMER, discussion.id)
    rested = replace(discussion, state=DiscussionState.PAUSED, minutes_left=0)
    redraw(stage, stage.uow.get(DISCUSSIONS).save(rested), question)
    stage.notify(Phrase("discussion.rests"))


def time(stage: Stage, argument: str) -> None:
    """`Tijd`: five, ten, fifteen minutes, or none; one notice when they are over."""
    _, discussion, question = _led(stage, argument)
    minutes_ = TIMES[(TIMES.index(discussion.minutes_left) + 1) % len(TIMES)] if discussion.minutes_left else TIMES[0]
    if minutes_:
        stage.uow.timers.put(TIMER, discussion.id, stage.at + timedelta(minutes=minutes_))
    else:
        stage.uow.timers.drop(TIMER, discussion.id)
    redraw(stage, stage.uow.get(DISCUSSIONS).save(replace(discussion, minutes_left=minutes_)), question)
    stage.notify(Phrase("discussion.time_set", {"minutes": minutes_}))


def time_is_up(stage: Stage, subject: int) -> None:
    """The one notice. It is what somebody asked for just now, so it keeps no working hours."""
    discussion = stage.uow.get(DISCUSSIONS).get(DiscussionId(subject))
    if discussion.state is not DiscussionState.RUNNING or discussion.question is None:
        return
    redraw(stage, stage.uow.get(DISCUSSIONS).save(replace(discussion, minutes_left=0)), discussion.question)
    binding = binding_of(stage, discussion)
    if binding.ended_at is None:
        said = Phrase("discussion.time_up", {"index": questions(stage, discussion).index(discussion.question) + 1})
        stage.send(stage.screen(said), chat=binding.room.chat, thread=binding.room.thread)


def summary(stage: Stage, argument: str) -> None:
    """`Samenvatting`: what was said to this question so far, below everything."""
    _, discussion, question = _led(stage, argument)
    screen = minutes_summary(stage, discussion, question)
    room = stage.room
    stage.send(screen, chat=room.chat, thread=room.thread)


def answer_needed_here(stage: Stage, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on question 4."""
    binding, discussion, acting, question, option = _pressed(stage, argument)
    partner = speaks_for(stage, binding, acting)
    if partner is None or (acting.person.id, partner) not in electorate(stage, binding):
        raise DomainError("groups.you_do_not_fill_in")
    if question != NEEDED or option not in set(Choice):
        raise DomainError("errors.expired")
    if is_shown(stage, discussion):
        raise DomainError("discussion.shown_already")
    needed_answer_needed(stage, discussion, binding, Opinion(acting.person.id, partner, option))
    about = {"choice": Phrase(f"buttons.{option}"), "applies": False, "partner": ""}
    stage.notify(Phrase("groups.noted", about))
    redraw(stage, discussion, question)


def show_needed_here(stage: Stage, argument: str) -> None:
    """`Toon uitslag` of question 4."""
    binding, discussion, question = _led(stage, argument, NEEDED)
    if not any(answered for answered, _ in turnout(stage, discussion, binding).values()):
        raise DomainError("groups.nobody_answered")
    needed_show_needed(stage, discussion)
    redraw(stage, discussion, question)


def take_over(stage: Stage, argument: str) -> None:
    """A manager leads from now on."""
    binding = bound(stage)
    acting = actor(stage, binding)
    discussion = here(stage, binding, stage.uow.get(DISCUSSIONS).get(DiscussionId(number(argument))))
    if not leads(stage, binding, acting):
        raise DomainError("groups.leaders_only")
    resume(stage, binding, lead(stage, discussion, acting.person.id))


def close(stage: Stage, argument: str) -> None:
    """`Gesprek afsluiten`: once more, because it cannot be undone and people may still be answering in private."""
    binding, discussion, question = _led(stage, argument)
    waiting = {person for person, _ in electorate(stage, binding) if not _took_home(stage, discussion, person)}
    found = stage.uow.get(DISCUSSIONS).goals(discussion.id)
    objected = sum(state_of(stage, discussion, binding, goal) is GoalState.OBJECTED for goal in found)
    stage.tell(
        Phrase("discussion.sure", {"waiting": len(waiting), "objected": objected}),
        stage.group_button("ja_afsluiten", f"sluitnu:{discussion.id}.{question}"),
    )


def _took_home(stage: Stage, discussion: Discussion, person: PersonId) -> bool:
    held = stage.uow.conversations.find(DIALOG, stage.uow.people.get(person).chat, discussion.run)
    return held is not None and held.state is ConversationState.DONE


def close_now(stage: Stage, argument: str) -> None:
    """The minutes go to every partner."""
    binding, discussion, question = _led(stage, argument)
    stage.uow.timers.drop(TIMER, discussion.id)
    closed = replace(discussion, state=DiscussionState.CLOSED, minutes_left=0, panel=None)
    closed = stage.uow.get(DISCUSSIONS).save(closed)
    stage.uow.rounds.set_run_state(closed.run, RunState.MINUTES)
    redraw(stage, closed, question)
    stage.touched.add(binding.collaboration)
    if discussion.panel is not None:
        stage.put(discussion.panel, stage.screen(Phrase("panel.closed")))
    closing.ask_partners(stage, binding, closed)


BUTTONS: dict[str, Callable[[Stage, str], None]] = {
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
}
