"""Whether the minutes of phase 2 are right, said for a partner."""

from dataclasses import dataclass

from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import CheckMinutes
from bot.domain.ids import RunId
from bot.engine.model import Phrase, TextRule, Written
from bot.engine.steps import choose, option, write

CORRECTION_LIMIT = 1000
"""The longest correction, in code points: it stands in the minutes as a whole."""


@dataclass(frozen=True, slots=True)
class MinutesCheckFacts:
    """Of which phase 2, and for which partner."""

    run: RunId
    partner: str


def minutes_check(facts: MinutesCheckFacts) -> Talk:
    """Right, or what is not; that is added to the minutes in the partner's own words."""
    asked = Phrase("minutes.right", {"partner": facts.partner})
    right = yield from choose("minutes.right", asked, [option("klopt"), option("klopt_iets_niet")])
    if right == "klopt":
        return CheckMinutes(facts.run, confirmed=True)
    rule = TextRule(limit=CORRECTION_LIMIT)
    correction = yield from write("minutes.correction", Phrase("minutes.what_not"), rule=rule)
    return CheckMinutes(
        facts.run, confirmed=False, correction=correction.text if isinstance(correction, Written) else ""
    )


MINUTES_CHECK = Dialog(
    "minutes_check", minutes_check, (CheckMinutes,), lambda _: [MinutesCheckFacts(RunId(1), "Partner")]
)
