"""Pages beside each other in one window, as the demo shows them: each has an address and a cookie of its own."""

import pytest
from web_house import NOW, House

from bot.web.address import Site
from bot.web.door import Beside
from storage.database import Database


async def test_each_address_keeps_its_own_cookie_and_only_its_own_origin_frames_it():
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, Site.parse("http://127.0.0.1:8080/browser"), beside=Beside("'self'", live=False))
        await house.start()
        for number in (1, 12):
            house.web.also_at(Site.parse(f"http://127.0.0.1:8080/van/{number}"))
            house.web.also_at(Site.parse(f"http://127.0.0.1:8080/van/{number}"))
        assert set(house.served) == {"/browser/", "/van/1/", "/van/12/"}
        for below in ("/browser", "/van/1", "/van/12"):
            browser = house.browser(below)
            answer = await browser.client.get(f"{below}/u/abc")
            assert f"Path={below};" in answer.headers["set-cookie"] + ";"
            assert f'action="{below}/u/abc"' in answer.text
            assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
            assert "x-frame-options" not in answer.headers
        await house.stop()


LOCALHOST = "localhost:8080"


async def test_the_same_machine_by_another_name_is_let_in_and_nobody_else():
    """Somebody types `localhost`: every page answers there too, and takes only forms of the name it was asked by."""
    with Database("sqlite://", bot=1) as database:
        here = Site.parse("http://127.0.0.1:8080/browser", also=(LOCALHOST,))
        house = House(database, NOW, here, beside=Beside("'self'", live=False))
        await house.start()

        async def asked(method: str, host: str, origin: str = "", site: str = "same-origin") -> int:
            headers = {"host": host, "origin": origin or f"http://{host}", "sec-fetch-site": site}
            data = {"zegel": "x"} if method == "POST" else None
            return (
                await house.browser().client.request(method, "/browser/link-of-ours", headers=headers, data=data)
            ).status_code

        for host in ("127.0.0.1:8080", LOCALHOST, "LOCALHOST:8080"):
            assert (await asked("GET", host), await asked("POST", host)) == (404, 404)
        assert await asked("POST", LOCALHOST, "http://127.0.0.1:8080") == 403
        assert await asked("POST", "127.0.0.1:8080", f"http://{LOCALHOST}") == 403
        assert await asked("POST", LOCALHOST, "http://localhost:3000") == 403
        assert await asked("POST", LOCALHOST, site="same-site") == 403
        for host in ("localhost", "localhost:80", "localhost:8081", "localhost.evil.example:8080", "evil.example", ""):
            assert (await asked("GET", host), await asked("POST", host)) == (421, 421), host
        await house.stop()


@pytest.mark.parametrize(
    ("url", "also"),
    [
        ("https://samen.example", "localhost:8080"),
        ("http://127.0.0.1:8080", "evil.example:8080"),
        ("http://127.0.0.1:8080", "localhost.evil.example:8080"),
        ("http://127.0.0.1:8080", "localhost:8080/x"),
        ("http://127.0.0.1:8080", "a@localhost:8080"),
        ("http://127.0.0.1:8080", ""),
    ],
)
def test_only_this_machine_has_other_names(url: str, also: str):
    with pytest.raises(ValueError):
        Site.parse(url, also=(also,))
