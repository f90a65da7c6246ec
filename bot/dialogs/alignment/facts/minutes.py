"""The minutes of phase 2: put together from what was said, or as they were fixed."""

from pydantic import TypeAdapter

from bot.dialogs.alignment.facts.goals import ballots, label, partners, state_of
from bot.dialogs.alignment.facts.needed import result
from bot.dialogs.alignment.facts.queries import (
    binding_of,
    committing,
    electorate,
    facilitators,
    points,
    proposed,
    questions,
    round_of,
    wording,
)
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import NEEDED, TAKE_HOME, Discussion, minutes_of
from bot.dialogs.alignment.rules.goals import GoalState, standing
from bot.dialogs.alignment.rules.goals import Opinion as Verdict
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.turn.context import Stage
from bot.typesetting.minutes import Confirmation, Counted, Discussed, Goal, Minutes, Point


def minutes_now(stage: Stage, discussion: Discussion) -> Minutes:
    """The minutes as they were fixed; until then, as they are now."""
    body = stage.uow.get(DISCUSSIONS).fixed(discussion.id)
    return as_it_is(stage, discussion) if body is None else _STORED.validate_json(body)


_STORED = TypeAdapter(Minutes)


def may_read(stage: Stage, discussion: Discussion, viewer: Viewer) -> bool:
    """Whether this person may read them: a stakeholder once phase 3 has opened."""
    return may_see(minutes_of(committing=committing(stage, round_of(stage, discussion))), viewer)


def as_it_is(stage: Stage, discussion: Discussion, *, fixed: bool = False) -> Minutes:
    """The minutes as they are now. Question 6 is not in them: each takes that home."""
    binding = binding_of(stage, discussion)
    collaboration = stage.uow.collaborations.get(binding.collaboration)
    partners = stage.uow.collaborations.partners(binding.collaboration)
    plain = stage.texts.phrases.plain
    began = discussion.began_at.astimezone(collaboration.zone).date()
    today = stage.today(collaboration.time_zone)
    checks = {check.partner: check for check in stage.uow.get(DISCUSSIONS).checks(discussion.id)}
    return Minutes(
        collaboration=collaboration.name,
        partners=tuple(p.name for p in partners),
        held=plain(Phrase("minutes.held", {"first": began, "last": today})),
        led_by=_role_of_leader(stage, discussion, binding),
        discussed=tuple(_discussed(stage, discussion, q) for q in questions(stage, discussion) if q != TAKE_HOME),
        goals=tuple(_goal(stage, discussion, binding, goal.id) for goal in proposed(stage, discussion)),
        confirmations=tuple(
            Confirmation(p.name, bool(c and c.confirmed), c.correction if c else "")
            for p in partners
            for c in (checks.get(p.id),)
        ),
        fixed=fixed,
        made=plain(Phrase("minutes.made", {"day": today, "collaboration": collaboration.name})),
    )


def _role_of_leader(stage: Stage, discussion: Discussion, binding: Binding) -> str:
    leading = discussion.led_by in facilitators(stage, binding)
    return stage.texts.phrases.plain(Phrase("roles.begeleider" if leading else "roles.leidinggevende"))


def _discussed(stage: Stage, discussion: Discussion, question: str) -> Discussed:
    return Discussed(
        questions(stage, discussion).index(question) + 1,
        wording(stage, discussion, question),
        points_of(stage, discussion, question),
        _counted(stage, discussion) if question == NEEDED else (),
    )


def points_of(stage: Stage, discussion: Discussion, question: str) -> tuple[Point, ...]:
    """What was said to a question, in order, in its latest wording; by partner, not by person."""
    said = (c for c in points(stage, discussion) if c.question == question)
    return tuple(Point(speaker(stage, c.partner), c.text) for c in said)


def speaker(stage: Stage, partner: PartnerId | None) -> str:
    """Whom something is said for."""
    if partner is None:
        return stage.texts.phrases.plain(Phrase("minutes.facilitator"))
    return stage.uow.collaborations.partner(partner).name


def _counted(stage: Stage, discussion: Discussion) -> tuple[Counted, ...]:
    tallies = result(stage, discussion, binding_of(stage, discussion))
    return tuple(
        Counted(
            speaker(stage, one.partner),
            tuple((stage.label(choice), one.counts[choice]) for choice in Choice),
        )
        for one in tallies
    )


def _goal(stage: Stage, discussion: Discussion, binding: Binding, goal_id: int) -> Goal:
    goal = next(g for g in stage.uow.get(DISCUSSIONS).goals(discussion.id) if g.id == goal_id)
    given = standing(ballots(stage, discussion, goal), electorate(stage, binding))

    def reasons(verdict: Verdict) -> tuple[Point, ...]:
        none = stage.texts.phrases.plain(Phrase("minutes.without_reason"))
        return tuple(Point(speaker(stage, b.partner), b.reason or none) for b in given if b.opinion is verdict)

    def counted(partner: PartnerId) -> Counted:
        mine = [b.opinion for b in given if b.partner == partner]
        plain = stage.texts.phrases.plain
        return Counted(speaker(stage, partner), tuple((plain(label(v)), mine.count(v)) for v in Verdict))

    return Goal(
        text=goal.text,
        joint=state_of(stage, discussion, binding, goal) is GoalState.JOINT,
        ballots=tuple(counted(partner) for partner in partners(stage, binding)),
        concerns=reasons(Verdict.CONCERN),
        objections=reasons(Verdict.OBJECTION),
    )
