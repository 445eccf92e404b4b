"""The table that counts tries."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class CaseStatusTry(Model):
    """How often a number was asked for in vain within a span, whether or not there is such a case."""

    __tablename__ = "case_status_tries"
    __table_args__ = (Index("ix_case_status_tries_began_at", "began_at"),)

    number: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    began_at: Mapped[datetime]
