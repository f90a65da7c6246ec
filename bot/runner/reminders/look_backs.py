"""On the day of looking back, everybody whose agreement it is says what came of it."""

from collections.abc import Iterator

from bot.content.screen import Button
from bot.domain.agreement import Agreement, AgreementState, Result, circle
from bot.domain.asking import About
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.runner.reminders.agreements import collaborations_of
from bot.runner.reminders.due import Due, Rows, Whom
from bot.runner.stage import Stage


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """One for each agreement with such a day, unless this person has said it already."""
    for collaboration, members in collaborations_of(stage, whom):
        for agreement in stage.uow.agreements.of(collaboration.id):
            day = agreement.look_back
            if (
                agreement.state is AgreementState.LAPSED
                or day is None
                or whom.person.id not in circle(agreement, members)
            ):
                continue
            heard = whom.heard(About.LOOK_BACK, agreement.id, day)
            at = next_ask(heard, collaboration.zone, stage.at)
            said = (person for person, _ in stage.uow.agreements.results(agreement.id, day))
            if at is None or whom.person.id in said:
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


def results(stage: Stage, agreement: Agreement) -> Rows:
    """What can be said looking back, two on a row."""
    buttons: list[Button] = [stage.button(one.value, f"terugblik:{agreement.id}.{one.value}") for one in Result]
    return (tuple(buttons[:2]), tuple(buttons[2:]))
