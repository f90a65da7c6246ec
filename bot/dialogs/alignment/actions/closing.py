"""Closing phase 2: each partner says whether the minutes are right; then they are fixed and sent to all."""

import json
import re
from dataclasses import asdict
from unicodedata import normalize

from bot.content.load import LANGUAGE
from bot.content.screen import Button, Screen
from bot.dialogs.alignment.facts.minutes import as_it_is, for_reader, may_read, speaker
from bot.dialogs.alignment.facts.queries import binding_of, leader, round_of
from bot.dialogs.alignment.facts.waiting import unchecked
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Check, Discussion
from bot.dialogs.rounds.actions import go_on
from bot.dialogs.words.facts import changed_in_goals
from bot.dialogs.words.screens import way_in
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.rounds import Phase, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.waiting import facilitators, lines_for
from bot.typesetting.minutes import Minutes, MinutesLabels, minutes_data


def file_of(ctx: TurnContext, binding: Binding, discussion: Discussion) -> str:
    """What the document is called: of which collaboration it is, and of which day."""
    collaboration = ctx.uow.collaborations.get(binding.collaboration)
    plain = normalize("NFKD", collaboration.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:NAME_IN_FILE].strip("-")
    day = discussion.began_at.astimezone(collaboration.zone).date()
    return "-".join(part for part in ("verslag", name, day.isoformat()) if part) + ".pdf"


NAME_IN_FILE = 40
"""How much of the name of a collaboration stands in the name of a file, in characters."""


MINUTES = "minutes"
"""What makes the document of the minutes."""


READ = "v-"
"""How the token of a link begins that opens the minutes in private; the run follows."""


