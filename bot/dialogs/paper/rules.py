"""What is on the paper form of phase 1, besides the words of the tool."""

from collections.abc import Mapping

from bot.content.roles import Reflection, ReflectionRole
from bot.dialogs.preparation.dialog.form import entered_by_others

OWN_ROWS = 3
"""Empty rows for motives that somebody adds."""

WRITING_LINES = 3
"""Empty lines below a question, unless it asks for more."""

_MORE_LINES: Mapping[ReflectionRole | None, int] = {
    ReflectionRole.MAIN_MOTIVE: 2,
    ReflectionRole.TERMS: 4,
    ReflectionRole.OFFERS: 5,
}


def lines_for(question: Reflection) -> int:
    """How many lines there are to write on."""
    return _MORE_LINES.get(question.role, WRITING_LINES) if entered_by_others(question) else 0
