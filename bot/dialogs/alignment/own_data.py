"""What a person said, proposed and judged in phase 2."""

from collections.abc import Iterator

from bot.content.roles import TalkKind
from bot.dialogs.alignment.facts.queries import phase2
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, said_of
from bot.dialogs.questions.facts import proposals_in, question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import FIRST_WORDING
from bot.domain.collaboration import Collaboration, Person
from bot.domain.ids import QuestionId
from bot.domain.visibility import Viewer, may_see
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, question_text, runs_of


def _held(ctx: TurnContext, of: PlacesOf) -> Iterator[tuple[Collaboration, Discussion]]:
    for place, run in runs_of(ctx, of):
        found = ctx.uow.get(DISCUSSIONS).of(run.id)
        if found is not None:
            yield place, found


def points(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in _held(ctx, of) for one in _points(ctx, of.person, *place)]


def goals(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in _held(ctx, of) for one in _goals(ctx, of.person, *place)]


def verdicts(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in _held(ctx, of) for one in _verdicts(ctx, of.person, *place)]


def checks(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in _held(ctx, of) for one in _checks(ctx, of.person, *place)]


def taken_home(ctx: TurnContext, of: PlacesOf) -> list[str | None]:
    return [
        partner_name(ctx, partner)
        for _, discussion in _held(ctx, of)
        for who, partner in ctx.uow.get(DISCUSSIONS).taken_home(discussion.id)
        if who == of.person.id
    ]


# --- phase 2 ---


def _points(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    for one in ctx.uow.get(QUESTIONS).contributions(discussion.run):
        if one.person == person.id and may_see(said_of(one), Viewer(person.id, ())):
            yield {
                "samenwerking": place.name,
                "vraag": question_text(ctx, one.about),
                "tekst": one.text,
                "ingetrokken": one.withdrawn,
            }


def _goals(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """The goals this person proposed, in their own words and not in those that others gave them since."""
    mine = [one for one in ctx.uow.get(QUESTIONS).wordings(discussion.run) if one.person == person.id]
    for one in mine:
        yield {"samenwerking": place.name, "tekst": one.text, "versie": one.version}
    worded = {one.question for one in mine}
    for goal in proposals_in(ctx, discussion.run):
        if goal.author == person.id and goal.id not in worded:
            yield {"samenwerking": place.name, "tekst": None, "versie": 1}


def _verdicts(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """What this person answered with one tap, and to each wording of a goal, as it was when they judged it."""
    for put, wording, about in _judged(ctx, discussion):
        for one in ctx.uow.get(QUESTIONS).ballots(put, wording):
            if one.person == person.id:
                given: Found = {"namens": partner_name(ctx, one.partner), "keuze": one.choice, "reden": one.reason}
                yield {"samenwerking": place.name, **about, **given}


def _judged(ctx: TurnContext, discussion: Discussion) -> Iterator[tuple[QuestionId, int, Found]]:
    """What ballots were cast on: questions with one tap, and each wording of each goal."""
    for one in phase2(ctx, discussion).of_kind(TalkKind.CHOOSE):
        put = question_of(ctx, discussion.run, one.id)
        if put is not None:
            yield put.id, FIRST_WORDING, {"vraag": one.text}
    known = {(one.question, one.version): one.text for one in ctx.uow.get(QUESTIONS).wordings(discussion.run)}
    for goal in proposals_in(ctx, discussion.run):
        worded = [version for question, version in known if question == goal.id]
        for version in [*range(1, min(worded, default=goal.number + 1)), *worded]:
            yield goal.id, version, {"doel": known.get((goal.id, version)), "versie": version}


def _checks(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    for one in ctx.uow.get(DISCUSSIONS).checks(discussion.id):
        if one.person == person.id:
            given: Found = {"klopt": one.confirmed, "verbetering": one.correction}
            yield {"samenwerking": place.name, "namens": partner_name(ctx, one.partner), **given}
