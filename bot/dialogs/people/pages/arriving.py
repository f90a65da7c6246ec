"""The first and last screens: the welcome, joining or not, the promise in full, leaving."""

from bot.content.screen import Button
from bot.engine.model import Phrase
from bot.turn.context import Stage
from bot.turn.routes import HOME, Route, ToTalk
from bot.turn.tasks import next_tasks


def privacy(stage: Stage, argument: str) -> None:
    """`/privacy`."""
    stage.page(Phrase("consent.more"))


def welcome(stage: Stage, argument: str) -> Route | None:
    """`/start` without an invitation: what the bot is; for those who take part already, the menu."""
    if next_tasks(stage) or (stage.person and stage.uow.collaborations.memberships_of(stage.person.id)):
        return HOME
    greet(stage)
    return None


def greet(stage: Stage) -> None:
    stage.page(
        Phrase("welcome.start"),
        stage.button("nieuwe_samenwerking", "nieuw"),
        stage.button("heb_uitnodiging", "uitnodiging"),
    )


def paste(stage: Stage, argument: str) -> None:
    """How to use an invitation that lies somewhere else."""
    stage.page(Phrase("welcome.paste"))


def stop(stage: Stage, argument: str) -> Route:
    """`/stop`."""
    return ToTalk("leave", 0)


def stayed(stage: Stage, argument: str) -> None:
    """Thought better of leaving."""
    _forget_leaving(stage)
    stage.page(Phrase("leave.stayed"), stage.button("menu", "menu"))


def left(stage: Stage, argument: str) -> None:
    """After leaving a collaboration."""
    _forget_leaving(stage)
    stage.page(Phrase("leave.left", {"name": argument}))


def _forget_leaving(stage: Stage) -> None:
    """The next `/stop` begins afresh."""
    for held in stage.uow.conversations.in_chat(stage.chat):
        if held.dialog == "leave":
            stage.uow.conversations.delete(held.id)


def joined(stage: Stage, argument: str) -> Route | None:
    """After joining: welcome, and the first thing to do, or what to wait for."""
    waiting = next_tasks(stage)
    buttons = [Button(stage.texts.phrases.plain(t.label), f"p:{t.page}") for t in waiting[:1]]
    stage.page(Phrase("pages.joined", {"waiting": bool(waiting)}), *buttons, stage.button("menu", "menu"))
    return None


def declined(stage: Stage, argument: str) -> None:
    """Not agreed, or not meant for this person. Nothing is kept."""
    stage.page(Phrase("welcome.wrong", {"inviter": argument}) if argument else Phrase("welcome.declined"))
