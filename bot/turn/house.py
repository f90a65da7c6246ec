"""All rooms together, as the host asks for them: each table merged once, each list in its order. Knows no room."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from bot.domain.collaboration import Membership
from bot.domain.errors import ProgrammingError
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import (
    Command,
    Feature,
    GroupAction,
    GroupCommand,
    Handler,
    HeldDialog,
    Page,
    Ranked,
    SpokenCommand,
)
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart

T = TypeVar("T")


K = TypeVar("K")


class House:
    """The rooms, merged. Raises `ProgrammingError` when two rooms claim the same name, or a command has no handler."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.dialogs: Mapping[str, HeldDialog] = _merged(
            "dialog", ({held.dialog.id: held for held in f.dialogs} for f in features)
        )
        self.handlers: dict[type, Handler] = _merged("handler", (f.handlers for f in features))
        self.pages: dict[str, Page] = _merged("page", (f.pages for f in features))
        self.readable = frozenset().union(*(f.readable for f in features))
        self.commands: tuple[Command, ...] = _ranked(f.commands for f in features)
        self.links: Mapping[str, str] = _merged("link", (f.links for f in features))
        self.group_commands: tuple[GroupCommand, ...] = _ranked(f.group_commands for f in features)
        self.group_buttons: dict[str, GroupAction] = _merged("group button", (f.group_buttons for f in features))
        self.group_pages = frozenset().union(*(f.group_pages for f in features))
        self.spoken_commands: tuple[SpokenCommand, ...] = _ranked(f.spoken for f in features)
        self.spoken = {command.name: command.run for command in self.spoken_commands}
        named = [Ranked(one.rank, one.of.name) for f in features for one in f.group_commands]
        named += [Ranked(one.rank, one.of.name) for f in features for one in f.spoken]
        self.group_command_names = tuple(dict.fromkeys(_ranked([named])))
        """Each once, in the order in which people see them."""
        self.replies = _ranked(f.replies for f in features)
        self.run_tasks = _ranked(f.run_tasks for f in features)
        self.member_tasks = _ranked(f.member_tasks for f in features)
        self.menu = _ranked(f.menu for f in features)
        self.overview = _ranked(f.overview for f in features)
        self.to_read = _ranked(f.to_read for f in features)
        self.timers = _merged("timer", (f.timers for f in features))
        self.reminders = _ranked(f.reminders for f in features)
        self.own_data: tuple[OwnData, ...] = _ranked(f.own_data for f in features)
        self.reports: tuple[ReportPart, ...] = _ranked(f.reports for f in features)
        self.renderers: Mapping[str, str] = _merged("renderer", (f.renderers for f in features))
        self.opens_phase = _merged("phase", (f.opens_phase for f in features))
        self.left_in_phase = _merged("phase to hand in", (f.left_in_phase for f in features))
        self._must_be_whole()

    def each(self, hook: Callable[[Feature], T | None]) -> Iterator[T]:
        """What the rooms have at this place, in the order of the rooms; those without are passed over."""
        return (found for feature in self.features if (found := hook(feature)) is not None)

    def only(self, hook: Callable[[Feature], T | None]) -> T:
        """What exactly one room has at this place. Raises `ValueError` when it is none, or several."""
        (found,) = self.each(hook)
        return found

    def _must_be_whole(self) -> None:
        """Raises `ProgrammingError` when a name leads nowhere.

        That is a command a dialog may end with and nobody handles, a handler no dialog needs, a command without a page.
        """
        ends = {kind for held in self.dialogs.values() for kind in held.dialog.ends}
        if without := ends ^ self.handlers.keys():
            raise ProgrammingError(f"a command without a handler, or the other way round: {without}")
        for name in (command.name for command in self.commands):
            if name not in self.pages:
                raise ProgrammingError(f"the command {name} has no page")


def opening_news(ctx: TurnContext, membership: Membership) -> Phrase | None:
    """What a member hears when a round opens, of the first room that has something to say; None when none has."""
    return next((news for of in ctx.house.each(lambda f: f.opens_with) if (news := of(ctx, membership))), None)


def _merged(kind: str, parts: Iterable[Mapping[K, T]]) -> dict[K, T]:
    merged: dict[K, T] = {}
    for part in parts:
        for key, value in part.items():
            if key in merged:
                raise ProgrammingError(f"two rooms have the {kind} {key}")
            merged[key] = value
    return merged


def _ranked(parts: Iterable[Sequence[Ranked[T]]]) -> tuple[T, ...]:
    every = [one for part in parts for one in part]
    return tuple(one.of for one in sorted(every, key=lambda one: one.rank))
