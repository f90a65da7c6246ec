"""Joint goals: proposed with `/doel`, tested by everybody, worded anew when somebody objects."""

from dataclasses import dataclass, replace

from bot.content.screen import Button, Screen
from bot.domain import goal as rules
from bot.domain.discussion import Discussion, Goal, GoalId
from bot.domain.errors import DomainError
from bot.domain.goal import Ballot, GoalState
from bot.domain.goal import Opinion as Verdict
from bot.domain.group import Binding
from bot.domain.ids import PartnerId, PersonId
from bot.engine.model import Phrase
from bot.runner.discussion.where import binding_of, electorate, put
from bot.runner.groups.room import name_of
from bot.runner.records import Opinion
from bot.runner.stage import Stage

GOAL_LIMIT = 300
"""The longest wording, in code points: it must fit in a message with everybody's verdict, and be remembered."""

MOST_GOALS = 12
"""More than a group can make its own, and what fits below the question."""
MOST_REASONS = 8
"""How many reasons stand with a goal; the minutes have them all."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody typed behind `/doel`. `to` is the message it answered, 0 for none."""

    person: PersonId
    partner: PartnerId | None
    message: int
    text: str
    to: int = 0


def propose(stage: Stage, discussion: Discussion, said: Proposal) -> None:
    """A goal; or other words for one, as an answer to it or by editing the message that proposed it."""
    text = said.text.strip()
    if not text:
        raise DomainError("discussion.goal_empty")
    if len(text) > GOAL_LIMIT:
        raise DomainError("errors.too_long", limit=GOAL_LIMIT)
    before = _meant(stage, discussion, said)
    if before is None and len(stage.uow.discussions.goals(discussion.id)) >= MOST_GOALS:
        raise DomainError("discussion.many_goals", number=MOST_GOALS)
    placed = stage.uow.post.place(binding_of(stage, discussion).room)
    if before is None:
        new = Goal(GoalId(0), discussion.id, said.person, said.partner, said.message, text, 1, placed.id)
        draw(stage, discussion, stage.uow.discussions.propose(new))
    elif before.text != text:
        put(stage, discussion, before.placed, stage.screen(Phrase("discussion.goal_reworded", {"text": before.text})))
        new = replace(before, message=said.message, text=text, version=before.version + 1, placed=placed.id)
        stage.uow.discussions.word(new, said.person)
        draw(stage, discussion, new)


def _meant(stage: Stage, discussion: Discussion, said: Proposal) -> Goal | None:
    """The goal that this gives other words to."""
    edited = stage.uow.discussions.goal_of(discussion.id, stage.chat, said.message)
    if edited is not None:
        return edited
    binding = binding_of(stage, discussion)
    placed = stage.uow.post.placed_at(binding.room.chat, said.to) if said.to else None
    return stage.uow.discussions.goal_as(placed.id) if placed is not None else None


def subject(goal: Goal) -> str:
    """Under which its ballots are kept: those of one wording only."""
    return f"goal.{goal.id}.{goal.version}"


def ballots(stage: Stage, discussion: Discussion, goal: Goal) -> tuple[Ballot, ...]:
    """The verdicts on its newest wording, also of people who have left since."""
    given = stage.uow.discussions.ballots(discussion.id, subject(goal))
    return tuple(Ballot(o.person, o.partner, Verdict(o.choice), o.reason) for o in given)


def judge(stage: Stage, discussion: Discussion, goal: Goal, person: PersonId, partner: PartnerId, verdict: str) -> None:
    """`Akkoord`, `Akkoord met zorg` or `Bezwaar`. A reason that was given for the same verdict stays."""
    before = next((b for b in ballots(stage, discussion, goal) if (b.person, b.partner) == (person, partner)), None)
    reason = before.reason if before is not None and before.opinion == verdict else ""
    stage.uow.discussions.cast(discussion.id, subject(goal), Opinion(person, partner, verdict, reason), stage.at)
    draw(stage, discussion, goal)


def give_reason(stage: Stage, discussion: Discussion, goal: Goal, person: PersonId, text: str) -> bool:
    """Why somebody has a concern or objects. False when they do neither, so that it is something else they said."""
    mine = [b for b in ballots(stage, discussion, goal) if b.person == person and b.opinion is not Verdict.AGREE]
    for one in mine:
        stage.uow.discussions.cast(
            discussion.id, subject(goal), Opinion(person, one.partner, one.opinion, text), stage.at
        )
    if mine:
        draw(stage, discussion, goal)
    return bool(mine)


def state_of(stage: Stage, discussion: Discussion, binding: Binding, goal: Goal) -> GoalState:
    """Whether it is a joint goal, by the rule."""
    return rules.state(ballots(stage, discussion, goal), electorate(stage, binding), partners(stage, binding))


def partners(stage: Stage, binding: Binding) -> tuple[PartnerId, ...]:
    """All partners, each of which must agree."""
    return tuple(partner.id for partner in stage.uow.collaborations.partners(binding.collaboration))


def draw(stage: Stage, discussion: Discussion, goal: Goal) -> None:
    """Bring the message of a goal up to date."""
    binding = binding_of(stage, discussion)
    standing = rules.standing(ballots(stage, discussion, goal), electorate(stage, binding))
    said = [b for b in standing if b.reason and b.opinion is not Verdict.AGREE]
    name = stage.uow.collaborations.partner
    about = {
        "name": name_of(stage, binding),
        "text": goal.text,
        "version": goal.version,
        "state": Phrase(f"discussion.goal_{state_of(stage, discussion, binding, goal).value}"),
        "lines": tuple(
            verdicts(name(p).name, [b for b in standing if b.partner == p]) for p in partners(stage, binding)
        ),
        "reasons": tuple(
            Phrase("discussion.reason", {"partner": name(b.partner).name, "what": label(b.opinion), "text": b.reason})
            for b in said[:MOST_REASONS]
        ),
        "more": max(0, len(said) - MOST_REASONS),
    }
    mark = f"{goal.id}.{goal.version}"
    rows = [Button(stage.label(key), f"g:oordeel:{mark}.{v.value}") for v, key in _LABELS.items()]
    html = str(stage.texts.phrases.html(Phrase("discussion.goal", about)))
    put(stage, discussion, goal.placed, Screen(html, ((rows[0], rows[1]), (rows[2],))))


_LABELS = {Verdict.AGREE: "akkoord", Verdict.CONCERN: "akkoord_met_zorg", Verdict.OBJECTION: "bezwaar"}


def label(verdict: Verdict) -> Phrase:
    """What a verdict is called."""
    return Phrase(f"buttons.{_LABELS[verdict]}")


def verdicts(partner: str, given: list[Ballot]) -> Phrase:
    """How often the people of one partner gave each verdict."""
    counts = tuple(
        Phrase("groups.count", {"choice": label(v), "number": sum(b.opinion is v for b in given)})
        for v in Verdict
        if any(b.opinion is v for b in given)
    )
    return Phrase("discussion.verdicts", {"partner": partner, "counts": counts})
