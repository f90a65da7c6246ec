"""On the day of looking back, everybody whose agreement it is says what came of it."""

from collections.abc import Iterator
from datetime import date

from bot.content.screen import Button
from bot.domain.agreement import Agreement, AgreementId, AgreementState, Result, circle
from bot.domain.asking import About
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.runner.reminders.due import Due, Rows, Whom
from bot.runner.stage import Stage


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """One for each agreement with such a day, unless this person has said it already."""
    for place in whom.places:
        collaboration = place.collaboration
        for agreement in place.agreements:
            day = agreement.look_back
            if (
                agreement.state is AgreementState.LAPSED
                or day is None
                or whom.person.id not in circle(agreement, place.members)
            ):
                continue
            heard = whom.heard(About.LOOK_BACK, agreement.id, day)
            at = next_ask(heard, collaboration.zone, stage.at)
            if at is None or _said(stage, agreement.id, day, whom.person.id):
                continue
            about = {"name": whom.person.first_name, "collaboration": collaboration.name, "what": agreement.what}
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("agreements.line_back", about),
                alone=Phrase("agreements.looking_back", about),
                buttons=results(stage, agreement),
                open=stage.button("terugkijken", f"terugkijken:{agreement.id}", what=agreement.what),
            )


def _said(stage: Stage, agreement: AgreementId, day: date, person: PersonId) -> bool:
    return any(who == person for who, _ in stage.uow.agreements.results(agreement, day))


def results(stage: Stage, agreement: Agreement) -> Rows:
    """What can be said looking back, two on a row."""
    buttons: list[Button] = [
        stage.button(one.value, f"terugblik:{agreement.id}.{one.value}.{agreement.look_back}") for one in Result
    ]
    return (tuple(buttons[:2]), tuple(buttons[2:]))
