"""The simulated people: each does one thing at a time and waits until the bot has dealt with it.

A press is dealt with when it is answered (`answerCallbackQuery`) and the last message of the bot is edited or followed
by a new one; something said, when that message comes. The time is taken from the moment the update can be fetched (in
an open loop: from the moment it was due) to the last of those calls.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.scripts import Action, Button, Press, Say, Screen, Script

FIRST_ID = 1001
BOT = {"id": 12345, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
Publish = Callable[[dict[str, Any]], None]


def person_ids(count: int) -> range:
    """The Telegram ids of the people, which are also the ids of their private chats."""
    return range(FIRST_ID, FIRST_ID + count)


@dataclass(slots=True)
class Pending:
    since: float
    query_id: str | None
    shown: bool = False


@dataclass(slots=True, eq=False)
class Person:
    id: int
    screen: Screen = field(default_factory=Screen)
    message: dict[str, Any] = field(default_factory=dict)
    pending: Pending | None = None
    at_rest: bool = False

    @property
    def profile(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": f"Persoon {self.id}", "language_code": "nl"}

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": f"Persoon {self.id}"}


class People:
    """Everyone together; `publish` makes an update fetchable.

    With a `rate` (per second) presses come when due, without one as soon as the last is dealt with.
    """

    def __init__(self, count: int, script: Script, publish: Publish, *, rate: float | None = None) -> None:
        self.by_id = {id_: Person(id_) for id_ in person_ids(count)}
        self.latencies: list[float] = []
        self._script, self._publish, self._rate = script, publish, rate
        self._idle: dict[int, Action] = {}  # who waits for a press to become due, longest first
        self._overdue: deque[float] = deque()
        self._stopped = False

    def begin(self) -> None:
        for person in self.by_id.values():
            self._act(person, Say(self._script.first), time.monotonic())

    def stop(self) -> None:
        self._stopped = True

    def stuck(self, seconds: float) -> int:
        """How many people wait longer than this."""
        limit = time.monotonic() - seconds
        return sum(person.pending is not None and person.pending.since < limit for person in self.by_id.values())

    def at_rest(self) -> int:
        """How many people have nothing left to do."""
        return sum(person.at_rest for person in self.by_id.values())

    async def press_when_due(self) -> None:
        """Makes one press due every 1/rate seconds; one that finds nobody free keeps its due time."""
        assert self._rate is not None
        due = time.monotonic()
        while not self._stopped:
            due += 1 / self._rate
            await asyncio.sleep(due - time.monotonic())
            self._overdue.append(due)
            self._serve_overdue()

    def answered(self, query_id: str) -> None:
        person = self.by_id.get(int(query_id.partition("-")[0]))
        if person is not None and person.pending is not None and person.pending.query_id == query_id:
            person.pending.query_id = None
            self._settle(person)

    def shown(self, person: Person, message: dict[str, Any]) -> None:
        """The bot's newest message to this person is now this one."""
        person.message = message
        person.screen.text, person.screen.buttons = message.get("text", ""), buttons_of(message)
        if person.pending is not None:
            person.pending.shown = True
            self._settle(person)
        elif not self._stopped:
            self._go_on(person)

    def _settle(self, person: Person) -> None:
        pending = person.pending
        if pending is None or not pending.shown or pending.query_id is not None:
            return
        person.pending = None
        self.latencies.append(time.monotonic() - pending.since)
        if not self._stopped:
            self._go_on(person)

    def _go_on(self, person: Person) -> None:
        action = self._script.choose(person.screen)
        person.at_rest = action is None
        if action is None:
            self._idle.pop(person.id, None)
        elif self._rate is None:
            self._act(person, action, time.monotonic())
        else:
            self._idle[person.id] = action
            self._serve_overdue()

    def _serve_overdue(self) -> None:
        while self._overdue and self._idle:
            person_id = next(iter(self._idle))
            self._act(self.by_id[person_id], self._idle.pop(person_id), self._overdue.popleft())

    def _act(self, person: Person, action: Action, since: float) -> None:
        person.screen.turn += 1
        if isinstance(action, Press):
            query_id = f"{person.id}-{person.screen.turn}"
            person.pending = Pending(since, query_id)
            self._publish({"callback_query": press_of(person, action.button, query_id)})
        else:
            person.pending = Pending(since, None)
            self._publish({"message": message_of(person, action.text)})


def buttons_of(message: dict[str, Any]) -> tuple[Button, ...]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(Button(key["text"], key["callback_data"]) for row in rows for key in row if "callback_data" in key)


def press_of(person: Person, button: Button, query_id: str) -> dict[str, Any]:
    return {
        "id": query_id,
        "from": person.profile,
        "chat_instance": str(person.id),
        "data": button.data,
        "message": person.message,
    }


def message_of(person: Person, text: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "message_id": 1_000_000 + person.screen.turn,
        "from": person.profile,
        "chat": person.chat,
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.partition(" ")[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return message
