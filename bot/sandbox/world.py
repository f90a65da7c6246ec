"""The world as the rest of the program uses it: people and groups to play with, kept in one JSON file.

This is where the parts come together; rules belong in the parts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.model import BotProfile, CallbackQuery, Chat, Json, StoredFile, User
from bot.sandbox.people import PeopleActions, Press
from bot.sandbox.state import Change

__all__ = ["Press", "World"]

FORMAT = 1
SAVE_DELAY = 0.1
BUSY_SAVE_DELAY = 1.0
"""Seconds from a change to the file: mostly, and while much happens at once."""


class World(PeopleActions):
    """Everything the sandbox knows. With a `state_file` it is read from there and saved after each change."""

    def __init__(self, *, state_file: Path | None = None, **options: Any) -> None:
        """`options`: bot_name, bot_username, bot_token, clock."""
        super().__init__(**options)
        self.state_file = state_file
        self._saving: asyncio.TimerHandle | None = None
        self._save_delay = SAVE_DELAY
        if state_file is not None:
            if state_file.exists():
                self.from_json(json.loads(state_file.read_text(encoding="utf-8")))
            self.on_change(self._schedule_save)

    def seed(self, people: Iterable[tuple[str, str] | str]) -> list[User]:
        """Add example people by first and last name, or by one name."""
        pairs = [(person, "") if isinstance(person, str) else person for person in people]
        return [self.add_user(first, last) for first, last in pairs]

    def jump(self, step: timedelta) -> None:
        """Move the clock."""
        self.clock.jump(step)

    def clear(self) -> None:
        """Forget everybody and everything but the bot's name, token and privacy mode. The clock goes back to now."""
        self._clear()
        self.clock.offset = timedelta(0)
        self.queue.drop_pending()
        self.journal.clear()
        self.faults.clear()
        self.bot.commands.clear()
        self.bot.menu_buttons.clear()
        self.emit("reset", dict)

    # --- one JSON document ----------------------------------------------------------------------------------------

    def to_json(self) -> Json:
        """The whole world as JSON, without what the bot called. Dump it at once: it shares its parts with the world."""
        return {
            "format": FORMAT,
            "clock_offset": self.clock.offset.total_seconds(),
            "scene": self.scene,
            "played": self.played,
            "bot": asdict(self.bot),
            "users": [asdict(user) for user in self.users.values()],
            "chats": [chat.as_json() for chat in self.chats.values()],
            "files": [asdict(file) for file in self.files.values()],
            "queries": [asdict(query) for query in self.queries.values()],
            "polls": {poll: list(place) for poll, place in self.polls.items()},
            "queue": self.queue.as_json(),
            "last_message_id": self._last_message_id,
            "made": self._made,
        }

    def from_json(self, body: Json) -> None:
        """Become the world that `to_json` described. Raises `ValueError` for another format."""
        if body.get("format") != FORMAT:
            raise ValueError(f"this sandbox file has format {body.get('format')}, not {FORMAT}")
        body = json.loads(json.dumps(body))
        self.clock.offset = timedelta(seconds=body["clock_offset"])
        self.scene, self.played = body.get("scene", ""), body.get("played", False)
        self.bot = BotProfile(**body["bot"])
        self.users = {user["id"]: User(**user) for user in body["users"]}
        self.chats = {chat["id"]: Chat.from_json(chat) for chat in body["chats"]}
        self.files = {file["id"]: StoredFile(**file) for file in body["files"]}
        self.queries = {query["id"]: CallbackQuery.from_json(query) for query in body["queries"]}
        self.polls = {poll: (place[0], place[1]) for poll, place in body["polls"].items()}
        self._last_message_id = body["last_message_id"]
        self._made = body["made"]
        self.queue.load_json(body["queue"])
        self.emit("reset", dict)

    def save(self) -> None:
        """Write the state file now, whole or not at all."""
        if self._saving is not None:
            self._saving.cancel()
            self._saving = None
        if self.state_file is None:
            return
        self.state_file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.state_file.with_suffix(".tmp")
        fresh.write_text(json.dumps(self.to_json(), ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.state_file)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Save less often for a while: the whole world is written each time."""
        self._save_delay = BUSY_SAVE_DELAY
        try:
            yield
        finally:
            self._save_delay = SAVE_DELAY

    def _schedule_save(self, change: Change) -> None:
        if change.kind == "call" or self._saving is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.save()
            return
        self._saving = loop.call_later(self._save_delay, self._save_later)

    def _save_later(self) -> None:
        self._saving = None
        self.save()
