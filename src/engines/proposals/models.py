"""The table of duties."""

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class SupervisionDuty(Model):
    """The words that stand for a department's duties, as the pack says them."""

    __tablename__ = "supervision_duties"

    department: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[list[str]]
