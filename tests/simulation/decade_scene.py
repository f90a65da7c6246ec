"""A small world in which only what a test says happens: for single cases, and to plant faults in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from decade_answers import NO_TALK
from decade_log import Said
from decade_program import Program
from decade_world import Chances, Human, World

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.agreements.dialog import Agree, NewDay
from bot.dialogs.agreements.rules import AgreementId, Repeat, Terms
from bot.dialogs.people import actions as members
from bot.dialogs.rounds.actions import close_round, enter_open_runs, open_round
from bot.domain.collaboration import PartnerKind, Role
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import ChatId, CollaborationId, PartnerId, PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RoundMode, RunState
from bot.turn.context import Texts, TurnContext
from bot.turn.incoming import Tapped

MONDAY = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
"""Eight o'clock in the Netherlands."""


class Scene:
    """Collaborations with two partners each; `world.oracle.found` tells what was wrong."""

    def __init__(self, file: Path, texts: Texts) -> None:
        chances = Chances(kill=0, double=0)
        self.world = World(Program(file, texts, Random(1), 0), Random(1), chances, MONDAY)

    def collaboration(self, zone: str = "Europe/Amsterdam", kinds: frozenset[Phase] = frozenset(Phase)) -> int:
        made: list[int] = []

        def deed(stage: TurnContext) -> None:
            one = stage.uow.collaborations.add("HLO", stage.at)
            for name in ("A", "B"):
                stage.uow.collaborations.add_partner(one.id, name, PartnerKind.PRACTICE, None, None)
            version = stage.texts.instrument.content_version
            stage.uow.rounds.add(one.id, RoundMode.APART, kinds, version, None)
            made[:] = [one.id]

        self.world.act(None, deed)
        self.world.set_zone(made[0], zone)
        self.world.changed(made[0])
        return made[0]

    def partners(self, collaboration: int) -> Sequence[int]:
        found = self.world.program.look(lambda uow: uow.collaborations.partners(CollaborationId(collaboration)))
        return [one.id for one in found]

    def member(self, collaboration: int, role: Role, partner: int | None = None, who: Human | None = None) -> Human:
        """Somebody comes in as by an invitation."""
        made: list[int] = []
        chat = ChatId(who.chat if who else 100 + len(self.world.humans))

        def deed(stage: TurnContext) -> None:
            person = stage.uow.people.in_chat(chat) or stage.uow.people.add(chat, f"Person {chat}", "1", stage.at)
            place = PartnerId(partner) if partner else None
            membership = stage.uow.collaborations.add_membership(
                person.id, CollaborationId(collaboration), place, role, stage.at
            )
            enter_open_runs(stage, membership)
            made[:] = [person.id]

        self.world.act(None, deed)
        human = who or Human(made[0], chat, f"Person {chat}")
        self.world.meet(human)
        self.world.changed(collaboration)
        return human

    def leave(self, collaboration: int, who: Human) -> None:
        """Out of every place there."""

        def deed(stage: TurnContext) -> None:
            for membership in stage.uow.collaborations.memberships_of(PersonId(who.id)):
                if membership.collaboration == collaboration:
                    members.end(stage, membership)

        self.world.act(who, deed)
        self.world.changed(collaboration)
        for run, _ in self.world.oracle.places[collaboration].runs:
            self.world.oracle.log.anew(who.id, "fase", run.id)

    def set_deadline(self, collaboration: int, day: date) -> None:
        """Of the round that has not been opened."""
        one = self.world.oracle.places[collaboration].round
        self.world.act(None, lambda stage: stage.uow.rounds.change(one.id, one.mode, one.phases, day))
        self.world.changed(collaboration)

    def no_more(self, who: Human) -> None:
        """`Niet meer` on the last message."""
        said = self.said(who)
        if said:
            self.tap(who, f"p:nietmeer:{said[-1].stamp}")
            self.world.oracle.log.no_more(said[-1])

    def open_round(self, collaboration: int) -> int:
        round_ = self.world.oracle.places[collaboration].round
        self.world.act(None, lambda stage: open_round(stage, round_.id))
        self.world.changed(collaboration)
        return round_.id

    def close_round(self, collaboration: int, *, outcome_of: int | None = None) -> None:
        """Over; with an outcome of this partner when it is given."""
        round_ = self.world.oracle.places[collaboration].round
        form = FilledForm((FilledMotive("m1", "Motief", None, Choice.YES, "Meer tijd"),))

        def deed(stage: TurnContext) -> None:
            if outcome_of is not None:
                run = stage.uow.rounds.add_run(round_.id, Phase.PREPARATION, PartnerId(outcome_of), RunState.SETTLED)
                by = PersonId(next(iter(self.world.humans)))
                kept = stage.uow.settlements.add(
                    run=run.id, partner=PartnerId(outcome_of), form=form, settled_by=by, at=stage.at,
                    with_manager=True, after_reveal=False,
                )  # fmt: skip
                stage.uow.settlements.reveal(round_.id, [kept.id], stage.at)
            close_round(stage, stage.uow.rounds.get(round_.id))

        self.world.act(None, deed)
        self.world.changed(collaboration)

    def agreement(self, collaboration: int, owner: Human, due: date, every: str = "eenmalig") -> int:
        terms = Terms("Iets", PersonId(owner.id), "", due, None, Repeat(every))
        made: list[int] = []

        def deed(stage: TurnContext) -> None:
            one = agreements.begin(stage, CollaborationId(collaboration), None)
            agreements.agree(stage, Agree(one.id, terms), NO_TALK)
            made[:] = [one.id]

        self.world.act(owner, deed)
        self.world.changed(collaboration)
        return made[0]

    def new_day(self, who: Human, agreement: int, day: date) -> None:
        """`Loopt nog`, with the day on which it is done."""
        command = NewDay(AgreementId(agreement), day)
        self.world.act(who, lambda stage: agreements.run_on(stage, command, NO_TALK))
        self.world.changed(*self.world.oracle.places)

    def tap(self, who: Human, data: str) -> None:
        self.world.take(who, Tapped(data, "q", 1))
        self.world.changed(people=(who.id,))

    def go(self, moment: str) -> None:
        """Until then, in Amsterdam's summer time."""
        until = datetime.fromisoformat(f"{moment}+02:00").astimezone(UTC)
        self.world.run(until)
        self.world.now = until

    def down(self, moment: str) -> None:
        """Not running until then."""
        until = datetime.fromisoformat(f"{moment}+02:00").astimezone(UTC)
        self.world.skip(until - self.world.now)

    def later(self, days: float) -> None:
        until = self.world.now + timedelta(days=days)
        self.world.run(until)
        self.world.now = until

    def said(self, who: Human) -> list[Said]:
        return self.world.oracle.log.said.get(who.id, [])

    def rules(self) -> set[str]:
        return {one.rule for one in self.world.oracle.found}
