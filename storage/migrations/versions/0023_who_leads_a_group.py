"""Who leads a group past its motives and through the reveal, from a panel in private."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "group_lead"
_REFERS = {
    "binding": "chat_binding",
    "round": "round",
    "led_by": "person",
    "panel": "placed",
    "stands": "placed",
}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("binding", _ID, nullable=False),
        sa.Column("round", _ID, nullable=False, comment="The last in which anybody led"),
        sa.Column("led_by", _ID, nullable=False),
        sa.Column("panel", _ID, nullable=True, comment="Where whoever leads goes on, in private"),
        sa.Column(
            "step",
            sa.Integer(),
            nullable=True,
            comment="How far the group is through the reveal; empty while nobody goes through it",
        ),
        sa.Column("stands", _ID, nullable=True, comment="Where that step stands in the group"),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every change"),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{to}.id"],
                name=op.f(f"fk_{_TABLE}_{name}_{to}"),
                ondelete="CASCADE" if name == "binding" else None,
            )
            for name, to in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("binding", name=op.f(f"pk_{_TABLE}")),
        comment="Who leads a group past its motives, and through the reveal",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
