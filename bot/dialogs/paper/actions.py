"""A paper that is entered, confirmed, refused or deleted; and who hears of it."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.dialogs.paper.dialog import NAME, SIGNED, Entered, NotSigned
from bot.dialogs.paper.facts import Paper, papers_in, seconds, talk_of, the_paper, typed_name, witnesses
from bot.dialogs.people import actions as people
from bot.dialogs.people.dialog import CONSENT_VERSION
from bot.dialogs.people.facts import known_person
from bot.dialogs.preparation.dialog.form import PREPARATION
from bot.dialogs.preparation.facts.handed import questions_first
from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.dialogs.preparation.rules import PaperForm
from bot.dialogs.rounds.actions import tell_whose_turn_it_is
from bot.domain.chats import ON_PAPER, SERIALS, chat_number
from bot.domain.collaboration import Person, Role
from bot.domain.ids import CollaborationId, RunId
from bot.domain.rounds import Participation, Round
from bot.engine.model import Answer, Phrase, StepId
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ConversationState
from bot.turn.routes import Route, ToPage


def begin(ctx: TurnContext, run: RunId) -> PaperForm:
    """A new paper, or the one that whoever acts began and did not finish."""
    mine = known_person(ctx).id
    forms = ctx.uow.get(PAPER_FORMS)
    begun = (one for one in forms.of_run(run) if one.entered_by == mine and one.handed_in_at is None)
    return next(begun, None) or forms.add(run, mine, ctx.at)


def entered(ctx: TurnContext, command: Entered, conversation: Conversation) -> Route:
    """All of it is entered: it waits until somebody else saw the signature, and is shown to nobody."""
    paper = the_paper(ctx, command.form)
    if paper.form.handed_in_at is None or paper.form.name != command.name:
        now = replace(paper.form, name=command.name, handed_in_at=ctx.at)  # under another name: asked once more
        ctx.uow.get(PAPER_FORMS).save(now)
        ask_for_signature(ctx, replace(paper, form=now))
    return ToPage("namensvan", str(command.form))


def not_signed(ctx: TurnContext, command: NotSigned, conversation: Conversation) -> Route:
    """Without a signature nothing is kept."""
    paper = the_paper(ctx, command.form)
    throw_away(ctx, paper)
    return ToPage("namensniet", str(paper.run.id))


def ask_for_signature(ctx: TurnContext, paper: Paper) -> None:
    """Ask who can confirm it whether they saw the signature. They read names, and nothing that was filled in."""
    about = {**_about(paper), "by": ctx.uow.people.get(paper.form.entered_by).name, "name": paper.form.name}
    button = ctx.button("handtekening", f"namensgezien:{paper.form.id}")
    for witness in witnesses(ctx, paper):
        ctx.tell(Phrase("paper.asked", about), button, chat=witness.hears_in)
    asked = replace(paper.form, asked_partner=bool(seconds(ctx, paper)))
    ctx.uow.get(PAPER_FORMS).save(asked)


def _about(paper: Paper) -> dict[str, object]:
    return {"collaboration": paper.collaboration.name, "partner": paper.partner.name}


def _entered_on(ctx: TurnContext, paper: Paper) -> date:
    return (paper.form.handed_in_at or ctx.at).astimezone(paper.collaboration.zone).date()


def confirm(ctx: TurnContext, paper: Paper) -> None:
    """Somebody saw the signature: from now on it is what its author handed in."""
    author = _becomes_somebody(ctx, paper)
    ctx.uow.rounds.take_part(paper.run.id, author.id)
    ctx.uow.rounds.save_participation(Participation(paper.run.id, author.id, handed_in_at=ctx.at))
    kept = replace(paper.form, name="", person=author.id, confirmed_by=known_person(ctx).id, confirmed_at=ctx.at)
    ctx.uow.get(PAPER_FORMS).save(kept)
    ctx.touched.add(paper.collaboration.id)
    by = ctx.uow.people.get(paper.form.entered_by)
    about = {**_about(paper), "name": paper.form.name, "by": known_person(ctx).name}
    ctx.tell(Phrase("paper.confirmed", about), ctx.button("menu", "menu"), chat=by.hears_in)
    standing = ctx.uow.rounds.standing(paper.run.id, by.id)
    if standing is not None:
        button = ctx.button("vaststellen", f"vaststel:{paper.run.id}")
        tell_whose_turn_it_is(ctx, standing, "settling.everybody_ready", button, questions_first(ctx, paper.run.id))


def _becomes_somebody(ctx: TurnContext, paper: Paper) -> Person:
    """Its author as a person without a door, whose place ended as it began: nobody waits for them, nothing comes."""
    chat = chat_number(ON_PAPER, secrets.randbelow(SERIALS), group=False)
    author = ctx.uow.people.add(chat, paper.form.name, CONSENT_VERSION, ctx.at)
    ctx.uow.people.set_reachable(chat, False)
    collaborations = ctx.uow.collaborations
    place = collaborations.add_membership(author.id, paper.collaboration.id, paper.partner.id, Role.PARTICIPANT, ctx.at)
    collaborations.end_membership(place.id, ctx.at)
    _answers_go_along(ctx, paper, author)
    return author


def _answers_go_along(ctx: TurnContext, paper: Paper, author: Person) -> None:
    """From the talk of who typed them over to the one that their author would have had."""
    held = talk_of(ctx, paper)
    if held is None:
        return
    version = held.content_version
    theirs = ctx.uow.conversations.add(PREPARATION.id, author.chat, author.id, paper.run.id, version, ctx.at)
    answers = _of_the_form(ctx.uow.conversations.answers(held.id))
    ctx.uow.conversations.save_answers(theirs.id, {}, answers, ctx.at)
    ctx.uow.conversations.save(replace(theirs, state=ConversationState.DONE), theirs)
    ctx.uow.conversations.delete(held.id)


def _of_the_form(answers: Mapping[StepId, Answer]) -> dict[StepId, Answer]:
    return {step: answer for step, answer in answers.items() if step not in (NAME, SIGNED)}


def refuse(ctx: TurnContext, paper: Paper) -> None:
    """Somebody saw no signature: all of it goes, and who entered it hears that, without the name."""
    by = ctx.uow.people.get(paper.form.entered_by)
    about = {**_about(paper), "by": known_person(ctx).name, "at": _entered_on(ctx, paper)}
    throw_away(ctx, paper)
    ctx.tell(Phrase("paper.refused", about), ctx.button("menu", "menu"), chat=by.hears_in)


def throw_away(ctx: TurnContext, paper: Paper) -> None:
    """Delete a paper with all of it. The name goes from wherever it was put, as that of anybody who is deleted."""
    form = replace(paper.form, name=typed_name(ctx, paper))
    author = ctx.uow.people.get(form.person) if form.person is not None else None
    if author is None and form.name:
        author = _becomes_somebody(ctx, replace(paper, form=form))
    if (held := talk_of(ctx, paper)) is not None:
        ctx.uow.conversations.delete(held.id)
    ctx.uow.get(PAPER_FORMS).delete(form.id)
    if author is not None:
        people.erase(ctx, author)
        ctx.uow.rounds.stop_taking_part(form.run, author.id)
    ctx.touched.add(paper.collaboration.id)


def delete(ctx: TurnContext, paper: Paper) -> None:
    """Delete a paper on its author's request. Who entered it, and who confirmed it, hear that, without the name."""
    about = {**_about(paper), "by": known_person(ctx).name, "at": _entered_on(ctx, paper)}
    throw_away(ctx, paper)
    heard = {one for one in (paper.form.entered_by, paper.form.confirmed_by) if one is not None}
    for one in sorted(heard - {known_person(ctx).id}):
        told = ctx.uow.people.get(one)
        if ctx.uow.collaborations.members(paper.collaboration.id).places_of(one):
            ctx.tell(Phrase("paper.deleted_by", about), ctx.button("menu", "menu"), chat=told.hears_in)


