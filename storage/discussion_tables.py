"""The tables of phase 2: the conversation in the group, what was said, goals and minutes. No statement here."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

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
    Column("setting", String(16), comment="Whether people sit in one room; empty until it is said"),
    Column("drawer", String(16), comment="What lies open on the panel in place of its main buttons"),
    Column("quiet_until", Instant, comment="Until when people write in private; empty when they do not"),
    Column("version", Integer, nullable=False, comment="Rises with every change"),
    Index(None, "run", unique=True),
    comment="Phase 2 of a round, as it is led in a group",
    sqlite_autoincrement=True,
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
