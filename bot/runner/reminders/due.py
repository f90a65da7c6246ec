"""Something that comes to somebody by itself: when, what it says, and how it is counted. Data, and prompts as such."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.screen import Button
from bot.domain.asking import About, Prompt
from bot.domain.collaboration import Membership, Person
from bot.engine.model import Phrase
from bot.followups.asking import WAIT_AFTER_LATER, next_ask
from bot.runner.stage import Stage

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to say. `alone` is the message when there is nothing else, `line` its line among others.

    `sent_at` is when it was last said. `count`, `put_off` and `mute` keep what follows from saying it, from `Later`
    and from `Niet meer`.
    """

    at: datetime
    zone: ZoneInfo
    line: Phrase
    alone: Phrase
    buttons: Rows
    open: Button
    count: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody, their places, and what they were asked before."""

    person: Person
    memberships: tuple[Membership, ...]
    prompts: tuple[Prompt, ...]

    def prompt(self, about: About, subject: int, occasion: date) -> Prompt:
        """What was asked about this, for this day; not yet, if there is nothing of it."""
        key = (about, subject, occasion)
        blank = Prompt(self.person.id, about, subject, occasion)
        found = next((p for p in self.prompts if (p.about, p.subject, p.occasion) == key), blank)
        return replace(found, muted=True) if self._wants_no_more(about, subject) else found

    def _wants_no_more(self, about: About, subject: int) -> bool:
        """`Niet meer` is about the thing, not about the day; a pulse is one thing, of whichever round."""
        muted = (p for p in self.prompts if p.muted and p.about is about)
        return any(about is About.PULSE or p.subject == subject for p in muted)


def due_at(prompt: Prompt, zone: ZoneInfo, stage: Stage) -> datetime | None:
    """When it comes next."""
    return next_ask(prompt, zone, stage.at)


def counter(stage: Stage, prompt: Prompt) -> Callable[[], None]:
    """Keeps that it was asked now."""
    asked = replace(prompt, asks=prompt.asks + 1, asked_at=stage.at, put_off=None)
    return lambda: stage.uow.asking.save(asked)


def put_off(stage: Stage, prompt: Prompt) -> None:
    """`Later`: it does not count, and comes back in a few days. Tapped twice it is the same as once."""
    if prompt.put_off is None:
        later = stage.at + WAIT_AFTER_LATER
        stage.uow.asking.save(replace(prompt, asks=max(0, prompt.asks - 1), put_off=later))


def mute(stage: Stage, prompt: Prompt) -> None:
    """`Niet meer`."""
    stage.uow.asking.save(replace(prompt, muted=True))
