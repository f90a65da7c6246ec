"""The tables of phase 3 and of what follows: commitment, agreements, what is asked later. No statement here."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from storage.columns import Identity, Instant, identity, metadata, part_of, to

agreement = Table(
    "agreement",
    metadata,
    identity(),
    to("collaboration", "collaboration"),
    to("partner", "partner", null=True, comment="Empty when it belongs to all partners"),
    to("person", "maker"),
    Column("what", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    to("round", "round", null=True, comment="In which it was made"),
    Column("question", String(32), comment="Of phase 3, from whose answer it was made"),
    Column("motive", String(64), comment="Whose intended outcome it serves"),
    to("person", "owner", null=True),
    Column("owner_name", Text, nullable=False, comment="Of an owner without Telegram"),
    Column("due", Date),
    Column("look_back", Date),
    Column("repeat", String(16), nullable=False),
    Column("counts_from", Date, comment="The day its repetition counts from"),
    Column("state", String(16), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("version", Integer, nullable=False, comment="Rises with every change"),
    Column("dated_at", Instant, comment="When its day was chosen"),
    Column("if_then", Text, comment="What is done when, as people put it"),
    Index(None, "collaboration"),
    comment="What somebody will do, by when",
    sqlite_autoincrement=True,
)

agreement_event = Table(
    "agreement_event",
    metadata,
    identity(),
    to("agreement", "agreement"),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    to("person", "person", null=True),
    Column("due", Date),
    Column("note", Text, nullable=False),
    Column("what", Text, comment="What the agreement said then; empty where that is not known"),
    Column("changed", String(100), comment="Which parts, with a comma between them"),
    Index(None, "agreement"),
    comment="What happened to an agreement",
    sqlite_autoincrement=True,
)

looked_back = Table(
    "looked_back",
    metadata,
    part_of("agreement", "agreement"),
    Column("day", Date, primary_key=True, comment="On which is looked back"),
    part_of("person", "person"),
    Column("result", String(16), nullable=False),
    comment="What somebody says of an agreement, looking back",
    sqlite_with_rowid=False,
)

commitment = Table(
    "commitment",
    metadata,
    part_of("phase_run", "run"),
    Column("stand", String(16), nullable=False),
    to("person", "by"),
    Column("at", Instant, nullable=False),
    Column("condition", Text, nullable=False),
    Column("term", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    comment="What a partner commits to at the end of its phase 3",
    sqlite_with_rowid=False,
)

shared_answer = Table(
    "shared_answer",
    metadata,
    part_of("phase_run", "run"),
    part_of("person", "person"),
    Column("question", String(32), primary_key=True),
    comment="An answer of phase 3 that its author shares with the partners",
    sqlite_with_rowid=False,
)

kept_answer = Table(
    "kept_answer",
    metadata,
    identity(),
    to("phase_run", "run"),
    to("person", "person", null=True, comment="Empty once they were erased"),
    Column("question", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("level", String(16), nullable=False),
    Index(None, "run"),
    Index(None, "person"),
    comment="An answer of phase 3 as it was when that closed for its partner",
    sqlite_autoincrement=True,
)

prompt = Table(
    "prompt",
    metadata,
    part_of("person", "person"),
    Column("about", String(16), primary_key=True),
    Column("subject", Identity, primary_key=True, autoincrement=False),
    Column("occasion", Date, primary_key=True, comment="The day for which is asked"),
    Column("at", Instant, primary_key=True),
    Column("response", String(16), comment="Later, or no more of this"),
    Column("responded_at", Instant),
    comment="One time that somebody was asked about something without asking for it",
    sqlite_with_rowid=False,
)

yearly = Table(
    "yearly",
    metadata,
    part_of("round", "round"),
    Column("on", Date, nullable=False),
    Column("decision", String(16), nullable=False),
    comment="When the round after this one is asked for",
    sqlite_with_rowid=False,
)

pulse_answer = Table(
    "pulse_answer",
    metadata,
    part_of("round", "round"),
    part_of("person", "person"),
    Column("motive", String(64), primary_key=True),
    Column("day", Date, primary_key=True, comment="For which was asked"),
    Column("choice", String(16), nullable=False),
    comment="Whether an intended outcome comes closer, between two rounds",
    sqlite_with_rowid=False,
)
