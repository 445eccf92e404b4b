"""Calendar feeds over HTTP, for calendar programs."""

from flask import Response

from engines.bookings import calendar_of
from kit.web import Door, context, unit

door = Door(
    "calendars",
    audience="public",
    url_prefix="/integration/v1/calendars",
    description="日历订阅: bookings for calendar programs.",
    document="integration",
)


@door.route("/<string(minlength=20,maxlength=80):token>.ics")
@door.response(200, content_type="text/calendar")
@door.problems(404)
def get_calendar_feed(token: str) -> Response:
    """Read the calendar under an address that makeCalendarFeed gave: RFC 5545, in the zones of its events.

    Whoever holds the address reads it, as who made it may see it today; revoking the feed ends that at once.
    """
    response = Response(calendar_of(unit(), context(), token), content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
