"""A house whose example is answered together, and the groups on its people's phones."""

import re
from collections.abc import Sequence
from itertools import cycle

from bot import example
from bot.bootstrap import texts
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId
from bot.domain.rounds import RoundMode
from bot.sandbox.model import Chat, Message
from storage.database import Database

from . import warm
from .driver import SIGNS, House, Phone, labels_of

BO = "Bo"
GUEST = "Gast"
PROGRAMME_PEOPLE = ("Anna", "Bram", "Cas")
PRACTICE_PEOPLE = ("Dana", "Evi", "Frits")
"""The first of each is its manager."""
COUNTED = ("sendMessage", "editMessageText", "pinChatMessage", "sendPhoto")
"""What costs a group something of its twenty a minute."""


class GroupHouse(House):
    """Its bot does not wait for Telegram's sending rates, which would make each message in a group take seconds."""

    unhurried = True

    def seed_groups(
        self,
        programme: Sequence[str] = PROGRAMME_PEOPLE,
        practice: Sequence[str] = PRACTICE_PEOPLE,
        mode: RoundMode = RoundMode.TOGETHER,
    ) -> None:
        """The example with these people, in a round of this mode. Everybody has started the bot, but for the guest."""
        names = (BO, *programme, *practice, GUEST)
        users = dict(zip(names, self.world.seed(names), strict=True))
        self.make_database()

        def members(names: Sequence[str]) -> list[example.Member]:
            roles = [Role.MANAGER, *[Role.PARTICIPANT] * len(names)]
            return [example.Member(ChatId(users[n].id), n, role) for n, role in zip(names, roles, strict=False)]

        def seed(uow) -> None:
            leader = example.Member(ChatId(users[BO].id), BO, Role.FACILITATOR)
            about = (leader, members(programme), members(practice), self.world.clock.now())
            made = example.seed_with(uow, texts(), *about)
            round_ = uow.rounds.latest(made.id)
            uow.rounds.change(round_.id, mode, round_.phases, None)

        with Database(self.url, bot=self.world.bot.id) as database:
            database.run_sync(seed)
        for name in names[:-1]:
            self.world.user_starts(users[name])
        self.world.queue.drop_pending()
        self.phones = {name: Phone(self, user) for name, user in users.items()}

    @property
    def module(self) -> str:
        return warm.UNHURRIED if self.unhurried else warm.PROGRAM

    def everybody(self) -> list[Phone]:
        return list(self.phones.values())

    async def make_group(self, *, bound: bool = True, **options) -> "Group":
        """A group of everybody, made by Bo, bound to the whole collaboration unless told otherwise."""
        members = [phone.user for phone in self.everybody()]
        group = Group(self, self.world.create_group("Samen", self[BO].user, members, **options))
        if bound:
            await group.bind(self[BO], "Groep voor HLO Zorg in de wijk")
        return group


