"""One transaction, and the way to everything kept in the database. Beginning and committing are not its business."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.instruments.ports import INSTRUMENTS, OWN_SETS
from bot.dialogs.people.ports import INVITATIONS
from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.reports.ports import CALENDARS
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.years.ports import YEARS
from bot.turn.ports import Key, UnitOfWork
from storage.agreements import SqlAgreements, SqlAsking, SqlCommitments, SqlYears
from storage.calendars import SqlCalendars
from storage.chats import SqlChats
from storage.conversations import SqlConversations
from storage.discussions import SqlDiscussions
from storage.editions import SqlEditions
from storage.groups import SqlGroups
from storage.instruments import SqlInstruments
from storage.mail import SqlMail
from storage.own_sets import SqlOwnSets
from storage.pages import SqlShown, SqlWindows
from storage.paper import SqlPaperForms
from storage.people import SqlCollaborations, SqlInvitations, SqlPeople
from storage.post import SqlPost, SqlTimers, SqlTurnLog
from storage.questions import SqlQuestions
from storage.reads import Reads
from storage.restorations import SqlRestorations
from storage.rounds import SqlRounds
from storage.sessions import SqlSessions
from storage.settlements import SqlReactions, SqlSettlements

P = TypeVar("P")


def provides(key: Key[P], provider: Callable[[Reads], P]) -> tuple[str, Callable[[Reads], Any]]:
    """Which repository keeps what a room keeps by this key; the type checker proves that it fits the port."""
    return key.name, provider


PROVIDERS: Mapping[str, Callable[[Reads], Any]] = dict(
    (
        provides(INVITATIONS, SqlInvitations),
        provides(QUESTIONS, SqlQuestions),
        provides(REACTIONS, SqlReactions),
        provides(DISCUSSIONS, SqlDiscussions),
        provides(COMMITMENTS, SqlCommitments),
        provides(AGREEMENTS, SqlAgreements),
        provides(YEARS, SqlYears),
        provides(INSTRUMENTS, SqlInstruments),
        provides(SESSIONS, SqlSessions),
        provides(OWN_SETS, SqlOwnSets),
        provides(PAPER_FORMS, SqlPaperForms),
        provides(CALENDARS, SqlCalendars),
    )
)


class SqlUnitOfWork:
    """The ports on one connection, for the updates of one bot. What a room keeps is made when it is first asked for."""

    def __init__(self, connection: Connection, bot: int) -> None:
        self.connection = connection
        self._reads = reads = Reads(connection)
        self._kept: dict[str, Any] = {}
        self.people = SqlPeople(reads)
        self.collaborations = SqlCollaborations(reads)
        self.rounds = SqlRounds(reads)
        self.settlements = SqlSettlements(reads)
        self.groups = SqlGroups(reads)
        self.asking = SqlAsking(reads)
        self.editions = SqlEditions(reads)
        self.conversations = SqlConversations(reads)
        self.timers = SqlTimers(reads)
        self.post = SqlPost(reads, bot)
        self.log = SqlTurnLog(reads)
        self.chats = SqlChats(reads)
        self.restorations = SqlRestorations(reads)
        self.shown = SqlShown(reads)
        self.windows = SqlWindows(reads)
        self.mail = SqlMail(reads)

    def get(self, key: Key[P]) -> P:
        """What one room keeps."""
        if key.name not in self._kept:
            self._kept[key.name] = PROVIDERS[key.name](self._reads)
        return cast(P, self._kept[key.name])


def unit_of_work(connection: Connection, bot: int) -> UnitOfWork:
    """The unit of work as the turns know it; the type checker proves that nothing is missing."""
    return SqlUnitOfWork(connection, bot)
