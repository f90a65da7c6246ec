"""The course of phase 2: begun, on to the next question or back, paused, taken over, timed, ended."""

from dataclasses import replace

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions.goals import bring_along
from bot.dialogs.alignment.actions.leading import lead
from bot.dialogs.alignment.facts.queries import alignment_run, electorate, kind_of, latest, leader, questions, wording
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import put, redraw
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.facts import Actor, actor, bound, leads
from bot.dialogs.questions.actions import put_below
from bot.dialogs.questions.facts import question_of
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

TIMER = "talk_time"
"""The timer of the question on the table; its subject is the discussion."""


def talk(ctx: TurnContext) -> None:
    """`/gesprek`: begin, go on where it rested, take over, or put the question below everything again."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    if binding.partner is not None:
        raise DomainError("discussion.whole_only")
    discussion = latest(ctx, binding)
    if discussion is None:
        _begin(ctx, binding, acting, _round(ctx, binding))
    elif discussion.state is DiscussionState.CLOSED:
        raise DomainError("discussion.over")
    elif not leads(ctx, binding, acting):
        raise DomainError("discussion.leaders_begin")
    else:
        leading = leader(ctx, discussion)
        if leading is not None and leading.id != acting.person.id and not acting.facilitates:
            _offer(ctx, discussion, leading)
        else:
            resume(ctx, binding, lead(ctx, discussion, acting.person.id))


def _round(ctx: TurnContext, binding: Binding) -> Round:
    """The round that is ready for phase 2. Raises `DomainError` when none is."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None or round_.state is RoundState.DRAFT:
        raise DomainError("discussion.not_open")
    if Phase.ALIGNMENT not in round_.phases:
        raise DomainError("discussion.not_chosen")
    if round_.state is RoundState.PREPARATION:
        raise DomainError("discussion.not_revealed")
    if round_.state not in (RoundState.REVEALED, RoundState.ALIGNMENT):
        raise DomainError("discussion.over")
    return round_


def _begin(ctx: TurnContext, binding: Binding, acting: Actor, round_: Round) -> None:
    """The first question, or, where nobody filled anything in, how they want to begin."""
    if not leads(ctx, binding, acting):
        raise DomainError("discussion.leaders_begin")
    run = alignment_run(ctx, round_) or ctx.uow.rounds.add_run(round_.id, Phase.ALIGNMENT, None, RunState.OPEN)
    if round_.state is not RoundState.ALIGNMENT:
        ctx.uow.rounds.set_state(round_.id, RoundState.ALIGNMENT)
    discussion = ctx.uow.get(DISCUSSIONS).add(Discussion(DiscussionId(0), run.id, binding.id, acting.person.id, ctx.at))
    ctx.touched.add(binding.collaboration)
    status.show(ctx, binding)  # above the question, where it must be posted again
    if Phase.PREPARATION in round_.phases:
        go_to(ctx, binding, discussion, questions(ctx, discussion)[0])
        return
    ctx.tell(
        Phrase("discussion.without_motives"),
        ctx.group_button("motievenronde", f"motievenronde:{discussion.id}"),
        ctx.group_button("quick_scan", f"scanronde:{discussion.id}"),
        ctx.group_button("meteen", f"meteen:{discussion.id}"),
    )


def _offer(ctx: TurnContext, discussion: Discussion, leading: Person) -> None:
    """Somebody else leads: a manager may take over."""
    ctx.tell(
        Phrase("discussion.take_over", {"name": leading.first_name}),
        ctx.group_button("overnemen_gesprek", f"leid:{discussion.id}"),
    )


def resume(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    question = discussion.question or questions(ctx, discussion)[0]
    go_to(ctx, binding, replace(discussion, state=DiscussionState.RUNNING), question)


def go_to(ctx: TurnContext, binding: Binding, discussion: Discussion, question: str) -> None:
    """Put a question on the table: a new message below everything; the ones before lose their buttons."""
    earlier, elsewhere = discussion.question, discussion.binding != binding.id
    stood = question_of(ctx, discussion.run, question)
    first = stood is None or not stood.was_put
    if stood is not None and stood.was_put:
        moved = Phrase("discussion.moved", {"question": wording(ctx, discussion, question)})
        put(ctx, discussion, stood.placed, ctx.screen(moved))
    put_below(ctx, binding, ctx.uow.rounds.run(discussion.run), question)
    if discussion.minutes_left:
        ctx.uow.timers.drop(TIMER, discussion.id)
    discussion = replace(discussion, question=question, minutes_left=0, binding=binding.id)
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
            chat = ctx.uow.people.get(person).chat
            ctx.tell(Phrase("discussion.take_home_private", {"collaboration": name}), button, chat=chat)
