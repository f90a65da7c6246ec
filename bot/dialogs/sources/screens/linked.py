"""What a message in a group links to, to be read in private by who wants to."""

from bot.content.instrument import Instrument
from bot.content.phases import Cluster
from bot.content.screen import Button
from bot.dialogs.sources.screens.behind import KIND
from bot.domain.ids import ChatId
from bot.turn.context import TurnContext

OPENS_KIND = "k-"
"""How the token of a link begins that opens a kind of motives; its place among them follows."""


def to_kind(ctx: TurnContext, instrument: Instrument, cluster: Cluster, chat: ChatId) -> Button | None:
    """To more about a kind of motives, where the theory says something of it."""
    if not cluster.submotives:
        return None
    place = instrument.clusters.clusters.index(cluster)
    return Button(ctx.label(KIND), url=ctx.link(f"{OPENS_KIND}{place}", chat=chat))
