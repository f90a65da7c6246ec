"""What happens at random in a collaboration and to the program: agreements, paces, blocks, nudges, days, outages."""

from contextlib import suppress
from datetime import timedelta

from decade_answers import NO_TALK, Answers
from decade_life import ROLES, Life
from decade_world import Human, World

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements.dialog import Agree
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementId, Repeat, Terms
from bot.dialogs.collaborations.actions import adjust
from bot.dialogs.collaborations.dialog import Adjust
from bot.dialogs.years import actions as years
from bot.dialogs.years.dialog import AskOn
from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId
from bot.turn.context import TurnContext
from bot.turn.incoming import CameOrWent, Tapped

PACES = ("meteen", "meteen", "wekelijks", "uit")


class Happenings:
    """One thing after the other in one collaboration."""

    def __init__(self, life: Life, every: float) -> None:
        self.life = life
        self.world = life.world
        self.every = every
        self.what = (
            [self.agree] * 5
            + [self.change] * 2
            + [self.pass_on, self.life.leave, self.life.hand_over, self.block, self.pace, self.ask_on]
            + [self.newcomer, self.newcomer]
            + [self.nudge] * 5
            + [self.deadline] * 2
        )

    def go_on(self) -> None:
        self.world.plan(timedelta(days=self.world.chance.expovariate(1 / self.every)), self.go_on)
        if self.life.place.members:
            self.world.chance.choice(self.what)()
        else:
            self.life.join(None, Role.FACILITATOR)

    def someone(self) -> Human:
        return self.world.humans[self.world.chance.choice(self.life.place.people())]

    def newcomer(self) -> None:
        """Not as somebody who leads: see `test_decade_found.py`."""
        if len(self.life.place.members) < 9:
            self.life.join(self.world.chance.choice(self.life.partners), self.world.chance.choice(ROLES))

    # --- agreements ---

    def _terms(self, partner: int | None) -> Terms:
        chance = self.world.chance
        circle = [m.person for m in self.life.place.members if partner in (None, m.partner)]
        owner = PersonId(chance.choice(circle)) if circle and chance.random() < 0.8 else None
        due = self.world.now.date() + timedelta(days=chance.choice((0, chance.randint(1, 20), chance.randint(1, 300))))
        back = due + timedelta(days=chance.randint(0, 200)) if chance.random() < 0.5 else None
        return Terms("Iets", owner, "" if owner else "Iemand", due, back, chance.choice(list(Repeat)))

    def agree(self) -> None:
        """Several at once, as at the end of phase 3; now and then so many for one day that they do not fit."""
        chance = self.world.chance
        maker = chance.choice(self.life.place.members)
        partner = maker.partner if chance.random() < 0.7 else None
        many = chance.choices((1, 2, 4, 9), (20, 6, 3, 1))[0]
        same = self._terms(partner) if many == 9 else None
        for _ in range(many):
            terms = same or self._terms(partner)

            def deed(stage: TurnContext, terms: Terms = terms) -> None:
                place = PartnerId(partner) if partner else None
                made = agreements.begin(stage, CollaborationId(self.life.id), place)
                agreements.agree(stage, Agree(made.id, terms), NO_TALK)

            self.world.act(self.world.humans[maker.person], deed)
        self.world.changed(self.life.id)

    def _open(self):
        found = [one for one in self.life.place.agreements if one.state == "open"]
        return self.world.chance.choice(found) if found else None

    def change(self) -> None:
        one = self._open()
        if one is not None:
            terms = self._terms(one.partner)
            who = self.world.humans[one.maker]
            self.world.act(who, lambda stage: agreements.agree(stage, Agree(AgreementId(one.id), terms), NO_TALK))
            if terms.owner is not None and terms.owner != one.terms.owner:
                self.world.oracle.log.anew(terms.owner, "afspraak", one.id)
            self.world.changed(self.life.id)

    def pass_on(self) -> None:
        """Handed over: the new owner is asked anew."""
        one = self._open()
        members = [m for m in self.life.place.members if one and one.partner in (None, m.partner)]
        others = [m.person for m in members if m.person != one.terms.owner]
        if one is None or not others:
            return
        to = PersonId(self.world.chance.choice(others))
        who = self.world.humans[one.maker]
        self.world.act(who, lambda stage: agreements.hand_over(stage, stage.uow.get(AGREEMENTS).get(one.id), to))
        self.world.oracle.log.anew(to, "afspraak", one.id)
        self.world.changed(self.life.id)

    # --- what people want to hear ---

    def block(self) -> None:
        """The bot is blocked, and mostly comes back."""
        who = self.someone()
        self.world.take(who, CameOrWent(here=False))
        self.world.changed(people=(who.id,))
        self.world.plan(self.world.days(1, 60), lambda: self._unblock(who))

    def _unblock(self, who: Human) -> None:
        self.world.take(who, CameOrWent(here=True))
        self.world.changed(people=(who.id,))

    def pace(self) -> None:
        who = self.someone()
        if self.world.oracle.people[who.id][2]:
            self.world.take(who, Tapped(f"p:tempo:{self.world.chance.choice(PACES)}", "q", 1))
            self.world.changed(people=(who.id,))

    # --- what whoever leads does ---

    def nudge(self) -> None:
        leader = self.life.leader()
        if leader is not None and self.life.place.runs:
            self.world.take(leader, Tapped(f"p:herinner:{self.life.place.round.id}", "q", 1))
            self.world.changed(self.life.id)

    def deadline(self) -> None:
        """Another deadline, or none any more."""
        leader, round_ = self.life.leader(), self.life.place.round
        if leader is None or round_.state not in ("preparation", "commitment"):
            return
        chance = self.world.chance
        day = self.world.now.date() + timedelta(days=chance.randint(1, 30))
        none = chance.random() < 0.2
        command = Adjust(CollaborationId(self.life.id), deadline=None if none else day, without_deadline=none)
        self.world.act(leader, lambda stage: adjust(stage, command, NO_TALK))
        self.world.changed(self.life.id)

    def ask_on(self) -> None:
        """Another day for the yearly question, as it fits the academic year."""
        place = self.life.place
        if place.yearly is None or place.yearly.decision != "wacht" or place.round.state != "closed":
            return
        day = self.world.now.date() + timedelta(days=self.world.chance.randint(1, 120))

        def deed(stage: TurnContext) -> None:
            with suppress(DomainError):
                years.ask_on(stage, AskOn(RoundId(place.round.id), day), NO_TALK)

        self.world.act(self.someone(), deed)
        self.world.changed(self.life.id)


