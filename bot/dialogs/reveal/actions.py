"""Showing a reveal: in the group of all, and to everybody in private; also of a version that comes later."""

from collections.abc import Mapping, Sequence

from bot.content.screen import Button, Screen
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.facts import circle_of
from bot.dialogs.reveal.facts import Shown, audience, picture_of, side_by_side
from bot.domain.group import Binding
from bot.domain.settlement import Settlement, settled_of
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.turn.context import Stage
from bot.turn.records import Standing


def tell_late(stage: Stage, standing: Standing) -> None:
    """A version that comes after the reveal is shown at once, and marked as such."""
    about = {"collaboration": standing.collaboration.name, "partner": standing.partner.name}
    button = stage.button("bekijk_onthulling", f"onthulling:{standing.round.id}")
    versions = stage.uow.settlements.revealed(standing.round.id)
    found = side_by_side(stage, standing.round, versions)
    picture = picture_of(stage, found)
    to_group(stage, found, "reveal.late", about, picture)
    for person in audience(stage, standing.collaboration):
        stage.picture(
            Phrase("reveal.caption", {"collaboration": standing.collaboration.name}), picture, chat=person.chat
        )
        if person.chat != stage.chat:
            stage.tell(Phrase("reveal.late", about), button, chat=person.chat)


LOOK = "r-"
"""How the token of a link begins that opens a reveal in private; its round follows."""


def to_group(stage: Stage, found: Shown, key: str, about: Mapping[str, object], picture: str) -> None:
    """The picture and a text in the group of all. Who reads them there nobody knows: a bot cannot list a group."""
    binding = next((b for b in stage.uow.groups.of(found.collaboration.id) if b.partner is None), None)
    if binding is None or not _may_be_shown(found.versions, binding, found):
        return
    status.show(stage, binding)  # before what it announces, where it must be posted again
    room = binding.room
    caption = Phrase("groups.caption", {"collaboration": found.collaboration.name})
    stage.picture(caption, picture, chat=room.chat, thread=room.thread)
    look = Button(stage.label("bekijk_onthulling"), url=stage.link(f"{LOOK}{found.round.id}"))
    text = str(stage.texts.phrases.html(Phrase(key, about)))
    stage.send(Screen(text, ((look,),)), chat=room.chat, thread=room.thread)


def _may_be_shown(versions: Sequence[Settlement], binding: Binding, found: Shown) -> bool:
    circle = circle_of(binding, found.round)
    return all(may_see(settled_of(v, revealed=True), circle) for v in versions)
