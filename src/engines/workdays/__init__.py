"""Working days: the State Council's calendar with its make-up days, and a provisional guess where it is not out yet.

Limits of the 行政许可法 are counted in working days without public holidays (第八十二条).
"""

from engines.workdays.calendar import (
    Calendar,
    DayChange,
    DayKind,
    DayRule,
    calendar_before,
    differing_days,
    moved_day,
)
from engines.workdays.days import (
    CLOSURE,
    Days,
    NoticedDay,
    calendar_of,
    change_calendar,
    load_calendar,
    store_calendar,
    stored_days,
    with_closure,
    with_notice,
    without_closure,
)
from engines.workdays.following import follows_rest
from engines.workdays.hours import OFFICE_HOURS, due_moment

__all__ = [
    "CLOSURE",
    "OFFICE_HOURS",
    "Calendar",
    "DayChange",
    "DayKind",
    "DayRule",
    "Days",
    "NoticedDay",
    "calendar_before",
    "calendar_of",
    "change_calendar",
    "differing_days",
    "due_moment",
    "follows_rest",
    "load_calendar",
    "moved_day",
    "store_calendar",
    "stored_days",
    "with_closure",
    "with_notice",
    "without_closure",
]
