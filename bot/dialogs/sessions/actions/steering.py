"""What whoever leads does with the question on the table: show what was answered, go on, skip it, end it.

It does not matter where they tapped: on their panel, or below the question in the group.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.question_sets import Reveal
from bot.dialogs.groups.facts import Actor
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.actions import course, showing
from bot.dialogs.sessions.actions.leading import must_conduct
from bot.dialogs.sessions.facts.answers import asked
from bot.dialogs.sessions.facts.held import asks_context, set_of
from bot.dialogs.sessions.facts.put import is_open
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import QuestionId, SessionId
from bot.turn.arguments import number
from bot.turn.context import TurnContext


@dataclass(frozen=True, slots=True)
class Table:
    """The question on the table of a session that goes on, and the group it stands in."""

    binding: Binding
    session: GroupSession
    put: PutQuestion


Steer = Callable[[TurnContext, Table], None]


def session_at(ctx: TurnContext, id_: str) -> GroupSession:
    """A session by the number on a button. Raises `DomainError` once it is over."""
    session = ctx.uow.get(SESSIONS).get(SessionId(number(id_)))
    if not session.running:
        raise DomainError("errors.expired")
    return session


def table_at(ctx: TurnContext, binding: Binding, session: GroupSession, question: str) -> Table:
    """The question a button belongs to. Raises `DomainError` for one that is not on the table."""
    put = ctx.uow.get(QUESTIONS).get(QuestionId(number(question)))
    if put.session != session.id or put.about != session.question or asks_context(set_of(ctx, session), put.about):
        raise DomainError("errors.expired")
    return Table(binding, session, put)


def steered(steer: Steer, ctx: TurnContext, table: Table, acting: Actor) -> None:
    """By who leads, or does from now on. Raises `DomainError` for others."""
    must_conduct(ctx, table.binding, acting)
    steer(ctx, table)


def show_result(ctx: TurnContext, table: Table) -> None:
    """`Toon uitslag` of a question, without waiting for the others."""
    if set_of(ctx, table.session).reveal is Reveal.SET:
        raise DomainError("errors.expired")
    showing.show_result(ctx, table.session, table.put)


def go_on(ctx: TurnContext, table: Table) -> None:
    """`Volgende ›`: behind a question that is shown; where all is shown at the end, at any time."""
    if _is_last(ctx, table) or _waits(ctx, table):
        raise DomainError("errors.expired")
    course.go_on(ctx, table.binding, table.session)


def skip(ctx: TurnContext, table: Table) -> None:
    """`Overslaan`: on without showing anything of this question, now or later; not once somebody answered it."""
    if not is_open(table.put):
        raise DomainError("errors.expired")
    if asked(ctx, table.session, table.put).counted:
        raise DomainError("session.answered_already")
    course.go_on(ctx, table.binding, table.session)


def finish(ctx: TurnContext, table: Table) -> None:
    """`Klaar`, or `Toon uitslag` of all, at the last question."""
    if not _is_last(ctx, table) or _waits(ctx, table):
        raise DomainError("errors.expired")
    course.finish(ctx, table.session, show_all=set_of(ctx, table.session).reveal is Reveal.SET)


def _is_last(ctx: TurnContext, table: Table) -> bool:
    return set_of(ctx, table.session).questions[-1].id == table.put.about


def _waits(ctx: TurnContext, table: Table) -> bool:
    """Whether the result of this question comes first."""
    return set_of(ctx, table.session).reveal is not Reveal.SET and is_open(table.put)


CONTROLS: dict[str, Steer] = {"vtoon": show_result, "vna": go_on, "vover": skip, "vklaar": finish}
"""By their buttons in the group."""
