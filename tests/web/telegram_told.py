"""What Telegram tells a page of who opened it, signed as Telegram does."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode

from web_house import House

from bot.phone.phone import Phone

TOKEN = "123456789:AAEexample_example_example_example_1"


def told(house: House, phone: Phone, token: str = TOKEN, **more: str) -> str:
    """What Telegram tells now of somebody who opens a page."""
    at = str(int(house.now.timestamp()))
    fields = {"user": json.dumps({"id": phone.chat.id, "first_name": "Eva"}), "auth_date": at, "query_id": "q", **more}
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    said = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode({**fields, "hash": hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()})
