"""Which motives come to the boards of a group, who answers there, and whose answer counts. Asks what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.dialogs.boards.ports import BOARDS
from bot.dialogs.boards.rules import Board, Seat, count_of, with_few
from bot.dialogs.groups.facts import circle_of
from bot.domain.collaboration import Partner
from bot.domain.group import Binding
from bot.domain.ids import BoardId, PartnerId, PersonId, RunId
from bot.domain.motive import Choice, own_motive_id
from bot.domain.rounds import Phase, PhaseRun, Round, RunState
from bot.domain.visibility import may_see
from bot.engine.advance import walk
from bot.engine.model import Chosen, StepId, Written
from bot.insight.matrix import form_lines
from bot.turn.context import Stage
from bot.turn.dialog import subject_of
from bot.turn.feature import AskedInGroup
from bot.turn.records import Conversation, Standing

JOINED = "+"
"""Between the motives that are asked as one."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a board is about: a motive, or those with the same words on both forms."""

    motives: tuple[str, ...]
    text: str
    cluster: str

    @property
    def subject(self) -> str:
        """By which a board knows it."""
        return JOINED.join(self.motives)


def motives_of(board: Board) -> tuple[str, ...]:
    """The motives a board is about."""
    return tuple(board.subject.split(JOINED))


def program(stage: Stage, binding: Binding, round_: Round) -> tuple[Topic, ...]:
    """A partner goes along its own form; all together along both, the motives with the same words once.

    The forms are those this round began with.
    """
    instrument = stage.texts.of(round_.content_version)
    if binding.partner is not None:  # asked for by itself: it may have left
        return _own_form(instrument, stage.uow.collaborations.partner(binding.partner))
    partners = stage.uow.collaborations.partners(binding.collaboration)
    return _both_forms(instrument, {p.kind for p in partners})


def _own_form(instrument: Instrument, partner: Partner) -> tuple[Topic, ...]:
    return tuple(Topic((m.id,), m.text, m.cluster) for m in instrument.form(partner.kind).motives)


def _both_forms(instrument: Instrument, kinds: set[str]) -> tuple[Topic, ...]:
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    asked = {m.id for kind in kinds for m in instrument.form(kind).motives}
    lines = sorted(form_lines(instrument, instrument.crosswalk), key=lambda line: clusters.index(line.cluster))
    topics = (Topic(tuple(m for m in line.motives if m in asked), line.text, line.cluster) for line in lines)
    return tuple(topic for topic in topics if topic.motives)


PREPARATION = "preparation"


OWN = own_motive_id("")
"""With which the id of an own motive begins."""


def runs_of(stage: Stage, binding: Binding, round_: Round) -> tuple[PhaseRun, ...]:
    """Phase 1 of the partners in the circle of a group."""
    runs = stage.uow.rounds.runs(round_.id)
    return tuple(r for r in runs if r.phase is Phase.PREPARATION and r.partner and binding.covers(r.partner))


def electorate(stage: Stage, binding: Binding, round_: Round, topic: Topic, board: BoardId) -> list[Seat]:
    """Every member who takes part in phase 1 for a partner on whose form this stands, as of now."""
    people = _active(stage, binding)
    found = []
    for run in runs_of(stage, binding, round_):
        assert run.partner is not None
        motive = _as_asked(stage, round_, run.partner, topic)
        if motive is not None:
            found += [
                Seat(board, part.person, run.id, run.partner, motive)
                for part in stage.uow.rounds.participants(run.id)
                if (part.person, run.partner) in people
            ]
    return found


def _as_asked(stage: Stage, round_: Round, partner: PartnerId, topic: Topic) -> str | None:
    """As which motive it counts for this partner; None when it does not stand on its form. An own motive is for all."""
    kind = stage.uow.collaborations.partner(partner).kind
    on_form = {motive.id for motive in stage.texts.of(round_.content_version).form(kind).motives}
    return next((m for m in topic.motives if m in on_form or m.startswith(OWN)), None)


def _active(stage: Stage, binding: Binding) -> set[tuple[PersonId, int | None]]:
    """Who is a member and fills in, and for whom."""
    members = stage.uow.collaborations.members(binding.collaboration)
    return {(m.person, m.partner) for m, _ in members if m.role.fills_in}


def present(stage: Stage, binding: Binding, board: Board) -> tuple[Seat, ...]:
    """The seats of a board, without those who have left."""
    people = _active(stage, binding)
    return tuple(seat for seat in stage.uow.get(BOARDS).seats(board.id) if (seat.person, seat.partner) in people)


