"""A collaboration with two rounds and three partners in which there is something of everything, to make reports of."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.bootstrap import texts
from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, Repeat, Terms
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionId, DiscussionState
from bot.dialogs.commitment.actions import round_closed
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import SharedAnswer, Stand, Statement, level_of
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.instruments.rules import InstrumentRun, InstrumentRunId
from bot.dialogs.people.dialog import CONSENT_VERSION
from bot.dialogs.preparation.dialog.form import FOR_NOW, LANDING
from bot.domain.collaboration import Collaboration, Partner, PartnerKind, Person, Role
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, PersonId
from bot.domain.motive import Choice, Term, outcome_of
from bot.domain.rounds import Phase, PhaseRun, Round, RoundMode, RoundState, RunState
from bot.engine.model import Answer, Chosen, Picked, Skipped, StepId, Written
from bot.phone.door import phone_doors
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing
from bot.turn.runner import Runner
from bot.typesetting.minutes import Confirmation, Counted, Discussed, Minutes, MinutesGoal, Point
from storage.database import Database

BEGAN = datetime(2025, 9, 2, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NAME = "HLO Zorg in de wijk"

OUTCOMES = (
    "Zes studenten per jaar die na hun stage bij ons komen werken",
    "Docenten die weten wat er nu speelt in de wijk, en dat terugbrengen in hun lessen",
    "Elk kwartaal een casus uit de praktijk in de klas",
    "Een netwerk waarin we elkaar bellen zonder eerst een formulier in te vullen",
    "Minder uitval in het eerste jaar",
)


@dataclass(frozen=True)
class Place:
    """Somebody of the example."""

    name: str
    partner: int
    """Which partner, from 0; -1 for whoever leads."""
    role: Role


PARTNERS = (
    ("Opleiding Verpleegkunde", PartnerKind.PROGRAMME),
    ("Zorggroep Noord", PartnerKind.PRACTICE),
    ("Gemeente Oost", PartnerKind.PRACTICE),
)
PEOPLE = (
    Place("Bo Begeleider", -1, Role.FACILITATOR),
    Place("Anna Docent", 0, Role.MANAGER),
    Place("Bram Coach", 0, Role.PARTICIPANT),
    Place("Carla Zorg", 1, Role.MANAGER),
    Place("Daan Wijk", 1, Role.PARTICIPANT),
    Place("Els Beleid", 2, Role.MANAGER),
)


@dataclass(frozen=True)
class Word:
    """A text that stands in one place only: of what kind it is, of whom, and of which partner (from 0; -1 for all)."""

    kind: str
    who: str
    partner: int


@dataclass(frozen=True)
class Plan:
    """How far people have come. Of people by first name, of partners by their place."""

    handed: frozenset[str] | None = None
    """Who handed in phase 1; None for everybody."""
    settled: frozenset[int] | None = None
    revealed: bool = True
    talked: bool = True
    committed: frozenset[str] | None = None
    """Who handed in phase 3."""
    level: str = ""
    """At which level all answers of phase 3 are meant; else each at another."""
    shared: frozenset[str] | None = None
    """Who shares with partners what may be shared; None for one answer of everybody."""
    stated_shared: bool = True
    closed: bool = False
    instrument: frozenset[str] | None = None
    """Who handed in the other instrument."""


def among(some: frozenset[Any] | None, one: Any) -> bool:
    return some is None or one in some


@dataclass
class ReportWorld:
    """The example, with everything in it by name."""

    database: Database
    town: Town
    partners: tuple[tuple[str, PartnerKind], ...] = PARTNERS
    people: tuple[Place, ...] = PEOPLE
    outcomes: Sequence[str] = OUTCOMES
    by_name: dict[str, Person] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    planted: dict[str, Word] | None = None
    """Where texts are planted: each with what it is. None for an example that reads like one."""

    @property
    def instrument(self) -> Instrument:
        return self.town.runner.texts.instrument

    def do(self, work: Any) -> Any:
        return self.database.run_sync(work)

    def ctx(self, uow: UnitOfWork, who: str) -> TurnContext:
        return self.town.runner.ctx(uow, self.town.now, self.by_name[who].chat)

    def words(self, kind: str, who: str, partner: int, otherwise: str) -> str:
        """A text that stands nowhere else, where texts are planted."""
        if self.planted is None:
            return otherwise
        text = f"geheim{len(self.planted):04d}"
        self.planted[text] = Word(kind, who, partner)
        return text

    def first(self, person: Person) -> str:
        return person.name.split()[0]

    # --- making it ---

    def begin(self, *, rounds: int = 2, newest: Plan | None = None) -> None:
        """The collaboration and its rounds; of each all phases. `newest` is how far people are in the last one."""
        self.do(self._people)
        for year in range(rounds):
            self.plan = newest if newest is not None and year == rounds - 1 else self.plan
            self.do(lambda uow, year=year: self._round(uow, year, last=year == rounds - 1))
        self.town.now = NOW

    def _people(self, uow: UnitOfWork) -> None:
        place = uow.collaborations.add(NAME, BEGAN)
        partners = [uow.collaborations.add_partner(place.id, name, kind, None, None) for name, kind in self.partners]
        for number, one in enumerate(self.people):
            phone = self.town.phone(one.name.split()[0])
            person = uow.people.add(ChatId(phone.chat.id), one.name, CONSENT_VERSION, BEGAN)
            self.by_name[one.name.split()[0]] = person
            partner = partners[one.partner].id if one.partner >= 0 else None
            uow.collaborations.add_membership(person.id, place.id, partner, one.role, BEGAN + timedelta(minutes=number))

    def _round(self, uow: UnitOfWork, year: int, *, last: bool) -> None:
        at = BEGAN + timedelta(days=364 * year)
        place = uow.collaborations.all()[0]
        version = self.instrument.content_version
        round_ = uow.rounds.add(place.id, RoundMode.APART, frozenset(Phase), version, deadline=None)
        uow.rounds.set_state(round_.id, RoundState.PREPARATION, at)
        round_ = uow.rounds.get(round_.id)
        self._phase_1(uow, place, round_, year, at)
        self._phase_2(uow, place, round_, at)
        self._phase_3(uow, place, round_, at)
        self._agreements(uow, place, round_, at)
        if last:
            self._instrument(uow, place, at)
        else:
            uow.rounds.close(round_.id, at + timedelta(days=60))
            ctx = self.ctx(uow, next(iter(self.by_name)))
            round_closed(ctx, uow.rounds.get(round_.id))
            for run in uow.rounds.runs(round_.id):
                uow.rounds.set_run_state(run.id, RunState.CLOSED)

    def _here(self, uow: UnitOfWork, partner: Partner) -> list[Person]:
        found = uow.collaborations.members(partner.collaboration)
        return [person for m, person in found if m.partner == partner.id and m.role.fills_in]

    def _phase_1(self, uow: UnitOfWork, place: Collaboration, round_: Round, year: int, at: datetime) -> None:
        versions = []
        for index, partner in enumerate(uow.collaborations.partners(place.id)):
            people = self._here(uow, partner)
            run = uow.rounds.add_run(round_.id, Phase.PREPARATION, partner.id, RunState.OPEN, at)
            for person in people:
                self._fills_in(uow, run, partner, person, index, year, at)
            if people and among(self.plan.settled, index):
                form = self.form_of(partner.kind, index, year, "settled", "")
                versions.append(
                    uow.settlements.add(
                        run=run.id,
                        partner=partner.id,
                        form=form,
                        settled_by=people[0].id,
                        at=at + timedelta(days=9),
                        with_manager=True,
                        after_reveal=False,
                    )
                )
                uow.rounds.set_run_state(run.id, RunState.SETTLED)
        if versions and self.plan.revealed:
            uow.settlements.reveal(round_.id, [one.id for one in versions], at + timedelta(days=14))
            uow.rounds.set_state(round_.id, RoundState.REVEALED)

    def form_of(self, kind: PartnerKind, index: int, year: int, what: str = "", who: str = "") -> FilledForm:
        """Every third motive otherwise, and one more of their own."""
        choices = (Choice.YES, Choice.SOMEWHAT, Choice.YES, Choice.NO, Choice.YES)
        motives = []
        for number, motive in enumerate(self.instrument.form(kind).motives):
            if number == 6:
                continue  # left blank
            choice = choices[(number + index + 2 * year * (number % 3 == 0)) % 5]
            hoped = self.outcomes[(number + index) % len(self.outcomes)]
            told = choice.applies and number % 2 == 0
            outcome = (self.words(what, who, index, hoped) if what else hoped) if told else None
            term = (Term.THIS_YEAR.value, Term.ONE_TO_THREE.value, "als de nieuwe locatie open is")[number % 3]
            motives.append(
                FilledMotive(motive.id, motive.text, motive.cluster, choice, outcome, term if outcome else None)
            )
        own = FilledMotive(
            "own.een", "Samen trots zijn op de wijk", None, Choice.YES, self.outcomes[-2 % len(self.outcomes)], None
        )
        asks = self.instrument.phase1.with_role(ReflectionRole.ASKS)
        offers = self.instrument.phase1.with_role(ReflectionRole.OFFERS)
        assert asks is not None
        assert offers is not None
        said = {
            one.id: "We willen dat studenten de hele wijk leren kennen, niet alleen één afdeling."
            for one in self.instrument.phase1.questions
            if one.role is None
        }
        if what == "settled":
            said = {one: self.words(what, who, index, text) for one, text in said.items()}
        said |= {asks.id: "twee begeleiders per week\ntoegang tot casussen", offers.id: "een lokaal\ntijd van docenten"}
        return FilledForm((*motives, own), motives[0].id, said)

    def _fills_in(
        self, uow: UnitOfWork, run: PhaseRun, partner: Partner, person: Person, index: int, year: int, at: datetime
    ) -> None:
        uow.rounds.take_part(run.id, person.id)
        part = next(p for p in uow.rounds.participants(run.id) if p.person == person.id)
        if among(self.plan.handed, self.first(person)):
            uow.rounds.save_participation(replace_part(part, at + timedelta(days=5)))
        answers: dict[StepId, Answer] = {StepId("prep.start"): Chosen("begin")}
        for motive in self.form_of(partner.kind, index, year, "draft", self.first(person)).motives:
            if motive.id.startswith("own."):
                continue
            answers[StepId(motive.id)] = Chosen(motive.choice.value)
            if motive.choice.applies:
                given = motive.outcome
                answers[StepId(outcome_of(motive.id))] = Written(given) if given else Skipped()
        answers |= {StepId("own.add.0"): Chosen("klaar"), LANDING: Chosen(FOR_NOW)}
        for motive in self.instrument.form(partner.kind).motives:
            answers.setdefault(StepId(motive.id), Chosen("nee"))
        self.talk(uow, "preparation", person, run.id, answers, at)
        guess: dict[StepId, Answer] = {
            StepId(one.id): Chosen(("ja", "enigszins", "ja")[number % 3])
            for number, one in enumerate(self.instrument.quick_scan.questions)
        }
        self.talk(uow, "quick_scan", person, run.id, guess, at)

    def talk(
        self, uow: UnitOfWork, dialog: str, person: Person, subject: int, answers: Mapping[StepId, Answer], at: datetime
    ) -> None:
        """A talk that was held."""
        version = self.instrument.content_version
        held = uow.conversations.add(dialog, person.chat, person.id, subject, version, at)
        uow.conversations.save_answers(held.id, {}, answers, at)

    def _phase_2(self, uow: UnitOfWork, place: Collaboration, round_: Round, at: datetime) -> None:
        names = tuple(one.name for one in uow.collaborations.partners(place.id))
        first, last = names[0], names[-1]
        run = uow.rounds.add_run(round_.id, Phase.ALIGNMENT, None, RunState.OPEN, at)
        chat = ChatThread(ChatId(-1000 - round_.id))
        leader = next(iter(self.by_name.values()))
        binding = uow.groups.bind(chat, NAME, place.id, None, leader.id, at)
        talk = Discussion(DiscussionId(0), run.id, binding.id, leader.id, at + timedelta(days=21))
        talk = uow.get(DISCUSSIONS).add(talk)
        questions = self.instrument.phase2.questions
        counted = tuple(Counted(name, (("Ja", 2), ("Enigszins", 1), ("Nee", 0))) for name in names)
        discussed = tuple(
            Discussed(
                number,
                one.text,
                (
                    Point(first, self.words("talk", "", -1, self.outcomes[0])),
                    Point(last, "Wij zien dat anders: eerst de basis op orde."),
                ),
                counted if number == 4 else (),
            )
            for number, one in enumerate(questions[:4], start=1)
        )
        votes = tuple(Counted(name, (("Akkoord", 2), ("Akkoord met zorg", 0), ("Bezwaar", 0))) for name in names)
        goals = (
            MinutesGoal(
                self.words("talk", "", -1, "In juni 2027 leiden we samen twaalf mensen op."), True, votes, (), ()
            ),
            MinutesGoal(
                "We delen één rooster.", False, votes, (Point(last, "Wie houdt dat bij?"),), (Point(first, "Te vroeg"),)
            ),
        )
        found = Minutes(
            NAME, names, "dinsdag 23 september", "begeleider", discussed, goals,
            tuple(Confirmation(name, True, "Het ging om twaalf, niet tien." if name == last else "") for name in names),
            True, "", "",
        )  # fmt: skip
        uow.get(DISCUSSIONS).fix(talk.id, json.dumps(asdict(found), ensure_ascii=False), at + timedelta(days=25))
        if self.plan.talked:
            uow.get(DISCUSSIONS).save(replace_state(talk))
        uow.rounds.set_run_state(run.id, RunState.CLOSED)
        private = next(one for one in questions if one.kind == "private")
        for index, partner in enumerate(uow.collaborations.partners(place.id)):
            for person in self._here(uow, partner):
                uow.get(DISCUSSIONS).take_home(talk.id, person.id, [partner.id])
                taken = self.words("home", self.first(person), index, f"Ik neem mee: {self.outcomes[-1]}")
                answers: dict[StepId, Answer] = {StepId(private.id): Written(taken)}
                self.talk(uow, "take_home", person, run.id, answers, at)

    def _phase_3(self, uow: UnitOfWork, place: Collaboration, round_: Round, at: datetime) -> None:
        uow.rounds.set_state(round_.id, RoundState.COMMITMENT)
        phase3 = self.instrument.phase3
        for index, partner in enumerate(uow.collaborations.partners(place.id)):
            run = uow.rounds.add_run(round_.id, Phase.COMMITMENT, partner.id, RunState.OPEN, at)
            for person in self._here(uow, partner):
                uow.rounds.take_part(run.id, person.id)
                part = next(p for p in uow.rounds.participants(run.id) if p.person == person.id)
                name = self.first(person)
                if among(self.plan.committed, name):
                    uow.rounds.save_participation(replace_part(part, at + timedelta(days=40)))
                answers: dict[StepId, Answer] = {StepId("f3.themes"): Picked(tuple(t.id for t in phase3.themes), True)}
                for number, one in enumerate(phase3.questions[:6]):
                    level = self.plan.level or ("wij_organisatie", "wij_samen", "ik")[number % 3]
                    gives = number == 1 if self.plan.shared is None else name in self.plan.shared and level != "ik"
                    kind = "ik" if level == "ik" else "shared" if gives else "committed"
                    said = self.words(kind, name, index, f"{self.outcomes[number % len(self.outcomes)]} ({number})")
                    answers[StepId(one.id)] = Written(said)
                    answers[StepId(level_of(one.id))] = Chosen(level)
                    if gives:
                        uow.get(COMMITMENTS).share(SharedAnswer(run.id, person.id, one.id))
                self.talk(uow, "commitment", person, run.id, answers, at)
            people = self._here(uow, partner)
            if people:
                kind = "stated shared" if self.plan.stated_shared else "stated"
                condition = self.words(kind, "", index, "als er twee begeleiders zijn")
                when, shared = at + timedelta(days=45), self.plan.stated_shared
                stand = Statement(run.id, Stand.CONDITIONAL, people[0].id, when, condition, "een jaar", shared)
                uow.get(COMMITMENTS).state(stand)

    def _agreements(self, uow: UnitOfWork, place: Collaboration, round_: Round, at: datetime) -> None:
        people = list(self.by_name.values())
        partners = uow.collaborations.partners(place.id)
        for number, (what, days) in enumerate(
            (("Een vast overleg elke maand", 90), ("Twee begeleiders opleiden", 200), ("Casussen verzamelen", 30))
        ):
            due = (at + timedelta(days=days)).date()
            kind = "joint" if number == 0 else "agreed shared" if number != 2 else "agreed"
            what = self.words(kind, "", -1 if number == 0 else number % len(partners), what)
            terms = Terms(
                what, people[1 + number % (len(people) - 1)].id, "", due, due + timedelta(days=90),
                Repeat.QUARTER if number == 0 else Repeat.ONCE, None, number != 2,
                "Als de roosters er zijn, dan plannen we meteen" if number == 1 else None,
            )  # fmt: skip
            owner = None if number == 0 else partners[number % len(partners)].id
            uow.get(AGREEMENTS).add(
                Agreement(
                    AgreementId(0), place.id, owner, people[1].id, terms, at, round_.id, state=AgreementState.OPEN
                )
            )
        wish = Terms("Ooit een eigen pand", None, "")
        uow.get(AGREEMENTS).add(
            Agreement(AgreementId(0), place.id, None, people[1].id, wish, at, round_.id, state=AgreementState.WISH)
        )

    def _instrument(self, uow: UnitOfWork, place: Collaboration, at: datetime) -> None:
        one = self.instrument.sets[0]
        for index, partner in enumerate(uow.collaborations.partners(place.id)[:2]):
            for person in self._here(uow, partner):
                run = InstrumentRun(
                    InstrumentRunId(0), one.id, place.id, partner.id, person.id, at + timedelta(days=50)
                )
                run = uow.get(INSTRUMENTS).add(run)
                name = self.first(person)
                if among(self.plan.instrument, name):
                    uow.get(INSTRUMENTS).hand_in(run.id, at + timedelta(days=51))
                answers: dict[StepId, Answer] = {
                    StepId(q.id): Written(self.words("instrument", name, index, self.outcomes[n % len(self.outcomes)]))
                    for n, q in enumerate(one.questions[:4])
                }
                self.talk(uow, "instrument", person, run.id, answers, at)

    # --- asking for it ---

    def report(self, who: str, form: str, scope: str = "", round_: int = 0) -> Outgoing:
        """The message with the file that somebody gets."""
        person = self.by_name[who]
        phone = self.town.phone(who)
        place = self.do(lambda uow: uow.collaborations.all()[0].id)
        newest = self.do(lambda uow: uow.rounds.all(place)[-1].id)
        before = {one.id for one in self.do(lambda uow: uow.post.waiting())}
        incoming = phone.forges(f"p:rapportmaak:{place}.{round_ or newest}.{scope or 'mij'}.{form}")
        self.town.now += timedelta(seconds=5)
        from bot.turn.incoming import to_json

        self.do(lambda uow: uow.post.receive(incoming.update, to_json(incoming), self.town.now))
        result = self.do(lambda uow: self.town.runner.take(uow, incoming, self.town.now))
        self.do(lambda uow: uow.post.done([one.id for one in result.outgoing], self.town.now))
        assert not before
        return next(one for one in result.outgoing if one.document is not None and one.chat == person.chat)

    def file(self, who: str, form: str, scope: str = "", round_: int = 0) -> bytes:
        """The file as it is sent."""
        from bot.turn.rendering import render

        message = self.report(who, form, scope, round_)
        return render(HOUSE.renderers, message.renderer, message.document or "")

    def partner_of(self, who: str) -> int:
        person = self.by_name[who]
        found = self.do(lambda uow: uow.collaborations.memberships_of(person.id))
        return int(found[0].partner or 0)


def replace_part(part: Any, at: datetime) -> Any:
    from dataclasses import replace

    return replace(part, handed_in_at=at, scanned_at=at)


def replace_state(talk: Discussion) -> Discussion:
    from dataclasses import replace

    return replace(talk, state=DiscussionState.CLOSED)


@contextmanager
def report_world(**changes: Any) -> Iterator[ReportWorld]:
    """The example on a database in memory, before anything is in it."""
    with Database("sqlite://", bot=1) as database:
        town = Town(database, Runner(texts(), HOUSE, phone_doors()), BEGAN)
        yield ReportWorld(database, town, **changes)


__all__ = ["BEGAN", "NAME", "NOW", "PEOPLE", "PersonId", "Place", "ReportWorld", "date", "report_world"]
