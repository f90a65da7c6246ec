"""What Telegram tells a Mini App counts whole and unchanged, or not at all."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.domain.ids import ChatId
from bot.telegram.mini_app import LONGEST, Opened, opened_by

TOKEN = "123456789:AAEexample_example_example_example_1"
AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FIELDS = {
    "query_id": "AAF",
    "user": json.dumps({"id": 5, "first_name": "Zoë & <b>", "language_code": "nl"}, ensure_ascii=False),
    "auth_date": str(int(AT.timestamp())),
    "signature": "x-y_z",
}
read = opened_by(TOKEN)


def signed(fields: dict[str, str], token: str = TOKEN) -> str:
    """As Telegram does."""
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    said = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode({**fields, "hash": hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()})


def test_what_telegram_wrote_is_read():
    assert read(signed(FIELDS)) == Opened(ChatId(5), AT)


def test_the_signature_is_that_of_the_documentation():
    """Worked out once with other means: `openssl dgst -sha256 -mac hmac`."""
    known = "674d6b843e0d46bfbe996e0fc531e1ce30ed9b44445561ca7d917ea86c67c8a7"
    assert read(f"auth_date=1788249600&user=%7B%22id%22%3A7%7D&hash={known}") == Opened(
        ChatId(7), datetime.fromtimestamp(1788249600, UTC)
    )


@pytest.mark.parametrize("name", list(FIELDS))
def test_a_field_that_is_missing_is_noticed(name: str):
    fields = dict(parse_qsl(signed(FIELDS)))
    del fields[name]
    assert read(urlencode(fields)) is None


@pytest.mark.parametrize("name", list(FIELDS))
def test_a_field_that_was_changed_is_noticed(name: str):
    fields = dict(parse_qsl(signed(FIELDS)))
    fields[name] = fields[name].replace("5", "6") + " "
    assert read(urlencode(fields)) is None


def test_a_field_that_was_added_is_noticed():
    assert read(signed(FIELDS) + "&start_param=x") is None
    assert read(signed(FIELDS) + "&empty=") is None


def test_a_field_that_stands_there_twice_is_noticed():
    assert read(signed(FIELDS) + "&query_id=AAF") is None
    assert read("query_id=other&" + signed(FIELDS)) is None


@pytest.mark.parametrize("hash_", ["", "0" * 64, "é", "\ud800"])
def test_a_forged_signature_is_noticed(hash_: str):
    fields = dict(parse_qsl(signed(FIELDS)))
    assert read("&".join(f"{name}={value}" for name, value in (fields | {"hash": hash_}).items())) is None
    assert read(signed(FIELDS).partition("&hash=")[0]) is None


def test_another_bot_cannot_write_it():
    assert read(signed(FIELDS, "987654321:AAEexample_example_example_example_2")) is None
    assert read(signed(FIELDS, "")) is None


@pytest.mark.parametrize(
    "user", ["", "[]", "null", "5", "{}", '{"id": true}', '{"id": "5"}', '{"id": -5}', '{"id": 5.0}']
)
def test_nobody_is_nobody(user: str):
    assert read(signed({**FIELDS, "user": user})) is None


@pytest.mark.parametrize("at", ["", "x", "-1", "1.5", "²", "9" * 30])
def test_a_moment_that_is_none(at: str):
    assert read(signed({**FIELDS, "auth_date": at})) is None


@pytest.mark.parametrize("said", ["", "&", "x", "a=b&c", "hash=", "=" * 10, "a=%ff&hash=x", "x" * (LONGEST + 1)])
def test_what_is_no_list_of_fields(said: str):
    assert read(said) is None
