"""Who can be put on duty, the rows that put them there, and what stands in their way."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from auth import Officer, find_officers
from engines.duty.lifecycle import SERVE
from engines.duty.models import DutyPost, DutyShift
from engines.duty.planning import minute_of
from engines.duty.refusals import DoubleDuty, DutyUnfit
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id

POST_COLUMNS = tuple(DutyPost.__table__.c)
#: The random bits at the end of an id (RFC 9562, UUIDv7).
_KEY_BITS = (1 << 62) - 1
#: What stands in the way is named up to so many times.
MOST_NAMED = 10


def known_people(unit: Unit, context: Context, asked: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, Officer]:
    """Return officers by their ids; ``asked`` says at which place of the request each was named.

    Errors: :class:`DutyUnfit` for who is no officer, or none to whom duty can be given.
    """
    found = find_officers(unit, context.vault, list(asked))
    lost = []
    for person_id, pointer in asked.items():
        officer = found.get(person_id)
        if officer is None:
            lost.append(Pointer(pointer, "unknown", "没有该人员，或其从未登录。", "No officer who has ever signed in."))
        elif SERVE not in officer.permissions:
            sentence = (f"{officer.name}没有值班权限（{SERVE}）。", f"{officer.name} lacks the permission {SERVE}.")
            lost.append(Pointer(pointer, "permission", *sentence))
    if lost:
        raise DutyUnfit(pointers=lost)
    return found


def whose(person_id: uuid.UUID, name: str, department: str) -> dict[str, Any]:
    """Return the columns of a post that say whose it is."""
    key = person_id.int & _KEY_BITS
    return {"person_id": person_id, "person_key": key, "person_name": name, "person_department": department}


def add_post(unit: Unit, shift: Mapping[str, Any], role: str, officer: Officer, *, active: bool) -> None:
    """Put an officer on a shift, of which ``id``, ``roster_id``, ``begins_at`` and ``ends_at`` are given."""
    unit.add(
        DutyPost,
        id=new_id(),
        shift_id=shift["id"],
        roster_id=shift["roster_id"],
        role=role,
        line_begin=minute_of(shift["begins_at"]),
        line_end=minute_of(shift["ends_at"]),
        active=active,
        **whose(officer.id, officer.name, officer.department),
    )


def posts_of(unit: Unit, shift_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """Return who is on shifts, by the shift's id, the leader first."""
    found: dict[uuid.UUID, list[Row[Any]]] = {shift_id: [] for shift_id in shift_ids}
    wanted = select(*POST_COLUMNS).where(DutyPost.shift_id.in_(list(shift_ids)))
    for row in unit.rows(wanted.order_by(DutyPost.role, DutyPost.id)):
        found[row.shift_id].append(row)
    return found


def check_free(
    unit: Unit,
    people: Mapping[uuid.UUID, str],
    shift: Row[Any],
    *,
    beside: Collection[uuid.UUID] = (),
) -> None:
    """Refuse to put people (ids with names) on a shift beside which they have one that overlaps or touches it.

    Posts ``beside`` are about to be given up. Drafts of the same roster count too. Errors: :class:`DoubleDuty`.
    """
    begin, end = minute_of(shift.begins_at), minute_of(shift.ends_at)
    other = and_(
        DutyPost.person_id.in_(list(people)),
        DutyPost.line_begin <= end,
        DutyPost.line_end >= begin,
        DutyPost.shift_id != shift.id,
        or_(DutyPost.active, DutyPost.roster_id == shift.roster_id),
    )
    raise_conflicts([row for row in unit.rows(_with_shifts(other)) if row.id not in beside])


def raise_conflicts(rows: Sequence[Row[Any]]) -> None:
    """Refuse what stands in the way, if anything does. Errors: :class:`DoubleDuty`."""
    if rows:
        named = [
            {
                "officer_id": str(row.person_id),
                "officer_name": row.person_name,
                "shift_id": str(row.shift_id),
                "department_code": row.department_code,
                "shift": _said(row.day, row.name),
            }
            for row in rows[:MOST_NAMED]
        ]
        raise DoubleDuty(first=f"{named[0]['officer_name']} {named[0]['shift']}", conflicts=named)


def other_duties(unit: Unit, people: Collection[uuid.UUID], begin: datetime, end: datetime) -> Sequence[Row[Any]]:
    """Return the published posts of people that overlap or touch some time, with the names of their shifts."""
    return unit.rows(
        _with_shifts(
            and_(
                DutyPost.person_id.in_(list(people)),
                DutyPost.line_begin <= minute_of(end),
                DutyPost.line_end >= minute_of(begin),
                DutyPost.active,
            )
        )
    )


def give_posts(unit: Unit, given: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Give posts to others at once: by the post's id, the columns of :func:`whose`. Errors: :class:`DoubleDuty`.

    All of them are given up first, so that two who exchange theirs never stand in each other's way.
    """
    unit.write(update(DutyPost).where(DutyPost.id.in_(list(given))).values(active=False))
    try:
        for post_id, person in given.items():
            unit.write(update(DutyPost).where(DutyPost.id == post_id).values(active=True, **person))
    except DuplicateRow:
        raise beaten(" ".join(str(person["person_name"]) for person in given.values())) from None


def beaten(who: str) -> DoubleDuty:
    """Return the refusal where the database had the last word: somebody wrote at the same moment."""
    return DoubleDuty(first=who, conflicts=[])


def _with_shifts(condition: Any) -> Any:
    shift = (DutyShift.day, DutyShift.name, DutyShift.department_code)
    wanted = select(*POST_COLUMNS, *shift).join(DutyShift, DutyShift.id == DutyPost.shift_id)
    return wanted.where(condition).order_by(DutyPost.line_begin, DutyPost.id)


def _said(day: Any, name: str) -> str:
    return f"{day:%Y-%m-%d} {name}"


def begun(row: Row[Any]) -> bool:
    """Tell whether a shift has begun."""
    return bool(row.begins_at <= clock.now())
