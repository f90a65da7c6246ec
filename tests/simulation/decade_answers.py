"""How people answer what came by itself: at once, late, never, `Later`, `Niet meer`, twice, or on an old message."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from decade_facts import Thing
from decade_log import Said
from decade_world import Human, World

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements.dialog import NewDay
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementId
from bot.dialogs.commitment import actions as phase_3
from bot.dialogs.commitment.dialog import HandInCommitment
from bot.dialogs.preparation.actions import hand_in
from bot.dialogs.preparation.dialog.form import HandIn
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import ChatId, ConversationId, RunId
from bot.turn.context import TurnContext
from bot.turn.incoming import Tapped
from bot.turn.records import Conversation

NO_TALK = Conversation(ConversationId(0), "none", ChatId(0), None, 0, "1", datetime(2026, 1, 1, tzinfo=UTC))
"""In place of the conversation a deed comes from."""


class Answers:
    """Plans an answer to each message, and gives it."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.answer = self.plan

    def plan(self, said: Said) -> None:
        world = self.world
        mood = world.chance.random()
        if mood < 0.35:
            world.plan(world.days(0.001, 3), lambda: self.give(said))
        elif mood < 0.5:
            world.plan(world.days(3, 30), lambda: self.give(said))
        elif mood < 0.62:
            world.plan(world.days(0.001, 6), lambda: self.say(said, "later"))
        elif mood < 0.68:
            world.plan(world.days(0.001, 20), lambda: self.say(said, "nietmeer"))

    def _human(self, said: Said) -> Human | None:
        """Whoever blocked the bot answers nothing."""
        return self.world.humans[said.person] if self.world.oracle.people[said.person][2] else None

    def say(self, said: Said, what: str) -> None:
        """`Later` or `Niet meer`, but not in ways that go wrong: see `test_decade_found.py`.

        These are twice `Later`, `Niet meer` on an old message, and either on one of two messages of the same second.
        """
        if any(thing.kind == "jaarvraag" for thing in said.things):
            return  # it has no such buttons
        human = self._human(said)
        log = self.world.oracle.log
        if human is None or any(log.of(said.person, thing).last != said.at for thing in said.things):
            return
        if sum(one.stamp == said.stamp for one in log.said[said.person]) > 1:
            return
        for _ in range(2 if what == "nietmeer" and self.world.chance.random() < self.world.chances.double else 1):
            self.world.take(human, Tapped(f"p:{what}:{said.stamp}", "q", 1))
            if what == "later":
                self.world.oracle.log.later(said, self.world.now)
            else:
                self.world.oracle.log.no_more(said)
            self.world.now += timedelta(seconds=1)
        self.world.changed(people=(said.person,))

    def give(self, said: Said) -> None:
        """Each thing in the message gets its answer, most of the time."""
        human = self._human(said)
        if human is None:
            return
        for thing in said.things:
            if self.world.chance.random() < 0.8:
                getattr(self, thing.kind)(human, thing)
                self.world.now += timedelta(seconds=20)
        places = [place.id for place in self.world.oracle.places_of(said.person)]
        self.world.changed(*places, people=(said.person,))

    def tap(self, human: Human, data: str) -> None:
        self.world.take(human, Tapped(data, "q", 1))

    def fase(self, human: Human, thing: Thing) -> None:
        """Handed in, where they still may."""
        self.hand_in(human, thing.subject)

    def hand_in(self, human: Human, run: int) -> None:
        def deed(stage: TurnContext) -> None:
            standing = stage.uow.rounds.standing(RunId(run), stage.person.id)
            if standing is None or standing.run.state != "open":
                return
            if standing.run.phase.number == 1:
                hand_in(stage, HandIn(RunId(run), FilledForm(())), NO_TALK)
            else:
                phase_3.hand_in(stage, HandInCommitment(RunId(run)), NO_TALK)

        self.world.act(human, deed)

    def afspraak(self, human: Human, thing: Thing) -> None:
        mood = self.world.chance.random()
        if mood < 0.5:
            self.tap(human, f"p:gedaan:{thing.subject}.{thing.day}")
        elif mood < 0.65:
            self.tap(human, f"p:vervalt:{thing.subject}")
        elif self._still(human, thing):
            due = self.world.now.date() + timedelta(days=self.world.chance.randint(1, 150))

            def deed(stage: TurnContext) -> None:
                with suppress(DomainError):
                    agreements.run_on(stage, NewDay(AgreementId(thing.subject), due), NO_TALK)

            self.world.act(human, deed)

    def vooraf(self, human: Human, thing: Thing) -> None:
        answer = self.world.chance.choice(("opschema", "nietbegonnen", "hulp", "vooraf"))
        self.tap(human, f"p:{answer}:{thing.subject}" + ("" if answer == "vooraf" else f".{thing.deadline}"))

    def _still(self, human: Human, thing: Thing) -> bool:
        """Whether it is open for this person: the page would refuse, and the deed behind it relies on that."""
        now = self.world.program.look(lambda uow: uow.get(AGREEMENTS).get(AgreementId(thing.subject)))
        return any(p.id == now.collaboration for p in self.world.oracle.places_of(human.id))

    def terugblik(self, human: Human, thing: Thing) -> None:
        result = self.world.chance.choice(("behaald", "deels", "nog_niet", "vervallen"))
        self.tap(human, f"p:terugblik:{thing.subject}.{result}.{thing.day}")

    def polsslag(self, human: Human, thing: Thing) -> None:
        for place in self.world.oracle.places_of(human.id):
            if place.round is not None and place.round.id == thing.subject:
                for motive in sorted(set[str]().union(*place.outcomes.values())):
                    self.tap(human, f"p:polszet:{thing.subject}.ja.{motive}")

    def jaarvraag(self, human: Human, thing: Thing) -> None:
        choice = self.world.chance.choices(("nieuweronde", "maandlater", "jaaroverslaan"), (6, 3, 1))[0]
        places = (p for p in self.world.oracle.places.values() if p.round is not None and p.round.id == thing.subject)
        yearly = next((p.yearly for p in places if p.yearly is not None), None)
        asked = "" if choice == "nieuweronde" or yearly is None else f".{yearly.on}"
        self.tap(human, f"p:{choice}:{thing.subject}{asked}")
