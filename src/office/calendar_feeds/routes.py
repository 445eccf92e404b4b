"""Making and revoking calendar feeds over HTTP."""

import uuid
from typing import Any

from flask import Response

from auth import require
from engines import bookings as engine
from engines.bookings import BOOK
from kit.fields import beijing
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.calendar_feeds import schemas as shapes

door = Door(
    "calendar_feeds",
    audience="office",
    url_prefix="/office/v1/calendar_feeds",
    description="日历订阅: addresses for calendar programs.",
)
LISTING = "calendar_feeds"


@door.route("", methods=["POST"])
@door.arguments(shapes.CalendarFeedIn())
@door.response(201, shapes.CalendarFeedOut())
@door.problems(404)
def make_calendar_feed(arguments: dict[str, Any]) -> Response:
    """Make an address under which a calendar program reads my bookings, or when a resource is taken.

    Needs `bookings.book`. The address holds its key and is shown this once. What a resource is taken for is in the feed
    of its keepers alone.
    """
    require(subject(), BOOK)
    feed_id, token = engine.make_feed(subject(), unit(), arguments["resource_id"])
    return door.answer({"id": str(feed_id), "href": f"/integration/v1/calendars/{token}.ics"}, 201)


@door.route("")
@door.arguments(shapes.CalendarFeedListArgs(), location="query")
@door.response(200, shapes.CalendarFeedPageOut())
def list_calendar_feeds(arguments: dict[str, Any]) -> Response:
    """List the feeds that I made and did not revoke, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_feeds(subject(), unit(), after, rows),
        lambda row: {
            "id": str(row.id),
            "resource_id": str(row.resource_id) if row.resource_id else None,
            "resource_name": row.resource_name,
            "made_at": beijing(row.made_at),
        },
    )
    return door.answer(page)


@door.route("/<uuid:feed_id>", methods=["DELETE"])
@door.response(204)
@door.problems(404)
def revoke_calendar_feed(feed_id: uuid.UUID) -> Response:
    """Revoke a feed: nothing is read under its address any more."""
    engine.revoke_feed(subject(), unit(), feed_id)
    return Response(status=204)
