"""What stands on the page of a group, for one person who may look: the cards, and to what an answer belongs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.content.markup import Tag, spans
from bot.content.screen import Button
from bot.domain.chats import block_of
from bot.domain.ids import BindingId, LiveMessageId
from bot.turn.beside import Room
from bot.turn.ports import UnitOfWork
from bot.turn.shown import ShownMessage
from bot.web.address import CHAT, GROUP
from bot.web.looks import Card, Knob, card, outside
from bot.web.showing import EARLIER, standing
from bot.web.signing import stamp
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

NOT_HERE = ("start", "koppel")
"""Commands of a group that bind it: on a page it is bound."""
_ABOUT = 80
"""Characters of what an answer belongs to."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody looks at a group that they may look at."""

    window: Window
    room: Room

    @property
    def id(self) -> BindingId:
        return self.room.binding.id

    @property
    def path(self) -> str:
        return f"{GROUP}/{self.id}"

    def not_shown(self, block: int) -> bool:
        """Whether it is the group of another door than this one, and not shown here yet."""
        binding = self.room.binding
        return binding.beside is None and block_of(binding.chat_thread.chat) != block


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a group now: first what lies on the table, then what changed last; before that; the panel."""

    newest: tuple[ShownMessage, ...]
    earlier: tuple[ShownMessage, ...]
    answerable: frozenset[int] = frozenset()
    to: ShownMessage | None = None
    """To which an answer belongs that is written now."""
    panel: ShownMessage | None = None
    stand: str = ""
    """How far it all is."""

    @property
    def more(self) -> int:
        """The number before which there is still more; 0 when there is none."""
        return self.earlier[EARLIER - 1].number if len(self.earlier) > EARLIER else 0


class GroupView:
    """Reads what stands there, and makes cards of it."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages

    # --- reading ---

    def standing(self, uow: UnitOfWork, inside: Inside, to: str) -> Standing:
        """All of it. `to` is the number of the message that somebody chose to answer."""
        room = inside.room
        newest, earlier, _ = standing(uow, room.shown_in)
        table = self._on_table(uow, room)
        first = () if table is None else (table,)
        newest = (*first, *(one for one in reversed(newest) if one not in first))
        earlier = tuple(one for one in earlier if one not in first)
        answerable = frozenset(one.number for one in (*newest, *earlier) if self._takes_answers(uow, room, one))
        chosen = next((one for one in (*newest, *earlier) if str(one.number) == to), table)
        return Standing(
            newest,
            earlier,
            answerable,
            chosen if chosen is not None and chosen.number in answerable else None,
            self._panel(uow, inside),
            self.stand(uow, inside),
        )

    def stand(self, uow: UnitOfWork, inside: Inside) -> str:
        """How far the page is: the group, and the panel of whoever leads."""
        panel = uow.shown.touched(inside.window.chat) if inside.room.panel is not None else 0
        return f"{uow.shown.touched(inside.room.shown_in)}.{panel}"

    def _on_table(self, uow: UnitOfWork, room: Room) -> ShownMessage | None:
        message = _message(uow, room.table)
        if message is None or room.binding.beside is None:
            return None if message is None else uow.shown.one(room.shown_in, message)
        return uow.shown.numbered(room.shown_in, message)

    def _panel(self, uow: UnitOfWork, inside: Inside) -> ShownMessage | None:
        panel = None if inside.room.panel is None else uow.post.placed(inside.room.panel)
        if panel is None or panel.message is None or panel.chat_thread.chat != inside.window.chat:
            return None  # there is none, or they lead through another door
        return uow.shown.one(inside.window.chat, panel.message)

    def _takes_answers(self, uow: UnitOfWork, room: Room, shown: ShownMessage) -> bool:
        if not in_group(room, shown):
            return False
        placed = uow.post.placed_at(room.binding.chat_thread.chat, shown.in_group)
        return placed is not None and self._pages.host.runner.takes_answers(uow, placed.id, self._pages.now())

    # --- showing ---

    def cards(self, inside: Inside, shown: Sequence[ShownMessage], answerable: frozenset[int]) -> list[Card]:
        """Messages of the group."""
        return [self._card(inside, one, answers=one.number in answerable) for one in shown]

    def _ours(self, shown: ShownMessage) -> ShownMessage:
        """The same, with our own address where the text names that of another door."""
        screen, html = shown.message.screen, shown.message.screen.html
        for door in self._pages.host.runner.doors.every:
            if door is not self._pages.door:
                html = re.sub(rf"{re.escape(door.link())}(?!=)", self._pages.door.link(), html)
        return replace(shown, message=replace(shown.message, screen=replace(screen, html=html)))

    def _card(self, inside: Inside, shown: ShownMessage, *, answers: bool) -> Card:
        there = in_group(inside.room, shown)
        return card(
            self._ours(shown),
            lambda number, option: self.value(inside, f"{number}.{option}") if there else "",
            lambda button: self._leads(inside, button),
            answers=answers,
        )

    def parts(self, inside: Inside, found: Standing) -> dict[str, list[Card]]:
        """What changes while somebody looks."""
        panel = [] if found.panel is None else [found.panel]
        return {
            "now": self.cards(inside, found.newest, found.answerable),
            "earlier": self.cards(inside, found.earlier[:EARLIER], found.answerable),
            "panel": [card(one, lambda at, option: self.value(inside, f"{at}.{option}"), by="paneel") for one in panel],
        }

    def answer(self, inside: Inside, found: Standing) -> tuple[str, str]:
        """What the button sends with which an answer goes, and to what that belongs; empty where there is nothing."""
        if found.to is None:
            return "", ""
        bold = [one.text for one in spans(found.to.message.screen.html) if Tag.BOLD in one.tags]
        about = " ".join(bold[-1].split()) if bold else ""  # last comes what is asked, or proposed
        short = about if len(about) <= _ABOUT else f"{about[:_ABOUT]}…"
        return self.value(inside, str(found.to.number)), self._pages.say("group_about", about=short)

    def commands(self) -> list[str]:
        """What can be asked in a group, but for what is said on record."""
        house = self._pages.host.runner.house
        return [name for name in house.group_command_names if name not in house.spoken and name not in NOT_HERE]

    def value(self, inside: Inside, what: str) -> str:
        """What a button sends."""
        return f"{stamp(inside.window.secret, self._pages.numbers.next())}.{what}"

    def _leads(self, inside: Inside, button: Button) -> Knob | None:
        """A link below a message of a group: one to somebody's own chat leads there here, whichever door made it."""
        runner = self._pages.host.runner
        token = runner.doors.token_in(button.url or "")
        if token is None:
            return outside(button)
        if not token:
            return Knob(button.label, inside=CHAT)
        if any(token.startswith(opening) for opening in runner.house.links):
            return Knob(button.label, self.value(inside, token), by="opent", place=CHAT)
        return None  # the way in for who takes no part yet


def in_group(room: Room, shown: ShownMessage) -> bool:
    """Whether the group knows a message by a number, so that it can be answered and its buttons tapped."""
    return room.binding.beside is None or shown.there is not None


def _message(uow: UnitOfWork, placed: LiveMessageId | None) -> int | None:
    """The number of a living message, once it has one."""
    return None if placed is None else uow.post.placed(placed).message
