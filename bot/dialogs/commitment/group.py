"""Phase 3 in a partner's own group: one question at a time; who answers it there, answers it in their own phase 3."""

from dataclasses import replace

from bot.content.phrases import bar
from bot.content.roles import CommitmentEvidence
from bot.content.screen import Button, Screen
from bot.dialogs.commitment.dialog import theme_title
from bot.dialogs.commitment.facts import DIALOG, joint_goals
from bot.dialogs.commitment.rules import level_of
from bot.dialogs.groups.facts import actor, bound, circle_of, must_be_quiet, must_lead, name_of
from bot.dialogs.questions.actions import put_below, say
from bot.dialogs.questions.facts import said_with
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import with_reply
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.engine.model import MAX_TEXT, Phrase, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.incoming import Replied
from bot.turn.paging import at_most

KEPT = "✍"
"""The sign below what was kept."""


MOST_LINES = 4
"""How many joint goals stand with a question that is about them."""


def talk(ctx: TurnContext) -> bool:
    """`/gesprek` in a partner's group during phase 3: the first question, or the one that stood last, below everything.

    False when it is not about phase 3 here.
    """
    binding = bound(ctx)
    run = _run(ctx, binding)
    if run is None:
        return False
    must_lead(ctx, binding)
    must_be_quiet(ctx, binding)
    last = _on_table(ctx, run)
    _ask(ctx, binding, run, last.about if last is not None else _questions(ctx, run)[0])
    return True


def turn(ctx: TurnContext, argument: str) -> None:
    """`Volgende ›` and `Vorige`: `run.question`."""
    run_id, _, question = argument.partition(".")
    binding = bound(ctx)
    run = _run(ctx, binding)
    if run is None or str(run.id) != run_id or question not in _questions(ctx, run):
        raise DomainError("errors.expired")
    must_lead(ctx, binding)
    _ask(ctx, binding, run, question)


def is_below(ctx: TurnContext, placed: LiveMessageId) -> bool:
    """Whether a question of phase 3 stands in this message."""
    return _question_in(ctx, placed) is not None


def _question_in(ctx: TurnContext, placed: LiveMessageId) -> tuple[PutQuestion, PhaseRun] | None:
    """The question of phase 3 that stands or once stood in this message, and whose."""
    found = ctx.uow.get(QUESTIONS).stood_in(placed)
    run = ctx.uow.rounds.run(found.run) if found is not None and found.run is not None else None
    return (found, run) if found is not None and run is not None and run.phase is Phase.COMMITMENT else None


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the question of phase 3 on the table, in the group of a partner."""
    round_ = ctx.uow.rounds.latest(binding.collaboration) if binding.partner is not None else None
    runs = ctx.uow.rounds.runs(round_.id) if round_ is not None else ()
    open_runs = (r for r in runs if r.phase is Phase.COMMITMENT and r.partner == binding.partner)
    run = next((r for r in open_runs if r.state is RunState.OPEN), None)
    put = _on_table(ctx, run) if run is not None else None
    return put.placed if put is not None else None


def _on_table(ctx: TurnContext, run: PhaseRun) -> PutQuestion | None:
    """The question that was put last."""
    put = [one for one in ctx.uow.get(QUESTIONS).of_run(run.id) if one.was_put]
    return max(put, key=lambda one: one.placed, default=None)


def replied(ctx: TurnContext, binding: Binding, placed: LiveMessageId, said: Replied) -> bool:
    """An answer below a question of phase 3. False when it is below something else."""
    found = _question_in(ctx, placed)
    if found is None or binding.partner is None:
        return False
    question, run = found
    if not said.text.strip():
        raise DomainError("groups.only_text")
    acting = actor(ctx, binding)
    if run.partner != binding.partner or run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    if ctx.uow.rounds.standing(run.id, acting.person.id) is None:
        raise DomainError("groups.not_a_member")
    _keep(ctx, run, question, said)
    ctx.reaction = KEPT
    return True


def _keep(ctx: TurnContext, run: PhaseRun, put: PutQuestion, said: Replied) -> None:
    """Put it into that person's own phase 3, behind what stands there.

    At which level it is meant they say in private.
    """
    person = actor(ctx, bound(ctx)).person
    question = put.about
    held = ctx.uow.conversations.find(DIALOG, person.chat, run.id)
    if held is None:
        version = ctx.uow.rounds.get(run.round).content_version
        held = ctx.uow.conversations.add(DIALOG, person.chat, person.id, run.id, version, ctx.at)
    before = ctx.uow.conversations.answers(held.id)
    given = before.get(StepId(question))
    so_far = given.text if isinstance(given, Written) else ""
    earlier = said_with(ctx, run.id, said.message)
    text = with_reply(so_far, earlier.text if earlier is not None else None, said.text)
    if earlier is not None:
        put = ctx.uow.get(QUESTIONS).get(earlier.question)
    say(ctx, put, person.id, run.partner, message=said.message, text=said.text)
    if len(text) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)
    after = {step: answer for step, answer in before.items() if step != level_of(question)}
    ctx.uow.conversations.save_answers(held.id, before, {**after, StepId(question): Written(text)}, ctx.at)
    ctx.uow.conversations.save(replace(held, turn=held.turn + 1), held)


def _run(ctx: TurnContext, binding: Binding) -> PhaseRun | None:
    """The open phase 3 of the partner whose group this is."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None or binding.partner is None:
        return None
    runs = ctx.uow.rounds.runs(round_.id)
    own = (run for run in runs if run.phase is Phase.COMMITMENT and run.partner == binding.partner)
    return next((run for run in own if run.state is RunState.OPEN), None)


