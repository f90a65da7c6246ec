"""Which motives come to the boards of a group, and in which order."""

from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.domain.board import Board
from bot.domain.collaboration import Partner
from bot.domain.group import Binding
from bot.domain.rounds import Round
from bot.insight.matrix import form_lines
from bot.runner.stage import Stage

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
