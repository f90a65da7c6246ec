"""Showing a reveal: in the group of all, and to everybody in private; also of a version that comes later."""

from collections.abc import Mapping, Sequence

from bot.content.screen import Button, Screen
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.facts import circle_of
from bot.dialogs.reveal.facts import MATRIX, RevealView, audience, picture_of, side_by_side
from bot.dialogs.reveal.screens.telling import LOOK
from bot.domain.group import Binding
from bot.domain.settlement import Settlement, settled_of
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.records import ParticipantContext


def tell_late(ctx: TurnContext, standing: ParticipantContext) -> None:
    """Show a version that was settled after the reveal at once, marked as such."""
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    button = ctx.button("bekijk_onthulling", f"onthulling:{standing.round.id}")
    versions = ctx.uow.settlements.revealed(standing.round.id)
    found = side_by_side(ctx, standing.round, versions)
    picture = picture_of(ctx, found)
    to_group(ctx, found, "reveal.late", about, picture)
    for person in audience(ctx, standing.collaboration):
        caption = Phrase("reveal.caption", {"collaboration": standing.collaboration.name})
        ctx.picture(caption, picture, renderer=MATRIX, chat=person.hears_in)
        if person.chat != ctx.chat:
            ctx.tell(Phrase("reveal.late", about), button, chat=person.hears_in)


def to_group(ctx: TurnContext, found: RevealView, key: str, about: Mapping[str, object], picture: str) -> None:
    """Send the picture and a text to the group of all. Each person gets them too: a bot cannot list a group."""
    binding = group_of_all(ctx, found)
    if binding is None:
        return
    status.show(ctx, binding)  # before what it announces, where it must be posted again
    chat_thread = binding.chat_thread
    caption = Phrase("groups.caption", {"collaboration": found.collaboration.name})
    ctx.picture(caption, picture, renderer=MATRIX, chat=chat_thread.chat, thread=chat_thread.thread)
    look = Button(ctx.label("bekijk_onthulling"), url=ctx.link(f"{LOOK}{found.round.id}", chat=chat_thread.chat))
    text = str(ctx.texts.phrases.html(Phrase(key, about)))
    ctx.send(Screen(text, ((look,),)), chat=chat_thread.chat, thread=chat_thread.thread)


def group_of_all(ctx: TurnContext, found: RevealView) -> Binding | None:
    """The group of all partners, where all who read along may see this reveal."""
    binding = next((b for b in ctx.uow.groups.of(found.collaboration.id) if b.partner is None), None)
    return binding if binding is not None and _may_be_shown(found.versions, binding, found) else None


def _may_be_shown(versions: Sequence[Settlement], binding: Binding, found: RevealView) -> bool:
    circle = circle_of(binding, found.round)
    return all(may_see(settled_of(v, revealed=True), circle) for v in versions)
