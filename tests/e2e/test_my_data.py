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
