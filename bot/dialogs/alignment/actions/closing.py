"""Closing phase 2: each partner says whether the minutes are right; then they are fixed and sent to all."""

import json
from dataclasses import asdict

from bot.content.screen import Button
from bot.dialogs.alignment.facts.goals import partners
from bot.dialogs.alignment.facts.minutes import as_it_is, may_read, speaker
from bot.dialogs.alignment.facts.queries import binding_of, electorate, leader
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import Check, Discussion
from bot.dialogs.rounds.actions import go_on
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.rounds import RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import Stage
from bot.typesetting.minutes import Minutes, MinutesLabels, minutes_data

FILE = "verslag.pdf"


READ = "v-"
"""How the token of a link begins that opens the minutes in private; the run follows."""


LANGUAGE = "nl"
"""By which long words in the document are hyphenated."""


def ask_partners(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """The group hears that it is done; whoever may settle for a partner is asked: is this right?"""
    people = stage.uow.collaborations.members(binding.collaboration)
    memberships = [membership for membership, _ in people]
    name = stage.uow.collaborations.get(binding.collaboration).name
    stage.page(Phrase("minutes.closing", {"collaboration": name}))
    told: set[int] = set()
    for membership, person in people:
        if membership.partner is not None and may_settle(membership, memberships) and person.id not in told:
            told.add(person.id)
            button = stage.button("verslag_bekijken", f"verslag:{discussion.run}")
            stage.tell(Phrase("minutes.asked", {"collaboration": name}), button, chat=person.chat)


def check(stage: Stage, discussion: Discussion, said: Check) -> None:
    """What a partner says of the minutes. When all have said so, they are fixed."""
    stage.uow.get(DISCUSSIONS).check(discussion.id, said)
    binding = binding_of(stage, discussion)
    waiting = unchecked(stage, binding, discussion)
    if said.correction and waiting:
        about = {"partner": speaker(stage, said.partner), "text": said.correction}
        _tell_leader(stage, discussion, Phrase("minutes.corrected", about))
    if waiting:
        return
    if any(one.correction for one in stage.uow.get(DISCUSSIONS).checks(discussion.id)):
        _ask_to_fix(stage, binding, discussion)  # the others have not seen it yet
    else:
        fix(stage, binding, discussion)


def _ask_to_fix(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """Everybody has answered and something was put right: whoever leads looks once more."""
    name = stage.uow.collaborations.get(binding.collaboration).name
    _tell_leader(stage, discussion, Phrase("minutes.all_checked", {"collaboration": name}))


def _tell_leader(stage: Stage, discussion: Discussion, what: Phrase) -> None:
    """Where nobody leads any more, who may fix the minutes sees it there."""
    leading = leader(stage, discussion)
    if leading is not None:
        stage.tell(what, stage.button("verslag_bekijken", f"verslag:{discussion.run}"), chat=leading.chat)


def unchecked(stage: Stage, binding: Binding, discussion: Discussion) -> tuple[PartnerId, ...]:
    """The partners with people that have not said whether the minutes are right."""
    with_people = {partner for _, partner in electorate(stage, binding)}
    checked = {check.partner for check in stage.uow.get(DISCUSSIONS).checks(discussion.id)}
    return tuple(p for p in partners(stage, binding) if p in with_people and p not in checked)


def must_be_open(stage: Stage, discussion: Discussion) -> None:
    """Minutes are looked at and fixed between the end of the conversation and the moment they are fixed."""
    state = stage.uow.rounds.run(discussion.run).state
    if state is not RunState.MINUTES:
        raise DomainError("minutes.not_yet" if state is RunState.OPEN else "discussion.minutes_fixed")


def fix(stage: Stage, binding: Binding, discussion: Discussion) -> None:
    """From here on they stay as they are. The document goes to the group, and to each person who may read it."""
    must_be_open(stage, discussion)
    found = as_it_is(stage, discussion, fixed=True)
    body = json.dumps(asdict(found), ensure_ascii=False)
    if not stage.uow.get(DISCUSSIONS).fix(discussion.id, body, stage.at):
        return
    stage.uow.rounds.set_run_state(discussion.run, RunState.CLOSED)
    stage.touched.add(binding.collaboration)
    data = json.dumps(document(stage, found), ensure_ascii=False)
    name = stage.uow.collaborations.get(binding.collaboration).name
    caption = Phrase("minutes.fixed", {"collaboration": name})
    if binding.ended_at is None:
        link = Button(stage.label("als_tekst"), url=stage.link(f"{READ}{discussion.run}"))
        stage.document(stage.screen(caption, link), data, FILE, chat=binding.room.chat, thread=binding.room.thread)
    told: set[int] = set()
    people = stage.uow.collaborations.members(binding.collaboration)
    for _, person in people:
        viewer = Viewer(person.id, tuple(m for m, _ in people if m.person == person.id))
        if person.id not in told and may_read(stage, discussion, viewer):
            told.add(person.id)
            button = stage.button("als_tekst", f"verslag:{discussion.run}")
            stage.document(stage.screen(caption, button), data, FILE, chat=person.chat)
    go_on(stage, stage.uow.rounds.run(discussion.run).round)


def document(stage: Stage, found: Minutes) -> dict[str, object]:
    """What the document is made from."""

    def word(name: str) -> str:
        return stage.texts.phrases.plain(Phrase(f"minutes.label_{name}"))

    labels = MinutesLabels(
        title=word("title"),
        draft=word("draft"),
        fixed=word("fixed"),
        partners=word("partners"),
        held=word("held"),
        led_by=word("led_by"),
        points=word("points"),
        no_points=word("no_points"),
        counted=word("counted"),
        partner=word("partner"),
        goals=word("goals"),
        goal=word("goal"),
        no_goals=word("no_goals"),
        joint=word("joint"),
        not_joint=word("not_joint"),
        concerns=word("concerns"),
        objections=word("objections"),
        confirmations=word("confirmations"),
        confirmed=word("confirmed"),
        not_confirmed=word("not_confirmed"),
        correction=word("correction"),
        source=word("source"),
        page=word("page"),
        page_of=word("page_of"),
        language=LANGUAGE,
    )
    return minutes_data(found, labels)
