"""Which buttons are the main thing to do, and which take something away."""

from enum import StrEnum

from bot.engine.model import Phrase, Text


class Tone(StrEnum):
    """How a door may mark a button, beside its words: nothing is told by colour alone."""

    PLAIN = ""
    MAIN = "primary"
    """The one thing to do on a screen."""
    LOSS = "danger"
    """What is gone after that does not come back."""


_MAIN = frozenset(
    (
        *("klopt", "akkoord", "begin", "verder", "begin_fase", "verder_vragen", "indienen", "vaststellen"),
        *("onthul_nu", "openen", "ja_openen", "ronde_openen", "vastleggen", "fase_3_afsluiten", "nieuwe_samenwerking"),
        *(
            "rapport_pdf",
            "klaar",
            "fase_3_openen",
        ),
    )
)
_LOSS = frozenset(("wis_alles", "verlaten", "ja_partner_stopt", "verwijderen"))


def tone_of(label: Text) -> Tone:
    """The tone of a button with this label, one of `buttons.yaml`; what was typed has none."""
    key = label.key.removeprefix("buttons.") if isinstance(label, Phrase) else ""
    return Tone.MAIN if key in _MAIN else Tone.LOSS if key in _LOSS else Tone.PLAIN
