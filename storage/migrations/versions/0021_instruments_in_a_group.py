"""A further instrument gone through in a group, on the machine that asks every other question there."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "group_session"
_COUNTS = {"sqlite_autoincrement": True}
_OF_THEM = "SELECT id FROM question WHERE kind = 'of_set'"
_REFERENCES = {
    "collaboration": "collaboration",
    "partner": "partner",
    "round": "round",
    "binding": "chat_binding",
    "begun_by": "person",
}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", _ID, nullable=False),
        sa.Column("instrument", sa.String(length=16), nullable=False, comment="The id of a question set"),
        sa.Column("content_version", sa.String(length=64), nullable=False, comment="As its texts were written then"),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Whose circle this is; empty for that of all"),
        sa.Column("round", _ID, nullable=False, comment="During which it was held"),
        sa.Column("binding", _ID, nullable=False, comment="The group in which it stood last"),
        sa.Column("begun_by", _ID, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "question",
            sa.String(length=128),
            nullable=True,
            comment="On the table; empty before the first and after the last",
        ),
        sa.Column("context", sa.Text(), nullable=False, comment="What it was about, where a set asks for that"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every change"),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_{_TABLE}_{name}_{table}"))
            for name, table in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        comment="A further instrument gone through in a group; questions and answers stand with those of groups",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_collaboration"), _TABLE, ["collaboration"])
    with op.batch_alter_table("question", table_kwargs=_COUNTS) as question:
        question.add_column(
            sa.Column("session", _ID, nullable=True, comment="In which a question of a set is asked")
        )
        question.create_foreign_key(op.f("fk_question_session_group_session"), _TABLE, ["session"], ["id"])
    of_set = sa.text("kind = 'of_set'")
    op.create_index(
        "ix_question_of_set",
        "question",
        ["session", "about"],
        unique=True,
        sqlite_where=of_set,
        postgresql_where=of_set,
    )


def downgrade() -> None:
    for table in ("question_ballot", "question_contribution", "question_stood"):
        op.execute(f"DELETE FROM {table} WHERE question IN ({_OF_THEM})")
    op.execute("DELETE FROM question WHERE kind = 'of_set'")
    op.drop_index("ix_question_of_set", "question")
    with op.batch_alter_table("question", table_kwargs=_COUNTS) as question:
        question.drop_constraint(op.f("fk_question_session_group_session"), type_="foreignkey")
        question.drop_column("session")
    op.drop_table(_TABLE)
