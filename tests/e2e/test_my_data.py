"""What is kept about somebody, as the file that really arrives on their phone."""

import json

from .test_reminders import house

__all__ = ["house"]


async def test_everything_about_somebody_arrives_as_a_file(house):
    await house.start()
    anna = house["Anna"]
    await anna.say("/mijngegevens")
    await anna.press("Alles als bestand")
    await house.until(lambda: any("document" in m.content for m in anna.messages), what="the file")
    sent = next(m for m in anna.messages if "document" in m.content)
    file = house.world.files[sent.content["document"]["file_id"]]
    assert file.name == "mijn-gegevens.json"
    assert json.loads(file.content())["naam"] == "Anna Voorbeeld"


async def test_a_question_set_is_fetched_and_kept(house):
    await house.start()
    bo = house["Bo"]
    body = b"naam: Teamvragen\nuitleg: Elk jaar.\nvragen:\n  - Wat gaat goed?\n"
    house.world.user_sends_document(bo.user, bo.user, body, name="vragen.yaml")
    await house.until(lambda: any("Teamvragen staat klaar" in m.text for m in bo.messages), what="the set is kept")
    house.world.user_sends_document(bo.user, bo.user, b"x" * 70_000, name="vragen.yaml")
    await house.until(lambda: any("64 kB" in m.text for m in bo.messages), what="it is too large")
    house.world.user_sends_document(bo.user, bo.user, b"\xff\xfe\x00", name="vragen.yaml")
    await house.until(lambda: any("geen tekst" in m.text for m in bo.messages), what="it is no text")
