"""The page for participants: its parts in the order in which they are read. The words are in `phrases/guide.yaml`.

The document behind `/help`, the page in the browser and the manual on paper show the same parts.
"""

from bot.content.phrases import Phrasebook
from bot.engine.model import Phrase

PARTS = ("what", "begin", "fill_in", "who_sees", "talk", "agree", "lead", "yours", "help")
TITLE = Phrase("guide.title")


def guide(phrases: Phrasebook) -> list[tuple[str, str]]:
    """Of each part its heading, and its marked-up text with a line for each paragraph."""
    named = ((Phrase(f"guide.heading_{part}"), Phrase(f"guide.text_{part}")) for part in PARTS)
    return [(phrases.plain(heading), str(phrases.html(text))) for heading, text in named]
