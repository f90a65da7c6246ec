"""The page in a real browser: one person plays several people and the group."""

from datetime import timedelta

import pytest
from chromium import chromium
from playwright.async_api import expect

from bot.sandbox.server import SandboxServer

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)
KEYS = {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}, {"text": "Nee", "callback_data": "n"}]]}


@pytest.fixture
async def open_page():
    """Opens pages of a given size; fails the test on any error in the page itself."""
    problems = []
    async with chromium() as browser:

        async def open_at(url, width=1280, height=860):
            page = await browser.new_page(viewport={"width": width, "height": height}, locale="nl-NL")
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
            await page.goto(url)
            return page

        yield open_at
    assert problems == []


@pytest.fixture
async def server(world):
    """With a reset that puts one example person back."""

    def reset(kind):
        world.clear()
        if kind == "example":
            world.add_user("Eva", "Voorbeeld")

    async with SandboxServer(world, on_restart=lambda: None, on_reset=reset) as server:
        yield server


def phone(page, name):
    return page.get_by_role("region", name=f"Telefoon van {name} Voorbeeld")


async def test_a_person_starts_presses_and_writes(open_page, server, bot, world, anna):
    await bot.ok("setMyCommands", commands=[{"command": "menu", "description": "Wat nu?"}])
    page = await open_page(server.base_url)
    mine = phone(page, "Anna")
    await mine.get_by_role("button", name="Start", exact=True).click()
    await expect(mine.get_by_role("log")).to_contain_text("/start")
    text = "<b>Vet</b> en <script>alert(1)</script>".replace("<script>", "&lt;script&gt;").replace("</script>", "")
    sent = await bot.ok("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML", reply_markup=KEYS)
    await expect(mine.locator("strong", has_text="Vet")).to_be_visible()
    await expect(mine.get_by_role("log")).to_contain_text("<script>")
    await mine.get_by_role("button", name="Ja", exact=True).click()
    query = await world.until(lambda: next(iter(world.queries.values()), None))
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await bot.ok("editMessageText", **place, text="Gekozen", reply_markup=KEYS)
    await bot.ok("answerCallbackQuery", callback_query_id=query.id, text="Genoteerd")
    await expect(mine.get_by_text("Genoteerd")).to_be_visible()
    await expect(mine.get_by_role("log")).to_contain_text("Gekozen")
    await mine.get_by_role("button", name="Nee", exact=True).click()
    second = await world.until(lambda: next((q for q in world.queries.values() if q.data == "n"), None))
    await bot.ok("answerCallbackQuery", callback_query_id=second.id, text="Let op", show_alert=True)
    await mine.get_by_role("alertdialog").get_by_role("button", name="Oké").click()
    await expect(mine.get_by_role("alertdialog")).to_have_count(0)
    await mine.get_by_role("textbox").fill("/")
    await mine.get_by_role("button", name="/menu Wat nu?").click()
    await world.until(lambda: world.messages(anna)[-1].text == "/menu")
    await mine.get_by_role("textbox").fill("eerste regel")
    await mine.get_by_role("textbox").press("Enter")
    await world.until(lambda: world.messages(anna)[-1].text == "eerste regel")


async def test_links_lead_to_the_other_phone_and_the_group(open_page, server, bot, world, anna, bram):
    world.user_starts(anna)
    link = f"https://t.me/{world.bot_username}"
    rows = [[{"text": "Groep", "url": f"{link}?startgroup=tok"}], [{"text": "Sluit aan", "url": f"{link}?start=mee"}]]
    await bot.ok("sendMessage", chat_id=anna.id, text="Kies", reply_markup={"inline_keyboard": rows})
    group = world.create_group("Groep van Anna", anna, [bram])
    page = await open_page(server.base_url)
    mine = phone(page, "Anna")
    await mine.get_by_role("button", name="Sluit aan").click()
    await world.until(lambda: world.messages(anna)[-1].text == "/start mee")
    await mine.get_by_role("button", name="Groep", exact=False).filter(has_text="↗").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Groep van Anna").click()
    await world.until(lambda: world.messages(group)[-1].text == f"/start@{world.bot_username} tok")
    await expect(mine.get_by_role("tab", name="Groep van Anna")).to_have_attribute("aria-selected", "true")
    await expect(phone(page, "Bram").get_by_role("tab", name="Groep van Anna")).to_contain_text("2")


