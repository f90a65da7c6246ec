"""What is kept about one person, as each room tells it: by person, and not by where they take part now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.chats import block_of
from bot.domain.collaboration import Collaboration, Person
from bot.domain.ids import PartnerId
from bot.domain.rounds import PhaseRun, Round
from bot.engine.model import Phrase
from bot.turn.context import ZONE_WITHOUT_COLLABORATION, TurnContext


@dataclass(frozen=True, slots=True)
class PlacesOf:
    """Where the data of one person may stand: every collaboration they ever took part in, with its rounds."""

    person: Person
    collaborations: tuple[Collaboration, ...]
    rounds: tuple[tuple[Collaboration, Round], ...]


Found = dict[str, object]


@dataclass(frozen=True, slots=True)
class OwnData:
    """A part of what is kept about a person: its name in the file, and what stands there.

    `counted` parts are mentioned on the page with how much there is, where there is any.
    """

    key: str
    gather: Callable[[TurnContext, PlacesOf], list[Any]]
    counted: bool = False


def gathered(ctx: TurnContext, person: Person) -> Found:
    """Everything about this person, fit for JSON: who they are, then what each room keeps."""
    ever = ctx.uow.collaborations.ever_of(person.id)
    places = tuple(ctx.uow.collaborations.get(one) for one in dict.fromkeys(m.collaboration for m in ever))
    rounds = tuple((place, round_) for place in places for round_ in ctx.uow.rounds.all(place.id))
    where = PlacesOf(person, places, rounds)
    known: Found = {
        "naam": person.name,
        "tijden": ctx.texts.phrases.plain(Phrase("my_data.times", {"zone": ZONE_WITHOUT_COLLABORATION})),
        "berichten": person.pace,
        "weg_tot": plain(person.away_until),
    }
    chat = "telegram_chat" if block_of(person.chat) is None else "chat"
    technical: Found = {chat: person.chat, "akkoord_met": person.consent}
    return known | {part.key: part.gather(ctx, where) for part in ctx.house.own_data} | {"technisch": technical}


def runs_of(ctx: TurnContext, of: PlacesOf) -> Iterator[tuple[Collaboration, PhaseRun]]:
    """Every phase of every round in these collaborations."""
    return ((place, run) for place, round_ in of.rounds for run in ctx.uow.rounds.runs(round_.id))


def partner_name(ctx: TurnContext, partner: PartnerId | None) -> str | None:
    """What a partner is called; None without one."""
    return None if partner is None else ctx.uow.collaborations.partner(partner).name


def question_text(ctx: TurnContext, question: str) -> str:
    """What a question or motive of the tool says; its id for one of others' own."""
    return ctx.texts.instrument.texts.get(question, question)


def plain(value: date | datetime | Enum | None) -> str | None:
    """A date, moment or choice as JSON can hold it; a moment to the minute, as on a clock in the Netherlands."""
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(ZONE_WITHOUT_COLLABORATION)):%Y-%m-%d %H:%M}"
    return str(value.value) if isinstance(value, Enum) else value.isoformat() if value is not None else None
