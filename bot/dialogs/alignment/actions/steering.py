"""What whoever leads does with the question on the table: on and back, rest, time, summary, its result, the end.

It does not matter where they tapped: on their panel, or below the question in the group while no panel reaches them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions import closing, quiet
from bot.dialogs.alignment.actions.answering import REFUSED, show_needed
from bot.dialogs.alignment.actions.course import TIMER, go_to
from bot.dialogs.alignment.facts.needed import asked
from bot.dialogs.alignment.facts.queries import kind_of, questions
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState, Drawer, after, before
from bot.dialogs.alignment.screens import minutes, panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.questions.rules.choosing import Refuse, Show, ShowRequested, react
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.rounds import RunState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

TIMES = (5, 10, 15, 0)
"""Minutes that `Tijd` goes through, tap by tap; 0 is none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A question on the table, before somebody who leads now."""

    binding: Binding
    discussion: Discussion
    question: str


Steer = Callable[[TurnContext, Table], None]


def go_on(ctx: TurnContext, table: Table) -> None:
    """`Volgende ›`: the next question."""
    _turn_to(ctx, table, after)


def go_back(ctx: TurnContext, table: Table) -> None:
    """`Vorige`: the question before."""
    _turn_to(ctx, table, before)


def _turn_to(ctx: TurnContext, table: Table, neighbour: Callable[[str, Sequence[str]], str | None]) -> None:
    wanted = neighbour(table.question, questions(ctx, table.discussion))
    if wanted is None:
        raise DomainError("errors.expired")
    go_to(ctx, table.binding, table.discussion, wanted)


def pause(ctx: TurnContext, table: Table) -> None:
    """`Pauze`: it rests until somebody who leads goes on, be it tomorrow."""
    ctx.uow.timers.drop(TIMER, table.discussion.id)
    _keep(ctx, replace(table.discussion, state=DiscussionState.PAUSED, minutes_left=0))
    ctx.notify(Phrase("discussion.rests"))


def time(ctx: TurnContext, table: Table) -> None:
    """`Tijd`: five, ten, fifteen minutes, or none; one notice when they are over."""
    left, id_ = table.discussion.minutes_left, table.discussion.id
    minutes_ = TIMES[(TIMES.index(left) + 1) % len(TIMES)] if left else TIMES[0]
    if minutes_:
        ctx.uow.timers.put(TIMER, id_, ctx.at + timedelta(minutes=minutes_))
    else:
        ctx.uow.timers.drop(TIMER, id_)
    _keep(ctx, replace(table.discussion, minutes_left=minutes_))
    ctx.notify(Phrase("discussion.time_set", {"minutes": minutes_}))


def _keep(ctx: TurnContext, now: Discussion) -> None:
    """Keep how it goes on with the question on the table, and show it."""
    now = ctx.uow.get(DISCUSSIONS).save(now)
    assert now.question is not None
    redraw(ctx, now, now.question)
    panel.refresh(ctx, now)


def summary(ctx: TurnContext, table: Table) -> None:
    """`Samenvatting`: in the group, below everything, what was said to this question so far."""
    chat_thread = table.binding.chat_thread
    ctx.send(minutes.summary(ctx, table.discussion, table.question), chat=chat_thread.chat, thread=chat_thread.thread)
    if table.discussion.drawer is not None:
        open_drawer(None)(ctx, table)


def show_result(ctx: TurnContext, table: Table) -> None:
    """`Toon uitslag` of a question that is answered with one tap, without waiting for the others."""
    if kind_of(ctx, table.discussion, table.question) is not TalkKind.CHOOSE:
        raise DomainError("errors.expired")
    for effect in react(asked(ctx, table.discussion, table.binding, table.question), ShowRequested()):
        match effect:
            case Refuse(reason):
                raise DomainError(REFUSED[reason])
            case Show():
                show_needed(ctx, table.discussion, table.question)
    redraw(ctx, table.discussion, table.question)
    panel.refresh(ctx, table.discussion)


def write_first(minutes_: int) -> Steer:
    """`Eerst opschrijven`, for so long."""
    return lambda ctx, table: quiet.open_window(ctx, table.discussion, table.question, minutes_)


def show_now(ctx: TurnContext, table: Table) -> None:
    """`Nu laten zien`: what was written so far, before the time is up."""
    if table.discussion.quiet_until is None:
        raise DomainError("errors.expired")
    quiet.show_now(ctx, table.discussion)


def open_drawer(drawer: Drawer | None) -> Steer:
    """What lies open on the panel from now on; None for its main buttons."""

    def steer(ctx: TurnContext, table: Table) -> None:
        panel.refresh(ctx, ctx.uow.get(DISCUSSIONS).save(replace(table.discussion, drawer=drawer)))

    return steer


def close_now(ctx: TurnContext, table: Table) -> None:
    """End the conversation; its minutes go to every partner."""
    ctx.uow.timers.drop(TIMER, table.discussion.id)
    closed = replace(
        quiet.end(ctx, table.discussion), state=DiscussionState.CLOSED, minutes_left=0, panel=None, drawer=None
    )
    closed = ctx.uow.get(DISCUSSIONS).save(closed)
    ctx.uow.rounds.set_run_state(closed.run, RunState.MINUTES)
    redraw(ctx, closed, table.question)
    ctx.touched.add(table.binding.collaboration)
    if table.discussion.panel is not None:
        over = closing.over_for(ctx, closed, ctx.uow.people.get(closed.led_by))
        look = ctx.button("verslag_bekijken", f"verslag:{closed.run}")
        there = ctx.button("overzicht", f"overzicht:{table.binding.collaboration}")
        ctx.put(table.discussion.panel, ctx.screen(over, look, there))
    closing.ask_partners(ctx, table.binding, closed)
