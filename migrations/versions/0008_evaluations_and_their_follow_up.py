"""Evaluations and their follow-up

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RATED = ("case_id", "number", "matter_code", "matter_name", "channel", "anonymous", "by_default", "set_aside")
_FOLLOWED = ("number", "matter_name", "state", "version", "round", "rectify_by")
_PRESENT = (
    # An evaluation so far was the first of its case, by hand, with a name; its id becomes that of its case.
    """UPDATE evaluations SET case_id = id, number = 1, channel = 'mobile', anonymous = FALSE, by_default = FALSE,
    set_aside = FALSE,
    matter_code = COALESCE((SELECT matter_code FROM cases WHERE cases.id = evaluations.id), ''),
    matter_name = COALESCE((SELECT matter_name FROM cases WHERE cases.id = evaluations.id), '')""",
    """UPDATE evaluation_follow_ups SET version = 1, round = 1, rectify_by = due_on,
    state = CASE WHEN closed_at IS NULL THEN 'opened' ELSE 'closed' END,
    number = COALESCE((SELECT number FROM cases WHERE cases.id = evaluation_follow_ups.id), ''),
    matter_name = COALESCE((SELECT matter_name FROM cases WHERE cases.id = evaluation_follow_ups.id), '')""",
    "UPDATE inbox_tasks SET record_kind = 'evaluation' WHERE kind = 'follow_up'",
)
_OPEN = sa.text("closed_at IS NULL AND escalated_at IS NULL")
_DECIDED = sa.text("decided_at IS NOT NULL")
_WAITING = sa.text("evaluation_due_on IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "evaluation_options",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_evaluation_options")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evaluation_due_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_cases_decided",
            ["decided_at", "department_code"],
            unique=False,
            postgresql_where=_DECIDED,
            sqlite_where=_DECIDED,
        )
        batch_op.create_index(
            "ix_cases_evaluation",
            ["evaluation_due_on", "id"],
            unique=False,
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        )

    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.alter_column("case_id", new_column_name="id", existing_type=sa.Uuid(), existing_nullable=False)
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("matter_code", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("matter_name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("channel", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("anonymous", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("by_default", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("set_aside", sa.Boolean(), nullable=True))

    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        batch_op.alter_column("case_id", new_column_name="id", existing_type=sa.Uuid(), existing_nullable=False)
    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("matter_name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rectify_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("contacted_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("answered_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answer", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("answered_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("revisited_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("escalated_at", UtcDateTime(), nullable=True))

    for statement in _PRESENT:
        op.execute(statement)
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        for name in _RATED:
            batch_op.alter_column(name, nullable=False)
        batch_op.create_unique_constraint(op.f("uq_evaluations_case_id_number"), ["case_id", "number"])
        batch_op.create_index("ix_evaluations_department", ["department_code", "id"], unique=False)
        batch_op.create_index("ix_evaluations_department_level", ["department_code", "level", "id"], unique=False)

    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        for name in _FOLLOWED:
            batch_op.alter_column(name, nullable=False)
        batch_op.create_index(
            "ix_evaluation_follow_ups_due", ["due_on", "id"], unique=False, postgresql_where=_OPEN, sqlite_where=_OPEN
        )


def downgrade() -> None:
    # The tables of before know one evaluation of a case, by hand.
    op.execute(
        "DELETE FROM evaluation_follow_ups WHERE id IN (SELECT id FROM evaluations WHERE number > 1 OR by_default)"
    )
    op.execute("DELETE FROM evaluations WHERE number > 1 OR by_default")
    op.execute(
        "UPDATE evaluation_follow_ups SET id ="
        " (SELECT case_id FROM evaluations WHERE evaluations.id = evaluation_follow_ups.id)"
    )
    op.execute("UPDATE evaluations SET id = case_id")
    with op.batch_alter_table("evaluation_follow_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_evaluation_follow_ups_due", postgresql_where=_OPEN, sqlite_where=_OPEN)
        batch_op.drop_column("escalated_at")
        batch_op.drop_column("outcome")
        batch_op.drop_column("revisited_at")
        batch_op.drop_column("answered_by")
        batch_op.drop_column("answer")
        batch_op.drop_column("answered_on")
        batch_op.drop_column("contacted_at")
        for name in reversed(_FOLLOWED):
            batch_op.drop_column(name)
        batch_op.alter_column("id", new_column_name="case_id", existing_type=sa.Uuid(), existing_nullable=False)

    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_index("ix_evaluations_department_level")
        batch_op.drop_index("ix_evaluations_department")
        batch_op.drop_constraint(op.f("uq_evaluations_case_id_number"), type_="unique")
        for name in reversed(_RATED):
            batch_op.drop_column(name)
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.alter_column("id", new_column_name="case_id", existing_type=sa.Uuid(), existing_nullable=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_evaluation", postgresql_where=_WAITING, sqlite_where=_WAITING)
        batch_op.drop_index("ix_cases_decided", postgresql_where=_DECIDED, sqlite_where=_DECIDED)
        batch_op.drop_column("evaluation_due_on")

    op.drop_table("evaluation_options")
