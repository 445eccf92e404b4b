"""The archive of documents, and whose package an organ imported

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.database import Json, UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

OWN, BROUGHT = sa.text("imported_by IS NULL"), sa.text("imported_by IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("official_documents") as batch_op:
        batch_op.add_column(sa.Column("imported_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("signature_verified", sa.Boolean(), nullable=True))
        batch_op.drop_constraint("uq_official_documents_department_code_number", type_="unique")
        batch_op.create_index(
            "ix_official_documents_number",
            ["department_code", "number"],
            unique=True,
            postgresql_where=OWN,
            sqlite_where=OWN,
        )
        batch_op.create_index(
            "ix_official_documents_imported",
            ["imported_by", "sha256"],
            unique=True,
            postgresql_where=BROUGHT,
            sqlite_where=BROUGHT,
        )
    op.create_table(
        "document_archives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("archive_number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("archived_by_name", sa.Text(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_archives")),
        sa.UniqueConstraint("record_kind", "record_id", name=op.f("uq_document_archives_record_kind_record_id")),
    )
    op.create_index("ix_document_archives_department", "document_archives", ["department_code", "id"])
    op.create_table(
        "document_archive_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("archive_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("findings", Json, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_archive_reports")),
    )
    op.create_index("ix_document_archive_reports_archive", "document_archive_reports", ["archive_id", "id"])


def downgrade() -> None:
    op.drop_table("document_archive_reports")
    op.drop_table("document_archives")
    with op.batch_alter_table("official_documents") as batch_op:
        batch_op.drop_index("ix_official_documents_imported")
        batch_op.drop_index("ix_official_documents_number")
        batch_op.drop_column("signature_verified")
        batch_op.drop_column("imported_by")
        batch_op.create_unique_constraint("uq_official_documents_department_code_number", ["department_code", "number"])
