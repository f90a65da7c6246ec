"""The yearly moment: whoever leads, and the managers, are asked whether a new round begins."""

from collections.abc import Iterator

from bot.content.screen import Button
from bot.domain.asking import About, Prompt
from bot.domain.collaboration import Role
from bot.domain.ids import RoundId
from bot.domain.yearly import Decision, Yearly, decides, occasions, years_between
from bot.engine.model import Phrase
from bot.followups.asking import next_ask
from bot.runner.reminders.due import Due, Rows, Whom
from bot.runner.stage import Stage


def dues(stage: Stage, whom: Whom) -> Iterator[Due]:
    """One for each round that is over and has no successor."""
    for place in whom.places:
        if not decides(whom.memberships, place.members):
            continue
        collaboration, round_ = place.collaboration, place.round
        yearly = stage.uow.asking.yearly(round_.id) if round_ is not None else None
        if round_ is None or yearly is None or round_.closed_at is None:
            continue
        if yearly.decision is not Decision.WAITING:
            continue
        for day in occasions(yearly.on, stage.at.astimezone(collaboration.zone).date()):
            heard = whom.heard(About.YEARLY, round_.id, day)
            at = next_ask(heard, collaboration.zone, stage.at)
            if at is None:
                continue
            led = any(m.role is Role.FACILITATOR for m in place.members)
            about = {
                "name": whom.person.first_name,
                "collaboration": collaboration.name,
                "led": led,
                "again": any(_asks_this(prompt, round_.id) for prompt in whom.asked),
                "years": years_between(round_.closed_at.astimezone(collaboration.zone).date(), day),
            }
            yield Due(
                topic=heard.topic,
                at=at,
                zone=collaboration.zone,
                line=Phrase("yearly.line", about),
                alone=Phrase("yearly.asked", about),
                buttons=choices(stage, yearly),
                open=stage.button("nieuwe_ronde_open", f"jaarvraag:{round_.id}", name=collaboration.name),
            )


def _asks_this(prompt: Prompt, round_: RoundId) -> bool:
    return prompt.topic.about is About.YEARLY and prompt.topic.subject == round_


def choices(stage: Stage, yearly: Yearly) -> Rows:
    """The three answers. Several people get them: who is later than another finds the day moved already."""
    asked = f"{yearly.round}.{yearly.on}"
    buttons: tuple[Button, ...] = (
        stage.button("nieuwe_ronde", f"nieuweronde:{yearly.round}"),
        stage.button("een_maand_later", f"maandlater:{asked}"),
        stage.button("dit_jaar_overslaan", f"jaaroverslaan:{asked}"),
    )
    return tuple((button,) for button in buttons)
