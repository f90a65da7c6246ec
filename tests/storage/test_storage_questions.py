"""Questions put to groups, whatever their kind: who may answer, ballots, wordings and what was said."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from storage_world import LATER, NOW, World

from bot.content.screen import Screen
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import (
    NOWHERE,
    Contribution,
    PutQuestion,
    QuestionKind,
    QuestionState,
    Seat,
    Wording,
)
from bot.domain.collaboration import Partner, PartnerKind, Person
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, ContributionId, LiveMessageId, QuestionId
from bot.domain.rounds import Phase, RunState
from bot.turn.ports import StaleWriteError, UnitOfWork
from bot.turn.records import Outgoing, Vote
from storage.database import Database

T = TypeVar("T")
HERE, ELSEWHERE = ChatThread(ChatId(-5)), ChatThread(ChatId(-6))
NOW_A_SUPERGROUP = ChatId(-1_001_234_567_890)
FIRST, SECOND, NEEDED, GOALS = "f2.b1", "f2.b2", "f2.b4", "f2.b5"
ODD = "<b>wij & jullie</b> 🙂 مرحبا\n{{ 7 * 7 }} %s _*["


class Group:
    """A group of all in a round, with a run of its own, and somebody of another partner."""

    def __init__(self, database: Database, world: World):
        self.database = database
        self.world = world
        about = (world.collaboration.id, None, world.anna.id, NOW)
        self.binding = self.run(lambda uow: uow.groups.bind(HERE, "Samen", *about))
        self.talk = self.run(lambda uow: uow.rounds.add_run(world.round.id, Phase.ALIGNMENT, None, RunState.OPEN))
        self.bram: Person = self.run(lambda uow: uow.people.add(ChatId(5_000_000_002), "Bram", "1", NOW))
        other = (world.collaboration.id, "Zorggroep", PartnerKind.PRACTICE, None, None)
        self.other: Partner = self.run(lambda uow: uow.collaborations.add_partner(*other))

    def run(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.database.run_sync(work)

    def place(self, chat_thread: ChatThread = HERE) -> LiveMessageId:
        return self.run(lambda uow: uow.post.place(chat_thread)).id

    def new(self, kind: QuestionKind, about: str, **other) -> PutQuestion:
        run = None if kind is QuestionKind.MOTIVE else self.talk.id
        new = PutQuestion(
            QuestionId(0), kind, self.binding.id, self.world.round.id, run, about, NOW, other.pop("placed", NOWHERE)
        )
        return replace(new, **other)

    def put(self, kind: QuestionKind, about: str, message: int | None = None, **other) -> PutQuestion:
        new = self.new(kind, about, **{"placed": self.place(), **other})
        return self.run(lambda uow: uow.get(QUESTIONS).put(new, message))

    def board(self, about: str = "op.leg.1+pp.leg.1") -> PutQuestion:
        return self.put(QuestionKind.MOTIVE, about, text="Imago & naam", cluster="leg")

    def ask(self, about: str = FIRST, **other) -> PutQuestion:
        return self.put(QuestionKind.ASKED, about, **other)

    def propose(self, message: int, text: str, chat_thread: ChatThread = HERE) -> PutQuestion:
        by = {"author": self.world.anna.id, "partner": self.world.partner.id}
        return self.put(QuestionKind.PROPOSAL, GOALS, message, text=text, placed=self.place(chat_thread), **by)

    def word(self, goal: PutQuestion, message: int, text: str) -> PutQuestion:
        now = replace(goal, text=text, number=goal.number + 1, placed=self.place())
        self.run(lambda uow: uow.get(QUESTIONS).word(now, self.bram.id, message))
        return now

    def say(self, to: PutQuestion, message: int, text: str, chat: ChatId = HERE.chat, **other) -> None:
        anna, partner = self.world.anna.id, self.world.partner.id
        new = Contribution(ContributionId(0), to.id, to.about, anna, partner, chat, message, text, NOW)
        self.run(lambda uow: uow.get(QUESTIONS).contribute(replace(new, **other)))

    @property
    def said(self) -> tuple[Contribution, ...]:
        return self.run(lambda uow: uow.get(QUESTIONS).contributions(self.talk.id))

    def texts(self) -> list[str]:
        return [one.text for one in self.said]

    def get(self, question: PutQuestion) -> PutQuestion:
        return self.run(lambda uow: uow.get(QUESTIONS).get(question.id))

    def stood_in(self, placed: LiveMessageId) -> PutQuestion | None:
        return self.run(lambda uow: uow.get(QUESTIONS).stood_in(placed))

    def worded_with(self, message: int, chat: ChatId = HERE.chat) -> PutQuestion | None:
        return self.run(lambda uow: uow.get(QUESTIONS).worded_with(self.talk.id, chat, message))

    def cast(self, question: PutQuestion, wording: int, vote: Vote, at=NOW) -> None:
        self.run(lambda uow: uow.get(QUESTIONS).cast(question.id, wording, vote, at))

    def ballots(self, question: PutQuestion, wording: int) -> tuple[Vote, ...]:
        return self.run(lambda uow: uow.get(QUESTIONS).ballots(question.id, wording))


@pytest.fixture
def group(database: Database, world: World) -> Group:
    return Group(database, world)


# --- where it stands ---


def test_a_question_comes_back_as_it_was_put(group: Group):
    board, asked, goal = group.board(), group.ask(), group.propose(11, ODD)
    assert (group.get(board), group.get(asked), group.get(goal)) == (board, asked, goal)
    with pytest.raises(Exception, match="no such row"):
        group.run(lambda uow: uow.get(QUESTIONS).get(QuestionId(99)))


def test_motives_belong_to_a_group_and_other_questions_to_a_run(group: Group):
    goal, first, board, second = group.propose(11, "Doel"), group.ask(SECOND), group.board(), group.ask()
    other = group.board("own.a1")
    assert group.run(lambda uow: uow.get(QUESTIONS).of_run(group.talk.id)) == (goal, first, second)
    found = group.run(lambda uow: uow.get(QUESTIONS).motives(group.binding.id, group.world.round.id))
    assert found == (board, other)


def test_the_same_is_put_once(group: Group):
    group.board()
    group.ask()
    with pytest.raises(Exception, match=r"(?i)unique"):
        group.board()
    with pytest.raises(Exception, match=r"(?i)unique"):
        group.ask()
    assert group.propose(11, "Doel").id != group.propose(12, "Doel").id


def test_a_question_stands_in_its_newest_message_and_is_known_by_earlier_ones(group: Group):
    asked, later = group.ask(), group.place()
    elsewhere = group.run(
        lambda uow: uow.groups.bind(ELSEWHERE, "Nu hier", group.world.collaboration.id, None, group.bram.id, NOW)
    )
    now = group.run(lambda uow: uow.get(QUESTIONS).move(asked, later, elsewhere.id))
    assert now == replace(asked, placed=later, binding=elsewhere.id)
    assert (group.stood_in(later), group.stood_in(asked.placed), group.get(asked)) == (now, now, now)
    assert group.stood_in(group.place()) is None


def test_a_question_can_be_spoken_to_before_it_is_put(group: Group):
    new = group.new(QuestionKind.ASKED, FIRST)
    early = group.run(lambda uow: uow.get(QUESTIONS).put(new))
    assert not early.was_put
    assert group.get(early) == early
    here = group.place()
    now = group.run(lambda uow: uow.get(QUESTIONS).move(early, here, group.binding.id))
    assert now.was_put
    assert group.stood_in(now.placed) == now


def test_it_is_shown_and_opened_again_under_new_numbers(group: Group):
    first = group.board()
    shown = group.run(lambda uow: uow.get(QUESTIONS).turn(first, QuestionState.SHOWN, 2))
    assert shown == replace(first, state=QuestionState.SHOWN, number=2)
    with pytest.raises(StaleWriteError):
        group.run(lambda uow: uow.get(QUESTIONS).turn(first, QuestionState.SHOWN, 2))
    again = group.run(lambda uow: uow.get(QUESTIONS).turn(shown, QuestionState.OPEN, 3))
    assert group.get(first) == again == replace(first, number=3)


def test_its_number_may_leap_over_the_days_that_a_restored_copy_has_lost(group: Group):
    first = group.board()
    shown = group.run(lambda uow: uow.get(QUESTIONS).turn(first, QuestionState.SHOWN, 90_000))
    assert group.get(first) == shown == replace(first, state=QuestionState.SHOWN, number=90_000)


# --- who may answer ---


def test_a_seat_is_kept_with_what_became_of_it(group: Group):
    board, world = group.board(), group.world
    seat = Seat(board.id, world.anna.id, world.run.id, world.partner.id, "op.leg.1")
    group.run(lambda uow: uow.get(QUESTIONS).sit([seat]))
    assert group.run(lambda uow: uow.get(QUESTIONS).seats(board.id)) == (seat,)
    taken = replace(seat, voted=True, counted=True)
    group.run(lambda uow: uow.get(QUESTIONS).save_seats([taken]))
    assert group.run(lambda uow: uow.get(QUESTIONS).seats_of(world.run.id, world.anna.id)) == ((taken, board),)
    group.run(lambda uow: uow.get(QUESTIONS).stand_up(board.id))
    assert group.run(lambda uow: uow.get(QUESTIONS).seats(board.id)) == ()


# --- what was said ---


def test_what_was_said_comes_back_in_order_letter_for_letter(group: Group):
    first, second = group.ask(), group.ask(SECOND)
    group.say(first, 30, ODD)
    group.say(second, 2**40, "x" * 4000, person=group.bram.id, partner=None, at=LATER)
    one, two = group.said
    anna, partner = group.world.anna.id, group.world.partner.id
    assert one == Contribution(one.id, first.id, FIRST, anna, partner, HERE.chat, 30, ODD, NOW)
    assert two == Contribution(two.id, second.id, SECOND, group.bram.id, None, HERE.chat, 2**40, "x" * 4000, LATER)
    assert one.id < two.id
    assert group.run(lambda uow: uow.get(QUESTIONS).contribution(two.id)) == two
    assert group.run(lambda uow: uow.get(QUESTIONS).contributions_to(first.id)) == (one,)
    assert group.run(lambda uow: uow.get(QUESTIONS).contributions_of(group.bram.id)) == (two,)


def test_what_was_said_below_a_motive_belongs_to_no_run(group: Group):
    board = group.board()
    group.say(board, 1, ODD)
    (one,) = group.run(lambda uow: uow.get(QUESTIONS).contributions_to(board.id))
    assert (one.about, one.text) == (board.about, ODD)
    assert group.said == ()


def test_other_words_in_the_same_message_change_the_words_alone(group: Group):
    asked = group.ask()
    group.say(asked, 1, "eerst")
    group.say(asked, 2, "daarna")
    before, after = group.said
    group.run(lambda uow: uow.get(QUESTIONS).withdraw(before.id, True))
    group.say(asked, 1, ODD, person=group.bram.id, at=LATER)
    assert group.said == (replace(before, text=ODD, withdrawn=True), after)


def test_the_same_number_in_another_group_is_another_message(group: Group):
    asked = group.ask()
    group.say(asked, 1, "hier")
    group.say(asked, 1, "daar", chat=ELSEWHERE.chat)
    group.say(asked, 1, "hier, met andere woorden")
    assert group.texts() == ["hier, met andere woorden", "daar"]


def test_what_was_taken_back_can_be_put_back(group: Group):
    group.say(group.ask(), 1, "toch niet")
    (one,) = group.said
    for withdrawn in (True, True, False):
        group.run(lambda uow, withdrawn=withdrawn: uow.get(QUESTIONS).withdraw(one.id, withdrawn))
        assert group.said == (replace(one, withdrawn=withdrawn),)


def test_one_persons_words_in_a_run_move_to_another_partner(group: Group):
    asked, board = group.ask(), group.board()
    group.say(asked, 1, "van Anna")
    group.say(asked, 2, "van Bram", person=group.bram.id)
    group.say(asked, 3, "ook van Anna", partner=None)
    group.say(board, 4, "bij een motief")
    group.run(lambda uow: uow.get(QUESTIONS).speak_for(group.talk.id, group.world.anna.id, group.other.id))
    assert [one.partner for one in group.said] == [group.other.id, group.world.partner.id, group.other.id]
    assert group.texts() == ["van Anna", "van Bram", "ook van Anna"]
    (kept,) = group.run(lambda uow: uow.get(QUESTIONS).contributions_to(board.id))
    assert kept.partner == group.world.partner.id


# --- proposals ---


def test_a_proposal_is_found_by_its_number_its_message_and_where_it_stands(group: Group):
    goal, other = group.propose(11, ODD), group.propose(12, "Nog een doel")
    assert group.run(lambda uow: uow.get(QUESTIONS).proposal(goal.id)) == goal
    assert group.worded_with(11) == goal
    assert group.worded_with(13) is None
    assert group.worded_with(11, ELSEWHERE.chat) is None
    assert group.stood_in(other.placed) == other
    asked = group.ask()
    with pytest.raises(Exception, match="no such row"):
        group.run(lambda uow: uow.get(QUESTIONS).proposal(asked.id))


def test_a_new_wording_takes_the_place_of_the_old(group: Group):
    goal = group.propose(11, "Tien studenten")
    now = group.word(goal, 21, "Zes studenten")
    assert group.get(goal) == now
    assert (group.worded_with(21), group.worded_with(11)) == (now, now)
    assert group.stood_in(goal.placed) == now
    assert group.run(lambda uow: uow.get(QUESTIONS).wordings(group.talk.id)) == (
        Wording(goal.id, 1, group.world.anna.id, "Tien studenten"),
        Wording(goal.id, 2, group.bram.id, "Zes studenten"),
    )


def test_of_two_new_wordings_at_once_the_second_starts_again(group: Group):
    goal = group.propose(11, "Tien studenten")
    first = group.word(goal, 21, "Zes studenten")
    with pytest.raises(StaleWriteError):
        group.word(goal, 22, "Acht studenten")
    assert group.get(goal) == first


# --- ballots ---


def test_the_latest_ballot_counts(group: Group):
    asked = group.ask(NEEDED)
    anna = Vote(group.world.anna.id, group.world.partner.id, "bezwaar", ODD)
    bram = Vote(group.bram.id, group.other.id, "akkoord")
    group.cast(asked, 1, anna)
    group.cast(asked, 1, bram)
    assert set(group.ballots(asked, 1)) == {anna, bram}
    now = replace(anna, choice="akkoord", reason="")
    group.cast(asked, 1, now, LATER)
    assert group.ballots(asked, 1) == (bram, now)


def test_each_wording_and_each_partner_has_ballots_of_its_own(group: Group):
    goal, other = group.propose(11, "Tien studenten"), group.propose(12, "Zes studenten")
    anna = Vote(group.world.anna.id, group.world.partner.id, "bezwaar")
    both = replace(anna, partner=group.other.id, choice="akkoord")
    group.cast(goal, 1, anna)
    group.cast(goal, 1, both, LATER)
    group.cast(goal, 2, both)
    assert group.ballots(goal, 1) == (anna, both)
    assert group.ballots(goal, 2) == (both,)
    assert group.ballots(goal, 3) == ()
    assert group.ballots(other, 1) == ()


# --- a group that moves ---


def move(group: Group) -> None:
    group.run(lambda uow: uow.groups.move(HERE.chat, NOW_A_SUPERGROUP))


def test_what_was_said_before_a_group_moved_is_set_aside(group: Group):
    """A supergroup counts its messages from one: a number that was used before means another message there."""
    asked = group.ask()
    group.say(asked, 3, "voor de verhuizing")
    goal = group.propose(4, "Tien studenten")
    before = group.said[0]
    move(group)
    group.say(asked, 3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    assert group.texts() == ["voor de verhuizing", "na de verhuizing"]
    assert group.said[0] == before
    assert group.worded_with(4, NOW_A_SUPERGROUP) is None
    new = group.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    assert group.worded_with(4, NOW_A_SUPERGROUP) == new
    assert group.get(goal) == goal


def test_a_group_is_moved_once(group: Group):
    asked = group.ask()
    group.say(asked, 3, "voor de verhuizing")
    move(group)
    group.say(asked, 3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    goal = group.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    said = group.said
    move(group)
    assert group.said == said
    assert group.worded_with(4, NOW_A_SUPERGROUP) == goal
    group.say(asked, 3, "nog eens anders", chat=NOW_A_SUPERGROUP)
    assert group.texts() == ["voor de verhuizing", "nog eens anders"]


def test_a_message_that_still_went_to_the_old_group_moves_alone(group: Group):
    """An answer to something that came from the old group and was taken only after the move."""
    asked = group.ask()
    move(group)
    group.say(asked, 3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    goal = group.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    group.run(lambda uow: uow.post.send([Outgoing(HERE.chat, Screen("x"))], NOW))
    move(group)
    group.say(asked, 3, "met andere woorden", chat=NOW_A_SUPERGROUP)
    assert group.texts() == ["met andere woorden"]
    assert group.worded_with(4, NOW_A_SUPERGROUP) == goal


def test_other_groups_keep_their_numbers(group: Group):
    goal = group.propose(4, "Zes studenten")
    group.run(lambda uow: uow.groups.bind(ELSEWHERE, "Team", group.world.collaboration.id, None, group.bram.id, NOW))
    group.run(lambda uow: uow.groups.move(ELSEWHERE.chat, NOW_A_SUPERGROUP))
    assert group.worded_with(4) == goal
