"""Handing in phase 1, finishing the perspectiefspiegel, and what is thrown away of what was not handed in."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs.people.facts import known_person
from bot.dialogs.preparation.dialog.form import BEGIN, PREPARATION, START, HandIn, named
from bot.dialogs.preparation.dialog.quick_scan import FinishScan
from bot.dialogs.preparation.dialog.rows import row_dialog, rows_of
from bot.dialogs.preparation.facts.form import facts_of, must_be_open
from bot.dialogs.preparation.facts.handed import questions_first, talk_of
from bot.dialogs.preparation.facts.whole import standing_at
from bot.dialogs.rounds.actions import tell_whose_turn_it_is
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import Phase, Round, RunState
from bot.engine.model import Answers, Chosen, Phrase, Resumed, Step, StepId
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.filling import answer_beside
from bot.turn.forms import Sent, Taking, take_row
from bot.turn.incoming import FilledIn
from bot.turn.records import Conversation, ParticipantContext
from bot.turn.routes import NEXT, Route, ToPage, ToTalk
from bot.typesetting.own_motives import OwnMotives, own_motives_data


def forget_drafts(ctx: TurnContext, closed: Round) -> None:
    """When a round closes: throw away the drafts of the rounds before it. What was settled from them stays."""
    for round_ in ctx.uow.rounds.all(closed.collaboration):
        if round_.id >= closed.id:
            continue
        for run in ctx.uow.rounds.runs(round_.id):
            if run.phase is not Phase.PREPARATION:
                continue
            for part in ctx.uow.rounds.participants(run.id):
                chat = ctx.uow.people.get(part.person).chat
                held = ctx.uow.conversations.find("preparation", chat, run.id)
                if held is not None:
                    ctx.uow.conversations.delete(held.id)


OWN_MOTIVES = "own_motives"
"""What makes the picture of somebody's own motives."""


def show_own_motives(ctx: TurnContext, landing: Step) -> None:
    """The picture of one's own motives, ahead of the landing; the question that led to it makes room."""
    yes, somewhat = named(landing)
    if not yes and not somewhat:
        return
    if ctx.tapped is not None:
        ctx.show(ctx.screen(Phrase("preparation.motives_done")))
    plain = ctx.texts.phrases.plain
    data = own_motives_data(
        title=plain(Phrase("preparation.picture_title")),
        yes=OwnMotives(plain(Phrase("buttons.ja")), yes),
        somewhat=OwnMotives(plain(Phrase("buttons.enigszins")), somewhat),
    )
    ctx.picture(Phrase("preparation.picture_caption"), data, renderer=OWN_MOTIVES, chat=ctx.chat)


def hand_in(ctx: TurnContext, command: HandIn, conversation: Conversation) -> Route:
    """Keep that somebody's phase 1 is ready: colleagues who are ready too may look."""
    person = known_person(ctx)
    standing = ctx.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        ctx.uow.rounds.save_participation(replace(standing.participation, handed_in_at=ctx.at))
    schedule(ctx, person.id)
    ctx.touched.add(standing.collaboration.id)
    if standing.participation.handed_in_at is None:
        button = ctx.button("vaststellen", f"vaststel:{standing.run.id}")
        if standing.round.settles:
            first = questions_first(ctx, command.run)
            tell_whose_turn_it_is(ctx, standing, "settling.everybody_ready", button, first)
    return ToPage("ingediend", str(command.run))


def finish_scan(ctx: TurnContext, command: FinishScan, conversation: Conversation) -> Route:
    """The perspectiefspiegel is finished: go on to what waits."""
    person = known_person(ctx)
    standing = ctx.uow.rounds.standing(command.run, person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.scanned_at is None:
        ctx.uow.rounds.save_participation(replace(standing.participation, scanned_at=ctx.at))
    done = _scanned(ctx, standing, ctx.uow.conversations.answers(conversation.id))
    if standing.participation.handed_in_at is None and standing.run.state is RunState.OPEN:
        return ToTalk(PREPARATION.id, command.run, Resumed(ctx.at, done))
    ctx.tell(done)
    return NEXT


def _scanned(ctx: TurnContext, standing: ParticipantContext, answers: Answers) -> Phrase:
    """What somebody answered to the perspectiefspiegel, side by side: for them alone."""
    instrument = ctx.texts.of(standing.round.content_version)
    labels: dict[str, str] = {answer.value: answer.text for answer in instrument.quick_scan.scale}

    def said(side: str) -> tuple[Phrase, ...]:
        asked = [question for question in instrument.quick_scan.questions if question.side == side]
        given = [(one, answers.get(StepId(one.id))) for one in asked]
        return tuple(
            Phrase(
                "quick_scan.given",
                {"cluster": instrument.cluster(one.cluster).name, "answer": labels.get(answer.option, "")},
            )
            for one, answer in given
            if isinstance(answer, Chosen)
        )

    return Phrase("quick_scan.done", {"own": said("own"), "other": said("other")})


def take_rows(ctx: TurnContext, sent: FilledIn) -> Mapping[str, Phrase]:
    """Keep the rows of the whole form that came back, each by itself; what a rule refuses is told by row.

    Raises `DomainError` when nothing can be filled in (any more).
    """
    standing = standing_at(ctx, RunId(sent.form))
    if standing is None:
        raise DomainError("errors.not_a_member")
    must_be_open(standing)
    held = talk_of(ctx, standing, standing.person.id)
    before = ctx.uow.conversations.answers(held.id) if held is not None else {}
    facts = facts_of(ctx, standing, standing.person.id, before)
    taking = Taking(ctx.texts.phrases, ctx.at, ctx.fresh())
    answers: Answers = before
    refused: dict[str, Phrase] = {}
    for row in rows_of(facts, before):
        if row.id not in sent.seen:
            continue
        try:
            came = Sent(sent.values, sent.seen[row.id], sent.skips, sent.sure)
            answers = take_row(row_dialog(facts, row), answers, came, taking)
        except DomainError as refusal:
            refused[row.id] = Phrase(refusal.key, refusal.args_of_phrase)
    if answers != before:  # the promise stands above the form, as it does above the first question
        begun = {START: Chosen(BEGIN), **answers}
        answer_beside(ctx, ToTalk(PREPARATION.id, standing.run.id), held, before, begun)
    return refused


def place_given_up(ctx: TurnContext, standing: ParticipantContext) -> None:
    """Throw away what somebody who left filled in and did not hand in."""
    for dialog in ("preparation", "quick_scan"):
        held = ctx.uow.conversations.find(dialog, standing.person.chat, standing.run.id)
        if held is not None:
            ctx.uow.conversations.delete(held.id)
