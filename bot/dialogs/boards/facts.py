"""Which motives come to the boards of a group, who answers there, and whose answer counts. Asks what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.dialogs.boards.rules import aloud_of, count_of, with_few
from bot.dialogs.groups.facts import circle_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import GroupQuestion
from bot.dialogs.questions.rules.put import Contribution, PutQuestion, Seat
from bot.domain.collaboration import Partner
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PartnerId, PersonId, QuestionId, RunId
from bot.domain.motive import Choice, own_motive_id
from bot.domain.rounds import Phase, PhaseRun, Round, RunState
from bot.domain.visibility import may_see
from bot.engine.advance import walk
from bot.engine.model import Chosen, StepId, Written
from bot.insight.matrix import form_lines
from bot.turn.context import TurnContext
from bot.turn.dialog import dialog_context
from bot.turn.feature import AskedInGroup
from bot.turn.records import Conversation, ParticipantContext

JOINED = "+"
"""Between the motives that are asked as one."""


@dataclass(frozen=True, slots=True)
class BoardTopic:
    """What a board is about: a motive, or those with the same words on both forms."""

    motives: tuple[str, ...]
    text: str
    cluster: str

    @property
    def subject(self) -> str:
        """The name by which a board knows what it is about."""
        return JOINED.join(self.motives)


def motives_of(board: PutQuestion) -> tuple[str, ...]:
    """The motives a board is about."""
    return tuple(board.about.split(JOINED))


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the motive on the table, as long as motives are taken."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None or not round_.takes_motives:
        return None
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)
    return boards[-1].placed if boards else None


def program(ctx: TurnContext, binding: Binding, round_: Round) -> tuple[BoardTopic, ...]:
    """What is put on the boards of a group, in order, in the edition its round began with.

    A partner goes along its own form; all together along both, the motives with the same words once.
    """
    instrument = ctx.texts.of(round_.content_version)
    if binding.partner is not None:  # asked for by itself: it may have left
        return _own_form(instrument, ctx.uow.collaborations.partner(binding.partner))
    partners = ctx.uow.collaborations.partners(binding.collaboration)
    return _both_forms(instrument, {p.kind for p in partners})


def _own_form(instrument: Instrument, partner: Partner) -> tuple[BoardTopic, ...]:
    return tuple(BoardTopic((m.id,), m.text, m.cluster) for m in instrument.form(partner.kind).motives)


def _both_forms(instrument: Instrument, kinds: set[str]) -> tuple[BoardTopic, ...]:
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    asked = {m.id for kind in kinds for m in instrument.form(kind).motives}
    lines = sorted(form_lines(instrument, instrument.crosswalk), key=lambda line: clusters.index(line.cluster))
    topics = (BoardTopic(tuple(m for m in line.motives if m in asked), line.text, line.cluster) for line in lines)
    return tuple(topic for topic in topics if topic.motives)


PREPARATION = "preparation"


OWN = own_motive_id("")
"""With which the id of an own motive begins."""


def runs_of(ctx: TurnContext, binding: Binding, round_: Round) -> tuple[PhaseRun, ...]:
    """Phase 1 of the partners in the circle of a group."""
    runs = ctx.uow.rounds.runs(round_.id)
    return tuple(r for r in runs if r.phase is Phase.PREPARATION and r.partner and binding.covers(r.partner))


def electorate(ctx: TurnContext, binding: Binding, round_: Round, topic: BoardTopic, board: QuestionId) -> list[Seat]:
    """The seats of a new board: every member who fills in for a partner on whose form this stands, as of now."""
    people = _active(ctx, binding)
    found = []
    for run in runs_of(ctx, binding, round_):
        assert run.partner is not None
        motive = _as_asked(ctx, round_, run.partner, topic)
        if motive is not None:
            found += [
                Seat(board, part.person, run.id, run.partner, motive)
                for part in ctx.uow.rounds.participants(run.id)
                if (part.person, run.partner) in people
            ]
    return found


def _as_asked(ctx: TurnContext, round_: Round, partner: PartnerId, topic: BoardTopic) -> str | None:
    """As which motive it counts for this partner; None when it does not stand on its form. An own motive is for all."""
    kind = ctx.uow.collaborations.partner(partner).kind
    on_form = {motive.id for motive in ctx.texts.of(round_.content_version).form(kind).motives}
    return next((m for m in topic.motives if m in on_form or m.startswith(OWN)), None)


def _active(ctx: TurnContext, binding: Binding) -> set[tuple[PersonId, int | None]]:
    """Who is a member and fills in, and for whom."""
    members = ctx.uow.collaborations.members(binding.collaboration)
    return {(m.person, m.partner) for m, _ in members if m.role.fills_in}


def present(ctx: TurnContext, binding: Binding, board: PutQuestion) -> tuple[Seat, ...]:
    """The seats of a board, without those who have left."""
    people = _active(ctx, binding)
    return tuple(seat for seat in ctx.uow.get(QUESTIONS).seats(board.id) if (seat.person, seat.partner) in people)


def answered(ctx: TurnContext, seats: Sequence[Seat]) -> list[Seat]:
    """Those who answered here, or handed in an answer of their own. A private draft is nobody's business.

    Of a partner with few voters only what was handed in before the board opened: who answered in private since was
    told that this stays out of its counts.
    """
    ready, few = _handed_in(ctx, seats), with_few(seats)
    return [
        s
        for s in seats
        if s.voted
        or (
            ((s.run, s.person) in ready and choice_of(ctx, s) is not None)
            and (s.partner not in few or _before_it_opened(ctx, s))
        )
    ]


def asked(ctx: TurnContext, binding: Binding, board: PutQuestion) -> GroupQuestion[Seat]:
    """A board as the question that it is."""
    seats, shown = present(ctx, binding, board), board.is_shown
    given = [seat for seat in seats if seat.counted] if shown else answered(ctx, seats)
    return GroupQuestion(seats, frozenset(given), shown)


def _before_it_opened(ctx: TurnContext, seat: Seat) -> bool:
    """Whether somebody handed in, with this answer, before the board opened."""
    opened = ctx.uow.get(QUESTIONS).get(seat.question).opened_at
    parts = ctx.uow.rounds.participants(seat.run)
    handed_in = next((part.handed_in_at for part in parts if part.person == seat.person), None)
    held = talk_of(ctx, seat)
    given = ctx.uow.conversations.given_at(held.id, StepId(seat.motive)) if held is not None else None
    return handed_in is not None and given is not None and max(handed_in, given) <= opened


def _handed_in(ctx: TurnContext, seats: Sequence[Seat]) -> set[tuple[RunId, PersonId]]:
    runs = dict.fromkeys(seat.run for seat in seats)
    parts = (part for run in runs for part in ctx.uow.rounds.participants(run))
    return {(part.run, part.person) for part in parts if part.handed_in_at is not None}


def shown_choices(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> dict[Seat, Choice]:
    """What the group may see of a board: the answers that were counted when it was shown."""
    seats = [seat for seat in present(ctx, binding, board) if seat.counted]
    for run in dict.fromkeys(seat.run for seat in seats):
        ctx.uow.conversations.read_ahead(PREPARATION, run)
    ready = _handed_in(ctx, seats)
    circle = circle_of(binding, round_)
    found = {}
    for seat in seats:
        piece = count_of(seat, board, handed_in=(seat.run, seat.person) in ready)
        choice = choice_of(ctx, seat) if may_see(piece, circle) else None
        if choice is not None:
            found[seat] = choice
    return found


def shown_replies(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> tuple[Contribution, ...]:
    """What the group may read below a board, in order, of those who still take part."""
    here, circle = {seat.person for seat in present(ctx, binding, board)}, circle_of(binding, round_)
    found = (
        reply for reply in ctx.uow.get(QUESTIONS).contributions_to(board.id) if may_see(aloud_of(reply, board), circle)
    )
    return tuple(reply for reply in found if reply.person in here)


def talk_of(ctx: TurnContext, seat: Seat) -> Conversation | None:
    """The talk of phase 1 in which the answer of a seat stands."""
    return talk_of_run(ctx, seat.person, seat.run)


def talk_of_run(ctx: TurnContext, person: PersonId, run: RunId) -> Conversation | None:
    """Somebody's talk of phase 1."""
    return ctx.uow.conversations.find(PREPARATION, ctx.uow.people.get(person).chat, run)


