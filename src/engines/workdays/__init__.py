"""Working days: the State Council's calendar with its make-up days, and a provisional guess where it is not out yet.

Limits of the 行政许可法 are counted in working days without public holidays (第八十二条).
"""

from engines.workdays.calendar import Calendar, DayKind, DayRule
from engines.workdays.days import load_calendar, store_calendar

__all__ = ["Calendar", "DayKind", "DayRule", "load_calendar", "store_calendar"]
