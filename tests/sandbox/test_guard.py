"""Pages of other sites reach nothing of the sandbox."""

import pytest

NEW = {"first_name": "Indringer"}


@pytest.mark.parametrize("path", ["/", "/page/index.html", "/sim/state", "/sim/world"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::", ""])
async def test_another_name_for_this_machine_is_refused(server, session, path, host):
    async with session.get(f"{server.base_url}{path}", headers={"Host": host}) as response:
        assert response.status in (400, 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:{port}", "[::1]:{port}"])
async def test_its_own_names_are_not(server, session, host):
    headers = {"Host": host.format(port=server.port)}
    async with session.get(f"{server.base_url}/sim/state", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("post", "/sim/act/add_user"), ("post", "/sim/faults"), ("delete", "/sim/faults")]
)
async def test_what_another_site_posts_is_refused(server, session, world, headers, method, path):
    people = len(world.users)
    async with getattr(session, method)(f"{server.base_url}{path}", json=NEW, headers=headers) as response:
        assert response.status == 403
    assert len(world.users) == people


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_the_page_itself_may_post(server, session, world, site):
    people = len(world.users)
    headers = {"Origin": server.base_url, "Sec-Fetch-Site": site}
    async with session.post(f"{server.base_url}/sim/act/add_user", json=NEW, headers=headers) as response:
        assert response.status == 200
    assert len(world.users) == people + 1
