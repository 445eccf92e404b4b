"""Changing, cancelling and taking back bookings, one occurrence or those that follow it too."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, select, update

from auth import Subject
from engines.bookings.attendees import Replaced, forget_answers, replace_attendees
from engines.bookings.checking import check_span, check_times
from engines.bookings.inviting import invite_anew, tell_off
from engines.bookings.lifecycle import BOOKING, booking_record
from engines.bookings.line import Times
from engines.bookings.models import Booking, BookingTake
from engines.bookings.queries import BOOKING_COLUMNS, resources_of
from engines.bookings.refusals import BookingOver, KeepersDiffer
from engines.bookings.resources import resources_for
from engines.bookings.taking import add_takes, beaten, conflicts_of, needs_approval, next_turn, slot_taken
from engines.bookings.tasks import ask_keeper, close_invitation, tell_organiser
from engines.bookings.waiting import offer_freed
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit

Scope = Literal["this", "following"]
_CHANGEABLE = BOOKING.transition("change").sources


def change_booking(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], given: Mapping[str, Any], scope: Scope
) -> Row[Any]:
    """Change what a booking says, its time or its resources, and return its row.

    ``given`` has the members of :func:`create_booking` that change. With ``scope`` ``following`` the later occurrences
    of its series change alike: they move by as many days and to the same time of their zone's clock. All or nothing.
    What a keeper approved and now moves waits for approval again. Errors: as :func:`create_booking`, 409.
    """
    check_transition(subject, booking_record(row), "change")
    if row.starts_at <= clock.now():
        raise BookingOver
    rows = [row, *following(unit, row)] if scope == "following" else [row]
    codes = given.get("resources") or [item.code for item in resources_of(unit, row.id)]
    resources = resources_for(subject, unit, codes)
    if {item.department_code for item in resources} != {row.keeper_code}:
        raise KeepersDiffer
    times = _moved(rows, given)
    later = times != [(item.starts_at, item.ends_at) for item in rows]
    moves = later or "resources" in given
    if moves:
        check_times(resources, sorted(times), load_calendar(unit))
        _take(subject, unit, rows, resources, times)
    # The first one is answered; the later ones are changed in the order of their time.
    changed = [
        _changed(subject, unit, item, given, resources, span, moves=moves)
        for item, span in zip(rows, times, strict=True)
    ]
    _ask_anew(subject, unit, context, changed, given, later=later)
    if moves:
        offer_freed(unit)
    return changed[0]


def _ask_anew(
    subject: Subject,
    unit: Unit,
    context: Context,
    rows: Sequence[Row[Any]],
    given: Mapping[str, Any],
    *,
    later: bool,
) -> None:
    """Ask those who are new, and where the time is another one everybody: what they answered is no answer to that."""
    ids = [row.id for row in rows]
    people = replace_attendees(unit, context, ids, given["attendees"]) if "attendees" in given else Replaced({}, ())
    for attendee in people.gone:
        close_invitation(subject, unit, attendee)
    if later:
        forget_answers(unit, ids)
    if later or people.new:
        invite_anew(unit, rows, people.new, later=later)


def following(unit: Unit, row: Row[Any], states: Sequence[str] = _CHANGEABLE) -> Sequence[Row[Any]]:
    """Return the later occurrences of a booking's series in some states: those that can be changed."""
    if row.series_id is None:
        return ()
    own = (Booking.series_id == row.series_id, Booking.starts_at > row.starts_at, Booking.state.in_(states))
    return unit.rows(select(*BOOKING_COLUMNS).where(*own).order_by(Booking.starts_at))


def _moved(rows: Sequence[Row[Any]], given: Mapping[str, Any]) -> list[Times]:
    """Return the new times: the first as asked for, the others as many days later and at the same wall time.

    Errors: :class:`BookingUnfit`.
    """
    first = rows[0]
    begin, end = given.get("starts_at", first.starts_at), given.get("ends_at", first.ends_at)
    check_span((begin, end))
    zone = ZoneInfo(first.time_zone)
    before, after = first.starts_at.astimezone(zone), begin.astimezone(zone)
    days, wall, length = (after.date() - before.date()).days, after.time(), end - begin
    times = [(begin, end)]
    for row in rows[1:]:
        day = row.starts_at.astimezone(zone).date() + timedelta(days=days)
        moved = after.replace(year=day.year, month=day.month, day=day.day, hour=wall.hour, minute=wall.minute)
        times.append((moved, moved + length))
    return times


def _take(
    subject: Subject, unit: Unit, rows: Sequence[Row[Any]], resources: Sequence[Row[Any]], times: Sequence[Times]
) -> None:
    """Give back what bookings take and take the new time. Errors: :class:`SlotTaken`."""
    own = [row.id for row in rows]
    ordered = sorted(times)
    conflicts = conflicts_of(unit, resources, ordered, beside=own)
    if conflicts:
        raise slot_taken(subject, unit, resources, ordered[0], conflicts)
    unit.write(delete(BookingTake).where(BookingTake.booking_id.in_(own)))
    for row, span in zip(rows, times, strict=True):
        add_takes(unit, row.id, resources, span, active=row.state != "waiting")
    try:
        unit.flush()
    except DuplicateRow:
        raise beaten(resources) from None


def _changed(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    given: Mapping[str, Any],
    resources: Sequence[Row[Any]],
    span: Times,
    *,
    moves: bool,
) -> Row[Any]:
    asks = needs_approval(subject, resources)
    turn = "reapply" if moves and asks and row.state == "confirmed" else "change"
    target = "requested" if turn == "reapply" else row.state
    changes: dict[str, Any] = {name: given[name] for name in ("title", "note", "time_zone") if name in given}
    changes |= {"starts_at": span[0], "ends_at": span[1], "needs_approval": asks, "changed_at": clock.now()}
    changes["next_turn_at"] = next_turn(target, span, resources)
    detail = {"from": [clock.local(row.starts_at).isoformat(), clock.local(row.ends_at).isoformat()]} if moves else {}
    after = apply_transition(subject, unit, booking_record(row), turn, changes=changes, detail=detail)
    if turn == "reapply":
        ask_keeper(unit, after)
    return after


def cancel_booking(subject: Subject, unit: Unit, row: Row[Any], reason: str, scope: Scope) -> Row[Any]:
    """Cancel a booking, or it and the later ones of its series, and return its row. Errors: :class:`BookingOver`."""
    check_transition(subject, booking_record(row), "cancel")
    if row.starts_at <= clock.now():
        raise BookingOver
    rows = [row, *following(unit, row)] if scope == "following" else [row]
    after = [give_back(subject, unit, item, "cancel", reason) for item in rows]
    tell_off(unit, after)
    offer_freed(unit)
    return after[0]


def revoke_booking(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Take a confirmed booking back as the keeper, with the reason, which the organiser is told."""
    after = give_back(subject, unit, row, "revoke", reason)
    tell_organiser(unit, after, f"已被收回：{reason}")
    tell_off(unit, [after])
    offer_freed(unit)
    return after


def give_back(subject: Subject, unit: Unit, row: Row[Any], turn: str, opinion: str | None = None) -> Row[Any]:
    """End a booking by a turn that frees what it takes."""
    changes = {"next_turn_at": None, "changed_at": clock.now()}
    after = apply_transition(subject, unit, booking_record(row), turn, changes=changes, opinion=opinion)
    unit.write(update(BookingTake).where(BookingTake.booking_id == row.id).values(active=False))
    close_tasks(subject, unit, row.id)
    return after
