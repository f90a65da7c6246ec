"""A Bot API server that loads a bot with simulated people and measures it.

It tells its events as JSON lines: listening (port), polling, loading, measuring, result. It knows only what measuring
needs, enforces no rule of Telegram and is not for developing against.
"""

import argparse
import asyncio
import importlib
import json
import resource
import time
from collections import Counter, deque
from typing import Any

from bench.people import BOT, People
from bench.scripts import Script
from bench.wire import Connection, Reply

TRUE = b"true"
SETTLE_SECONDS = 1.0
STUCK_SECONDS = 5.0


class BotApi:
    """The methods of the Bot API that the people and the measurement need; any other answers `true`."""

    def __init__(self, users: int, script: Script, rate: float | None) -> None:
        self.people = People(users, script, self._publish, rate=rate)
        self.calls: Counter[str] = Counter()
        self.polled = asyncio.Event()
        self._waiting: deque[tuple[int, str]] = deque()
        self._held: tuple[Reply, int] | None = None
        self._last_update = 0
        self._last_message = 0

    def handle(self, method: str, parameters: dict[str, Any], reply: Reply) -> None:
        self.calls[method] += 1
        known = getattr(self, f"_on_{method.lower()}", None)
        if known is None:
            reply(TRUE)
        else:
            known(parameters, reply)

    def _on_getme(self, _parameters: dict[str, Any], reply: Reply) -> None:
        reply(json.dumps(BOT | {"can_join_groups": True, "can_read_all_group_messages": False}).encode())

    def _on_getwebhookinfo(self, _parameters: dict[str, Any], reply: Reply) -> None:
        reply(b'{"url": "", "has_custom_certificate": false, "pending_update_count": 0}')

    def _on_getmycommands(self, _parameters: dict[str, Any], reply: Reply) -> None:
        reply(b"[]")

    def _on_getupdates(self, parameters: dict[str, Any], reply: Reply) -> None:
        if self._held is not None:
            self._held[0](b"[]")
            self._held = None
        offset = int(parameters.get("offset") or 0)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        poll = (reply, int(parameters.get("limit") or 100))
        self._held = poll
        self.polled.set()
        if self._waiting:
            self._hand_out()
        else:
            asyncio.get_running_loop().call_later(float(parameters.get("timeout") or 0), self._end_poll, poll)

    def _on_answercallbackquery(self, parameters: dict[str, Any], reply: Reply) -> None:
        reply(TRUE)
        self.people.answered(str(parameters["callback_query_id"]))

    def _on_sendmessage(self, parameters: dict[str, Any], reply: Reply) -> None:
        self._last_message += 1
        self._show(parameters, self._last_message, reply)

    def _on_editmessagetext(self, parameters: dict[str, Any], reply: Reply) -> None:
        self._show(parameters, int(parameters["message_id"]), reply)

    def _on_editmessagereplymarkup(self, parameters: dict[str, Any], reply: Reply) -> None:
        person = self.people.by_id[int(parameters["chat_id"])]
        self._show({"text": person.screen.text} | parameters, int(parameters["message_id"]), reply)

    def _show(self, parameters: dict[str, Any], message_id: int, reply: Reply) -> None:
        person = self.people.by_id[int(parameters["chat_id"])]
        message = {
            "message_id": message_id,
            "from": BOT,
            "chat": person.chat,
            "date": int(time.time()),
            "text": parameters["text"],
        }
        if markup := parameters.get("reply_markup"):
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        reply(json.dumps(message).encode())
        if message_id >= person.message.get("message_id", 0):
            self.people.shown(person, message)

    def _publish(self, update: dict[str, Any]) -> None:
        self._last_update += 1
        self._waiting.append((self._last_update, json.dumps({"update_id": self._last_update} | update)))
        # Soon rather than at once, so that what happens together is fetched together.
        asyncio.get_running_loop().call_soon(self._hand_out)

    def _hand_out(self) -> None:
        if self._held is not None and self._waiting:
            (reply, limit), self._held = self._held, None
            batch = [text for _, text in list(self._waiting)[:limit]]
            reply(f"[{','.join(batch)}]".encode())

    def _end_poll(self, poll: tuple[Reply, int]) -> None:
        if self._held is poll:
            self._held = None
            poll[0](b"[]")


def tell(event: str, **facts: Any) -> None:
    print(json.dumps({"event": event, **facts}), flush=True)


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def summary(api: BotApi, seconds: float, cpu: float) -> dict[str, Any]:
    latencies = sorted(api.people.latencies)
    return {
        "answers": len(latencies),
        "seconds": seconds,
        "per_second": len(latencies) / seconds,
        "p50_ms": percentile(latencies, 0.50) * 1000,
        "p95_ms": percentile(latencies, 0.95) * 1000,
        "p99_ms": percentile(latencies, 0.99) * 1000,
        "calls": dict(api.calls),
        "stuck": api.people.stuck(STUCK_SECONDS),
        "at_rest": api.people.at_rest(),
        "server_core_share": cpu / seconds,
    }


async def measure(api: BotApi, warm_up: float, seconds: float) -> None:
    await asyncio.sleep(warm_up)
    tell("measuring")
    api.people.latencies.clear()
    api.calls.clear()
    start, cpu = time.monotonic(), cpu_seconds()
    await asyncio.sleep(seconds)
    tell("result", **summary(api, time.monotonic() - start, cpu_seconds() - cpu))


async def serve(options: argparse.Namespace) -> None:
    api = BotApi(options.users, load_script(options.script), options.rate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(api.handle, options.rtt / 2000), "127.0.0.1", 0)
    tell("listening", port=server.sockets[0].getsockname()[1])
    await api.polled.wait()
    tell("polling")
    await asyncio.sleep(SETTLE_SECONDS)
    tell("loading")
    api.people.begin()
    pressing = asyncio.create_task(api.people.press_when_due()) if options.rate else None
    await measure(api, options.warm_up, options.seconds)
    api.people.stop()
    if pressing is not None:
        await pressing
    await asyncio.Event().wait()  # until ended from outside, so that the bot can stop in peace


def load_script(name: str) -> Script:
    module, _, attribute = name.partition(":")
    script: Script = getattr(importlib.import_module(module), attribute)
    return script


def run() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=25)
    parser.add_argument("--rate", type=float, help="presses a second; without it a closed loop")
    parser.add_argument("--rtt", type=float, default=0, help="round trip in ms")
    parser.add_argument("--script", default="bench.scripts:answering")
    parser.add_argument("--warm-up", type=float, default=3)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve(options))
    else:
        uvloop.run(serve(options))


if __name__ == "__main__":
    run()
