"""The page for participants on paper: the same words as behind `/help`, as Markdown and as a PDF of one page."""

import re
from pathlib import Path

from bot.content.guide import TITLE, guide
from bot.content.phrases import load_phrases
from bot.typesetting.guide import guide_data, pdf

FOLDER = Path(__file__).parents[2] / "docs" / "handleiding"
PICTURES = """\
<img src="beeld/welkom.png" width="240" alt="De uitnodiging: namens wie doe je mee, en als wat? Klopt dit?">
<img src="beeld/reflectie.png" width="240" alt="Een reflectievraag, met motieven om uit te kiezen en Overslaan">
<img src="beeld/ingediend.png" width="240" alt="Ingediend. Dank je wel! Met Wijzigen en Bekijk wat collega’s invulden">
"""
FOOT = "Afdrukken? Neem de [PDF](deelnemer.pdf). Meer lezen? Kijk bij [de andere handleidingen](README.md).\n"


def markdown() -> str:
    """What stands on a button, and each command, is marked as such."""
    phrases = load_phrases()
    parts = "\n".join(f"## {heading}\n\n{_marked(text)}\n" for heading, text in guide(phrases))
    return f"# {phrases.plain(TITLE)}\n\n{PICTURES}\n{parts}\n---\n\n{FOOT}"


def _marked(text: str) -> str:
    buttons = re.sub(r"</?b>", "`", text)
    return re.sub(r"(?<![\w/`])(/[a-z]+)", r"`\1`", buttons).replace("\n", "\n\n")


def document() -> bytes:
    """The PDF, the same for the same words."""
    phrases = load_phrases()
    return pdf(guide_data(phrases.plain(TITLE), guide(phrases)))


def write() -> None:
    (FOLDER / "deelnemer.md").write_text(markdown(), encoding="utf-8")
    (FOLDER / "deelnemer.pdf").write_bytes(document())
