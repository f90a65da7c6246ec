"""Settling a version and taking it back, and telling who must know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.content.screen import Button
from bot.dialogs.people.facts import known_person
from bot.dialogs.rounds.actions import enter_open_runs
from bot.dialogs.settling.dialog.talk import Settle
from bot.dialogs.settling.facts import all_settled, drafts_of, with_manager
from bot.dialogs.words.facts import changed_in_version
from bot.dialogs.words.screens import way_in
from bot.domain.collaboration import Partner, Role
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import PersonId
from bot.domain.rounds import Round, RoundState, RunState
from bot.domain.settlement import Draft
from bot.engine.model import Phrase
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ConversationState, ParticipantContext
from bot.turn.routes import Route, ToPage


def tell_all_settled(ctx: TurnContext, round_: Round) -> None:
    """Tell whoever leads that they can reveal, once no version is waited for any more."""
    if round_.state is RoundState.PREPARATION and all_settled(ctx, round_.id):
        about = {"collaboration": ctx.uow.collaborations.get(round_.collaboration).name}
        button = ctx.button("onthullen", f"onthul:{round_.id}")
        for membership, person in ctx.uow.collaborations.members(round_.collaboration):
            if membership.role is Role.FACILITATOR:
                ctx.tell(Phrase("settling.all_settled", about), button, chat=person.hears_in)


def settled_without(ctx: TurnContext, partner: Partner) -> None:
    """After a partner left: it may have been the last whose version was waited for."""
    round_ = ctx.uow.rounds.latest(partner.collaboration)
    if round_ is not None:
        tell_all_settled(ctx, round_)


def settle(ctx: TurnContext, command: Settle, conversation: Conversation, *, anyway: bool = False) -> Route:
    """Keep the version, close the drafts, and tell colleagues; whoever leads when it was the last."""
    person = known_person(ctx)
    standing = ctx.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_settled", partner=standing.partner.name)
    if not anyway and ctx.uow.settlements.frozen(conversation.id) != drafts_of(ctx, standing):
        now = ctx.uow.conversations.get(conversation.id) or conversation
        ctx.uow.conversations.save(replace(now, state=ConversationState.OPEN), now)
        return ToPage("ingehaald", str(command.run))
    people = ctx.uow.collaborations.members(standing.collaboration.id)
    settled_by = {draft.person for draft in ctx.uow.settlements.frozen(conversation.id) or ()}
    late = standing.round.state is not RoundState.PREPARATION
    settled = ctx.uow.settlements.add(
        run=command.run,
        partner=standing.partner.id,
        form=command.form,
        settled_by=person.id,
        at=ctx.at,
        with_manager=with_manager(settled_by, standing.partner.id, people),
        after_reveal=late,
    )
    ctx.uow.rounds.set_run_state(command.run, RunState.SETTLED)
    ctx.touched.add(standing.collaboration.id)
    if late:
        ctx.uow.settlements.reveal(standing.round.id, [settled.id], ctx.at)
        for late_settled in ctx.house.each(lambda f: f.settled_late):
            late_settled(ctx, standing)
    drafts = ctx.uow.settlements.frozen(conversation.id) or ()
    others = {} if late or not command.as_mine else _differences(drafts, command.form)
    if late:
        ctx.uow.conversations.delete(conversation.id)
    else:  # until the reveal it can be taken back, and then whoever settles goes on from here
        ctx.uow.settlements.keep_snapshot(conversation.id, command.run, person.id)
    look = ctx.button("bekijk_versie", f"versie:{command.run}")
    _after_settling(ctx, standing, "settling.colleague_settled", look, others)
    tell_all_settled(ctx, standing.round)
    return ToPage("vastgesteld", str(command.run))


def _differences(drafts: Sequence[Draft], settled: FilledForm) -> dict[PersonId, int]:
    """At how many things each person answered otherwise than was settled."""
    return {draft.person: number for draft in drafts if (number := _unlike(draft.form, settled))}


def _unlike(form: FilledForm, settled: FilledForm) -> int:
    def said(one: FilledForm) -> dict[str, object]:
        motives = {motive.id: (motive.choice, motive.outcome) for motive in one.motives}
        return {**motives, "main": one.main, **one.reflections}

    mine, theirs = said(form), said(settled)
    return sum(mine.get(key) != theirs.get(key) for key in mine.keys() | theirs.keys())


def discuss(ctx: TurnContext, standing: ParticipantContext) -> str:
    """Tell who settled that somebody wants to talk about it first. Returns the name of who settled."""
    kept = ctx.uow.settlements.latest(standing.run.id)
    before_reveal = standing.round.state is RoundState.PREPARATION
    if kept is None or standing.run.state is not RunState.SETTLED or not before_reveal:
        raise DomainError("errors.expired")
    settler = ctx.uow.people.get(kept.settled_by)
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    if ctx.uow.rounds.standing(standing.run.id, settler.id) is not None:
        ctx.tell(
            Phrase("settling.discuss", {**about, "name": standing.person.name}),
            ctx.button("heropenen", f"heropen:{standing.run.id}"),
            ctx.button("bekijk_versie", f"versie:{standing.run.id}"),
            chat=settler.hears_in,
        )
    return settler.name


def _after_settling(
    ctx: TurnContext,
    standing: ParticipantContext,
    key: str,
    button: Button,
    differences: Mapping[PersonId, int] | None = None,
) -> None:
    """Tell the others of this run, and put their reminders where they now belong.

    `differences` is given when a version was settled: what changed of each one's words is told along.
    """
    discuss_it = ctx.button("bespreken", f"bespreekversie:{standing.run.id}")
    settled = differences is not None
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "name": standing.person.name,
        "late": standing.round.state is not RoundState.PREPARATION,
    }
    for part in ctx.uow.rounds.participants(standing.run.id):
        schedule(ctx, part.person)
        still_in = ctx.uow.rounds.standing(standing.run.id, part.person) is not None
        if not still_in or part.person == standing.person.id:
            continue
        person = ctx.uow.people.get(part.person)
        changed = changed_in_version(ctx, person, standing.round) if settled else None
        words = (way_in(ctx, standing.round),) if changed else ()
        if number := (differences or {}).get(part.person):
            told = Phrase("settling.differs", {**about, "number": number})
            ctx.tell(told, discuss_it, button, *words, chat=person.hears_in)
        else:
            ctx.tell(Phrase(key, {**about, "changed": changed or ""}), button, *words, chat=person.hears_in)


def reopen(ctx: TurnContext, standing: ParticipantContext) -> None:
    """Take a settled version back before the reveal: everybody of the partner can change again."""
    if standing.run.state is not RunState.SETTLED or standing.round.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    ctx.uow.rounds.set_run_state(standing.run.id, RunState.OPEN)
    for membership, _ in ctx.uow.collaborations.members(standing.collaboration.id):
        if membership.partner == standing.partner.id:
            enter_open_runs(ctx, membership)  # who came in while it was settled
    ctx.touched.add(standing.collaboration.id)
    go = ctx.button("naar", "invullen", what=Phrase("agenda.fase_1"))
    _after_settling(ctx, standing, "settling.colleague_reopened", go)
