"""Reads and writes `.chat` pages: real engine, texts, runner and storage, with phones in memory and no clock.

A page is a conversation. Lines at the left margin are what people do; everything indented is what it leads to, and is
written by this player. `Bot → Anna` is a new message, `Bot ✎ Anna` one that was changed in place, `(…)` a toast or a
sign below what somebody wrote, and lines with `~` show what nobody sees: timers, who handed in, who joined or left.
`(vult in) a | b | c` does one thing after another and shows only what the last one leads to. `Anna @ groep:` is what
Anna does in that group; the first one that is named there is made. `[Meedoen ↗]` opens a link, and
`{knop p:menu}` taps a button that stands on no screen, as somebody can who makes one up. In private
`{wijzigt op “begin”} tekst` puts other words in a message: the last one that began so, without it the very last.
`{bestand naam.yaml} tekst` hands over a file; `\\n` ends a line in it.
`-- 3 dagen later --` lets time go by, `-- 3 dagen uit --` as well, while the bot does not run.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from statements import Statements

from bot import example
from bot.bootstrap import texts
from bot.domain.rounds import Phase
from bot.phone.delivery import Delivered
from bot.phone.door import phone_doors
from bot.phone.message import NotShownError, Version
from bot.phone.phone import Phone
from bot.phone.reading import tokens_in
from bot.phone.town import Town, TurnSeen
from bot.rooms import HOUSE
from bot.turn.incoming import Incoming
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner
from storage.database import Database

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in the Netherlands."""
BOT = "samenspraak_bot"
_EVENTS: dict[str, Callable[[Phone], Incoming]] = {
    "{sticker}": Phone.shows,
    "{blokkeert}": Phone.blocks,
    "{deblokkeert}": Phone.unblocks,
    "{haalt bot weg}": Phone.blocks,
    "{voegt bot toe}": Phone.unblocks,
    "{zet bot in kanaal}": Phone.puts_in_channel,
    "{wordt supergroep}": Phone.upgrades,
}
_WAYS = re.compile(r"^\{[^}]*\} ?|^/(?:punt|doel) (?:\(op “.+”\) )?")
"""What stands before the words that somebody wrote."""
_UNITS = {"minuut": 60, "minuten": 60, "uur": 3600, "dag": 86400, "dagen": 86400, "weken": 604800, "week": 604800}
_EXAMPLES = {
    "== voorbeeld ==": frozenset(Phase),
    "== voorbeeld met fase 1 ==": frozenset({Phase.PREPARATION}),
    "== voorbeeld met fase 1 en 3 ==": frozenset({Phase.PREPARATION, Phase.COMMITMENT}),
    "== voorbeeld met fase 3 ==": frozenset({Phase.COMMITMENT}),
}


