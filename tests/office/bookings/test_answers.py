"""Who is asked to come answers over HTTP, is asked anew when the time moves, and stands in the calendars so."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from icalendar import Calendar, vCalAddress
from sqlalchemy import select, update

from auth.models import AuthPosition, AuthSubject
from engines.bookings import run_booking_timers
from kit import clock
from tests.office.bookings.desk import BOOKINGS, DAY, FEEDS, OFFICE, Front, at, read, turn
from tests.product import Caller, Product

EARLY = DAY + timedelta(hours=7)
POLICE = "11330900002600237T"


def id_of(caller: Caller) -> str:
    """Return the id of an officer who has signed in."""
    return str(caller.session["subject"]["id"])


def meeting(front: Front, **said: Any) -> str:
    """Have Rui by name, the police and a guest asked to come, and return the booking's id."""
    people = [{"officer_id": id_of(front.rui)}, {"department": POLICE}, {"name": "王工"}]
    return str(front.booked(front.ming, 1, at(9), at(10), attendees=people, **said)[0]["id"])


def told(caller: Caller, booking_id: str, kind: str = "booking_invitation,booking_department_invitation") -> list[str]:
    """Return the news of a booking."""
    return [task["title"].rpartition("：")[2] for task in caller.tasks(booking_id) if task["kind"] in kind.split(",")]


def test_who_is_asked_answers_and_the_organiser_counts(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1)
        booking_id = meeting(front)
        product.work()
        assert told(front.rui, booking_id) == told(lu, booking_id) == ["邀请参加，请答复"]
        assert "answer" in {item["action"] for item in read(front.rui, booking_id)["available_actions"]}
        turn(front.rui, booking_id, "answers", {"answer": "accepted"})
        names = {"answer": "accepted", "as_department": True, "participants": ["王海", "李岛"]}
        own = turn(lu, booking_id, "answers", names)
        assert told(front.rui, booking_id) == told(lu, booking_id) == []
        # Each sees their own answer, the organiser all of them.
        assert [(item["name"], item["answer"]) for item in own["attendees"]][:1] == [("芮宁", None)]
        assert (own["attendees"][1]["participants"], own["answers"]) == (["王海", "李岛"], None)
        whole = read(front.ming, booking_id)
        assert whole["answers"] == {"coming": 2, "not_coming": 0, "tentative": 0, "silent": 0, "people": 3}
        assert (whole["version"], whole["attendees"][1]["answered_by_name"]) == (1, "逯清")
        assert told(front.ming, booking_id, "booking_news") == []
        turn(front.rui, booking_id, "answers", {"answer": "declined", "note": "当日出差"})
        assert told(front.ming, booking_id, "booking_news") == ["当日出差"]
        assert read(front.ming, booking_id)["answers"]["not_coming"] == 1


def test_another_time_asks_anew_and_another_person_does_not(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1)
        booking_id = meeting(front)
        turn(front.rui, booking_id, "answers", {"answer": "tentative"})
        stale = front.rui.get(f"{BOOKINGS}/{booking_id}").headers["ETag"]
        people = [
            {key: item[key] for key in ("officer_id", "department", "name")} for item in read_people(front, booking_id)
        ]
        turn(front.ming, booking_id, "changes", {"attendees": [*people[:2], {"department": OFFICE}]})
        assert read(front.ming, booking_id)["answers"] == {
            **dict.fromkeys(("coming", "not_coming", "people"), 0),
            "tentative": 1,
            "silent": 2,
        }
        turn(front.ming, booking_id, "changes", {"starts_at": at(14), "ends_at": at(15)})
        product.work()
        assert read(front.ming, booking_id)["answers"]["silent"] == 3
        assert told(front.rui, booking_id) == told(lu, booking_id) == ["时间有变，请重新答复"]
        # What was read before the time moved is no answer to the new one.
        late = front.rui.post(f"{BOOKINGS}/{booking_id}/answers", {"answer": "accepted"}, If_Match=stale)
        assert late.status_code == 412
        turn(front.ming, booking_id, "cancellation", {"reason": "改为书面"})
        product.work()
        assert told(lu, booking_id) == ["已取消"]
        assert turn(front.rui, booking_id, "answers", {"answer": "accepted"}, 409)["code"] == "invitation-over"


def test_who_heard_of_a_meeting_hears_what_becomes_of_it_and_nobody_else_does(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1, needs_approval=True)
        booking_id = meeting(front)
        turn(front.ming, booking_id, "changes", {"starts_at": at(14), "ends_at": at(15)})
        never = str(front.booked(front.ming, 1, at(16), at(17), attendees=[{"department": POLICE}])[0]["id"])
        turn(front.ming, never, "cancellation", {"reason": "改期"})
        product.work()
        assert told(front.rui, booking_id) == told(lu, booking_id) == told(lu, never) == []
        turn(front.keeper, booking_id, "approval", {"approved": True})
        product.work()
        assert told(front.rui, booking_id) == told(lu, booking_id) == ["邀请参加，请答复"]
        # Moved it waits for approval again: those who heard of it are told, and who is new is asked.
        people = [{"officer_id": id_of(front.rui)}, {"officer_id": id_of(front.keeper)}]
        times = {"starts_at": at(15), "ends_at": at(16)}
        turn(front.ming, booking_id, "changes", {**times, "attendees": people})
        product.work()
        assert told(front.rui, booking_id) == ["时间有变，请重新答复"]
        assert told(front.keeper, booking_id) == ["邀请参加，请答复"]
        # The police are asked no more.
        assert told(lu, booking_id) == []
        turn(front.keeper, booking_id, "approval", {"approved": False, "opinion": "另有安排"})
        product.work()
        assert told(front.rui, booking_id) == told(front.keeper, booking_id) == ["已取消"]


