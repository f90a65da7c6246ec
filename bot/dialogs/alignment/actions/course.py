"""The course of phase 2: on to a question, rested and taken up again, timed."""

from dataclasses import replace

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions import quiet
from bot.dialogs.alignment.actions.goals import bring_along
from bot.dialogs.alignment.facts.queries import binding_of, electorate, kind_of, questions, wording
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import put, redraw
from bot.dialogs.groups.facts import must_be_quiet
from bot.dialogs.questions.actions import put_below
from bot.dialogs.questions.facts import question_of
from bot.domain.group import Binding
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

TIMER = "talk_time"
"""The timer of the question on the table; its subject is the discussion."""


def resume(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    """Go on where it rested, below everything; with the first question when there was none yet."""
    must_be_quiet(ctx, binding)
    question = discussion.question or questions(ctx, discussion)[0]
    go_to(ctx, binding, replace(discussion, state=DiscussionState.RUNNING), question)


def go_to(ctx: TurnContext, binding: Binding, discussion: Discussion, question: str) -> None:
    """Put a question on the table: a new message below everything; the ones before lose their buttons."""
    if question != discussion.question:
        discussion = quiet.end(ctx, discussion)
    earlier, elsewhere = discussion.question, discussion.binding != binding.id
    stood = question_of(ctx, discussion.run, question)
    first = stood is None or not stood.was_put
    if stood is not None and stood.was_put:
        moved = Phrase("discussion.moved", {"question": wording(ctx, discussion, question)})
        put(ctx, discussion, stood.placed, ctx.screen(moved))
    put_below(ctx, binding, ctx.uow.rounds.run(discussion.run), question)
    if discussion.minutes_left:
        ctx.uow.timers.drop(TIMER, discussion.id)
    discussion = replace(discussion, question=question, minutes_left=0, binding=binding.id, drawer=None)
    discussion = ctx.uow.get(DISCUSSIONS).save(discussion)
    redraw(ctx, discussion, question)
    if earlier is not None and earlier != question:
        redraw(ctx, discussion, earlier)
    if elsewhere:
        bring_along(ctx, discussion)
    if kind_of(ctx, discussion, question) is TalkKind.PRIVATE and first:
        _ask_in_private(ctx, binding, discussion)
    panel.refresh(ctx, discussion)


def _ask_in_private(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    """The last question goes to each person privately."""
    asked: set[int] = set()
    for person, _ in electorate(ctx, binding):
        if person not in asked:
            asked.add(person)
            name = ctx.uow.collaborations.get(binding.collaboration).name
            button = ctx.button("mijn_antwoord", f"meenemen:{discussion.run}")
            chat = ctx.uow.people.get(person).hears_in
            ctx.tell(Phrase("discussion.take_home_private", {"collaboration": name}), button, chat=chat)


def time_is_up(ctx: TurnContext, subject: int) -> None:
    """The timer is due: one notice. Somebody asked for it just now, so it keeps no working hours."""
    discussion = ctx.uow.get(DISCUSSIONS).get(DiscussionId(subject))
    if discussion.state is not DiscussionState.RUNNING or discussion.question is None:
        return
    discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, minutes_left=0))
    redraw(ctx, discussion, discussion.question or "")
    panel.refresh(ctx, discussion)
    binding = binding_of(ctx, discussion)
    if binding.ended_at is None:
        said = Phrase("discussion.time_up", {"index": questions(ctx, discussion).index(discussion.question or "") + 1})
        ctx.send(ctx.screen(said), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)
