"""Phase 2 in private: one's own points, the last question, the minutes."""

from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.actions.answering import withdraw
from bot.dialogs.alignment.facts.minutes import may_read, minutes_now
from bot.dialogs.alignment.facts.queries import binding_of, leader, questions, wording
from bot.dialogs.alignment.facts.taken_home import DIALOG
from bot.dialogs.alignment.facts.taken_home import taken_home as home_taken_home
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import TAKE_HOME, Contribution, ContributionId, Discussion, DiscussionState
from bot.dialogs.alignment.screens.minutes import as_text, lines_of
from bot.dialogs.groups.facts import Actor, leads
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.arguments import number, switch, switched
from bot.turn.context import Stage
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage, ToTalk


def _discussion(stage: Stage, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who takes part in the collaboration."""
    run = stage.uow.rounds.run(RunId(number(argument)))
    found = stage.uow.get(DISCUSSIONS).of(run.id)
    if found is None:
        raise DomainError("errors.expired")
    memberships_in(stage, stage.uow.rounds.get(run.round).collaboration)
    return found


def _readable(stage: Stage, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who may read what was said in it."""
    found = _discussion(stage, argument)
    if not may_read(stage, found, _viewer(stage, found)):
        raise DomainError("discussion.from_phase_3")
    return found


def _viewer(stage: Stage, discussion: Discussion) -> Viewer:
    return Viewer(known_person(stage).id, memberships_in(stage, binding_of(stage, discussion).collaboration))


# --- one's own points ---


def mine(stage: Stage, argument: str) -> None:
    """`Mijn punten`: what one said, each of which can be taken back: `run` or `run.page`."""
    run, _, page = argument.partition(".")
    discussion = _discussion(stage, run)
    said = _said_by(stage, discussion, known_person(stage).id)
    shown = said[_first(said, page) : _first(said, page) + PER_PAGE]
    lines, buttons = [], []
    for index, one in enumerate(shown, start=_first(said, page) + 1):
        lines.append(Phrase("discussion.my_point", {"index": index, "text": one.text, "withdrawn": one.withdrawn}))
        label = "terugzetten" if one.withdrawn else "trek_in"
        buttons.append(stage.button(label, f"trekin:{one.id}.{switch(not one.withdrawn)}", index=index))
    more = _first(said, page) + PER_PAGE < len(said)
    stage.page(
        Phrase("discussion.my_points", {"lines": tuple(lines)}),
        *buttons,
        stage.button("volgende", f"mijnpunten:{run}.{_first(said, page) // PER_PAGE + 1}") if more else None,
        stage.button("menu", "menu"),
    )


PER_PAGE = 8
"""How many points stand on one screen."""


def _first(said: list[Contribution], page: str) -> int:
    last = max(len(said) - 1, 0) // PER_PAGE
    return min(number(page), last) * PER_PAGE if page else 0


def _said_by(stage: Stage, discussion: Discussion, person: PersonId) -> list[Contribution]:
    return [c for c in stage.uow.get(DISCUSSIONS).contributions(discussion.id) if c.person == person]


def take_back(stage: Stage, argument: str) -> Route:
    """Take one's words out of the minutes, or put them back: `contribution.ja` or `contribution.nee`."""
    id_, out = switched(argument)
    contribution = ContributionId(number(id_))
    kept = stage.uow.get(DISCUSSIONS).contribution(contribution)
    withdraw(stage, contribution, out)
    discussion = stage.uow.get(DISCUSSIONS).get(kept.discussion)
    index = next(i for i, c in enumerate(_said_by(stage, discussion, kept.person)) if c.id == kept.id)
    return ToPage("mijnpunten", f"{discussion.run}.{index // PER_PAGE}")


# --- the last question ---


def take_home(stage: Stage, argument: str) -> Route:
    """Question 6."""
    return ToTalk(DIALOG, _discussion(stage, argument).run)


def taken_home(stage: Stage, argument: str) -> None:
    """After question 6: thanks, and what colleagues of one's own partner take home: `run` or `run.page`."""
    run, index = at_page(argument)
    discussion = _discussion(stage, run)
    person = known_person(stage)
    viewer = _viewer(stage, discussion)
    lines = tuple(
        Phrase("take_home.colleague", {"name": one.person.name, "text": one.text})
        for one in home_taken_home(stage, discussion, viewer)
        if one.person.id != person.id
    )
    shown, more = page_of(stage, lines, index)
    stage.page(
        Phrase("take_home.thanks", {"lines": shown}),
        stage.button("volgende", f"meegenomen:{run}.{index + 1}") if more else None,
        stage.button("wijzigen", f"meenemen:{discussion.run}"),
        stage.button("mijn_punten", f"mijnpunten:{discussion.run}"),
        stage.button("menu", "menu"),
    )


def points(stage: Stage, argument: str) -> None:
    """What was said to a question, for who could not read it whole in the group: `run.question`, or `….page`."""
    run, _, rest = argument.partition(".")
    place, index = at_page(rest)
    discussion = _readable(stage, run)
    every = questions(stage, discussion)
    if number(place) >= len(every) or every[number(place)] == TAKE_HOME:
        raise DomainError("errors.expired")
    question = every[number(place)]
    shown, more = page_of(stage, lines_of(stage, discussion, question), index)
    stage.page(
        Phrase("discussion.summary", {"question": wording(stage, discussion, question), "lines": shown, "earlier": 0}),
        stage.button("volgende", f"punten:{run}.{place}.{index + 1}") if more else None,
        stage.button("menu", "menu"),
    )


# --- the minutes ---


def read(stage: Stage, argument: str) -> None:
    """The minutes as text: `run` or `run.page`. Whoever speaks for a partner says whether they are right."""
    run, index = at_page(argument)
    discussion = _readable(stage, run)
    if discussion.state is not DiscussionState.CLOSED:
        raise DomainError("minutes.not_yet")
    found = minutes_now(stage, discussion)
    lines, more = page_of(stage, as_text(stage, found), index)
    waiting = () if found.fixed else minutes_waiting(stage, discussion)
    about = {"collaboration": found.collaboration, "held": found.held, "fixed": found.fixed, "lines": lines}
    about |= {"waiting": waiting, "checked": _has_checked(stage, discussion)}
    can_check = not found.fixed and _speaks(stage, discussion)
    stage.page(
        Phrase("minutes.text", about),
        stage.button("volgende", f"verslag:{run}.{index + 1}") if more else None,
        stage.button("wijzig_antwoord" if about["checked"] else "klopt_verslag", f"verslagklopt:{run}")
        if can_check
        else None,
        stage.button("mijn_punten", f"mijnpunten:{run}") if not found.fixed else None,
        stage.button("verslag_vaststellen", f"verslagvast:{run}") if _may_fix(stage, discussion, found.fixed) else None,
        stage.button("menu", "menu"),
    )


def minutes_waiting(stage: Stage, discussion: Discussion) -> tuple[str, ...]:
    """The partners that have not said whether the minutes are right."""
    unchecked = closing.unchecked(stage, binding_of(stage, discussion), discussion)
    return tuple(stage.uow.collaborations.partner(partner).name for partner in unchecked)


def _has_checked(stage: Stage, discussion: Discussion) -> bool:
    """Whether somebody has answered for a partner of this person."""
    mine_ = memberships_in(stage, binding_of(stage, discussion).collaboration)
    checked = {check.partner for check in stage.uow.get(DISCUSSIONS).checks(discussion.id)}
    return any(m.partner in checked for m in mine_)


def _speaks(stage: Stage, discussion: Discussion) -> bool:
    """Whether this person says for a partner whether the minutes are right."""
    binding = binding_of(stage, discussion)
    people = [m for m, _ in stage.uow.collaborations.members(binding.collaboration)]
    mine_ = memberships_in(stage, binding.collaboration)
    return any(m.partner is not None and may_settle(m, people) for m in mine_)


def _may_fix(stage: Stage, discussion: Discussion, fixed: bool) -> bool:
    """Whoever leads may go on without a partner that does not answer."""
    binding = binding_of(stage, discussion)
    acting = Actor(known_person(stage), memberships_in(stage, binding.collaboration))
    leading = leader(stage, discussion)
    its_turn = acting.facilitates or leading is None or acting.person.id == leading.id
    return not fixed and its_turn and leads(stage, binding, acting)


def check(stage: Stage, argument: str) -> Route:
    """`Klopt dit verslag?`"""
    discussion = _discussion(stage, argument)
    if not _speaks(stage, discussion):
        raise DomainError("errors.manager_settles")
    return ToTalk("minutes_check", discussion.run)


def fix(stage: Stage, argument: str) -> Route | None:
    """Fix the minutes; first say which partners have not answered: `run`, then `run.ja`."""
    run, _, sure = argument.partition(".")
    discussion = _discussion(stage, run)
    if not _may_fix(stage, discussion, False):
        raise DomainError("minutes.leader_fixes")
    closing.must_be_open(stage, discussion)
    binding = binding_of(stage, discussion)
    waiting = closing.unchecked(stage, binding, discussion)
    if waiting and sure != "ja":
        names = tuple(stage.uow.collaborations.partner(p).name for p in waiting)
        stage.page(
            Phrase("minutes.without", {"partners": names}),
            stage.button("toch_vaststellen", f"verslagvast:{run}.ja"),
            stage.button("nog_niet", f"verslag:{run}"),
        )
        return None
    closing.fix(stage, binding, discussion)
    return ToPage("verslag", run)
