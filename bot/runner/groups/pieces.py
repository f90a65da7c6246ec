"""Texts so long that Telegram's apps cut them: what follows such a piece belongs to it, and is refused with it."""

from bot.engine.model import MAX_TEXT
from bot.runner.incoming import Replied, Spoke, sent_at
from bot.runner.records import PIECE_WITHIN
from bot.runner.stage import Stage


def goes_on(stage: Stage, said: Replied | Spoke) -> bool:
    """Whether this belongs to the piece before it, which is then taken back where it was kept: the whole is refused."""
    binding, person = stage.uow.groups.at(stage.room), stage.person
    if binding is None or person is None:
        return False
    before = next((seen for seen in stage.uow.groups.seen(binding.id) if seen.person == person.id), None)
    if before is None or before.long_message is None or before.long_at is None:
        return False
    later = said.message > before.long_message  # the piece itself may be edited
    if not later or abs(sent_at(said, stage.at) - before.long_at) > PIECE_WITHIN:
        return False
    for take_back in stage.house.each(lambda f: f.takes_back):
        take_back(stage, binding, before.long_message)
    return True


def remember(stage: Stage, said: Replied | Spoke) -> None:
    """That a text of somebody who takes part may have been cut, and so may go on in the next message."""
    binding, person = stage.uow.groups.at(stage.room), stage.person
    if binding is None or person is None or len(said.text) < MAX_TEXT:
        return
    mine = stage.uow.collaborations.memberships_of(person.id)
    if any(m.collaboration == binding.collaboration for m in mine):
        stage.uow.groups.saw(binding.id, person.id)  # also when what they wrote was refused
        stage.uow.groups.wrote_long(binding.id, person.id, said.message, sent_at(said, stage.at))
