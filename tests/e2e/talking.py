"""A house whose motives are revealed, and what people do in the conversation that follows in the group."""

import json

from bot.domain.collaboration import Role
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import ChatId
from bot.domain.motive import Choice
from bot.domain.rounds import RoundMode, RoundState, RunState
from bot.sandbox.model import Message
from bot.turn.ports import UnitOfWork
from storage.database import Database

from .driver import HouseWithin, Phone
from .groups import BO, Group, GroupHouse

KEPT = "✍"
NOT_KEPT = "Je antwoord in de groep is niet bewaard."
LAST = 6
IMAGE = {"op.leg.1": "Samenwerking draagt bij aan eigen imago"}


class TalkHouse(GroupHouse):
    """Both partners have settled, and what they settled is revealed."""

    def seed_talk(self, **people) -> None:
        self.seed_groups(mode=RoundMode.APART, **people)
        with Database(self.url, bot=self.world.bot.id) as database:
            database.run_sync(self._reveal)

    def _reveal(self, uow: UnitOfWork) -> None:
        now = self.world.clock.now()
        leader = uow.people.in_chat(ChatId(self[BO].id))
        (membership,) = uow.collaborations.memberships_of(leader.id)
        round_ = uow.rounds.latest(membership.collaboration)
        members = [m for m, _ in uow.collaborations.members(membership.collaboration)]
        versions = []
        for run in uow.rounds.runs(round_.id):
            manager = next(m.person for m in members if m.partner == run.partner and m.role is Role.MANAGER)
            about = {"run": run.id, "partner": run.partner, "settled_by": manager, "at": now}
            versions.append(uow.settlements.add(**about, form=_form(), with_manager=True, after_reveal=False))
            uow.rounds.set_run_state(run.id, RunState.SETTLED)
        uow.settlements.reveal(round_.id, [version.id for version in versions], now)
        uow.rounds.set_state(round_.id, RoundState.REVEALED)

    async def make_talk(self, **options) -> "Talk":
        """A group of everybody in which the first question lies on the table."""
        group = await self.make_group(**options)
        talk = Talk(self, group.chat)
        await talk.command(self[BO], "gesprek")
        return talk


class TalkHouseWithin(HouseWithin, TalkHouse):
    """The same with the bot in this process, on the sandbox's clock."""


def _form() -> FilledForm:
    return FilledForm(tuple(FilledMotive(id_, text, "leg", Choice.YES) for id_, text in IMAGE.items()))


class Talk(Group):
    """The group in which a conversation of phase 2 is held."""

    def question(self, number: int) -> Message:
        """The newest message with this question."""
        return next(m for m in reversed(self.messages) if f"vraag {number}/{LAST}" in m.text)

    @property
    def table(self) -> Message:
        """The question that lies on the table: the newest that stands there whole."""
        return next(m for m in reversed(self.messages) if "Fase 2 · vraag " in m.text)

    @property
    def goal(self) -> Message:
        """The newest goal in its newest wording."""
        return self.newest("Akkoord")

    async def go_to(self, number: int) -> None:
        while f"vraag {number}/{LAST}" not in self.table.text:
            await self.lead(self.house[BO], "Volgende ›")

    async def reply(self, phone: Phone, words: str, to: Message | None = None) -> Message:
        return await self.say(phone, words, reply_to=(to or self.table).id)

    async def close(self) -> None:
        await self.go_to(LAST)
        await self.lead(self.house[BO], "Afsluiten", "Ja, afsluiten")

    async def reply_without_text(self, phone: Phone, content: dict) -> Message:
        """A photo, a voice message or a sticker as an answer to the question on the table."""
        message = self.world.post(self.chat, phone.id, content, reply_to=self.table.id)
        self.world.announce(message)
        await self.house.settled()
        return message

    def sign_below(self, message: Message) -> str | None:
        """The bot's reaction to a message."""
        signs = message.reactions.get(self.world.bot.id)
        return signs[0]["emoji"] if signs else None


async def confirm(phone: Phone) -> str:
    """`Klopt dit verslag?`, and it does; gives the toast."""
    await phone.press("Bekijk het verslag")
    return await phone.press("Ja, klopt")


def said(house: GroupHouse) -> list[str]:
    """The words on disk that were not taken back, in order."""
    return [text for (text,) in house.rows("SELECT text FROM question_contribution WHERE NOT withdrawn ORDER BY id")]


def minutes(house: GroupHouse) -> dict:
    """The minutes as they were fixed."""
    return json.loads(house.value("SELECT body FROM minutes"))


def points(house: GroupHouse, number: int = 1) -> list[str]:
    """What stands in the fixed minutes below a question."""
    return [point["text"] for point in minutes(house)["discussed"][number - 1]["points"]]
