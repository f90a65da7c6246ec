"""Texts so long that Telegram's apps cut them: what follows such a piece belongs to it, and is refused with it."""

from bot.domain.errors import DomainError
from bot.engine.model import MAX_TEXT
from bot.runner.incoming import Replied, Spoke, sent_at
from bot.runner.records import PIECE_WITHIN
from bot.runner.stage import Stage


def refuse_rest(stage: Stage, said: Replied | Spoke) -> None:
    """Raises `DomainError` for what belongs to the piece before it, which is taken back where it was kept."""
    binding, person = stage.uow.groups.at(stage.room), stage.person
    if binding is None or person is None:
        return
    before = next((seen for seen in stage.uow.groups.seen(binding.id) if seen.person == person.id), None)
    if before is None or before.long_message is None or before.long_at is None:
        return
    later = said.message > before.long_message  # the piece itself may be edited
    if later and abs(sent_at(said, stage.at) - before.long_at) <= PIECE_WITHIN:
        for take_back in stage.house.each(lambda f: f.takes_back):
            take_back(stage, binding, before.long_message)
        raise DomainError("errors.too_long", limit=MAX_TEXT)


def remember(stage: Stage, said: Replied | Spoke) -> None:
    """That a text may have been cut, and so may go on in the next message."""
    binding, person = stage.uow.groups.at(stage.room), stage.person
    if binding is not None and person is not None and len(said.text) >= MAX_TEXT:
        stage.uow.groups.wrote_long(binding.id, person.id, said.message, sent_at(said, stage.at))
