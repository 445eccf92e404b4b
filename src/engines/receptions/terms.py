"""Until when the list of a reception is in time."""

from datetime import date, timedelta
from typing import Any

from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: A list is filed within so many working days.
LIST_DAYS = 5
ONE_DAY = timedelta(days=1)


def list_term(unit: Unit, over_on: date) -> dict[str, Any]:
    """Return the columns of the term of a list, which runs from a day on and is looked at when it has passed."""
    due_on = load_calendar(unit).add_working_days(over_on, LIST_DAYS)
    return {"list_due_on": due_on, "next_turn_at": clock.start_of(due_on + ONE_DAY)}
