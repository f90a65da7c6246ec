"""What the number of a chat tells: by which door it is reached, and whether it is a group. The number is ours.

Chats of the first door, Telegram, have kept the numbers it gave them: groups are negative. Those of other doors lie
between 2^52 and 2^53 - 1, the last number that JSON keeps whole everywhere: whether it is a group, which door, and a
number that nobody can guess and that is never used again.
"""

from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId

FIRST_OF_OTHERS = 2**52
LAST_OF_OTHERS = 2**53 - 1
_GROUP_BIT, _SERIAL_BITS = 51, 43
DOORS = 2 ** (_GROUP_BIT - _SERIAL_BITS)
"""How many doors there can be besides the first."""
SERIALS = 2**_SERIAL_BITS


ON_PAPER: int = DOORS - 1
"""The number of no door: of those who take part on paper. Nothing is ever sent there."""


def is_group(chat: ChatId) -> bool:
    """Whether a chat is that of several people."""
    return chat < 0 or (chat >= FIRST_OF_OTHERS and bool((chat - FIRST_OF_OTHERS) >> _GROUP_BIT))


def block_of(chat: ChatId) -> int | None:
    """The number of the door of a chat; None for the first door, whose chats have numbers of its own."""
    return None if chat < FIRST_OF_OTHERS else ((chat - FIRST_OF_OTHERS) >> _SERIAL_BITS) % DOORS


def is_on_paper(chat: ChatId) -> bool:
    """Whether this is the chat of somebody who has none: their answers are kept with it, and nobody is told there."""
    return block_of(chat) == ON_PAPER


def chat_number(block: int, serial: int, *, group: bool) -> ChatId:
    """The chat of a door by its serial number. Raises `ProgrammingError` for what does not fit."""
    if not 0 <= block < DOORS or not 0 <= serial < SERIALS:
        raise ProgrammingError(f"no chat has door {block} and number {serial}")
    return ChatId(FIRST_OF_OTHERS + (int(group) << _GROUP_BIT) + (block << _SERIAL_BITS) + serial)