class Player:
    """One page being played."""

    def __init__(self) -> None:
        self.database = Database("sqlite://", bot=1)
        self._statements = Statements(self.database.engine)
        self.most_statements: dict[str, int] = {}
        """How many statements the longest unit of work behind a line took, by the line; the last time counts."""
        self.shown: list[Version] = []
        """Every message as it was shown, also those that the page leaves out."""
        self.typed: set[str] = set()
        """What people wrote."""
        self.texts = texts()
        self._fresh = 0
        self._known: set[str] = set()
        """What nobody sees, as it was after the last line."""
        self.town = Town(self.database, self._runner(), START)
        self.phones = self.town.phones

    def _runner(self) -> Runner:
        return Runner(self.texts, HOUSE, phone_doors(), fresh=self._next_fresh)

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
                    self._must_read_once(line)
                except (AssertionError, NotShownError) as error:
                    raise AssertionError(f"{error}, after:\n" + "\n".join(lines[-25:])) from None
        return "\n".join(lines) + "\n"

    def _must_read_once(self, line: str) -> None:
        """No turn reads the same rows twice: that is what a unit of work remembers."""
        attempts = self._statements.taken()
        self.most_statements[line] = max((len(one.statements) for one in attempts), default=0)
        repeated = [s for one in attempts for s in one.repeated if "FROM outbox" not in s]  # erasing looks twice at it
        assert not repeated, f"read twice in one turn: {repeated[0]}"

    def _act(self, line: str) -> Iterator[str]:
        if line in _EXAMPLES:
            self.database.run_sync(lambda uow: self._seed(uow, _EXAMPLES[line]))
        elif match := re.fullmatch(r"-- (\d+) (\w+) (later|uit) --", line):
            time = timedelta(seconds=int(match[1]) * _UNITS[match[2]])
            if match[3] == "uit":
                self.town.now, time = self.town.now + time, timedelta()
            for seen in self.town.wait(time):
                yield from self._show(self._saw(seen))
        elif line == "-- herstart --":
            self.town.runner = self._runner()
            yield from self._show(self.town.start_again())
        else:
            name, colon, what = line.partition(": ")
            if not colon:
                raise AssertionError(f"not understood: {line}")
            *silent, last = what.removeprefix("(vult in) ").split(" | ") if what.startswith("(vult in) ") else [what]
            for one in silent:
                self._do(name, one)
            yield from self._show(self._do(name, last))
        before, self._known = self._known, self._hidden()
        yield from self._changes(before, self._known)

    def _seed(self, uow: UnitOfWork, phases: frozenset[Phase]) -> None:
        """The example, of which everybody has been told already."""
        chats = [self._phone(name.split()[0]).chat.id for name in example.PEOPLE]
        example.seed(uow, self.texts, chats, self.town.now, phases)
        uow.post.done([one.id for one in uow.post.waiting()], self.town.now)

    def _phone(self, where: str) -> Phone:
        """The phone on which a line plays: with a private chat, or with the group behind the @."""
        name, at, group = where.partition(" @ ")
        full = next((known for known in example.PEOPLE if known.split()[0] == name), name)
        phone = self.phones.nobody() if name == "Anoniem" else self.phones.person(name, full=full)
        return phone.at(self.phones.group(group, title=group.capitalize())) if at else phone

    # --- what people do ---

    def _do(self, who: str, what: str) -> TurnSeen:
        self.typed.add(_typed(_WAYS.sub("", what)))
        return self._saw(self.town.take(self._incoming(self._phone(who), what)))

    def _saw(self, seen: TurnSeen) -> TurnSeen:
        self.shown += [change.version for change in seen.changes]
        return seen

    def _incoming(self, phone: Phone, what: str) -> Incoming:
        if match := re.fullmatch(r"\[(.+)\](?: \((oud)\))?", what):
            return phone.taps_old(match[1]) if match[2] else phone.taps(match[1])
        if match := re.fullmatch(r"\{knop ([\w:.]+)\}", what):
            return phone.forges(match[1], phone.newest.id)
        if match := re.fullmatch(r"\{link van (.+)\}", what):
            return phone.opens(self._last_token(match[1]))
        if match := re.fullmatch(r"\{plakt link van (.+)\}", what):
            return phone.types(f"https://t.me/{BOT}?start={self._last_token(match[1])}")
        if match := re.fullmatch(r"\{wijzigt /\w+\} (.*)", what):
            return phone.edits(match[1], "punt", "doel")
        if match := re.fullmatch(r"\{wijzigt(?: op “(.+)”)?\} (.*)", what):
            words = "" if match[2] == "{sticker}" else _typed(match[2])
            return phone.rewords(words, match[1] or "") if phone.chat.private else phone.edits(words)
        if match := re.fullmatch(r"\{antwoordt(?: op “(.+)”)?\} ?(.*)", what):
            return phone.replies("" if match[2] == "{sticker}" else match[2], match[1] or "")
        if match := re.fullmatch(r"(/\w+) \(op “(.+)”\) (.*)", what):
            return phone.replies(f"{match[1]} {match[3]}", match[2])
        if match := re.fullmatch(r"\{bestand (\S+)\} (.+)", what):
            return phone.hands(match[1], _typed(match[2]))
        if what in _EVENTS:
            return _EVENTS[what](phone)
        return phone.types(_typed(what))

    def _last_token(self, name: str) -> str:
        """In a text, or below a button, also one that is gone."""
        return self.phones.chat((self.phones.people | self.phones.groups)[name]).token

    # --- what is seen ---

    def _show(self, seen: TurnSeen) -> Iterator[str]:
        yield from (f"({one})" for one in (seen.toast, seen.sign) if one)
        for change in seen.changes:
            yield from self._change(change)

    def _change(self, change: Delivered) -> Iterator[str]:
        version = change.version
        attached = " (plaatje)" if version.picture else f" ({version.file})" if version.document else ""
        yield f"Bot {'→' if change.new else '✎'} {self.phones.name_of(change.chat)}{attached}:"
        yield from (f"    {line}" for line in _shown(version))

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


def _typed(what: str) -> str:
    """A text as it is sent; a long one is told by its length."""
    if match := re.fullmatch(r"\{(\d+) tekens\}", what):
        return "a" * int(match[1])
    return what.replace("\\n", "\n")


def _shown(version: Version) -> Iterator[str]:
    """A message as a person reads it: without tags, links masked, buttons in brackets."""
    plain = re.sub(r"a{100,}", lambda run: f"‹{len(run[0])} × a›", version.text)
    for token in tokens_in(plain):
        plain = plain.replace(f"={token}", "=‹token›")
    for line in plain.splitlines():
        yield line.rstrip()
    for row in version.screen.buttons:
        yield " ".join(f"[{button.label}{' ↗' if button.url else ''}]" for button in row)
