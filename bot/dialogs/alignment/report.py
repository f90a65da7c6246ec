"""The conversation of phase 2 once it has ended: goals, minutes, and what people take home."""

from collections.abc import Iterator

from bot.content.roles import TalkKind
from bot.dialogs.alignment.facts.minutes import minutes_now
from bot.dialogs.alignment.facts.queries import alignment_run, phase2
from bot.dialogs.alignment.facts.taken_home import taken_home
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState, minutes_of, taken_home_of
from bot.dialogs.rounds.facts import committing
from bot.domain.visibility import ContentRef
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted
from bot.typesetting.minutes import Counted, Minutes, MinutesGoal, Point


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    run = alignment_run(ctx, wanted.round)
    discussion = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if discussion is None:
        return
    plain = ctx.texts.phrases.plain
    if discussion.state is DiscussionState.CLOSED:
        piece = minutes_of(committing=committing(ctx, wanted.round))
        found = minutes_now(ctx, discussion)
        state = plain(Phrase("report.minutes_fixed" if found.fixed else "report.minutes_draft"))
        about = plain(Phrase("report.minutes_about", {"held": found.held, "led_by": found.led_by, "state": state}))
        if found.goals:
            yield Section(title=plain(Phrase("report.goals")), blocks=(_goals(ctx, wanted, found, piece),))
        if blocks := tuple(_discussed(ctx, wanted, found, piece)):
            yield Section(title=plain(Phrase("report.minutes")), note=about, blocks=blocks)
    home = tuple(_taken_home(ctx, wanted, discussion))
    if home:
        yield Section(title=plain(Phrase("report.taken_home")), blocks=(Block(shape=Shape.SAID, rows=home),))


def _goals(ctx: TurnContext, wanted: Wanted, found: Minutes, piece: ContentRef) -> Block:
    """Each proposed goal, joint or not, with its concerns and objections."""
    rows = tuple(
        Row(
            id=f"r{wanted.round.id}.doel.{index}",
            part=Part.GOALS,
            sees=(piece,),
            asked=ctx.texts.phrases.plain(Phrase("report.goal", {"number": index})),
            answer=goal.text,
            status=ctx.texts.phrases.plain(Phrase("report.joint" if goal.joint else "report.not_joint")),
            note="\n".join(_reasons(ctx, goal)),
        )
        for index, goal in enumerate(found.goals, start=1)
    )
    return Block(shape=Shape.LINES, rows=rows, sees=(piece,))


def _reasons(ctx: TurnContext, goal: MinutesGoal) -> Iterator[str]:
    plain = ctx.texts.phrases.plain
    yield from goal.notes
    for one in goal.ballots:
        yield f"{one.partner}: {_numbers(ctx, one)}"
    for key, points in (("report.concern", goal.concerns), ("report.objection", goal.objections)):
        for point in points:
            yield plain(Phrase(key, {"partner": point.speaker, "text": point.text}))


def _numbers(ctx: TurnContext, one: Counted) -> str:
    if not one.anybody:
        return ctx.texts.phrases.plain(Phrase("minutes.label_no_answer"))
    return " · ".join(f"{word} {number}" for word, number in one.counts)


def _discussed(ctx: TurnContext, wanted: Wanted, found: Minutes, piece: ContentRef) -> Iterator[Block]:
    """What was said, question by question; then what partners want to put right."""
    for question in found.discussed:
        said = [Point(one.partner, _numbers(ctx, one)) for one in question.counted] + list(question.points)
        rows = tuple(
            _said(wanted, piece, f"gesprek.{question.number}.{index}", f"{question.number}. {question.question}", one)
            for index, one in enumerate(said, start=1)
        )
        if rows:
            yield Block(shape=Shape.SAID, rows=rows, sees=(piece,))
    right = [one for one in found.confirmations if one.correction]
    title = ctx.texts.phrases.plain(Phrase("report.corrections"))
    rows = tuple(
        _said(wanted, piece, f"verbetering.{index}", title, Point(one.partner, one.correction))
        for index, one in enumerate(right, start=1)
    )
    if rows:
        yield Block(shape=Shape.SAID, rows=rows, sees=(piece,))


def _said(wanted: Wanted, piece: ContentRef, id_: str, asked: str, point: Point) -> Row:
    return Row(
        id=f"r{wanted.round.id}.{id_}",
        part=Part.POINTS,
        sees=(piece,),
        partner=point.speaker,
        asked=asked,
        answer=point.text,
    )


def _taken_home(ctx: TurnContext, wanted: Wanted, discussion: Discussion) -> Iterator[Row]:
    question = phase2(ctx, discussion).only(TalkKind.PRIVATE)
    for one in taken_home(ctx, discussion, wanted.viewers[0]) if question is not None and wanted.viewers else ():
        assert question is not None
        yield Row(
            id=f"r{wanted.round.id}.p{one.partner}.m{one.person.id}.{question.id}",
            part=Part.TAKEN_HOME,
            sees=(taken_home_of(one.person.id, one.partner),),
            partner=ctx.uow.collaborations.partner(one.partner).name,
            person=one.person.name,
            question=question.id,
            asked=question.text,
            answer=one.text,
        )