class Trouble:
    """The program is down now and then, and its clock is set back."""

    DOWN = ((0.0005, 0.05), (0.05, 1), (1, 5), (5, 20), (20, 120))
    OFTEN = (20, 6, 4, 1, 0.2)

    def __init__(self, world: World) -> None:
        self.world = world
        self._later(world.chances.out_every, self.out)
        self._later(world.chances.clock_every, self.back)

    def _later(self, every: float, what) -> None:
        self.world.plan(timedelta(days=self.world.chance.expovariate(1 / every)), what)

    def out(self) -> None:
        """Minutes to months."""
        low, high = self.world.chance.choices(self.DOWN, self.OFTEN)[0]
        self.world.skip(self.world.days(low, high))
        self._later(self.world.chances.out_every, self.out)

    def back(self) -> None:
        """Up to four hours."""
        self.world.skip(-self.world.days(0.0005, 4 / 24))
        self._later(self.world.chances.clock_every, self.back)


def populate(world: World, collaborations: int, every: float = 75) -> list[Life]:
    """So many collaborations, each with its life ahead of it."""
    answers = Answers(world)
    lives = [Life(world, answers, number) for number in range(1, collaborations + 1)]
    for life in lives:
        life.begin()
        world.plan(world.days(1, 30), Happenings(life, every).go_on)
    Trouble(world)
    return lives
