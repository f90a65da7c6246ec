"""What somebody can do now, the most urgent first: one list for `/verder`, the menu and what follows a dialog."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.screen import Button
from bot.content.tones import Tone
from bot.engine.advance import walk
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.dialog import dialog_context, minutes_for
from bot.turn.records import Conversation, ConversationState, ParticipantContext
from bot.turn.routes import Route, ToTalk


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what it is called and where it leads."""

    label: Phrase
    route: Route
    page: str
    """The page a button for it goes to."""
    first: bool = False
    """Whether all the rest waits for it, also what was begun."""
    aside: bool = False
    """Whether no round waits for it: somebody began it of their own."""


def buttons_for(ctx: TurnContext, tasks: Sequence[Task]) -> list[Button]:
    """A button for each; the first is the main thing to do."""
    tones = (Tone.MAIN if at == 0 else Tone.PLAIN for at in range(len(tasks)))
    return [
        Button(ctx.texts.phrases.plain(task.label), f"p:{task.page}", tone=tone)
        for task, tone in zip(tasks, tones, strict=True)
    ]


def next_tasks(ctx: TurnContext) -> tuple[Task, ...]:
    """Everything that waits for this chat, unfinished talks first, in the order they were last touched.

    Those that are voluntary come last, but for the one that was touched last of all.
    """
    person = ctx.person
    found, later = _unfinished(ctx)
    if person is None:
        return (*found, *later)
    held = {task.page for task in found}
    for standing in ctx.uow.rounds.standings(person.id):
        tasks = (of(ctx, standing) for of in ctx.house.run_tasks)
        task = next((one for one in tasks if one is not None), None)
        if task is not None and task.page not in held:
            found.append(task)
    for membership in ctx.uow.collaborations.memberships_of(person.id):
        for of in ctx.house.member_tasks:
            task = of(ctx, membership)
            if task is not None and task not in found:
                found.append(task)
    return tuple(sorted((*found, *later), key=lambda task: not task.first))


def _unfinished(ctx: TurnContext) -> tuple[list[Task], list[Task]]:
    """What was begun and left half-way: what comes first, and what comes after all that waits."""
    found: list[Task] = []
    later: list[Task] = []
    talks = ctx.uow.conversations.in_chat(ctx.chat)
    for held in talks:
        kind = ctx.house.dialogs[held.dialog]
        if kind.unfinished and held.state is not ConversationState.DONE:
            what = kind.called(ctx, held) if kind.called is not None else Phrase(f"agenda.{held.dialog}")
            label = Phrase("buttons.verder", {"what": what})
            rank = later if kind.voluntary and held != talks[0] else found
            rank.append(Task(label, ToTalk(held.dialog, held.subject), f"ga:{held.id}", aside=kind.voluntary))
    return found, later


def task_of(ctx: TurnContext, dialog: str, held: Conversation | None, standing: ParticipantContext) -> Task:
    """The task of beginning a dialog about a run or, where it was begun (`held`), of going on with it."""
    what = Phrase(f"agenda.{dialog}")
    place = _place(ctx, held) if held is not None else None
    if place is None:
        label = Phrase("buttons.begin_fase", {"what": what})
    else:
        label = Phrase("buttons.verder", {"what": Phrase("agenda.at", {"what": what, "place": place})})
    return Task(label, ToTalk(dialog, standing.run.id), f"doe:{dialog}.{standing.run.id}")


def _place(ctx: TurnContext, held: Conversation) -> Phrase | None:
    """What somebody looks at in a talk, in a few words; None at a step that has no place."""
    path = walk(dialog_context(ctx, held).begin, ctx.uow.conversations.answers(held.id))
    step = path.find(held.cursor) or path.open
    if step is None or step.place is None:
        return Phrase("agenda.review") if step is not None and step.rows else None
    return Phrase(f"agenda.at_{step.place.part}", {"index": step.place.index, "total": step.place.total})


def left_of(ctx: TurnContext, held: Conversation | None, whole: str) -> Phrase:
    """What is left of a talk before it can be handed in; `whole` is the key of the phrase for all of it."""
    step = walk(dialog_context(ctx, held).begin, ctx.uow.conversations.answers(held.id)).open if held else None
    if step is None or (step.place is None and not step.rows):
        return Phrase(whole)
    if step.place is None:
        return Phrase("reminders.left_review")
    left = step.place.total - step.place.index + 1
    about = {"left": left, "total": step.place.total, "minutes": minutes_for(left)}
    return Phrase(f"reminders.left_{step.place.part}", about)


def with_place(ctx: TurnContext, what: Phrase | str, held: Conversation) -> Phrase | str:
    """What a talk is called, and where somebody is in it."""
    place = _place(ctx, held)
    return what if place is None else Phrase("agenda.at", {"what": what, "place": place})
