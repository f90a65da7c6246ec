"""`/gesprek`: begin the conversation of phase 2, go on where it rested, take it over."""

from collections import Counter
from collections.abc import Callable

from bot.dialogs.alignment.actions.course import go_to, resume
from bot.dialogs.alignment.actions.leading import lead
from bot.dialogs.alignment.facts.queries import alignment_run, latest, leader, questions
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.facts import Actor, actor, bound, leader_of, leads, must_be_quiet
from bot.dialogs.reveal.actions.guiding import way_here
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.insight.perspective import FEWEST_GUESSES
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def talk(ctx: TurnContext) -> None:
    """`/gesprek`: begin, go on where it rested, take over, or put the question below everything again."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    if binding.partner is not None:
        raise DomainError("discussion.whole_only")
    discussion = latest(ctx, binding)
    if discussion is None and _is_led_through(ctx, binding, acting):
        return
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
            resume(ctx, binding, panel.bring_down(ctx, lead(ctx, discussion, acting.person.id)))


def _is_led_through(ctx: TurnContext, binding: Binding, acting: Actor) -> bool:
    """Whether somebody else goes through the reveal with this group now: whoever may lead takes over, or begins."""
    way = way_here(ctx, binding)
    leading = leader_of(ctx, binding, way.lead) if way is not None else None
    if way is None or leading is None or leading.id == acting.person.id or not leads(ctx, binding, acting):
        return False
    begins = Phase.ALIGNMENT in way.found.round.phases
    ctx.tell(
        Phrase("reveal.take_over", {"name": leading.first_name, "begins": begins}),
        ctx.group_button("overnemen_gesprek", f"onthulleid:{way.found.round.id}"),
        *([ctx.group_button("begin_gesprek", f"gesprekbegin:{way.found.round.id}")] if begins else []),
    )
    return True


def begin_now(ctx: TurnContext, argument: str) -> None:
    """`Begin het gesprek`, although somebody else went through the reveal: `round`."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    if binding.partner is not None:
        raise DomainError("discussion.whole_only")
    round_ = _round(ctx, binding)
    if latest(ctx, binding) is not None or number(argument) != round_.id:
        raise DomainError("errors.expired")
    _begin(ctx, binding, acting, round_)


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
    must_be_quiet(ctx, binding)
    run = alignment_run(ctx, round_) or ctx.uow.rounds.add_run(round_.id, Phase.ALIGNMENT, None, RunState.OPEN)
    if round_.state is not RoundState.ALIGNMENT:
        ctx.uow.rounds.set_state(round_.id, RoundState.ALIGNMENT)
    discussion = ctx.uow.get(DISCUSSIONS).add(Discussion(DiscussionId(0), run.id, binding.id, acting.person.id, ctx.at))
    ctx.touched.add(binding.collaboration)
    status.show(ctx, binding)  # above the question, where it must be posted again
    if Phase.PREPARATION in round_.phases:
        go_to(ctx, binding, discussion, questions(ctx, discussion)[0])
        return
    scan = [ctx.group_button("quick_scan", f"scanronde:{discussion.id}")] if _can_guess(ctx, binding) else []
    ctx.tell(
        Phrase("discussion.without_motives", {"scan": bool(scan)}),
        ctx.group_button("motievenronde", f"motievenronde:{discussion.id}"),
        *scan,
        ctx.group_button("meteen", f"meteen:{discussion.id}"),
    )


def _can_guess(ctx: TurnContext, binding: Binding) -> bool:
    """Whether a side has as many people as it takes before their guesses may be seen."""
    kinds = {partner.id: partner.kind for partner in ctx.uow.collaborations.partners(binding.collaboration)}
    members = ctx.uow.collaborations.members(binding.collaboration)
    sides = Counter(kinds[m.partner] for m, _ in members if m.partner in kinds and m.role.fills_in)
    return any(number >= FEWEST_GUESSES for number in sides.values())


def _offer(ctx: TurnContext, discussion: Discussion, leading: Person) -> None:
    """Somebody else leads: a manager may take over."""
    ctx.tell(
        Phrase("discussion.take_over", {"name": leading.first_name}),
        ctx.group_button("overnemen_gesprek", f"leid:{discussion.id}"),
    )


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {"gesprekbegin": begin_now}
