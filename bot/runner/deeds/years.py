"""The yearly round: another day on which it is asked for."""

from bot.domain.commands import AskOn
from bot.domain.errors import DomainError
from bot.domain.rounds import Round
from bot.domain.yearly import Yearly, first_day
from bot.engine.model import Phrase
from bot.runner import phases
from bot.runner.records import Conversation
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


def round_closed(stage: Stage, round_: Round) -> None:
    """In eleven months the next one is asked for; everybody else hears that this one is over."""
    collaboration = stage.uow.collaborations.get(round_.collaboration)
    on = first_day(stage.at.astimezone(collaboration.zone).date())
    stage.uow.asking.set_yearly(Yearly(round_.id, on))
    told: set[int] = set()
    for _, person in stage.uow.collaborations.members(round_.collaboration):
        if person.id not in told and person.chat != stage.chat:
            told.add(person.id)
            about = {"collaboration": collaboration.name, "on": on}
            stage.tell(Phrase("yearly.closed", about), stage.button("afspraken", "afspraken"), chat=person.chat)


def ask_on(stage: Stage, command: AskOn, conversation: Conversation) -> Route:
    """Ask on this day instead."""
    stage.uow.conversations.delete(conversation.id)
    closed = stage.uow.rounds.get(command.round)
    yearly = stage.uow.asking.yearly(closed.id)
    if yearly is None:
        raise DomainError("errors.expired")
    phases.ask_later(stage, closed, Yearly(closed.id, command.day, yearly.decision))
    stage.notify(Phrase("yearly.moved", {"day": command.day}))
    return ToPage("overzicht", str(closed.collaboration))
