"""Reading the calls that were taken."""

from sqlalchemy import select

from integration.bus_callbacks.models import BusCallback
from kit.database import Unit


def is_taken(unit: Unit, key: str) -> bool:
    """Tell whether a call was taken before."""
    return unit.first(select(BusCallback.key).where(BusCallback.key == key)) is not None
