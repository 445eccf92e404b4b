"""Counting office hours, pure: when a limit in hours ends that runs only while offices are open.

The hours are those of the city's offices; what must not wait for them counts every hour and needs no calendar.
"""

from datetime import UTC, datetime, time, timedelta

from engines.workdays.calendar import ONE_DAY, Calendar
from kit import clock

Spans = tuple[tuple[time, time], ...]
#: When offices are open on a working day, in Beijing time: 08:30–12:00 and 14:00–17:30.
OFFICE_HOURS: Spans = ((time(8, 30), time(12)), (time(14), time(17, 30)))


def due_moment(calendar: Calendar, start: datetime, hours: float, office_hours: Spans = OFFICE_HOURS) -> datetime:
    """Return the moment, in UTC, at which ``hours`` office hours after ``start`` have passed.

    A start outside office hours counts from the next opening, and a limit ends at a closing rather than at the next
    opening. Nought hours end at once, or at the next opening.
    """
    left, day = timedelta(hours=hours), clock.local(start).date()
    while True:
        for opens, closes in office_hours if calendar.is_workday(day) else ():
            begin = max(datetime.combine(day, opens, clock.BEIJING), clock.local(start))
            open_for = datetime.combine(day, closes, clock.BEIJING) - begin
            if open_for > timedelta() and left <= open_for:
                return (begin + left).astimezone(UTC)
            left -= max(open_for, timedelta())
        day += ONE_DAY
