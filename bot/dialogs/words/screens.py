"""What became of words, as lines; and the way to the page that has them."""

from bot.content.excerpt import beginning, one_line
from bot.content.screen import Button
from bot.dialogs.words.facts import Told
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

ABOUT = 60
"""How much stands of the motive, question or goal that words belong to, in characters: enough to know it by."""


def lines_of(found: tuple[Told, ...]) -> tuple[Phrase, ...]:
    """One line for each thing that was given, with what became of it."""
    return tuple(_line(one) for one in found)


def _line(one: Told) -> Phrase:
    about = one_line(one.given.about)
    about = about if len(about) <= ABOUT else f"{beginning(about, ABOUT)}…"
    text = one.given.text or Phrase("words.without_reason")
    kind = Phrase(f"words.{one.given.kind}")
    fates = tuple(fate.words for fate in one.fates)
    return Phrase("words.line", {"kind": kind, "about": about, "text": text, "fates": fates})


def way_in(ctx: TurnContext, round_: Round) -> Button:
    """The way to what became of one's words in a round."""
    return ctx.button("woorden", f"woorden:{round_.id}")
