"""Phase 3 as it is read: what the earlier phases gave its questions, and who answered what. Asks what may be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.phases import Theme
from bot.content.roles import CommitmentEvidence
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.queries import alignment_run
from bot.dialogs.alignment.facts.taken_home import taken_home
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import said_of
from bot.dialogs.commitment.dialog import COMMITMENT, COMMITTING, CommitmentFacts, CommittingFacts
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import (
    AGENDA,
    THEMES,
    AnswerLevel,
    SharedAnswer,
    Statement,
    commitment_of,
    level_of,
    stand_of,
)
from bot.dialogs.questions.facts import proposals_in
from bot.dialogs.questions.rules.judging import GoalState
from bot.dialogs.rounds.facts import committing
from bot.domain.collaboration import Membership, Partner, Role
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase, PhaseRun, Round, RunState
from bot.domain.settlement import may_settle, settled_of
from bot.domain.visibility import Circle, ContentRef, Viewer, may_see
from bot.engine.model import Answer, Chosen, Phrase, Picked, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, header_for
from bot.turn.paging import at_most
from bot.turn.records import Conversation, ParticipantContext

DIALOG = "commitment"


MOST_LINES = 4
"""How many lines stand with a question."""


@dataclass(frozen=True, slots=True)
class CommitmentAnswer:
    """An answer of phase 3 as this viewer may see it."""

    person: PersonId
    name: str
    question: str
    asked: str
    """The question, in the edition of the round; empty for our own first one."""
    text: str
    level: AnswerLevel | None
    shared: bool
    handed_in: bool = True


def commitment_runs(ctx: TurnContext, round_: Round) -> tuple[PhaseRun, ...]:
    """The runs of phase 3, one per partner."""
    return tuple(run for run in ctx.uow.rounds.runs(round_.id) if run.phase is Phase.COMMITMENT)


def said_in(ctx: TurnContext, run: PhaseRun, viewer: Viewer) -> tuple[CommitmentAnswer, ...]:
    """The answers that this person may see, question by question."""
    return tuple(one for one in answers_in(ctx, run) if may_see(piece_of(ctx, run, one), viewer))


def piece_of(ctx: TurnContext, run: PhaseRun, one: CommitmentAnswer) -> ContentRef:
    """An answer to `may_see`."""
    piece = commitment_of(one.person, run.partner, handed_in=one.handed_in, level=one.level, shared=one.shared)
    return as_promised(ctx, run.round, piece)


def statement_piece(ctx: TurnContext, run: PhaseRun, one: Statement) -> ContentRef:
    """What the partner commits to, to `may_see`."""
    return as_promised(ctx, run.round, stand_of(one, run.partner))


def facilitator_reads_shared(ctx: TurnContext, round_: RoundId) -> bool:
    """Whether the promise of this round says that what partners share is for whoever leads, too."""
    return ctx.texts.of(ctx.uow.rounds.get(round_).content_version).phase3.facilitator_reads_shared


def as_promised(ctx: TurnContext, round_: RoundId | None, piece: ContentRef) -> ContentRef:
    """What was shared in this round goes as far as its promise says. Outside a round there was none."""
    if not piece.shared or round_ is None:
        return piece
    return replace(piece, with_facilitator=facilitator_reads_shared(ctx, round_))


def answers_in(ctx: TurnContext, run: PhaseRun) -> tuple[CommitmentAnswer, ...]:
    """Every answer, question by question, whoever may see it: ask `may_see` of each.

    An answer counts as handed in once its level was asked for: until then its author has not said for whom it is meant.
    """
    shared = ctx.uow.get(COMMITMENTS).shared(run.id)
    phase3 = ctx.texts.of(ctx.uow.rounds.get(run.round).content_version).phase3
    texts = {question.id: question.text for question in phase3.questions}
    found = []
    ctx.uow.conversations.read_ahead(DIALOG, run.id)
    for part in ctx.uow.rounds.participants(run.id):
        person = ctx.uow.people.get(part.person)
        held = ctx.uow.conversations.find(DIALOG, person.chat, run.id)
        if held is None:
            continue
        answers = ctx.uow.conversations.answers(held.id)
        on_table = _asked(phase3.themes, answers.get(StepId(THEMES)))
        for question, answer in answers.items():
            if not isinstance(answer, Written) or question not in on_table:
                continue
            given = answers.get(StepId(level_of(question)))
            level = AnswerLevel(given.option) if isinstance(given, Chosen) else None
            switched = SharedAnswer(run.id, person.id, question) in shared and level is not AnswerLevel.MYSELF
            ready = part.handed_in_at is not None and given is not None
            asked = texts.get(question, "")
            found.append(CommitmentAnswer(person.id, person.name, question, asked, answer.text, level, switched, ready))
    return _in_order(ctx, run, found)


def _in_order(ctx: TurnContext, run: PhaseRun, found: Sequence[CommitmentAnswer]) -> tuple[CommitmentAnswer, ...]:
    """Question by question, as the edition of the round has them."""
    phase3 = ctx.texts.of(ctx.uow.rounds.get(run.round).content_version).phase3
    order = [AGENDA, *(question.id for question in phase3.questions)]
    return tuple(sorted(found, key=lambda one: order.index(one.question)))


def as_closed(ctx: TurnContext, run: PhaseRun) -> tuple[CommitmentAnswer, ...]:
    """The answers as they were when the partner's phase 3 closed; until then, as they are now. Ask `may_see` of each.

    What was kept to oneself then was not taken along: it is as it is now. Whether something is shared is always said
    by now: what was taken back is in no new report.
    """
    kept = ctx.uow.get(COMMITMENTS).kept(run.id) if run.state is RunState.CLOSED else ()
    now = answers_in(ctx, run)
    if not kept:  # nothing was handed in, or it closed before answers were kept
        return now
    shared = ctx.uow.get(COMMITMENTS).shared(run.id)
    phase3 = ctx.texts.of(ctx.uow.rounds.get(run.round).content_version).phase3
    texts = {question.id: question.text for question in phase3.questions}
    then = [
        CommitmentAnswer(
            one.person or PersonId(0),
            ctx.uow.people.get(one.person).name if one.person is not None else "",
            one.question,
            texts.get(one.question, ""),
            one.text,
            one.level,
            one.person is None or SharedAnswer(run.id, one.person, one.question) in shared,
        )
        for one in kept
    ]
    known = {(one.person, one.question) for one in then}
    return _in_order(ctx, run, [*then, *(one for one in now if (one.person, one.question) not in known)])


def _asked(themes: Sequence[Theme], picked: Answer | None) -> frozenset[str]:
    """The questions somebody is asked: an answer to a theme that was switched off since is kept, but not said."""
    on = picked.options if isinstance(picked, Picked) else tuple(theme.id for theme in themes)
    return frozenset((AGENDA, *(question.id for theme in themes if theme.id in on for question in theme.questions)))


def statement_of(ctx: TurnContext, run: PhaseRun, viewer: Viewer) -> Statement | None:
    """What the partner commits to, if this person may know it."""
    stated = ctx.uow.get(COMMITMENTS).stated(run.id)
    if stated is None:
        return None
    return stated if may_see(statement_piece(ctx, run, stated), viewer) else None


def settled_form(ctx: TurnContext, round_: Round, partner: PartnerId, viewer: Viewer) -> FilledForm | None:
    """The motives of a partner, as it settled them in this round, if this person may see them."""
    for run in ctx.uow.rounds.runs(round_.id):
        if run.phase is not Phase.PREPARATION or run.partner != partner:
            continue
        version = ctx.uow.settlements.latest(run.id)
        if version is None or run.state is RunState.OPEN:
            return None
        opened = any(one.partner == partner for one in commitment_runs(ctx, round_))
        return version.form if may_see(settled_of(version, committing=opened), viewer) else None
    return None


def viewer_in(ctx: TurnContext, membership: Membership) -> Viewer:
    """This person with all their places in the collaboration."""
    mine = ctx.uow.collaborations.memberships_of(membership.person)
    return Viewer(membership.person, tuple(m for m in mine if m.collaboration == membership.collaboration))


def evidence(ctx: TurnContext, round_: Round, partner: Partner, viewer: Viewer) -> Mapping[str, tuple[Phrase, ...]]:
    """What phase 1 and 2 gave: joint goals where it is about goals, one's own outcomes where it is about them."""
    joint = tuple(Phrase("commitment.goal", {"text": text}) for text in joint_goals(ctx, round_, viewer))
    form = settled_form(ctx, round_, partner.id, viewer)
    hoped = tuple(
        Phrase("commitment.outcome", {"motive": m.text, "outcome": m.outcome})
        for m in (form.motives if form else ())
        if m.outcome and m.choice.applies
    )
    lines = {CommitmentEvidence.JOINT_GOALS: joint, CommitmentEvidence.OUTCOMES: hoped}
    questions = ctx.texts.of(round_.content_version).phase3.questions
    given = {question.id: lines.get(question.evidence, ()) for question in questions}
    return {question: at_most(found, MOST_LINES) for question, found in given.items() if found}


