"""The tables of the domain. Columns of an enum hold its values, every moment is an `Instant`. No statement here."""

import secrets

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from storage.columns import Instant, identity, metadata, part_of, to


def _random_key() -> str:
    return secrets.token_hex(16)


person = Table(
    "person",
    metadata,
    identity(),
    Column("chat", BigInteger, nullable=False, unique=True, comment="The private chat with which their talks are kept"),
    Column("name", Text, nullable=False),
    Column("consent", String(64), nullable=False, comment="The version of the promise that was agreed to"),
    Column("consented_at", Instant, nullable=False),
    Column("reachable", Boolean, nullable=False, comment="False while the bot is blocked"),
    Column("pace", String(16), nullable=False, server_default="meteen", comment="How what comes by itself is wanted"),
    Column("prompted_at", Instant, comment="When something last came by itself"),
    Column("away_until", Date, comment="Nothing comes by itself before this day, where they are"),
    Column("told_in", BigInteger, comment="The chat chosen for what comes unasked; empty: the one used last"),
    Column("last_in", BigInteger, comment="The chat used last; empty for somebody who has one"),
    Column("key", String(32), nullable=False, default=_random_key, comment="Random: what an erasure is known by"),
    Column("erased_at", Instant),
    comment="Somebody who agreed to take part",
    sqlite_autoincrement=True,
)

person_chat = Table(
    "person_chat",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    to("person", "person"),
    Column("since", Instant, nullable=False),
    Index(None, "person"),
    comment="Chats of a person besides the first, each at another door; talks are kept with the first",
)

collaboration = Table(
    "collaboration",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    comment="One hybride leeromgeving with its partners",
    sqlite_autoincrement=True,
)

partner = Table(
    "partner",
    metadata,
    identity(),
    to("collaboration", "collaboration"),
    Column("name", Text, nullable=False),
    Column("kind", String(32), nullable=False, comment="Which of the two forms it fills in"),
    Column("sector", Text),
    Column("ownership", String(32)),
    Column("left_at", Instant, comment="Empty as long as it takes part"),
    Index(None, "collaboration"),
    comment="An organisation in a collaboration",
    sqlite_autoincrement=True,
)

membership = Table(
    "membership",
    metadata,
    identity(),
    to("person", "person"),
    to("collaboration", "collaboration"),
    to("partner", "partner", null=True, comment="Empty for a facilitator of nobody in particular"),
    Column("role", String(32), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant, comment="Empty as long as it lasts"),
    Index(None, "person"),
    Index(None, "collaboration"),
    comment="A person in a collaboration, in one role",
    sqlite_autoincrement=True,
)

invitation = Table(
    "invitation",
    metadata,
    identity(),
    Column("token_hash", String(64), nullable=False, unique=True, comment="The token itself is never kept"),
    to("collaboration", "collaboration"),
    to("partner", "partner", null=True),
    Column("role", String(32), nullable=False),
    Column("several", Boolean, nullable=False, comment="Whether more than one person may use it"),
    to("person", "made_by"),
    Column("expires_at", Instant, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("revoked_at", Instant),
    Index(None, "collaboration"),
    comment="A way in",
    sqlite_autoincrement=True,
)

round_ = Table(
    "round",
    metadata,
    identity(),
    to("collaboration", "collaboration"),
    Column("mode", String(16), nullable=False),
    Column("phases", String(128), nullable=False, comment="Comma separated, in their order"),
    Column("state", String(16), nullable=False),
    Column("content_version", String(64), nullable=False),
    Column("deadline", Date, comment="A day where the people are"),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Index(None, "collaboration"),
    comment="One time through the chosen phases",
    sqlite_autoincrement=True,
)

phase_run = Table(
    "phase_run",
    metadata,
    identity(),
    to("round", "round"),
    Column("phase", String(32), nullable=False),
    to("partner", "partner", null=True, comment="Empty when the phase is for all partners"),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant),
    Index(None, "round"),
    comment="One phase of a round, for one partner or for all",
    sqlite_autoincrement=True,
)

participation = Table(
    "participation",
    metadata,
    part_of("phase_run", "run"),
    part_of("person", "person"),
    Column("handed_in_at", Instant),
    Column("scanned_at", Instant, comment="When the perspectiefspiegel was finished"),
    Index(None, "person"),
    comment="One person in one run",
    sqlite_with_rowid=False,
)
