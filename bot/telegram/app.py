"""The Telegram side as one thing that starts and stops: updates become turns, turns become messages."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, InputFile
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.content.phrases import Phrasebook
from bot.domain.ids import ChatId
from bot.engine.model import Phrase
from bot.telegram.budget import Budget
from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.intake import DurableBot, Intake
from bot.telegram.sender import Sender, Sent
from bot.telegram.transport import AiohttpRequest, UpdatesRequest
from bot.turn import incoming as stored_form
from bot.turn.house import House
from bot.turn.incoming import Edited, Incoming, Replied, Spoke, Tapped
from bot.turn.ports import UnitOfWork, Work
from bot.turn.runner import Runner, TurnResult

log = structlog.get_logger(__name__)


SIDE_BY_SIDE = 256
"""How many turns may wait for the database at once. They are taken in the order in which they came."""


ANSWER_WITHIN = 2.0
"""Seconds after which a tap is answered even though its turn is not on disk yet."""


TOAST_LIMIT = 200


PROXIED_PORT = 8443
"""Where a proxy that has the certificate finds us; one of the ports to which Telegram itself also sends."""


_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram. With `webhook_url` Telegram calls us, otherwise we ask."""

    token: str
    base_url: str
    webhook_url: str | None = None
    webhook_secret: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookListener:
    """Where the webhook listens: address, port, and the path of the address Telegram calls."""

    address: str
    port: int
    path: str


def webhook_listener(webhook_url: str) -> WebhookListener:
    """The door behind an address: that very one on this machine; otherwise open to a proxy that stands before it."""
    parts = urlsplit(webhook_url)
    host, path = parts.hostname or "", re.escape(parts.path.strip("/"))
    if host in _THIS_MACHINE:
        return WebhookListener(host, parts.port or PROXIED_PORT, path)
    return WebhookListener("0.0.0.0", PROXIED_PORT, path)


