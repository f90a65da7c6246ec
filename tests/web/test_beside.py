"""Pages beside each other in one window, as the demo shows them: each has an address and a cookie of its own."""

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