def test_what_stood_is_told_of_when_it_runs_out_or_goes_with_its_series(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1, needs_approval=True)
        people = [{"officer_id": id_of(front.rui)}]
        made = front.booked(front.ming, 1, at(9), at(10), attendees=people, repeat={"rule": "FREQ=WEEKLY;COUNT=3"})
        first, second, _ = [str(item["id"]) for item in made]
        turn(front.keeper, second, "approval", {"approved": True, "scope": "following"})
        # The first one was never approved, those that go with it were.
        turn(front.ming, first, "cancellation", {"reason": "改为书面", "scope": "following"})
        lapsing = str(front.booked(front.ming, 1, at(11), at(12), attendees=people)[0]["id"])
        turn(front.keeper, lapsing, "approval", {"approved": True})
        # Time stands still here, and jobs of one moment have no order.
        product.work()
        turn(front.ming, lapsing, "changes", {"starts_at": at(10), "ends_at": at(11)})
        product.work()
        assert told(front.rui, first) == []
        assert told(front.rui, second) == ["已取消（含以后各次）"]
        assert told(front.rui, lapsing) == ["时间有变，请重新答复"]
    with clock.travel(DAY + timedelta(hours=10)):
        run_booking_timers(product.context)
        front = Front(product)
        product.work()
        assert told(front.rui, lapsing) == ["已取消"]


def test_who_is_removed_has_no_invitation_and_who_has_no_main_post_has_one(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1)
        booking_id = meeting(front)
        product.work()
        turn(front.ming, booking_id, "changes", {"attendees": [{"department": POLICE}]})
        assert (told(front.rui, booking_id), told(lu, booking_id)) == ([], ["邀请参加，请答复"])
        with without_main_post(product, id_of(front.rui)):
            turn(front.ming, booking_id, "changes", {"attendees": [{"officer_id": id_of(front.rui)}]})
            product.work()
        assert (told(front.rui, booking_id), told(lu, booking_id)) == (["邀请参加，请答复"], [])


@contextmanager
def without_main_post(product: Product, officer_id: str) -> Iterator[None]:
    """Let an officer have only posts beside a main one that is elsewhere."""
    code = select(AuthSubject.employee_code).where(AuthSubject.id == uuid.UUID(officer_id)).scalar_subquery()
    own = (AuthPosition.employee_code == code, AuthPosition.main)
    with product.context.database.unit() as unit:
        ids = [row.id for row in unit.rows(select(AuthPosition.id).where(*own))]
        unit.write(update(AuthPosition).where(AuthPosition.id.in_(ids)).values(main=False))
    try:
        yield
    finally:
        with product.context.database.unit() as unit:
            unit.write(update(AuthPosition).where(AuthPosition.id.in_(ids)).values(main=True))


def read_people(front: Front, booking_id: str) -> list[dict[str, Any]]:
    """Return who is asked to come."""
    return list(read(front.ming, booking_id)["attendees"])


def test_a_series_is_answered_at_once_and_nobody_answers_for_others(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        people = [{"officer_id": id_of(front.rui)}]
        made = front.booked(front.ming, 1, at(9), at(10), attendees=people, repeat={"rule": "FREQ=WEEKLY;COUNT=3"})
        product.work()
        assert told(front.rui, made[0]["id"]) == ["邀请参加，请答复（含以后各次）"]
        turn(front.rui, made[1]["id"], "answers", {"answer": "accepted", "scope": "following"})
        assert [read(front.ming, item["id"])["answers"]["coming"] for item in made] == [0, 1, 1]
        assert turn(front.keeper, made[0]["id"], "answers", {"answer": "accepted"}, 403)["code"] == "not-invited"
        wrong = {"answer": "accepted", "participants": ["王海"]}
        assert turn(front.rui, made[0]["id"], "answers", wrong, 422)["code"] == "booking-unfit"
        assert product.officer("officer-lu").get(f"{BOOKINGS}/{made[0]['id']}").status_code == 404
    with clock.travel(DAY + timedelta(hours=9)):
        front = Front(product)
        assert turn(front.rui, made[0]["id"], "answers", {"answer": "accepted"}, 409)["code"] == "invitation-over"


def test_calendars_say_who_comes(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1)
        booking_id = meeting(front, title="协调会")
        turn(front.rui, booking_id, "answers", {"answer": "declined"})
        turn(lu, booking_id, "answers", {"answer": "tentative", "as_department": True})
        for reader, expected in (
            (front.ming, ["DECLINED", "TENTATIVE", "NEEDS-ACTION"]),
            (front.rui, ["DECLINED", "NEEDS-ACTION", "NEEDS-ACTION"]),
        ):
            href = reader.post(FEEDS, {}).get_json()["href"]
            found = Calendar.from_ical(product.anybody().get(href).data)
            (event,) = [item for item in found.walk("VEVENT") if booking_id in str(item["UID"])]
            people = cast("list[vCalAddress]", event["ATTENDEE"])
            assert [person.params["PARTSTAT"] for person in people] == expected
            assert [person.params["CN"] for person in people][::2] == ["芮宁", "王工"]
            assert [person.params["CUTYPE"] for person in people] == ["INDIVIDUAL", "GROUP", "INDIVIDUAL"]
            assert cast("vCalAddress", event["ORGANIZER"]).params["CN"] == "明远"
