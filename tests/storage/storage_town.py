"""A whole example played through the runner by several writers at once: who sees which buttons, and what is on disk."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text
from storage_meeting import Meeting
from storage_world import NOW

from bot import example
from bot.bootstrap import texts
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId
from bot.domain.rounds import RoundMode
from bot.phone.door import phone_doors
from bot.phone.message import Message, Spot
from bot.phone.phone import Phone
from bot.phone.town import Town as PhoneTown
from bot.rooms import HOUSE
from bot.turn.incoming import Body, Commanded, Incoming, Replied
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner, TurnResult
from storage.database import Database

BO, ANNA, BRAM, CAS, DANA, EVI, FRITS = (ChatId(n) for n in range(101, 108))
PROGRAMME, PRACTICE = (ANNA, BRAM, CAS), (DANA, EVI, FRITS)
"""Of each partner the first two are managers, so that two may settle."""
GROUP, OTHER_GROUP = ChatId(-501), ChatId(-502)
PATIENCE = 30.0
_MAKES_READY = ("Verder met de vragen", "Begin met de motieven", "Nee", "Overslaan", "Klaar")
MOST_STEPS = 60


class Town:
    """The example in a database with one or more writers. Turns may be taken from several threads."""

    def __init__(self, writers: Sequence[Database]):
        self.writers = writers
        self.texts = texts()
        self.runner = Runner(self.texts, HOUSE, phone_doors())
        self.town = PhoneTown(writers[0], self.runner, NOW)
        self.phones = self.town.phones
        self._lock = threading.Lock()

    def seed(self, mode: RoundMode) -> None:
        """The example, its round open."""

        def members(chats: Sequence[ChatId]) -> list[example.Member]:
            roles = (Role.MANAGER, Role.MANAGER, Role.PARTICIPANT)
            return [example.Member(chat, f"Mens {chat}", role) for chat, role in zip(chats, roles, strict=True)]

        def work(uow: UnitOfWork) -> None:
            leader = example.Member(BO, "Bo", Role.FACILITATOR)
            made = example.seed_with(uow, self.texts, leader, members(PROGRAMME), members(PRACTICE), NOW)
            round_ = uow.rounds.latest(made.id)
            assert round_ is not None
            uow.rounds.change(round_.id, mode, round_.phases, None)

        self.writers[0].run_sync(work)

    # --- turns ---

    def phone(self, person: ChatId, chat: ChatId | None = None) -> Phone:
        """Of a person, in private or in a group."""
        phone = self.phones.person(str(person), person, full=f"Mens {person}")
        return phone if chat is None else phone.at(self.phones.group(str(chat), chat, title=f"Groep {chat}"))

    def incoming(self, person: ChatId, body: Body, chat: ChatId | None = None) -> Incoming:
        """Something a person does, in private or in a group."""
        return self.phone(person, chat).does(body)

    def tap(self, person: ChatId, label: str, chat: ChatId | None = None) -> Incoming:
        """A tap on the newest button of this name."""
        phone = self.phone(person, chat)
        for spot in phone.chat.spots():
            if spot.button.label.lstrip("✓★● ") == label:
                return phone.presses(spot)
        raise AssertionError(f"{phone.chat.id} sees no button {label!r}, but {phone.labels}")

    def buttons(self, chat: ChatId, last: int = 1) -> list[Spot]:
        """Every button that is no link, on the last so many messages with any."""
        kept = [m for m in self.messages(chat) if m.now.buttons][-last:]
        return [Spot(m.id, b) for m in kept for b in m.now.buttons if not b.url]

    def labels(self, chat: ChatId) -> list[str]:
        """The buttons on the newest message that has any."""
        kept = [m.now.labels for m in self.messages(chat) if m.now.labels]
        return kept[-1] if kept else []

    def take(self, incoming: Incoming, writer: int = 0, meet: Meeting | None = None) -> TurnResult:
        """One turn. With `meet` all that share it are done before any of them is on disk, where the database allows."""
        tries: list[int] = []

        def work(uow: UnitOfWork) -> TurnResult:
            result = self.runner.take(uow, incoming, NOW + timedelta(seconds=incoming.update))
            tries.append(1)
            if meet is not None and len(tries) == 1:
                meet.wait()
            return result

        result = self.writers[writer % len(self.writers)].run_sync(work)
        with self._lock:
            self.town.show(result, incoming)
        return result

    def at_once(self, *several: Incoming) -> list[TurnResult]:
        """These turns at the same moment, by the writers in turn; afterwards all that must hold does."""
        meet = Meeting(self.writers) if len(self.writers) > 1 else None
        with ThreadPoolExecutor(len(several)) as threads:
            taken = [threads.submit(self.take, one, n, meet) for n, one in enumerate(several)]
            results = [each.result(PATIENCE) for each in taken]
        self.check()
        return results

    def press(self, person: ChatId, label: str, chat: ChatId | None = None) -> str | None:
        """A tap; gives the toast."""
        return self.take(self.tap(person, label, chat)).toast

    def command(self, person: ChatId, name: str, argument: str = "", chat: ChatId | None = None) -> None:
        self.take(self.incoming(person, Commanded(name, argument), chat))

    def reply(self, person: ChatId, words: str, number: int, chat: ChatId = GROUP) -> Incoming:
        """An answer below the newest question or result in a group."""
        to = [m for m in self.messages(chat) if m.now.buttons or "Uitslag" in m.now.text][-1].id
        return self.incoming(person, Replied(words, number, to), chat)

    def make_ready(self, *people: ChatId) -> None:
        """Fill in all of phase 1, up to where it is handed in."""
        for person in people:
            self.command(person, "verder")
            for _ in range(MOST_STEPS):
                if "Indienen" in self.labels(person):
                    break
                wanted = next(label for label in _MAKES_READY if label in self.labels(person))
                self.press(person, wanted)

    def hand_in(self, *people: ChatId) -> None:
        self.make_ready(*people)
        for person in people:
            self.press(person, "Indienen")

    def bind(self, group: ChatId = GROUP, person: ChatId = BO) -> None:
        self.command(person, "koppel", chat=group)

    def messages(self, chat: ChatId) -> list[Message]:
        """What the bot said in a chat, oldest first."""
        return self.phones.said_to(chat)

    def text(self, chat: ChatId) -> str:
        """All that was ever said in a chat."""
        return self.phones.chat(chat).text

    # --- what is on disk ---

    def rows(self, query: str) -> list[tuple]:
        found = self.writers[0].run_sync(lambda uow: uow.log._reads.connection.execute(text(query)).all())
        return [tuple(row) for row in found]

    def value(self, query: str) -> object:
        return self.rows(query)[0][0]

    def check(self) -> None:
        """What must hold after anything."""
        self._check_settlements()
        self._check_boards()
        assert not self.rows(
            "SELECT collaboration, partner FROM chat_binding WHERE ended_at IS NULL "
            "GROUP BY collaboration, partner HAVING count(*) > 1"
        ), "a circle meets in two groups"
        assert not self.rows(
            "SELECT binding, round, about FROM question WHERE kind = 'motive' "
            "GROUP BY binding, round, about HAVING count(*) > 1"
        ), "a motive has two boards"
        assert not self.rows("SELECT 1 FROM inbox WHERE finished_at IS NULL")

    def _check_settlements(self) -> None:
        for run, state in self.rows("SELECT id, state FROM phase_run"):
            made = self.rows(f"SELECT number, id FROM settlement WHERE run = {run} ORDER BY number")
            assert [number for number, _ in made] == list(range(1, len(made) + 1)), "one settlement per number"
            assert state != "settled" or made
        state = self.value("SELECT state FROM round")
        newest = self.rows(
            "SELECT max(s.id) FROM settlement s JOIN phase_run r ON r.id = s.run "
            "WHERE r.state = 'settled' GROUP BY s.run ORDER BY 1"
        )
        revealed = self.rows("SELECT settlement FROM revealed ORDER BY 1")
        if state == "preparation":
            assert not revealed
        else:
            assert revealed == newest, "what was revealed is what is settled"

    def _check_boards(self) -> None:
        given = {
            (run, person): choice
            for run, person, choice in self.rows(
                "SELECT s.run, s.person, s.question FROM question_seat s JOIN conversation c "
                "ON c.person = s.person AND c.subject = s.run AND c.dialog = 'preparation' "
                "JOIN answer a ON a.conversation = c.id AND a.step = s.motive"
            )
        }
        for board, state, number in self.rows("SELECT id, state, number FROM question WHERE kind = 'motive'"):
            seats = self.rows(f"SELECT run, person, voted, counted FROM question_seat WHERE question = {board}")
            assert len({person for _, person, _, _ in seats}) == len(seats), "a seat is counted twice"
            for run, person, voted, counted in seats:
                assert (run, person) in given or not (voted or counted), "a vote has no answer"
                assert not (state == "shown" and voted) or counted, "a vote that was accepted is not counted"
                assert not (state == "open" and counted), "a vote is counted on a board that is hidden"
            waits = not seats or not all(voted for *_, voted, _ in seats) or number > 1  # one that was opened again
            assert state == "shown" or waits, "everybody has answered"
