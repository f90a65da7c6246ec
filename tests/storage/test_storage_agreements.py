"""Agreements and what became of them, what partners commit to, and what people were asked by themselves."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from storage_world import BRAM, LATER, NOW, World

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    LookBackResult,
    Part,
    Repeat,
    Terms,
    with_terms,
)
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import AnswerLevel, KeptAnswer, SharedAnswer, Stand, Statement
from bot.dialogs.years.ports import YEARS
from bot.domain.asking import About, Prompt, Response, Topic
from bot.domain.collaboration import Person
from bot.domain.errors import NoSuchRowError
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.domain.yearly import Decision, Yearly
from bot.turn.ports import StaleWriteError
from storage.database import Database

ODD = "<b>wij & jullie</b> 🙂 مرحبا\n{{ 7 * 7 }} %s _*["
DAY, NEXT, LEAP = date(2026, 3, 29), date(2026, 6, 29), date(2028, 2, 29)


@pytest.fixture
def bram(database: Database, world: World) -> Person:
    """Somebody else."""
    return database.run_sync(lambda uow: uow.people.add(BRAM, "Bram", "2026-01", NOW))


@pytest.fixture
def run(database: Database, world: World) -> PhaseRun:
    """Phase 3 of the partner."""
    about = (world.round.id, Phase.COMMITMENT, world.partner.id, RunState.OPEN, NOW)
    return database.run_sync(lambda uow: uow.rounds.add_run(*about))


def keep(database: Database, world: World, **other: Any) -> Agreement:
    """An agreement of Anna; a draft, unless it is said otherwise."""
    said = {name: other.pop(name) for name in [one.name for one in fields(Terms)] if name in other}
    terms = Terms(**{"what": "Samen lesgeven", **said})
    new = Agreement(AgreementId(0), world.collaboration.id, world.partner.id, world.anna.id, terms, NOW)
    return database.run_sync(lambda uow: uow.get(AGREEMENTS).add(replace(new, **other)))


def of(database: Database, world: World) -> tuple[Agreement, ...]:
    return database.run_sync(lambda uow: uow.get(AGREEMENTS).of(world.collaboration.id))


# --- agreements ---


def test_a_draft_is_of_its_maker_alone(database: Database, world: World, bram: Person):
    draft = keep(database, world)
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).get(draft.id)) == draft
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).drafts(world.anna.id)) == (draft,)
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).drafts(bram.id)) == ()
    assert of(database, world) == ()


def test_an_agreement_comes_back_as_it_was(database: Database, world: World, bram: Person):
    one = keep(
        database,
        world,
        partner=None,
        what=ODD,
        round=world.round.id,
        question="f3.com.4",
        motive="leg.1",
        owner=bram.id,
        owner_name="Mw. 🌱",
        due=LEAP,
        look_back=NEXT,
        repeat=Repeat.YEAR,
        state=AgreementState.OPEN,
        shared=True,
        if_then=f"Als {ODD}, dan ik",
        dated_at=NOW,
    )
    assert of(database, world) == (one,)
    found = database.run_sync(lambda uow: uow.get(AGREEMENTS).get(one.id))
    assert found == one
    assert found.joint
    assert found.terms.shared is True
    assert found.made_at.tzinfo is not None
    assert isinstance(found.terms.due, date)


def test_agreements_stand_by_day_and_those_without_one_last(database: Database, world: World):
    dues = [None, NEXT, DAY, NEXT, None]
    made = [keep(database, world, state=AgreementState.OPEN, due=due) for due in dues]
    assert [one.id for one in of(database, world)] == [made[i].id for i in (2, 1, 3, 0, 4)]


def test_what_is_done_or_lapsed_stays_on_the_list(database: Database, world: World):
    for state in AgreementState:
        keep(database, world, state=state)
    assert {one.state for one in of(database, world)} == set(AgreementState) - {AgreementState.DRAFT}


def test_agreements_of_another_collaboration_stay_there(database: Database, world: World):
    keep(database, world, state=AgreementState.OPEN)
    elsewhere = database.run_sync(lambda uow: uow.collaborations.add("Elders", NOW))
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).of(elsewhere.id)) == ()


def test_each_save_is_a_new_version(database: Database, world: World):
    one = keep(database, world)
    now = database.run_sync(
        lambda uow: uow.get(AGREEMENTS).save(replace(with_terms(one, what="Anders"), state=AgreementState.OPEN))
    )
    assert now.version == one.version + 1
    assert of(database, world) == (now,)


def test_who_saves_what_somebody_else_changed_is_told(database: Database, world: World):
    one = keep(database, world, state=AgreementState.OPEN)
    now = database.run_sync(lambda uow: uow.get(AGREEMENTS).save(with_terms(one, due=DAY)))
    with pytest.raises(StaleWriteError):
        database.run_sync(lambda uow: uow.get(AGREEMENTS).save(with_terms(one, due=NEXT)))
    assert of(database, world) == (now,)


def test_only_a_draft_can_be_thrown_away(database: Database, world: World):
    draft, kept = keep(database, world), keep(database, world, state=AgreementState.OPEN)
    for one in (draft, kept):
        database.run_sync(lambda uow, one=one: uow.get(AGREEMENTS).throw_away(one.id))
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).drafts(world.anna.id)) == ()
    assert of(database, world) == (kept,)
    with pytest.raises(NoSuchRowError):
        database.run_sync(lambda uow: uow.get(AGREEMENTS).get(draft.id))


def test_what_happened_stands_in_order(database: Database, world: World):
    one, other = (keep(database, world, state=AgreementState.OPEN) for _ in range(2))
    events = [
        AgreementEvent(one.id, EventKind.MADE, NOW, world.anna.id, DAY),
        AgreementEvent(one.id, EventKind.NOTED, LATER, world.anna.id, None, ODD),
        AgreementEvent(one.id, EventKind.LAPSED, NOW),
        AgreementEvent(one.id, EventKind.CHANGED, NOW, changed=(Part.DUE, Part.IF_THEN)),
        AgreementEvent(one.id, EventKind.CHANGED, NOW, changed=tuple(Part)),
    ]
    for event in (*events, AgreementEvent(other.id, EventKind.MADE, NOW)):
        database.run_sync(lambda uow, event=event: uow.get(AGREEMENTS).happened(event))
    assert database.run_sync(lambda uow: uow.get(AGREEMENTS).events(one.id)) == tuple(events)
    assert len(database.run_sync(lambda uow: uow.get(AGREEMENTS).events(other.id))) == 1


def test_looking_back_the_last_answer_counts_each_day_for_itself(database: Database, world: World, bram: Person):
    one = keep(database, world, state=AgreementState.OPEN)
    for day, person, result in [
        (DAY, world.anna.id, LookBackResult.NOT_YET),
        (DAY, bram.id, LookBackResult.PARTLY),
        (DAY, world.anna.id, LookBackResult.REACHED),
        (NEXT, bram.id, LookBackResult.LAPSED),
    ]:
        database.run_sync(lambda uow, d=day, p=person, r=result: uow.get(AGREEMENTS).look_back(one.id, d, p, r))
    results = [
        database.run_sync(lambda uow, day=day: uow.get(AGREEMENTS).results(one.id, day)) for day in (DAY, NEXT, LEAP)
    ]
    assert results == [
        ((world.anna.id, LookBackResult.REACHED), (bram.id, LookBackResult.PARTLY)),
        ((bram.id, LookBackResult.LAPSED),),
        (),
    ]


# --- commitment ---


def test_a_statement_comes_back_and_the_last_counts(database: Database, world: World, run: PhaseRun, bram: Person):
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).stated(run.id)) is None
    first = Statement(run.id, Stand.CONDITIONAL, world.anna.id, NOW, ODD, "langer", True)
    last = Statement(run.id, Stand.NOT, bram.id, LATER)
    for one in (first, last):
        database.run_sync(lambda uow, one=one: uow.get(COMMITMENTS).state(one))
        stated = database.run_sync(lambda uow: uow.get(COMMITMENTS).stated(run.id))
        assert stated == one
        assert stated.shared is one.shared
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).stated(world.run.id)) is None


def test_answers_are_shared_one_by_one_and_no_longer(database: Database, world: World, run: PhaseRun, bram: Person):
    mine, second = (SharedAnswer(run.id, world.anna.id, question) for question in ("f3.com.1", "f3.com.2"))
    theirs = SharedAnswer(run.id, bram.id, "f3.com.1")
    for one in (mine, mine, second, theirs):  # sharing twice is sharing
        database.run_sync(lambda uow, one=one: uow.get(COMMITMENTS).share(one))
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).shared(run.id)) == {mine, second, theirs}
    for one in (mine, mine):
        database.run_sync(lambda uow, one=one: uow.get(COMMITMENTS).unshare(one))
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).shared(run.id)) == {second, theirs}
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).shared(world.run.id)) == frozenset()


# --- asking ---


def test_what_is_kept_at_closing_loses_who_is_erased_and_all_they_did_not_share(
    database: Database, world: World, run: PhaseRun, bram: Person
):
    def answer(who: Person, question: str) -> KeptAnswer:
        return KeptAnswer(run.id, who.id, question, f"{ODD} {question}", AnswerLevel.TOGETHER)

    mine, shared, theirs = answer(world.anna, "f3.com.1"), answer(world.anna, "f3.com.2"), answer(bram, "f3.com.2")
    for one in (mine, shared, theirs):
        database.run_sync(lambda uow, one=one: uow.get(COMMITMENTS).keep(one))
    switched = SharedAnswer(run.id, world.anna.id, "f3.com.2")
    database.run_sync(lambda uow: uow.get(COMMITMENTS).share(switched))
    assert database.run_sync(lambda uow: uow.get(COMMITMENTS).kept(run.id)) == (mine, shared, theirs)
    database.run_sync(lambda uow: uow.people.erase(world.anna.id, NOW))
    left = database.run_sync(lambda uow: uow.get(COMMITMENTS).kept(run.id))
    assert left == (replace(shared, person=None), theirs)


def test_each_time_is_kept_with_what_was_said_to_it(database: Database, world: World, bram: Person):
    topic = Topic(About.AGREEMENT, 7, DAY)
    one = Prompt(world.anna.id, topic, NOW, Response.LATER, LATER)
    others = [
        replace(one, at=LATER),
        replace(one, person=bram.id),
        replace(one, topic=replace(topic, about=About.PULSE)),
        replace(one, topic=replace(topic, subject=8)),
        replace(one, topic=replace(topic, occasion=NEXT), response=None, responded_at=None),
    ]
    for prompt in (replace(one, response=None, responded_at=None), *others, one):
        database.run_sync(lambda uow, prompt=prompt: uow.asking.save(prompt))
    mine = database.run_sync(lambda uow: uow.asking.of(world.anna.id))
    assert set(mine) == {one, others[0], *others[2:]}
    assert len(mine) == 5
    assert database.run_sync(lambda uow: uow.asking.of(bram.id)) == (others[1],)
    about = database.run_sync(lambda uow: uow.asking.about(About.AGREEMENT, 7))
    assert (set(about), about[-1]) == ({one, *others[:2], others[4]}, others[0])
    assert database.run_sync(lambda uow: uow.asking.about(About.YEARLY, 7)) == ()


def test_what_somebody_was_asked_about_one_thing_is_forgotten(database: Database, world: World, bram: Person):
    one = Prompt(world.anna.id, Topic(About.AGREEMENT, 7, DAY), NOW)
    kept = [replace(one, person=bram.id), replace(one, topic=Topic(About.LOOK_BACK, 7, DAY))]
    for prompt in (one, replace(one, at=LATER), replace(one, topic=Topic(About.AGREEMENT, 7, NEXT)), *kept):
        database.run_sync(lambda uow, prompt=prompt: uow.asking.save(prompt))
    database.run_sync(lambda uow: uow.asking.forget(world.anna.id, About.AGREEMENT, 7))
    assert database.run_sync(lambda uow: uow.asking.of(world.anna.id)) == (kept[1],)
    assert database.run_sync(lambda uow: uow.asking.of(bram.id)) == (kept[0],)


def test_the_yearly_moment_of_a_round_is_one(database: Database, world: World):
    assert database.run_sync(lambda uow: uow.get(YEARS).yearly(world.round.id)) is None
    for one in (Yearly(world.round.id, LEAP), Yearly(world.round.id, NEXT, Decision.STARTED)):
        database.run_sync(lambda uow, one=one: uow.get(YEARS).set_yearly(one))
        assert database.run_sync(lambda uow: uow.get(YEARS).yearly(world.round.id)) == one


def test_what_a_pulse_gave_is_kept_by_person_motive_and_day(database: Database, world: World, bram: Person):
    anna, other = world.anna.id, bram.id
    given = [
        (anna, "leg.1", DAY, Choice.NO),
        (anna, "leg.1", DAY, Choice.YES),  # the last counts
        (other, "leg.1", DAY, Choice.SOMEWHAT),
        (anna, "kap.2", NEXT, Choice.NO),
    ]
    for person, motive, day, choice in given:
        database.run_sync(
            lambda uow, p=person, m=motive, d=day, c=choice: uow.get(YEARS).feel(world.round.id, p, m, d, c)
        )
    assert database.run_sync(lambda uow: uow.get(YEARS).felt(world.round.id)) == tuple(given[1:])
