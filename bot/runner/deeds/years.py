"""The yearly round: another day on which it is asked for."""

from bot.domain.commands import AskOn
from bot.domain.errors import DomainError
from bot.domain.yearly import Yearly
from bot.engine.model import Phrase
from bot.runner import phases
from bot.runner.records import Conversation
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


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
