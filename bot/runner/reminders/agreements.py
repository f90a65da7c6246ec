"""On its day, whoever answers for an agreement is asked how it goes."""

from collections.abc import Iterator

from bot.content.screen import Button
from bot.domain.agreement import Agreement, AgreementState, answerable
from bot.domain.asking import About
from bot.domain.collaboration import Collaboration
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.runner.reminders.due import Due, Whom
from bot.runner.stage import Stage


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """One for each open agreement that this person answers for."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in place.agreements:
            if agreement.state is not AgreementState.OPEN or agreement.due is None:
                continue
            if answerable(agreement, place.members) != whom.person.id:
                continue
            heard = whom.heard(About.AGREEMENT, agreement.id, agreement.due)
            at = next_ask(heard, collaboration.zone, stage.at)
            if at is None:
                continue
            about = _about(stage, agreement, collaboration, whom)
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("agreements.line_due", about),
                alone=Phrase("agreements.due", about | {"again": heard.asks > 0}),
                buttons=(answers(stage, agreement),),
                open=stage.button("afspraak", f"afspraak:{agreement.id}", what=agreement.what),
            )


def answers(stage: Stage, agreement: Agreement) -> tuple[Button, ...]:
    """What can be said of it."""
    return (
        stage.button("gedaan", f"gedaan:{agreement.id}.{agreement.due}"),
        stage.button("loopt_nog", f"looptnog:{agreement.id}"),
        stage.button("vervalt", f"vervalt:{agreement.id}"),
    )


def _about(stage: Stage, agreement: Agreement, collaboration: Collaboration, whom: Whom) -> dict[str, object]:
    """Whoever is asked for somebody else is told whose it was."""
    mine = agreement.owner == whom.person.id
    owner = agreement.owner_name
    if not mine and agreement.owner is not None:
        owner = stage.uow.people.get(agreement.owner).name
    return {
        "name": whom.person.first_name,
        "collaboration": collaboration.name,
        "what": agreement.what,
        "owner": "" if mine else owner,
        "due": agreement.due,
    }