def joint_goals(ctx: TurnContext, round_: Round, audience: Viewer | Circle) -> tuple[str, ...]:
    """The goals all partners agreed to in phase 2, as far as these may see them."""
    run = alignment_run(ctx, round_)
    discussion = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if discussion is None:
        return ()
    opened = committing(ctx, round_)
    found = (g for g in proposals_in(ctx, discussion.run) if may_see(said_of(g, committing=opened), audience))
    return tuple(g.text for g in found if state_of(ctx, discussion, g) is GoalState.JOINT)


def _taken_home_lines(ctx: TurnContext, round_: Round, viewer: Viewer, partner: PartnerId) -> tuple[Phrase, ...]:
    """What the people of one's own partner took home from phase 2."""
    run = alignment_run(ctx, round_)
    discussion = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if discussion is None:
        return ()
    found = tuple(
        Phrase("take_home.colleague", {"name": one.person.name, "text": one.text})
        for one in taken_home(ctx, discussion, viewer)
        if one.partner == partner
    )
    return at_most(found, 2 * MOST_LINES)


def my_run(ctx: TurnContext, run_id: RunId) -> tuple[PhaseRun, Membership]:
    """A phase 3 of a partner this person belongs to. Raises `DomainError` for anybody else."""
    run = ctx.uow.rounds.run(run_id)
    person = ctx.person
    mine = ctx.uow.collaborations.memberships_of(person.id) if person else ()
    found = [m for m in mine if m.partner is not None and m.partner == run.partner]
    if run.phase is not Phase.COMMITMENT or not found:
        raise DomainError("errors.not_a_member")
    found.sort(key=lambda m: m.role is not Role.MANAGER)
    return run, found[0]


