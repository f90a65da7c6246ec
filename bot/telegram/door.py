"""Telegram as a door: updates become turns, turns become messages. The only package that imports `telegram`."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId
from bot.engine.model import Phrase
from bot.telegram.again import at_last
from bot.telegram.apology import Apology
from bot.telegram.budget import Budget
from bot.telegram.connection import Connection, webhook_path
from bot.telegram.fitting import must_fit
from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.intake import DurableBot, Intake
from bot.telegram.profile import Menus, introduce, name_commands
from bot.telegram.sender import Sender
from bot.telegram.transport import AiohttpRequest, UpdatesRequest
from bot.telegram.webhook import Webhook
from bot.turn.backoff import Outage
from bot.turn.clock import ClockCheck
from bot.turn.door import Ability, Sent, token_behind
from bot.turn.host import Host
from bot.turn.incoming import FILE_LIMIT, Edited, Handed, Incoming, Replied, Spoke, Tapped, told
from bot.turn.records import Outgoing
from bot.turn.runner import TurnResult

log = structlog.get_logger(__name__)


SIDE_BY_SIDE = 256
"""How many turns may wait for the database at once. They are taken in the order in which they came."""


ANSWER_WITHIN = 1.7
"""Seconds after which a tap is answered even though its turn is not on disk yet: people hear something within two."""


class TelegramDoor:
    """One bot at work. Its name is known once it is connected."""

    name = "telegram"
    block = None
    can = frozenset(Ability) - {Ability.DIRECT, Ability.OWN_GROUPS}
    way_in = "met_telegram"

    def __init__(
        self,
        connection: Connection,
        budget: Budget | None = None,
        clock: ClockCheck | None = None,
        serve: Callable[[str, Webhook], None] | None = None,
        form: Callable[[int], str] | None = None,
    ) -> None:
        """`clock` hears what time it is at Telegram; `serve` has a path answered by a webhook.

        `form` is the address at which a form opens as a Mini App; None where no page is served to the world.
        """
        must_fit()
        self._form = form
        self._serve = serve or _not_served
        self._connection = connection
        self._host: Host | None = None
        self._introducing: asyncio.Task[None] | None = None
        self._outage = Outage("telegram")
        self._intake = Intake(self._receive, self._tell, self._at_work)
        dated = clock.heard if clock is not None else None
        self._requests = (UpdatesRequest(1, dated=dated), AiohttpRequest(dated=dated))
        if clock is not None:
            clock.ask = self._ask_the_time
        self._application = self._build()
        self._menus = Menus(lambda: self._application.bot, lambda: self._there.runner.texts.phrases)
        budget = budget or Budget()
        self._apology = Apology(self._post, budget)
        self._sender = Sender(
            self._call,
            budget,
            render=self._render,
            done=self._sent,
            lost=self._lost,
            moved=self._moved,
            fits=self._fits,
            outage=self._outage,
            not_made=self._not_made,
        )

    def _build(self) -> Application[Any, Any, Any, Any, Any, Any]:
        base = self._connection.base_url
        bot = DurableBot(
            self._connection.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
            intake=self._intake,
            outage=self._outage,
            no_token=self._no_token,
        )
        builder = ApplicationBuilder().bot(bot).update_queue(self._intake).concurrent_updates(SIDE_BY_SIDE)
        application = builder.build()
        application.add_handler(TypeHandler(Incoming, self._handle))
        return application

    @property
    def heard_at(self) -> float | None:
        """When Telegram last answered a poll, or called, by the clock that is never set."""
        return self._intake.heard_at

    # --- what a turn may know ---

    @property
    def called(self) -> str:
        """The name of the bot, without the `@`."""
        return self._intake.username

    def link(self, token: str = "") -> str:
        """The deep link that opens the bot in private."""
        return f"https://t.me/{self.called}?start{'=' + token if token else ''}"

    def link_to_group(self, token: str) -> str:
        """The deep link that asks which group the bot must be added to."""
        return f"https://t.me/{self.called}?startgroup={token}"

    def token_in(self, link: str) -> str | None:
        """What stands behind the `=` of a deep link of ours."""
        return token_behind(self.link(), link)

    def form(self, number: int) -> str | None:
        """The address of a form, which Telegram opens as a Mini App and tells who opened it."""
        return None if self._form is None else self._form(number)

    # --- opening and closing ---

    async def connect(self, host: Host) -> None:
        """Learn who we are, and name our commands. Waits as long as Telegram cannot be reached."""
        self._host = host
        await self._application.initialize()
        self._intake.username = self._application.bot.username
        runner = host.runner
        await name_commands(self._application.bot, runner.house, runner.texts.phrases)

    async def open(self) -> None:
        """Take up what an earlier run left, and begin to listen."""
        for incoming in await self._there.left(self):
            await self._intake.put(incoming)
        await self._application.start()
        await self._listen()
        introduction = introduce(self._application.bot, self._there.runner.texts.phrases)
        self._introducing = asyncio.create_task(introduction)

    async def stop(self) -> None:
        """Stop listening, finish what was accepted, send what can be sent, close. Also what was only half begun."""
        if self._introducing is not None:
            self._introducing.cancel()
        await self._menus.stop()
        try:
            if self._application.updater is not None and self._application.updater.running:
                await self._application.updater.stop()
            await self._intake.close()
            if self._application.running:
                await self._application.stop()
            await self._sender.stop()
            await self._application.shutdown()
        finally:
            for request in self._requests:
                await request.shutdown()

    def _no_token(self, error: InvalidToken) -> None:
        self._there.end(error)

    @property
    def _there(self) -> Host:
        assert self._host is not None, "not connected"
        return self._host

    async def _listen(self) -> None:
        updater = self._application.updater
        assert updater is not None
        if self._connection.webhook_url is None:
            await updater.start_polling(allowed_updates=list(ALLOWED_UPDATES), timeout=25)
            return
        secret = self._connection.webhook_secret or ""
        self._serve(
            webhook_path(self._connection.webhook_url), Webhook(secret, self._application.bot, self._intake.put)
        )
        await self._application.bot.set_webhook(
            self._connection.webhook_url, allowed_updates=list(ALLOWED_UPDATES), secret_token=secret
        )

    async def _at_work(self) -> None:
        await self._there.at_work()

    # --- the way in ---

    async def _receive(self, meant: list[Incoming]) -> list[Incoming]:
        return await self._there.receive(meant)

    async def _handle(self, incoming: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """One update: its turn, then the answer to the tap."""
        assert isinstance(incoming, Incoming)
        turn = asyncio.ensure_future(self._turn(incoming))
        done, _ = await asyncio.wait({turn}, timeout=ANSWER_WITHIN)
        if not done and self._there.held_up:
            await self._tell([incoming])
        elif isinstance(incoming.body, Tapped):
            await self._apology.answer(incoming.body.query, turn.result().toast if done else None)
        await turn
        if not self._there.held_up:
            self._apology.over()

    async def _turn(self, incoming: Incoming) -> TurnResult:
        if isinstance(incoming.body, Handed):
            incoming = replace(incoming, body=await self._fetched(incoming.body))
        result = await self._there.take(incoming)
        if result.reaction is not None and isinstance(incoming.body, Replied | Spoke | Edited):
            await self._react(incoming.chat, incoming.body.message, result.reaction)
        return result

    async def _tell(self, meant: Sequence[Incoming]) -> None:
        """Nothing can be kept for now; whoever says something hears so."""
        sentence = self._there.runner.texts.phrases.plain(Phrase("errors.held_up"))
        await self._apology.tell(meant, sentence)

    async def _ask_the_time(self) -> None:
        with suppress(TelegramError):
            await self._call("getMe", {})

    async def _fetched(self, file: Handed) -> Handed:
        """A file that was handed over, with what it says; as it came when it is too large or cannot be fetched."""
        if file.size > FILE_LIMIT:
            return file
        try:
            found = await at_last(lambda: self._call("getFile", {"file_id": file.file}))
            raw = await self._requests[1].retrieve(f"{self._application.bot.base_file_url}/{found['file_path']}")
        except TelegramError as error:
            log.info("no_file", reason=type(error).__name__)
            return file
        return replace(file, size=max(file.size, len(raw)), text=told(raw))

    async def _react(self, chat: ChatId, message: int, emoji: str) -> None:
        """Confirm with a sign below what somebody wrote. Groups can forbid signs; what was written is kept anyway."""
        sign = json.dumps([{"type": "emoji", "emoji": emoji}])
        try:
            values = {"chat_id": chat, "message_id": message, "reaction": sign}
            await at_last(lambda: self._call("setMessageReaction", values))
        except TelegramError as error:
            log.info("no_reaction", reason=type(error).__name__)

    # --- the way out ---

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Send these, in this order per chat."""
        self._sender.enqueue(messages)

    def offer(self, chat: ChatId, names: Sequence[str]) -> None:
        """The list of commands of one chat."""
        self._menus.offer(chat, names)

    async def _call(self, method: str, values: dict[str, Any]) -> Any:
        """A method of the Bot API; the answer stays as it came, which saves building objects nobody reads.

        It waits while another program may be at work.
        """
        await self._at_work()
        return await self._post(method, values)

    async def _post(self, method: str, values: dict[str, Any]) -> Any:
        """The same at once: for what is true whoever is at work."""
        data = RequestData([_parameter(name, value) for name, value in values.items()])
        try:
            return await self._requests[1].post(f"{self._application.bot.base_url}/{method}", data)
        except InvalidToken as error:
            if "unauthorized" in str(error).lower():  # a proxy may say for a while that something is not found
                self._no_token(error)
            raise

    def _render(self, message: Outgoing) -> bytes:
        return self._there.render(message)

    def _not_made(self) -> str:
        return self._there.runner.texts.phrases.plain(Phrase("errors.not_made"))

    async def _sent(self, sent: list[Sent]) -> None:
        await self._there.sent(sent)

    async def _fits(self, message: Outgoing) -> bool:
        return await self._there.fits(message)

    async def _lost(self, chat: ChatId, refused: Sequence[Outgoing]) -> None:
        await self._there.lost(chat, refused)

    async def _moved(self, before: ChatId, now: ChatId) -> None:
        await self._there.moved(before, now)


def _not_served(path: str, _: Webhook) -> None:
    raise ProgrammingError(f"nothing serves {path}")


def _parameter(name: str, value: object) -> RequestParameter:
    return (
        RequestParameter.from_input(name, value)
        if isinstance(value, InputFile)
        else RequestParameter(name, value, None)
    )
