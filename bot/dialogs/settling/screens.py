"""A settled version as lines."""

from bot.domain.form import FilledForm
from bot.engine.model import Phrase


def motive_lines(form: FilledForm) -> tuple[Phrase, ...]:
    """The motives of a settled version, a line each."""
    return tuple(
        Phrase(
            "settling.version_line",
            {"motive": m.text, "choice": Phrase(f"buttons.{m.choice}"), "outcome": m.outcome or ""},
        )
        for m in form.motives
    )
