"""Where what comes in from a group goes. Only what is made for groups: pages and talks are private."""

from collections.abc import Callable, Mapping

from bot.domain.errors import DomainError, NoSuchRowError
from bot.domain.ids import ChatId
from bot.domain.invitation import TOKEN
from bot.engine.model import Phrase
from bot.runner.discussion import alone, controls, course, speak, verdict
from bot.runner.discussion.screen import redraw
from bot.runner.discussion.where import latest
from bot.runner.groups import agreements, binding, boards, commitment, doubts, pieces, replies, status
from bot.runner.groups.room import actor, bound
from bot.runner.incoming import CameOrWent, Commanded, Incoming, Moved, Replied, Spoke, Tapped
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage

BUTTONS: Mapping[str, Callable[[Stage, str], None]] = {
    **controls.BUTTONS,
    **alone.BUTTONS,
    "fase3": commitment.turn,
    "oordeel": verdict.judge,
    "stem": boards.vote,
    "toon": boards.show_result,
    "verder": boards.go_on,
    "heropen": boards.open_again,
    "toch": doubts.keep,
    "wens": doubts.mean_otherwise,
}
"""What a button `g:name:argument` does. Names are never reused: old buttons stay on phones for years."""

_WORD_PAGES = ("begrip", "begrippen", "help")


def arrive(stage: Stage, incoming: Incoming, elsewhere: tuple[str, ...]) -> Route | None:
    """Handle what comes in from a group. `elsewhere` are the commands that are private."""
    match incoming.body:
        case Commanded(name, argument):
            return _command(stage, name, argument, elsewhere)
        case Tapped(data):
            return _tap(stage, data)
        case Replied() | Spoke() as said:
            if pieces.goes_on(stage, said):
                replies.refused(stage, said, pieces.TOO_LONG)
            elif not doubts.asks_first(stage, said):
                replies.reply(stage, said) if isinstance(said, Replied) else speak.spoke(stage, said)
            pieces.remember(stage, said)
        case CameOrWent(here=False):
            binding.removed(stage, stage.chat)
        case Moved(to):
            _moved(stage, to)
        case _:
            pass
    return None


def refused(stage: Stage, said: Replied | Spoke, why: Phrase) -> None:
    """A rule refused what somebody wrote, and nothing of it was kept; what follows it may still belong to it."""
    replies.refused(stage, said, why)
    pieces.remember(stage, said)


def _moved(stage: Stage, to: ChatId) -> None:
    """What stood in the old group cannot be changed from the new one: what is on the table comes below once more."""
    stage.uow.groups.move(stage.chat, to)
    for one in stage.uow.groups.in_chat(to):
        stage.touched.add(one.collaboration)
        discussion = latest(stage, one)
        if discussion is not None and discussion.question is not None and one.partner is None:
            redraw(stage, discussion, discussion.question)


def _command(stage: Stage, name: str, argument: str, elsewhere: tuple[str, ...]) -> Route | None:
    match name:
        case "start" if argument and TOKEN.fullmatch(argument):
            binding.by_link(stage, argument)
        case "koppel":
            binding.by_command(stage)
        case "motieven":
            boards.motives(stage)
        case "gesprek":
            if not commitment.talk(stage):
                course.talk(stage)
        case "overzicht":
            overview(stage)
        case "afspraken":
            agreements.show(stage)
        case "begrippen":
            return ToPage(name, argument)
        case "help":
            stage.tell(Phrase("groups.help", {"link": stage.link()}))
        case _ if name == "start" or name in elsewhere:
            stage.tell(Phrase("pages.in_group", {"link": stage.link()}))
        case _:
            pass
    return None


def _tap(stage: Stage, data: str) -> Route | None:
    kind, _, rest = data.partition(":")
    name, _, argument = rest.partition(":")
    if kind == "g" and name in BUTTONS:
        stage.log(f"group.{name}")
        try:
            BUTTONS[name](stage, argument)
        except NoSuchRowError:
            raise DomainError("errors.expired") from None
        return None
    if kind == "p" and name in _WORD_PAGES:
        return ToPage(name, argument)
    raise DomainError("errors.anonymous" if stage.who is None else "errors.private_button")


def overview(stage: Stage) -> None:
    """`/overzicht`: the status message again, below everything."""
    here = bound(stage)
    actor(stage, here)
    status.show(stage, here, afresh=True)


def refresh(stage: Stage) -> None:
    """At the end of a turn: whatever its groups show of what changed."""
    for collaboration in sorted(stage.touched):
        status.refresh(stage, collaboration)
        for one in stage.uow.groups.of(collaboration):
            boards.refresh(stage, one)
