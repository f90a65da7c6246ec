"""Conversations of phase 2: where they are, what people take home, and the minutes."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from storage_world import LATER, NOW, World

from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Check, Discussion, DiscussionId, DiscussionState, Drawer, Setting
from bot.domain.collaboration import Partner, PartnerKind, Person
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, LiveMessageId
from bot.domain.rounds import Phase, RunState
from bot.turn.ports import StaleWriteError, UnitOfWork
from storage.database import Database

T = TypeVar("T")
HERE, ELSEWHERE = ChatThread(ChatId(-5)), ChatThread(ChatId(-6))
FIRST, SECOND = "f2.b1", "f2.b2"
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

    def place(self) -> LiveMessageId:
        return self.run(lambda uow: uow.post.place(HERE)).id


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


NOTHING = {"panel": None, "setting": None, "drawer": None, "quiet_until": None}


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
        setting=Setting.AFAR,
        drawer=Drawer.QUIET,
        quiet_until=NOW,
    )
    kept = talk.run(lambda uow: uow.get(DISCUSSIONS).save(now))
    assert kept == replace(now, version=1)
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).get(talk.id)) == kept
    bare = talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(kept, **NOTHING, state=DiscussionState.CLOSED)))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).of(talk.discussion.run)) == bare


def test_the_second_of_two_writers_starts_again(talk: Talk):
    first = talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(talk.discussion, question=FIRST)))
    with pytest.raises(StaleWriteError):
        talk.run(lambda uow: uow.get(DISCUSSIONS).save(replace(talk.discussion, question=SECOND)))
    assert talk.run(lambda uow: uow.get(DISCUSSIONS).get(talk.id)) == first


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
