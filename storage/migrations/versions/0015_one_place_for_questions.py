"""One place for questions put to a group: boards, phase 2, goals and phase 3 in a partner's group come together.

Boards and the points of phase 2 keep their numbers. Goals get new ones, above all that boards and goals ever had, and
`was` remembers the old: buttons and links name goals by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_COLUMNS = "id, kind, binding, round, run, about, opened_at, placed, state, number, text, cluster, author, partner, was"
_BOARDS = f"""
INSERT INTO question ({_COLUMNS})
SELECT id, 'motive', binding, round, NULL, subject, opened_at, placed, state, number, text, cluster, author, NULL, NULL
FROM board
"""
_ASKED = f"""
INSERT INTO question ({_COLUMNS})
SELECT :above + row_number() OVER (ORDER BY p.discussion, p.question), 'asked', d.binding, r.round, d.run, p.question,
       d.began_at, a.placed, CASE WHEN a.shown THEN 'shown' ELSE 'open' END, 1, '', NULL, NULL, NULL, NULL
FROM (
    SELECT discussion, question FROM asked
    UNION SELECT discussion, question FROM contribution
    UNION SELECT discussion, subject FROM ballot WHERE subject NOT LIKE 'goal.%'
) p
JOIN discussion d ON d.id = p.discussion
JOIN phase_run r ON r.id = d.run
LEFT JOIN asked a ON a.discussion = p.discussion AND a.question = p.question
"""
_GOALS = f"""
INSERT INTO question ({_COLUMNS})
SELECT :above + row_number() OVER (ORDER BY g.id), 'proposal', d.binding, r.round, d.run, 'f2.b5',
       d.began_at, g.placed, 'open', g.version, g.text, NULL, g.person, g.partner, g.id
FROM goal g
JOIN discussion d ON d.id = g.discussion
JOIN phase_run r ON r.id = d.run
"""
_THERE = """
COALESCE(
    (SELECT max(b.id) FROM chat_binding b JOIN placed m ON m.chat = b.chat AND m.thread = b.thread WHERE m.id = p.placed),
    (SELECT max(b.id) FROM chat_binding b WHERE b.partner = r.partner),
    (SELECT max(b.id) FROM chat_binding b JOIN partner o ON o.collaboration = b.collaboration WHERE o.id = r.partner)
)
"""
_PHASE_3 = f"""
INSERT INTO question ({_COLUMNS})
SELECT :above + row_number() OVER (ORDER BY f.placed, f.run), 'asked', f.binding, f.round, f.run, f.question,
       b.bound_at, f.placed, 'open', 1, '', NULL, NULL, NULL, NULL
