"""Calendar feeds, read by a real calendar library: the right hours in every zone, and nothing for who lost the key."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone

from kit import clock
from tests.office.bookings.desk import DAY, FEEDS, Front, at, turn
from tests.product import Caller, Product

EARLY = DAY + timedelta(hours=7)


def feed(product: Product, caller: Caller, **of: str) -> tuple[str, str]:
    """Make a feed and return its id and address."""
    answer = caller.post(FEEDS, of)
    assert answer.status_code == 201, answer.text
    return answer.get_json()["id"], answer.get_json()["href"]


def calendar(product: Product, href: str) -> Calendar:
    """Read a feed without any token."""
    answer = product.anybody().get(href)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return Calendar.from_ical(answer.data)


def test_a_calendar_program_shows_the_right_hours_abroad(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        # Every Monday at ten in Berlin: five in the afternoon in Zhoushan, four when summer time has begun there.
        repeat = {"rule": "FREQ=WEEKLY;COUNT=3"}
        begin, end = at(17, 14), at(18, 14)
        front.booked(front.ming, 1, begin, end, repeat=repeat, time_zone="Europe/Berlin", title="对接会")
        _, href = feed(product, front.ming)
        found = calendar(product, href)
        events = [event for event in found.walk("VEVENT") if event["SUMMARY"] == "对接会"]
        berlin = [event.decoded("DTSTART").astimezone(ZoneInfo("Europe/Berlin")) for event in events]
        assert [(moment.day, moment.hour) for moment in berlin] == [(15, 10), (22, 10), (29, 10)]
        utc = [event.decoded("DTSTART").astimezone(ZoneInfo("UTC")).hour for event in events]
        assert utc == [9, 9, 8]
        (zone,) = [item for item in found.walk("VTIMEZONE") if item["TZID"] == "Europe/Berlin"]
        assert isinstance(zone, Timezone)
        # What the feed says of the zone, and not what this machine knows of it, gives the same moments.
        own = zone.to_tz()
        assert datetime(2027, 3, 29, 10, tzinfo=own).utcoffset() == timedelta(hours=2)


def test_a_feed_of_a_room_shows_what_for_to_its_keepers_alone(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        room = front.added(1)
        (item,) = front.booked(front.ming, 1, at(9), at(10), title="人事研究")
        _, kept = feed(product, front.keeper, resource_id=room["id"])
        _, others = feed(product, front.rui, resource_id=room["id"])
        titles = [
            [str(event["SUMMARY"]) for event in calendar(product, href).walk("VEVENT")] for href in (kept, others)
        ]
        assert titles == [["人事研究"], ["已占用"]]
        assert "人事" not in product.anybody().get(others).text
        turn(front.ming, item["id"], "changes", {"starts_at": at(10), "ends_at": at(11)})
        (event,) = calendar(product, kept).walk("VEVENT")
        assert (event["SEQUENCE"], event.decoded("DTSTART").hour) == (2, 10)
        turn(front.ming, item["id"], "cancellation", {})
        assert calendar(product, kept).walk("VEVENT") == []


def test_a_revoked_feed_and_a_wrong_key_show_nothing(product: Product) -> None:
    front = Front(product)
    feed_id, href = feed(product, front.ming)
    assert feed_id in {item["id"] for item in front.ming.every(FEEDS)}
    assert front.rui.send("DELETE", f"{FEEDS}/{feed_id}").status_code == 404
    assert front.ming.send("DELETE", f"{FEEDS}/{feed_id}").status_code == 204
    gone = product.anybody().get(href)
    assert (gone.status_code, gone.get_json()["code"]) == (404, "feed-not-found")
    assert product.anybody().get(f"/integration/v1/calendars/{'x' * 43}.ics").status_code == 404
