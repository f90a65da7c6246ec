"""What is answered at the addresses under which the program tells how it is doing."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from bot.serving.server import App, Receive, Scope, Send, answer, answer_json
from bot.serving.vitals import Vitals

Look = Callable[[], Awaitable[Vitals]]


def health(look: Look) -> App:
    """`/health`: 200 when nothing is wrong, else 503; the numbers either way."""

    async def serve(_scope: Scope, _receive: Receive, send: Send) -> None:
        vitals = await look()
        wrong = vitals.wrong
        await answer_json(send, 503 if wrong else 200, {"alive": True, **asdict(vitals), "wrong": wrong})

    return serve


def working(look: Look) -> App:
    """`/working`: 200 from the one that works, 503 from one that stands by. For what stands before both."""

    async def serve(_scope: Scope, _receive: Receive, send: Send) -> None:
        await answer(send, 200 if (await look()).role == "working" else 503)

    return serve


def metrics(look: Look) -> App:
    """`/metrics`, in the text format of Prometheus."""

    async def serve(_scope: Scope, _receive: Receive, send: Send) -> None:
        from bot.serving import exposition  # large, and many programs are never asked

        await answer(send, 200, exposition.text(await look()), exposition.CONTENT_TYPE)

    return serve
