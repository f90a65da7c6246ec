"""What is kept about one person: gathered from everywhere it may stand, as plain data."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from bot.domain.collaboration import Person
from bot.engine.model import Answer, Chosen, Picked, StepId, Written
from bot.runner.stage import Stage


def gathered(stage: Stage, person: Person) -> dict[str, object]:
    """Everything about this person, fit for JSON."""
    memberships = stage.uow.collaborations.memberships_of(person.id)
    return {
        "naam": person.name,
        "telegram_chat": person.chat,
        "akkoord_met": person.consent,
        "berichten": person.pace,
        "doet_mee_aan": [
            {
                "samenwerking": stage.uow.collaborations.get(m.collaboration).name,
                "partner": stage.uow.collaborations.partner(m.partner).name if m.partner else None,
                "rol": m.role,
                "sinds": _plain(m.joined_at),
            }
            for m in memberships
        ],
        "gesprekken": [
            {
                "over": held.dialog,
                "begonnen": _plain(held.started_at),
                "antwoorden": _answers(stage.uow.conversations.answers(held.id)),
            }
            for held in stage.uow.conversations.in_chat(person.chat)
        ],
        "afspraken": [
            {"wat": one.what, "wanneer": _plain(one.due), "staat": one.state, "zelf_gemaakt": one.maker == person.id}
            for collaboration in dict.fromkeys(m.collaboration for m in memberships)
            for one in stage.uow.agreements.of(collaboration)
            if person.id in (one.owner, one.maker)
        ],
        "punten_in_gesprekken": _contributions(stage, person),
    }


def _contributions(stage: Stage, person: Person) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for collaboration in dict.fromkeys(m.collaboration for m in stage.uow.collaborations.memberships_of(person.id)):
        for round_ in stage.uow.rounds.all(collaboration):
            for run in stage.uow.rounds.runs(round_.id):
                discussion = stage.uow.discussions.of(run.id)
                said = stage.uow.discussions.contributions(discussion.id) if discussion is not None else ()
                found += [
                    {"vraag": one.question, "tekst": one.text, "ingetrokken": one.withdrawn}
                    for one in said
                    if one.person == person.id
                ]
    return found


def _answers(answers: Mapping[StepId, Answer]) -> dict[str, object]:
    return {str(step): _value(answer) for step, answer in answers.items()}


def _value(answer: Answer) -> object:
    match answer:
        case Chosen(option):
            return option
        case Written(text):
            return text
        case Picked(options):
            return list(options)
        case _:
            return None


def _plain(value: date | datetime | Enum | None) -> str | None:
    if value is None:
        return None
    return str(value.value) if isinstance(value, Enum) else value.isoformat()
