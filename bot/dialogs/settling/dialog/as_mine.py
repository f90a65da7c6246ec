"""The whole version as whoever settles filled it in."""

from bot.content.roles import ReflectionRole
from bot.dialogs.settling.dialog.given import SettlingFacts
from bot.dialogs.settling.dialog.rows import Settled, choice_row, heading_of, term_row
from bot.domain.form import FilledForm
from bot.engine.model import Phrase, Row

AS_MINE = "zoals_ik"


def take_as_mine(facts: SettlingFacts, mine: FilledForm, settled: Settled) -> None:
    """The whole as whoever settles filled it in, and its rows."""
    heading = Phrase("preparation.heading_reflection")
    texts = {motive.id: motive.text for motive in mine.motives}
    settled.motives = list(mine.motives)
    settled.main, settled.reflections = mine.main, dict(mine.reflections)
    for motive in mine.motives:
        settled.rows.append(choice_row(facts, motive, None, motive.choice))
        if motive.outcome:
            settled.rows.append(Row(None, Phrase("motives.row_outcome"), motive.outcome, heading_of(facts, motive)))
        if motive.term:
            settled.rows.append(term_row(facts, motive, motive.term))
    for question in facts.instrument.phase1.questions:
        if question.role is ReflectionRole.MAIN_MOTIVE and mine.main:
            starred = Phrase("preparation.starred", {"motive": texts.get(mine.main, mine.main)})
            settled.rows.append(Row(None, question.text, starred, heading))
        elif text := mine.reflections.get(question.id):
            settled.rows.append(Row(None, question.text, text, heading))
