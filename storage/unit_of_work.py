"""One transaction with its doors to everything kept in the database. Beginning and committing are not its business."""

from sqlalchemy import Connection

from bot.turn.ports import UnitOfWork
from storage.agreements import SqlAgreements, SqlAsking, SqlCommitments
from storage.boards import SqlBoards
from storage.conversations import SqlConversations
from storage.discussions import SqlDiscussions
from storage.editions import SqlEditions
from storage.groups import SqlGroups
from storage.people import SqlCollaborations, SqlInvitations, SqlPeople
from storage.post import SqlPost, SqlTimers, SqlTurnLog
from storage.rounds import SqlRounds
from storage.settlements import SqlSettlements


class SqlUnitOfWork:
    """The ports of the runner on one connection, for the updates of one bot."""

    __slots__ = (
        "agreements",
        "asking",
        "boards",
        "collaborations",
        "commitments",
        "conversations",
        "discussions",
        "editions",
        "groups",
        "invitations",
        "log",
        "people",
        "post",
        "rounds",
        "settlements",
        "timers",
    )

    def __init__(self, connection: Connection, bot: int) -> None:
        self.people = SqlPeople(connection)
        self.collaborations = SqlCollaborations(connection)
        self.invitations = SqlInvitations(connection)
        self.rounds = SqlRounds(connection)
        self.settlements = SqlSettlements(connection)
        self.groups = SqlGroups(connection)
        self.boards = SqlBoards(connection)
        self.discussions = SqlDiscussions(connection)
        self.agreements = SqlAgreements(connection)
        self.commitments = SqlCommitments(connection)
        self.asking = SqlAsking(connection)
        self.editions = SqlEditions(connection)
        self.conversations = SqlConversations(connection)
        self.timers = SqlTimers(connection)
        self.post = SqlPost(connection, bot)
        self.log = SqlTurnLog(connection)


def unit_of_work(connection: Connection, bot: int) -> UnitOfWork:
    """The unit of work as the runner knows it; the type checker proves that nothing is missing."""
    return SqlUnitOfWork(connection, bot)
