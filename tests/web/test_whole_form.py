"""The whole form of phase 1 on one page: the same answers as in the chat, and nothing overwritten unseen."""

import re
from datetime import timedelta

import pytest
from form_reading import Form, buttons_of
from web_house import Browser, House

from bot import example
from bot.domain.rounds import RunState
from bot.turn.doors import come_in

FIRST, SECOND, THIRD = "pp.leg.1", "pp.ont.1", "pp.ont.2"


async def carla(house: House) -> Browser:
    return await house.window(await house.chat("carla"))


async def test_every_motive_stands_there_in_order_below_its_heading(house: House):
    form = await Form.of(await carla(house))
    instrument = house.runner.texts.instrument
    motives = instrument.form("praktijkpartner").motives
    assert re.findall(r'data-rij="([^"]+)"', form.browser.page) == [motive.id for motive in motives]
    for motive in motives:
        assert motive.text in form.row(motive.id)
    headings = [instrument.cluster(motive.cluster).heading for motive in motives]
    assert re.findall(r"<h2>([^<]*)</h2>", form.browser.page) == list(dict.fromkeys(headings))
    for part in (instrument.phase1.title.text, instrument.phase1.instruction.text, "Wie ziet wat?", example.PRACTICE):
        assert part in form.browser.text
    assert f"0 van {len(motives)} beantwoord" in form.browser.text


