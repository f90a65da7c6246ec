"""What is kept about one person: gathered from everywhere it may stand, as plain data.

By person and not by where they take part now: what somebody said stays theirs to see after they left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import Enum

from bot.domain.agreement import Agreement, AgreementEvent, agreement_of
from bot.domain.collaboration import Collaboration, Membership, Person
from bot.domain.discussion import NEEDED, Discussion, said_of
from bot.domain.ids import PartnerId
from bot.domain.rounds import PhaseRun, Round
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Answer, Chosen, Picked, StepId, Written
from bot.runner.discussion.goals import subject as subject_of
from bot.runner.feature import Found, PlacesOf
from bot.runner.stage import Stage


def gathered(stage: Stage, person: Person) -> Found:
    """Everything about this person, fit for JSON: who they are, then what each room keeps."""
    ever = stage.uow.collaborations.ever_of(person.id)
    places = tuple(stage.uow.collaborations.get(one) for one in dict.fromkeys(m.collaboration for m in ever))
    rounds = tuple((place, round_) for place in places for round_ in stage.uow.rounds.all(place.id))
    where = PlacesOf(person, places, rounds)
    known: Found = {
        "naam": person.name,
        "telegram_chat": person.chat,
        "akkoord_met": person.consent,
        "berichten": person.pace,
    }
    return known | {part.key: part.gather(stage, where) for part in stage.house.own_data}


def _runs(stage: Stage, of: PlacesOf) -> Iterator[tuple[Collaboration, PhaseRun]]:
    return ((place, run) for place, round_ in of.rounds for run in stage.uow.rounds.runs(round_.id))


def _held(stage: Stage, of: PlacesOf) -> Iterator[tuple[Collaboration, Discussion]]:
    for place, run in _runs(stage, of):
        found = stage.uow.discussions.of(run.id)
        if found is not None:
            yield place, found


# --- what the file is made of ---


def takes_part_in(stage: Stage, of: PlacesOf) -> list[Found]:
    ever = stage.uow.collaborations.ever_of(of.person.id)
    return [_place(stage, m) for m in ever if m.left_at is None]


def took_part_in(stage: Stage, of: PlacesOf) -> list[Found]:
    ever = stage.uow.collaborations.ever_of(of.person.id)
    return [{**_place(stage, m), "tot": _plain(m.left_at)} for m in ever if m.left_at is not None]


def phases(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _runs(stage, of) for one in _takes_part(stage, of.person, *place)]


def seen_in(stage: Stage, of: PlacesOf) -> list[str]:
    return [
        binding.title
        for place in of.collaborations
        for binding in stage.uow.groups.of(place.id)
        if any(one.person == of.person.id for one in stage.uow.groups.seen(binding.id))
    ]


def talks(stage: Stage, of: PlacesOf) -> list[Found]:
    return [
        {
            "over": talk.dialog,
            "begonnen": _plain(talk.started_at),
            "antwoorden": _answers(stage.uow.conversations.answers(talk.id)),
        }
        for talk in stage.uow.conversations.in_chat(of.person.chat)
    ]


def agreements(stage: Stage, of: PlacesOf) -> list[Found]:
    return list(_agreements(stage, of.person, list(of.collaborations)))


def points(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _held(stage, of) for one in _points(stage, of.person, *place)]


def goals(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _held(stage, of) for one in _goals(stage, of.person, *place)]


def verdicts(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _held(stage, of) for one in _verdicts(stage, of.person, *place)]


def checks(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _held(stage, of) for one in _checks(stage, of.person, *place)]


def taken_home(stage: Stage, of: PlacesOf) -> list[str | None]:
    return [
        _called(stage, partner)
        for _, discussion in _held(stage, of)
        for who, partner in stage.uow.discussions.taken_home(discussion.id)
        if who == of.person.id
    ]


def seats(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _runs(stage, of) for one in _seats(stage, of.person, *place)]


def replies(stage: Stage, of: PlacesOf) -> list[Found]:
    return [
        {"motief": stage.uow.boards.get(one.board).text, "tekst": one.text}
        for one in stage.uow.boards.replies_of(of.person.id)
    ]


def said_in_phase_3(stage: Stage, of: PlacesOf) -> list[str]:
    return list(stage.uow.commitments.said_by(of.person.id))


def shared(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _runs(stage, of) for one in _shared(stage, of.person, *place)]


def stated(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in _runs(stage, of) for one in _stated(stage, of.person, *place)]


def reactions(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in of.rounds for one in _reactions(stage, of.person, *place)]


def pulses(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in of.rounds for one in _pulses(stage, of.person, *place)]


def asked(stage: Stage, of: PlacesOf) -> list[Found]:
    return [
        {
            "over": one.topic.about,
            "nummer": one.topic.subject,
            "voor": _plain(one.topic.occasion),
            "gevraagd": _plain(one.at),
            "antwoord": _plain(one.response),
            "beantwoord": _plain(one.responded_at),
        }
        for one in stage.uow.asking.of(of.person.id)
    ]


# --- taking part ---


def _place(stage: Stage, membership: Membership) -> Found:
    return {
        "samenwerking": stage.uow.collaborations.get(membership.collaboration).name,
        "partner": _called(stage, membership.partner),
        "rol": membership.role,
        "sinds": _plain(membership.joined_at),
    }


def _takes_part(stage: Stage, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    for one in stage.uow.rounds.participants(run.id):
        if one.person == person.id:
            handed_in: Found = {"ingediend": _plain(one.handed_in_at), "spiegel_klaar": _plain(one.scanned_at)}
            yield {"samenwerking": place.name, "namens": _called(stage, run.partner), "fase": run.phase, **handed_in}


def _called(stage: Stage, partner: PartnerId | None) -> str | None:
    return None if partner is None else stage.uow.collaborations.partner(partner).name


# --- phase 1 and the reveal ---


def _seats(stage: Stage, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    """Motives that were asked in a group; what was answered stands with the answers."""
    for seat, board in stage.uow.boards.seats_of(run.id, person.id):
        yield {"samenwerking": place.name, "motief": board.text, "daar_geantwoord": seat.voted}


def _reactions(stage: Stage, person: Person, place: Collaboration, round_: Round) -> Iterator[Found]:
    for card, choice in stage.uow.settlements.reactions_of(round_.id, person.id).items():
        yield {"samenwerking": place.name, "kaart": card, "keuze": choice}


# --- phase 2 ---


def _points(stage: Stage, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    for one in stage.uow.discussions.contributions(discussion.id):
        if one.person == person.id and may_see(said_of(one), Viewer(person.id, ())):
            yield {
                "samenwerking": place.name,
                "vraag": one.question,
                "tekst": one.text,
                "ingetrokken": one.withdrawn,
            }


def _goals(stage: Stage, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """In the words this person gave it, not in those that others gave it since."""
    mine = [one for one in stage.uow.discussions.wordings(discussion.id) if one.person == person.id]
    for one in mine:
        yield {"samenwerking": place.name, "tekst": one.text, "versie": one.version}
    worded = {one.goal for one in mine}
    for goal in stage.uow.discussions.goals(discussion.id):
        if goal.person == person.id and goal.id not in worded:
            yield {"samenwerking": place.name, "tekst": None, "versie": 1}


def _verdicts(stage: Stage, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    """On the question whether they need each other, and on each wording of a goal, as it was when it was judged."""
    goals = stage.uow.discussions.goals(discussion.id)
    known = {(one.goal, one.version): one.text for one in stage.uow.discussions.wordings(discussion.id)}
    wordings = [replace(goal, version=version) for goal in goals for version in range(1, goal.version + 1)]
    subjects: dict[str, Found] = {NEEDED: {"vraag": NEEDED}}
    subjects |= {subject_of(one): {"doel": known.get((one.id, one.version)), "versie": one.version} for one in wordings}
    for subject, about in subjects.items():
        for one in stage.uow.discussions.ballots(discussion.id, subject):
            if one.person == person.id:
                given: Found = {"namens": _called(stage, one.partner), "keuze": one.choice, "reden": one.reason}
                yield {"samenwerking": place.name, **about, **given}


def _checks(stage: Stage, person: Person, place: Collaboration, discussion: Discussion) -> Iterator[Found]:
    for one in stage.uow.discussions.checks(discussion.id):
        if one.person == person.id:
            given: Found = {"klopt": one.confirmed, "verbetering": one.correction}
            yield {"samenwerking": place.name, "namens": _called(stage, one.partner), **given}


# --- phase 3 and after ---


def _shared(stage: Stage, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    for one in sorted(stage.uow.commitments.shared(run.id), key=lambda one: one.question):
        if one.person == person.id:
            yield {"samenwerking": place.name, "vraag": one.question}


def _stated(stage: Stage, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    one = stage.uow.commitments.stated(run.id)
    if one is not None and one.by == person.id:
        yield {
            "samenwerking": place.name,
            "namens": _called(stage, run.partner),
            "op": _plain(one.at),
            "keuze": one.stand,
            "voorwaarde": one.condition,
            "termijn": one.term,
            "gedeeld": one.shared,
        }


def _agreements(stage: Stage, person: Person, places: list[Collaboration]) -> Iterator[Found]:
    """Those somebody made or does, and those they wrote a note to or looked back on."""
    looked_back = stage.uow.agreements.results_of(person.id)
    there = [one for place in places for one in stage.uow.agreements.of(place.id)]
    for one in (*there, *stage.uow.agreements.drafts(person.id)):
        acted = [event for event in stage.uow.agreements.events(one.id) if event.person == person.id]
        results: list[Found] = [
            {"dag": _plain(day), "uitkomst": result} for id_, day, result in looked_back if id_ == one.id
        ]
        if person.id in (one.owner, one.maker) or acted or results:
            yield {
                **_as_seen(stage, person, one, acted),
                "zelf_gemaakt": one.maker == person.id,
                "zelf_doen": one.owner == person.id,
                "geschiedenis": [{"op": _plain(e.at), "wat": e.kind, "notitie": e.note} for e in acted],
                "terugblikken": results,
            }


def _as_seen(stage: Stage, person: Person, one: Agreement, acted: list[AgreementEvent]) -> Found:
    """As it stands, for who may see it now; else as it stood when this person last did something with it."""
    memberships = stage.uow.collaborations.memberships_of(person.id)
    here = tuple(m for m in memberships if m.collaboration == one.collaboration)
    if here and may_see(agreement_of(one), Viewer(person.id, here)):
        return {"wat": one.what, "wanneer": _plain(one.due), "staat": one.state}
    last = acted[-1] if acted else None
    return {"wat": last.what if last else None, "wanneer": _plain(last.due) if last else None, "staat": None}


def _pulses(stage: Stage, person: Person, place: Collaboration, round_: Round) -> Iterator[Found]:
    for who, motive, day, choice in stage.uow.asking.felt(round_.id):
        if who == person.id:
            yield {"samenwerking": place.name, "motief": motive, "dag": _plain(day), "antwoord": choice}


# --- as plain data ---


def _answers(answers: Mapping[StepId, Answer]) -> Found:
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
