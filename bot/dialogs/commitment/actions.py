"""Phase 3 opened, handed in, closed; with the last partner the round is over."""

from dataclasses import replace

from bot.dialogs.commitment.dialog import Commit, HandInCommitment
from bot.dialogs.commitment.facts import DIALOG, answers_in, commitment_runs
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import AnswerLevel, KeptAnswer, Statement, level_of
from bot.dialogs.commitment.screens import stated
from bot.dialogs.people.facts import known_person
from bot.dialogs.rounds.actions import close_round, tell_whose_turn_it_is, to_agreements
from bot.domain.collaboration import Membership, Partner, Person
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import Participation, Phase, PhaseRun, Round, RoundState, RunState
from bot.domain.visibility import Viewer
from bot.engine.model import Chosen, Phrase, StepId
from bot.turn.bundle import schedule, schedule_all
from bot.turn.context import TurnContext
from bot.turn.house import opening_news
from bot.turn.records import Conversation, ParticipantContext
from bot.turn.routes import Route, ToPage


def open_commitment(ctx: TurnContext, round_: Round) -> None:
    """Phase 3 for every partner. Everybody who takes part in it is told, in private."""
    if round_.state in (RoundState.COMMITMENT, RoundState.CLOSED):
        raise DomainError("errors.already_open")
    begins = round_.state is RoundState.DRAFT
    ctx.uow.rounds.set_state(round_.id, RoundState.COMMITMENT)
    runs = {
        partner.id: ctx.uow.rounds.add_run(round_.id, Phase.COMMITMENT, partner.id, RunState.OPEN, ctx.at)
        for partner in ctx.uow.collaborations.partners(round_.collaboration)
    }
    for membership, person in ctx.uow.collaborations.members(round_.collaboration):
        if membership.partner in runs and membership.role.commits:
            ctx.uow.rounds.take_part(runs[membership.partner].id, person.id)
            _invite(ctx, round_, membership, person, begins=begins)
    ctx.touched.add(round_.collaboration)
    schedule_all(ctx, round_.collaboration)


def close_when_all_closed(ctx: TurnContext, round_: Round) -> None:
    """After the last partner's phase 3 the round is over."""
    if round_.state is RoundState.COMMITMENT:
        runs = [run for run in ctx.uow.rounds.runs(round_.id) if run.phase is Phase.COMMITMENT]
        if all(run.state is RunState.CLOSED for run in runs):
            close_round(ctx, round_)


def closed_without(ctx: TurnContext, partner: Partner) -> None:
    """A partner left: perhaps it was the last that phase 3 waited for."""
    round_ = ctx.uow.rounds.latest(partner.collaboration)
    if round_ is not None:
        for run in commitment_runs(ctx, round_):
            if run.partner == partner.id:
                _keep(ctx, run)
        close_when_all_closed(ctx, round_)


def round_closed(ctx: TurnContext, round_: Round) -> None:
    """Closed over partners that had not closed their phase 3 themselves: theirs is kept as it is as well."""
    for run in commitment_runs(ctx, round_):
        _keep(ctx, run)


def _keep(ctx: TurnContext, run: PhaseRun) -> None:
    """Keep the answers as they are now that this phase 3 closes, once; never what somebody keeps to themselves."""
    if ctx.uow.get(COMMITMENTS).kept(run.id):
        return
    for one in answers_in(ctx, run):
        if one.handed_in and one.level is not None and one.level is not AnswerLevel.MYSELF:
            ctx.uow.get(COMMITMENTS).keep(KeptAnswer(run.id, one.person, one.question, one.text, one.level))


def _invite(ctx: TurnContext, round_: Round, membership: Membership, person: Person, *, begins: bool) -> None:
    assert membership.partner is not None
    agreed = opening_news(ctx, membership) if begins else None
    about = {
        "collaboration": ctx.uow.collaborations.get(round_.collaboration).name,
        "partner": ctx.uow.collaborations.partner(membership.partner).name,
        "agreed": agreed,
        "again": begins and len(ctx.uow.rounds.all(round_.collaboration)) > 1,
    }
    button = ctx.button("begin_fase", "verder", what=Phrase("agenda.fase_3"))
    ctx.tell(Phrase("commitment.opened", about), button, *to_agreements(ctx, round_, agreed), chat=person.hears_in)


