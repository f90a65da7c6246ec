"""The waardepolsslag between two rounds: at most three taps on whether what was hoped for comes closer."""

from collections.abc import Iterator
from datetime import date

from bot.domain.asking import About
from bot.domain.collaboration import Membership
from bot.domain.form import FilledMotive
from bot.domain.ids import RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round, RoundState
from bot.domain.settlement import settled_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.followups.pulse import MOST_OUTCOMES, pulse_days
from bot.runner.reminders.due import Due, Whom
from bot.runner.stage import Stage


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """One for each day of asking, for who fills in and has outcomes to look at."""
    asked: set[tuple[RoundId, date]] = set()  # who fills in for two partners is asked once, about both
    for membership in whom.memberships:
        place = next(p for p in whom.places if p.collaboration.id == membership.collaboration)
        collaboration, round_ = place.collaboration, place.round
        if round_ is None or round_.state is not RoundState.CLOSED or round_.closed_at is None:
            continue
        outcomes = hoped_for(stage, round_, membership)
        if not outcomes:
            continue
        for day in pulse_days(round_.closed_at.astimezone(collaboration.zone).date()):
            heard = whom.heard(About.PULSE, round_.id, day)
            at = next_ask(heard, collaboration.zone, stage.at)
            if at is None or unanswered(stage, round_, whom.person.id, day, outcomes) == ():
                continue
            if (round_.id, day) in asked:
                continue
            asked.add((round_.id, day))
            about = {"name": whom.person.first_name, "collaboration": collaboration.name, "number": len(outcomes)}
            go = stage.button("polsslag", f"pols:{round_.id}")
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("pulse.line", about),
                alone=Phrase("pulse.asked", about),
                buttons=((go,),),
                open=go,
            )


def hoped_for(stage: Stage, round_: Round, membership: Membership) -> tuple[FilledMotive, ...]:
    """The outcomes of one's own partner that are asked about: that of the main motive first, then those with a Ja."""
    if membership.partner is None or not membership.role.fills_in:
        return ()
    viewer = Viewer(membership.person, (membership,))
    for version in stage.uow.settlements.revealed(round_.id):
        if version.partner != membership.partner or not may_see(settled_of(version, revealed=True), viewer):
            continue
        form = version.form
        found = [m for m in form.motives if m.outcome and m.choice.applies]
        found.sort(key=lambda m: (m.id != form.main, m.choice is not Choice.YES))
        return tuple(found[:MOST_OUTCOMES])
    return ()


def unanswered(
    stage: Stage, round_: Round, person: int, day: date, outcomes: tuple[FilledMotive, ...]
) -> tuple[FilledMotive, ...]:
    """The outcomes this person has said nothing about for this day."""
    said = {motive for who, motive, when, _ in stage.uow.asking.felt(round_.id) if who == person and when == day}
    return tuple(one for one in outcomes if one.id not in said)
