"""Words of documents, by which they are found

A migration runs while the city works: on a large table, add a column without default, build an index
concurrently, and never hold a lock for as long as a scan takes.
"""

import sqlalchemy as sa
from alembic import op

from kit.words import Words

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_texts",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "part", name=op.f("pk_document_texts")),
    )
    op.create_index("ix_document_texts_words", "document_texts", ["words"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("document_texts")