class Group:
    """A group chat, or one topic of it, wherever it has moved to."""

    def __init__(self, house: House, chat: Chat, thread: int | None = None):
        self.house = house
        self.world = house.world
        self.thread = thread
        self._chat = chat

    @property
    def chat(self) -> Chat:
        while self._chat.migrated_to is not None:
            self._chat = self.world.chat(self._chat.migrated_to)
        return self._chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What the bot said here, oldest first."""
        said = (m for m in self.world.messages(self.chat) if m.sender_id == self.world.bot.id and not m.is_service)
        return [m for m in said if m.thread_id == self.thread]

    @property
    def last(self) -> str:
        return self.messages[-1].text

    def newest(self, label: str) -> Message:
        """The newest message with this button."""
        return next(m for m in reversed(self.messages) if any(of.lstrip(SIGNS) == label for of in labels_of(m)))

    @property
    def status(self) -> Message:
        return self.newest("Naar mijn vragen")

    @property
    def board(self) -> Message:
        """The newest board: open or shown."""
        return next(m for m in reversed(self.messages) if "Ja" in labels_of(m) or "\nUitslag\n" in m.text)

    def counts(self) -> list[tuple[int, int, int]]:
        """Ja, Enigszins and Nee of each partner on the board that is shown; noughts where nobody answered."""
        counts = r": (?:Ja (\d+) · Enigszins (\d+) · Nee (\d+)|geen antwoord$)"
        found = re.findall(counts, self.board.text, re.MULTILINE)
        return [(int(yes or 0), int(somewhat or 0), int(no or 0)) for yes, somewhat, no in found]

    def answered(self) -> list[tuple[int, int]]:
        """How many of how many have answered the open board, per partner."""
        found = re.findall(r": (\d+) van (\d+)$", self.board.text, re.MULTILINE)
        return [(int(answered), int(people)) for answered, people in found]

    def link(self, label: str, message: Message | None = None) -> str:
        """Where a button leads to."""
        buttons = (b for row in (message or self.newest(label)).inline_keyboard for b in row)
        return next(button["url"] for button in buttons if button["text"] == label)

    def calls(self, *methods: str) -> list:
        """The bot's calls about this chat."""
        return self.house.calls(*methods or COUNTED, chat=self.id)

    # --- what people do ---

    def write(self, phone: Phone, words: str, **options) -> Message:
        return self.world.user_sends(phone.user, self.chat, words, thread_id=self.thread, **options)

    async def say(self, phone: Phone, words: str, **options) -> Message:
        written = self.write(phone, words, **options)
        await self.house.settled()
        return written

    async def command(self, phone: Phone, name: str) -> None:
        """A command that says for which bot it is, as the menu of the apps writes it."""
        await self.say(phone, f"/{name}@{self.world.bot_username}")

    async def rewrite(self, phone: Phone, message: Message, words: str) -> None:
        self.world.user_edits(phone.user, self.chat, message.id, words)
        await self.house.settled()

    def tap(self, phone: Phone, label: str, message: Message | None = None):
        """Press without waiting. The query holds the answer once there is one."""
        message = message or self.newest(label)
        return self.world.user_presses(phone.user, self.chat, message.id, label).query

    async def press(self, phone: Phone, label: str, message: Message | None = None) -> str:
        """Press, wait until all is done, and give the toast."""
        query = self.tap(phone, label, message)
        answer = await self.house.until(lambda: query.answer, what=f"an answer to {label!r}")
        await self.house.settled()
        return answer.text

    def lead_now(self, phone: Phone, label: str):
        """Press on the panel of whoever leads, in private, without waiting."""
        return phone.tap(label, next(m for m in reversed(phone.messages) if label in labels_of(m))).query

    async def lead(self, phone: Phone, *labels: str) -> str:
        """Press on the panel of whoever leads, in private; gives the last toast."""
        toast = ""
        for label in labels:
            panel = next(m for m in reversed(phone.messages) if label in labels_of(m))
            toast = await phone.press(label, panel)
        return toast

    async def bind(self, phone: Phone, choice: str) -> str:
        """Through the link that adds the bot; gives that link."""
        await phone.say("/overzicht")
        if not phone.has("Groepen"):
            await phone.press("Meer")
        await phone.press("Groepen")
        await phone.press(choice)
        link = self.link("Kies een groep", phone.screen)
        self.world.user_opens_link(phone.user, link, group=self.chat)
        await self.house.settled()
        return link

    async def answer_all(self, labels: Sequence[str], people: Sequence[Phone]) -> None:
        """Everybody taps at the same time, from the first answer on again and again."""
        board = self.board
        queries = [self.tap(phone, label, board) for phone, label in zip(people, cycle(labels), strict=False)]
        await self.house.until(lambda: all(query.answer for query in queries), what="answering every tap")
        await self.house.settled()


def electorate(house: House) -> dict[int, str]:
    """Who has a seat at the newest board, by their chat, and as which motive it counts for them."""
    found = house.rows(
        "SELECT p.chat, s.motive FROM question_seat s JOIN person p ON p.id = s.person "
        "WHERE s.question = (SELECT max(id) FROM question WHERE kind = 'motive')"
    )
    return dict(found)


def votes(house: House) -> dict[int, str]:
    """The answers on disk to the motive of the newest board, by the chat of who gave them."""
    given = house.rows(
        "SELECT c.chat, a.step, a.value FROM answer a JOIN conversation c ON c.id = a.conversation "
        "WHERE c.dialog = 'preparation'"
    )
    asked = electorate(house).items()
    return {chat: value for chat, step, value in given if (chat, step) in asked}
