"""Answers and statements of phase 3 as lines."""

from bot.dialogs.commitment.facts import CommitmentAnswer, statement_of
from bot.dialogs.commitment.rules import AGENDA, AnswerLevel
from bot.domain.rounds import PhaseRun
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def lines_of(said: tuple[CommitmentAnswer, ...], viewer: Viewer) -> list[Phrase]:
    """Question by question, the answers with their names."""
    lines = []
    for index, one in enumerate(said):
        first = index == 0 or said[index - 1].question != one.question
        own_words = Phrase("commitment.heading_agenda") if one.question == AGENDA else one.asked
        about = {
            "question": own_words if first else "",
            "name": one.name,
            "text": one.text,
            "level": Phrase(f"buttons.{one.level}") if one.level else "",
            "mine": one.person == viewer.person,
            "myself": one.level is AnswerLevel.MYSELF,
            "shared": one.shared,
        }
        lines.append(Phrase("commitment.said", about))
    return lines


def stated(ctx: TurnContext, run: PhaseRun, viewer: Viewer) -> Phrase | str:
    """What the partner commits to, in a sentence."""
    statement = statement_of(ctx, run, viewer)
    if statement is None:
        return ""
    terms = ctx.texts.phrases
    key = f"buttons.{statement.term}"
    about = {
        "stand": Phrase(f"commitment.stands_{statement.stand}"),
        "condition": statement.condition,
        "term": Phrase(key) if statement.term and key in terms else statement.term,
        "shared": statement.shared,
    }
    return Phrase("commitment.statement", about)
