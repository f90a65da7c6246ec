"""Which reply markups Telegram accepts. Pure checks; nothing is stored or sent here."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request

MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_DATA_BYTES = 64
MAX_COPY_TEXT = 256
STYLES = {"primary", "success", "danger"}
ACTIONS = ("url", "callback_data", "web_app", "login_url", "copy_text", "pay", "callback_game")
INLINE_SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")

Markup = dict[str, Any]


def check_markup(raw: Any, *, is_private: bool) -> Markup | None:
    """The markup to store, or None when there is none. Raises `ApiError` as Telegram does."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        rows = [_inline_row(row, is_private=is_private) for row in raw["inline_keyboard"] if row]
        _check_size(rows)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in raw:
        rows = [[_reply_button(button) for button in row] for row in raw["keyboard"] if row]
        _check_size(rows)
        return {**raw, "keyboard": rows}
    if raw.get("force_reply") or raw.get("remove_keyboard"):
        return dict(raw)
    return None


def _check_size(rows: list[list[Markup]]) -> None:
    if sum(len(row) for row in rows) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _reply_button(button: Any) -> Markup:
    return {"text": button} if isinstance(button, str) else dict(button)


def _inline_row(row: Any, *, is_private: bool) -> list[Markup]:
    if not isinstance(row, list):
        raise bad_request('can\'t parse inline keyboard button: Field "inline_keyboard" must be an Array of Arrays')
    return [_inline_button(button, is_private=is_private) for button in row]


def _inline_button(button: Any, *, is_private: bool) -> Markup:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(problem + 'Can\'t find field "text"')
    if not any(key in button for key in (*ACTIONS, *INLINE_SWITCHES)):
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if button.get("style") not in (None, "", *STYLES):
        raise bad_request(problem + "invalid button style specified")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "web_app" in button and not is_private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not re.match(r"(?i)(https?|tg|tonsite)://\S+$|[^\s/:]+\.[^\s]+$", str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: URL host is empty")
    return dict(button)
