"""`Lees alles` below a page: what the page shortens, whole.

The page is drawn once more for whoever taps, so that it asks again what they may see, and follows how things stand now.
"""

from collections.abc import Callable, Mapping

from bot.domain.errors import DomainError
from bot.runner.pages import (
    agreements,
    colleagues,
    commitment,
    discussion,
    history,
    linking,
    reveal,
    settling,
    sharing,
    thread,
)
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage

READABLE: Mapping[str, Callable[[Stage, str], Route | None]] = {
    "versie": settling.version,
    "collega": colleagues.what,
    "onthulling": reveal.look,
    "dekking": linking.choose_ask,
    "dekkingbij": linking.choose_offer,
    "dekkinghoe": linking.choose_degree,
    "mijnpunten": discussion.mine,
    "meegenomen": discussion.taken_home,
    "verslag": discussion.read,
    "punten": discussion.points,
    "fase3": commitment.look,
    "fase3motieven": commitment.motives,
    "delen": sharing.sharing,
    "gedeeld": sharing.shared,
    "draad": thread.thread,
    "afspraken": agreements.overview,
    "afspraak": agreements.look,
    "afspraakverloop": agreements.course,
    "jaren": history.over_the_years,
}
"""The pages that only show: drawing one again changes nothing."""


def read_whole(stage: Stage, argument: str) -> Route | None:
    """`page:argument` of what is to be read. Where nothing is long any more, the page as it is now."""
    name, _, about = argument.partition(":")
    if name not in READABLE:
        raise DomainError("errors.expired")
    stage.reading = []
    READABLE[name](stage, about)
    found, stage.reading = stage.reading, None
    if not found:
        return ToPage(name, about)
    stage.read_out(found)
    return None
