"""Which questions of the research mirror somebody's own answers. A question, never a judgement. Pure."""

from collections.abc import Collection, Mapping

from bot.content.instrument import Instrument
from bot.content.research import Mirror, When
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.motive import Choice

AT_MOST = 2

_OWNERSHIP = {"public": Ownership.PUBLIC, "private": Ownership.PRIVATE}


def personal_mirrors(
    instrument: Instrument,
    choices: Mapping[str, Choice],
    *,
    kind: PartnerKind,
    ownership: Ownership | None,
) -> tuple[Mirror, ...]:
    """The mirror questions that one person's answers give cause for, at most two, the most telling first."""
    applicable = (
        mirror
        for mirror in instrument.mirrors.mirrors
        if mirror.when.scope == "person"
        and _about(mirror.when, kind, ownership)
        and _holds(instrument, mirror.when, choices)
    )
    return tuple(applicable)[:AT_MOST]


def talk_mirrors(instrument: Instrument, ownerships: Collection[Ownership | None]) -> tuple[Mirror, ...]:
    """The mirror questions for the conversation of phase 2. `ownerships` are those of the partners that take part."""
    found = (mirror for mirror in instrument.mirrors.mirrors if mirror.when.scope == "phase2")
    return tuple(mirror for mirror in found if ownerships and all(_owned(mirror.when, one) for one in ownerships))


def _about(when: When, kind: PartnerKind, ownership: Ownership | None) -> bool:
    """Whether the question is meant for this kind of partner. Unknown ownership matches no condition on it."""
    if when.kind is not None and when.kind != kind:
        return False
    return _owned(when, ownership)


def _owned(when: When, ownership: Ownership | None) -> bool:
    """Whether an organisation is public or private as the question wants it."""
    return when.sector_type is None or _OWNERSHIP[when.sector_type] is ownership


def _holds(instrument: Instrument, when: When, choices: Mapping[str, Choice]) -> bool:
    yes = {motive for motive, choice in choices.items() if choice is Choice.YES}
    if when.any_ja and not yes.intersection(when.any_ja):
        return False
    if when.any_nee and not any(choices.get(motive) is Choice.NO for motive in when.any_nee):
        return False
    return not when.only_student_motives or (bool(yes) and yes <= instrument.student_motives)
