"""The minutes of phase 2: put together from what was said, or as they were fixed."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import TypeAdapter

from bot.content.roles import TalkKind, TalkQuestion
from bot.dialogs.alignment.facts.goals import about_gone, ballots, label, partners_of, state_of
from bot.dialogs.alignment.facts.needed import result
from bot.dialogs.alignment.facts.queries import (
    binding_of,
    electorate,
    facilitators,
    phase2,
    points,
    proposed,
    questions,
    round_of,
)
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, minutes_of
from bot.dialogs.groups.facts import circle_of
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.rules.judging import GoalState, Verdict, standing
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.reveal.facts import counts, shown_in
from bot.dialogs.rounds.facts import committing
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.visibility import Circle, Viewer, may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.typesetting.minutes import Confirmation, Counted, Discussed, Minutes, MinutesGoal, Point


def minutes_now(ctx: TurnContext, discussion: Discussion) -> Minutes:
    """The minutes as they were fixed; until then, as they are now."""
    body = ctx.uow.get(DISCUSSIONS).fixed(discussion.id)
    return as_it_is(ctx, discussion) if body is None else _STORED.validate_json(body)


_STORED = TypeAdapter(Minutes)


def for_reader(found: Minutes, viewer: Viewer) -> Minutes:
    """The minutes as this person may read them: what a circle did together is for who belongs to that."""
    return found if Circle(None).takes_in(viewer) else replace(found, deepened=())


def may_read(ctx: TurnContext, discussion: Discussion, viewer: Viewer) -> bool:
    """Whether this person may read them: a stakeholder once phase 3 has opened."""
    return may_see(minutes_of(committing=committing(ctx, round_of(ctx, discussion))), viewer)


def as_it_is(ctx: TurnContext, discussion: Discussion, *, fixed: bool = False) -> Minutes:
    """The minutes as they are now. What each answers in private is not in them: they take that home."""
    binding = binding_of(ctx, discussion)
    collaboration = ctx.uow.collaborations.get(binding.collaboration)
    partners = ctx.uow.collaborations.partners(binding.collaboration)
    plain = ctx.texts.phrases.plain
    began = discussion.began_at.astimezone(collaboration.zone).date()
    today = ctx.today(collaboration.time_zone)
    checks = {check.partner: check for check in ctx.uow.get(DISCUSSIONS).checks(discussion.id)}
    return Minutes(
        collaboration=collaboration.name,
        partners=tuple(p.name for p in partners),
        held=plain(Phrase("minutes.held", {"first": began, "last": today})),
        led_by=_role_of_leader(ctx, discussion, binding),
        discussed=tuple(_all_discussed(ctx, discussion)),
        goals=tuple(_goal(ctx, discussion, goal) for goal in proposed(ctx, discussion)),
        confirmations=tuple(
            Confirmation(p.name, bool(c and c.confirmed), c.correction if c else "")
            for p in partners
            for c in (checks.get(p.id),)
        ),
        fixed=fixed,
        division=_division(ctx, discussion, binding),
        deepened=tuple(
            found for tell in ctx.house.each(lambda f: f.in_minutes) for found in tell(ctx, round_of(ctx, discussion))
        ),
        made=plain(Phrase("minutes.made", {"day": today, "collaboration": collaboration.name})),
    )


def _division(ctx: TurnContext, discussion: Discussion, binding: Binding) -> str:
    """How the motives were divided at the reveal, as this group may see it; nothing where there was none."""
    round_ = round_of(ctx, discussion)
    found = shown_in(ctx, round_, circle_of(binding, round_))
    return ctx.texts.phrases.plain(counts(found.reveal.division)) if found is not None else ""


def _role_of_leader(ctx: TurnContext, discussion: Discussion, binding: Binding) -> str:
    leading = discussion.led_by in facilitators(ctx, binding)
    return ctx.texts.phrases.plain(Phrase("minutes.led_begeleider" if leading else "minutes.led_leidinggevende"))


def _all_discussed(ctx: TurnContext, discussion: Discussion) -> Iterator[Discussed]:
    """Without what each answers in private; the question about goals only where more was said than the goals."""
    for question in phase2(ctx, discussion).questions:
        if question.kind is TalkKind.PRIVATE:
            continue
        found = _discussed(ctx, discussion, question)
        if question.kind is not TalkKind.GOALS or found.points:
            yield found


def _discussed(ctx: TurnContext, discussion: Discussion, question: TalkQuestion) -> Discussed:
    put = question_of(ctx, discussion.run, question.id)
    said = points_of(ctx, discussion, question.id)
    return Discussed(
        questions(ctx, discussion).index(question.id) + 1,
        question.text,
        said,
        _counted(ctx, discussion, question.id) if question.kind is TalkKind.CHOOSE else (),
        came=bool(said) or (put is not None and put.was_put),
    )


def points_of(ctx: TurnContext, discussion: Discussion, question: str) -> tuple[Point, ...]:
    """What was said to a question, in order, in its latest wording; by partner, not by person."""
    said = (c for c in points(ctx, discussion) if c.about == question)
    return tuple(Point(speaker(ctx, c.partner), c.text) for c in said)


def speaker(ctx: TurnContext, partner: PartnerId | None) -> str:
    """The name of the partner something is said for; of whoever leads and is of none, that."""
    if partner is None:
        return ctx.texts.phrases.plain(Phrase("minutes.facilitator"))
    return ctx.uow.collaborations.partner(partner).name


def _counted(ctx: TurnContext, discussion: Discussion, question: str) -> tuple[Counted, ...]:
    tallies = result(ctx, discussion, binding_of(ctx, discussion), question)
    return tuple(
        Counted(
            speaker(ctx, one.partner),
            tuple((ctx.label(choice), one.counts[choice]) for choice in Choice),
        )
        for one in tallies
    )


def _goal(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> MinutesGoal:
    given = standing(ballots(ctx, goal), electorate(ctx, binding_of(ctx, discussion)))

    def reasons(verdict: Verdict) -> tuple[Point, ...]:
        none = ctx.texts.phrases.plain(Phrase("minutes.without_reason"))
        return tuple(Point(speaker(ctx, b.partner), b.reason or none) for b in given if b.opinion is verdict)

    def counted(partner: PartnerId) -> Counted:
        mine = [b.opinion for b in given if b.partner == partner]
        plain = ctx.texts.phrases.plain
        return Counted(speaker(ctx, partner), tuple((plain(label(v)), mine.count(v)) for v in Verdict))

    return MinutesGoal(
        text=goal.text,
        joint=state_of(ctx, discussion, goal) is GoalState.JOINT,
        ballots=tuple(counted(partner) for partner in partners_of(ctx, discussion, goal)),
        concerns=reasons(Verdict.CONCERN),
        objections=reasons(Verdict.OBJECTION),
        notes=tuple(ctx.texts.phrases.plain(line) for line in about_gone(ctx, discussion, goal)),
    )