def answered(stage: Stage, seats: Sequence[Seat]) -> list[Seat]:
    """Those who answered here, or handed in an answer of their own. A private draft is nobody's business.

    Of a partner with few voters only what was handed in before the board opened: who answered in private since was
    told that this stays out of its counts.
    """
    ready, few = _handed_in(stage, seats), with_few(seats)
    return [
        s
        for s in seats
        if s.voted
        or (
            ((s.run, s.person) in ready and choice_of(stage, s) is not None)
            and (s.partner not in few or _before_it_opened(stage, s))
        )
    ]


def _before_it_opened(stage: Stage, seat: Seat) -> bool:
    """Whether somebody handed in, with this answer, before the board opened."""
    opened = stage.uow.get(BOARDS).get(seat.board).opened_at
    parts = stage.uow.rounds.participants(seat.run)
    handed_in = next((part.handed_in_at for part in parts if part.person == seat.person), None)
    held = talk_of(stage, seat)
    given = stage.uow.conversations.given_at(held.id, StepId(seat.motive)) if held is not None else None
    return handed_in is not None and given is not None and max(handed_in, given) <= opened


def _handed_in(stage: Stage, seats: Sequence[Seat]) -> set[tuple[RunId, PersonId]]:
    runs = dict.fromkeys(seat.run for seat in seats)
    parts = (part for run in runs for part in stage.uow.rounds.participants(run))
    return {(part.run, part.person) for part in parts if part.handed_in_at is not None}


def shown_choices(stage: Stage, binding: Binding, round_: Round, board: Board) -> dict[Seat, Choice]:
    """What the group may see of a board: the answers that were counted when it was shown."""
    seats = [seat for seat in present(stage, binding, board) if seat.counted]
    ready = _handed_in(stage, seats)
    circle = circle_of(binding, round_)
    found = {}
    for seat in seats:
        piece = count_of(seat, board, handed_in=(seat.run, seat.person) in ready)
        choice = choice_of(stage, seat) if may_see(piece, circle) else None
        if choice is not None:
            found[seat] = choice
    return found


def talk_of(stage: Stage, seat: Seat) -> Conversation | None:
    """The talk of phase 1 in which the answer of a seat stands."""
    return talk_of_run(stage, seat.person, seat.run)


def talk_of_run(stage: Stage, person: PersonId, run: RunId) -> Conversation | None:
    """Somebody's talk of phase 1."""
    return stage.uow.conversations.find(PREPARATION, stage.uow.people.get(person).chat, run)


def choice_of(stage: Stage, seat: Seat) -> Choice | None:
    """The phase 1 answer that this seat is about. Not for others: ask `shown_choices` for those."""
    held = talk_of(stage, seat)
    answer = stage.uow.conversations.answers(held.id).get(StepId(seat.motive)) if held is not None else None
    return Choice(answer.option) if isinstance(answer, Chosen) else None


def own_topics(stage: Stage, mine: Standing) -> dict[str, Topic]:
    """One's own motives with an answer, by item, as they stand on the form now: what was taken off is not among them.

    Raises `DomainError` when phase 1 takes no answers any more.
    """
    held = talk_of_run(stage, mine.person.id, mine.run.id)
    if held is None:
        return {}
    answers = stage.uow.conversations.answers(held.id)
    steps = walk(subject_of(stage, held).begin, answers).steps
    added = (answers.get(step.id) for step in steps if step.id.startswith("own.add."))
    found = {}
    for one in added:
        if not isinstance(one, Written) or one.item is None:
            continue
        own = f"{OWN}{one.item}"
        cluster = answers.get(StepId(f"{own}.cluster"))
        known = cluster.option if isinstance(cluster, Chosen) and cluster.option != "weet_niet" else ""
        if isinstance(answers.get(StepId(own)), Chosen):
            found[one.item] = Topic((own,), one.text, known)
    return found


def rooms_of(stage: Stage, mine: Standing) -> list[Binding]:
    """The groups in which somebody's motives may be answered: of their partner; when it is together, also of all."""
    if mine.run.state is not RunState.OPEN:
        return []
    together = mine.round.together
    found = stage.uow.groups.of(mine.collaboration.id)
    return [b for b in found if b.partner == mine.partner.id or (together and b.partner is None)]


def asked_in_groups(stage: Stage, run: RunId, person: PersonId) -> list[AskedInGroup]:
    """The motives of a run that this person has a seat for."""
    return [
        AskedInGroup(seat.motive, board.text, board.cluster, seat.counted, board.author not in (None, person))
        for seat, board in stage.uow.get(BOARDS).seats_of(run, person)
    ]
