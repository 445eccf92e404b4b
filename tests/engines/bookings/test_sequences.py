"""Whatever is booked, moved, cancelled, waited for and released, in any order, the calendar is consistent."""

import uuid
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from engines.bookings import (
    Booking,
    BookingTake,
    cancel_booking,
    change_booking,
    check_in_booking,
    create_booking,
    end_booking,
    run_booking_timers,
)
from engines.bookings.lifecycle import TAKING
from engines.bookings.line import STRETCH, moment_of
from engines.bookings.models import BookingSeries, Resource
from engines.bookings.queries import booking_by_id
from engines.bookings.refusals import BookingOver, BookingUnfit, SlotTaken, TooEarly
from engines.lifecycles.transitions import TransitionForbidden
from kit import clock
from kit.context import Context
from kit.database import Database
from kit.outbox import OutboxMessage, Worker
from tests.engines.bookings.hall import MORNING, add_rooms, booker, overlaps, wanted

ROOMS = 2
REFUSALS = (SlotTaken, BookingUnfit, BookingOver, TooEarly, TransitionForbidden)
SPANS = st.tuples(st.integers(1, ROOMS), st.integers(0, 12).map(lambda half: half / 2), st.sampled_from([0.5, 1, 2]))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["book", "hold", "wait"]), SPANS),
        st.tuples(st.just("series"), SPANS),
        st.tuples(st.sampled_from(["move", "cancel", "check_in", "end"]), st.integers(0, 9), SPANS),
        st.tuples(st.just("later"), st.integers(5, 90)),
    ),
    max_size=14,
)


class Day:
    """A day of acts in the order in which they come."""

    def __init__(self, database: Database, context: Context) -> None:
        self.database, self.context, self.who = database, context, booker()
        self.now = MORNING - timedelta(hours=1)
        self.made: list[uuid.UUID] = []

    def act(self, act: tuple[Any, ...]) -> None:
        """Do one thing, which may be refused, and let everything that follows from it happen."""
        if act[0] == "later":
            self.now += timedelta(minutes=act[1])
        with clock.travel(self.now):
            if act[0] != "later":
                self._try(*act)
            run_booking_timers(self.context)
            while Worker(self.context).run_once():
                pass
            self.check()

    def _try(self, name: str, *rest: Any) -> None:
        try:
            with self.database.unit() as unit:
                if name in ("book", "hold", "wait"):
                    asked = wanted(*rest[0], hold=name == "hold", wait=name == "wait")
                    made = create_booking(self.who, unit, self.context, asked)
                elif name == "series":
                    repeat = {"rule": "FREQ=DAILY;COUNT=3", "rest_days": "keep", "on_conflict": "skip"}
                    made = create_booking(self.who, unit, self.context, wanted(*rest[0], repeat=repeat))
                else:
                    made = []
                    self._change(unit, name, *rest)
            self.made += [row.id for row in made]
        except REFUSALS:
            return

    def _change(self, unit: Any, name: str, place: int, span: tuple[int, float, float]) -> None:
        if not self.made:
            return
        row = booking_by_id(unit, self.made[place % len(self.made)])
        if name == "move":
            asked = wanted(*span)
            times = {key: asked[key] for key in ("starts_at", "ends_at", "resources")}
            change_booking(self.who, unit, self.context, row, times, "following")
        elif name == "cancel":
            cancel_booking(self.who, unit, row, "", "following")
        elif name == "check_in":
            check_in_booking(self.who, unit, row)
        else:
            end_booking(self.who, unit, row)

    def check(self) -> None:
        """Every booking takes just what its state and times say, and nothing overlaps."""
        with self.database.unit() as unit:
            assert overlaps(unit) == 0
            takes = {row.booking_id: row for row in unit.rows(select(*BookingTake.__table__.c))}
            rows = unit.rows(select(*Booking.__table__.c))
        assert {row.id for row in rows} == set(takes)
        for row in rows:
            take = takes[row.id]
            assert take.active == (row.state in (*TAKING, "ended")), row.state
            assert (moment_of(take.slot_begin % STRETCH), moment_of(take.slot_end % STRETCH)) == (
                row.starts_at,
                row.ends_at,
            )
            waits = row.state in ("held", "waiting", "requested", "confirmed", "in_use")
            assert (row.next_turn_at is not None) == waits
            assert row.next_turn_at is None or row.next_turn_at > self.now


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_sequence_of_acts_leaves_the_calendar_consistent(
    database: Database, context: Context, acts: list[tuple[Any, ...]]
) -> None:
    with database.unit() as unit:
        for table in (BookingTake, Booking, BookingSeries, Resource, OutboxMessage):
            unit.write(delete(table))
        add_rooms(unit, ROOMS, check_in_minutes=15)
    day = Day(database, context)
    for act in acts:
        day.act(act)
