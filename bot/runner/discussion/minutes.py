"""The minutes of phase 2: put together from what was said, checked by each partner, then fixed and sent to all."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter

from bot.content.screen import Button, Screen
from bot.domain.discussion import NEEDED, TAKE_HOME, Check, Discussion
from bot.domain.goal import GoalState, standing
from bot.domain.goal import Opinion as Verdict
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.reports.minutes import Confirmation, Counted, Discussed, Goal, Minutes, MinutesLabels, Point, minutes_data
from bot.runner.discussion import goals, needed
from bot.runner.discussion.where import binding_of, electorate, facilitators, questions, round_of
from bot.runner.pages.paging import page_of
from bot.runner.stage import Stage

FILE = "verslag.pdf"
READ = "v-"
"""How the token of a link begins that opens the minutes in private; the run follows."""
LANGUAGE = "nl"
"""By which long words in the document are hyphenated."""


def of(stage: Stage, discussion: Discussion) -> Minutes:
    """The minutes as they were fixed; until then, as they are now."""
    body = stage.uow.discussions.fixed(discussion.id)
    return _collect(stage, discussion) if body is None else _STORED.validate_json(body)


_STORED = TypeAdapter(Minutes)


def _collect(stage: Stage, discussion: Discussion, *, fixed: bool = False) -> Minutes:
    """The minutes as they are now. Question 6 is not in them: each takes that home."""
    binding = binding_of(stage, discussion)
    collaboration = stage.uow.collaborations.get(binding.collaboration)
    partners = stage.uow.collaborations.partners(binding.collaboration)
    plain = stage.texts.phrases.plain
    began = discussion.began_at.astimezone(collaboration.zone).date()
    today = stage.today(collaboration.time_zone)
    checks = {check.partner: check for check in stage.uow.discussions.checks(discussion.id)}
    return Minutes(
        collaboration=collaboration.name,
        partners=tuple(p.name for p in partners),
        held=plain(Phrase("minutes.held", {"first": began, "last": today})),
        led_by=_role_of_leader(stage, discussion, binding),
        discussed=tuple(_discussed(stage, discussion, q) for q in questions(stage) if q != TAKE_HOME),
        goals=tuple(_goal(stage, discussion, binding, goal.id) for goal in stage.uow.discussions.goals(discussion.id)),
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
        questions(stage).index(question) + 1,
        stage.texts.instrument.question(question).text,
        points_of(stage, discussion, question),
        _counted(stage, discussion) if question == NEEDED else (),
    )


def points_of(stage: Stage, discussion: Discussion, question: str) -> tuple[Point, ...]:
    """What was said to a question, in order, in its latest wording; by partner, not by person."""
    said = stage.uow.discussions.contributions(discussion.id)
    return tuple(Point(speaker(stage, c.partner), c.text) for c in said if c.question == question and not c.withdrawn)


def speaker(stage: Stage, partner: PartnerId | None) -> str:
    """Whom something is said for."""
    if partner is None:
        return stage.texts.phrases.plain(Phrase("minutes.facilitator"))
    return stage.uow.collaborations.partner(partner).name


def _counted(stage: Stage, discussion: Discussion) -> tuple[Counted, ...]:
    tallies = needed.result(stage, discussion, binding_of(stage, discussion))
    return tuple(
        Counted(
            speaker(stage, one.partner),
            tuple((stage.label(choice), one.counts[choice]) for choice in Choice),
        )
        for one in tallies
    )


def _goal(stage: Stage, discussion: Discussion, binding: Binding, goal_id: int) -> Goal:
    goal = next(g for g in stage.uow.discussions.goals(discussion.id) if g.id == goal_id)
    given = standing(goals.ballots(stage, discussion, goal), electorate(stage, binding))

    def reasons(verdict: Verdict) -> tuple[Point, ...]:
        return tuple(Point(speaker(stage, b.partner), b.reason) for b in given if b.opinion is verdict)

    def counted(partner: PartnerId) -> Counted:
        mine = [b.opinion for b in given if b.partner == partner]
        plain = stage.texts.phrases.plain
        return Counted(speaker(stage, partner), tuple((plain(goals.label(v)), mine.count(v)) for v in Verdict))

    return Goal(
        text=goal.text,
        joint=goals.state_of(stage, discussion, binding, goal) is GoalState.JOINT,
        ballots=tuple(counted(partner) for partner in goals.partners(stage, binding)),
        concerns=reasons(Verdict.CONCERN),
        objections=reasons(Verdict.OBJECTION),
    )


def summary(stage: Stage, discussion: Discussion, question: str) -> Screen:
    """What was said to one question so far; when that is much, the last of it."""
    lines = [_line(point) for point in points_of(stage, discussion, question)]
    pages = 0
    shown, more = page_of(stage, lines, 0)
    while more:
        pages += 1
        shown, more = page_of(stage, lines, pages)
    about = {
        "question": stage.texts.instrument.question(question).text,
        "lines": shown,
        "earlier": len(lines) - len(shown),
    }
    return stage.screen(Phrase("discussion.summary", about))


def _line(point: Point) -> Phrase:
    return Phrase("discussion.point", {"speaker": point.speaker, "text": point.text})


def as_text(stage: Stage, found: Minutes) -> tuple[Phrase, ...]:
    """The minutes as lines, which a screen reader reads in order."""
    lines: list[Phrase] = []
    for one in found.discussed:
        points = [_line(point) for point in one.points]
        counted = [Phrase("minutes.counted", {"partner": c.partner, "counts": _numbers(c)}) for c in one.counted]
        about = {"number": one.number, "question": one.question, "any": bool(points or counted)}
        lines += [Phrase("minutes.question", about), *counted, *points]
    lines.append(Phrase("minutes.goals", {"any": bool(found.goals)}))
    for goal in found.goals:
        lines.append(Phrase("minutes.goal", {"text": goal.text, "joint": goal.joint}))
        lines += [Phrase("minutes.concern", {"partner": p.speaker, "text": p.text}) for p in goal.concerns]
        lines += [Phrase("minutes.objection", {"partner": p.speaker, "text": p.text}) for p in goal.objections]
    lines += [
        Phrase("minutes.correction", {"partner": c.partner, "text": c.correction})
        for c in found.confirmations
        if c.correction
    ]
    return tuple(lines)


def _numbers(counted: Counted) -> tuple[str, ...]:
    return tuple(f"{word} {number}" for word, number in counted.counts)


# --- checking and fixing ---


def ask_partners(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """The group hears that it is done; whoever may settle for a partner is asked: is this right?"""
    people = stage.uow.collaborations.members(binding.collaboration)
    memberships = [membership for membership, _ in people]
    name = stage.uow.collaborations.get(binding.collaboration).name
    stage.send(
        stage.screen(Phrase("minutes.closing", {"collaboration": name})),
        chat=binding.room.chat,
        thread=binding.room.thread,
    )
    told: set[int] = set()
    for membership, person in people:
        if membership.partner is not None and may_settle(membership, memberships) and person.id not in told:
            told.add(person.id)
            button = stage.button("verslag_bekijken", f"verslag:{discussion.run}")
            stage.tell(Phrase("minutes.asked", {"collaboration": name}), button, chat=person.chat)


def check(stage: Stage, discussion: Discussion, said: Check) -> None:
    """What a partner says of the minutes. When all have said so, they are fixed."""
    stage.uow.discussions.check(discussion.id, said)
    binding = binding_of(stage, discussion)
    if said.correction:
        about = {"partner": speaker(stage, said.partner), "text": said.correction}
        chat = stage.uow.people.get(discussion.led_by).chat
        stage.tell(
            Phrase("minutes.corrected", about), stage.button("verslag_bekijken", f"verslag:{discussion.run}"), chat=chat
        )
    if unchecked(stage, binding, discussion):
        return
    if any(one.correction for one in stage.uow.discussions.checks(discussion.id)):
        _ask_to_fix(stage, binding, discussion)  # the others have not seen it yet
    else:
        fix(stage, binding, discussion)


def _ask_to_fix(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """Everybody has answered and something was put right: whoever leads looks once more."""
    button = stage.button("verslag_bekijken", f"verslag:{discussion.run}")
    name = stage.uow.collaborations.get(binding.collaboration).name
    chat = stage.uow.people.get(discussion.led_by).chat
    stage.tell(Phrase("minutes.all_checked", {"collaboration": name}), button, chat=chat)


def unchecked(stage: Stage, binding: Binding, discussion: Discussion) -> tuple[PartnerId, ...]:
    """The partners with people that have not said whether the minutes are right."""
    with_people = {partner for _, partner in electorate(stage, binding)}
    checked = {check.partner for check in stage.uow.discussions.checks(discussion.id)}
    return tuple(p for p in goals.partners(stage, binding) if p in with_people and p not in checked)


def fix(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """From here on they stay as they are. The document goes to the group and to whoever is not in it."""
    found = _collect(stage, discussion, fixed=True)
    body = json.dumps(asdict(found), ensure_ascii=False)
    if not stage.uow.discussions.fix(discussion.id, body, stage.at):
        return
    stage.uow.rounds.set_run_state(discussion.run, RunState.CLOSED)
    round_ = round_of(stage, discussion)
    if Phase.COMMITMENT not in round_.phases:
        stage.uow.rounds.set_state(round_.id, RoundState.CLOSED)
    stage.touched.add(binding.collaboration)
    data = json.dumps(document(stage, found), ensure_ascii=False)
    name = stage.uow.collaborations.get(binding.collaboration).name
    caption = Phrase("minutes.fixed", {"collaboration": name})
    reached: Sequence[int] = ()
    if binding.ended_at is None:
        link = Button(stage.label("als_tekst"), url=stage.link(f"{READ}{discussion.run}"))
        stage.document(stage.screen(caption, link), data, FILE, chat=binding.room.chat, thread=binding.room.thread)
        reached = [seen.person for seen in stage.uow.groups.seen(binding.id)]
    told: set[int] = set(reached)
    for membership, person in stage.uow.collaborations.members(binding.collaboration):
        if person.id not in told and (membership.role.fills_in or membership.partner is None):
            told.add(person.id)
            button = stage.button("als_tekst", f"verslag:{discussion.run}")
            stage.document(stage.screen(caption, button), data, FILE, chat=person.chat)


def document(stage: Stage, found: Minutes) -> dict[str, object]:
    """What the document is made from."""

    def word(name: str) -> str:
        return stage.texts.phrases.plain(Phrase(f"minutes.label_{name}"))

    labels = MinutesLabels(
        title=word("title"),
        draft=word("draft"),
        fixed=word("fixed"),
        partners=word("partners"),
        led_by=word("led_by"),
        nothing_said=word("nothing_said"),
        goals=word("goals"),
        no_goal=word("no_goal"),
        joint=word("joint"),
        not_joint=word("not_joint"),
        concerns=word("concerns"),
        objections=word("objections"),
        without_reason=word("without_reason"),
        corrections=word("corrections"),
        confirmed=word("confirmed"),
        corrected=word("corrected"),
        not_checked=word("not_checked"),
        page=word("page"),
        source=word("source"),
        language=LANGUAGE,
    )
    return minutes_data(found, labels)
