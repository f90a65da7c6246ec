"""`/mijngegevens` and `/herinneringen`: what is kept about me, correcting and deleting it, and how much I hear."""

import json
from collections.abc import Iterator

from bot.content.screen import Button
from bot.dialogs.people import actions as members
from bot.dialogs.people.facts import known_person
from bot.domain.asking import Pace
from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.bundle import schedule
from bot.turn.context import Stage
from bot.turn.own_data import gathered
from bot.turn.routes import Route, ToPage, ToTalk

FILE = "mijn-gegevens.json"


def look(stage: Stage, argument: str) -> None:
    """What is kept, in short."""
    person = known_person(stage)
    data = gathered(stage, person)
    places = tuple(
        Phrase("my_data.one_place", {"place": one["samenwerking"], "partner": one["partner"] or "", "role": one["rol"]})
        for one in _list(data["doet_mee_aan"])
    )
    talks = _list(data["gesprekken"])
    counted = [part.key for part in stage.house.own_data if part.counted]
    about = {
        "name": person.name,
        "places": places,
        "answers": sum(len(_dict(one["antwoorden"])) for one in talks),
        "points": len(_list(data["punten_in_gesprekken"])),
        "agreements": len(_list(data["afspraken"])),
        "more": tuple(Phrase(f"my_data.{key}", {"number": n}) for key in counted if (n := len(_list(data[key])))),
        "pace": Phrase(f"buttons.tempo_{person.pace}"),
    }
    stage.page(
        Phrase("my_data.overview", about),
        stage.button("als_bestand", "gegevensbestand"),
        stage.button("naam_wijzigen", "gegevensnaam"),
        stage.button("herinneringen", "herinneringen"),
        stage.button("gegevens_wissen", "gegevenswis"),
        stage.button("menu", "menu"),
    )


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def as_file(stage: Stage, argument: str) -> None:
    """The same in full, as JSON."""
    data = json.dumps(gathered(stage, known_person(stage)), ensure_ascii=False, indent=2)
    stage.document(stage.screen(Phrase("my_data.file")), data, FILE, chat=stage.chat)


def rename(stage: Stage, argument: str) -> Route:
    """Another name."""
    known_person(stage)
    return ToTalk("rename", 0)


def erase(stage: Stage, argument: str) -> None:
    """What will go and what will stay, before anything goes."""
    alone = tuple(dict.fromkeys(_alone_in(stage)))
    stage.page(
        Phrase("my_data.erase", {"alone": alone}),
        stage.button("wis_alles", "gegevensweg"),
        stage.button("toch_niet", "mijngegevens"),
    )


def _alone_in(stage: Stage) -> Iterator[str]:
    """Where nobody else leads or manages what this person does."""
    for mine in stage.uow.collaborations.memberships_of(known_person(stage).id):
        people = stage.uow.collaborations.members(mine.collaboration)
        same = [m for m, _ in people if (m.role, m.partner) == (mine.role, mine.partner)]
        if mine.role in (Role.FACILITATOR, Role.MANAGER) and len(same) == 1:
            yield stage.uow.collaborations.get(mine.collaboration).name


def erased(stage: Stage, argument: str) -> None:
    """Name and drafts go; what partners settled stays, without the name."""
    members.erase(stage, known_person(stage))
    stage.page(Phrase("my_data.erased"))


# --- how much somebody hears ---


def pace(stage: Stage, argument: str) -> None:
    """`/herinneringen`."""
    person = known_person(stage)
    buttons = [
        Button(("✓ " if one is person.pace else "") + stage.label(f"tempo_{one}"), f"p:tempo:{one}") for one in Pace
    ]
    stage.page(Phrase("reminders.pace"), *buttons, stage.button("menu", "menu"))


def set_pace(stage: Stage, argument: str) -> Route:
    """At once, once a week, or not at all."""
    person = known_person(stage)
    if argument not in set(Pace):
        raise DomainError("errors.expired")
    stage.uow.people.set_pace(person.id, Pace(argument))
    schedule(stage, person.id)
    stage.notify(Phrase("reminders.pace_set"))
    return ToPage("herinneringen")
