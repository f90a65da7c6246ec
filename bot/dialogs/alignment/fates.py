"""What somebody gave in phase 2, and what the conversation made of it and of what they gave in phase 1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.roles import TalkEvidence
from bot.dialogs.alignment.facts.evidence import Lines, evidence_for, tells
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.queries import alignment_run, binding_of, phase2, questions
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, said_of
from bot.dialogs.questions.facts import proposals_in, question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.judging import GoalState, Verdict
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.rounds.facts import committing
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.insight.wording import plain_words, quoted_in
from bot.turn.context import TurnContext
from bot.turn.own_words import Author, Became, Fate, Given, WordsKind


def given(ctx: TurnContext, author: Author) -> Iterator[Given]:
    """Their points, the goals that they worded, and the objections that they have."""
    run = alignment_run(ctx, author.round)
    talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if talk is None:
        return
    wording = {question.id: question.text for question in phase2(ctx, talk).questions}
    for said in ctx.uow.get(QUESTIONS).contributions(talk.run):
        if said.person == author.person.id:
            about = wording.get(said.about, "")
            yield Given(WordsKind.POINT, talk.run, str(said.id), said.text, about, said.partner)
    yield from _goals_given(ctx, author, talk)
    yield from _objections_given(ctx, author, talk)


def _goals_given(ctx: TurnContext, author: Author, talk: Discussion) -> Iterator[Given]:
    """Each wording that they gave to a goal; of one whose words were not kept, the goal as it is now.

    Who left does not read the goal as it is now: others may have worded it since.
    """
    mine = [one for one in ctx.uow.get(QUESTIONS).wordings(talk.run) if one.person == author.person.id]
    worded = {one.question for one in mine}
    for one in mine:
        yield Given(WordsKind.GOAL, talk.run, f"{one.question}.{one.version}", one.text)
    for goal in proposals_in(ctx, talk.run):
        if goal.author == author.person.id and goal.id not in worded and not author.left:
            yield Given(WordsKind.GOAL, talk.run, f"{goal.id}.{goal.number}", goal.text)


def _objections_given(ctx: TurnContext, author: Author, talk: Discussion) -> Iterator[Given]:
    """Each with the goal it is about, where that has the same words still and its author may read them."""
    opened = committing(ctx, author.round)
    for goal in proposals_in(ctx, talk.run):
        seen = may_see(said_of(goal, committing=opened), author.viewer)
        for version in range(1, goal.number + 1):
            about = goal.text if seen and version == goal.number else ""
            for vote in ctx.uow.get(QUESTIONS).ballots(goal.id, version):
                if vote.person == author.person.id and vote.choice == Verdict.OBJECTION:
                    source = f"{goal.id}.{version}"
                    yield Given(WordsKind.OBJECTION, talk.run, source, vote.reason, about, vote.partner)


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal that the author may read, and which it is."""

    number: int
    goal: PutQuestion
    joint: bool


def fates(ctx: TurnContext, author: Author, words: Sequence[Given]) -> Iterator[tuple[Given, Fate]]:
    """Of points and goals what the minutes have; of the rest where it was on the table, and in which goal it stands."""
    run = alignment_run(ctx, author.round)
    talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if talk is None:
        return
    goals = _goals(ctx, author, talk)
    table = _on_the_table(ctx, author, talk) if any(one.kind.of_the_form for one in words) else {}
    taken_back = {str(c.id) for c in ctx.uow.get(QUESTIONS).contributions(talk.run) if c.withdrawn}
    order = [question.text for question in phase2(ctx, talk).questions]
    for one in words:
        if one.kind is WordsKind.POINT and one.source in taken_back:
            yield one, Fate(Became.LEFT_OUT, Phrase("words.taken_back"))
            continue
        if one.kind is WordsKind.POINT and one.about in order:
            yield one, Fate(Became.KEPT, Phrase("words.discussed", {"number": order.index(one.about) + 1}))
        if one.kind in (WordsKind.GOAL, WordsKind.OBJECTION):
            yield from ((one, fate) for fate in _of_goal(one, goals))
        elif one.handed_in:
            yield from ((one, fate) for fate in _on_it(ctx, one, table))
            yield from ((one, _in(goal)) for goal in goals if quoted_in(one.text, goal.goal.text))


def _goals(ctx: TurnContext, author: Author, talk: Discussion) -> list[_Goal]:
    opened = committing(ctx, author.round)
    return [
        _Goal(number, goal, state_of(ctx, talk, goal) is GoalState.JOINT)
        for number, goal in enumerate(proposals_in(ctx, talk.run), start=1)
        if may_see(said_of(goal, committing=opened), author.viewer)
    ]


def _in(goal: _Goal) -> Fate:
    return Fate(Became.KEPT, Phrase("words.in_goal", {"number": goal.number, "joint": goal.joint}))


def _of_goal(one: Given, goals: Sequence[_Goal]) -> Iterator[Fate]:
    """What became of a goal, or of an objection to it: it stands, or it has other words."""
    id_, _, version = one.source.partition(".")
    found = next((goal for goal in goals if str(goal.goal.id) == id_), None)
    if found is None:
        yield Fate(Became.WAITS, Phrase("words.unseen"))
    elif one.kind is WordsKind.OBJECTION and str(found.goal.number) == version:
        yield Fate(Became.KEPT, Phrase("words.objected", {"number": found.number}))
    elif one.kind is WordsKind.GOAL and plain_words(one.text) == plain_words(found.goal.text):
        yield _in(found)
    else:
        about = {"number": found.number, "text": found.goal.text}
        yield Fate(Became.REWORDED, Phrase("words.goal_reworded", about))


def _on_the_table(ctx: TurnContext, author: Author, talk: Discussion) -> dict[int, Lines]:
    """What of the reveal stood with the questions that were put, by their number, as the author may see it."""
    binding, found = binding_of(ctx, talk), {}
    for question in phase2(ctx, talk).questions:
        put = question_of(ctx, talk.run, question.id)
        if question.evidence is not TalkEvidence.NONE and put is not None and put.was_put:
            number = questions(ctx, talk).index(question.id) + 1
            found[number] = evidence_for(ctx, binding, author.round, question.evidence, author.person)
    return found


def _on_it(ctx: TurnContext, one: Given, table: dict[int, Lines]) -> Iterator[Fate]:
    """Own words that were on the table, or the motive that an outcome belongs to."""
    partner = ctx.uow.collaborations.partner(one.partner).name if one.partner is not None else ""
    outcome = one.kind is WordsKind.OUTCOME
    key = "words.motive_discussed" if outcome else "words.discussed"
    for number, lines in table.items():
        if any(tells(line, one.about if outcome else one.text, partner) for line in lines):
            yield Fate(Became.KEPT, Phrase(key, {"number": number}))
