"""The table of calls that were taken."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class BusCallback(Model):
    """One call that was taken, by what its repeat is recognised by; of what it said nothing is kept here."""

    __tablename__ = "bus_callbacks"

    key: Mapped[str] = mapped_column(primary_key=True)
    verb: Mapped[str]
    case_id: Mapped[uuid.UUID]
    taken_at: Mapped[datetime]
