"""Publishing a roster, and changing who is on its shifts, before and after."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, update

from auth import SYSTEM, Officer, Subject
from engines.duty.composing import month_written
from engines.duty.lifecycle import roster_record
from engines.duty.models import DutyPost, DutyShift
from engines.duty.people import add_post, beaten, check_free, known_people, other_duties, raise_conflicts
from engines.duty.planning import ONE_DAY, said_moment
from engines.duty.queries import Shift, locked_roster, previous_shifts, shift_by_id, shifts_of_roster
from engines.duty.refusals import DutyOver, DutyUnfit, RosterOver, RosterUnfilled
from engines.duty.tasks import CONFIRM, ask_following, shift_title, tell_of_roster, tell_of_shift
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer

#: On the day before its shift, at this hour, who is on it is reminded.
REMINDED_AT = timedelta(hours=9)
#: A new version too, so that nobody changes what they read as a draft.
_publishing = (
    update(DutyShift)
    .where(DutyShift.id == bindparam("_id"))
    .values(published=True, next_turn_at=bindparam("_at"), version=DutyShift.version + 1)
)


def publish_roster(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Publish a draft: those named are told, and its times are theirs from now on.

    Shifts that have ended since it was composed are taken out, since nobody could take them over any more; the event
    says which (``left_out``). At one that is running the clock looks at once.
    Errors: :class:`RosterUnfilled`, :class:`RosterOver`, :class:`DoubleDuty` where somebody is on other duty meanwhile,
    403, 409, 412.
    """
    check_transition(subject, roster_record(row), "publish")
    locked_roster(unit, row.id)
    shifts, over = _parted(shifts_of_roster(unit, row.id))
    gaps = [gap for shift in shifts for gap in gaps_of(shift)]
    if gaps:
        raise RosterUnfilled(number=len(gaps), first=f"{gaps[0]['day']} {gaps[0]['name']}", unfilled=gaps)
    _check_others(unit, shifts)
    detail = {"left_out": [shift_title(shift.row) for shift in over]} if over else {}
    changes = {"published_at": clock.now()}
    after = apply_transition(subject, unit, roster_record(row), "publish", changes=changes, detail=detail)
    _take_out(unit, over)
    try:
        unit.write(update(DutyPost).where(DutyPost.roster_id == row.id).values(active=True))
    except DuplicateRow:
        raise beaten(month_written(row.month)) from None
    if shifts:
        turns = [{"_id": shift.id, "_at": _first_turn(shift.row.begins_at)} for shift in shifts]
        unit.write(_publishing, turns)
    _tell(unit, after, shifts)
    return after


def _parted(shifts: Sequence[Shift]) -> tuple[list[Shift], list[Shift]]:
    """Return the shifts that are to be published, and those that have ended. Errors: :class:`RosterOver`."""
    over = [shift for shift in shifts if _ended(shift.row)]
    if over and len(over) == len(shifts):
        raise RosterOver
    return [shift for shift in shifts if not _ended(shift.row)], over


def _ended(row: Row[Any]) -> bool:
    return bool(row.ends_at <= clock.now())


def _take_out(unit: Unit, shifts: Sequence[Shift]) -> None:
    """Delete shifts of a draft with those on them."""
    ids = [shift.id for shift in shifts]
    if ids:
        unit.write(delete(DutyPost).where(DutyPost.shift_id.in_(ids)))
        unit.write(delete(DutyShift).where(DutyShift.id.in_(ids)))


def _first_turn(begins_at: datetime) -> datetime:
    """Return when the clock looks at a shift first: at once where that hour is past, also at one that has begun."""
    return clock.start_of(clock.local(begins_at).date() - ONE_DAY) + REMINDED_AT


def gaps_of(shift: Shift) -> list[dict[str, Any]]:
    """Return who is missing on a shift, by role."""
    here = {"leader": 1 - (shift.leader is not None), "officer": shift.row.officers - len(shift.officers)}
    row = {"shift_id": str(shift.id), "day": shift.row.day.isoformat(), "name": shift.row.name}
    return [{**row, "role": role, "missing": missing} for role, missing in here.items() if missing > 0]


def _check_others(unit: Unit, shifts: Sequence[Shift]) -> None:
    """Refuse duty that touches what was published meanwhile. Errors: :class:`DoubleDuty`."""
    if not shifts:
        return
    posts = [post for shift in shifts for post in shift.posts]
    span = (shifts[0].row.begins_at, max(shift.row.ends_at for shift in shifts))
    others = other_duties(unit, {post.person_id for post in posts}, *span)
    raise_conflicts([other for other in others if any(_touch(post, other) for post in posts)])


def _touch(post: Row[Any], other: Row[Any]) -> bool:
    return bool(
        post.person_id == other.person_id and post.line_begin <= other.line_end and other.line_begin <= post.line_end
    )


def _tell(unit: Unit, row: Row[Any], shifts: Sequence[Shift]) -> None:
    numbers: dict[uuid.UUID, list[Row[Any]]] = {}
    for shift in shifts:
        for post in shift.posts:
            numbers.setdefault(post.person_id, []).append(post)
    for posts in numbers.values():
        tell_of_roster(unit, row, posts[0], f"已发布，您有{len(posts)}个班次")


