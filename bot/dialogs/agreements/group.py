"""`/afspraken` in a group: what everybody there may see, open ones by day. Changing one is done in private."""

from bot.dialogs.agreements.facts import piece_of
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementState
from bot.dialogs.groups.facts import bound, circle_of, insider
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import pages_of

MOST = 15
"""How many stand in one message."""


def show(ctx: TurnContext) -> None:
    """Send a message with the open agreements that everybody who reads along may see."""
    here = bound(ctx)
    insider(ctx, here)
    round_ = ctx.uow.rounds.latest(here.collaboration)
    found = []
    for one in ctx.uow.get(AGREEMENTS).of(here.collaboration):
        is_open = round_ is not None and one.state is AgreementState.OPEN
        if round_ is not None and is_open and may_see(piece_of(ctx, one), circle_of(here, round_)):
            found.append(one)
    lines = tuple(
        Phrase(
            "agreements.line",
            {
                "index": index,
                "what": one.terms.what,
                "owner": ctx.uow.people.get(one.terms.owner).first_name
                if one.terms.owner is not None
                else one.terms.owner_name,
                "due": one.terms.due,
                "state": "",
                "silent": False,
                "late": False,
                "partner": ctx.uow.collaborations.partner(one.partner).name if one.partner is not None else "",
            },
        )
        for index, one in enumerate(found, start=1)
    )
    name = ctx.uow.collaborations.get(here.collaboration).name
    shown = pages_of(ctx, lines[:MOST])[0]
    left = len(lines) - len(shown)
    more = (Phrase("pages.more", {"number": left}),) if left else ()
    text = Phrase("agreements.in_group", {"collaboration": name, "lines": (*shown, *more)})
    screen = ctx.read_behind(text, (), f"{ALL}{here.collaboration}", chat=ctx.chat, more=bool(left))
    ctx.send(screen, chat=ctx.chat, thread=ctx.thread)


ALL = "a-"
"""How the token of a link begins that opens the agreements of a collaboration in private; it follows."""
