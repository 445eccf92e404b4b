"""A shift as those on it serve it: taken over, written down, handed over, and confirmed by the next one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from auth import SYSTEM, Subject
from engines.duty.models import DutyLogEntry
from engines.duty.planning import said_moment
from engines.duty.queries import Shift
from engines.duty.refusals import DutyOver, DutyUnfit, TooEarlyForDuty
from engines.duty.tasks import ask_following, tell_of_shift
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition, write_event
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: From so long before its beginning a shift is taken over, and from so long before its end handed over.
EARLY = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
IMPORTANCE = {"normal": "一般", "important": "重要", "urgent": "紧急"}


def take_over(subject: Subject, unit: Unit, shift: Shift) -> Shift:
    """Take a shift over as one of those on it. Errors: :class:`TooEarlyForDuty`, :class:`DutyOver`, 403, 409, 412."""
    check_transition(subject, shift.record, "take_over")
    row, now = shift.row, clock.now()
    if now < row.begins_at - EARLY:
        raise TooEarlyForDuty(since=said_moment(row.begins_at - EARLY), what_zh="接班", what_en="take over")
    if now >= row.ends_at:
        raise DutyOver(ended=said_moment(row.ends_at))
    changes = {"taken_over_at": now, "taken_over_by": subject.actor.name, "next_turn_at": row.ends_at}
    after = apply_transition(subject, unit, shift.record, "take_over", changes=changes)
    close_tasks(subject, unit, row.id)
    return Shift(after, shift.posts, shift.following)


def write_log(subject: Subject, unit: Unit, shift: Shift, given: Mapping[str, Any]) -> None:
    """Add an entry to the log of a shift that one is on; nobody changes it after that.

    ``given``: ``happened_at`` (or None for now), ``text``, ``importance``. Of what is urgent the leader is told.
    Errors: :class:`DutyUnfit` for what happened outside the shift, 403, 409.
    """
    turn = check_transition(subject, shift.record, "log")
    now = clock.now()
    happened_at = given["happened_at"] or now
    if not shift.row.taken_over_at - EARLY <= happened_at <= now + MINUTE:
        sentence = (
            "须为本班接班以来、现在以前的时间。",
            "It happened since the shift was taken over, and not after now.",
        )
        raise DutyUnfit(pointers=[Pointer("/happened_at", "range", *sentence)])
    entry_id = new_id()
    said = {"text": given["text"], "importance": given["importance"]}
    unit.add(
        DutyLogEntry,
        id=entry_id,
        shift_id=shift.id,
        happened_at=happened_at,
        written_at=now,
        written_by=subject.actor.name,
        **said,
    )
    write_event(
        subject, unit, shift.record, turn, detail={"entry_id": str(entry_id), "importance": given["importance"]}
    )
    leader = shift.leader
    if given["importance"] == "urgent" and leader is not None and leader.person_id != subject.id:
        tell_of_shift(unit, shift.row, [leader], "duty_urgent", f"紧急情况：{given['text'][:60]}")


def hand_over(subject: Subject, unit: Unit, shift: Shift, note: str) -> Shift:
    """Hand a shift over with a note, around its end or later; those on the next one are asked to confirm.

    Errors: :class:`TooEarlyForDuty`, 403, 409, 412.
    """
    check_transition(subject, shift.record, "hand_over")
    now, since = clock.now(), shift.row.ends_at - EARLY
    if now < since:
        raise TooEarlyForDuty(since=said_moment(since), what_zh="交班", what_en="hand over")
    changes = {
        "handover_note": note,
        "handed_over_at": now,
        "handed_over_by": subject.actor.name,
        "next_turn_at": None,
    }
    after = apply_transition(subject, unit, shift.record, "hand_over", changes=changes)
    close_tasks(SYSTEM, unit, shift.id)
    ask_following(unit, after, shift.following)
    return Shift(after, shift.posts, shift.following)


def confirm_handover(subject: Subject, unit: Unit, shift: Shift) -> Shift:
    """Confirm what a shift handed over, as one of those on the next. Errors: 403, 409, 412."""
    changes = {"confirmed_at": clock.now(), "confirmed_by": subject.actor.name}
    after = apply_transition(subject, unit, shift.record, "confirm", changes=changes)
    close_tasks(subject, unit, shift.id)
    return Shift(after, shift.posts, shift.following)
