"""What a person said, proposed and judged in phase 2."""

from collections.abc import Iterator
from dataclasses import replace

from bot.content.roles import TalkKind
from bot.dialogs.alignment.facts.goals import subject as subject_of
from bot.dialogs.alignment.facts.queries import phase2
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, said_of
from bot.domain.collaboration import Collaboration, Person
from bot.domain.visibility import Viewer, may_see
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, partner_name, runs_of


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
    for one in ctx.uow.get(DISCUSSIONS).contributions(discussion.id):
        if one.person == person.id and may_see(said_of(one), Viewer(person.id, ())):
            yield {
                "samenwerking": place.name,
                "vraag": one.question,
                "tekst": one.text,
                "ingetrokken": one.withdrawn,
            }


def _goals(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """The goals this person proposed, in their own words and not in those that others gave them since."""
    mine = [one for one in ctx.uow.get(DISCUSSIONS).wordings(discussion.id) if one.person == person.id]
    for one in mine:
        yield {"samenwerking": place.name, "tekst": one.text, "versie": one.version}
    worded = {one.goal for one in mine}
    for goal in ctx.uow.get(DISCUSSIONS).goals(discussion.id):
        if goal.person == person.id and goal.id not in worded:
            yield {"samenwerking": place.name, "tekst": None, "versie": 1}


def _verdicts(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """What this person answered with one tap, and to each wording of a goal, as it was when they judged it."""
    goals = ctx.uow.get(DISCUSSIONS).goals(discussion.id)
    known = {(one.goal, one.version): one.text for one in ctx.uow.get(DISCUSSIONS).wordings(discussion.id)}
    wordings = [replace(goal, version=version) for goal in goals for version in range(1, goal.version + 1)]
    subjects: dict[str, Found] = {one.id: {"vraag": one.id} for one in phase2(ctx, discussion).of_kind(TalkKind.CHOOSE)}
    subjects |= {subject_of(one): {"doel": known.get((one.id, one.version)), "versie": one.version} for one in wordings}
    for subject, about in subjects.items():
        for one in ctx.uow.get(DISCUSSIONS).ballots(discussion.id, subject):
            if one.person == person.id:
                given: Found = {"namens": partner_name(ctx, one.partner), "keuze": one.choice, "reden": one.reason}
                yield {"samenwerking": place.name, **about, **given}


def _checks(ctx: TurnContext, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    for one in ctx.uow.get(DISCUSSIONS).checks(discussion.id):
        if one.person == person.id:
            given: Found = {"klopt": one.confirmed, "verbetering": one.correction}
            yield {"samenwerking": place.name, "namens": partner_name(ctx, one.partner), **given}
