"""What a talk is about, for whoever makes one: the header, and who holds it."""

from dataclasses import dataclass

from bot.domain.collaboration import Collaboration, Partner
from bot.engine.advance import Begin
from bot.engine.model import Phrase
from bot.runner.records import Conversation
from bot.runner.stage import Stage


@dataclass(frozen=True, slots=True)
class Subject:
    """A dialog made concrete: its steps over these facts, and the header that says for whom it speaks."""

    begin: Begin
    header: Phrase | str = ""


def header_for(collaboration: Collaboration, partner: Partner | None) -> Phrase:
    """Which collaboration and partner a screen speaks for."""
    return Phrase("places.header", {"collaboration": collaboration.name, "partner": partner.name if partner else None})


def subject_of(stage: Stage, conversation: Conversation) -> Subject:
    """The subject of a conversation. Raises `DomainError` when it may no longer be held."""
    return stage.house.dialogs[conversation.dialog].subject(stage, conversation)
