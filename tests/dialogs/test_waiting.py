"""In each state of a round: for whom it waits, as each role reads it; home never says then that nothing waits."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from bot import example
from bot.bootstrap import texts
from bot.content import markup
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Check, Discussion, DiscussionId, DiscussionState
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Person
from bot.domain.form import FilledForm
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, CollaborationId, RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.yearly import Yearly
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.ports import UnitOfWork
from bot.turn.waiting import lines_for, waits_of

ANNA, BRAM, CARLA, DAAN = (f"{name} Voorbeeld" for name in ("Anna", "Bram", "Carla", "Daan"))
ROUND = RoundId(1)


class Stand:
    """A round of the example, put where a test wants it."""

    def __init__(self, uow: UnitOfWork, town: Town) -> None:
        self.uow, self.at = uow, town.now
        self.members = uow.collaborations.members(CollaborationId(1))
        self.people = {person.name: person for person in self.members.people}

    def runs(self, phase: Phase) -> Iterable:
        return [run for run in self.uow.rounds.runs(ROUND) if run.phase is phase]

    def handed_in(self, *names: str, phase: Phase = Phase.PREPARATION) -> None:
        for run in self.runs(phase):
            for part in self.uow.rounds.participants(run.id):
                if self.uow.people.get(part.person).name in names:
                    self.uow.rounds.save_participation(replace(part, handed_in_at=self.at))

    def settled(self, *names: str) -> None:
        for run in self.runs(Phase.PREPARATION):
            if self.uow.collaborations.partner(run.partner).name in names:
                self.uow.settlements.add(
                    run=run.id,
                    partner=run.partner,
                    form=FilledForm(()),
                    settled_by=self.people[ANNA].id,
                    at=self.at,
                    with_manager=True,
                    after_reveal=False,
                )
                self.uow.rounds.set_run_state(run.id, RunState.SETTLED)

    def comes_to(self, state: RoundState, phases: Iterable[Phase] = Phase) -> None:
        round_ = self.uow.rounds.get(ROUND)
        self.uow.rounds.change(ROUND, round_.mode, frozenset(phases), None)
        self.uow.rounds.set_state(ROUND, state, self.at)

    def talks(self, state: DiscussionState, run_state: RunState) -> Discussion:
        self.comes_to(RoundState.ALIGNMENT)
        bo = self.people[example.FACILITATOR]
        group = self.uow.groups.bind(ChatThread(ChatId(-5)), "Groep", CollaborationId(1), None, bo.id, self.at)
        run = self.uow.rounds.add_run(ROUND, Phase.ALIGNMENT, None, run_state, self.at)
        return self.uow.get(DISCUSSIONS).add(
            Discussion(DiscussionId(0), run.id, group.id, bo.id, self.at, state, question="f2.b1")
        )

    def minutes(self, *checked: str, correction: str = "") -> None:
        talk = self.talks(DiscussionState.CLOSED, RunState.MINUTES)
        for partner in self.uow.collaborations.partners(CollaborationId(1)):
            if partner.name in checked:
                said = Check(partner.id, self.people[ANNA].id, not correction, correction)
                self.uow.get(DISCUSSIONS).check(talk.id, said)

    def commits(self) -> None:
        self.comes_to(RoundState.COMMITMENT)
        for partner in self.uow.collaborations.partners(CollaborationId(1)):
            run = self.uow.rounds.add_run(ROUND, Phase.COMMITMENT, partner.id, RunState.OPEN, self.at)
            for membership, person in self.members:
                if membership.partner == partner.id:
                    self.uow.rounds.take_part(run.id, person.id)

    def closed(self, *names: str) -> None:
        for run in self.runs(Phase.COMMITMENT):
            if self.uow.collaborations.partner(run.partner).name in names:
                self.uow.rounds.set_run_state(run.id, RunState.CLOSED)

    def over(self, on: date) -> None:
        self.uow.rounds.close(ROUND, self.at)
        self.uow.get(YEARS).set_yearly(Yearly(ROUND, on))

    def without(self, *names: str) -> None:
        """These leave, and with them their places in what is open."""
        for membership, person in self.members:
            if person.name in names:
                self.uow.collaborations.end_membership(membership.id, self.at)
                for run in self.uow.rounds.runs(ROUND):
                    self.uow.rounds.stop_taking_part(run.id, person.id)


def nothing(stand: Stand) -> None:
    """As it begins: everybody fills in."""


def one_is_ready(stand: Stand) -> None:
    stand.handed_in(ANNA, CARLA, DAAN)


def one_has_settled(stand: Stand) -> None:
    stand.handed_in(ANNA, BRAM, CARLA, DAAN)
    stand.settled(example.PRACTICE)


def all_have_settled(stand: Stand) -> None:
    stand.handed_in(ANNA, BRAM, CARLA, DAAN)
    stand.settled(example.PROGRAMME, example.PRACTICE)


def nobody_came_for_one(stand: Stand) -> None:
    stand.without(CARLA, DAAN)
    stand.handed_in(ANNA, BRAM)
    stand.settled(example.PROGRAMME)


def nobody_leads(stand: Stand) -> None:
    all_have_settled(stand)
    stand.without(example.FACILITATOR)


def draft(stand: Stand) -> None:
    stand.comes_to(RoundState.DRAFT)


def revealed(*phases: Phase) -> Callable[[Stand], None]:
    def build(stand: Stand) -> None:
        all_have_settled(stand)
        stand.comes_to(RoundState.REVEALED, phases)

    return build


def rests(stand: Stand) -> None:
    stand.talks(DiscussionState.PAUSED, RunState.OPEN)


def runs(stand: Stand) -> None:
    stand.talks(DiscussionState.RUNNING, RunState.OPEN)


def minutes_of_one(stand: Stand) -> None:
    stand.minutes(example.PROGRAMME)


def minutes_corrected(stand: Stand) -> None:
    stand.minutes(example.PROGRAMME, example.PRACTICE, correction="Nee")


def phase_3(stand: Stand) -> None:
    stand.commits()
    stand.handed_in(CARLA, DAAN, ANNA, phase=Phase.COMMITMENT)


def phase_3_of_one(stand: Stand) -> None:
    phase_3(stand)
    stand.closed(example.PROGRAMME)


def year(stand: Stand) -> None:
    stand.over(stand.at.date())


def year_later(stand: Stand) -> None:
    stand.over(date(2027, 8, 1))


ALL = tuple(Phase)
LEADER = "de begeleider"
PROGRAMME, PRACTICE = example.PROGRAMME, example.PRACTICE
FILL, SETTLE, SHOW = "fase 1 invullen", "de versie vaststellen", "onthullen"
TALK = "het gesprek beginnen, met /gesprek in de groep"
GOES_ON = "het gesprek heeft pauze en gaat verder met /gesprek in de groep"
CHECK, FIX = "het verslag nakijken", "het verslag vaststellen"
COMMIT, CLOSE, YEAR = "fase 3 invullen", "fase 3 afsluiten", "kiezen of er een nieuwe ronde komt"

STATES: dict[str, tuple[Callable[[Stand], None], dict[str, list[str]]]] = {
    "not open": (
        draft,
        {
            "Bo": ["jou: de ronde openen"],
            "Anna": [f"{LEADER}: de ronde openen"],
            "Daan": [f"{LEADER}: de ronde openen"],
        },
    ),
    "everybody fills in": (
        nothing,
        {
            "Bo": [f"{ANNA}, {BRAM}, {CARLA}, {DAAN}: {FILL}"],
            "Anna": [f"jou, {BRAM}, {PRACTICE}: {FILL}"],
            "Daan": [f"{PROGRAMME}, jou, {CARLA}: {FILL}"],
        },
    ),
    "one has to hand in, the others to settle": (
        one_is_ready,
        {
            "Bo": [f"{BRAM}: {FILL}", f"{CARLA}: {SETTLE}"],
            "Anna": [f"{BRAM}: {FILL}", f"{PRACTICE}: {SETTLE}"],
            "Bram": [f"jou: {FILL}", f"{PRACTICE}: {SETTLE}"],
            "Daan": [f"{PROGRAMME}: {FILL}", f"{CARLA}: {SETTLE}"],
        },
    ),
    "one has to settle": (
        one_has_settled,
        {"Bo": [f"{ANNA}: {SETTLE}"], "Bram": [f"{ANNA}: {SETTLE}"], "Daan": [f"{PROGRAMME}: {SETTLE}"]},
    ),
    "not revealed": (
        all_have_settled,
        {"Bo": [f"jou: {SHOW}"], "Anna": [f"{LEADER}: {SHOW}"], "Daan": [f"{LEADER}: {SHOW}"]},
    ),
    "nobody came for a partner": (
        nobody_came_for_one,
        {"Bo": [f"{PRACTICE}: daar doet nog niemand mee"], "Anna": [f"{PRACTICE}: daar doet nog niemand mee"]},
    ),
    "nobody leads": (nobody_leads, {"Anna": [f"iemand die de begeleiding overneemt: {SHOW}"]}),
    "phase 2 has not begun": (revealed(*ALL), {"Bo": [f"jou: {TALK}"], "Anna": [f"{LEADER}: {TALK}"]}),
    "phase 3 is not open": (
        revealed(Phase.PREPARATION, Phase.COMMITMENT),
        {"Bo": ["jou: fase 3 openen"], "Daan": [f"{LEADER}: fase 3 openen"]},
    ),
    "no phase is left": (
        revealed(Phase.PREPARATION),
        {"Bo": ["jou: de ronde afsluiten"], "Daan": [f"{LEADER}: de ronde afsluiten"]},
    ),
    "the talk goes on": (runs, {"Bo": [], "Anna": []}),
    "the talk rests": (rests, {"Bo": [f"jou: {GOES_ON}"], "Anna": [f"{LEADER}: {GOES_ON}"]}),
    "minutes wait for a partner": (
        minutes_of_one,
        {"Bo": [f"{CARLA}: {CHECK}"], "Anna": [f"{PRACTICE}: {CHECK}"], "Daan": [f"{CARLA}: {CHECK}"]},
    ),
    "minutes wait for who leads": (minutes_corrected, {"Bo": [f"jou: {FIX}"], "Anna": [f"{LEADER}: {FIX}"]}),
    "phase 3 is not closed": (
        phase_3,
        {
            "Bo": [f"{BRAM}: {COMMIT}", f"{CARLA}: {CLOSE}"],
            "Anna": [f"{BRAM}: {COMMIT}", f"{PRACTICE}: {CLOSE}"],
            "Daan": [f"{PROGRAMME}: {COMMIT}", f"{CARLA}: {CLOSE}"],
        },
    ),
    "phase 3 of one is not closed": (phase_3_of_one, {"Bo": [f"{CARLA}: {CLOSE}"], "Anna": [f"{PRACTICE}: {CLOSE}"]}),
    "the year waits for an answer": (
        year,
        {
            "Bo": [f"jou, {ANNA}, {CARLA}: {YEAR}"],
            "Bram": [f"{LEADER}, {ANNA}, {PRACTICE}: {YEAR}"],
        },
    ),
    "the year is not over": (year_later, {"Bo": [], "Anna": []}),
}


def read(uow: UnitOfWork, town: Town, who: str) -> list[str]:
    content = texts()
    stage = TurnContext(uow, town.now, content, HOUSE, fresh=lambda: "", chat=ChatId(0))
    round_: Round = uow.rounds.get(ROUND)
    person: Person | None = uow.people.in_chat(town.phone(who).chat.id)
    assert person is not None
    lines = [markup.plain(str(content.phrases.html(line))) for line in lines_for(stage, person, round_)]
    return [line.removeprefix(f"{example.NAME} wacht op ").removesuffix(".") for line in lines]


@pytest.mark.parametrize("state", STATES)
def test_each_role_reads_for_whom_a_round_waits(town: Town, state: str):
    build, told = STATES[state]
    town.database.run_sync(lambda uow: build(Stand(uow, town)))
    assert {who: town.database.run_sync(lambda uow, who=who: read(uow, town, who)) for who in told} == told


@pytest.mark.parametrize("state", STATES)
def test_home_never_says_that_nothing_waits_while_the_round_does(town: Town, state: str):
    build, told = STATES[state]
    town.database.run_sync(lambda uow: build(Stand(uow, town)))

    def waits(uow: UnitOfWork) -> bool:
        stage = TurnContext(uow, town.now, texts(), HOUSE, fresh=lambda: "", chat=ChatId(0))
        return any(True for _ in waits_of(stage, uow.rounds.get(ROUND)))

    waiting = town.database.run_sync(waits)
    for who in told:
        for command in ("/menu", "/verder"):
            town.take(town.phone(who).types(command))
            text = town.phone(who).newest.text
            assert not (waiting and "Er staat nu niets voor je klaar" in text), f"{who}: {text}"
            assert waiting or "wacht op" not in text


@pytest.mark.parametrize("state", ["not revealed", "phase 2 has not begun", "minutes wait for a partner"])
def test_home_and_overview_say_for_whom_a_round_waits_beside_a_change_that_was_begun(town: Town, state: str):
    build, told = STATES[state]
    town.database.run_sync(lambda uow: build(Stand(uow, town)))
    bo = town.phone("Bo")
    for step in ("/overzicht", "Meer", "Aanpassen", "Later verder"):
        town.take(bo.types(step) if step.startswith("/") else bo.taps(step))
    for command in ("/menu", "/overzicht"):
        town.take(bo.types(command))
        for line in told["Bo"]:
            mine = state == "not revealed" and command == "/menu"  # a button leads to it
            assert mine or f"wacht op {line}." in bo.newest.text


def test_the_overview_does_not_say_twice_who_fills_in(town: Town):
    town.take(town.phone("Bo").types("/overzicht"))
    assert FILL not in town.phone("Bo").newest.text


def test_home_leads_whoever_fixes_the_minutes_to_them(town: Town):
    town.database.run_sync(lambda uow: minutes_corrected(Stand(uow, town)))
    bo = town.phone("Bo")
    town.take(bo.types("/menu"))
    town.take(bo.taps("Naar het verslag"))
    assert "verslag van fase 2" in bo.newest.text


def test_who_is_waited_for_does_not_read_that_they_will_hear(town: Town):
    def build(uow: UnitOfWork) -> None:
        all_have_settled(Stand(uow, town))
        rests(Stand(uow, town))

    town.database.run_sync(build)
    later = "Als er iets te doen is, hoor je van mij."
    for who, hears in (("Bo", False), ("Anna", True)):
        town.take(town.phone(who).types("/verder"))
        assert "heeft pauze" in town.phone(who).newest.text
        assert (later in town.phone(who).newest.text) is hears