def change_shift(subject: Subject, unit: Unit, context: Context, shift: Shift, given: Mapping[str, Any]) -> Shift:
    """Put others on a shift, as far as ``leader_id`` and ``officer_ids`` are given; also where nobody came.

    Once it is published it needs a ``reason``, and those who come and go are told. What has ended is not changed, in a
    draft either.
    Errors: :class:`DutyUnfit`, :class:`DoubleDuty`, :class:`DutyOver`, 403, 409 once it is taken over, 412.
    """
    check_transition(subject, shift.record, "change")
    row, published = shift.row, shift.row.published
    if _ended(row):
        raise DutyOver(ended=said_moment(row.ends_at))
    if published and not given.get("reason"):
        sentence = ("调整已发布的班次，请说明原因。", "Say why a published shift is changed.")
        raise DutyUnfit(pointers=[Pointer("/reason", "required", *sentence)])
    roster = locked_roster(unit, row.roster_id)
    wanted = _wanted(shift, given)
    people = known_people(unit, context, {person: pointer for person, (_, pointer) in wanted.items()})
    check_free(unit, {person: people[person].name for person in wanted}, row)
    apply_transition(
        subject,
        unit,
        shift.record,
        "change",
        opinion=given.get("reason") or None,
        detail=_detail(shift, people, wanted),
    )
    _replace(unit, shift, people, wanted)
    found = shift_by_id(unit, row.id)
    if published:
        amend_roster(subject, unit, roster, shift_title(row))
        _tell_changes(unit, shift, found)
    return found


def _wanted(shift: Shift, given: Mapping[str, Any]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return who is to be on a shift, with their role and the place in the request. Errors: :class:`DutyUnfit`."""
    leaders = (
        [given["leader_id"]]
        if "leader_id" in given
        else [post.person_id for post in shift.posts if post.role == "leader"]
    )
    officers = given.get("officer_ids", [post.person_id for post in shift.officers])
    if set(leaders) & set(officers):
        sentence = ("带班领导与值班人员不能为同一人。", "The leader in charge is not one of the officers.")
        raise DutyUnfit(pointers=[Pointer("/officer_ids", "twice", *sentence)])
    if len(officers) < shift.row.officers and shift.row.published:
        sentence = (f"该班次需要{shift.row.officers}名值班人员。", f"The shift needs {shift.row.officers} officers.")
        raise DutyUnfit(pointers=[Pointer("/officer_ids", "few", *sentence)])
    return {
        **dict.fromkeys(leaders, ("leader", "/leader_id")),
        **{person: ("officer", f"/officer_ids/{place}") for place, person in enumerate(officers)},
    }


def _detail(shift: Shift, people: Mapping[uuid.UUID, Officer], wanted: Mapping[uuid.UUID, Any]) -> dict[str, list[str]]:
    return {
        "gone": [post.person_name for post in shift.posts if post.person_id not in wanted],
        "come": [people[person].name for person in wanted if person not in shift.own],
    }


def _replace(
    unit: Unit, shift: Shift, people: Mapping[uuid.UUID, Officer], wanted: Mapping[uuid.UUID, tuple[str, str]]
) -> None:
    """Write who is on a shift; who stays in their role keeps their post. Errors: :class:`DoubleDuty`."""
    stay = {post.person_id: post.id for post in shift.posts if wanted.get(post.person_id, ("",))[0] == post.role}
    unit.write(delete(DutyPost).where(DutyPost.shift_id == shift.id, DutyPost.id.not_in(list(stay.values()))))
    row = shift.row._asdict()
    come = [person for person in wanted if person not in stay]
    for person in come:
        add_post(unit, row, wanted[person][0], people[person], active=shift.row.published)
    try:
        unit.flush()
    except DuplicateRow:
        raise beaten(" ".join(people[person].name for person in come)) from None


def amend_roster(subject: Subject, unit: Unit, roster: Row[Any], what: str) -> None:
    """Say of a published roster that something of it changed."""
    apply_transition(subject, unit, roster_record(roster), "amend", detail={"shift": what})


def _tell_changes(unit: Unit, before: Shift, after: Shift) -> None:
    gone, come = pass_tasks(unit, before, after)
    tell_of_shift(unit, after.row, gone, "duty_shift_news", "已调整，您不再值此班")
    tell_of_shift(unit, after.row, come, "duty_shift_news", "已调整，由您值此班")


def pass_tasks(unit: Unit, before: Shift, after: Shift) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Close what waits for those who left a published shift, and return who left and who came.

    What was handed over to it already is for those who came to confirm.
    """
    gone = [post for post in before.posts if post.person_id not in after.own]
    come = [post for post in after.posts if post.person_id not in before.own]
    handed_over = [row for row in previous_shifts(unit, after.row) if row.state == "handed_over"]
    for post in gone:
        close_tasks(SYSTEM, unit, after.id, assignee_id=post.person_id)
        for row in handed_over:
            close_tasks(SYSTEM, unit, row.id, kind=CONFIRM, assignee_id=post.person_id)
    for row in handed_over:
        ask_following(unit, row, come)
    return gone, come
