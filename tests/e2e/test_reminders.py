"""Messages that come by themselves, over weeks. The bot runs in this process, so that the clock can be moved."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.bootstrap import texts
from bot.dialogs.rounds.actions import enter_open_runs
from bot.domain.collaboration import PartnerKind, Role
from bot.domain.rounds import Phase, RoundMode, RoundState, RunState
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from storage.database import Database

from .driver import HouseWithin

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OPENED = date(2026, 3, 2)
"""A Monday; the round of the example opens at ten that morning."""
FILLING_IN = ("Anna", "Bram", "Carla", "Daan")


def moment(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


def after(days, hour=9, minute=0):
    return moment(OPENED + timedelta(days=days), hour, minute)


@pytest.fixture
async def house(tmp_path, caplog):
    with capture_logs() as said:
        async with HouseWithin(tmp_path, moment(OPENED, 10)) as house:
            house.seed()
            yield house
    assert not [entry for entry in said if entry["log_level"] in ("error", "critical")]
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


def reminders(phone):
    return [message for message in phone.messages if "hier staat nog iets voor je klaar" in message.text]


def number_of_reminders(house, *names):
    return [len(reminders(house[name])) for name in names or FILLING_IN]


async def test_two_reminders_at_most_and_only_in_working_hours(house):
    await house.start()
    await house.wait_for(after(7, 8, 59))
    assert number_of_reminders(house) == [0, 0, 0, 0]
    await house.wait_for(after(7, 9, 0) + timedelta(seconds=1))
    assert number_of_reminders(house) == [1, 1, 1, 1]
    assert number_of_reminders(house, "Bo", "Gast") == [0, 0]
    text = reminders(house["Anna"])[0].text
    assert "HLO Zorg in de wijk" in text
    assert "Opleiding Verpleegkunde" in text
    await house.wait_for(after(20, 12))
    assert number_of_reminders(house) == [1, 1, 1, 1]
    await house.wait_for(after(21, 12))
    assert number_of_reminders(house) == [2, 2, 2, 2]
    for days in (24, 35, 49, 100, 200):
        await house.wait_for(after(days, 12))
    assert number_of_reminders(house) == [2, 2, 2, 2]


async def test_the_button_of_a_reminder_leads_on(house):
    await house.start()
    await house.wait_for(after(7, 10))
    anna = house["Anna"]
    assert [label for label in anna.labels if not label.startswith("Naar ")] == ["Later", "Niet meer"]
    await anna.press(anna.labels[0])
    assert anna.has("Begin met de motieven")


async def test_later_and_no_more(house):
    await house.start()
    await house.wait_for(after(7, 10))
    await house["Anna"].press("Later")
    await house["Bram"].press("Niet meer")
    before = number_of_reminders(house)
    for days in range(8, 60):
        await house.wait_for(after(days, 10))
    came = [now - then for now, then in zip(number_of_reminders(house), before, strict=True)]
    assert came[1] == 0  # never again
    assert came[0] >= 1  # comes back
    assert came[2:] == [1, 1]


async def test_who_has_handed_in_or_left_or_blocked_is_not_reminded(house):
    await house.start()
    with Database(house.url) as database, database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE participation SET handed_in_at = ? WHERE person = (SELECT id FROM person WHERE chat = ?)",
            ("2026-03-03 10:00:00.000000", house["Anna"].id),
        )
    house.world.user_blocks(house["Bram"].user)
    await house["Carla"].say("/stop")
    await house["Carla"].press(next(label for label in house["Carla"].labels if "HLO Zorg" in label or "stop" in label))
    if not any("gestopt" in m.text for m in house["Carla"].messages):
        await house["Carla"].press("Ja, ik stop")
    await house.settled()
    for days in (7, 8, 21, 30):
        await house.wait_for(after(days, 12))
    assert number_of_reminders(house) == [0, 0, 0, 2]
    assert not house.world.refusals


async def test_after_downtime_what_is_due_comes_once_and_in_working_hours(house):
    await house.start()
    await house.stop()
    house.world.jump(after(12, 15) - house.world.clock.now())  # a Saturday
    await house.start()
    await house.wait_for(after(12, 15))
    await house.wait_for(after(13, 12))
    assert number_of_reminders(house) == [0, 0, 0, 0]
    await house.wait_for(after(14, 9, 1))
    assert number_of_reminders(house) == [1, 1, 1, 1]
    await house.stop()
    await house.start()
    await house.wait_for(after(14, 9, 30))
    assert number_of_reminders(house) == [1, 1, 1, 1]


async def test_not_on_a_public_holiday(tmp_path):
    """A week after Monday 30 March 2026 is Easter Monday."""
    async with HouseWithin(tmp_path, moment(date(2026, 3, 30), 10)) as house:
        house.seed()
        await house.start()
        await house.wait_for(moment(date(2026, 4, 6), 12))
        assert number_of_reminders(house) == [0, 0, 0, 0]
        await house.wait_for(moment(date(2026, 4, 7), 9, 1))
        assert number_of_reminders(house) == [1, 1, 1, 1]


def add_second_collaboration(house, *names):
    """Another collaboration in which these people owe phase 1 as well, opened on the same day."""

    def add(uow):
        at = house.world.clock.now()
        words = texts()
        other = uow.collaborations.add("HLO Techniek", at)
        partner = uow.collaborations.add_partner(other.id, "ROC Noord", PartnerKind.PROGRAMME, None, None)
        version = words.instrument.content_version
        round_ = uow.rounds.add(other.id, RoundMode.APART, frozenset(Phase), version, None)
        uow.rounds.set_state(round_.id, RoundState.PREPARATION, at)
        uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN)
        for name in names:
            person = uow.people.in_chat(house[name].id)
            place = uow.collaborations.add_membership(person.id, other.id, partner.id, Role.PARTICIPANT, at)
            enter_open_runs(TurnContext(uow, at, words, HOUSE, lambda: "", house[name].id), place)

    with Database(house.url, bot=house.world.bot.id) as database:
        database.run_sync(add)


async def test_several_for_one_person_on_one_day_are_one_message(house):
    add_second_collaboration(house, "Anna")
    await house.start()
    await house.wait_for(after(7, 12))
    assert number_of_reminders(house) == [1, 1, 1, 1]
    text = reminders(house["Anna"])[0].text
    assert "HLO Zorg in de wijk" in text
    assert "HLO Techniek" in text
    assert "HLO Techniek" not in reminders(house["Bram"])[0].text


async def test_the_facilitator_reminds_who_is_not_ready(house):
    await house.start()
    bo = house["Bo"]
    await house.wait_for(after(1, 11))
    await bo.say("/overzicht")
    assert await bo.press("Herinner wie nog niet klaar is") == "4 mensen hebben een herinnering gekregen"
    assert number_of_reminders(house) == [1, 1, 1, 1]
    toast = await bo.press("Herinner wie nog niet klaar is")
    assert "Niemand kreeg een herinnering" in toast
    await house.wait_for(after(3, 11))
    await bo.press("Herinner wie nog niet klaar is")
    assert number_of_reminders(house) == [1, 1, 1, 1]  # at most once per three days
    await house.wait_for(after(4, 11, 1))
    await bo.press("Herinner wie nog niet klaar is")
    assert number_of_reminders(house) == [2, 2, 2, 2]
    for days in (7, 21, 40):
        await house.wait_for(after(days, 12))
    assert number_of_reminders(house) == [2, 2, 2, 2]  # counted in with those that come by themselves


async def test_the_facilitator_at_night(house):
    await house.start()
    bo = house["Bo"]
    await house.wait_for(after(1, 23))
    await bo.say("/overzicht")
    assert "buiten werktijd" in await bo.press("Herinner wie nog niet klaar is")
    assert number_of_reminders(house) == [0, 0, 0, 0]
    await house.wait_for(after(2, 8, 59))
    assert number_of_reminders(house) == [0, 0, 0, 0]
    await house.wait_for(after(2, 9, 1))
    assert number_of_reminders(house) == [1, 1, 1, 1]


# --- Telegram is away, or the clock is wrong ---


async def test_what_could_not_be_sent_in_working_hours_waits_for_the_next_ones(tmp_path):
    """Telegram is away from Friday afternoon to Saturday night. Answers to people come at any hour."""
    friday, saturday, sunday, monday = (date(2026, 3, day) for day in (6, 7, 8, 9))
    async with HouseWithin(tmp_path, moment(date(2026, 2, 27), 10)) as house:
        house.seed()
        await house.start()
        away = house.world.faults.add("502", method="sendMessage", times=0)
        house.world.jump(moment(friday, 15) - house.world.clock.now())
        await house.program.ticker.tick()
        await house.until(lambda: away.struck >= 4, what="a try for each")
        house.world.jump(moment(saturday, 23) - house.world.clock.now())
        house.world.faults.clear()
        anna = house["Anna"]
        await anna.say("/menu")
        assert "HLO Zorg in de wijk" in anna.text
        await house.wait_for(moment(sunday, 12))
        assert number_of_reminders(house) == [0, 0, 0, 0]
        await house.wait_for(moment(monday, 8, 59))
        assert number_of_reminders(house) == [0, 0, 0, 0]
        await house.wait_for(moment(monday, 9, 1))
        assert number_of_reminders(house) == [1, 1, 1, 1]
        await house.wait_for(moment(monday, 16))
        assert number_of_reminders(house) == [1, 1, 1, 1]


@pytest.mark.parametrize("wrong", [timedelta(minutes=6), timedelta(weeks=3), timedelta(days=-7)])
async def test_nothing_unasked_by_a_clock_that_differs_from_that_of_telegram(house, wrong):
    """It would be the hour by the bot's clock; at Telegram it is not. Answers are given."""
    off = [timedelta(0)]
    house.now = lambda: house.world.clock.now() + off[0]
    await house.start()
    off[0] = wrong
    await house.wait_for(after(7, 9, 1) - wrong)
    await house.program.ticker.tick()
    assert number_of_reminders(house) == [0, 0, 0, 0]
    await house["Anna"].say("/menu")
    assert house["Anna"].labels
    off[0] = timedelta(0)
    await house.wait_for(after(14, 11))
    assert number_of_reminders(house) == [1, 1, 1, 1]
