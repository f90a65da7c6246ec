"""What colleagues of one's own partner handed in. Asks the visibility rules for each of them."""

from dataclasses import replace

from bot.content.screen import Button, Screen, long_texts, screen_of
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import draft_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import walk
from bot.engine.model import Ask, Phrase
from bot.runner.pages.access import known_person, number
from bot.runner.records import Standing
from bot.runner.stage import Stage
from bot.runner.subjects.subject import subject_of


def who(stage: Stage, argument: str) -> None:
    """Which colleagues can be looked at."""
    mine = _standing(stage, argument)
    shown = [s for s in _colleagues(stage, mine) if _visible(stage, mine, s)]
    buttons = [Button(s.person.name, f"p:collega:{s.run.id}.{s.person.id}.0") for s in shown]
    key = "pages.colleagues" if shown else "pages.no_colleagues"
    back = stage.button("terug_naar", f"ingediend:{mine.run.id}", name=Phrase("pages.my_answers"))
    stage.page(Phrase(key, {"partner": mine.partner.name}), *buttons, back)


def what(stage: Stage, argument: str) -> None:
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
