"""What the sources say, to read: it asks nothing, keeps nothing and waits for nobody."""

from bot.dialogs.sources import pages
from bot.dialogs.sources.screens.linked import OPENS_KIND
from bot.turn.feature import Feature

FEATURE = Feature(
    name="sources",
    pages={pages.LIST: pages.shelf, "bron": pages.subject, "soort": pages.kind},
    links={OPENS_KIND: "soort"},
    group_pages=frozenset({pages.LIST, "bron"}),
)
