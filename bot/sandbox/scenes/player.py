"""Plays acts: does what the people do, and waits for the bot after each step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.sandbox.errors import SandboxError
from bot.sandbox.model import Chat, Json, Message, User
from bot.sandbox.scenes.script import Act, Step
from bot.sandbox.state import Change
from bot.sandbox.world import World

SIGNS = "✓★● "
"""What may stand before a label."""
PATIENCE = 20.0
"""Seconds to wait for the bot."""
LOOK_AGAIN = 0.01

Delivered = Callable[[], Awaitable[bool]]
"""Whether the bot has sent everything that it has to say."""


class Player:
    """Acts in one world. It taps and writes as people do, so the bot cannot tell the difference."""

    def __init__(self, world: World, delivered: Delivered, patience: float = PATIENCE) -> None:
        self._world = world
        self._delivered = delivered
        self._patience = patience

    async def play(self, acts: Sequence[Act]) -> None:
        """Play all, and say before each what is played. Raises `SandboxError` where it cannot go on."""
        for number, act in enumerate(acts):
            self._world.emit("scene", partial(_progress, act, number, len(acts)))
            await self._play(act)

    async def _play(self, act: Act) -> None:
        person = self._person(act.who)
        for step in act.parsed():
            try:
                async with asyncio.timeout(self._patience):
                    await self._do(person, step)
                    while step.until and step.until not in self._newest(person):
                        await self._do(person, step)
            except TimeoutError:
                raise SandboxError(f"{act.who} waited in vain for the bot at {step}") from None

    async def _do(self, person: User, step: Step) -> None:
        group = self._group(step.group) if step.group else None
        heard = _Ear(self._world, group or self._world.chat(person))
        try:
            if step.label:
                await self._tap(person, step, group)
            else:
                self._world.user_sends(person, person, step.words)
            await heard.something.wait()
            while not await self._delivered():  # noqa: ASYNC110 - nobody tells when the last message has gone
                await asyncio.sleep(LOOK_AGAIN)
        finally:
            heard.stop()

    async def _tap(self, person: User, step: Step, group: Chat | None) -> None:
        message, label = await self._world.until(lambda: self._button(person, step.label), within=self._patience)
        press = self._world.user_presses(person, person, message.id, label, group=group)
        if press.query is not None:
            await press.answer(within=self._patience)

    def _newest(self, person: User) -> str:
        """What the bot said last to this person."""
        bot = self._world.bot.id
        return next((m.text for m in reversed(self._world.messages(person)) if m.sender_id == bot), "")

    def _button(self, person: User, label: str) -> tuple[Message, str] | None:
        """The newest message with a button of this label, and the label as it stands there."""
        for message in reversed(self._world.messages(person)):
            for key in (key for row in message.inline_keyboard for key in row):
                if key["text"].lstrip(SIGNS) == label:
                    return message, key["text"]
        return None

    def _person(self, name: str) -> User:
        found = next((user for user in self._world.users.values() if user.name == name), None)
        if found is None:
            raise SandboxError(f"there is no {name} here")
        return found

    def _group(self, title: str) -> Chat:
        found = next((chat for chat in self._world.chats.values() if chat.is_group and chat.title == title), None)
        if found is None:
            raise SandboxError(f"there is no group {title} here")
        return found


class _Ear:
    """Hears whether the bot says or changes something in a chat."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.something = asyncio.Event()
        self._bot, self._chat = world.bot.id, chat.id
        self.stop = world.on_change(self._listen)

    def _listen(self, change: Change) -> None:
        place = change.data.get("chat_id"), change.data.get("sender_id")
        if change.kind == "message" and place == (self._chat, self._bot):
            self.something.set()


def _progress(act: Act, number: int, of: int) -> Json:
    return {"text": act.told, "step": number, "of": of}
