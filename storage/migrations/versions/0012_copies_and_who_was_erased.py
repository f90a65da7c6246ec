"""A random key for each person, by which an erasure is known outside the database; and what restoring a copy leaves."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PERSON = sa.table("person", sa.column("id", sa.BigInteger), sa.column("key", sa.String))


def upgrade() -> None:
    key = sa.Column("key", sa.String(length=32), nullable=True, comment="Random: what an erasure is known by")
    with op.batch_alter_table("person") as person:
        person.add_column(key)
        person.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    for id_ in connection.execute(sa.select(_PERSON.c.id)).scalars().all():
        connection.execute(sa.update(_PERSON).where(_PERSON.c.id == id_).values(key=secrets.token_hex(16)))
    # Of before only that they were erased is known, by the chat that came in the place of theirs; not when.
    op.execute("UPDATE person SET erased_at = consented_at WHERE chat = -id AND consent = ''")
    with op.batch_alter_table("person") as person:
        person.alter_column("key", existing_type=sa.String(length=32), nullable=False)
    op.create_table(
        "restoration",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False, comment="When the copy was made"),
        sa.Column("numbers_from", sa.Integer(), nullable=False, comment="Where numbers in buttons go on"),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True, comment="When the program began with it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restoration")),
        comment="Each time a copy took the place of the database",
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("restoration")
    with op.batch_alter_table("person") as person:
        person.drop_column("erased_at")
        person.drop_column("key")
