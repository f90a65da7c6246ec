"""How people play Samenspraak under load: the whole form with Ja and no outcome, then changing answers for ever.

Only this module is loaded by the load server; it knows nothing of the program's packages.
"""

from bench.scripts import Action, Press, Screen, plain

PREFERRED = ("Begin met de motieven", "Verder met de vragen", "Ja", "Overslaan", "Klaar")


class Playing:
    """The review is answered by changing one motive after another."""

    first = "/verder"

    def choose(self, screen: Screen) -> Action | None:
        buttons = {plain(button.label): button for button in screen.buttons}
        if "Indienen" in buttons:
            rows = [button for label, button in buttons.items() if label.isdecimal()]
            return Press(rows[2 * (screen.turn % 5) % len(rows)])
        return next((Press(buttons[label]) for label in PREFERRED if label in buttons), None)


playing = Playing()
