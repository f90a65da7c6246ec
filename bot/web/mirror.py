"""Groups of other doors on pages: what their people see is kept here too, as it goes out of the outbox there.

Only of a group in which somebody reads along from here; who may look is asked below the doors, each time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.chats import block_of, is_group
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId
from bot.turn.door import Sent
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing
from bot.web.live import Watchers


class Mirror:
    """Looks on while other doors show their groups something."""

    def __init__(self, block: int, now: Callable[[], datetime], watchers: Watchers) -> None:
        self._block, self._now, self._watchers = block, now, watchers
        self._changed: set[ChatId] = set()

    def keep(self, uow: UnitOfWork, sent: Sequence[Sent]) -> None:
        """Show the same here. As it stands in the outbox now: a name may have gone from it."""
        shown = [(one, beside) for one in sent if (beside := self._beside(uow, one.outgoing)) is not None]
        waiting = {one.id: one for one in uow.post.waiting()} if shown else {}
        touched: dict[ChatId, int] = {}
        for one, beside in shown:
            message = waiting.get(one.outgoing.id)
            number = one.number if one.number is not None else message.edits if message is not None else None
            if message is None or (message.placed is not None and number is None):  # a newer one comes in its place
                continue
            uow.shown.put_beside(
                message, beside, number, touched.setdefault(beside, uow.shown.touched(beside) + 1), self._now()
            )
        self._changed.update(touched)

    def kept(self) -> None:
        """Whoever looks hears of it."""
        changed, self._changed = self._changed, set()
        for chat in changed:
            self._watchers.changed(chat)

    def _beside(self, uow: UnitOfWork, message: Outgoing) -> ChatId | None:
        """The chat of ours in which the group of a message is shown as well."""
        if not is_group(message.chat) or block_of(message.chat) == self._block:
            return None
        binding = uow.groups.at(ChatThread(message.chat, message.thread))
        beside = binding.beside if binding is not None else None
        return beside if beside is not None and block_of(beside) == self._block else None
