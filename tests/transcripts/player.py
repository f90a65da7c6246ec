"""Plays a `.chat` file: real engine, texts, runner and storage; only Telegram and the clock are acted.

A page is a conversation. Lines at the left margin are what people do; everything indented is what it leads to, and is
written by this player. `Bot → Anna` is a new message, `Bot ✎ Anna` one that was changed in place, `(…)` a toast or a
sign below what somebody wrote, and lines with `~` show what nobody sees: timers, who handed in, who joined or left.
`(vult in) a | b | c` does one thing after another and shows only what the last one leads to. `Anna @ groep:` is what
Anna does in that group; the first one that is named there is made. `[Meedoen ↗]` opens a link. `-- 3 dagen later --`
lets time go by, `-- 3 dagen uit --` as well, while the bot does not run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape

from sqlalchemy import text

from bot.bootstrap import texts
from bot.content.screen import Screen
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase
from bot.runner import example
from bot.runner.incoming import (
    Body,
    CameOrWent,
    Commanded,
    Incoming,
    Moved,
    Replied,
    Said,
    Showed,
    Spoke,
    Tapped,
    from_json,
    to_json,
)
from bot.runner.ports import UnitOfWork
from bot.runner.turn import Result, Runner
from storage.database import Database

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in the Netherlands."""
BOT = "samenspraak_bot"
_LINK = re.compile(rf"https://t\.me/{BOT}\?start(?:group)?=([A-Za-z0-9_-]+)")
_EVENTS: dict[str, Body] = {
    "{sticker}": Showed(),
    "{blokkeert}": CameOrWent(here=False),
    "{deblokkeert}": CameOrWent(here=True),
    "{haalt bot weg}": CameOrWent(here=False),
}
_UNITS = {"minuut": 60, "minuten": 60, "uur": 3600, "dag": 86400, "dagen": 86400, "weken": 604800, "week": 604800}
_EXAMPLES = {
    "== voorbeeld ==": frozenset(Phase),
    "== voorbeeld met fase 1 ==": frozenset({Phase.PREPARATION}),
    "== voorbeeld met fase 1 en 3 ==": frozenset({Phase.PREPARATION, Phase.COMMITMENT}),
    "== voorbeeld met fase 3 ==": frozenset({Phase.COMMITMENT}),
}


@dataclass
class Message:
    """A message of the bot, with every version it has had."""

    id: int
    versions: list[Screen] = field(default_factory=list)


