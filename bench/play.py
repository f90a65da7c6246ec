"""How people play Samenspraak under load: the motives one after the other with Nee, then back to the first, for ever.

Only this module is loaded by the load server; it knows nothing of the program's packages.
"""

from bench.scripts import Action, Press, Screen, plain

FORWARD = ("Begin met de motieven", "Nee", "‹ Terug")
BACK = ("‹ Terug", "Begin met de motieven", "Nee")
A_WAY = 8
"""Presses in one direction: fewer than there are motives, so that they stay the questions that are asked."""


class Playing:
    """An answer and a look at an earlier one are a turn each, and take as long."""

    first = "/verder"

    def choose(self, screen: Screen) -> Action | None:
        buttons = {plain(button.label): button for button in screen.buttons}
        preferred = BACK if screen.turn // A_WAY % 2 else FORWARD
        return next((Press(buttons[label]) for label in preferred if label in buttons), None)


playing = Playing()
