"""Rounds, runs, participations and standings."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from storage_world import BRAM, LATER, NOW, World

from bot.domain.collaboration import Role
from bot.domain.rounds import Participation, Phase, RoundMode, RoundState, RunState
from bot.turn.ports import StaleWriteError
from bot.turn.records import ParticipantContext
from storage.database import Database


def test_a_round_is_kept_whole(database: Database, world: World):
    phases = frozenset({Phase.PREPARATION, Phase.COMMITMENT})
    made = database.run_sync(
        lambda uow: uow.rounds.add(world.collaboration.id, RoundMode.TOGETHER, phases, "2026.1", date(2026, 6, 30))
    )
    assert made.state is RoundState.DRAFT
    assert database.run_sync(lambda uow: uow.rounds.get(made.id)) == made
    assert database.run_sync(lambda uow: uow.rounds.latest(world.collaboration.id)) == made
    assert database.run_sync(lambda uow: uow.rounds.get(world.round.id)) == world.round


def test_a_collaboration_without_rounds_has_no_latest(database: Database):
    made = database.run_sync(lambda uow: uow.collaborations.add("Nieuw", NOW))
    assert database.run_sync(lambda uow: uow.rounds.latest(made.id)) is None


@pytest.fixture
def machine_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine keeps the time of another zone."""
    monkeypatch.setenv("TZ", "XXX-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_elsewhere")
def test_the_moment_a_round_opened_stays(database: Database, world: World):
    database.run_sync(lambda uow: uow.rounds.set_state(world.round.id, RoundState.PREPARATION, NOW))
    database.run_sync(lambda uow: uow.rounds.set_state(world.round.id, RoundState.REVEALED))
    found = database.run_sync(lambda uow: uow.rounds.get(world.round.id))
    assert found == replace(world.round, state=RoundState.REVEALED, opened_at=NOW)


def test_runs_in_the_order_they_were_made(database: Database, world: World):
    for_all = database.run_sync(lambda uow: uow.rounds.add_run(world.round.id, Phase.ALIGNMENT, None, RunState.OPEN))
    assert database.run_sync(lambda uow: uow.rounds.run(for_all.id)) == for_all
    assert database.run_sync(lambda uow: uow.rounds.runs(world.round.id)) == (world.run, for_all)


def test_taking_part_twice_changes_nothing(database: Database, world: World):
    mine = Participation(world.run.id, world.anna.id, handed_in_at=NOW, scanned_at=LATER)
    database.run_sync(lambda uow: uow.rounds.save_participation(mine))
    database.run_sync(lambda uow: uow.rounds.take_part(world.run.id, world.anna.id))
    assert database.run_sync(lambda uow: uow.rounds.participants(world.run.id)) == (mine,)


def test_who_stopped_takes_no_part(database: Database, world: World):
    database.run_sync(lambda uow: uow.rounds.stop_taking_part(world.run.id, world.anna.id))
    assert database.run_sync(lambda uow: uow.rounds.participants(world.run.id)) == ()
    assert database.run_sync(lambda uow: uow.rounds.standing(world.run.id, world.anna.id)) is None
    with pytest.raises(StaleWriteError):
        database.run_sync(lambda uow: uow.rounds.save_participation(Participation(world.run.id, world.anna.id)))


def test_a_standing_has_everything_around_it(database: Database, world: World):
    standing = database.run_sync(lambda uow: uow.rounds.standing(world.run.id, world.anna.id))
    assert standing == ParticipantContext(
        person=world.anna,
        membership=world.membership,
        collaboration=world.collaboration,
        partner=world.partner,
        round=world.round,
        run=world.run,
        participation=Participation(world.run.id, world.anna.id),
    )


def test_a_facilitator_who_also_takes_part_stands_for_the_partner(database: Database, world: World):
    of = world.collaboration.id
    bram = database.run_sync(lambda uow: uow.people.add(BRAM, "Bram", "2026-01", NOW))

    def join(uow):
        uow.collaborations.add_membership(bram.id, of, None, Role.FACILITATOR, NOW)
        takes_part = uow.collaborations.add_membership(bram.id, of, world.partner.id, Role.MANAGER, NOW)
        uow.rounds.take_part(world.run.id, bram.id)
        return takes_part

    takes_part = database.run_sync(join)
    standing = database.run_sync(lambda uow: uow.rounds.standing(world.run.id, bram.id))
    assert standing is not None
    assert standing.membership == takes_part
    assert database.run_sync(lambda uow: uow.rounds.standings(bram.id)) == (standing,)


def test_a_run_for_all_is_stood_in_for_ones_own_partner(database: Database, world: World):
    def open_for_all(uow):
        run = uow.rounds.add_run(world.round.id, Phase.ALIGNMENT, None, RunState.OPEN)
        uow.rounds.take_part(run.id, world.anna.id)
        return run

    run = database.run_sync(open_for_all)
    standing = database.run_sync(lambda uow: uow.rounds.standing(run.id, world.anna.id))
    assert standing is not None
    assert (standing.run, standing.partner) == (run, world.partner)
    both = database.run_sync(lambda uow: uow.rounds.standings(world.anna.id))
    assert [each.run.id for each in both] == [world.run.id, run.id]


def test_a_closed_round_is_no_standing_of_now(database: Database, world: World):
    database.run_sync(lambda uow: uow.rounds.set_state(world.round.id, RoundState.CLOSED))
    assert database.run_sync(lambda uow: uow.rounds.standings(world.anna.id)) == ()
    assert database.run_sync(lambda uow: uow.rounds.standing(world.run.id, world.anna.id)) is not None
