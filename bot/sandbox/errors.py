"""The two kinds of refusal: what the Bot API answers to a bot, and what a person at the page cannot do.

Texts are Telegram's own, so that a bot tested here meets the words it will meet there. No rules live here.
"""

from __future__ import annotations

from typing import Any

TERMINATED_BY_OTHER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
TERMINATED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
UPGRADED = "group chat was upgraded to a supergroup chat"


class ApiError(Exception):
    """A refusal by the Bot API: HTTP status, description and response parameters."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class SandboxError(Exception):
    """A person tried something the world does not allow, such as pressing a button that is not on the screen."""


class ButtonGoneError(SandboxError):
    """The button was there a moment ago: the bot changed the message while it was being tapped."""


def bad_request(text: str, parameters: dict[str, Any] | None = None) -> ApiError:
    """A 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}", parameters)


def forbidden(text: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429; `retry_after` in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
