"""Delivers updates to a webhook, one after the other, and tries again until they expire.

Telegram keeps order per user or chat and delivers to several connections; this keeps one order for all.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.api.dispatch import call
from bot.sandbox.api.params import Params
from bot.sandbox.delivery import Webhook
from bot.sandbox.state import Change
from bot.sandbox.world import World

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
ANSWER_TIMEOUT = 30.0


class WebhookDelivery:
    """Runs beside the server; does nothing while no webhook is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self._stop_listening = world.on_change(self._on_change)

    def start(self) -> None:
        self._restart()

    def _on_change(self, change: Change) -> None:
        if change.kind == "webhook":
            self._restart()

    def _restart(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        hook = self._world.queue.webhook
        if hook is not None:
            self._task = asyncio.get_running_loop().create_task(self._deliver(hook))

    async def stop(self) -> None:
        self._stop_listening()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver(self, hook: Webhook) -> None:
        pause = FIRST_PAUSE
        while True:
            await self._world.queue.wait_for_update()
            entry = self._world.queue.head()
            if entry is None:
                continue
            problem, answer = await self._attempt(hook, entry.as_update())
            if problem:
                hook.last_error_date = self._world.clock.timestamp()
                hook.last_error_message = problem
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            self._world.queue.confirm(entry.id + 1)
            if isinstance(answer, dict) and "method" in answer:
                await call(self._world, str(answer.pop("method")), Params(answer))

    async def _attempt(self, hook: Webhook, update: dict[str, Any]) -> tuple[str, Any]:
        """("", what the bot answered), or a problem in Telegram's words."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT):
                status, body = await _post(hook.url, json.dumps(update).encode(), hook.secret_token)
        except TimeoutError:
            return "Read timeout expired", None
        except (OSError, ValueError, asyncio.IncompleteReadError):
            return "Connection refused", None
        if not 200 <= status < 300:
            return f"Wrong response from the webhook: {status}", None
        try:
            return "", json.loads(body) if body.strip() else None
        except ValueError:
            return "", None


async def _post(url: str, body: bytes, secret: str) -> tuple[int, bytes]:
    """A minimal HTTP POST: enough for a webhook on this machine, so that no client library is needed."""
    parts = urlsplit(url)
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"POST {target} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        if secret:
            lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        headers = {}
        while (line := await reader.readline()).strip():
            name, _, value = line.decode().partition(":")
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        return status, await reader.readexactly(length) if length else b""
    except IndexError:
        raise ValueError("no HTTP answer") from None
    finally:
        writer.close()