async def test_an_edit_does_not_move_what_someone_reads(open_page, server, bot, world, anna):
    world.user_starts(anna)
    sent = [await bot.ok("sendMessage", chat_id=anna.id, text=f"bericht {number}") for number in range(40)]
    page = await open_page(server.base_url)
    log = phone(page, "Anna").get_by_role("log")
    at_bottom = "node => node.scrollHeight - node.scrollTop - node.clientHeight"
    await expect(log).to_contain_text("bericht 39")
    assert await log.evaluate(at_bottom) < 2
    await bot.ok("sendMessage", chat_id=anna.id, text="bericht 40")
    await expect(log).to_contain_text("bericht 40")
    assert await log.evaluate(at_bottom) < 2, "a new message is followed"
    await log.evaluate("node => { node.scrollTop = node.scrollHeight / 2; }")
    reading = log.get_by_text("bericht 22", exact=True)
    before = (await reading.bounding_box())["y"]
    await bot.ok("editMessageText", chat_id=anna.id, message_id=sent[3]["message_id"], text="lang\n" * 20)
    await expect(log).to_contain_text("lang")
    await bot.ok("sendMessage", chat_id=anna.id, text="bericht 41")
    await expect(log).to_contain_text("bericht 41")
    assert abs((await reading.bounding_box())["y"] - before) < 2
    await phone(page, "Anna").get_by_role("button", name="Naar het nieuwste bericht").click()
    assert await log.evaluate(at_bottom) < 2


async def test_the_bar(open_page, server, bot, world, anna):
    page = await open_page(server.base_url)
    steps = []
    world.clock.on_jump(steps.append)
    await expect(page.get_by_role("button", name="+1 dag")).to_be_hidden()
    await page.get_by_role("button", name="Bediening").click()
    await page.get_by_role("button", name="+1 dag").click()
    await world.until(lambda: steps)
    assert abs(steps[0] - timedelta(days=1)) <= timedelta(hours=1)
    await bot.refused("sendMessage", chat_id=anna.id, text="x")
    await page.get_by_role("button", name="Inspectie 1 geweigerd").click()
    inspector = page.get_by_role("complementary", name="Inspectie")
    await expect(inspector).to_contain_text("Bad Request: chat not found")
    await page.get_by_role("button", name="Bediening").click()
    await page.get_by_role("button", name="Persoon erbij").click()
    await page.get_by_label("Voornaam").fill("Fatma")
    await page.get_by_role("button", name="Toevoegen").click()
    await expect(phone(page, "Fatma")).to_be_visible()
    await page.get_by_role("button", name="Voorbeeld terugzetten").click()
    await page.get_by_role("button", name="Ja, doen").click()
    await expect(phone(page, "Eva")).to_be_visible()
    await expect(phone(page, "Anna")).to_have_count(0)


async def test_one_phone_at_a_time_on_a_small_screen(open_page, server, world, anna, bram):
    page = await open_page(server.base_url, 390, 844)
    await expect(phone(page, "Anna")).to_be_visible()
    await expect(phone(page, "Bram")).to_be_hidden()
    await page.get_by_role("navigation", name="Personen").get_by_role("button", name="Bram").click()
    await expect(phone(page, "Bram")).to_be_visible()
    await expect(phone(page, "Anna")).to_be_hidden()
    await expect(page.get_by_role("button", name="+1 dag")).to_be_hidden()
    await page.get_by_role("button", name="Bediening").click()
    await expect(page.get_by_role("button", name="+1 dag")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="+1 dag")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_blocking_and_the_group_window(open_page, server, world, anna, bram):
    world.user_starts(anna)
    group = world.create_group("Groep", anna, [bram], with_bot=True)
    page = await open_page(server.base_url)
    mine = phone(page, "Anna")
    await mine.get_by_role("button", name="Over deze chat").click()
    await page.get_by_role("button", name="Bot blokkeren").click()
    await mine.get_by_role("button", name="Deblokkeren").click()
    await expect(mine.get_by_role("textbox")).to_be_visible()
    assert not anna.blocked
    await mine.get_by_role("tab", name="Groep").click()
    await mine.get_by_role("button", name="Over deze chat").click()
    await page.get_by_role("button", name="Supergroep van maken").click()
    await page.get_by_role("button", name="Maken", exact=True).click()
    await world.until(lambda: group.migrated_to)
    await expect(mine.get_by_role("log")).to_contain_text("ging verder als supergroep")