def members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Who entered it left: it goes. Who could see the signature left, or came: who can now is asked."""
    members = ctx.uow.collaborations.members(collaboration).memberships
    for paper in papers_in(ctx, collaboration):
        if paper.form.person is not None:
            continue
        mine = [m for m in members if m.person == paper.form.entered_by and m.partner == paper.partner.id]
        if not any(m.role.fills_in for m in mine):
            throw_away(ctx, paper)
            _tell_it_is_gone(ctx, paper, "paper.gone", seconds(ctx, paper) if paper.is_open else ())
        elif paper.form.waits and paper.is_open and paper.form.asked_partner is not bool(seconds(ctx, paper)):
            ask_for_signature(ctx, paper)


def _tell_it_is_gone(ctx: TurnContext, paper: Paper, key: str, people: tuple[Person, ...]) -> None:
    """Of a paper that waited for somebody: that it waits no more, without the name."""
    for one in people if paper.form.waits else ():
        about = {**_about(paper), "at": _entered_on(ctx, paper)}
        ctx.tell(Phrase(key, about), ctx.button("menu", "menu"), chat=one.hears_in)


def round_closed(ctx: TurnContext, closed: Round) -> None:
    """What nobody confirmed by now is thrown away."""
    for paper in papers_in(ctx, closed.collaboration):
        if paper.form.person is None and paper.round.id == closed.id:
            throw_away(ctx, paper)
            _tell_it_is_gone(ctx, paper, "paper.unconfirmed", (ctx.uow.people.get(paper.form.entered_by),))