def choice_of(ctx: TurnContext, seat: Seat) -> Choice | None:
    """The phase 1 answer that this seat is about. Never show it: `shown_choices` asks what may be seen."""
    held = talk_of(ctx, seat)
    answer = ctx.uow.conversations.answers(held.id).get(StepId(seat.motive)) if held is not None else None
    return Choice(answer.option) if isinstance(answer, Chosen) else None


def own_topics(ctx: TurnContext, mine: ParticipantContext) -> dict[str, BoardTopic]:
    """One's own motives with an answer, by item, as they stand on the form now: what was taken off is not among them.

    Raises `DomainError` when phase 1 takes no answers any more.
    """
    held = talk_of_run(ctx, mine.person.id, mine.run.id)
    if held is None:
        return {}
    answers = ctx.uow.conversations.answers(held.id)
    steps = walk(dialog_context(ctx, held).begin, answers).steps
    added = (answers.get(step.id) for step in steps if step.id.startswith("own.add."))
    found = {}
    for one in added:
        if not isinstance(one, Written) or one.item is None:
            continue
        own = f"{OWN}{one.item}"
        cluster = answers.get(StepId(f"{own}.cluster"))
        known = cluster.option if isinstance(cluster, Chosen) and cluster.option != "weet_niet" else ""
        if isinstance(answers.get(StepId(own)), Chosen):
            found[one.item] = BoardTopic((own,), one.text, known)
    return found


def rooms_of(ctx: TurnContext, mine: ParticipantContext) -> list[Binding]:
    """The groups in which somebody's motives may be answered: of their partner; when it is together, also of all."""
    if mine.run.state is not RunState.OPEN:
        return []
    together = mine.round.together
    found = ctx.uow.groups.of(mine.collaboration.id)
    return [b for b in found if b.partner == mine.partner.id or (together and b.partner is None)]


def asked_in_groups(ctx: TurnContext, run: RunId, person: PersonId) -> list[AskedInGroup]:
    """The motives of a run that this person has a seat for."""
    return [
        AskedInGroup(seat.motive, board.text, board.cluster, seat.counted, board.author not in (None, person))
        for seat, board in ctx.uow.get(QUESTIONS).seats_of(run, person)
    ]
