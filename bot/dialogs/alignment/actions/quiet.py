"""`Eerst opschrijven`: a quiet window is opened, written in, and ended: then all is shown at once, per partner."""

from dataclasses import replace
from datetime import timedelta

from bot.content.roles import TalkKind
from bot.dialogs.alignment.dialog import KeepQuiet
from bot.dialogs.alignment.facts.minutes import speaker
from bot.dialogs.alignment.facts.needed import is_shown
from bot.dialogs.alignment.facts.queries import binding_of, kind_of, questions, wording
from bot.dialogs.alignment.facts.quiet import Kept, kept_back, window_on
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.minutes import POINTS
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution
from bot.domain.errors import DomainError
from bot.domain.ids import ContributionId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import pages_of
from bot.turn.records import Conversation
from bot.turn.routes import Route, ToPage

TIMER = "quiet_time"
"""The timer of a quiet window; its subject is the discussion."""


def open_window(ctx: TurnContext, discussion: Discussion, question: str, minutes: int) -> None:
    """From now on people write to this question in private. Not where an answer is hidden or private anyway."""
    kind = kind_of(ctx, discussion, question)
    hidden = kind is TalkKind.CHOOSE and not is_shown(ctx, discussion, question)
    if kind is TalkKind.PRIVATE or hidden or discussion.quiet_until is not None:
        raise DomainError("errors.expired")
    until = ctx.at + timedelta(minutes=minutes)
    ctx.uow.timers.put(TIMER, discussion.id, until)
    discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, quiet_until=until, drawer=None))
    redraw(ctx, discussion, question)
    panel.refresh(ctx, discussion)


def keep(ctx: TurnContext, command: KeepQuiet, conversation: Conversation) -> Route:
    """Somebody wrote something: it stays where they wrote it. Whoever leads sees one more."""
    discussion, _ = window_on(ctx, command.question)
    panel.refresh(ctx, discussion)
    return ToPage("opgeschreven", str(command.question))


def end(ctx: TurnContext, discussion: Discussion) -> Discussion:
    """The time is up, or nobody waits for it any more: what was written is said now, by all at the same moment.

    The question itself is redrawn by who ends it.
    """
    if discussion.quiet_until is None or discussion.question is None:
        return discussion
    written = kept_back(ctx, discussion)
    for one in written:
        _say(ctx, discussion, one)
    ctx.uow.timers.drop(TIMER, discussion.id)
    discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, quiet_until=None))
    _show(ctx, discussion, written)
    return discussion


def _say(ctx: TurnContext, discussion: Discussion, one: Kept) -> None:
    put = question_of(ctx, discussion.run, discussion.question or "")
    assert put is not None, "a window stands on a question that was put"
    moment = int(ctx.at.timestamp())  # one of theirs in each window: no message of the group has it
    said = Contribution(
        ContributionId(0), put.id, put.about, one.person.id, one.partner, one.person.chat, moment, one.text, ctx.at
    )
    ctx.uow.get(QUESTIONS).contribute(said)
    ctx.uow.conversations.delete(one.held.id)


def _show(ctx: TurnContext, discussion: Discussion, written: tuple[Kept, ...]) -> None:
    """In the group, one message; when that is much, the beginning of it, and the rest behind a link."""
    binding = binding_of(ctx, discussion)
    if binding.ended_at is not None:
        return
    lines = tuple(
        Phrase("discussion.point", {"speaker": speaker(ctx, one.partner), "text": one.text}) for one in written
    )
    shown = pages_of(ctx, lines)[0]
    question = discussion.question or ""
    about = {"question": wording(ctx, discussion, question), "lines": shown, "left": len(lines) - len(shown)}
    place = f"{POINTS}{discussion.run}-{questions(ctx, discussion).index(question)}"
    there = binding.chat_thread
    screen = ctx.read_behind(Phrase("quiet.shown", about), (), place, chat=there.chat, more=bool(about["left"]))
    ctx.send(screen, chat=there.chat, thread=there.thread)


def time_is_up(ctx: TurnContext, subject: int) -> None:
    """The timer is due. Whoever leads asked for it just now, so it keeps no working hours."""
    show_now(ctx, ctx.uow.get(DISCUSSIONS).get(DiscussionId(subject)))


def show_now(ctx: TurnContext, discussion: Discussion) -> None:
    """What was written, before anything else happens; nothing where no window is open."""
    if discussion.quiet_until is not None and discussion.question is not None:
        discussion = end(ctx, discussion)
        redraw(ctx, discussion, discussion.question or "")
        panel.refresh(ctx, discussion)
