"""The three answers to the yearly question."""

from bot.content.screen import Button
from bot.domain.yearly import Yearly
from bot.turn.context import TurnContext
from bot.turn.due import Rows


def choices(ctx: TurnContext, yearly: Yearly) -> Rows:
    """The buttons below the yearly question.

    They carry its day: who is later than another finds the day moved already.
    """
    asked = f"{yearly.round}.{yearly.on}"
    buttons: tuple[Button, ...] = (
        ctx.button("nieuwe_ronde", f"nieuweronde:{yearly.round}"),
        ctx.button("een_maand_later", f"maandlater:{asked}"),
        ctx.button("dit_jaar_overslaan", f"jaaroverslaan:{asked}"),
    )
    return tuple((button,) for button in buttons)
