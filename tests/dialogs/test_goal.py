"""When a goal is joint, whoever said what in which order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.dialogs.questions.rules.judging import Ballot, GoalState, Verdict, cast, missing, standing, state, withdraw
from bot.domain.ids import PartnerId, PersonId

AGREE, CONCERN, OBJECTION = Verdict
OPEN, JOINT, OBJECTED = GoalState

ANNA, BRAM, CARLA, DAAN, EVA = (PersonId(number) for number in range(1, 6))
CARE, NORTH, SOUTH = (PartnerId(number) for number in range(1, 4))
MEMBERS = ((ANNA, CARE), (BRAM, CARE), (CARLA, NORTH), (DAAN, NORTH))
TABLE = (CARE, NORTH)


def anna(opinion: Verdict) -> Ballot:
    return Ballot(ANNA, CARE, opinion)


def bram(opinion: Verdict) -> Ballot:
    return Ballot(BRAM, CARE, opinion)


def carla(opinion: Verdict) -> Ballot:
    return Ballot(CARLA, NORTH, opinion)


def daan(opinion: Verdict) -> Ballot:
    return Ballot(DAAN, NORTH, opinion)


@pytest.mark.parametrize(
    ("ballots", "found", "without"),
    [
        ((), OPEN, TABLE),
        ((anna(AGREE),), OPEN, (NORTH,)),
        ((anna(AGREE), bram(AGREE)), OPEN, (NORTH,)),
        ((anna(AGREE), carla(AGREE)), JOINT, ()),
        ((anna(AGREE), carla(CONCERN)), OPEN, (NORTH,)),
        ((anna(CONCERN), carla(CONCERN)), OPEN, TABLE),
        ((anna(AGREE), carla(CONCERN), daan(AGREE)), JOINT, ()),
        ((anna(AGREE), bram(CONCERN), carla(AGREE), daan(CONCERN)), JOINT, ()),
        ((anna(AGREE), carla(OBJECTION)), OBJECTED, (NORTH,)),
        ((anna(AGREE), carla(AGREE), daan(OBJECTION)), OBJECTED, ()),
        ((anna(OBJECTION),), OBJECTED, TABLE),
        # The latest counts.
        ((anna(OBJECTION), carla(AGREE), anna(AGREE)), JOINT, ()),
        ((anna(AGREE), carla(AGREE), anna(CONCERN)), OPEN, (CARE,)),
        # People who are no members, and members who speak for a partner that is not theirs.
        ((anna(AGREE), carla(AGREE), Ballot(EVA, NORTH, OBJECTION)), JOINT, ()),
        ((anna(AGREE), Ballot(EVA, NORTH, AGREE)), OPEN, (NORTH,)),
        ((anna(AGREE), Ballot(ANNA, NORTH, AGREE)), OPEN, (NORTH,)),
    ],
)
def test_what_follows_from_the_ballots(ballots: tuple[Ballot, ...], found: GoalState, without: tuple[PartnerId, ...]):
    assert state(ballots, MEMBERS, TABLE) is found
    assert missing(ballots, MEMBERS, TABLE) == without


def test_who_leaves_agrees_no_more_and_objects_no_more():
    ballots = (anna(AGREE), carla(AGREE), daan(OBJECTION))
    assert state(ballots, MEMBERS[:3], TABLE) is JOINT
    assert state(ballots, (MEMBERS[0], MEMBERS[1]), TABLE) is OPEN


def test_a_partner_without_members_keeps_the_goal_open():
    ballots = (anna(AGREE), carla(AGREE))
    assert state(ballots, MEMBERS, (*TABLE, SOUTH)) is OPEN
    assert missing(ballots, MEMBERS, (SOUTH, *TABLE)) == (SOUTH,)


def test_without_partners_nothing_is_joint():
    assert state((), (), ()) is OPEN
    assert state((anna(AGREE),), MEMBERS, ()) is OPEN


def test_a_person_of_two_partners_has_a_ballot_for_each():
    members = ((ANNA, CARE), (ANNA, NORTH))
    ballots = cast(cast((), anna(AGREE)), Ballot(ANNA, NORTH, OBJECTION, "te vroeg"))
    assert state(ballots, members, TABLE) is OBJECTED
    assert state(withdraw(ballots, ANNA, NORTH), members, TABLE) is OPEN
    assert state(cast(ballots, Ballot(ANNA, NORTH, AGREE)), members, TABLE) is JOINT


def test_a_concern_keeps_its_reason():
    worry = Ballot(CARLA, NORTH, CONCERN, "Wie betaalt dit?")
    assert standing((anna(AGREE), worry), MEMBERS) == (anna(AGREE), worry)


def test_who_never_spoke_takes_nothing_back():
    assert withdraw((anna(AGREE),), BRAM, CARE) == (anna(AGREE),)


PERSONS = st.sampled_from((ANNA, BRAM, CARLA, DAAN, EVA))
PARTNERS = st.sampled_from((CARE, NORTH, SOUTH))
BALLOTS = st.builds(Ballot, PERSONS, PARTNERS, st.sampled_from(Verdict), st.sampled_from(("", "te duur")))
ONE_EACH = st.lists(BALLOTS, max_size=12, unique_by=lambda one: (one.person, one.partner))
ELECTORATES = st.frozensets(st.tuples(PERSONS, PARTNERS), max_size=12)
TABLES = st.lists(PARTNERS, unique=True)


def all_of(ballots: list[Ballot]) -> tuple[Ballot, ...]:
    cast_so_far: tuple[Ballot, ...] = ()
    for ballot in ballots:
        cast_so_far = cast(cast_so_far, ballot)
    return cast_so_far


@given(ONE_EACH, ELECTORATES, TABLES, st.randoms(use_true_random=False))
def test_the_order_of_different_people_decides_nothing(
    ballots: list[Ballot], electorate: frozenset[tuple[PersonId, PartnerId]], table: list[PartnerId], random: Any
):
    one, other = all_of(ballots), all_of(random.sample(ballots, len(ballots)))
    assert state(one, electorate, table) is state(other, electorate, random.sample(table, len(table)))
    assert missing(one, electorate, table) == missing(other, electorate, table)
    assert set(standing(one, electorate)) == set(standing(other, electorate))


@given(st.lists(BALLOTS), ELECTORATES, TABLES, BALLOTS)
def test_a_members_objection_blocks_until_its_author_ends_it(
    ballots: list[Ballot],
    electorate: frozenset[tuple[PersonId, PartnerId]],
    table: list[PartnerId],
    ballot: Ballot,
):
    objection = Ballot(ballot.person, ballot.partner, OBJECTION, "nee")
    everybody = electorate | {(ballot.person, ballot.partner)}
    blocked = cast(all_of(ballots), objection)
    assert state(blocked, everybody, table) is OBJECTED
    others = [one for one in ballots if (one.person, one.partner) != (ballot.person, ballot.partner)]
    for one in others:
        blocked = cast(blocked, one)
    assert state(blocked, everybody, table) is OBJECTED
    ended = withdraw(blocked, ballot.person, ballot.partner)
    assert state(ended, everybody, table) is state(all_of(others), everybody, table)


@given(st.lists(BALLOTS), ELECTORATES, TABLES, BALLOTS)
def test_an_outsiders_ballot_never_counts(
    ballots: list[Ballot],
    electorate: frozenset[tuple[PersonId, PartnerId]],
    table: list[PartnerId],
    ballot: Ballot,
):
    insiders = electorate - {(ballot.person, ballot.partner)}
    before, after = all_of(ballots), cast(all_of(ballots), ballot)
    assert state(after, insiders, table) is state(before, insiders, table)
    assert missing(after, insiders, table) == missing(before, insiders, table)
    assert standing(after, insiders) == standing(before, insiders)


@given(st.lists(BALLOTS), ELECTORATES, TABLES)
def test_keeping_every_ballot_ever_given_changes_nothing(
    ballots: list[Ballot], electorate: frozenset[tuple[PersonId, PartnerId]], table: list[PartnerId]
):
    assert set(standing(ballots, electorate)) == set(standing(all_of(ballots), electorate))
    assert state(ballots, electorate, table) is state(all_of(ballots), electorate, table)


class OneGoal(RuleBasedStateMachine):
    """People come, go, think again and reword, while one dictionary remembers what each member said last."""

    def __init__(self) -> None:
        super().__init__()
        self.ballots: tuple[Ballot, ...] = ()
        self.said: dict[tuple[PersonId, PartnerId], Verdict] = {}
        self.members: set[tuple[PersonId, PartnerId]] = set(MEMBERS)

    @rule(ballot=BALLOTS)
    def speak(self, ballot: Ballot) -> None:
        self.ballots = cast(self.ballots, ballot)
        self.said[ballot.person, ballot.partner] = ballot.opinion

    @rule(person=PERSONS, partner=PARTNERS)
    def take_back(self, person: PersonId, partner: PartnerId) -> None:
        self.ballots = withdraw(self.ballots, person, partner)
        self.said.pop((person, partner), None)

    @rule(person=PERSONS, partner=PARTNERS)
    def join(self, person: PersonId, partner: PartnerId) -> None:
        self.members.add((person, partner))

    @rule(person=PERSONS, partner=PARTNERS)
    def leave(self, person: PersonId, partner: PartnerId) -> None:
        self.members.discard((person, partner))

    @rule()
    def reword(self) -> None:
        self.ballots = ()
        self.said = {}
        assert state(self.ballots, self.members, TABLE) is OPEN
        assert missing(self.ballots, self.members, TABLE) == TABLE

    @invariant()
    def one_ballot_for_each_who_spoke(self) -> None:
        assert {(one.person, one.partner): one.opinion for one in self.ballots} == self.said
        assert len(self.ballots) == len(self.said)

    @invariant()
    def the_state_is_what_the_members_said(self) -> None:
        counted = {member: opinion for member, opinion in self.said.items() if member in self.members}
        agreed = {partner for (_, partner), opinion in counted.items() if opinion is AGREE}
        unblocked = JOINT if set(TABLE) <= agreed else OPEN
        expected = OBJECTED if OBJECTION in counted.values() else unblocked
        assert state(self.ballots, self.members, TABLE) is expected
        assert set(missing(self.ballots, self.members, TABLE)) == set(TABLE) - agreed


TestOneGoal = OneGoal.TestCase