class TelegramApp:
    """One bot at work. `runner` is made once the bot knows its own name."""

    def __init__(
        self,
        connection: Connection,
        work: Work,
        make_runner: Callable[[str], Runner],
        now: Callable[[], datetime],
        budget: Budget | None = None,
    ) -> None:
        self._connection = connection
        self._work = work
        self._make_runner = make_runner
        self._now = now
        self._intake = Intake(self._store)
        self._requests = (UpdatesRequest(1), AiohttpRequest())
        self._application = self._build()
        self._sender = Sender(self._call, budget or Budget(), done=self._sent, lost=self._lost, moved=self._moved)
        self.runner: Runner | None = None

    def _build(self) -> Application[Any, Any, Any, Any, Any, Any]:
        base = self._connection.base_url
        bot = DurableBot(
            self._connection.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
            intake=self._intake,
        )
        builder = ApplicationBuilder().bot(bot).update_queue(self._intake).concurrent_updates(SIDE_BY_SIDE)
        application = builder.build()
        application.add_handler(TypeHandler(Incoming, self._handle))
        return application

    async def start(self, phrases: Phrasebook) -> None:
        """Learn who we are, take up what an earlier run left, and begin to listen."""
        try:
            await self._application.initialize()
        except TelegramError:
            await self._shut_requests()
            raise
        bot = self._application.bot
        self._intake.username = bot.username
        self.runner = self._make_runner(bot.username)
        await self._name_commands(phrases, self.runner.house)
        await self._take_up()
        await self._application.start()
        await self._listen()

    async def stop(self) -> None:
        """Stop listening, finish what was accepted, send what can be sent, close."""
        if self._application.updater is not None and self._application.updater.running:
            await self._application.updater.stop()
        if self._application.running:
            await self._application.stop()
        await self._sender.stop()
        await self._application.shutdown()

    async def enqueue(self, results: Iterable[TurnResult]) -> None:
        """Send what turns that came from elsewhere (timers) have left."""
        for result in results:
            self._sender.enqueue(result.outgoing)

    async def idle(self) -> None:
        """Return when everything handed over was sent. For tests and measurements."""
        await self._sender.idle()

    async def _listen(self) -> None:
        updater = self._application.updater
        assert updater is not None
        if self._connection.webhook_url is None:
            await updater.start_polling(allowed_updates=list(ALLOWED_UPDATES), timeout=25, bootstrap_retries=-1)
            return
        listening = webhook_listener(self._connection.webhook_url)
        await updater.start_webhook(
            listen=listening.address,
            port=listening.port,
            url_path=listening.path,
            webhook_url=self._connection.webhook_url,
            secret_token=self._connection.webhook_secret,
            allowed_updates=list(ALLOWED_UPDATES),
        )

    async def _take_up(self) -> None:
        """What an earlier run accepted and did not finish, and what it did not send."""
        runner = self.runner
        assert runner is not None
        left = await self._work.run(lambda uow: uow.post.unfinished())
        waiting = await self._work.run(lambda uow: runner.recover_pending(uow, self._now()))
        self._sender.enqueue(waiting)
        for _, body in left:
            await self._intake.put(stored_form.from_json(body))
        if left or waiting:
            log.info("taken_up", updates=len(left), messages=len(waiting))

    async def _name_commands(self, phrases: Phrasebook, house: House) -> None:
        bot = self._application.bot

        def named(commands: Sequence[str]) -> list[BotCommand]:
            return [BotCommand(name, phrases.plain(Phrase(f"commands.{name}"))) for name in commands]

        private = [command.name for command in house.commands]
        await bot.set_my_commands(named(private), scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(named(house.group_command_names), scope=BotCommandScopeAllGroupChats())

    async def _store(self, meant: list[Incoming]) -> list[Incoming]:
        def receive(uow: UnitOfWork) -> list[Incoming]:
            now = self._now()
            return [i for i in meant if uow.post.receive(i.update, stored_form.to_json(i), now)]

        return await self._work.run(receive)

    async def _handle(self, incoming: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """One update: its turn, then the answer to the tap. The only place that catches everything."""
        assert isinstance(incoming, Incoming)
        turn = asyncio.ensure_future(self._turn(incoming))
        if not isinstance(incoming.body, Tapped):
            await turn
            return
        done, _ = await asyncio.wait({turn}, timeout=ANSWER_WITHIN)
        await self._answer(incoming.body.query, turn.result().toast if done else None)
        await turn

    async def _turn(self, incoming: Incoming) -> TurnResult:
        runner = self.runner
        assert runner is not None
        try:
            result = await self._work.run(lambda uow: runner.take(uow, incoming, self._now()))
        except Exception as error:
            log.error("turn_failed", update=incoming.update, reason=type(error).__name__, exc_info=True)
            result = await self._work.run(lambda uow: runner.apologise(uow, incoming, self._now()))
        self._sender.enqueue(result.outgoing)
        if result.reaction is not None and isinstance(incoming.body, Replied | Spoke | Edited):
            await self._react(incoming.chat, incoming.body.message, result.reaction)
        return result

    async def _answer(self, query: str, toast: str | None) -> None:
        values: dict[str, Any] = {"callback_query_id": query}
        if toast:
            values["text"] = toast[:TOAST_LIMIT]
        try:
            await self._call("answerCallbackQuery", values)
        except BadRequest:
            log.info("answered_too_late")
        except TelegramError as error:
            log.warning("answer_failed", reason=type(error).__name__)

    async def _react(self, chat: ChatId, message: int, emoji: str) -> None:
        """Confirm with a sign below what somebody wrote. Groups can forbid signs; what was written is kept anyway."""
        sign = json.dumps([{"type": "emoji", "emoji": emoji}])
        try:
            await self._call("setMessageReaction", {"chat_id": chat, "message_id": message, "reaction": sign})
        except TelegramError as error:
            log.info("no_reaction", reason=type(error).__name__)

    async def _call(self, method: str, values: dict[str, Any]) -> Any:
        """A method of the Bot API; the answer stays as it came, which saves building objects nobody reads."""
        data = RequestData([_parameter(name, value) for name, value in values.items()])
        return await self._requests[1].post(f"{self._application.bot.base_url}/{method}", data)

    async def _sent(self, sent: list[Sent]) -> None:
        def note(uow: UnitOfWork) -> None:
            uow.post.done([one.outgoing.id for one in sent], self._now())
            for one in sent:
                if one.outgoing.placed is not None and one.placed is not None:
                    uow.post.was_placed(one.outgoing.placed, one.placed, one.pinned)

        await self._work.run(note)

    async def _lost(self, chat: ChatId) -> None:
        runner = self.runner
        assert runner is not None
        log.info("chat_lost")
        await self.enqueue([await self._work.run(lambda uow: runner.unreachable(uow, chat, self._now()))])

    async def _moved(self, before: ChatId, now: ChatId) -> None:
        log.info("chat_moved")
        await self._work.run(lambda uow: uow.groups.move(before, now))

    async def _shut_requests(self) -> None:
        for request in self._requests:
            await request.shutdown()


def _parameter(name: str, value: object) -> RequestParameter:
    return (
        RequestParameter.from_input(name, value)
        if isinstance(value, InputFile)
        else RequestParameter(name, value, None)
    )
