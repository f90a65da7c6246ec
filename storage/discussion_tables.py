"""The tables of phase 2: the conversation in the group, what was said, goals and minutes. No statement here."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from storage.columns import Instant, identity, metadata, part_of, to

discussion = Table(
    "discussion",
    metadata,
    identity(),
    to("phase_run", "run"),
    to("chat_binding", "binding"),
    to("person", "led_by"),
    Column("began_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("question", String(32), comment="On the table; empty before the first"),
    Column("minutes_left", Integer, nullable=False, comment="The timer as it was last set"),
    to("placed", "panel", null=True, comment="Where whoever leads sees where they are"),
    Column("version", Integer, nullable=False, comment="Rises with every change"),
    Index(None, "run", unique=True),
    comment="Phase 2 of a round, as it is led in a group",
    sqlite_autoincrement=True,
)

asked = Table(
    "asked",
    metadata,
    part_of("discussion", "discussion"),
    Column("question", String(32), primary_key=True),
    to("placed", "placed"),
    Column("shown", Boolean, nullable=False, comment="Whether the answers to it may be seen"),
    comment="A question as it stands in the group",
    sqlite_with_rowid=False,
)

stood = Table(
    "stood",
    metadata,
    part_of("placed", "placed"),
    to("discussion", "discussion"),
    Column("subject", String(32), nullable=False, comment="A question, or a goal"),
    Column("message", BigInteger, comment="With which a goal got the wording that stood there"),
    Index(None, "discussion", "message"),
    comment="Every message in which a question or a goal ever stood: people answer old ones as well",
    sqlite_with_rowid=False,
)

contribution = Table(
    "contribution",
    metadata,
    identity(),
    to("discussion", "discussion"),
    Column("question", String(32), nullable=False),
    to("person", "person"),
    to("partner", "partner", null=True, comment="Empty for a facilitator of nobody in particular"),
    Column("chat", BigInteger, nullable=False, comment="Where it was said; each group counts its own messages"),
    Column("message", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index(None, "discussion", "chat", "message", unique=True),
    comment="What somebody said to a question, in its latest wording",
    sqlite_autoincrement=True,
)

goal = Table(
    "goal",
    metadata,
    identity(),
    to("discussion", "discussion"),
    to("person", "person"),
    to("partner", "partner", null=True),
    Column("message", BigInteger, nullable=False, comment="With which it got this wording"),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False, comment="Rises with every wording; its ballots begin anew"),
    to("placed", "placed"),
    Index(None, "discussion"),
    comment="A goal that was proposed, in its newest wording",
    sqlite_autoincrement=True,
)

goal_wording = Table(
    "goal_wording",
    metadata,
    part_of("goal", "goal"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    to("person", "person", null=True),
    Column("text", Text, nullable=False),
    comment="Each wording a goal has had, and whose it was where that is known; never changed",
    sqlite_with_rowid=False,
)

ballot = Table(
    "ballot",
    metadata,
    part_of("discussion", "discussion"),
    Column("subject", String(32), primary_key=True, comment="A question, or a goal in one wording"),
    part_of("person", "person"),
    part_of("partner", "partner"),
    Column("choice", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What somebody chose; the latest counts",
    sqlite_with_rowid=False,
)

taken_home = Table(
    "taken_home",
    metadata,
    part_of("discussion", "discussion"),
    part_of("person", "person"),
    part_of("partner", "partner"),
    comment="For which partners somebody answered the last question",
    sqlite_with_rowid=False,
)

minutes_check = Table(
    "minutes_check",
    metadata,
    part_of("discussion", "discussion"),
    part_of("partner", "partner"),
    to("person", "person"),
    Column("confirmed", Boolean, nullable=False),
    Column("correction", Text, nullable=False),
    comment="What a partner says of the minutes",
    sqlite_with_rowid=False,
)

minutes = Table(
    "minutes",
    metadata,
    part_of("discussion", "discussion"),
    Column("body", Text, nullable=False, comment="The minutes as they were fixed, as JSON; never changes"),
    Column("fixed_at", Instant, nullable=False),
    comment="What was said and agreed in phase 2, once it was fixed",
    sqlite_with_rowid=False,
)