def _questions(ctx: TurnContext, run: PhaseRun) -> tuple[str, ...]:
    """The questions of phase 3, in the edition that the round began with."""
    edition = ctx.texts.of(ctx.uow.rounds.get(run.round).content_version)
    return tuple(question.id for question in edition.phase3.questions)


def _ask(ctx: TurnContext, binding: Binding, run: PhaseRun, question: str) -> None:
    """Post a question below everything; the one before it loses its buttons."""
    before = _on_table(ctx, run)
    if before is not None:
        ctx.put(before.placed, _screen(ctx, binding, run, before.about, on_table=False))
    put = put_below(ctx, binding, run, question)
    ctx.put(put.placed, _screen(ctx, binding, run, question, on_table=True))


def _screen(ctx: TurnContext, binding: Binding, run: PhaseRun, question: str, *, on_table: bool) -> Screen:
    ids = _questions(ctx, run)
    index = ids.index(question)
    round_ = ctx.uow.rounds.get(run.round)
    phase3 = ctx.texts.of(round_.content_version).phase3
    theme = next(theme for theme in phase3.themes if question in {q.id for q in theme.questions})
    about_goals = phase3.questions[index].evidence is CommitmentEvidence.JOINT_GOALS
    goals = joint_goals(ctx, round_, circle_of(binding, round_)) if about_goals else ()
    about = {
        "name": name_of(ctx, binding),
        "place": Phrase("places.commitment", {"index": index + 1, "total": len(ids), "bar": bar(index + 1, len(ids))}),
        "theme": theme_title(theme),
        "question": phase3.questions[index].text,
        "lines": at_most([Phrase("commitment.goal", {"text": text}) for text in goals], MOST_LINES),
        "on_table": on_table,
    }
    html = str(ctx.texts.phrases.html(Phrase("commitment.in_group", about)))
    turning = [
        Button(ctx.label(label), f"g:fase3:{run.id}.{ids[at]}")
        for label, at in (("vorige", index - 1), ("volgende", index + 1))
        if on_table and 0 <= at < len(ids)
    ]
    return Screen(html, (tuple(turning),) if turning else ())
