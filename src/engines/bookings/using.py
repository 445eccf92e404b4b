"""Confirming a hold, approving, and using what was booked: check-in, extension, early end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.bookings.changing import Scope, following, give_back
from engines.bookings.checking import check_times
from engines.bookings.inviting import invite, tell_off
from engines.bookings.lifecycle import booking_record
from engines.bookings.line import minute_of, place_on_line
from engines.bookings.models import BookingTake
from engines.bookings.queries import resources_of
from engines.bookings.refusals import TooEarly
from engines.bookings.resources import resources_for
from engines.bookings.taking import beaten, conflicts_of, next_turn, slot_taken
from engines.bookings.tasks import ask_keeper, tell_organiser
from engines.bookings.waiting import offer_freed
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.workdays import load_calendar
from kit import clock
from kit.database import DuplicateRow, Unit

#: From how long before its beginning somebody may check in.
EARLY = timedelta(minutes=15)


def confirm_booking(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Book what is held, or ask for its approval where it needs one."""
    turn, target = ("apply", "requested") if row.needs_approval else ("confirm", "confirmed")
    changes = {"next_turn_at": next_turn(target, (row.starts_at, row.ends_at), resources_of(unit, row.id))}
    after = apply_transition(subject, unit, booking_record(row), turn, changes=changes)
    if row.needs_approval:
        ask_keeper(unit, after)
    invite(unit, [after])
    return after


def decide_booking(
    subject: Subject, unit: Unit, row: Row[Any], *, approved: bool, opinion: str, scope: Scope
) -> Row[Any]:
    """Approve a booking, or refuse it with the reason, and with ``following`` the later ones of its series alike.

    The organiser is told, and of one that stood before who is asked to come.
    """
    rows = [row, *following(unit, row, ("requested",))] if scope == "following" else [row]
    decided = [_decided(subject, unit, item, approved=approved, opinion=opinion) for item in rows]
    (invite if approved else tell_off)(unit, decided)
    return decided[0]


def _decided(subject: Subject, unit: Unit, row: Row[Any], *, approved: bool, opinion: str) -> Row[Any]:
    if approved:
        changes = {"next_turn_at": next_turn("confirmed", (row.starts_at, row.ends_at), resources_of(unit, row.id))}
        after = apply_transition(
            subject, unit, booking_record(row), "approve", changes=changes, opinion=opinion or None
        )
        close_tasks(subject, unit, row.id)
        tell_organiser(unit, after, "已批准")
        return after
    after = give_back(subject, unit, row, "refuse", opinion)
    tell_organiser(unit, after, f"未批准：{opinion}")
    offer_freed(unit)
    return after


def check_in_booking(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Say that somebody came, so that it is not released. Errors: :class:`TooEarly`, 409."""
    check_transition(subject, booking_record(row), "check_in")
    if clock.now() < row.starts_at - EARLY:
        raise TooEarly
    changes = {"checked_in_at": clock.now(), "next_turn_at": row.ends_at}
    after = apply_transition(subject, unit, booking_record(row), "check_in", changes=changes)
    close_tasks(subject, unit, row.id)
    return after


def extend_booking(subject: Subject, unit: Unit, row: Row[Any], ends_at: datetime) -> Row[Any]:
    """Let what is in use go on until later, if it is free. Errors: :class:`SlotTaken`, :class:`BookingUnfit`, 409."""
    check_transition(subject, booking_record(row), "extend")
    resources = resources_for(subject, unit, [item.code for item in resources_of(unit, row.id)])
    more = (row.ends_at, ends_at)
    check_times(resources, [more], load_calendar(unit))
    conflicts = conflicts_of(unit, resources, [more], beside=[row.id])
    if conflicts:
        raise slot_taken(subject, unit, resources, more, conflicts)
    move_end(unit, row, resources, ends_at)
    changes = {"ends_at": ends_at, "next_turn_at": ends_at, "changed_at": clock.now()}
    return apply_transition(subject, unit, booking_record(row), "extend", changes=changes)


def end_booking(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """End what is in use before its time; the rest is free again."""
    return end_now(subject, unit, row, "end_early")


def end_now(subject: Subject, unit: Unit, row: Row[Any], turn: str) -> Row[Any]:
    """End a booking with the present minute by a turn; what is left of its time is free again."""
    check_transition(subject, booking_record(row), turn)
    now = clock.now()
    ends_at = max(now.replace(second=0, microsecond=0) + timedelta(minutes=1), row.starts_at + timedelta(minutes=1))
    if ends_at < row.ends_at:
        move_end(unit, row, resources_of(unit, row.id), ends_at)
    changes = {"ends_at": min(ends_at, row.ends_at), "next_turn_at": None, "changed_at": now}
    after = apply_transition(subject, unit, booking_record(row), turn, changes=changes)
    offer_freed(unit)
    return after


def record_minutes(subject: Subject, unit: Unit, row: Row[Any], minutes: str) -> Row[Any]:
    """Write down what was agreed (纪要), for everybody who was asked; written again it is replaced."""
    changes = {"minutes": minutes, "changed_at": clock.now()}
    return apply_transition(subject, unit, booking_record(row), "record_minutes", changes=changes)


def move_end(unit: Unit, row: Row[Any], resources: Sequence[Row[Any]], ends_at: datetime) -> None:
    """Let what a booking takes end at another minute. Errors: :class:`SlotTaken`."""
    for item in resources:
        own = (
            BookingTake.booking_id == row.id,
            BookingTake.slot_begin == place_on_line(item.number, minute_of(row.starts_at)),
        )
        try:
            unit.write(update(BookingTake).where(*own).values(slot_end=place_on_line(item.number, minute_of(ends_at))))
        except DuplicateRow:
            raise beaten(resources) from None
