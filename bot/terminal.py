"""The whole product in a terminal: one person plays everyone in a small example, in memory. A composition root as well.

The phones in memory are the door; what is typed and how it looks is `bot.console`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import example
from bot.bootstrap import texts
from bot.console.lines import HELP, Be, Choose, Enter, Explain, Line, Pass, Press, Reply, Save, Say, read
from bot.console.paper import Paper, buttons_of
from bot.domain.ids import ChatId
from bot.phone.door import PhoneDoor, phone_doors
from bot.phone.message import Message, NotShownError, Spot
from bot.phone.phone import Phone
from bot.phone.reading import adds_a_group
from bot.phone.town import Town, TurnSeen
from bot.rooms import HOUSE
from bot.turn.context import ZONE_WITHOUT_COLLABORATION
from bot.turn.incoming import Incoming
from bot.turn.rendering import render
from bot.turn.runner import Runner
from storage.database import Database

ZONE = ZoneInfo(ZONE_WITHOUT_COLLABORATION)
DOOR = PhoneDoor(address="samenspraak://bot", name="terminal")
GROUPS = (example.NAME, f"Team {example.PROGRAMME.split()[-1]}")
"""Groups that people have already, with the bot in none of them."""


def play(now: datetime, paper: Paper | None = None, folder: Path | None = None) -> None:
    """Play until the input ends. Files that are asked for are written to `folder`."""
    with example_town(now) as town:
        Play(town, paper or Paper(), folder or Path()).run()


@contextmanager
def example_town(now: datetime) -> Iterator[Town]:
    """The example, in memory: all have agreed, and phase 1 is open."""
    with Database("sqlite://", bot=1) as database:
        content = texts()
        town = Town(database, Runner(content, HOUSE, phone_doors(DOOR)), now)
        chats = [town.phone(name).chat.id for name in example.PEOPLE]
        database.run_sync(lambda uow: example.seed(uow, content, chats, now))
        for title in GROUPS:
            town.phones.group(title)
        yield town


class Play:
    """Who is played now and where, and what the others did not see yet."""

    def __init__(self, town: Town, paper: Paper, folder: Path) -> None:
        self._town, self._paper, self._folder = town, paper, folder
        self._phone = town.phone(example.FACILITATOR)
        self._unread: dict[ChatId, list[Message]] = {}
        self._to_group: str | None = None
        """A link that waits for the group to which it adds the bot."""

    def run(self) -> None:
        """Read and act, line by line."""
        self._paper.plain(f"Samenspraak, played by one person. {_clock(self._town.now)}.\n\n{HELP}\n")
        self._look()
        while True:
            try:
                typed = self._paper.ask(f"{self._phone.name}{self._place} > ")
            except (EOFError, KeyboardInterrupt):
                self._paper.plain("\nNothing of this play was kept.")
                return
            if (line := read(typed)) is not None:
                self._carefully(line)

    @property
    def _place(self) -> str:
        return "" if self._phone.chat.private else f" #{self._phone.chat.title}"

    def _carefully(self, line: Line) -> None:
        try:
            self._act(line)
        except NotShownError as error:
            self._paper.note(str(error))

    def _act(self, line: Line) -> None:
        match line:
            case Choose(number):
                self._choose(number)
            case Press(label):
                self._press(self._phone.chat.spot(label))
            case Say(text):
                self._say(text)
            case Reply(text):
                self._reply(text)
            case Be(name, new):
                self._be(name, new)
            case Enter(name, new):
                self._enter(name, new)
            case Pass(time):
                self._pass(time)
            case Save():
                self._save()
            case Explain(about):
                self._paper.plain(about or HELP)

    # --- what somebody does ---

    def _choose(self, number: int) -> None:
        shown = next((m for m in reversed(self._phone.chat.of_bot()) if m.now.buttons), None)
        buttons = buttons_of(shown.screen) if shown is not None else []
        if shown is None or not 0 < number <= len(buttons):
            self._say(str(number))
            return
        self._press(Spot(shown.id, buttons[number - 1], shown.topic))

    def _press(self, spot: Spot) -> None:
        url = spot.button.url
        if spot.button.copy:
            self._paper.note(f"copied: {spot.button.copy}")
        elif url is None:
            self._take(self._phone.presses(spot))
        elif adds_a_group(url):
            self._to_group = url
            self._paper.note("the bot is added to the group you go to now: # lists them")
        else:
            self._go(self._own(self._phone), look=False)
            self._take(self._phone.opens(url))

    def _say(self, text: str) -> None:
        if self._phone.chat.private or text.startswith("/"):
            self._take(self._phone.types(text))
        else:
            self._paper.note("in a group the bot hears commands, and answers to it: > text")

    def _reply(self, text: str) -> None:
        if self._phone.chat.private:
            self._paper.note("answering is for groups; here you simply type")
        else:
            self._take(self._phone.replies(text))

    def _be(self, name: str, new: bool) -> None:
        people = list(self._town.phones.people)
        if not name:
            self._paper.numbered([f"{one}{self._waiting(one)}" for one in people], _signs("@", people))
            return
        found = name if new else _chosen(name, people)
        if found is None:
            self._paper.note(f"there is no {name}; @ lists who there is, @+{name} adds somebody new")
        else:
            self._go(self._town.phone(found))

    def _enter(self, name: str, new: bool) -> None:
        groups = list(self._town.phones.groups)
        found = name if new else _chosen(name, groups)
        if not name:
            self._paper.numbered(groups, _signs("#", groups))
        elif found is None:
            self._paper.note(f"there is no group {name}; # lists them, #+{name} makes a new one")
        else:
            link, self._to_group = self._to_group, None
            self._go(self._phone.at(self._town.phones.group(found)), look=link is None)
            if link is not None:
                self._take(self._phone.opens(link))

    def _pass(self, time: timedelta) -> None:
        for seen in self._town.wait(time):
            self._show(seen)
        self._paper.note(_clock(self._town.now))

    def _save(self) -> None:
        shown = next((m for m in reversed(self._phone.chat.of_bot()) if m.now.renderer), None)
        if shown is None:
            raise NotShownError("there is no picture or document here")
        path = _free(self._folder, shown.now.file or "plaatje.png")
        path.write_bytes(render(HOUSE.renderers, shown.now.renderer, shown.now.picture or shown.now.document or ""))
        self._paper.note(f"written to {path}")

    # --- what is seen ---

    def _take(self, incoming: Incoming) -> None:
        self._show(self._town.take(incoming))

    def _show(self, seen: TurnSeen) -> None:
        if seen.toast or seen.sign:
            self._paper.note(seen.toast or seen.sign)
        elsewhere: dict[ChatId, int] = {}
        for change in seen.changes:
            chat = self._town.phones.chat(change.chat)
            message = chat.number(change.message)
            if message is None:
                continue
            if change.chat == self._phone.chat.id:
                self._message(message)
            else:
                elsewhere[change.chat] = elsewhere.get(change.chat, 0) + 1
                waiting = [one for one in self._unread.get(change.chat, []) if one is not message]
                self._unread[change.chat] = [*waiting, message]
        for chat_id, count in elsewhere.items():
            self._paper.note(f"{count} for {self._town.phones.name_of(chat_id)}")

    def _go(self, phone: Phone, *, look: bool = True) -> None:
        self._phone = phone
        if look:
            self._look()

    def _look(self) -> None:
        """What this person did not see yet in this chat, or what stands lowest."""
        waiting = self._unread.pop(self._phone.chat.id, self._phone.chat.of_bot()[-1:])
        for message in waiting:
            self._message(message)
        if not waiting:
            self._paper.note("nothing here yet; type /menu, or ? for help")

    def _message(self, message: Message) -> None:
        attached = message.now.file or "a picture" if message.now.renderer else ""
        chat = self._phone.chat
        self._paper.message(f"Bot → {chat.title if not chat.private else self._phone.name}", message.screen, attached)

    def _own(self, phone: Phone) -> Phone:
        assert phone.person is not None
        return replace(phone, chat=self._town.phones.chat(phone.person), topic=0)

    def _waiting(self, name: str) -> str:
        count = len(self._unread.get(self._town.phones.people[name], ()))
        return f" ({count} new)" if count else ""


def _chosen(name: str, known: Iterable[str]) -> str | None:
    """The one that is meant by a number, a name, or a beginning of any word in it."""
    every = list(known)
    if name.isdecimal():
        return every[int(name) - 1] if 0 < int(name) <= len(every) else None
    word = name.casefold()
    begins = [one for one in every if f" {word}" in f" {one.casefold()}"]
    return next((one for one in every if one.casefold() == word), begins[0] if len(begins) == 1 else None)


def _signs(sign: str, known: Iterable[str]) -> list[str]:
    return [f"{sign}{number}" for number, _ in enumerate(known, start=1)]


def _clock(now: datetime) -> str:
    return f"It is {now.astimezone(ZONE):%A %d %B %Y, %H:%M}"


def _free(folder: Path, name: str) -> Path:
    """A file of this name that is not there yet."""
    path, count = folder / name, 1
    while path.exists():
        count += 1
        path = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return path
