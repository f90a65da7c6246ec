"""The conversation of phase 2 in the database: the port `Discussions`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.dialogs.alignment.rules import Check, Discussion, DiscussionId, DiscussionState, Drawer, Setting
from bot.domain.ids import PartnerId, PersonId, RunId
from bot.turn.ports import StaleWriteError
from storage.columns import insert_or_ignore, upsert
from storage.discussion_tables import discussion, minutes, minutes_check, taken_home
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")

_ADD = insert(discussion)
_GET = select(*discussion.columns).where(discussion.c.id == _ID)
_OF = select(*discussion.columns).where(discussion.c.run == _ID)
_SAVE = update(discussion).where(discussion.c.id == _ID, discussion.c.version == bindparam("b_version"))

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
    """Conversations of phase 2 and their minutes."""

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
            setting=new.setting,
            drawer=new.drawer,
            quiet_until=new.quiet_until,
            version=0,
        )
        return replace(new, id=DiscussionId(id_))

    def get(self, discussion: DiscussionId) -> Discussion:
        row = self._known(_GET, b_id=discussion)
        self._reads.know(_OF, {"b_id": row[1]}, [row])
        return _discussion(row)

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
            setting=now.setting,
            drawer=now.drawer,
            quiet_until=now.quiet_until,
            version=now.version + 1,
        )
        if touched == 0:
            raise StaleWriteError(f"discussion {now.id}")
        return replace(now, version=now.version + 1)

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
    id_, run, binding, led_by, began_at, state, question, minutes_left, panel, setting, drawer, quiet_until, version = (
        row
    )
    return Discussion(
        id_,
        run,
        binding,
        led_by,
        began_at,
        DiscussionState(state),
        question,
        minutes_left,
        panel,
        Setting(setting) if setting else None,
        Drawer(drawer) if drawer else None,
        quiet_until,
        version,
    )