FROM (
    SELECT p.placed, p.run, p.question, r.round, {_THERE} AS binding
    FROM (
        SELECT max(placed) AS placed, run, question FROM asked_in_group GROUP BY run, question
        UNION SELECT NULL, run, '' FROM said_in_group
    ) p
    JOIN phase_run r ON r.id = p.run
) f
JOIN chat_binding b ON b.id = f.binding
"""
"""What was said in phase 3 was kept without its question; that one is called by no name."""

_FILL = (
    "INSERT INTO question_stood (placed, question, message, asks_proposal)"
    " SELECT placed, id, NULL, FALSE FROM question WHERE kind = 'motive'",
    "INSERT INTO question_stood (placed, question, message, asks_proposal)"
    " SELECT s.placed, q.id, s.message, FALSE FROM stood s JOIN discussion d ON d.id = s.discussion JOIN question q"
    " ON q.run = d.run AND ((q.kind = 'asked' AND q.about = s.subject)"
    " OR (q.kind = 'proposal' AND s.subject = 'goal.' || CAST(q.was AS TEXT)))",
    "INSERT INTO question_stood (placed, question, message, asks_proposal)"
    " SELECT a.placed, q.id, NULL, FALSE FROM asked_in_group a"
    " JOIN question q ON q.kind = 'asked' AND q.run = a.run AND q.about = a.question",
    "INSERT INTO question_seat (question, person, run, partner, motive, voted, counted)"
    " SELECT board, person, run, partner, motive, voted, counted FROM seat",
    "INSERT INTO question_wording (question, version, person, text)"
    " SELECT q.id, w.version, w.person, w.text FROM goal_wording w"
    " JOIN question q ON q.kind = 'proposal' AND q.was = w.goal",
    "INSERT INTO question_ballot (question, wording, person, partner, choice, reason, at)"
    " SELECT q.id, 1, b.person, b.partner, b.choice, b.reason, b.at FROM ballot b"
    " JOIN discussion d ON d.id = b.discussion"
    " JOIN question q ON q.kind = 'asked' AND q.run = d.run AND q.about = b.subject",
    "INSERT INTO question_ballot (question, wording, person, partner, choice, reason, at)"
    " SELECT q.id, CAST(replace(b.subject, 'goal.' || CAST(q.was AS TEXT) || '.', '') AS INTEGER),"
    " b.person, b.partner, b.choice, b.reason, b.at FROM ballot b"
    " JOIN discussion d ON d.id = b.discussion"
    " JOIN question q ON q.kind = 'proposal' AND q.run = d.run"
    " AND b.subject LIKE 'goal.' || CAST(q.was AS TEXT) || '.%'",
    "INSERT INTO question_contribution (id, question, person, partner, chat, message, text, at, withdrawn)"
    " SELECT c.id, q.id, c.person, c.partner, c.chat, c.message, c.text, c.at, c.withdrawn FROM contribution c"
    " JOIN discussion d ON d.id = c.discussion"
    " JOIN question q ON q.kind = 'asked' AND q.run = d.run AND q.about = c.question",
)
_REPLIES = """
INSERT INTO question_contribution (id, question, person, partner, chat, message, text, at, withdrawn)
SELECT :above + row_number() OVER (ORDER BY y.board, y.message), y.board, y.person, y.partner, b.chat, y.message, y.text,
       q.opened_at, FALSE
FROM reply y
JOIN question q ON q.id = y.board
JOIN chat_binding b ON b.id = q.binding
"""
_SAID = """
INSERT INTO question_contribution (id, question, person, partner, chat, message, text, at, withdrawn)
SELECT :above + row_number() OVER (ORDER BY s.run, s.message), q.id, s.person, r.partner, b.chat, s.message, s.text,
       q.opened_at, FALSE
