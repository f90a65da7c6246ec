"""The conversation of phase 2 in the database: the port `Discussions`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

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
    Wording,
)
from bot.domain.ids import ChatId, LiveMessageId, PartnerId, PersonId, RunId
from bot.turn.ports import StaleWriteError
from bot.turn.records import Vote
from storage.columns import insert_or_ignore, upsert
from storage.discussion_tables import (
    asked,
    ballot,
    contribution,
    discussion,
    goal,
    goal_wording,
    minutes,
    minutes_check,
    stood,
    taken_home,
)
from storage.group_tables import placed
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")
_QUESTION: BindParameter[Any] = bindparam("b_question")
_CHAT: BindParameter[Any] = bindparam("b_chat")
_MESSAGE: BindParameter[Any] = bindparam("b_message")
_SUBJECT: BindParameter[Any] = bindparam("b_subject")

_ADD = insert(discussion)
_GET = select(*discussion.columns).where(discussion.c.id == _ID)
_OF = select(*discussion.columns).where(discussion.c.run == _ID)
_SAVE = update(discussion).where(discussion.c.id == _ID, discussion.c.version == bindparam("b_version"))

_ASK = upsert(asked, key=("discussion", "question"), change=("placed", "shown"))
_ASKED = select(*asked.columns).where(asked.c.discussion == _ID, asked.c.question == _QUESTION)
_ALL_ASKED = select(*asked.columns).where(asked.c.discussion == _ID).order_by(asked.c.question)
_ASKED_AS = (
    select(*asked.columns)
    .join(stood, (stood.c.discussion == asked.c.discussion) & (stood.c.subject == asked.c.question))
    .where(stood.c.placed == _ID)
)
_STAND = insert_or_ignore(stood, key=("placed",))

_CONTRIBUTION = tuple(column for column in contribution.columns if column.name != "chat")
_CONTRIBUTE = upsert(contribution, key=("discussion", "chat", "message"), change=("text",))
_CONTRIBUTED = select(*_CONTRIBUTION).where(contribution.c.discussion == _ID).order_by(contribution.c.id)
_SAID_WITH = select(*_CONTRIBUTION).where(
    contribution.c.discussion == _ID, contribution.c.chat == _CHAT, contribution.c.message == _MESSAGE
)
_ONE_CONTRIBUTION = select(*_CONTRIBUTION).where(contribution.c.id == _ID)
_WITHDRAW = update(contribution).where(contribution.c.id == _ID)

_SPEAK_FOR = update(contribution).where(
    contribution.c.discussion == _ID, contribution.c.person == bindparam("b_person")
)

_GOAL_SUBJECT = "goal."
_PROPOSE = insert(goal)
_GOAL = select(*goal.columns).where(goal.c.id == _ID)
_GOALS = select(*goal.columns).where(goal.c.discussion == _ID).order_by(goal.c.id)
_GOAL_AS = select(stood.c.subject).where(stood.c.placed == _ID)
_GOAL_OF = (
    select(stood.c.subject)
    .join(placed, placed.c.id == stood.c.placed)
    .where(stood.c.discussion == _ID, placed.c.chat == _CHAT, stood.c.message == _MESSAGE)
)
_WORD = update(goal).where(goal.c.id == _ID, goal.c.version == bindparam("b_version"))

_WORDED = insert(goal_wording)
_WORDINGS = (
    select(*goal_wording.columns)
    .join(goal, goal.c.id == goal_wording.c.goal)
    .where(goal.c.discussion == _ID)
    .order_by(goal_wording.c.goal, goal_wording.c.version)
)

_CAST = upsert(ballot, key=("discussion", "subject", "person", "partner"), change=("choice", "reason", "at"))
_BALLOTS = (
    select(ballot.c.person, ballot.c.partner, ballot.c.choice, ballot.c.reason)
    .where(ballot.c.discussion == _ID, ballot.c.subject == _SUBJECT)
    .order_by(ballot.c.at, ballot.c.person)
)
_TAKE_HOME = insert(taken_home)
_TAKE_BACK = delete(taken_home).where(taken_home.c.discussion == _ID, taken_home.c.person == bindparam("b_person"))
_TAKEN_HOME = select(taken_home.c.person, taken_home.c.partner).where(taken_home.c.discussion == _ID)
_CHECK = upsert(minutes_check, key=("discussion", "partner"), change=("person", "confirmed", "correction"))
_CHECKS = (
    select(minutes_check.c.partner, minutes_check.c.person, minutes_check.c.confirmed, minutes_check.c.correction)
    .where(minutes_check.c.discussion == _ID)
    .order_by(minutes_check.c.partner)
)
_FIX = insert_or_ignore(minutes, key=("discussion",))
_FIXED = select(minutes.c.body).where(minutes.c.discussion == _ID)


class SqlDiscussions(Repository):
    """Conversations of phase 2, what was said in them, goals and minutes."""

    __slots__ = ()

    def add(self, new: Discussion) -> Discussion:
        """The discussion with its id. A second one of the same run is refused by the database."""
        id_ = self._add(
            _ADD,
            run=new.run,
            binding=new.binding,
            led_by=new.led_by,
            began_at=new.began_at,
            state=new.state.value,
            question=new.question,
            minutes_left=new.minutes_left,
            version=0,
        )
        return replace(new, id=DiscussionId(id_))

    def get(self, discussion: DiscussionId) -> Discussion:
        return _discussion(self._known(_GET, b_id=discussion))

    def of(self, run: RunId) -> Discussion | None:
        row = next(iter(self._read_all(_OF, _GET, b_id=run)), None)
        return None if row is None else _discussion(row)

    def save(self, now: Discussion) -> Discussion:
        """Who leads, where it is, and whether it goes on. Of two at once the second turn is taken again."""
        touched = self._do(
            _SAVE,
            b_id=now.id,
            b_version=now.version,
            binding=now.binding,
            led_by=now.led_by,
            state=now.state.value,
            question=now.question,
            minutes_left=now.minutes_left,
            panel=now.panel,
            version=now.version + 1,
        )
        if touched == 0:
            raise StaleWriteError(f"discussion {now.id}")
        return replace(now, version=now.version + 1)

    def ask(self, one: Asked) -> None:
        """Keep that a question stands in this message from now on."""
        self._do(_ASK, discussion=one.discussion, question=one.question, placed=one.placed, shown=one.shown)
        self._do(_STAND, placed=one.placed, discussion=one.discussion, subject=one.question, message=None)

    def asked(self, discussion: DiscussionId, question: str) -> Asked | None:
        row = self._one(_ASKED, b_id=discussion, b_question=question)
        return None if row is None else Asked(*row)

    def all_asked(self, discussion: DiscussionId) -> tuple[Asked, ...]:
        return tuple(Asked(*row) for row in self._all(_ALL_ASKED, b_id=discussion))

    def asked_as(self, placed: LiveMessageId) -> Asked | None:
        row = self._one(_ASKED_AS, b_id=placed)
        return None if row is None else Asked(*row)

    def contribute(self, new: Contribution, chat: ChatId) -> None:
        """Keep a point, known by its message: the same one again replaces the words, and stays with its question."""
        self._do(
            _CONTRIBUTE,
            discussion=new.discussion,
            question=new.question,
            person=new.person,
            partner=new.partner,
            chat=chat,
            message=new.message,
            text=new.text,
            at=new.at,
            withdrawn=new.withdrawn,
        )

    def contributions(self, discussion: DiscussionId) -> tuple[Contribution, ...]:
        """In the order in which they were made, also those that were withdrawn."""
        return tuple(Contribution(*row) for row in self._all(_CONTRIBUTED, b_id=discussion))

    def said_with(self, discussion: DiscussionId, chat: ChatId, message: int) -> Contribution | None:
        """What somebody said with this message."""
        row = self._one(_SAID_WITH, b_id=discussion, b_chat=chat, b_message=message)
        return None if row is None else Contribution(*row)

    def contribution(self, contribution: ContributionId) -> Contribution:
        return Contribution(*self._known(_ONE_CONTRIBUTION, b_id=contribution))

    def withdraw(self, contribution: ContributionId, withdrawn: bool) -> None:
        self._do(_WITHDRAW, b_id=contribution, withdrawn=withdrawn)

    def speak_for(self, discussion: DiscussionId, person: PersonId, partner: PartnerId) -> None:
        """Count what this person said for this partner."""
        self._do(_SPEAK_FOR, b_id=discussion, b_person=person, partner=partner)

    def propose(self, new: Goal) -> Goal:
        """The goal with its id."""
        id_ = self._add(
            _PROPOSE,
            discussion=new.discussion,
            person=new.person,
            partner=new.partner,
            message=new.message,
            text=new.text,
            version=new.version,
            placed=new.placed,
        )
        made = replace(new, id=GoalId(id_))
        self._do(_WORDED, goal=id_, version=new.version, person=new.person, text=new.text)
        self._stand(made)
        return made

    def _stand(self, goal: Goal) -> None:
        subject = f"{_GOAL_SUBJECT}{goal.id}"
        self._do(_STAND, placed=goal.placed, discussion=goal.discussion, subject=subject, message=goal.message)

    def goal(self, goal: GoalId) -> Goal:
        return Goal(*self._known(_GOAL, b_id=goal))

    def goals(self, discussion: DiscussionId) -> tuple[Goal, ...]:
        return tuple(Goal(*row) for row in self._all(_GOALS, b_id=discussion))

    def goal_as(self, placed: LiveMessageId) -> Goal | None:
        """The goal that stands or once stood in this message."""
        return self._goal(self._one(_GOAL_AS, b_id=placed))

    def goal_of(self, discussion: DiscussionId, chat: ChatId, message: int) -> Goal | None:
        """The goal that somebody gave words with this message."""
        return self._goal(self._one(_GOAL_OF, b_id=discussion, b_chat=chat, b_message=message))

    def _goal(self, row: Values | None) -> Goal | None:
        number = "" if row is None else str(row[0]).removeprefix(_GOAL_SUBJECT)
        return self.goal(GoalId(int(number))) if number.isdecimal() else None

    def word(self, now: Goal, by: PersonId | None = None) -> None:
        """A new wording, in another message, of somebody (None: of its proposer). Of two at once the second turn is
        taken again.
        """
        touched = self._do(
            _WORD,
            b_id=now.id,
            b_version=now.version - 1,
            message=now.message,
            text=now.text,
            version=now.version,
            placed=now.placed,
        )
        if touched == 0:
            raise StaleWriteError(f"goal {now.id}")
        self._do(_WORDED, goal=now.id, version=now.version, person=now.person if by is None else by, text=now.text)
        self._stand(now)

    def wordings(self, discussion: DiscussionId) -> tuple[Wording, ...]:
        """All that the goals of a discussion have had, as far as they are known."""
        return tuple(Wording(*row) for row in self._all(_WORDINGS, b_id=discussion))

    def cast(self, discussion: DiscussionId, subject: str, opinion: Vote, at: datetime) -> None:
        self._do(
            _CAST,
            discussion=discussion,
            subject=subject,
            person=opinion.person,
            partner=opinion.partner,
            choice=opinion.choice,
            reason=opinion.reason,
            at=at,
        )

    def ballots(self, discussion: DiscussionId, subject: str) -> tuple[Vote, ...]:
        """In the order in which they were last cast."""
        return tuple(Vote(*row) for row in self._all(_BALLOTS, b_id=discussion, b_subject=subject))

    def take_home(self, discussion: DiscussionId, person: PersonId, partners: Collection[PartnerId]) -> None:
        """Keep for which partners somebody answered the last question; the latest counts."""
        self._do(_TAKE_BACK, b_id=discussion, b_person=person)
        for partner in partners:
            self._do(_TAKE_HOME, discussion=discussion, person=person, partner=partner)

    def taken_home(self, discussion: DiscussionId) -> tuple[tuple[PersonId, PartnerId], ...]:
        return tuple((person, partner) for person, partner in self._all(_TAKEN_HOME, b_id=discussion))

    def check(self, discussion: DiscussionId, check: Check) -> None:
        """Keep what a partner says of the minutes; the latest counts."""
        self._do(
            _CHECK,
            discussion=discussion,
            partner=check.partner,
            person=check.person,
            confirmed=check.confirmed,
            correction=check.correction,
        )

    def checks(self, discussion: DiscussionId) -> tuple[Check, ...]:
        return tuple(Check(*row) for row in self._all(_CHECKS, b_id=discussion))

    def fix(self, discussion: DiscussionId, body: str, at: datetime) -> bool:
        """Keep the minutes for good. False when they were fixed before."""
        return self._do(_FIX, discussion=discussion, body=body, fixed_at=at) == 1

    def fixed(self, discussion: DiscussionId) -> str | None:
        row = self._one(_FIXED, b_id=discussion)
        return None if row is None else str(row[0])


def _discussion(row: Values) -> Discussion:
    id_, run, binding, led_by, began_at, state, question, minutes_left, panel, version = row
    return Discussion(
        id_, run, binding, led_by, began_at, DiscussionState(state), question, minutes_left, panel, version
    )
