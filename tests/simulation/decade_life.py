"""A collaboration that lives: people come and go, rounds open, are settled and close."""

from datetime import timedelta

from decade_answers import NO_TALK, Answers
from decade_facts import Place
from decade_world import Human, World

from bot.dialogs.people import actions as members
from bot.dialogs.rounds.actions import close_round, enter_open_runs, go_on, open_round
from bot.dialogs.settling.actions import settle
from bot.dialogs.settling.dialog.talk import Settle
from bot.domain.collaboration import PartnerKind, Role
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import ChatId, CollaborationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RoundMode, RoundState
from bot.rooms import HOUSE
from bot.turn.context import TurnContext

ZONES = ("Europe/Amsterdam",) * 7 + ("Atlantic/Canary", "America/Curacao", "America/Curacao")
PHASES = (
    frozenset({Phase.PREPARATION}),
    frozenset({Phase.PREPARATION, Phase.COMMITMENT}),
    frozenset({Phase.COMMITMENT}),
)
ROLES = (Role.MANAGER, Role.PARTICIPANT, Role.PARTICIPANT, Role.PROCESS_FACILITATOR, Role.STAKEHOLDER)


class Life:
    """One collaboration in a world."""

    def __init__(self, world: World, answers: Answers, number: int) -> None:
        self.world = world
        self.answers = answers
        self.number = number
        self.id = 0
        self.partners: list[int] = []
        self._expected: int | None = None

    @property
    def place(self) -> Place:
        return self.world.oracle.places[self.id]

    def begin(self) -> None:
        """Made with its people; the first round opens within weeks."""
        chance = self.world.chance
        kinds = [PartnerKind.PROGRAMME, PartnerKind.PRACTICE, PartnerKind.PRACTICE][: chance.randint(1, 3)]

        def deed(stage: TurnContext) -> None:
            made = stage.uow.collaborations.add(f"HLO {self.number}", stage.at)
            self.id = made.id
            self.partners = [
                stage.uow.collaborations.add_partner(made.id, f"P{n}", kind, None, None).id
                for n, kind in enumerate(kinds)
            ]
            version = stage.texts.instrument.content_version
            stage.uow.rounds.add(made.id, RoundMode.APART, chance.choice(PHASES), version, None)

        self.world.act(None, deed)
        self.world.set_zone(self.id, chance.choice(ZONES))
        self.world.changed(self.id)
        self.join(None, Role.FACILITATOR)
        for partner in self.partners:
            for role in chance.sample(ROLES, chance.randint(1, 3)):
                self.join(partner, role)
        self.world.plan(self.world.days(0, 40), self.look)

    # --- people ---

    def join(self, partner: int | None, role: Role, who: Human | None = None) -> None:
        """Somebody comes in as by an invitation: new, or somebody who is elsewhere already."""
        world = self.world
        here = set(self.place.people())
        others = [h for h in world.humans.values() if h.id not in here]
        human = who or (world.chance.choice(others) if others and world.chance.random() < 0.15 else None)
        made: list[int] = []

        def deed(stage: TurnContext) -> None:
            name = f"{role.value.capitalize()}{self.number}.{len(world.humans)}"
            chat = ChatId(human.chat if human else 1000 + len(world.humans))
            person = stage.uow.people.in_chat(chat) or stage.uow.people.add(chat, name, "1", stage.at)
            made[:] = [person.id]
            place = PartnerId(partner) if partner else None
            membership = stage.uow.collaborations.add_membership(
                person.id, CollaborationId(self.id), place, role, stage.at
            )
            enter_open_runs(stage, membership)

        world.act(None, deed)
        if human is None:
            chat = 1000 + len(world.humans)
            world.meet(Human(made[0], chat, f"person {made[0]}"))
        world.changed(self.id, people=(made[0],))

    def leave(self) -> None:
        if len(self.place.members) < 3:
            return
        gone = self.world.chance.choice(self.place.members)
        self.world.act(self.world.humans[gone.person], lambda stage: members.end(stage, gone))
        for run, owing in self.place.runs:
            if gone.person in owing and run.partner == gone.partner:
                self.world.oracle.log.anew(gone.person, "fase", run.id)
        self.world.changed(self.id, people=(gone.person,))
        if self.world.chance.random() < 0.4 and gone.partner is not None:
            back = self.world.humans[gone.person]
            self.world.plan(self.world.days(1, 60), lambda: self.come_back(gone.partner, gone.role, back))

    def come_back(self, partner: int, role: Role, who: Human) -> None:
        if who.id not in self.place.people():
            self.join(partner, role, who)

    def hand_over(self) -> None:
        """Somebody else leads, or manages."""
        leading = [m for m in self.place.members if m.role in (Role.FACILITATOR, Role.MANAGER)]
        if not leading:
            return
        mine = self.world.chance.choice(leading)
        others = [m.person for m in self.place.members if m.person != mine.person and mine.partner in (None, m.partner)]
        if not others or mine.person in [m.person for m in self.place.members if m.id != mine.id]:
            return
        to = PersonId(self.world.chance.choice(others))
        self.world.act(self.world.humans[mine.person], lambda stage: members.hand_over(stage, mine.id, to))
        self.world.changed(self.id, people=(mine.person, to))

    def leader(self) -> Human | None:
        found = [m.person for m in self.place.members if m.role is Role.FACILITATOR]
        return self.world.humans[found[0]] if found else None

    # --- rounds ---

    def look(self) -> None:
        """From time to time somebody looks where the round is, and goes on with it."""
        round_ = self.place.round
        state = round_.state
        self.world.plan(self.world.days(15, 60), self.look)
        if state == "draft":
            self.open_round(round_)
        elif state == "preparation" and self.world.chance.random() < 0.5:
            self.settle(round_)
        elif state == "commitment" and self.world.chance.random() < 0.5:
            self.world.act(None, lambda stage: close_round(stage, stage.uow.rounds.get(round_.id)))
        if state != self.place.round.state or state in ("draft", "preparation", "commitment"):
            self.world.changed(self.id)
            self._will_hand_in()
            self._check_year()

    def open_round(self, round_) -> None:
        """Half of the rounds have a deadline."""
        chance = self.world.chance
        today = self.world.now.date()
        deadline = today + timedelta(days=chance.randint(2, 60)) if chance.random() < 0.5 else None

        def deed(stage: TurnContext) -> None:
            stage.uow.rounds.change(round_.id, round_.mode, chance.choice(PHASES), deadline)
            open_round(stage, round_.id)

        self.world.act(self.leader(), deed)

    def settle(self, round_) -> None:
        """Whoever takes part settles, all is revealed, and the round goes on."""
        chance = self.world.chance
        hoped = FilledMotive("m1", "Motief", None, Choice.YES, "Meer tijd" if chance.random() < 0.7 else None)
        form = FilledForm((hoped,))

        def deed(stage: TurnContext) -> None:
            for run in stage.uow.rounds.runs(RoundId(round_.id)):
                parts = [p for p in stage.uow.rounds.participants(run.id) if p.handed_in_at is not None]
                here = [s for p in parts if (s := stage.uow.rounds.standing(run.id, p.person)) is not None]
                if run.state == "open" and here:
                    theirs = TurnContext(stage.uow, stage.at, stage.texts, HOUSE, stage.fresh, here[0].person.chat)
                    settle(theirs, Settle(RunId(run.id), form), NO_TALK, anyway=True)
                    stage.outgoing += theirs.outgoing
            versions = [stage.uow.settlements.latest(run.id) for run in stage.uow.rounds.runs(round_.id)]
            stage.uow.settlements.reveal(round_.id, [v.id for v in versions if v is not None], stage.at)
            stage.uow.rounds.set_state(round_.id, RoundState.REVEALED)
            go_on(stage, round_.id)

        self.world.act(self.leader(), deed)

    def _will_hand_in(self) -> None:
        """Most people do so some day, also without being asked."""
        for run, owing in self.place.runs:
            for person in sorted(owing):
                if self.world.chance.random() < 0.3:
                    self.world.plan(self.world.days(0.1, 40), lambda r=run.id, p=person: self._hand_in(p, r))

    def _hand_in(self, person: int, run: int) -> None:
        self.answers.hand_in(self.world.humans[person], run)
        self.world.changed(self.id, people=(person,))

    def _check_year(self) -> None:
        """Eleven months after a round closed is the day on which the next is asked for."""
        round_ = self.place.round
        if round_.state == "closed" and self._expected != round_.id:
            self._expected = round_.id
            self.world.oracle.closed(self.place)