async def test_what_is_filled_in_is_what_the_chat_goes_on_with(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", 'Meer <b>studenten</b> & "rust"').saves(FIRST)
    assert (browser.status, form.state(FIRST)) == (200, "✓ Net bewaard")
    await form.fills(SECOND, "nee").saves(SECOND)
    await browser.get("/gesprek")
    await browser.taps("Verder")
    assert "Fase 1 · 3/10" in browser.newest
    form = await Form.of(browser)
    assert (form.value(FIRST), form.value(FIRST, ".outcome")) == ("ja", 'Meer <b>studenten</b> & "rust"')
    assert form.value(SECOND) == "nee"


async def test_the_page_shows_what_was_answered_in_the_chat(house: House):
    browser = await carla(house)
    await browser.does(
        "/invullen", "[Begin met de motieven]", "[Ja]", "Bekend zijn", "[Enigszins]", "overslaan", "[Nee]"
    )
    form = await Form.of(browser)
    assert (form.value(FIRST), form.value(FIRST, ".outcome"), form.state(FIRST)) == ("ja", "Bekend zijn", "✓ Bewaard")
    assert (form.value(SECOND), form.value(SECOND, ".outcome")) == ("enigszins", "")
    assert form.state(SECOND) == "✓ Bewaard. De opbrengst is overgeslagen."
    assert (form.value(THIRD), form.state(THIRD)) == ("nee", "✓ Bewaard")
    assert "3 van 10 beantwoord" in browser.text


async def test_one_button_saves_every_row_that_was_changed(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    form.fills(FIRST, "ja", "Een").fills(SECOND, "enigszins").fills(THIRD, "nee")
    await form.saves(SECOND)
    assert "3 van 10 beantwoord" in browser.text
    assert form.state(FIRST) == "✓ Bewaard"
    assert form.state(SECOND) == "✓ Bewaard. De opbrengst staat nog open."


async def test_the_last_button_saves_all_and_goes_on_in_the_talk(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    form.fills(FIRST, "nee").fills(SECOND, "ja", "Meer studenten")
    await form.presses("verder", "")
    assert "Fase 1 · 3/10" in browser.newest
    form = await Form.of(browser)
    assert (form.value(FIRST), form.value(SECOND, ".outcome")) == ("nee", "Meer studenten")


async def test_the_last_button_stays_with_what_is_not_kept(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    form.fills(FIRST, "nee").fills(SECOND, "ja", "x" * 4001)
    page = await form.presses("verder", "")
    assert browser.status == 422
    assert "<title>Niet bewaard: " in page
    assert f'<a href="#rij-{SECOND}">' in page
    assert f'<a href="#rij-{FIRST}">' not in page
    assert form.value(SECOND, ".outcome") == "x" * 4001


async def test_skipped_is_not_unanswered(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja").saves(FIRST)
    assert form.state(FIRST) == "✓ Bewaard. De opbrengst staat nog open."
    await browser.get("/gesprek")
    await browser.taps("Verder")
    assert "Beoogde opbrengst?" in browser.newest
    form = await Form.of(browser)
    await form.presses("overslaan", f"{FIRST}.outcome")
    assert form.state(FIRST) == "✓ Bewaard. De opbrengst is overgeslagen."
    await browser.get("/gesprek")
    await browser.taps("Verder")
    assert "Fase 1 · 2/10" in browser.newest
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "Toch iets").saves(FIRST)
    assert form.state(FIRST) == "✓ Net bewaard"
    await form.fills(FIRST, outcome="").saves(FIRST)
    assert form.state(FIRST) == "✓ Bewaard. De opbrengst staat nog open."


async def test_nee_puts_the_outcome_away_and_keeps_it(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "Meer studenten").saves(FIRST)
    await form.fills(FIRST, "nee").saves(FIRST)
    assert (form.value(FIRST), form.value(FIRST, ".outcome")) == ("nee", "")
    assert "Meer studenten" not in browser.page
    await form.fills(FIRST, "ja").saves(FIRST)
    assert form.value(FIRST, ".outcome") == "Meer studenten"


async def test_a_text_without_a_choice_is_kept_on_the_page(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, outcome="Meer studenten").fills(SECOND, "nee").saves(FIRST)
    assert browser.status == 422
    assert "Kies eerst Ja, Enigszins of Nee" in form.state(FIRST)
    assert form.value(FIRST, ".outcome") == "Meer studenten"
    assert form.state(SECOND) == "✓ Bewaard"


@pytest.mark.parametrize("length", [4000, 4001])
async def test_a_text_that_is_too_long_stays_and_says_the_limit(house: House, length: int):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "é" * length).saves(FIRST)
    if length == 4000:
        assert (browser.status, form.state(FIRST)) == (200, "✓ Net bewaard")
    else:
        assert (browser.status, "mag 4000 tekens zijn" in form.state(FIRST)) == (422, True)
        assert (await Form.of(browser)).value(FIRST) == ""


async def test_all_rows_may_be_as_long_as_they_may(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    motives = house.runner.texts.instrument.form("praktijkpartner").motives
    for motive in motives:
        form.fills(motive.id, "ja", "🙂" * 4000)
    await form.saves(FIRST)
    assert "10 van 10 beantwoord" in browser.text


async def test_a_word_for_the_bot_is_first_asked_about(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "help").saves(FIRST)
    assert "Is dit je antwoord?" in form.state(FIRST)
    assert form.value(FIRST, ".outcome") == "help"
    assert (await Form.of(browser)).value(FIRST) == ""
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "help").saves(FIRST)
    await form.presses("zeker", f"{FIRST}.outcome")
    assert (form.value(FIRST, ".outcome"), form.state(FIRST)) == ("help", "✓ Net bewaard")
    await form.fills(SECOND, "nee").saves(SECOND)
    assert (form.value(FIRST, ".outcome"), form.state(FIRST)) == ("help", "✓ Bewaard")


async def test_what_was_changed_elsewhere_is_not_overwritten_unseen(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    other = await house.window(await house.chat("carla"))
    await (await Form.of(other)).fills(FIRST, "nee").saves(FIRST)
    await form.fills(FIRST, "ja", "Van hier").fills(SECOND, "nee").saves(FIRST)
    assert browser.status == 422
    assert "intussen op een andere plek veranderd" in form.state(FIRST)
    assert "Er staat nu: Nee" in form.state(FIRST)
    assert (form.value(FIRST), form.value(FIRST, ".outcome")) == ("ja", "Van hier")
    assert form.state(SECOND) == "✓ Bewaard"
    assert (await Form.of(other)).value(FIRST) == "nee"
    await browser.get("/gesprek")
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "Van hier").saves(FIRST)
    assert (await Form.of(other)).value(FIRST, ".outcome") == "Van hier"


async def test_rows_that_were_not_touched_do_not_undo_what_came_from_elsewhere(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    other = await house.window(await house.chat("carla"))
    await (await Form.of(other)).fills(FIRST, "ja", "Van daar").saves(FIRST)
    await form.fills(SECOND, "nee").saves(SECOND)
    assert (browser.status, form.value(FIRST, ".outcome")) == (200, "Van daar")


async def test_a_form_that_was_sent_before_is_not_lost_unseen(house: House):
    """Somebody goes back in the browser, changes a row and sends the same form again."""
    browser = await carla(house)
    form = await Form.of(browser)
    before, seal = dict(form.fields), next(v for n, v in buttons_of(browser.page) if n == "bewaar")
    await form.fills(FIRST, "ja", "Een").saves(FIRST)
    again = {**before, f"v.{FIRST}": "ja", f"v.{FIRST}.outcome": "Twee", "bewaar": seal}
    await browser.post(form.path, again)
    assert "Dit staat er nog niet zo" in form.state(FIRST)
    assert ">Twee</textarea>" in browser.page
    same = {**before, f"v.{FIRST}": "ja", f"v.{FIRST}.outcome": "Een", "bewaar": seal}
    await browser.post(form.path, same)
    assert "Dit staat er nog niet zo" not in browser.page


async def test_an_old_question_in_the_chat_does_not_take_what_is_typed(house: House):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]", "[Ja]")
    assert "Beoogde opbrengst?" in browser.newest
    seal = browser.knob("Verstuur").value
    form = await Form.of(browser)
    form.fills(FIRST, "ja", "Van de pagina").fills(SECOND, "ja")
    await form.saves(FIRST)
    await browser.post("/gesprek", {"tekst": "Voor de eerste", "zegel": seal})
    assert "Je was even gestopt" in browser.newest
    form = await Form.of(browser)
    assert (form.value(FIRST, ".outcome"), form.value(SECOND, ".outcome")) == ("Van de pagina", "")


async def test_an_old_button_in_the_chat_shows_the_question_of_now(house: House):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]")
    form = await Form.of(browser)
    await form.fills(FIRST, "nee").saves(FIRST)
    await browser.get("/gesprek")
    await browser.taps("Ja")
    assert "verlopen" in browser.said
    assert "Fase 1 · 2/10" in browser.newest
    assert (await Form.of(browser)).value(FIRST) == "nee"


async def test_a_row_elsewhere_on_the_form_leaves_the_question_of_now_alone(house: House):
    browser = await carla(house)
    await browser.does("/invullen", "[Begin met de motieven]")
    await (await Form.of(browser)).fills(THIRD, "nee").saves(THIRD)
    await browser.get("/gesprek")
    await browser.taps("Nee")
    assert "Fase 1 · 2/10" in browser.newest
    await browser.taps("Nee")
    assert "Fase 1 · 4/10" in browser.newest


async def test_somebody_with_a_phone_too_goes_on_there(house: House):
    anna, chat = house.phone("Anna"), await house.chat("anna")
    await house.take(anna.types("/invullen"))
    await house.take(anna.taps("Begin met de motieven"))
    person = await house.database.run(lambda uow: uow.people.in_chat(anna.chat.id))
    await house.database.run(lambda uow: come_in(uow, person.id, chat, house.now))
    browser = await house.window(chat)
    form = await Form.of(browser)
    await form.fills("op.leg.1", "nee").fills("op.ont.1", "ja", "Van de pagina").saves("op.leg.1")
    await house.take(anna.taps("Ja"))
    assert "3/11" in anna.newest.text
    await house.take(anna.taps("Ja"))
    await house.take(anna.types("Van de telefoon"))
    form = await Form.of(browser)
    assert form.value("op.leg.1") == "nee"
    assert form.value("op.ont.2", ".outcome") == "Van de telefoon"


async def test_what_is_settled_can_be_read_and_no_longer_changed(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await form.fills(FIRST, "ja", "Meer studenten").saves(FIRST)
    late = dict(form.fields), next(v for n, v in buttons_of(browser.page) if n == "bewaar")
    await house.database.run(lambda uow: settle(uow, int(form.path.rpartition("/")[2])))
    fields, seal = late
    await browser.post(form.path, {**fields, f"v.{FIRST}.outcome": "Te laat", "bewaar": seal})
    assert "heeft al een versie vastgesteld" in browser.text
    assert "Te laat</textarea>" in browser.page
    page = await browser.get(form.path)
    assert "<input" not in page
    assert "Meer studenten" in form.row(FIRST)
    assert "Te laat" not in page
    assert "/formulier/" not in await browser.get("/gesprek")


def settle(uow, run: int) -> None:
    uow.rounds.set_run_state(run, RunState.SETTLED)


async def test_a_form_of_somebody_else_is_not_there(house: House):
    mine, other = await Form.of(await carla(house)), await house.window(await house.chat("iemand"))
    await mine.fills(FIRST, "ja", "Van Carla").saves(FIRST)
    number = int(mine.path.rpartition("/")[2])
    for path in (*(f"/formulier/{one}" for one in range(number + 3)), "/formulier/99999999999999999999"):
        assert "Hier is niets" in await other.get(path)
        assert other.status == 404
    assert "/formulier/" not in await other.get("/gesprek")
    for one in range(number + 3):
        if one != number:
            await mine.browser.get(f"/formulier/{one}")
            assert mine.browser.status == 404
    seal = other.knob("Verstuur").value
    await other.post(mine.path, {**mine.fields, f"v.{FIRST}": "nee", "bewaar": f"{seal}.{FIRST}"})
    assert other.status == 404
    assert (await Form.of(mine.browser)).value(FIRST) == "ja"


async def test_a_colleague_has_a_form_of_their_own(house: House):
    mine = await Form.of(await carla(house))
    await mine.fills(FIRST, "ja", "Van Carla").saves(FIRST)
    daan = house.phone("Daan")
    person = await house.database.run(lambda uow: uow.people.in_chat(daan.chat.id))
    chat = await house.chat("daan")
    await house.database.run(lambda uow: come_in(uow, person.id, chat, house.now))
    his = await Form.of(await house.window(chat))
    assert his.path == mine.path
    assert "Van Carla" not in his.browser.page
    await his.fills(FIRST, "nee").saves(FIRST)
    assert (await Form.of(mine.browser)).value(FIRST, ".outcome") == "Van Carla"


async def test_who_is_out_keeps_what_was_typed(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    house.now += timedelta(days=31)
    page = await form.fills(FIRST, "ja", "Dit <blijft>").saves(FIRST)
    assert browser.status == 401
    assert "Dit &lt;blijft&gt;" in page


async def test_a_form_of_another_window_or_of_days_ago_keeps_what_was_typed(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    await browser.post(
        form.path, {**form.fields, f"v.{FIRST}": "ja", f"v.{FIRST}.outcome": "Blijft", "bewaar": "1-x.y"}
    )
    assert browser.status == 403
    assert ">Blijft</textarea>" in browser.page
    assert (await Form.of(browser)).value(FIRST) == ""


async def test_a_script_gets_the_row_alone(house: House):
    browser = await carla(house)
    form = await Form.of(browser)
    seal = next(v for n, v in buttons_of(browser.page) if n == "bewaar" and v.endswith(f".{FIRST}"))
    only = {f"g.{FIRST}": form.fields[f"g.{FIRST}"], f"v.{FIRST}": "ja", f"v.{FIRST}.outcome": "Een", "bewaar": seal}
    answer = await browser.client.post(form.path, data=only, headers={"accept": "application/json"})
    part = answer.json()
    assert list(part["rijen"]) == [FIRST]
    assert part["rijen"][FIRST]["goed"]
    assert part["voortgang"] == "1 van 10 beantwoord"
    out = house.browser()
    answer = await out.client.post(form.path, data=only, headers={"accept": "application/json"})
    assert answer.status_code == 401


async def test_the_scripts_are_small():
    from bot.web.paper import FOLDER

    assert sum(len(path.read_bytes()) for path in (FOLDER / "static").glob("*.js")) <= 10 * 1024
