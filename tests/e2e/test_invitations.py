"""From a link in one chat to a filled-in form in another, and what is kept of whom."""

import re
from datetime import datetime, timedelta

import pytest

from bot.sandbox.model import User
from storage.database import Database

pytestmark = pytest.mark.process

NAME = "Zeldzame Naamsdrager"


async def make_link(maker, *labels):
    """A link from the chat of somebody who may make one."""
    await maker.say("/menu")
    for label in ("Uitnodigen", "Zorggroep Noord", *labels):
        await maker.press(label)
    return link_in(maker)


def link_in(phone):
    found = [re.search(r"https://t\.me/\S+\?start=\S+", message.text) for message in reversed(phone.messages)]
    return next(match.group() for match in found if match)


@pytest.fixture
def guest(house):
    """Somebody with a name that stands nowhere else."""
    user: User = house.world.add_user(*NAME.split())
    return house.phone_of(user)


def kept_of(house, guest):
    """Whether anything in the database names the guest: by name, chat or user name."""
    return [line for line in house.everything().splitlines() if re.search(f"Zeldzame|Naamsdrager|{guest.id}", line)]


async def test_from_link_to_form(running, guest):
    link = await make_link(running["Bo"], "Link voor één deelnemer")
    token = link.partition("start=")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,64}", token)
    assert token not in running.everything()  # kept as a hash; the message that held it is blanked

    await guest.open(link)
    assert "HLO Zorg in de wijk" in guest.text
    assert "Zorggroep Noord" in guest.text
    assert "deelnemer" in guest.text
    assert "Klopt dit?" in guest.text
    assert not re.search("Zeldzame|Naamsdrager", running.everything())
    await guest.press("Ja, klopt")
    assert guest.has("Akkoord")
    assert guest.has("Niet akkoord")
    await guest.press("Lees meer")
    assert not re.search("Zeldzame|Naamsdrager", running.everything())
    await guest.press("Akkoord")
    assert re.search("Zeldzame Naamsdrager", running.everything())
    assert "Je doet mee" in guest.text
    await guest.press("Begin met fase 1")
    await guest.press("Begin met de motieven")
    await guest.press("Nee")
    assert running.answers(guest)["pp.leg.1"] == ("chosen", "nee")


async def test_what_is_wrong_with_a_link_is_said(running, guest):
    bo, daan = running["Bo"], running["Daan"]
    link = await make_link(bo, "Link voor één leidinggevende")
    assert "ken ik niet" in await guest.open(link[:-3])
    assert "ken ik niet" in await guest.open(link[:-1] + ("x" if link[-1] != "x" else "y"))
    same = await make_link(bo, "Link voor één deelnemer")
    assert "doet al mee" in await daan.open(same)

    other = running.phone_of(running.world.add_user("Eerste", "Gebruiker"))
    await other.open(link)
    await other.press("Ja, klopt")
    await other.press("Akkoord")
    said = await guest.open(link)
    assert "al gebruikt" in said
    assert "Bo Begeleider" in said

    revoked = await make_link(bo, "Link voor één betrokkene")
    await bo.say("/menu")
    await bo.press("Uitnodigen")
    await bo.press("Zorggroep Noord")
    await bo.press("Meer")
    (label,) = [label for label in bo.labels if label.startswith("Intrekken: betrokkene")]
    await bo.press(label)
    said = await guest.open(revoked)
    assert "ingetrokken" in said
    assert "Bo Begeleider" in said
    assert not re.search("Zeldzame|Naamsdrager", running.everything())


async def test_a_link_expires_after_seven_days(running, guest):
    link = await make_link(running["Bo"], "Link voor één deelnemer")
    age(running, "invitation", "expires_at", timedelta(days=7, minutes=1))
    said = await guest.open(link)
    assert "verlopen" in said
    assert "Bo Begeleider" in said


async def test_without_akkoord_nothing_stays_after_a_day(running, guest):
    link = await make_link(running["Bo"], "Link voor één deelnemer")
    await guest.open(link)
    await guest.press("Ja, klopt")
    lines = kept_of(running, guest)
    assert lines  # the chat and the hashed invitation
    assert not re.search("Zeldzame|Naamsdrager", "\n".join(lines))
    assert not [line for line in lines if line.startswith("person")]
    age(running, "timer", "due_at", timedelta(hours=24, minutes=1), "WHERE kind = 'forget'")
    await running.until(lambda: not running.count("conversation WHERE chat = :c", c=guest.id), what="forgetting")
    assert not running.count("answer")
    assert not re.search("Zeldzame|Naamsdrager", running.everything())
    # The link still works for who thinks better of it.
    await guest.open(link)
    assert "Klopt dit?" in guest.text


async def test_niet_akkoord_leaves_nothing(running, guest):
    link = await make_link(running["Bo"], "Link voor één deelnemer")
    await guest.open(link)
    await guest.press("Ja, klopt")
    await guest.press("Niet akkoord")
    assert "Ik bewaar niets over je" in guest.last
    assert not running.count("conversation WHERE chat = :c", c=guest.id)
    assert not running.count("person WHERE chat = :c", c=guest.id)
    assert not re.search("Zeldzame|Naamsdrager", running.everything())


async def test_a_link_for_several_is_announced_and_can_be_undone(running, guest):
    link = await make_link(running["Bo"], "Meer", "Eén link voor meer mensen (deelnemer)")
    second = running.phone_of(running.world.add_user("Tweede", "Gebruiker"))
    for phone in (guest, second):
        await phone.open(link)
        await phone.press("Ja, klopt")
        await phone.press("Akkoord")
        assert "Je doet mee" in phone.text
    carla = running["Carla"]
    assert "Tweede" in carla.last
    await carla.press(f"Verwijder {second.user.name}")
    assert "doet niet meer mee" in second.last
    await second.say("/menu")
    assert "HLO Zorg in de wijk" not in second.last


def age(house, table, column, by, where=""):
    """Let time pass for these rows: their moments move back."""
    with Database(house.url) as database, database.engine.begin() as connection:
        for id_, at in connection.exec_driver_sql(f"SELECT id, {column} FROM {table} {where}").all():
            moved = (datetime.fromisoformat(at) - by).isoformat(sep=" ")
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", (moved, id_))
