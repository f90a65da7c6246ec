"""Methods about the bot itself (its profile, commands, menu button) and about how it gets its updates."""

from __future__ import annotations

import re

from bot.sandbox.api.params import Params
from bot.sandbox.delivery import Webhook
from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.world import World

MAX_COMMANDS = 100
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, params: Params) -> Json:
    return {
        **world.bot.as_user().as_api(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.bot.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, params: Params) -> list[Json]:
    allowed = params.json("allowed_updates")
    wait, limit = float(params.integer("timeout")), params.integer("limit", 100)
    return await world.queue.poll(offset=params.integer("offset"), limit=limit, wait=wait, allowed=allowed)


def set_webhook(world: World, params: Params) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    allowed = params.json("allowed_updates")
    if allowed is not None:
        world.queue.allowed = allowed
    if params.flag("drop_pending_updates"):
        world.queue.drop_pending()
    world.queue.set_webhook(Webhook(url, secret, params.integer("max_connections", 40)))
    world.emit("webhook", dict)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.queue.drop_pending()
    world.queue.set_webhook(None)
    world.emit("webhook", dict)
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    hook = world.queue.webhook
    url = hook.url if hook else ""
    info: Json = {"url": url, "has_custom_certificate": False, "pending_update_count": len(world.queue)}
    if hook is not None:
        info["max_connections"] = hook.max_connections
        if hook.last_error_date:
            info["last_error_date"] = hook.last_error_date
            info["last_error_message"] = hook.last_error_message
    if world.queue.allowed:
        info["allowed_updates"] = world.queue.allowed
    return info


def log_out(world: World, params: Params) -> bool:
    return True


def _scope_key(params: Params) -> str:
    scope = params.json("scope") or {"type": "default"}
    place = (scope.get("type", "default"), scope.get("chat_id", ""), scope.get("user_id", ""))
    return ":".join([*map(str, place), params.text("language_code")])


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.json("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.bot.commands[_scope_key(params)] = commands
    world.emit("bot", world.bot_for_page)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.bot.commands.get(_scope_key(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.bot.commands.pop(_scope_key(params), None)
    world.emit("bot", world.bot_for_page)
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.json("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    world.bot.menu_buttons[params.text("chat_id")] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    buttons = world.bot.menu_buttons
    return buttons.get(params.text("chat_id")) or buttons.get("") or {"type": "commands"}


def _set_text(world: World, params: Params, name: str) -> bool:
    value = params.text(name)
    if len(value) > TEXT_LIMITS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    world.bot.texts[f"{name}/{params.text('language_code')}"] = value
    world.emit("bot", world.bot_for_page)
    return True


def _get_text(world: World, params: Params, name: str) -> Json:
    fallback = world.bot.name if name == "name" else ""
    return {name: world.bot.texts.get(f"{name}/{params.text('language_code')}", fallback)}


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": lambda world, params: _set_text(world, params, "name"),
    "getMyName": lambda world, params: _get_text(world, params, "name"),
    "setMyDescription": lambda world, params: _set_text(world, params, "description"),
    "getMyDescription": lambda world, params: _get_text(world, params, "description"),
    "setMyShortDescription": lambda world, params: _set_text(world, params, "short_description"),
    "getMyShortDescription": lambda world, params: _get_text(world, params, "short_description"),
}
