"""Conversations of phase 2: where they are, what was said in them, goals with their ballots, and the minutes."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from storage_world import LATER, NOW, World

from bot.content.screen import Screen
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import (
    Asked,
    Check,
    Contribution,
    ContributionId,
    Discussion,
    DiscussionId,
    DiscussionState,
    Goal,
    GoalId,
)
from bot.dialogs.boards.ports import BOARDS
from bot.dialogs.boards.rules import Board, BoardReply
from bot.domain.collaboration import Partner, PartnerKind, Person
from bot.domain.group import ChatThread
from bot.domain.ids import BoardId, ChatId, LiveMessageId
from bot.domain.rounds import Phase, RunState
from bot.turn.ports import StaleWriteError, UnitOfWork
from bot.turn.records import Outgoing, Vote
from storage.database import Database

T = TypeVar("T")
HERE, ELSEWHERE = ChatThread(ChatId(-5)), ChatThread(ChatId(-6))
NOW_A_SUPERGROUP = ChatId(-1_001_234_567_890)
FIRST, SECOND, NEEDED, GOALS = "f2.b1", "f2.b2", "f2.b4", "f2.b5"
ODD = "<b>wij & jullie</b> 🙂 مرحبا\n{{ 7 * 7 }} %s _*["


def begin(uow: UnitOfWork, world: World, chat_thread: ChatThread = HERE) -> Discussion:
    """A discussion without a question, led by Anna in a group of all."""
    binding = uow.groups.bind(chat_thread, "Samen", world.collaboration.id, None, world.anna.id, NOW)
    run = uow.rounds.add_run(world.round.id, Phase.ALIGNMENT, None, RunState.OPEN)
    return uow.get(DISCUSSIONS).add(Discussion(DiscussionId(0), run.id, binding.id, world.anna.id, NOW))


class Talk:
    """A discussion that has begun, and somebody of another partner who takes part in it."""

    def __init__(self, database: Database, world: World):
        self.database = database
        self.world = world
        self.discussion = self.run(lambda uow: begin(uow, world))
        self.id = self.discussion.id
        self.bram: Person = self.run(lambda uow: uow.people.add(ChatId(5_000_000_002), "Bram", "1", NOW))
        about = (world.collaboration.id, "Zorggroep", PartnerKind.PRACTICE, None, None)
        self.other: Partner = self.run(lambda uow: uow.collaborations.add_partner(*about))

    def run(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.database.run_sync(work)

    def place(self, chat_thread: ChatThread = HERE) -> LiveMessageId:
        return self.run(lambda uow: uow.post.place(chat_thread)).id

    def say(self, message: int, text: str, question: str = FIRST, chat: ChatId = HERE.chat, **other) -> None:
        anna, partner = self.world.anna.id, self.world.partner.id
        new = Contribution(ContributionId(0), self.id, question, anna, partner, message, text, NOW)
        self.run(lambda uow: uow.get(DISCUSSIONS).contribute(replace(new, **other), chat))

    @property
    def said(self) -> tuple[Contribution, ...]:
        return self.run(lambda uow: uow.get(DISCUSSIONS).contributions(self.id))

    def texts(self) -> list[str]:
        return [one.text for one in self.said]

    def propose(self, message: int, text: str, chat_thread: ChatThread = HERE) -> Goal:
        placed = self.place(chat_thread)
        anna, partner = self.world.anna.id, self.world.partner.id
        new = Goal(GoalId(0), self.id, anna, partner, message, text, 1, placed)
        return self.run(lambda uow: uow.get(DISCUSSIONS).propose(new))

    def goal_of(self, message: int, chat: ChatId = HERE.chat) -> Goal | None:
        return self.run(lambda uow: uow.get(DISCUSSIONS).goal_of(self.id, chat, message))

    def cast(self, subject: str, opinion: Vote, at=NOW) -> None:
        self.run(lambda uow: uow.get(DISCUSSIONS).cast(self.id, subject, opinion, at))

    def ballots(self, subject: str) -> tuple[Vote, ...]:
        return self.run(lambda uow: uow.get(DISCUSSIONS).ballots(self.id, subject))


@pytest.fixture
def talk(database: Database, world: World) -> Talk:
    return Talk(database, world)


# --- where it is ---


def test_a_discussion_is_found_by_its_run(talk: Talk):
    discussion = talk.discussion
    assert discussion.id
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).get(discussion.id)) == discussion
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).of(discussion.run)) == discussion
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).of(talk.world.run.id)) is None
    with pytest.raises(Exception, match="no such row"):
        talk.run(lambda uow: uow.get(DISCUSSIONS).get(DiscussionId(99)))


def test_a_run_has_one_discussion(talk: Talk):
    with pytest.raises(Exception, match=r"(?i)unique"):
        talk.run(lambda uow: uow.get(DISCUSSIONS).add(replace(talk.discussion, id=DiscussionId(0))))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).of(talk.discussion.run)) == talk.discussion


def test_everything_that_changes_is_kept(talk: Talk):
    elsewhere = talk.run(
        lambda uow: uow.groups.bind(ELSEWHERE, "Nu hier", talk.world.collaboration.id, None, talk.bram.id, NOW)
    )
    now = replace(
        talk.discussion,
        binding=elsewhere.id,
        led_by=talk.bram.id,
        state=DiscussionState.PAUSED,
        question=SECOND,
        minutes_left=15,
        panel=talk.place(),
    )
    kept = talk.run(lambda uow: uow.get(DISCUSSIONS).save(now))
    assert kept == replace(now, version=1)
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).get(talk.id)) == kept
    bare = talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(kept, panel=None, state=DiscussionState.CLOSED)))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).of(talk.discussion.run)) == bare


def test_the_second_of_two_writers_starts_again(talk: Talk):
    first = talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(talk.discussion, question=FIRST)))
    with pytest.raises(StaleWriteError):
        talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(talk.discussion, question=SECOND)))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).get(talk.id)) == first


# --- questions ---


def test_a_question_stands_in_its_newest_message_and_is_known_by_earlier_ones(talk: Talk):
    first, second, later = talk.place(), talk.place(), talk.place()
    asked = [Asked(talk.id, SECOND, second), Asked(talk.id, FIRST, first)]
    for one in asked:
        talk.run(lambda uow, one=one: uow.get(DISCUSSIONS).ask(one))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).all_asked(talk.id)) == tuple(reversed(asked))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).asked_as(second)) == asked[0]
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).asked(talk.id, NEEDED)) is None
    again = Asked(talk.id, FIRST, later, shown=True)
    talk.run(lambda uow: uow.get(DISCUSSIONS).ask(again))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).asked(talk.id, FIRST)) == again
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).asked_as(later)) == again
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).asked_as(first)) == again
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).all_asked(talk.id)) == (again, asked[0])


# --- what was said ---


def test_what_was_said_comes_back_in_order_letter_for_letter(talk: Talk):
    talk.say(30, ODD)
    talk.say(2**40, "x" * 4000, SECOND, person=talk.bram.id, partner=None, at=LATER)
    first, second = talk.said
    anna, partner = talk.world.anna.id, talk.world.partner.id
    assert first == Contribution(first.id, talk.id, FIRST, anna, partner, 30, ODD, NOW)
    assert second == Contribution(second.id, talk.id, SECOND, talk.bram.id, None, 2**40, "x" * 4000, LATER)
    assert first.id < second.id
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).contribution(second.id)) == second


def test_other_words_in_the_same_message_change_the_words_alone(talk: Talk):
    talk.say(1, "eerst")
    talk.say(2, "daarna")
    before, after = talk.said
    talk.run(lambda uow: uow.get(DISCUSSIONS).withdraw(before.id, True))
    talk.say(1, ODD, SECOND, person=talk.bram.id, partner=talk.other.id, at=LATER)
    assert talk.said == (replace(before, text=ODD, withdrawn=True), after)


def test_the_same_number_in_another_group_is_another_message(talk: Talk):
    talk.say(1, "hier")
    talk.say(1, "daar", chat=ELSEWHERE.chat)
    talk.say(1, "hier, met andere woorden")
    assert talk.texts() == ["hier, met andere woorden", "daar"]
    first, second = talk.said
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).said_with(talk.id, HERE.chat, 1)) == first
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).said_with(talk.id, ELSEWHERE.chat, 1)) == second
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).said_with(talk.id, HERE.chat, 2)) is None


def test_what_was_taken_back_can_be_put_back(talk: Talk):
    talk.say(1, "toch niet")
    (one,) = talk.said
    for withdrawn in (True, True, False):
        talk.run(lambda uow, withdrawn=withdrawn: uow.get(DISCUSSIONS).withdraw(one.id, withdrawn))
        assert talk.said == (replace(one, withdrawn=withdrawn),)


def test_one_persons_words_move_to_another_partner(talk: Talk):
    talk.say(1, "van Anna")
    talk.say(2, "van Bram", person=talk.bram.id)
    talk.say(3, "ook van Anna", partner=None)
    talk.run(lambda uow: uow.get(DISCUSSIONS).speak_for(talk.id, talk.world.anna.id, talk.other.id))
    assert [one.partner for one in talk.said] == [talk.other.id, talk.world.partner.id, talk.other.id]
    assert talk.texts() == ["van Anna", "van Bram", "ook van Anna"]


# --- goals ---


def test_a_goal_is_found_by_its_message_and_where_it_stands(talk: Talk):
    goal = talk.propose(11, ODD)
    other = talk.propose(12, "Nog een doel")
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goal(goal.id)) == goal
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goals(talk.id)) == (goal, other)
    assert talk.goal_of(11) == goal
    assert talk.goal_of(13) is None
    assert talk.goal_of(11, ELSEWHERE.chat) is None
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goal_as(other.placed)) == other


def test_a_new_wording_takes_the_place_of_the_old(talk: Talk):
    goal = talk.propose(11, "Tien studenten")
    now = replace(goal, message=21, text="Zes studenten", version=2, placed=talk.place())
    talk.run(lambda uow: uow.get(DISCUSSIONS).word(now))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goals(talk.id)) == (now,)
    assert talk.goal_of(21) == now
    assert talk.goal_of(11) == now
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goal_as(goal.placed)) == now


def test_of_two_new_wordings_at_once_the_second_starts_again(talk: Talk):
    goal = talk.propose(11, "Tien studenten")
    first = replace(goal, message=21, text="Zes studenten", version=2)
    talk.run(lambda uow: uow.get(DISCUSSIONS).word(first))
    with pytest.raises(StaleWriteError):
        talk.run(lambda uow: uow.get(DISCUSSIONS).word(replace(goal, message=22, text="Acht studenten", version=2)))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goal(goal.id)) == first


# --- ballots ---


def test_the_latest_ballot_counts(talk: Talk):
    anna = Vote(talk.world.anna.id, talk.world.partner.id, "bezwaar", ODD)
    bram = Vote(talk.bram.id, talk.other.id, "akkoord")
    talk.cast(GOALS, anna)
    talk.cast(GOALS, bram)
    assert set(talk.ballots(GOALS)) == {anna, bram}
    now = replace(anna, choice="akkoord", reason="")
    talk.cast(GOALS, now, LATER)
    assert talk.ballots(GOALS) == (bram, now)


def test_each_wording_and_each_partner_has_ballots_of_its_own(talk: Talk):
    anna = Vote(talk.world.anna.id, talk.world.partner.id, "bezwaar")
    both = replace(anna, partner=talk.other.id, choice="akkoord")
    talk.cast("goal.1.1", anna)
    talk.cast("goal.1.1", both, LATER)
    talk.cast("goal.1.2", both)
    assert talk.ballots("goal.1.1") == (anna, both)
    assert talk.ballots("goal.1.2") == (both,)
    assert talk.ballots("goal.1.3") == ()


# --- what they take home ---


def test_what_was_taken_home_is_for_the_partners_of_the_last_time(talk: Talk):
    anna, partner = talk.world.anna.id, talk.world.partner.id
    talk.run(lambda uow: uow.get(DISCUSSIONS).take_home(talk.id, anna, [partner]))
    talk.run(lambda uow: uow.get(DISCUSSIONS).take_home(talk.id, talk.bram.id, [talk.other.id]))
    assert set(talk.run(lambda uow: uow.get(DISCUSSIONS).taken_home(talk.id))) == {
        (anna, partner),
        (talk.bram.id, talk.other.id),
    }
    talk.run(lambda uow: uow.get(DISCUSSIONS).take_home(talk.id, anna, [partner, talk.other.id]))
    talk.run(lambda uow: uow.get(DISCUSSIONS).take_home(talk.id, talk.bram.id, []))
    now = {(anna, partner), (anna, talk.other.id)}
    assert set(talk.run(lambda uow: uow.get(DISCUSSIONS).taken_home(talk.id))) == now


# --- minutes ---


def test_the_latest_word_of_a_partner_on_the_minutes_counts(talk: Talk):
    own = Check(talk.world.partner.id, talk.world.anna.id, True)
    other = Check(talk.other.id, talk.bram.id, False, ODD)
    for check in (other, own):
        talk.run(lambda uow, check=check: uow.get(DISCUSSIONS).check(talk.id, check))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).checks(talk.id)) == (own, other)
    now = replace(other, person=talk.world.anna.id, confirmed=True, correction="")
    talk.run(lambda uow: uow.get(DISCUSSIONS).check(talk.id, now))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).checks(talk.id)) == (own, now)


def test_minutes_are_fixed_once(talk: Talk):
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).fixed(talk.id)) is None
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).fix(talk.id, ODD, NOW))
    assert not talk.run(lambda uow: uow.get(DISCUSSIONS).fix(talk.id, "anders", LATER))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).fixed(talk.id)) == ODD


# --- a group that moves ---


def move(talk: Talk) -> None:
    talk.run(lambda uow: uow.groups.move(HERE.chat, NOW_A_SUPERGROUP))


def test_what_was_said_before_a_group_moved_is_set_aside(talk: Talk):
    """A supergroup counts its messages from one: a number that was used before means another message there."""
    talk.say(3, "voor de verhuizing")
    goal = talk.propose(4, "Tien studenten")
    before = talk.said[0]
    move(talk)
    talk.say(3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    assert talk.texts() == ["voor de verhuizing", "na de verhuizing"]
    assert talk.said[0] == before
    assert talk.goal_of(4, NOW_A_SUPERGROUP) is None
    new = talk.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goals(talk.id)) == (goal, new)
    assert talk.goal_of(4, NOW_A_SUPERGROUP) == new


def test_a_group_is_moved_once(talk: Talk):
    talk.say(3, "voor de verhuizing")
    move(talk)
    talk.say(3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    goal = talk.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    said, goals = talk.said, talk.run(lambda uow: uow.get(DISCUSSIONS).goals(talk.id))
    move(talk)
    assert talk.said == said
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).goals(talk.id)) == goals
    assert talk.goal_of(4, NOW_A_SUPERGROUP) == goal
    talk.say(3, "nog eens anders", chat=NOW_A_SUPERGROUP)
    assert talk.texts() == ["voor de verhuizing", "nog eens anders"]


def test_a_message_that_still_went_to_the_old_group_moves_alone(talk: Talk):
    """An answer to something that came from the old group and was taken only after the move."""
    move(talk)
    talk.say(3, "na de verhuizing", chat=NOW_A_SUPERGROUP)
    goal = talk.propose(4, "Zes studenten", ChatThread(NOW_A_SUPERGROUP))
    talk.run(lambda uow: uow.post.send(Outgoing(HERE.chat, Screen("x")), NOW))
    move(talk)
    talk.say(3, "met andere woorden", chat=NOW_A_SUPERGROUP)
    assert talk.texts() == ["met andere woorden"]
    assert talk.goal_of(4, NOW_A_SUPERGROUP) == goal


def test_other_groups_keep_their_numbers(talk: Talk):
    goal = talk.propose(4, "Zes studenten")
    talk.run(lambda uow: uow.groups.bind(ELSEWHERE, "Team", talk.world.collaboration.id, None, talk.bram.id, NOW))
    talk.run(lambda uow: uow.groups.move(ELSEWHERE.chat, NOW_A_SUPERGROUP))
    assert talk.goal_of(4) == goal


def test_what_was_written_below_a_board_is_set_aside_as_well(talk: Talk):
    def work(uow: UnitOfWork) -> tuple[BoardReply, ...]:
        world, binding = talk.world, talk.discussion.binding
        placed = uow.post.place(HERE)
        board = uow.get(BOARDS).add(
            Board(BoardId(0), binding, world.round.id, "op.leg.1", "Imago", "leg", None, NOW, placed.id)
        )
        said = BoardReply(board.id, 3, world.anna.id, world.partner.id, "voor de verhuizing")
        uow.get(BOARDS).write(said)
        uow.groups.move(HERE.chat, NOW_A_SUPERGROUP)
        uow.get(BOARDS).write(replace(said, text="na de verhuizing"))
        return uow.get(BOARDS).replies(board.id)

    assert {one.text for one in talk.run(work)} == {"voor de verhuizing", "na de verhuizing"}
