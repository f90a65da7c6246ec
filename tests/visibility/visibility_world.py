"""Two collaborations with people of every kind and their groups, on the real runner and a database in memory.

Each step is looked at by `Watch` before the next one is taken.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text
from visibility_facts import Facts, read_facts
from visibility_watch import LeakError, Step, Watch

from bot.bootstrap import texts
from bot.content.screen import Screen
from bot.dialogs.people.dialog import CONSENT_VERSION
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.collaboration import PartnerKind, Role
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase, RoundMode, RoundState, RunState
from bot.phone.delivery import Placing
from bot.phone.door import phone_doors
from bot.phone.exchange import Exchange
from bot.phone.message import Message
from bot.phone.phone import Phone
from bot.phone.reading import tokens_in
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Body, Commanded, Incoming, Moved, Said
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner, TurnResult
from storage.database import Database

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
BOT = "samenspraak_bot"
GROUPS = {"vreemd": -100, "alfa": -101, "noord": -102, "beta": -103, "west": -104}
"""Of nobody; of all of Alfa; of Opleiding Noord; of all of Beta; of Opleiding West."""
ANONYMOUS = "anoniem"
"""An admin who hides behind the group."""
SHORTEST_TOKEN = 10
"""What a link carries when it is a secret. Shorter ones only say which page to open."""
KEPT = (
    "watch",
    "facts",
    "shown",
    "links",
    "now",
    "steps",
    "urls",
    "_logged_until",
    "_secrets",
    "_fresh",
)
"""What `World.keep` keeps beside the database and the phones."""

_BEGINNING: list[Any] = []
"""The first moment of every play: made once, because it takes long."""

MANAGER, PARTICIPANT, PROCESS, STAKEHOLDER = Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR, Role.STAKEHOLDER
PROGRAMME, PRACTICE = PartnerKind.PROGRAMME, PartnerKind.PRACTICE

COLLABORATIONS = {
    "HLO Alfa": (
        RoundMode.APART,
        "fenna",
        [("Opleiding Noord", PROGRAMME), ("Zorggroep Oost", PRACTICE), ("Bureau Zuid", PRACTICE)],
    ),
    "HLO Beta": (RoundMode.TOGETHER, "gijs", [("Opleiding West", PROGRAMME), ("Atelier Midden", PRACTICE)]),
}
PLACES: list[tuple[str, str, Role]] = [
    ("anna", "Opleiding Noord", MANAGER),
    ("bram", "Opleiding Noord", PARTICIPANT),
    ("bas", "Opleiding Noord", STAKEHOLDER),
    ("lars", "Opleiding Noord", PARTICIPANT),
    ("koen", "Opleiding Noord", PARTICIPANT),
    ("carla", "Zorggroep Oost", MANAGER),
    ("dora", "Zorggroep Oost", PROCESS),
    ("rosa", "Zorggroep Oost", PARTICIPANT),
    ("tess", "Zorggroep Oost", PARTICIPANT),
    ("tess", "Bureau Zuid", PARTICIPANT),
    ("bas", "Bureau Zuid", PARTICIPANT),
    ("gijs", "Opleiding West", PARTICIPANT),
    ("hugo", "Opleiding West", MANAGER),
    ("ilse", "Atelier Midden", MANAGER),
    ("koen", "Atelier Midden", PARTICIPANT),
    ("nina", "Opleiding West", PARTICIPANT),
    ("nina", "Atelier Midden", PARTICIPANT),
]
"""Bas is a stakeholder here and fills in there, Tess and Nina fill in for two partners, Koen in both collaborations."""

OUTSIDERS = ("odin", "olga")
SLUGS = tuple(dict.fromkeys(["fenna", *(slug for slug, _, _ in PLACES), *OUTSIDERS]))
CHATS = {slug: ChatId(1000 + index) for index, slug in enumerate(SLUGS)}


def full_name(slug: str) -> str:
    return f"{slug.capitalize()} van {slug.capitalize()}dam"


@dataclass(frozen=True)
class Shown:
    """A button that stood on a screen once."""

    chat: ChatId
    message: int
    label: str
    data: str

    def __deepcopy__(self, memo: Any) -> "Shown":
        return self


@dataclass
class World:
    """One play."""

    now: datetime = START
    database: Database = field(default_factory=lambda: Database("sqlite://", bot=1))
    watch: Watch = field(default_factory=Watch)
    facts: Facts = field(default_factory=Facts)
    phones: Exchange = field(default_factory=lambda: Exchange(may_pin=lambda sent: (sent.placed or 0) % 2 == 0))
    """Some messages can be pinned, others not."""
    shown: list[Shown] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    latest: tuple[tuple[ChatId, Screen], ...] = ()
    """What the last step sent."""
    toasts: list[str] = field(default_factory=list)
    urls: dict[ChatId, list[str]] = field(default_factory=dict)
    """The tokens below the messages of a chat."""
    last: Step | None = None
    steps: int = 0
    _fresh: int = 0
    _logged_until: int = 0
    _secrets: int = 0

    def __post_init__(self) -> None:
        for name, chat in GROUPS.items():
            self.phones.group(name, ChatId(chat), title=f"Groep {name}")
        self._texts = texts()
        self._output, self._captured = io.StringIO(), []
        self.restart()
        if not _BEGINNING:
            self._begin()
            _BEGINNING.append(self.keep())
        else:
            self.go_back(_BEGINNING[0])

    def _begin(self) -> None:
        """Everybody is in, Lars and Rosa are gone, and the groups are bound."""
        self.database.run_sync(self._seed)
        self.facts = self.database.run_sync(lambda uow: read_facts(_connection(uow)))
        self.say("lars", Commanded("stop"), Said("ja, ik stop"))
        rosa = next(m.id for m in self.facts.members if m.person == self.facts.people[CHATS["rosa"]])
        self.press("carla", f"p:verwijder:{rosa}")
        assert not self.facts.mine(CHATS["lars"])
        assert not self.facts.mine(CHATS["rosa"])
        self._bind()

    def _bind(self) -> None:
        """With a link for all of Alfa; with the command for the others."""
        alfa = next(iter(self.facts.rounds.values()))[0]
        self.press("fenna", f"p:groepnieuw:{alfa}.0")
        self.in_group("fenna", Commanded("start", self.urls[CHATS["fenna"]][-1]), "alfa")
        for who, group in [("anna", "noord"), ("gijs", "beta"), ("hugo", "west")]:
            self.in_group(who, Commanded("koppel"), group)
        for group in ("alfa", "noord", "beta", "west"):
            assert self.facts.bound_in(self.groups[group]) is not None

    def close(self) -> None:
        self.database.close()

    def restart(self) -> None:
        """A fresh runner, as after a crash: it holds nothing that changes."""
        self.runner = Runner(self._texts, HOUSE, phone_doors(), fresh=self._next_fresh)

    def keep(self) -> Any:
        """All of this moment, to come back to."""
        connection = self.database.engine.raw_connection()
        try:
            kept = connection.dbapi_connection.serialize()  # type: ignore[union-attr]
        finally:
            connection.close()
        return kept, self.phones.copy(), deepcopy({name: getattr(self, name) for name in KEPT})

    def go_back(self, kept: Any) -> None:
        """To a moment that was kept."""
        connection = self.database.engine.raw_connection()
        try:
            connection.dbapi_connection.deserialize(kept[0])  # type: ignore[union-attr]
        finally:
            connection.close()
        self.phones = kept[1].copy()
        for name, value in deepcopy(kept[2]).items():
            setattr(self, name, value)

    def _next_fresh(self) -> str:
        self._fresh += 1
        return f"item{self._fresh}"

    def _seed(self, uow: UnitOfWork) -> None:
        stage = TurnContext(uow, START, self._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))
        persons = {
            slug: uow.people.add(CHATS[slug], full_name(slug), CONSENT_VERSION, START)
            for slug in SLUGS
            if slug not in OUTSIDERS
        }
        for called, (mode, facilitator, partners) in COLLABORATIONS.items():
            made = uow.collaborations.add(called, START)
            version = self._texts.instrument.content_version
            round_ = uow.rounds.add(made.id, mode, frozenset(Phase), version, deadline=None)
            uow.rounds.set_state(round_.id, RoundState.PREPARATION, START)
            uow.collaborations.add_membership(persons[facilitator].id, made.id, None, Role.FACILITATOR, START)
            for name, kind in partners:
                partner = uow.collaborations.add_partner(made.id, name, kind, None, None)
                uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
                for slug, where, role in PLACES:
                    if where == name:
                        place = uow.collaborations.add_membership(persons[slug].id, made.id, partner.id, role, START)
                        enter_open_runs(stage, place)

    # --- taking steps ---

    def secret(self, slug: str) -> str:
        """A text that nobody else ever types, in private or (with the name of one) in a group.

        It counts as typed from now on.
        """
        self._secrets += 1
        planted = f"geheim-{slug}-{self._secrets}z"
        self.watch.authors[planted] = CHATS.get(slug) or self.groups.get(slug, ChatId(0))
        return planted

    def phone(self, slug: str, group: str = "") -> Phone:
        """Of this person in private, or in a group."""
        there = slug in CHATS
        phone = self.phones.person(slug, CHATS[slug], full=full_name(slug)) if there else self.phones.nobody()
        return phone.at(self.phones.group(group)) if group else phone

    @property
    def groups(self) -> dict[str, ChatId]:
        """Where each group is by now."""
        return self.phones.groups

    @property
    def messages(self) -> dict[ChatId, list[Message]]:
        """What the bot said in each chat where it said anything."""
        found = {chat: self.phones.said_to(chat) for chat in self.phones.chats}
        return {chat: said for chat, said in found.items() if said}

    def say(self, slug: str, *bodies: Body) -> None:
        """One thing after another in the private chat of this person."""
        for body in bodies:
            self._take(self.phone(slug).does(body))

    def in_group(self, slug: str, body: Body, group: str = "vreemd") -> None:
        phone = self.phone(slug, group)
        self._take(phone.upgrades() if isinstance(body, Moved) else phone.does(body))

    def tap(self, slug: str, data: str, group: str, message: int = 1) -> None:
        """A tap in a group, whether or not such a button was ever shown there."""
        self._take(self.phone(slug, group).forges(data, message))

    def reply(self, slug: str, group: str, to: int, text: str, *, edits: bool = False) -> None:
        """An answer below a message of the bot in a group, or other words for the last one."""
        phone = self.phone(slug, group)
        self._take(phone.edits(text) if edits and phone.chat.heard(phone.person, "") else phone.replies(text, to))

    def speak(self, slug: str, group: str, name: str, text: str, *, to: int = 0, edits: bool = False) -> None:
        """`/punt` or `/doel`, or other words for the last one."""
        phone = self.phone(slug, group)
        again = edits and phone.chat.heard(phone.person, name)
        self._take(phone.edits(text, name) if again else phone.replies(f"/{name} {text}", to))

    def press(self, slug: str, data: str, message: int = 1) -> None:
        """A tap, whether or not such a button was ever shown to this person."""
        self._take(self.phone(slug).forges(data, message))

    def _take(self, incoming: Incoming) -> None:
        self.steps += 1
        self.now += timedelta(seconds=5)
        actor = incoming.chat if incoming.private else incoming.person
        self._look(actor, incoming.chat, incoming.body, lambda uow: self.runner.take(uow, incoming, self.now))

    def wait(self, time: timedelta) -> None:
        """Let time go by; whatever falls due fires at its own moment."""
        until = self.now + time
        while (due := self.database.run_sync(lambda uow: uow.timers.next_due())) is not None and due <= until:
            self.now = max(self.now, due)
            self._look(None, None, None, self._fire)
        self.now = until

    def _fire(self, uow: UnitOfWork) -> TurnResult:
        return self.runner.fire(uow, uow.timers.claim(self.now, 1)[0], self.now)

    def _look(self, actor: ChatId | None, place: ChatId | None, body: Body | None, work: Any) -> None:
        """Take the step, take out of the database what leaves, and have it looked at."""
        with self._overheard():
            try:
                result: TurnResult = self.database.run_sync(work)
            except Exception as error:
                raise LeakError(f"{actor} did {body}: {type(error).__name__}: {error}") from error
        waiting, log, facts = self.database.run_sync(self._after)
        if tuple(waiting) != result.outgoing:
            raise LeakError(f"what waits to be sent is not what the turn said: {waiting} / {result.outgoing}")
        heard, sent = self._heard(), tuple(waiting)
        step = Step(actor, place, body, self.facts, facts, sent, result.toast, heard, log, result.reaction)
        self.last = step
        self._keep(step)
        self.watch.check(step)

    def _after(self, uow: UnitOfWork) -> tuple[Any, tuple[tuple[str, ...], ...], Facts]:
        waiting = uow.post.waiting()
        uow.post.done([m.id for m in waiting], self.now)
        connection = _connection(uow)
        since = text("SELECT id, kind, dialog FROM turn_log WHERE id > :since ORDER BY id")
        rows = list(connection.execute(since, {"since": self._logged_until}))
        self._logged_until = rows[-1][0] if rows else self._logged_until
        return waiting, tuple((kind, dialog) for _, kind, dialog in rows), read_facts(connection)

    def _keep(self, step: Step) -> None:
        self.facts = step.after
        self.toasts += [step.toast] if step.toast else []
        self.latest = tuple((m.chat, m.screen) for m in step.outgoing)
        delivery = self.phones.deliver(step.outgoing)
        for seen in delivery.changes:
            buttons = seen.version.buttons
            self.shown += [Shown(seen.chat, seen.message, b.label, b.option) for b in buttons if b.option]
            self.links += tokens_in(seen.version.screen.html)
            found = [token for b in buttons for token in tokens_in(b.url or "") if len(token) >= SHORTEST_TOKEN]
            self.urls.setdefault(seen.chat, []).extend(found)
        if delivery.placed:
            self.database.run_sync(lambda uow: _were_placed(uow, delivery.placed))

    def placed_now(self) -> dict[int, tuple[int, int | None]]:
        """Where what is changed in place stands, as Telegram numbered it."""
        rows = self.database.run_sync(
            lambda uow: list(_connection(uow).execute(text("SELECT id, chat, message FROM placed")))
        )
        return {id_: (chat, message) for id_, chat, message in rows}

    # --- what is logged ---

    @contextmanager
    def _overheard(self) -> Iterator[None]:
        handler = logging.StreamHandler(self._output)
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            with (
                redirect_stdout(self._output),
                redirect_stderr(self._output),
                structlog.testing.capture_logs() as captured,
            ):
                yield
        finally:
            root.removeHandler(handler)
            self._captured = captured

    def _heard(self) -> str:
        heard = self._output.getvalue() + "".join(str(line) for line in self._captured)
        self._output.seek(0)
        self._output.truncate()
        return heard


def _were_placed(uow: UnitOfWork, placed: Sequence[Placing]) -> None:
    """They have a number now."""
    for one in placed:
        uow.post.was_placed(one.placed, one.message, one.pinned)


def _connection(uow: UnitOfWork) -> Any:
    return uow.people._reads.connection  # type: ignore[attr-defined]
