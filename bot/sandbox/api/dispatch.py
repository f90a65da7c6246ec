"""One call of the bot from beginning to end: faults, the method, the answer, the journal. Knows no HTTP."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.api import chats, editing, profile, sending
from bot.sandbox.api.params import Params
from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.faults import Fault
from bot.sandbox.model import Json
from bot.sandbox.world import World

Method = Callable[[World, Params], Any]

METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for module in (profile, sending, editing, chats)
    for name, method in module.METHODS.items()
}


@dataclass(slots=True)
class Reply:
    """What goes back to the bot. With `reset` the connection is cut; `hold` is how long to keep silent first."""

    status: int
    body: Json
    reset: bool = False
    hold: float = 0.0


async def call(world: World, method: str, params: Params) -> Reply:
    """Carry out one call and write it down."""
    name, run = METHODS.get(method.lower(), (method, _unknown))
    fault = world.faults.strike(name, _chat_id(params))
    try:
        reply = await _with_fault(world, run, params, fault) if fault else _ok(await _run(world, run, params))
    except ApiError as refusal:
        reply = _refused(refusal)
    description = (
        "connection reset" if reply.reset else "no answer" if reply.hold else reply.body.get("description", "")
    )
    status = 0 if reply.reset or reply.hold else reply.status
    at = world.clock.now().isoformat(timespec="milliseconds")
    entry = world.journal.record(at, name, params.for_journal(), status, description)
    if name != "getUpdates" or status != 200:
        world.emit("call", entry.as_json)
    return reply


async def _run(world: World, run: Method, params: Params) -> Any:
    result = run(world, params)
    return await result if inspect.isawaitable(result) else result


async def _with_fault(world: World, run: Method, params: Params, fault: Fault) -> Reply:
    refusal = _refusal_of(fault)
    if refusal is not None:
        raise refusal
    if fault.when == "before" and fault.kind == "callback":
        await _call_back(fault)
    cut = Reply(0, {}, reset=fault.kind == "reset", hold=fault.hold if fault.kind == "timeout" else 0.0)
    if fault.when == "before" and fault.kind != "callback":
        return cut
    reply = _ok(await _run(world, run, params))
    if fault.when == "after" and fault.kind == "callback":
        await _call_back(fault)
    return reply if fault.kind == "callback" else cut


def _refusal_of(fault: Fault) -> ApiError | None:
    if fault.kind == "429":
        return too_many_requests(fault.retry_after)
    if fault.kind == "403":
        return ApiError(403, fault.description or "Forbidden: bot was blocked by the user")
    if fault.kind == "502":
        return ApiError(502, fault.description or "Bad Gateway")
    return None


async def _call_back(fault: Fault) -> None:
    result: Awaitable[None] | None = fault.callback() if fault.callback else None
    if result is not None:
        await result
    # The caller may have been ended by the callback: let the loop notice its closed connection.
    await asyncio.sleep(0)


def _ok(result: Any) -> Reply:
    return Reply(200, {"ok": True, "result": result})


def _refused(refusal: ApiError) -> Reply:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return Reply(refusal.status, body)


def _unknown(world: World, params: Params) -> Any:
    raise ApiError(404, "Not Found")


def _chat_id(params: Params) -> int | None:
    text = params.text("chat_id")
    return int(text) if text.lstrip("-").isdecimal() else None
