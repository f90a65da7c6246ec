"""The program with its second door: open where it has an address, and not there where it has none."""

import socket
from pathlib import Path

import httpx
import pytest

from bot.bootstrap import CannotStartError, Program
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from bot.turn.door import OpensForms

TOKEN = "123456789:AAEexample_example_example_example_1"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def settings(tmp_path: Path, **more: str) -> Settings:
    return Settings(token=TOKEN, data_dir=tmp_path, database_url="sqlite://", **more)  # type: ignore[arg-type]


def test_without_an_address_the_door_is_not_there(tmp_path: Path):
    assert [door.name for door in Program(settings(tmp_path), serves=True).doors] == ["telegram"]
    open_ = Program(settings(tmp_path, web_url="https://samen.example"), serves=True)
    assert [door.name for door in open_.doors] == ["telegram", "web"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://samen.example/bot", "https://samen.example/bot/formulier/7/telegram"),
        ("http://127.0.0.1:8443", None),
        ("", None),
    ],
)
def test_telegram_opens_a_form_where_the_page_has_an_address_for_the_world(tmp_path: Path, url: str, address: str):
    telegram = Program(settings(tmp_path, web_url=url), serves=True).doors[0]
    assert isinstance(telegram, OpensForms)
    assert telegram.form(7) == address


@pytest.mark.parametrize("url", ["samen.example", "http://samen.example"])
def test_an_address_that_is_none_is_told(tmp_path: Path, url: str):
    with pytest.raises(CannotStartError, match="WEB_URL is no address"):
        Program(settings(tmp_path, web_url=url), serves=True)


async def test_the_program_serves_the_page_beside_its_health(tmp_path: Path):
    here = f"127.0.0.1:{free_port()}"
    async with SandboxServer(World(bot_token=TOKEN)) as server:
        file = f"sqlite:///{tmp_path / 'samen.db'}"
        more = {"web_url": f"http://{here}", "listen": here, "api_base_url": f"{server.base_url}/bot"}
        program = Program(Settings(token=TOKEN, data_dir=tmp_path, database_url=file, **more), serves=True)  # type: ignore[arg-type]
        await program.start()
        try:
            async with httpx.AsyncClient(base_url=f"http://{here}") as client:
                page = await client.get("/")
                assert (page.status_code, "Open de link in je uitnodiging" in page.text) == (200, True)
                assert (await client.get("/health")).json()["role"] == "working"
                assert (await client.get("/stijl.css")).headers["content-type"].startswith("text/css")
                assert (await client.get("/niets")).status_code == 404
        finally:
            await program.stop()
