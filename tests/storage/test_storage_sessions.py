"""Instruments gone through in groups: sessions, their questions, and answers that are taken out again."""

from dataclasses import replace

import pytest
from storage_world import LATER, NOW
from test_storage_questions import HERE, ODD, Group, group  # noqa: F401

from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import QuestionKind
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, SessionState
from bot.domain.ids import ChatId, SessionId
from bot.turn.ports import StaleWriteError
from bot.turn.records import Vote


@pytest.fixture
def session(group: Group) -> GroupSession:  # noqa: F811
    new = GroupSession(
        SessionId(0),
        "b1",
        "1-abc",
        group.world.collaboration.id,
        None,
        group.world.round.id,
        group.binding.id,
        group.world.anna.id,
        NOW,
    )
    return group.run(lambda uow: uow.get(SESSIONS).add(new))


def test_a_session_comes_back_as_it_was_kept(group: Group, session: GroupSession):  # noqa: F811
    now = replace(session, question="b1.1.1", context=ODD)
    kept = group.run(lambda uow: uow.get(SESSIONS).save(now))
    over = group.run(lambda uow: uow.get(SESSIONS).save(replace(kept, state=SessionState.OVER, ended_at=LATER)))
    assert group.run(lambda uow: uow.get(SESSIONS).get(session.id)) == over
    assert over == replace(now, state=SessionState.OVER, ended_at=LATER, version=2)
    assert group.run(lambda uow: uow.get(SESSIONS).of(session.collaboration)) == (over,)


def test_of_two_changes_at_once_the_second_is_taken_again(group: Group, session: GroupSession):  # noqa: F811
    group.run(lambda uow: uow.get(SESSIONS).save(replace(session, question="b1.1.1")))
    with pytest.raises(StaleWriteError):
        group.run(lambda uow: uow.get(SESSIONS).save(replace(session, question="b1.1.2")))


def test_questions_of_a_session_are_its_own(group: Group, session: GroupSession):  # noqa: F811
    asked = group.put(QuestionKind.OF_SET, "b1.1.1", run=None, session=session.id)
    group.board()
    assert group.run(lambda uow: uow.get(QUESTIONS).of_session(session.id)) == (asked,)
    with pytest.raises(Exception, match=r"(?i)unique"):
        group.put(QuestionKind.OF_SET, "b1.1.1", run=None, session=session.id)


def test_what_somebody_gave_is_taken_out(group: Group, session: GroupSession):  # noqa: F811
    asked = group.put(QuestionKind.OF_SET, "b1.1.1", run=None, session=session.id)
    anna, partner, other = group.world.anna.id, group.world.partner.id, group.other.id
    for wording in (1, 2):
        group.cast(asked, wording, Vote(anna, partner, "ja"))
    group.cast(asked, 1, Vote(anna, other, "nee"))
    group.cast(asked, 2, Vote(group.bram.id, other, "nee"))
    group.say(asked, 11, "Hier", HERE.chat)
    group.say(asked, 0, "Daar", ChatId(5), partner=other)
    group.run(lambda uow: uow.get(QUESTIONS).uncast(asked.id, 2, group.bram.id, other))
    group.run(lambda uow: uow.get(QUESTIONS).take_out(asked.id, anna, partner))
    assert group.ballots(asked, 1) == (Vote(anna, other, "nee"),)
    assert group.ballots(asked, 2) == ()
    said = group.run(lambda uow: uow.get(QUESTIONS).contributions_to(asked.id))
    assert [one.text for one in said] == ["Daar"]
