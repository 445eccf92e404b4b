"""Who is asked to come answers: whether they come, and a department who does for it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from auth import Subject
from engines.audit import record_act
from engines.bookings.access import asked_department, is_asked
from engines.bookings.changing import Scope, following
from engines.bookings.lifecycle import ANSWERABLE
from engines.bookings.models import Booking, BookingAttendee
from engines.bookings.refusals import BookingUnfit, InvitationOver, NotInvited
from engines.bookings.tasks import close_invitation, tell_organiser
from kit import clock
from kit.database import Unit
from kit.errors import Pointer, PreconditionFailed

#: Answers, by the word under which they are counted.
ANSWERS = {"accepted": "coming", "declined": "not_coming", "tentative": "tentative"}
MOST_PARTICIPANTS = 20


def answer_invitation(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any], scope: Scope) -> Row[Any]:
    """Say whether I come, or my department does, until the beginning; the last answer counts. Returns the booking.

    ``given``: ``answer``, ``note``, ``as_department``, ``participants`` (names, of a department that comes). With
    ``scope`` ``following`` it is the answer to the later occurrences too to which the same are asked. The booking's
    version stays: many answer at once, but nobody to a time that has moved meanwhile (412).
    Errors: :class:`NotInvited`, :class:`InvitationOver`, :class:`BookingUnfit`.
    """
    who = _asked_as(subject, as_department=given["as_department"])
    rows = [row, *following(unit, row, ANSWERABLE)] if scope == "following" else [row]
    _stand_still(unit, rows)
    mine = unit.first(select(*BookingAttendee.__table__.c).where(BookingAttendee.booking_id == row.id, who))
    if mine is None:
        raise NotInvited
    if row.state not in ANSWERABLE or row.starts_at <= clock.now():
        raise InvitationOver
    _check_participants(given)
    unit.write(
        update(BookingAttendee)
        .where(BookingAttendee.booking_id.in_([item.id for item in rows]), who)
        .values(
            answer=given["answer"],
            answer_note=given["note"],
            participants=given["participants"],
            answered_by_name=subject.actor.name,
            answered_at=clock.now(),
        )
    )
    record_act(subject, unit, "booking.answer", "booking", row.id, answer=given["answer"])
    close_invitation(subject, unit, mine)
    if given["answer"] == "declined" and mine.answer != "declined":
        tell_organiser(unit, row, f"{mine.name}不能参加" + (f"：{given['note']}" if given["note"] else ""))
    return row


def _asked_as(subject: Subject, *, as_department: bool) -> ColumnElement[bool]:
    if not as_department:
        return BookingAttendee.officer_id == subject.id
    department = asked_department(subject)
    if department is None:
        raise NotInvited
    return BookingAttendee.department_code == department


def _stand_still(unit: Unit, rows: Sequence[Row[Any]]) -> None:
    """Let nobody move what is answered until the unit ends. Errors: :class:`PreconditionFailed` where somebody did."""
    unit.begin()
    versions = select(Booking.id, Booking.version).where(Booking.id.in_([row.id for row in rows])).order_by(Booking.id)
    found: dict[uuid.UUID, int] = {row.id: row.version for row in unit.rows(versions.with_for_update(read=True))}
    if any(found.get(row.id) != row.version for row in rows):
        raise PreconditionFailed


def _check_participants(given: Mapping[str, Any]) -> None:
    if given["participants"] and (not given["as_department"] or given["answer"] == "declined"):
        sentence = ("单位参加时方可填写参会人员。", "Only a department that comes names who does.")
        raise BookingUnfit(pointers=[Pointer("/participants", "unfit", *sentence)])


def sees_answer(subject: Subject, row: Row[Any], attendee: Row[Any]) -> bool:
    """Tell whether an answer is this officer's to see: as the organiser, or as whom or whose department it is of."""
    if subject.id in (row.organiser_id, attendee.officer_id):
        return True
    return attendee.department_code is not None and attendee.department_code == asked_department(subject)


def count_answers(attendees: Iterable[Row[Any]]) -> dict[str, int]:
    """Count the answers of officers and departments, and the people who come: officers, and those departments name."""
    counts = dict.fromkeys((*ANSWERS.values(), "silent", "people"), 0)
    for item in attendees:
        if item.officer_id is None and item.department_code is None:
            continue
        counts[ANSWERS.get(item.answer, "silent")] += 1
        if item.answer == "accepted":
            counts["people"] += 1 if item.officer_id else len(item.participants or ())
    return counts


def may_answer(subject: Subject, row: Row[Any], attendees: Iterable[Row[Any]]) -> bool:
    """Tell whether an officer, or their department, is asked and can still answer."""
    return is_asked(subject, attendees) and row.state in ANSWERABLE and row.starts_at > clock.now()