FROM said_in_group s
JOIN phase_run r ON r.id = s.run
JOIN question q ON q.kind = 'asked' AND q.run = s.run AND q.about = ''
JOIN chat_binding b ON b.id = q.binding
"""


def _above(*tables: str) -> int:
    return max(int(op.get_bind().scalar(sa.text(f"SELECT COALESCE(max(id), 0) FROM {table}")) or 0) for table in tables)


def _count_on(*tables: str) -> None:
    """Rows that came with their numbers were not counted in PostgreSQL."""
    for table in tables if op.get_bind().dialect.name == "postgresql" else ():
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(max(id), 0) + 1 FROM {table}), FALSE)"
        )


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("binding", _ID, nullable=False, comment="The group it was last put to"),
        sa.Column("round", _ID, nullable=False),
        sa.Column(
            "run", _ID, nullable=True, comment="Empty for a motive, which counts in the runs of several partners"
        ),
        sa.Column(
            "about",
            sa.String(length=128),
            nullable=False,
            comment="The question or the motives, as the texts know them",
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed", _ID, nullable=True, comment="Empty for one that was spoken to before it was put"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="Rises when it is shown, opened again or gets other words"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="Its words, where they are not those of the texts"),
        sa.Column("cluster", sa.String(length=32), nullable=True),
        sa.Column("author", _ID, nullable=True, comment="Of an own motive, or who proposed it"),
        sa.Column("partner", _ID, nullable=True, comment="For whom it was proposed"),
        sa.Column(
            "was",
            sa.BigInteger(),
            nullable=True,
            comment="The number that buttons of version 0.1 know it by, where that was another",
        ),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_question_author_person")),
        sa.ForeignKeyConstraint(["binding"], ["chat_binding.id"], name=op.f("fk_question_binding_chat_binding")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_question_partner_partner")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_question_placed_placed")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_question_round_round")),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_question_run_phase_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        comment="A question put to a group",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_asked",
            ["run", "about"],
            unique=True,
            sqlite_where=sa.text("kind = 'asked'"),
            postgresql_where=sa.text("kind = 'asked'"),
        )
        batch_op.create_index(
            "ix_question_motive",
            ["binding", "round", "about"],
            unique=True,
            sqlite_where=sa.text("kind = 'motive'"),
            postgresql_where=sa.text("kind = 'motive'"),
        )
        batch_op.create_index(batch_op.f("ix_question_run"), ["run"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_was"), ["was"], unique=False)

    op.create_table(
        "question_ballot",
        sa.Column("question", _ID, autoincrement=False, nullable=False),
        sa.Column("wording", sa.Integer(), autoincrement=False, nullable=False, comment="Of a proposal; 1 for others"),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner"], ["partner.id"], name=op.f("fk_question_ballot_partner_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_question_ballot_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question"], ["question.id"], name=op.f("fk_question_ballot_question_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question", "wording", "person", "partner", name=op.f("pk_question_ballot")),
        comment="What somebody chose; the latest counts",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "question_contribution",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Empty for a facilitator of nobody in particular"),
        sa.Column(
            "chat", sa.BigInteger(), nullable=False, comment="Where it was said; each group counts its own messages"
        ),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_question_contribution_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_question_contribution_person_person")),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_question_contribution_question_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_contribution")),
        comment="What somebody said to a question, in its latest wording",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question_contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_contribution_person"), ["person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_question_contribution_question_chat_message"), ["question", "chat", "message"], unique=True
        )

    op.create_table(
        "question_seat",
        sa.Column("question", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("motive", sa.String(length=64), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False, comment="Among what was shown"),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_question_seat_partner_partner")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_question_seat_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question"], ["question.id"], name=op.f("fk_question_seat_question_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_question_seat_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question", "person", "run", name=op.f("pk_question_seat")),
        comment="The electorate of a motive, frozen when it opened; what is answered stands with the answers of phase 1",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("question_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_seat_run_person"), ["run", "person"], unique=False)

    op.create_table(
        "question_stood",
        sa.Column("placed", _ID, autoincrement=False, nullable=False),
        sa.Column("question", _ID, nullable=False),
        sa.Column(
            "message", sa.BigInteger(), nullable=True, comment="With which a proposal got the wording that stood there"
        ),
        sa.Column(
            "asks_proposal",
            sa.Boolean(),
            nullable=False,
            comment="Whether an answer to it is a proposal, not a point",
        ),
        sa.ForeignKeyConstraint(
            ["placed"], ["placed.id"], name=op.f("fk_question_stood_placed_placed"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_question_stood_question_question")),
        sa.PrimaryKeyConstraint("placed", name=op.f("pk_question_stood")),
        comment="Every message in which a question ever stood: people answer old ones as well",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("question_stood", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_stood_question"), ["question"], unique=False)

    op.create_table(
        "question_wording",
        sa.Column("question", _ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_question_wording_person_person")),
        sa.ForeignKeyConstraint(
            ["question"], ["question.id"], name=op.f("fk_question_wording_question_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question", "version", name=op.f("pk_question_wording")),
        comment="Each wording a proposal has had, and whose it was where that is known; never changed",
        sqlite_with_rowid=False,
    )

    bind = op.get_bind()
    op.execute(_BOARDS)
    bind.execute(sa.text(_ASKED), {"above": _above("question", "goal")})
    bind.execute(sa.text(_GOALS), {"above": _above("question", "goal")})
    bind.execute(sa.text(_PHASE_3), {"above": _above("question", "goal")})
    for statement in _FILL:
        op.execute(statement)
    bind.execute(sa.text(_REPLIES), {"above": _above("question_contribution")})
    bind.execute(sa.text(_SAID), {"above": _above("question_contribution")})
    _count_on("question", "question_contribution")
    for table in _OLD:
        op.drop_table(table)


_OLD = (
    "reply",
    "seat",
    "board",
    "stood",
    "asked",
    "goal_wording",
    "ballot",
    "contribution",
    "goal",
    "asked_in_group",
    "said_in_group",
)

_IN_TALK = "JOIN discussion d ON d.run = q.run"
_BACK = (
    "INSERT INTO board (id, binding, round, subject, text, cluster, author, opened_at, placed, state, number)"
    " SELECT id, binding, round, about, text, cluster, author, opened_at, placed, state, number FROM question"
    " WHERE kind = 'motive'",
    "INSERT INTO seat (board, person, run, partner, motive, voted, counted)"
    " SELECT question, person, run, partner, motive, voted, counted FROM question_seat",
    "INSERT INTO reply (board, message, person, partner, text)"
    " SELECT c.question, c.message, c.person, c.partner, c.text FROM question_contribution c"
    " WHERE c.id IN (SELECT max(o.id) FROM question_contribution o JOIN question q ON q.id = o.question"
    "                WHERE q.kind = 'motive' GROUP BY o.question, o.message)",
    "INSERT INTO asked (discussion, question, placed, shown)"
    f" SELECT d.id, q.about, q.placed, q.state = 'shown' FROM question q {_IN_TALK}"
    " WHERE q.kind = 'asked' AND q.placed IS NOT NULL",
    "INSERT INTO stood (placed, discussion, subject, message)"
    " SELECT s.placed, d.id, CASE WHEN q.kind = 'asked' THEN q.about"
    " ELSE 'goal.' || CAST(COALESCE(q.was, q.id) AS TEXT) END, s.message"
    f" FROM question_stood s JOIN question q ON q.id = s.question {_IN_TALK}",
    "INSERT INTO contribution (id, discussion, question, person, partner, chat, message, text, at, withdrawn)"
    " SELECT c.id, d.id, q.about, c.person, c.partner, c.chat, c.message, c.text, c.at, c.withdrawn"
    f" FROM question_contribution c JOIN question q ON q.id = c.question {_IN_TALK}",
    "INSERT INTO goal (id, discussion, person, partner, message, text, version, placed)"
    " SELECT COALESCE(q.was, q.id), d.id, q.author, q.partner, COALESCE(s.message, 0), q.text, q.number, q.placed"
    f" FROM question q {_IN_TALK} LEFT JOIN question_stood s ON s.placed = q.placed WHERE q.kind = 'proposal'",
    "INSERT INTO goal_wording (goal, version, person, text)"
    " SELECT COALESCE(q.was, q.id), w.version, w.person, w.text"
    " FROM question_wording w JOIN question q ON q.id = w.question",
    "INSERT INTO ballot (discussion, subject, person, partner, choice, reason, at)"
    " SELECT d.id, CASE WHEN q.kind = 'asked' THEN q.about"
    " ELSE 'goal.' || CAST(COALESCE(q.was, q.id) AS TEXT) || '.' || CAST(b.wording AS TEXT) END,"
    " b.person, b.partner, b.choice, b.reason, b.at"
    f" FROM question_ballot b JOIN question q ON q.id = b.question {_IN_TALK}",
    "INSERT INTO asked_in_group (placed, run, question)"
    " SELECT s.placed, q.run, q.about FROM question_stood s JOIN question q ON q.id = s.question"
    " WHERE q.kind = 'asked' AND q.run NOT IN (SELECT run FROM discussion)",
    "INSERT INTO said_in_group (run, message, person, text)"
    " SELECT q.run, c.message, c.person, c.text FROM question_contribution c JOIN question q ON q.id = c.question"
    " WHERE c.id IN (SELECT max(o.id) FROM question_contribution o JOIN question p ON p.id = o.question"
    "                WHERE p.kind = 'asked' AND p.run NOT IN (SELECT run FROM discussion) GROUP BY p.run, o.message)",
)


def downgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", _ID, nullable=False),
        sa.Column("binding", _ID, nullable=False),
        sa.Column("round", _ID, nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False, comment="The motive or motives"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cluster", sa.String(length=32), nullable=True),
        sa.Column("author", _ID, nullable=True, comment="Of an own motive"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed", _ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="Rises when it is shown or opened again"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_board_author_person")),
        sa.ForeignKeyConstraint(["binding"], ["chat_binding.id"], name=op.f("fk_board_binding_chat_binding")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_board_placed_placed")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_board_round_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        comment="A motive in a group; what is answered stands with the answers",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_binding_round_subject"), ["binding", "round", "subject"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_board_placed"), ["placed"], unique=False)
    op.create_table(
        "seat",
        sa.Column("board", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("motive", sa.String(length=64), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False, comment="Among what was shown"),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_seat_board_board"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_seat_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_seat_person_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_seat_run_phase_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board", "person", "run", name=op.f("pk_seat")),
        comment="The electorate of a board, frozen when it opened",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_run_person"), ["run", "person"], unique=False)
    op.create_table(
        "reply",
        sa.Column("board", _ID, autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_reply_board_board"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_reply_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_reply_person_person")),
        sa.PrimaryKeyConstraint("board", "message", name=op.f("pk_reply")),
        comment="What was written below a board, by the message it came with",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("placed", _ID, nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False, comment="Whether the answers to it may be seen"),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_asked_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_asked_placed_placed")),
        sa.PrimaryKeyConstraint("discussion", "question", name=op.f("pk_asked")),
        comment="A question as it stands in the group",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stood",
        sa.Column("placed", _ID, autoincrement=False, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False, comment="A question, or a goal"),
        sa.Column(
            "message", sa.BigInteger(), nullable=True, comment="With which a goal got the wording that stood there"
        ),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_stood_discussion_discussion")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_stood_placed_placed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("placed", name=op.f("pk_stood")),
        comment="Every message in which a question or a goal ever stood: people answer old ones as well",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("stood", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stood_discussion_message"), ["discussion", "message"], unique=False)
    op.create_table(
        "contribution",
        sa.Column("id", _ID, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Empty for a facilitator of nobody in particular"),
        sa.Column(
            "chat", sa.BigInteger(), nullable=False, comment="Where it was said; each group counts its own messages"
        ),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_contribution_discussion_discussion")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_contribution_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_contribution_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        comment="What somebody said to a question, in its latest wording",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_discussion_chat_message"), ["discussion", "chat", "message"], unique=True
        )
    op.create_table(
        "goal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=False, comment="With which it got this wording"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every wording; its ballots begin anew"),
        sa.Column("placed", _ID, nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_goal_discussion_discussion")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_goal_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_goal_person_person")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_goal_placed_placed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        comment="A goal that was proposed, in its newest wording",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_discussion"), ["discussion"], unique=False)
    op.create_table(
        "goal_wording",
        sa.Column("goal", _ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goal.id"], name=op.f("fk_goal_wording_goal_goal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_goal_wording_person_person")),
        sa.PrimaryKeyConstraint("goal", "version", name=op.f("pk_goal_wording")),
        comment="Each wording a goal has had, and whose it was where that is known; never changed",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False, comment="A question, or a goal in one wording"),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_ballot_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner"], ["partner.id"], name=op.f("fk_ballot_partner_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_ballot_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("discussion", "subject", "person", "partner", name=op.f("pk_ballot")),
        comment="What somebody chose; the latest counts",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked_in_group",
        sa.Column("placed", _ID, autoincrement=False, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["placed"], ["placed.id"], name=op.f("fk_asked_in_group_placed_placed"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_asked_in_group_run_phase_run")),
        sa.PrimaryKeyConstraint("placed", name=op.f("pk_asked_in_group")),
        comment="A question of phase 3 as it stood in a partner's group",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("asked_in_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_in_group_run"), ["run"], unique=False)
    op.create_table(
        "said_in_group",
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_said_in_group_person_person")),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_said_in_group_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", "message", name=op.f("pk_said_in_group")),
        comment="An answer of phase 3 given in a group, in its latest wording: so that an edit finds what it replaces",
        sqlite_with_rowid=False,
    )

    for statement in _BACK:
        op.execute(statement)
    _count_on("board", "contribution", "goal")
    for table in _NEW:
        op.drop_table(table)


_NEW = (
    "question_wording",
    "question_ballot",
    "question_contribution",
    "question_seat",
    "question_stood",
    "question",
)
