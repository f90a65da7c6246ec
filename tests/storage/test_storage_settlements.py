"""Settled versions, snapshots, reveals and what people think of a card."""

from dataclasses import replace

from storage_world import ANNA, LATER, NOW, World

from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.asks import Degree, Link
from bot.domain.collaboration import Partner, PartnerKind
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.motive import Choice
from bot.domain.rounds import RoundMode, RunState
from bot.domain.settlement import Draft, Settlement
from bot.turn.ports import UnitOfWork
from storage.database import Database

FORM = FilledForm(
    (
        FilledMotive("op.leg.1", "imago", "leg", Choice.YES, "een <b>goede</b> naam", "langer"),
        FilledMotive("own.a1", "🙂 مرحبا", None, Choice.SOMEWHAT),
    ),
    main="own.a1",
    reflections={"f1.r6": "een\ntwee"},
)


def settle(uow: UnitOfWork, world: World, form: FilledForm = FORM, *, late: bool = False) -> Settlement:
    return uow.settlements.add(
        run=world.run.id,
        partner=world.partner.id,
        form=form,
        settled_by=world.anna.id,
        at=NOW,
        with_manager=True,
        after_reveal=late,
    )


def test_a_version_is_kept_whole_and_counts_up(database: Database, world: World):
    assert database.run_sync(lambda uow: uow.settlements.latest(world.run.id)) is None
    first = database.run_sync(lambda uow: settle(uow, world))
    assert (first.number, database.run_sync(lambda uow: uow.settlements.latest(world.run.id))) == (1, first)
    second = database.run_sync(lambda uow: settle(uow, world, FilledForm(()), late=True))
    assert (second.number, database.run_sync(lambda uow: uow.settlements.latest(world.run.id))) == (2, second)


def test_a_reveal_names_the_versions_it_shows(database: Database, world: World):
    first = database.run_sync(lambda uow: settle(uow, world))
    second = database.run_sync(lambda uow: settle(uow, world))
    assert database.run_sync(lambda uow: uow.settlements.revealed(world.round.id)) == ()
    database.run_sync(lambda uow: uow.settlements.reveal(world.round.id, [second.id], NOW))
    database.run_sync(lambda uow: uow.settlements.reveal(world.round.id, [second.id], LATER))
    assert database.run_sync(lambda uow: uow.settlements.revealed(world.round.id)) == (second,)
    assert first.id != second.id


def test_a_snapshot_stays_until_its_conversation_goes(database: Database, world: World):
    held = database.run_sync(lambda uow: uow.conversations.add("settling", ANNA, world.anna.id, world.run.id, "1", NOW))
    assert database.run_sync(lambda uow: uow.settlements.frozen(held.id)) is None
    drafts = (Draft(world.anna.id, "Anna", FORM), Draft(world.anna.id, "Anna", FilledForm(())))
    database.run_sync(lambda uow: uow.settlements.freeze(held.id, drafts))
    assert database.run_sync(lambda uow: uow.settlements.frozen(held.id)) == drafts
    database.run_sync(lambda uow: uow.conversations.delete(held.id))
    assert database.run_sync(lambda uow: uow.settlements.frozen(held.id)) is None


def test_the_latest_thought_about_a_card_counts(database: Database, world: World):
    anna, round_ = world.anna.id, world.round.id
    database.run_sync(lambda uow: uow.get(REACTIONS).react(round_, "pair.a", anna, "niet", NOW))
    database.run_sync(lambda uow: uow.get(REACTIONS).react(round_, "pair.a", anna, "bespreken", LATER))
    database.run_sync(lambda uow: uow.get(REACTIONS).react(round_, "pair.b", anna, "herkennen", NOW))
    assert database.run_sync(lambda uow: uow.get(REACTIONS).reactions_of(round_, anna)) == {
        "pair.a": "bespreken",
        "pair.b": "herkennen",
    }
    found = database.run_sync(lambda uow: uow.get(REACTIONS).reactions(round_))
    assert found == (("pair.a", "bespreken"), ("pair.b", "herkennen"))


def other_partner(database: Database, world: World) -> Partner:
    about = (world.collaboration.id, "Zorggroep", PartnerKind.PRACTICE, None, None)
    return database.run_sync(lambda uow: uow.collaborations.add_partner(*about))


def test_of_two_links_of_the_same_lines_the_latest_counts(database: Database, world: World):
    round_ = world.round.id
    other = other_partner(database, world)
    first = Link(world.partner.id, "Plekken 🙂", other.id, "tien <b>", Degree.COVERED)
    half = replace(first, degree=Degree.HALF)
    back = Link(other.id, "Plekken 🙂", world.partner.id, "tien <b>", Degree.COVERED)
    assert database.run_sync(lambda uow: uow.get(REACTIONS).links(round_)) == ()
    for each in (first, back, half):
        database.run_sync(lambda uow, each=each: uow.get(REACTIONS).link(round_, each, LATER))
    assert database.run_sync(lambda uow: uow.get(REACTIONS).links(round_)) == (half, back)
    database.run_sync(lambda uow: uow.get(REACTIONS).unlink(round_, first))
    database.run_sync(lambda uow: uow.get(REACTIONS).unlink(round_, first))
    assert database.run_sync(lambda uow: uow.get(REACTIONS).links(round_)) == (back,)


def test_lines_as_long_as_an_answer_can_be_linked(database: Database, world: World):
    round_ = world.round.id
    other = other_partner(database, world)
    long = Link(world.partner.id, "é" * 4000, other.id, "b" * 4000, Degree.HALF)
    longer = replace(long, offer="b" * 3999 + "c")
    for each in (long, longer):
        database.run_sync(lambda uow, each=each: uow.get(REACTIONS).link(round_, each, NOW))
    assert set(database.run_sync(lambda uow: uow.get(REACTIONS).links(round_))) == {long, longer}


def test_a_run_and_a_round_can_be_changed(database: Database, world: World):
    database.run_sync(lambda uow: uow.rounds.set_run_state(world.run.id, RunState.SETTLED))
    assert database.run_sync(lambda uow: uow.rounds.run(world.run.id)).state is RunState.SETTLED
    before = database.run_sync(lambda uow: uow.rounds.get(world.round.id))
    database.run_sync(lambda uow: uow.rounds.change(world.round.id, RoundMode.TOGETHER, before.phases, NOW.date()))
    after = database.run_sync(lambda uow: uow.rounds.get(world.round.id))
    assert (after.mode, after.deadline) == (RoundMode.TOGETHER, NOW.date())
    database.run_sync(lambda uow: uow.collaborations.rename(world.collaboration.id, "Nieuw"))
    assert database.run_sync(lambda uow: uow.collaborations.get(world.collaboration.id)).name == "Nieuw"