def commitment_questions(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    standing = _in_phase_3(ctx, conversation)
    viewer = viewer_in(ctx, standing.membership)
    facts = CommitmentFacts(
        instrument=ctx.texts.of(standing.round.content_version),
        run=standing.run.id,
        evidence=evidence(ctx, standing.round, standing.partner, viewer),
        taken_home=_taken_home_lines(ctx, standing.round, viewer, standing.partner.id),
        agreed=frozenset().union(
            *(of(ctx, standing.round, viewer.person) for of in ctx.house.each(lambda f: f.agreed_from))
        ),
    )
    return DialogContext(COMMITMENT.begin(facts), header_for(standing.collaboration, standing.partner))


def committing_context(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    standing = _in_phase_3(ctx, conversation)
    people = ctx.uow.collaborations.members(standing.collaboration.id)
    if not may_settle(standing.membership, people.memberships):
        raise DomainError("errors.manager_closes")
    parts = ctx.uow.rounds.participants(standing.run.id)
    waiting = tuple(ctx.uow.people.get(p.person).name for p in parts if p.handed_in_at is None)
    led = facilitator_reads_shared(ctx, standing.run.round)
    facts = CommittingFacts(standing.run.id, standing.partner.name, waiting, led)
    return DialogContext(COMMITTING.begin(facts), header_for(standing.collaboration, standing.partner))


def _in_phase_3(ctx: TurnContext, conversation: Conversation) -> ParticipantContext:
    """This person in an open phase 3. Raises `DomainError` when they may not take part in it (any more)."""
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = ctx.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None or standing.run.phase is not Phase.COMMITMENT:
        raise DomainError("errors.not_a_member")
    if standing.run.state is not RunState.OPEN:
        raise DomainError("errors.run_closed")
    return standing
