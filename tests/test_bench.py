"""The server of the benchmark understands whatever the bot sends it, in whatever pieces that comes in."""

import pytest

from bench.wire import Connection

JSON = b'POST /bot1:a/sendMessage HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"chat_id":1}'
FORM = (
    b"POST /bot1:a/answerCallbackQuery HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 19\r\n\r\ncallback_query_id=7"
)
PICTURE = (
    b"POST /bot1:a/setMyProfilePhoto HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\n--x\r\n\r\n8;last=1\r\n\xff0\r\n\r\n--x\r\n0\r\n\r\n"
)
CALLS = [
    ("setMyProfilePhoto", {}),
    ("sendMessage", {"chat_id": 1}),
    ("answerCallbackQuery", {"callback_query_id": "7"}),
]


@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_each_call_is_understood(size: int):
    calls = []
    connection = Connection(lambda method, parameters, reply: calls.append((method, parameters)), one_way=0)
    sent = PICTURE + JSON + FORM
    for at in range(0, len(sent), size):
        connection.data_received(sent[at : at + size])
    assert calls == CALLS