def hand_in(ctx: TurnContext, command: HandInCommitment, conversation: Conversation) -> Route:
    """One's own phase 3 is ready: colleagues may read it, but for what is tagged *ik*."""
    standing = _standing(ctx, command.run)
    _keep_to_oneself(ctx, standing)
    first = standing.participation.handed_in_at is None
    if first:
        ctx.uow.rounds.save_participation(replace(standing.participation, handed_in_at=ctx.at))
    schedule(ctx, standing.person.id)
    ctx.touched.add(standing.collaboration.id)
    if first:
        button = ctx.button("fase_3_afsluiten", f"fase3sluit:{standing.run.id}")
        tell_whose_turn_it_is(ctx, standing, "commitment.everybody_ready", button)
    ctx.notify(Phrase("commitment.handed_in"))
    return ToPage("fase3", str(command.run))


def _keep_to_oneself(ctx: TurnContext, standing: ParticipantContext) -> None:
    """What is tagged *ik* is no longer switched to shared: meant otherwise again, it must be shared anew."""
    held = ctx.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    answers = ctx.uow.conversations.answers(held.id) if held is not None else {}
    for one in ctx.uow.get(COMMITMENTS).shared(standing.run.id):
        mine = one.person == standing.person.id
        if mine and answers.get(StepId(level_of(one.question))) == Chosen(AnswerLevel.MYSELF):
            ctx.uow.get(COMMITMENTS).unshare(one)


def commit(ctx: TurnContext, command: Commit, conversation: Conversation) -> Route:
    """On record; the partner's phase 3 is closed, and with the last one the round.

    Whose talk this is may close it: that is asked at each turn of the talk.
    """
    standing = _standing(ctx, command.run)
    ctx.uow.conversations.delete(conversation.id)
    said = Statement(
        command.run, command.stand, standing.person.id, ctx.at, command.condition, command.term, command.shared
    )
    ctx.uow.get(COMMITMENTS).state(said)
    _keep(ctx, standing.run)
    ctx.uow.rounds.set_run_state(command.run, RunState.CLOSED)
    ctx.touched.add(standing.collaboration.id)
    for part in ctx.uow.rounds.participants(command.run):
        schedule(ctx, part.person)
        _tell_closed(ctx, standing, part)
    close_when_all_closed(ctx, standing.round)
    return ToPage("fase3", str(command.run))


def _tell_closed(ctx: TurnContext, by: ParticipantContext, part: Participation) -> None:
    """A colleague hears what the partner commits to, and that what they did not hand in does not count."""
    person = ctx.uow.people.get(part.person)
    here = ctx.uow.collaborations.memberships_of(person.id)
    viewer = Viewer(person.id, tuple(m for m in here if m.collaboration == by.collaboration.id))
    if person.id == by.person.id or not viewer.memberships:
        return
    about = {
        "collaboration": by.collaboration.name,
        "partner": by.partner.name,
        "name": by.person.name,
        "statement": stated(ctx, by.run, viewer),
        "unfinished": part.handed_in_at is None,
    }
    look = ctx.button("naar", f"fase3:{by.run.id}", what=Phrase("agenda.fase_3"))
    ctx.tell(Phrase("commitment.closed", about), look, chat=person.hears_in)


def place_given_up(ctx: TurnContext, standing: ParticipantContext) -> None:
    """What they answered and did not hand in is thrown away, and shared no longer."""
    held = ctx.uow.conversations.find(DIALOG, standing.person.chat, standing.run.id)
    if held is not None:
        ctx.uow.conversations.delete(held.id)
    for shared in ctx.uow.get(COMMITMENTS).shared(standing.run.id):
        if shared.person == standing.person.id:
            ctx.uow.get(COMMITMENTS).unshare(shared)


def _standing(ctx: TurnContext, run: RunId) -> ParticipantContext:
    standing = ctx.uow.rounds.standing(run, known_person(ctx).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing
