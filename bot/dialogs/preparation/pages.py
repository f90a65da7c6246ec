"""Phase 1 in private: the way in and back in, and what colleagues of one's own partner handed in."""

from dataclasses import replace

from bot.content.screen import Button, Screen, long_texts, screen_of
from bot.dialogs.people.facts import known_person
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Phase, draft_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import walk
from bot.engine.model import Ask, ChangeRequested, Phrase, StepId
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.dialog import subject_of
from bot.turn.records import ConversationState, Standing
from bot.turn.routes import Route, ToPage, ToTalk


def fill_in(stage: Stage, argument: str) -> Route | None:
    """`/invullen`: phase 1. Chooses when there is more than one, and leads back in when it was handed in."""
    person = known_person(stage)
    mine = _forms_of(stage, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1 and mine[0].participation.handed_in_at is None:
        return ToTalk("preparation", mine[0].run.id)
    if len(mine) == 1:
        return ToPage("ingediend", str(mine[0].run.id))
    buttons = []
    for standing in mine:
        done = "✓ " if standing.participation.handed_in_at else ""
        route = "ingediend" if done else "doe"
        argument = str(standing.run.id) if done else f"preparation.{standing.run.id}"
        label = f"{done}{standing.collaboration.name} · {standing.partner.name}"
        buttons.append(Button(label, f"p:{route}:{argument}"))
    stage.page(Phrase("pages.which_form"), *buttons)
    return None


def _forms_of(stage: Stage, person: PersonId) -> list[Standing]:
    """The forms of phase 1 that this person has, or had, to fill in."""
    standings = stage.uow.rounds.standings(person)
    return [s for s in standings if s.run.phase is Phase.PREPARATION and s.membership.role.fills_in]


def scan(stage: Stage, argument: str) -> Route | None:
    """`/quickscan`: the perspectiefspiegel, again or for the first time."""
    person = known_person(stage)
    mine = _forms_of(stage, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1:
        return _scan_of(stage, mine[0].run.id)
    buttons = [Button(f"{s.collaboration.name} · {s.partner.name}", f"p:doe:quick_scan.{s.run.id}") for s in mine]
    stage.page(Phrase("pages.which_form"), *buttons)
    return None


def _scan_of(stage: Stage, run: RunId) -> Route:
    """Begin, go on, or (when it was finished) go through it once more from the first question."""
    held = stage.uow.conversations.find("quick_scan", stage.chat, run)
    if held is not None and held.state is ConversationState.DONE:
        round_ = stage.uow.rounds.get(stage.uow.rounds.run(run).round)
        first = stage.texts.of(round_.content_version).quick_scan.questions[0].id
        return ToTalk("quick_scan", run, ChangeRequested(StepId(first), stage.at))
    return ToTalk("quick_scan", run)


def do(stage: Stage, argument: str) -> Route:
    """A button that goes on with one thing: `dialog.run`."""
    dialog, _, run = argument.partition(".")
    if dialog == "quick_scan":
        return _scan_of(stage, RunId(number(run)))
    if dialog not in ("preparation", "commitment"):
        raise DomainError("errors.expired")
    return ToTalk(dialog, number(run))


def change(stage: Stage, argument: str) -> Route:
    """`Wijzigen` after handing in: back to the review."""
    return ToTalk("preparation", number(argument), ChangeRequested(StepId("prep.review"), stage.at))


def colleagues(stage: Stage, argument: str) -> None:
    """Which colleagues can be looked at."""
    mine = _standing(stage, argument)
    shown = [s for s in _colleagues(stage, mine) if _visible(stage, mine, s)]
    buttons = [Button(s.person.name, f"p:collega:{s.run.id}.{s.person.id}.0") for s in shown]
    key = "pages.colleagues" if shown else "pages.no_colleagues"
    back = stage.button("terug_naar", f"ingediend:{mine.run.id}", name=Phrase("pages.my_answers"))
    stage.page(Phrase(key, {"partner": mine.partner.name}), *buttons, back)


def colleague(stage: Stage, argument: str) -> None:
    """The answers of one colleague, page by page, without anything to press in them."""
    run, _, rest = argument.partition(".")
    person, _, page = rest.partition(".")
    mine = _standing(stage, run)
    theirs = stage.uow.rounds.standing(mine.run.id, PersonId(number(person)))
    if theirs is None or not _visible(stage, mine, theirs):
        raise DomainError("errors.not_visible")
    held = stage.uow.conversations.find("preparation", theirs.person.chat, mine.run.id)
    if held is None:
        raise DomainError("errors.not_visible")
    subject = subject_of(stage, held)
    steps = walk(subject.begin, stage.uow.conversations.answers(held.id)).steps
    review = next((step for step in steps if step.rows), None)
    if review is None:  # they are changing something, so that a question is open again
        raise DomainError("pages.colleague_changes", name=theirs.person.name)
    title = Phrase("pages.colleague", {"name": theirs.person.name})
    shown = Ask(replace(review, prompt=title, options=()), page=number(page) if page else 0)
    drawn = screen_of(stage.texts.phrases, shown, subject.header)
    turning = [b for row in drawn.buttons for b in row if b.option.startswith("#")]
    links = tuple(
        (Button(b.label, f"p:collega:{mine.run.id}.{theirs.person.id}.{b.option.removeprefix('#')}"),) for b in turning
    )
    back = stage.button("terug_naar", f"collegas:{mine.run.id}", name=Phrase("pages.back_to_colleagues"))
    stage.put_down(Screen(drawn.html, (*links, (back,))), long_texts(stage.texts.phrases, shown))


def _standing(stage: Stage, argument: str) -> Standing:
    standing = stage.uow.rounds.standing(RunId(number(argument)), known_person(stage).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing


def _colleagues(stage: Stage, mine: Standing) -> list[Standing]:
    parts = stage.uow.rounds.participants(mine.run.id)
    others = [stage.uow.rounds.standing(mine.run.id, p.person) for p in parts if p.person != mine.person.id]
    return [s for s in others if s is not None]


def _visible(stage: Stage, mine: Standing, theirs: Standing) -> bool:
    viewer = Viewer(
        mine.person.id,
        stage.uow.collaborations.memberships_of(mine.person.id),
        handed_in=mine.participation.handed_in_at is not None,
    )
    return may_see(draft_of(theirs.participation, theirs.partner.id), viewer)
