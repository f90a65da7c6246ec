"""What people do, over HTTP: `POST /sim/act/<action>` with JSON, `GET /sim/state`, and the stream of changes.

A thin skin over the world's Python methods; each action is one line here.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.errors import ButtonGoneError, SandboxError
from bot.sandbox.faults import Fault
from bot.sandbox.model import Json, Message
from bot.sandbox.scenes.script import Scene
from bot.sandbox.state import Change
from bot.sandbox.world import World

QUIET = ("queue", "webhook")
KEEP_ALIVE = 15.0
ANSWER_WAIT = 10.0
NO_PLAY = frozenset({"scene", "reset", "restart", "jump", "browser"})
"""What leaves the world as it was made, or makes it anew."""

Hook = Callable[[str], Awaitable[None] | None]


class Simulation:
    """The `/sim` endpoints of one world."""

    def __init__(
        self,
        world: World,
        *,
        title: str,
        scenes: Sequence[Scene] = (),
        on_restart: Any = None,
        on_reset: Hook | None = None,
        on_scene: Hook | None = None,
        on_browser: Callable[[int], Awaitable[Json]] | None = None,
    ) -> None:
        self._world = world
        self._title = title
        self._scenes = {scene.key: scene for scene in scenes} if on_scene else {}
        self._on_restart = on_restart
        self._on_reset = on_reset
        self._on_scene = on_scene
        self._on_browser = on_browser
        self._streams: set[asyncio.Queue[Change | None]] = set()

    def routes(self) -> list[Route]:
        return [
            Route("/sim/state", self.state),
            Route("/sim/events", self.events),
            Route("/sim/calls", self.calls),
            Route("/sim/world", self.world_json),
            Route("/sim/file/{file_id}", self.file),
            Route("/sim/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/sim/act/{action}", self.act, methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        can = {"restart": self._on_restart is not None, "reset": self._on_reset is not None}
        can["browser"] = self._on_browser is not None
        scenes = [scene.for_page() for scene in self._scenes.values()]
        return JSONResponse({"title": self._title, "can": can, "scenes": scenes, **self._world.snapshot()})

    async def calls(self, request: Request) -> Response:
        journal = self._world.journal
        body = {"calls": journal.calls, "refusals": journal.refusals}
        shown = {name: [call.as_json() for call in calls] for name, calls in body.items()}
        return JSONResponse({**shown, "counts": dict(journal.counts)})

    async def world_json(self, request: Request) -> Response:
        return JSONResponse(self._world.to_json())

    async def file(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "there is no such file"}, 404)
        # Only pictures may be drawn by the browser: a document could be a page with a script of its own.
        inline = file.mime in ("image/png", "image/jpeg", "image/gif", "image/webp")
        disposition = "inline" if inline else "attachment"
        name = file.name.encode("ascii", "replace").decode().replace('"', "_").replace("\n", "_").replace("\r", "_")
        headers = {"Content-Disposition": f'{disposition}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return Response(file.content(), media_type=file.mime, headers=headers)

    async def faults(self, request: Request) -> Response:
        faults = self._world.faults
        if request.method == "DELETE":
            faults.clear()
        elif request.method == "POST":
            body = await request.json()
            options = {
                name: body[name] for name in body if name in Fault.__slots__ and name not in ("kind", "callback")
            }
            try:
                faults.add(str(body.get("kind")), **options)
            except (TypeError, ValueError) as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"faults": [fault.as_json() for fault in faults.all()]})

    # --- actions --------------------------------------------------------------------------------------------------

    async def act(self, request: Request) -> Response:
        action = getattr(self, "_do_" + request.path_params["action"], None)
        if action is None:
            return JSONResponse({"error": "there is no such action"}, 404)
        # Only JSON: a foreign web page can send that to no other site without asking first.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "send JSON"}, 415)
        try:
            body = await request.json() if await request.body() else {}
            result = action(body)
            result = await result if inspect.isawaitable(result) else result
            self._world.played |= request.path_params["action"] not in NO_PLAY
        except ButtonGoneError as error:
            return JSONResponse({"error": str(error)}, 409)
        except SandboxError as error:
            return JSONResponse({"error": str(error)}, 400)
        except KeyError as error:
            return JSONResponse({"error": f"the field {error} is missing"}, 400)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": f"this is no good: {error}"}, 400)
        return JSONResponse(_plain(result))

    def _do_add_user(self, b: Json) -> Any:
        user = self._world.add_user(b["first_name"], b.get("last_name", ""), b.get("username") or None)
        return {"user_id": user.id}

    def _do_send(self, b: Json) -> Any:
        options = {"reply_to": b.get("reply_to"), "thread_id": b.get("thread_id")}
        return self._world.user_sends(b["user_id"], b["chat_id"], b["text"], **options)

    def _do_start(self, b: Json) -> Any:
        return self._world.user_starts(b["user_id"], b.get("payload", ""))

    def _do_edit(self, b: Json) -> Any:
        return self._world.user_edits(b["user_id"], b["chat_id"], b["message_id"], b["text"])

    def _do_delete(self, b: Json) -> Any:
        return self._world.user_deletes(b["user_id"], b["chat_id"], b["message_id"])

    async def _do_press(self, b: Json) -> Any:
        """With `wait` the answer holds the bot's toast or alert, or null when it did not come in ten seconds."""
        place = (b["user_id"], b["chat_id"], b["message_id"], b["button"])
        press = self._world.user_presses(*place, group=b.get("group_id"))
        if press.query is None:
            return {"url": press.url}
        answer = None
        if b.get("wait"):
            try:
                given = await press.answer(within=ANSWER_WAIT)
            except TimeoutError:
                given = None
            if given is not None:
                answer = {"text": given.text, "show_alert": given.show_alert, "url": given.url}
        return {"query_id": press.query.id, "answer": answer}

    def _do_open_link(self, b: Json) -> Any:
        return self._world.user_opens_link(b["user_id"], b["url"], group=b.get("group_id"))

    def _do_block(self, b: Json) -> Any:
        return self._world.user_blocks(b["user_id"])

    def _do_unblock(self, b: Json) -> Any:
        return self._world.user_unblocks(b["user_id"])

    def _do_deactivate(self, b: Json) -> Any:
        return self._world.deactivate_user(b["user_id"])

    def _do_react(self, b: Json) -> Any:
        return self._world.user_reacts(b["user_id"], b["chat_id"], b["message_id"], b.get("emoji"))

    def _do_vote(self, b: Json) -> Any:
        return self._world.user_votes(b["user_id"], b["chat_id"], b["message_id"], b["options"])

    def _do_forward(self, b: Json) -> Any:
        return self._world.user_forwards(b["user_id"], b["chat_id"], b["message_id"], b["to_chat_id"])

    def _do_direct(self, b: Json) -> Any:
        return {"chat_id": self._world.open_direct(b["user_id"], b["other_id"]).id}

    def _do_send_file(self, b: Json) -> Any:
        """`data` is base64; pictures go as photos unless `as_document`."""
        content, name = base64.b64decode(b["data"]), b.get("name", "bestand")
        place, caption = (b["user_id"], b["chat_id"], content), b.get("caption", "")
        if b.get("as_photo"):
            return self._world.user_sends_photo(*place, caption=caption, name=name)
        return self._world.user_sends_document(*place, caption=caption, name=name)

    def _do_send_voice(self, b: Json) -> Any:
        return self._world.user_sends_voice(b["user_id"], b["chat_id"])

    def _do_send_sticker(self, b: Json) -> Any:
        return self._world.user_sends_sticker(b["user_id"], b["chat_id"], emoji=b.get("emoji", "👍"))

    def _do_create_group(self, b: Json) -> Any:
        title, owner, members, with_bot = b["title"], b["user_id"], b.get("member_ids", []), bool(b.get("with_bot"))
        if b.get("supergroup"):
            forum = bool(b.get("forum"))
            chat = self._world.create_supergroup(title, owner, members, with_bot=with_bot, forum=forum)
        else:
            chat = self._world.create_group(title, owner, members, with_bot=with_bot)
        return {"chat_id": chat.id}

    def _do_add_bot(self, b: Json) -> Any:
        return self._world.add_bot(b["chat_id"], b["user_id"], as_admin=bool(b.get("as_admin")))

    def _do_remove_bot(self, b: Json) -> Any:
        return self._world.remove_bot(b["chat_id"], b["user_id"])

    def _do_promote_bot(self, b: Json) -> Any:
        return self._world.promote_bot(b["chat_id"], b["user_id"])

    def _do_demote_bot(self, b: Json) -> Any:
        return self._world.demote_bot(b["chat_id"], b["user_id"])

    def _do_add_member(self, b: Json) -> Any:
        return self._world.add_member(b["chat_id"], b["member_id"], by=b["user_id"])

    def _do_remove_member(self, b: Json) -> Any:
        return self._world.remove_member(b["chat_id"], b["member_id"], by=b["user_id"])

    def _do_promote_member(self, b: Json) -> Any:
        anonymous = bool(b.get("anonymous"))
        return self._world.promote_member(b["chat_id"], b["member_id"], by=b["user_id"], anonymous=anonymous)

    def _do_demote_member(self, b: Json) -> Any:
        return self._world.demote_member(b["chat_id"], b["member_id"], by=b["user_id"])

    def _do_join(self, b: Json) -> Any:
        return self._world.user_joins(b["user_id"], b["chat_id"])

    def _do_leave(self, b: Json) -> Any:
        return self._world.user_leaves(b["user_id"], b["chat_id"])

    def _do_upgrade_group(self, b: Json) -> Any:
        options = {"announce": b.get("announce", "both"), "forum": bool(b.get("forum"))}
        return {"chat_id": self._world.upgrade_group(b["chat_id"], b["user_id"], **options).id}

    def _do_create_topic(self, b: Json) -> Any:
        return {"thread_id": self._world.create_topic(b["chat_id"], b["user_id"], b["name"])}

    def _do_privacy(self, b: Json) -> Any:
        return self._world.set_privacy(bool(b["enabled"]))

    def _do_jump(self, b: Json) -> Any:
        self._world.jump(timedelta(seconds=float(b["seconds"])))
        return {"now": self._world.clock.now().isoformat()}

    async def _do_restart(self, b: Json) -> Any:
        if self._on_restart is None:
            raise SandboxError("nobody here can restart the bot")
        result = self._on_restart()
        if inspect.isawaitable(result):
            await result
        self._world.emit("restarted", dict)
        return {}

    async def _do_reset(self, b: Json) -> Any:
        """`kind` is empty or example; what that means is up to who made the sandbox."""
        if self._on_reset is None:
            raise SandboxError("nobody here can start again")
        if b["kind"] not in ("empty", "example"):
            raise SandboxError("start again empty, or with the example")
        result = self._on_reset(b["kind"])
        if inspect.isawaitable(result):
            await result
        self._world.emit("reset", dict)
        return {}

    async def _do_scene(self, b: Json) -> Any:
        """Begin with the scene `key`; what was there before is gone."""
        if b["key"] not in self._scenes or self._on_scene is None:
            raise SandboxError("there is no such scene")
        result = self._on_scene(b["key"])
        if inspect.isawaitable(result):
            await result
        self._world.scene = b["key"]
        self._world.emit("reset", dict)
        return {}

    async def _do_browser(self, b: Json) -> Any:
        """Where the `page` of somebody is, as another door shows it, and the `link` that lets them in there."""
        if self._on_browser is None or b["user_id"] not in self._world.users:
            raise SandboxError("there is no such page")
        return await self._on_browser(b["user_id"])

    # --- the stream of changes ------------------------------------------------------------------------------------

    async def events(self, request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=headers)

    async def _stream(self) -> AsyncIterator[str]:
        changes: asyncio.Queue[Change | None] = asyncio.Queue()
        stop = self._world.on_change(changes.put_nowait)
        self._streams.add(changes)
        try:
            yield "event: hello\ndata: {}\n\n"
            while True:
                try:
                    async with asyncio.timeout(KEEP_ALIVE):
                        change = await changes.get()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if change is None:
                    return
                if change.kind not in QUIET:
                    yield f"event: {change.kind}\ndata: {json.dumps(change.data)}\n\n"
        finally:
            stop()
            self._streams.discard(changes)

    def close_streams(self) -> None:
        """End every stream, so that the server can stop."""
        for changes in self._streams:
            changes.put_nowait(None)


def _plain(result: Any) -> Any:
    if isinstance(result, Message):
        return {"chat_id": result.chat_id, "message_id": result.id}
    return result if isinstance(result, dict) else {}
