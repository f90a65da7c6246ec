"""What somebody says to the bot in a group and may mean otherwise than as an answer: `stop`, `help`. They say which.

Nothing is kept until then. The buttons carry what was said: it is one of a short list of words.
"""

from bot.content.screen import Button
from bot.content.sought import HELP, sought
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.runner.groups.arrivals import keep_words
from bot.runner.groups.room import actor, bound
from bot.runner.incoming import Replied, Spoke
from bot.runner.routes import MOST_DIGITS
from bot.runner.stage import Stage

OPTION_LIMIT = 64
"""What a button carries at most, in bytes."""
_REPLY = "antwoord"
_KEPT_NOTHING = "niets"


def asks_first(stage: Stage, said: Replied | Spoke) -> bool:
    """Whether this may be meant otherwise; it is then asked, of somebody who takes part. Raises `DomainError`."""
    wish = sought(said.text)
    if wish is None or stage.who is None or stage.uow.groups.at(stage.room) is None or not _is_taken(stage, said):
        return False
    person = actor(stage, bound(stage)).person
    text = said.text.strip()
    about = {"name": person.name.split()[0] if person.name.split() else "", "text": text, "help": wish == HELP}
    route = f"{said.name if isinstance(said, Spoke) else _REPLY}.{person.id}.{said.message}.{said.to}."
    too_long = len(f"g:toch:{route}{text}".encode()) > OPTION_LIMIT
    if too_long or _is_kept(stage, person.id, said.message):  # what stands there already stays
        raise DomainError("groups.word_only")
    stage.tell(
        Phrase("groups.word", about),
        stage.group_button("is_antwoord", f"toch:{route}{text}"),
        _other(stage, person.id, wish),
    )
    return True


def _other(stage: Stage, person: int, wish: str) -> Button:
    """For who meant it otherwise."""
    if wish == HELP:
        return stage.group_button("help", f"wens:{person}.{HELP}")
    return stage.group_button("niet_bewaren", f"wens:{person}.{_KEPT_NOTHING}")


def _is_taken(stage: Stage, said: Replied | Spoke) -> bool:
    """Whether it would be kept: a command is, and an answer below a question, a goal or a board."""
    if isinstance(said, Spoke):
        return True
    placed = stage.uow.post.placed_at(stage.chat, said.to)
    return placed is not None and any(replies.below(stage, placed.id) for replies in stage.house.replies)


def _is_kept(stage: Stage, person: PersonId, message: int) -> bool:
    """Whether something is kept already that was said in this message."""
    here = bound(stage)
    return any(replies.kept(stage, here, person, message) for replies in stage.house.replies)


def keep(stage: Stage, argument: str) -> None:
    """`Ja, dit is mijn antwoord`: `kind.person.message.to.text`. It is taken as if it were said now."""
    kind, person, message, to, text = [*argument.split(".", 4), "", "", "", ""][:5]
    _must_be_theirs(stage, person)
    if not all(number.isdecimal() and len(number) <= MOST_DIGITS for number in (message, to)):
        raise DomainError("errors.expired")
    if _is_kept(stage, PersonId(int(person)), int(message)):  # edited since, and taken then
        raise DomainError("errors.expired")
    if kind == _REPLY:
        keep_words(stage, Replied(text, int(message), int(to)))
    else:
        keep_words(stage, Spoke(kind, text, int(message), int(to)))
    stage.reaction = None  # it would stand below the question, which says it in words
    stage.page(Phrase("groups.word_kept", {"text": text}))


def mean_otherwise(stage: Stage, argument: str) -> None:
    """`Help`, or `Niet bewaren`: `person.wish`."""
    person, _, wish = argument.partition(".")
    _must_be_theirs(stage, person)
    stage.page(Phrase("groups.help" if wish == HELP else "groups.word_dropped", {"link": stage.link()}))


def _must_be_theirs(stage: Stage, person: str) -> None:
    if str(actor(stage, bound(stage)).person.id) != person:
        raise DomainError("groups.word_of_another")