class Player:
    """One page being played."""

    def __init__(self) -> None:
        self.now = START
        self.database = Database("sqlite://", bot=1)
        self.texts = texts(BOT)
        self._fresh = 0
        self.runner = Runner(self.texts, fresh=self._next_fresh)
        self.chats: dict[str, ChatId] = {}
        self.messages: dict[ChatId, list[Message]] = {}
        self.groups: dict[str, ChatId] = {}
        self._commands: dict[str, tuple[str, int]] = {}
        self._placed: dict[int, int] = {}
        self._replies: dict[str, tuple[int, int]] = {}
        self._updates = 0
        self._message_ids = 100

    def _next_fresh(self) -> str:
        self._fresh += 1
        return f"item{self._fresh}"

    def close(self) -> None:
        self.database.close()

    # --- reading the page ---

    def play(self, page: str) -> str:
        """The page as it must be: the same input lines, with what they lead to now."""
        lines: list[str] = []
        for line in page.splitlines():
            if line.startswith("#"):
                lines.append(line)
            elif line.strip() and not line.startswith(" "):
                lines.append(line)
                try:
                    lines += [f"  {effect}".rstrip() for effect in self._act(line)]
                except AssertionError as error:
                    raise AssertionError(f"{error}, after:\n" + "\n".join(lines[-25:])) from None
        return "\n".join(lines) + "\n"

    def _act(self, line: str) -> Iterator[str]:
        before = self._hidden()
        if line in _EXAMPLES:
            chats = [self._chat(name.split()[0]) for name in example.PEOPLE]
            self.database.run_sync(lambda uow: example.seed(uow, self.texts, chats, self.now, _EXAMPLES[line]))
        elif match := re.fullmatch(r"-- (\d+) (\w+) later --", line):
            yield from self._wait(timedelta(seconds=int(match[1]) * _UNITS[match[2]]))
        elif match := re.fullmatch(r"-- (\d+) (\w+) uit --", line):
            self.now += timedelta(seconds=int(match[1]) * _UNITS[match[2]])
            yield from self._wait(timedelta())
        elif line == "-- herstart --":
            self.runner = Runner(self.texts, fresh=self._next_fresh)
        else:
            name, colon, what = line.partition(": ")
            if not colon:
                raise AssertionError(f"not understood: {line}")
            *silent, last = what.removeprefix("(vult in) ").split(" | ") if what.startswith("(vult in) ") else [what]
            for one in silent:
                list(self._do(name, one))
            yield from self._do(name, last)
        yield from self._changes(before, self._hidden())

    def _chat(self, name: str) -> ChatId:
        return self.chats.setdefault(name, ChatId(1000 + len(self.chats)))

    def _name(self, chat: ChatId) -> str:
        return next(name for name, known in (self.chats | self.groups).items() if known == chat)

    def _place(self, where: str) -> ChatId:
        """The chat in which a line plays: a private one, or the group behind the @."""
        person, at, group = where.partition(" @ ")
        return self.groups.setdefault(group, ChatId(-500 - len(self.groups))) if at else self._chat(person)

    # --- what people do ---

    def _do(self, who: str, what: str) -> Iterator[str]:
        chat = self._place(who)
        if match := re.fullmatch(r"\[(.+)\](?: \((oud)\))?", what):
            message, option = self._button(chat, match[1], old=match[2] is not None)
            return self._take(who, Tapped(option, "q", message))
        if match := re.fullmatch(r"\{link van (.+)\}", what):
            return self._take(who, Commanded("start", self._last_link(match[1])))
        if match := re.fullmatch(r"\{plakt link van (.+)\}", what):
            return self._take(who, Said(f"https://t.me/{BOT}?start={self._last_link(match[1])}"))
        if match := re.fullmatch(r"\{(\d+) tekens\}", what):
            return self._say(who, "a" * int(match[1]))
        if (match := re.fullmatch(r"\{wijzigt /\w+\} (.*)", what)) and who in self._commands:
            name, message = self._commands[who]
            return self._take(who, Spoke(name, match[1], message))
        if match := re.fullmatch(r"\{(antwoordt|wijzigt)(?: op “(.+)”)?\} ?(.*)", what):
            return self._reply(who, match[3], edits=match[1] == "wijzigt", on=match[2] or "")
        if what in _EVENTS:
            return self._take(who, _EVENTS[what])
        if what == "{wordt supergroep}":
            name = who.partition(" @ ")[2]
            self.groups[name] = ChatId(chat - 1000)
            self.messages[self.groups[name]] = self.messages.pop(chat)  # they can be read there, and not be changed
            self._placed.clear()
            return self._take(who, Moved(self.groups[name]), chat)
        if what.startswith("/"):
            name, _, argument = what[1:].partition(" ")
            if name in ("punt", "doel") and chat < 0:
                return self._spoke(who, name, argument)
            return self._take(who, Commanded(name, argument))
        return self._say(who, what.replace("\\n", "\n"))

    def _say(self, who: str, text: str) -> Iterator[str]:
        """Typed text, in a message of its own."""
        self._message_ids += 1
        return self._take(who, Said(text, message=self._message_ids))

    def _reply(self, who: str, text: str, *, edits: bool, on: str) -> Iterator[str]:
        """An answer below a message of the bot in a group, or other words for the last one."""
        if edits:
            message, to = self._replies[who]
        else:
            self._message_ids += 1
            kept = [m for m in self.messages[self._place(who)] if on in m.versions[-1].html]
            message, to = self._message_ids, kept[-1].id
        self._replies[who] = message, to
        return self._take(who, Replied("" if text == "{sticker}" else text, message, to))

    def _spoke(self, who: str, name: str, text: str) -> Iterator[str]:
        """A command that leaves something on record; with `(op “…”)` behind its name it answers a message."""
        match = re.fullmatch(r"\(op “(.+)”\) (.*)", text)
        kept = [m for m in self.messages[self._place(who)] if match and match[1] in m.versions[-1].html]
        self._message_ids += 1
        self._commands[who] = name, self._message_ids
        to = kept[-1].id if match else 0
        return self._take(who, Spoke(name, match[2] if match else text, self._message_ids, to))

    def _take(self, who: str, body: Body, chat: ChatId | None = None) -> Iterator[str]:
        self._updates += 1
        name = who.partition(" @ ")[0]
        full = next((known for known in example.PEOPLE if known.split()[0] == name), name)
        place = self._place(who) if chat is None else chat
        person = None if name == "Anoniem" else self._chat(name)
        title = who.partition(" @ ")[2].capitalize()
        made = Incoming(self._updates, place, place > 0, person, full if person else "", body, title=title)
        incoming = from_json(to_json(made))
        self.now += timedelta(seconds=5)
        result = self.database.run_sync(lambda uow: self.runner.take(uow, incoming, self.now))
        return self._show(result, tapped=isinstance(body, Tapped))

    def _button(self, chat: ChatId, label: str, *, old: bool) -> tuple[int, str]:
        """The button of that name that is on a screen now; an old one that is on none any more."""
        for message in reversed(self.messages.get(chat, [])):
            versions = message.versions[:-1] if old else message.versions[-1:]
            for version in reversed(versions):
                for button in (b for row in version.buttons for b in row):
                    if button.label == label:
                        return message.id, button.option
        raise AssertionError(f"{self._name(chat)} sees no button [{label}]")

    def _last_link(self, name: str) -> str:
        """In a text, or below a button, also one that is gone."""
        for message in reversed(self.messages.get(self.chats[name] if name in self.chats else self.groups[name], [])):
            for version in reversed(message.versions):
                buttons = (b.url or "" for row in version.buttons for b in row)
                found = [match for text in (version.html, *buttons) if (match := _LINK.search(text))]
                if found:
                    return found[-1][1]
        raise AssertionError(f"{name} has no link")

    def _wait(self, time: timedelta) -> Iterator[str]:
        """Let time go by; whatever falls due fires at its own moment."""
        until = self.now + time
        while (due := self.database.run_sync(lambda uow: uow.timers.next_due())) is not None and due <= until:
            self.now = max(self.now, due)
            yield from self._show(self.database.run_sync(self._fire))
        self.now = until

    def _fire(self, uow: UnitOfWork) -> Result:
        timer = uow.timers.claim(self.now, 1)[0]
        return self.runner.fire(uow, timer, self.now)

    # --- what is seen ---

    def _show(self, result: Result, *, tapped: bool = False) -> Iterator[str]:
        if result.toast and tapped:
            yield f"({result.toast})"
        if result.reaction:
            yield f"({result.reaction})"
        for outgoing in result.outgoing:
            kept = self.messages.setdefault(outgoing.chat, [])
            edits = self._placed.get(outgoing.placed, outgoing.edits) if outgoing.placed else outgoing.edits
            message = next((m for m in kept if m.id == edits), None)
            if message is None:
                self._message_ids += 1
                message = Message(self._message_ids)
                kept.append(message)
            sign = "✎" if message.versions else "→"
            message.versions.append(outgoing.screen)
            picture = " (plaatje)" if outgoing.picture else f" ({outgoing.file})" if outgoing.document else ""
            yield f"Bot {sign} {self._name(outgoing.chat)}{picture}:"
            yield from (f"    {line}" for line in _shown(outgoing.screen))
            if outgoing.placed is not None:
                self._placed[outgoing.placed] = message.id
        self.database.run_sync(lambda uow: self._delivered(uow, result))

    def _delivered(self, uow: UnitOfWork, result: Result) -> None:
        uow.post.done([m.id for m in result.outgoing], self.now)
        for outgoing in result.outgoing:
            if outgoing.placed is not None:
                uow.post.was_placed(outgoing.placed, self._placed[outgoing.placed], pinned=True)

    # --- what nobody sees ---

    def _hidden(self) -> set[str]:
        """Timers, participation and membership, in words."""
        with self.database.engine.connect() as connection:
            rows = connection.execute(text("SELECT kind, subject, due_at FROM timer")).all()
            handed = connection.execute(
                text(
                    "SELECT person.name, run FROM participation JOIN person ON person.id = participation.person "
                    "WHERE handed_in_at IS NOT NULL"
                )
            ).all()
            members = connection.execute(
                text(
                    "SELECT person.name, role FROM membership JOIN person ON person.id = membership.person "
                    "WHERE left_at IS NULL"
                )
            ).all()
            people = {row.id: row.name for row in connection.execute(text("SELECT id, name FROM person"))}
        found = {f"ingediend: {name}" for name, _ in handed} | {f"lid: {name}, {role}" for name, role in members}
        for kind, subject, due in rows:
            whom = f" {people[subject]}" if kind == "reminder" else ""
            moment = str(due)[:16].replace("T", " ")
            found.add(f"wekker {kind}{whom}: {moment} UTC")
        return found

    def _changes(self, before: set[str], after: set[str]) -> Iterator[str]:
        yield from (f"~ niet meer {gone}" for gone in sorted(before - after))
        yield from (f"~ {come}" for come in sorted(after - before))


def _shown(screen: Screen) -> Iterator[str]:
    """A message as a person reads it: without tags, links masked, buttons in brackets."""
    plain = unescape(re.sub(r"</?(?:b|i|u|s|code|blockquote)>", "", screen.html))
    plain = re.sub(r"a{100,}", lambda run: f"‹{len(run[0])} × a›", plain)
    for line in _LINK.sub(f"https://t.me/{BOT}?start=‹token›", plain).splitlines():
        yield line.rstrip()
    for row in screen.buttons:
        yield " ".join(f"[{button.label}{' ↗' if button.url else ''}]" for button in row)