def ask_partners(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    """Tell the group that the conversation is over, and ask whoever may settle for a partner: is this right?"""
    people = ctx.uow.collaborations.members(binding.collaboration)
    name = ctx.uow.collaborations.get(binding.collaboration).name
    over = Phrase("minutes.closing", {"collaboration": name})
    if ctx.chat_thread == binding.chat_thread:
        ctx.page(over)
    else:
        ctx.send(ctx.screen(over), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)
    speaking = {m.person for m in people.memberships if m.partner is not None and may_settle(m, people.memberships)}
    button = ctx.button("verslag_bekijken", f"verslag:{discussion.run}")
    for person in people.people:
        if person.id in speaking:
            ctx.tell(Phrase("minutes.asked", {"collaboration": name}), button, chat=person.hears_in)
        elif person.id in facilitators(people) and person.id != discussion.led_by:
            ctx.tell(over_for(ctx, discussion, person), button, chat=person.hears_in)


def over_for(ctx: TurnContext, discussion: Discussion, person: Person) -> Phrase:
    """For whoever leads: the talk has ended, and whom its minutes wait for."""
    return Phrase("panel.closed", {"waits": lines_for(ctx, person, round_of(ctx, discussion))})


def check(ctx: TurnContext, discussion: Discussion, said: Check) -> None:
    """Keep what a partner says of the minutes. When all have said so, they are fixed."""
    ctx.uow.get(DISCUSSIONS).check(discussion.id, said)
    binding = binding_of(ctx, discussion)
    waiting = unchecked(ctx, binding, discussion)
    if said.correction:
        about = {"partner": speaker(ctx, said.partner), "text": said.correction, "all": not waiting}
        _tell_leader(ctx, discussion, Phrase("minutes.corrected", about))
    if waiting or said.correction:
        return
    if any(one.correction for one in ctx.uow.get(DISCUSSIONS).checks(discussion.id)):
        _ask_to_fix(ctx, binding, discussion)  # the others have not seen it yet
    else:
        fix(ctx, binding, discussion)


def _ask_to_fix(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    """Ask whoever leads to look once more, when everybody has answered and something was put right."""
    name = ctx.uow.collaborations.get(binding.collaboration).name
    _tell_leader(ctx, discussion, Phrase("minutes.all_checked", {"collaboration": name}))


def _tell_leader(ctx: TurnContext, discussion: Discussion, what: Phrase) -> None:
    """Where nobody leads any more, who may fix the minutes sees it there."""
    leading = leader(ctx, discussion)
    if leading is not None:
        ctx.tell(what, ctx.button("verslag_bekijken", f"verslag:{discussion.run}"), chat=leading.hears_in)


def must_be_open(ctx: TurnContext, discussion: Discussion) -> None:
    """Raises `DomainError` unless the conversation has ended and its minutes are not fixed yet."""
    state = ctx.uow.rounds.run(discussion.run).state
    if state is not RunState.MINUTES:
        raise DomainError("minutes.not_yet" if state is RunState.OPEN else "discussion.minutes_fixed")


def fix(ctx: TurnContext, binding: Binding, discussion: Discussion) -> None:
    """Fix the minutes for good. The document goes to the group, and to each person who may read it."""
    must_be_open(ctx, discussion)
    found = as_it_is(ctx, discussion, fixed=True)
    body = json.dumps(asdict(found), ensure_ascii=False)
    if not ctx.uow.get(DISCUSSIONS).fix(discussion.id, body, ctx.at):
        return
    ctx.uow.rounds.set_run_state(discussion.run, RunState.CLOSED)
    ctx.touched.add(binding.collaboration)
    name = ctx.uow.collaborations.get(binding.collaboration).name
    caption = Phrase("minutes.fixed", {"collaboration": name, "changed": "", "opens": False})
    file = file_of(ctx, binding, discussion)
    if binding.ended_at is None:
        link = Button(ctx.label("als_tekst"), url=ctx.link(f"{READ}{discussion.run}", chat=binding.chat_thread.chat))
        chat, thread = binding.chat_thread.chat, binding.chat_thread.thread
        ctx.document(ctx.screen(caption, link), _body(ctx, found), file, renderer=MINUTES, chat=chat, thread=thread)
    people = ctx.uow.collaborations.members(binding.collaboration)
    for person in people.people:
        viewer = Viewer(person.id, people.places_of(person.id))
        if may_read(ctx, discussion, viewer):
            screen, data = _to_one(ctx, discussion, name, person), _body(ctx, for_reader(found, viewer))
            ctx.document(screen, data, file, renderer=MINUTES, chat=person.hears_in)
    go_on(ctx, ctx.uow.rounds.run(discussion.run).round)


def _body(ctx: TurnContext, found: Minutes) -> str:
    return json.dumps(document(ctx, found), ensure_ascii=False)


def _to_one(ctx: TurnContext, discussion: Discussion, name: str, person: Person) -> Screen:
    """What goes with the document to one person: what changed of their goals; to whoever leads also what is next."""
    round_ = round_of(ctx, discussion)
    changed = changed_in_goals(ctx, person, round_)
    leads = person.id in facilitators(ctx.uow.collaborations.members(round_.collaboration))
    opens = leads and Phase.COMMITMENT in round_.phases
    caption = Phrase("minutes.fixed", {"collaboration": name, "changed": changed or "", "opens": opens})
    return ctx.screen(
        caption,
        ctx.button("als_tekst", f"verslag:{discussion.run}"),
        way_in(ctx, round_) if changed else None,
    )


def document(ctx: TurnContext, found: Minutes) -> dict[str, object]:
    """The data from which the document is made, as JSON."""

    def word(name: str) -> str:
        return ctx.texts.phrases.plain(Phrase(f"minutes.label_{name}"))

    labels = MinutesLabels(
        title=word("title"),
        draft=word("draft"),
        fixed=word("fixed"),
        partners=word("partners"),
        held=word("held"),
        led_by=word("led_by"),
        division=word("division"),
        points=word("points"),
        no_points=word("no_points"),
        not_come=word("not_come"),
        deepened=word("deepened"),
        counted=word("counted"),
        no_answer=word("no_answer"),
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
