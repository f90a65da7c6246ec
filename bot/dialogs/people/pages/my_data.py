"""`/mijngegevens` and `/herinneringen`: what is kept about me, correcting and deleting it, and how much I hear."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from bot.content.screen import Button
from bot.dialogs.people import actions
from bot.dialogs.people.actions import set_away
from bot.dialogs.people.facts import known_person, windows_of
from bot.domain.asking import Pace
from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.followups.working_hours import FROM, UNTIL
from bot.turn.bundle import schedule
from bot.turn.context import TurnContext
from bot.turn.own_data import gathered
from bot.turn.routes import Route, ToPage, ToTalk

FILE = "mijn-gegevens.json"

JSON = "json"
"""What makes the document of somebody's data."""


def look(ctx: TurnContext, argument: str) -> None:
    """`/mijngegevens`: what is kept about this person, in short."""
    person = known_person(ctx)
    data = gathered(ctx, person)
    places = tuple(
        Phrase("my_data.one_place", {"place": one["samenwerking"], "partner": one["partner"] or "", "role": one["rol"]})
        for one in _list(data["doet_mee_aan"])
    )
    talks = _list(data["gesprekken"])
    counted = [part.key for part in ctx.house.own_data if part.counted]
    about = {
        "name": person.name,
        "places": places,
        "answers": sum("antwoord" in answer for one in talks for answer in _list(one["antwoorden"])),
        "points": len(_list(data["punten_in_gesprekken"])),
        "agreements": len(_list(data["afspraken"])),
        "more": tuple(Phrase(f"my_data.{key}", {"number": n}) for key in counted if (n := len(_list(data[key])))),
        "pace": Phrase(f"buttons.tempo_{person.pace}"),
    }
    ctx.page(
        Phrase("my_data.overview", about),
        ctx.button("als_bestand", "gegevensbestand"),
        ctx.button("naam_wijzigen", "gegevensnaam"),
        ctx.button("herinneringen", "herinneringen") if places else ctx.button("woorden", "woorden"),
        ctx.button("browsers", "browsers") if windows_of(ctx, person) else None,
        ctx.button("gegevens_wissen", "gegevenswis"),
        ctx.button("menu", "menu"),
    )


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def as_file(ctx: TurnContext, argument: str) -> None:
    """What is kept about this person in full, as a JSON file."""
    data = json.dumps(gathered(ctx, known_person(ctx)), ensure_ascii=False, indent=2)
    ctx.document(ctx.screen(Phrase("my_data.file")), data, FILE, renderer=JSON, chat=ctx.chat)


def rename(ctx: TurnContext, argument: str) -> Route:
    """On to the talk about another name."""
    known_person(ctx)
    return ToTalk("rename", 0)


def erase(ctx: TurnContext, argument: str) -> None:
    """What will go and what will stay, before anything goes."""
    alone = tuple(dict.fromkeys(_alone_in(ctx)))
    ctx.page(
        Phrase("my_data.erase", {"alone": alone}),
        ctx.button("wis_alles", f"gegevensweg:{_seen(ctx, ctx.at.date())}"),
        ctx.button("toch_niet", "mijngegevens"),
    )


def _alone_in(ctx: TurnContext) -> Iterator[str]:
    """Where nobody else leads or manages what this person does."""
    for mine in ctx.uow.collaborations.memberships_of(known_person(ctx).id):
        people = ctx.uow.collaborations.members(mine.collaboration)
        same = [m for m, _ in people if (m.role, m.partner) == (mine.role, mine.partner)]
        if mine.role in (Role.FACILITATOR, Role.MANAGER) and len(same) == 1:
            yield ctx.uow.collaborations.get(mine.collaboration).name


def erased(ctx: TurnContext, argument: str) -> Route | None:
    """Name and drafts go; what partners settled stays, without the name.

    Only for whoever read since yesterday what will go; it cannot be undone, so anybody else reads it now.
    """
    if argument not in {_seen(ctx, ctx.at.date() - timedelta(days=ago)) for ago in (0, 1)}:
        return ToPage("gegevenswis")
    actions.erase(ctx, known_person(ctx))
    ctx.page(Phrase("my_data.erased"))
    return None


def _seen(ctx: TurnContext, day: date) -> str:
    """What the button carries below what will go: nobody can know it who has not read that on this day."""
    key = ctx.uow.people.key(known_person(ctx).id)
    return sha256(f"gegevensweg {key} {day}".encode()).hexdigest()[:16]


# --- how much somebody hears ---


def pace(ctx: TurnContext, argument: str) -> None:
    """`/herinneringen`: how often this person wants to hear from the bot."""
    person = known_person(ctx)
    buttons = [
        Button(("✓ " if one is person.pace else "") + ctx.label(f"tempo_{one}"), f"p:tempo:{one}") for one in Pace
    ]
    away = person.away_until if person.away_until is not None and person.away_until > ctx.today() else None
    about = {"opens": FROM.hour, "closes": UNTIL.hour, "away": away}
    gone = ctx.button("ik_ben_er_weer", "terug") if away else ctx.button("ik_ben_weg", "afwezig")
    where = ctx.button("waar_berichten", "waarheen") if person.several else None
    ctx.page(Phrase("reminders.pace", about), *buttons, gone, where, ctx.button("menu", "menu"))


def away(ctx: TurnContext, argument: str) -> Route:
    """On to the talk about until when somebody is away."""
    known_person(ctx)
    return ToTalk("away", 0)


def back(ctx: TurnContext, argument: str) -> Route:
    """They are back, perhaps earlier than they said."""
    set_away(ctx, None)
    return ToPage("herinneringen")


def set_pace(ctx: TurnContext, argument: str) -> Route:
    """Keep how often: at once, once a week, or not at all."""
    person = known_person(ctx)
    if argument not in set(Pace):
        raise DomainError("errors.expired")
    ctx.uow.people.set_pace(person.id, Pace(argument))
    schedule(ctx, person.id)
    ctx.notify(Phrase("reminders.pace_set"))
    return ToPage("herinneringen")
