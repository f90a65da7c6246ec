"""The tables of questions put to a group: who may answer, ballots, wordings and what was said. No statement here."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

from storage.columns import IN_BUTTONS, Instant, identity, metadata, part_of, partial, to

_motive = text("kind = 'motive'")
_asked = text("kind = 'asked'")
_of_set = text("kind = 'of_set'")

question = Table(
    "question",
    metadata,
    identity(),
    Column("kind", String(16), nullable=False),
    to("chat_binding", "binding", comment="The group it was last put to"),
    to("round", "round"),
    to("phase_run", "run", null=True, comment="Empty for a motive, which counts in the runs of several partners"),
    Column("about", String(128), nullable=False, comment="The question or the motives, as the texts know them"),
    Column("opened_at", Instant, nullable=False),
    to("placed", "placed", null=True, comment="Empty for one that was spoken to before it was put"),
    Column("state", String(16), nullable=False),
    Column(
        "number",
        Integer,
        nullable=False,
        comment="Rises when it is shown, opened again or gets other words",
        info=IN_BUTTONS,
    ),
    Column("text", Text, nullable=False, comment="Its words, where they are not those of the texts"),
    Column("cluster", String(32)),
    to("person", "author", null=True, comment="Of an own motive, or who proposed it"),
    to("partner", "partner", null=True, comment="For whom it was proposed"),
    to("group_session", "session", null=True, comment="In which a question of a set is asked"),
    Column("was", BigInteger, comment="The number that buttons of version 0.1 know it by, where that was another"),
    partial(Index("ix_question_motive", "binding", "round", "about", unique=True), _motive),
    partial(Index("ix_question_asked", "run", "about", unique=True), _asked),
    Index(None, "run"),
    partial(Index("ix_question_of_set", "session", "about", unique=True), _of_set),
    Index(None, "was"),
    comment="A question put to a group",
    sqlite_autoincrement=True,
)

question_stood = Table(
    "question_stood",
    metadata,
    part_of("placed", "placed"),
    to("question", "question"),
    Column("message", BigInteger, comment="With which a proposal got the wording that stood there"),
    Column("asks_proposal", Boolean, nullable=False, comment="Whether an answer to it is a proposal, not a point"),
    Index(None, "question"),
    comment="Every message in which a question ever stood: people answer old ones as well",
    sqlite_with_rowid=False,
)

question_seat = Table(
    "question_seat",
    metadata,
    part_of("question", "question"),
    part_of("person", "person"),
    part_of("phase_run", "run"),
    to("partner", "partner"),
    Column("motive", String(64), nullable=False),
    Column("voted", Boolean, nullable=False),
    Column("counted", Boolean, nullable=False, comment="Among what was shown"),
    Index(None, "run", "person"),
    comment="The electorate of a motive, frozen when it opened; what is answered stands with the answers of phase 1",
    sqlite_with_rowid=False,
)

question_ballot = Table(
    "question_ballot",
    metadata,
    part_of("question", "question"),
    Column("wording", Integer, primary_key=True, autoincrement=False, comment="Of a proposal; 1 for others"),
    part_of("person", "person"),
    part_of("partner", "partner"),
    Column("choice", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="What somebody chose; the latest counts",
    sqlite_with_rowid=False,
)

question_wording = Table(
    "question_wording",
    metadata,
    part_of("question", "question"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    to("person", "person", null=True),
    Column("text", Text, nullable=False),
    comment="Each wording a proposal has had, and whose it was where that is known; never changed",
    sqlite_with_rowid=False,
)

question_contribution = Table(
    "question_contribution",
    metadata,
    identity(),
    to("question", "question"),
    to("person", "person"),
    to("partner", "partner", null=True, comment="Empty for a facilitator of nobody in particular"),
    Column("chat", BigInteger, nullable=False, comment="Where it was said; each group counts its own messages"),
    Column("message", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index(None, "question", "chat", "message", unique=True),
    Index(None, "person"),
    comment="What somebody said to a question, in its latest wording",
    sqlite_autoincrement=True,
)
