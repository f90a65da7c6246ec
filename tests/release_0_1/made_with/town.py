"""Plays people on the real runner of version 0.1, on an SQLite file, and remembers what their phones show.

Runs with the code of version 0.1 only (see the README of this folder). It builds on the player of that version.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from bot.runner import example
from bot.runner.incoming import Body, Commanded, Incoming, to_json
from bot.runner.ports import UnitOfWork
from bot.runner.turn import Result, Runner
from player import BOT, Player

from bot.bootstrap import keep_edition, texts
from storage import migrate
from storage.database import Database

_LINK = re.compile(r"https://t\.me/\w+\?start(?:group)?=[\w-]+")


class Town(Player):
    """Everybody of the example, their chats and groups."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.close()
        migrate.upgrade(f"sqlite:///{file}")
        self.database = Database(f"sqlite:///{file}", bot=1)
        self.database.run_sync(keep_edition)
        self.texts = texts(BOT)
        self.runner = Runner(self.texts)
        self.offline = False
        self.last_day = 0
        self.kinds: dict[int, str] = {}
        self.members: dict[str, list[str]] = {}

    # --- what people do ---

    def say(self, who: str, *acts: str) -> None:
        """One thing after the other, in the words of the player."""
        assert self._updates < 3000, f"{who} goes on for ever: {self.messages[self._place(who)][-1].versions[-1]}"
        for act in acts:
            try:
                list(self._do(who, act))
            except Exception as error:
                error.add_note(f"{who}: {act}\n{self.messages[self._place(who)][-1].versions[-1]}")
                raise

    def skip(self, who: str, until: str) -> None:
        """`overslaan` until there is a button of this name."""
        for _ in range(40):
            if until in self.labels(who):
                return
            self.say(who, "overslaan")
        raise AssertionError(f"{who} never sees [{until}]: {self.labels(who)}")

    def button(self, who: str, label: str) -> tuple[int, str]:
        """The message and the data of the button of this name that is on a screen now."""
        return self._button(self._place(who), label, old=False)

    def follow(self, who: str, where: str, label: str) -> None:
        """Open the link below the newest message of that chat that has a button of this name."""
        shown = [m.versions[-1] for m in reversed(self.messages[self._place(where)])]
        found = next(b.url for screen in shown for row in screen.buttons for b in row if b.label == label and b.url)
        list(self._take(who, Commanded("start", found.partition("=")[2])))

    @property
    def next_message(self) -> int:
        """The number that the next message of the bot gets."""
        return self._message_ids + 1

    def full(self, name: str) -> str:
        """How somebody of that first name is called."""
        return next((known for known in example.PEOPLE if known.split()[0] == name), name)

    def labels(self, who: str) -> list[str]:
        """The buttons below the newest message of this chat."""
        newest = self.messages[self._place(who)][-1].versions[-1]
        return [button.label for row in newest.buttons for button in row]

    def later(self, *, until: datetime | None = None, **time: float) -> None:
        """Time goes by, and whatever falls due fires."""
        list(self._wait((until - self.now) if until is not None else timedelta(**time)))

    @contextmanager
    def unsent(self) -> Iterator[None]:
        """What the bot says now waits in the outbox: Telegram cannot be reached."""
        self.offline = True
        yield
        self.offline = False

    def unfinished(self, who: str, body: Body) -> None:
        """It came in, and the program went down before it was handled."""
        self._updates += 1
        place = self._place(who)
        person = who.partition(" @ ")[0]
        incoming = Incoming(self._updates, place, place > 0, self._chat(person), person, body)
        stored = to_json(incoming)
        self.database.run_sync(lambda uow: uow.post.receive(incoming.update, stored, self.now))

    def _show(self, result: Result, *, tapped: bool = False) -> Iterator[str]:
        if self.offline:
            return iter(())
        shown = list(super()._show(result, tapped=tapped))
        for outgoing in result.outgoing:
            kind = "picture" if outgoing.picture else "document" if outgoing.document else ""
            if kind:
                self.kinds[self.messages[outgoing.chat][-1].id] = kind
        return iter(shown)

    def _hidden(self) -> set[str]:
        return set()

    # --- what is written down ---

    def clean_up(self) -> None:
        """What the program does each hour."""
        before = self.now - timedelta(days=3)
        self.database.run_sync(lambda uow: uow.post.purge(before))

    def phones(self) -> dict[str, Any]:
        """Who is who, and what every chat shows."""
        return {
            "at": self.now.astimezone(UTC).isoformat(),
            "bot": {"id": 1, "name": BOT},
            "last_update": self._updates,
            "last_message": self._message_ids,
            "last_day": self.last_day,
            "people": {name: int(chat) for name, chat in self.chats.items()},
            "groups": {name: {"chat": int(c), "members": self.members[name]} for name, c in self.groups.items()},
            "chats": {str(int(chat)): self._chat_shows(chat) for chat in sorted(self.messages)},
        }

    def _chat_shows(self, chat: Any) -> list[dict[str, Any]]:
        return [self._message_shows(chat, message) for message in self.messages[chat]]

    def _message_shows(self, chat: Any, message: Any) -> dict[str, Any]:
        screen = message.versions[-1]
        shows: dict[str, Any] = {"id": message.id, "text": _first_line(screen.html)}
        if message.id in self.kinds:
            shows["kind"] = self.kinds[message.id]
        if screen.buttons:
            shows["buttons"] = [[_button(button) for button in row] for row in screen.buttons]
        if links := _LINK.findall(screen.html):
            shows["links"] = links
        answers = self.database.run_sync(lambda uow: _replies_are_for(uow, chat, message.id))
        return shows | ({"replies_are_for": answers} if answers else {})


def _first_line(html: str) -> str:
    """What a message begins with, to tell it by."""
    plain = unescape(re.sub(r"<[^>]+>", "", html))
    return next((line for line in plain.splitlines() if line), "")[:80]


def _button(button: Any) -> dict[str, str]:
    return {"label": button.label} | ({"link": button.url} if button.url else {"data": button.option})


def _replies_are_for(uow: UnitOfWork, chat: Any, message: int) -> str:
    placed = uow.post.placed_at(chat, message) if chat < 0 else None
    if placed is None:
        return ""
    for kind, found in (
        ("board", uow.boards.placed_as),
        ("question", uow.discussions.asked_as),
        ("goal", uow.discussions.goal_as),
        ("phase_3", uow.commitments.asked_as),
    ):
        if found(placed.id) is not None:
            return kind
    return ""
