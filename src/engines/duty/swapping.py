"""Swaps: an officer asks, a colleague answers, who keeps the duty decides; conflicts are looked for each time."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.duty.lifecycle import ASK, DUTY_SWAP, swap_record
from engines.duty.models import DutyPost, DutySwap
from engines.duty.people import POST_COLUMNS, begun, check_free, give_posts, known_people, whose
from engines.duty.publishing import amend_roster, pass_tasks
from engines.duty.queries import Shift, locked_roster, shift_by_id, shift_of, swap_of
from engines.duty.refusals import (
    DutyUnfit,
    ShiftBegun,
    ShiftNotFound,
    SwapApprovedByAnother,
    SwapOpen,
    SwapOutdated,
)
from engines.duty.tasks import ask_colleague, ask_managers, shift_title, tell_of_swap
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id


def request_swap(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Row[Any]:
    """Ask a colleague to take a shift of one's own, or to exchange it for one of theirs; return the swap.

    ``given``: ``shift_id``, ``colleague_id``, ``other_shift_id`` (or None to have it taken), ``reason``.
    Errors: :class:`ShiftNotFound`, :class:`DutyUnfit`, :class:`ShiftBegun`, :class:`DoubleDuty`, :class:`SwapOpen`.
    """
    shift = shift_of(unit, subject, given["shift_id"])
    own = _post(shift, subject.id, "/shift_id")
    if given["colleague_id"] in shift.own:
        sentence = ("该人员已在此班次上。", "They are on this shift already.")
        raise DutyUnfit(pointers=[Pointer("/colleague_id", "twice", *sentence)])
    colleague = known_people(unit, context, {given["colleague_id"]: "/colleague_id"})[given["colleague_id"]]
    other = _other(unit, given["other_shift_id"], shift)
    if other is not None and subject.id in other.own:
        sentence = ("您本人已在对方的班次上。", "You are on that shift already.")
        raise DutyUnfit(pointers=[Pointer("/other_shift_id", "twice", *sentence)])
    theirs = None if other is None else _post(other, colleague.id, "/other_shift_id")
    shifts = [shift] if other is None else [shift, other]
    swap_id = new_id()
    unit.add(
        DutySwap,
        id=swap_id,
        state="asked",
        version=1,
        department_code=shift.row.department_code,
        shift_id=shift.id,
        post_id=own.id,
        other_shift_id=None if other is None else other.id,
        other_post_id=None if theirs is None else theirs.id,
        requester_id=subject.id,
        requester_name=own.person_name,
        requester_department=own.person_department,
        colleague_id=colleague.id,
        colleague_name=colleague.name,
        colleague_department=colleague.department,
        reason=given["reason"],
        asked_at=clock.now(),
        lapses_at=min(item.row.begins_at for item in shifts),
    )
    _check(unit, shifts, own, theirs, colleague.id, colleague.name)
    record = Record(DUTY_SWAP, DutySwap, swap_id, "", 0, shift.row.department_code, subject.id)
    write_event(subject, unit, record, ASK, opinion=given["reason"] or None)
    try:
        unit.flush()
    except DuplicateRow:
        raise SwapOpen from None
    swap = swap_of(unit, subject, swap_id)
    what = "代值" if other is None else f"以{shift_title(other.row)}换"
    ask_colleague(unit, swap, f"{what}{shift_title(shift.row)}")
    return swap


def _post(shift: Shift, person: uuid.UUID, pointer: str) -> Row[Any]:
    """Return the post of somebody on a published shift that has not begun. Errors: :class:`DutyUnfit`, begun."""
    post = next((post for post in shift.posts if post.person_id == person), None)
    if post is None or not shift.row.published:
        sentence = ("该人员不在此班次上。", "Who is to give this shift is not on it.")
        raise DutyUnfit(pointers=[Pointer(pointer, "other", *sentence)])
    if begun(shift.row) or shift.row.state != "planned":
        raise ShiftBegun
    return post


def _other(unit: Unit, shift_id: uuid.UUID | None, shift: Shift) -> Shift | None:
    """Return the shift that is given in exchange, which is another one of the same department."""
    if shift_id is None:
        return None
    other = shift_by_id(unit, shift_id)
    if other.row.department_code != shift.row.department_code or other.id == shift.id:
        raise ShiftNotFound
    return other


def _check(
    unit: Unit, shifts: list[Shift], own: Row[Any], theirs: Row[Any] | None, colleague_id: uuid.UUID, name: str
) -> None:
    """Refuse a swap after which somebody would be on two shifts that overlap or touch. Errors: double duty."""
    given_up = [own.id] if theirs is None else [own.id, theirs.id]
    check_free(unit, {colleague_id: name}, shifts[0].row, beside=given_up)
    if theirs is not None:
        check_free(unit, {own.person_id: own.person_name}, shifts[1].row, beside=given_up)


def answer_swap(subject: Subject, unit: Unit, swap: Row[Any], *, accepted: bool, opinion: str) -> Row[Any]:
    """Accept or decline a swap as the colleague who is asked. Errors: as :func:`request_swap`, outdated, 403, 409."""
    check_transition(subject, swap_record(swap), "accept" if accepted else "decline")
    if accepted:
        _still_possible(unit, swap)
    turn = "accept" if accepted else "decline"
    after = apply_transition(subject, unit, swap_record(swap), turn, opinion=opinion or None)
    close_tasks(subject, unit, swap.id)
    if accepted:
        ask_managers(unit, after)
    else:
        tell_of_swap(unit, after, f"{swap.colleague_name}未同意", colleague=False)
    return after


def decide_swap(subject: Subject, unit: Unit, swap: Row[Any], *, approved: bool, opinion: str) -> Row[Any]:
    """Approve a swap that the colleague accepted, or refuse it; approved, the shifts change hands at once.

    Errors: :class:`SwapApprovedByAnother`, :class:`SwapOutdated`, :class:`DoubleDuty`, :class:`ShiftBegun`, 403, 409.
    """
    turn = "approve" if approved else "refuse"
    check_transition(subject, swap_record(swap), turn)
    if subject.actor.id in (swap.requester_id, swap.colleague_id):
        raise SwapApprovedByAnother
    if approved:
        _exchange(subject, unit, swap)
    after = apply_transition(subject, unit, swap_record(swap), turn, opinion=opinion or None)
    close_tasks(subject, unit, swap.id)
    tell_of_swap(unit, after, "已批准" if approved else f"未批准{'：' if opinion else ''}{opinion}", colleague=True)
    return after


def _exchange(subject: Subject, unit: Unit, swap: Row[Any]) -> None:
    """Let the posts of a swap change hands."""
    shifts = [shift_by_id(unit, shift_id) for shift_id in (swap.shift_id, swap.other_shift_id) if shift_id]
    rosters = [locked_roster(unit, roster_id) for roster_id in sorted({shift.row.roster_id for shift in shifts})]
    own, theirs = _still_possible(unit, swap)
    given = {own.id: whose(swap.colleague_id, swap.colleague_name, swap.colleague_department)}
    if theirs is not None:
        given[theirs.id] = whose(swap.requester_id, swap.requester_name, swap.requester_department)
    give_posts(unit, given)
    for shift in shifts:
        detail = {"swap_id": str(swap.id), "between": [swap.requester_name, swap.colleague_name]}
        apply_transition(subject, unit, shift.record, "change", opinion=swap.reason or None, detail=detail)
        pass_tasks(unit, shift, shift_by_id(unit, shift.id))
    for roster in rosters:
        what = "、".join(shift_title(shift.row) for shift in shifts if shift.row.roster_id == roster.id)
        amend_roster(subject, unit, roster, what)


def _still_possible(unit: Unit, swap: Row[Any]) -> tuple[Row[Any], Row[Any] | None]:
    """Return the posts of a swap that is possible still. Errors: outdated, double duty, begun."""
    shifts = [shift_by_id(unit, shift_id) for shift_id in (swap.shift_id, swap.other_shift_id) if shift_id]
    if any(begun(shift.row) or shift.row.state != "planned" for shift in shifts):
        raise ShiftBegun
    own = _held(unit, swap.post_id, swap.requester_id)
    theirs = None if swap.other_post_id is None else _held(unit, swap.other_post_id, swap.colleague_id)
    if swap.colleague_id in shifts[0].own or swap.requester_id in [
        person for item in shifts[1:] for person in item.own
    ]:
        raise SwapOutdated
    _check(unit, shifts, own, theirs, swap.colleague_id, swap.colleague_name)
    return own, theirs


def _held(unit: Unit, post_id: uuid.UUID, person: uuid.UUID) -> Row[Any]:
    post = unit.first(select(*POST_COLUMNS).where(DutyPost.id == post_id, DutyPost.active))
    if post is None or post.person_id != person:
        raise SwapOutdated
    return post


def withdraw_swap(subject: Subject, unit: Unit, swap: Row[Any]) -> Row[Any]:
    """Withdraw a swap that one asked for. Errors: 403, 409, 412."""
    after = apply_transition(subject, unit, swap_record(swap), "withdraw")
    close_tasks(subject, unit, swap.id)
    return after
