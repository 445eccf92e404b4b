"""What those on duty and those who keep it find in their inboxes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from engines.duty.lifecycle import DUTY_ROSTER, DUTY_SHIFT, DUTY_SWAP, MANAGE, SERVE
from engines.inbox import open_task, tell_news
from kit import clock
from kit.database import Unit

#: Asks those on the next shift.
CONFIRM = "confirm_duty_handover"


def tell_of_roster(unit: Unit, row: Row[Any], post: Row[Any], what: str) -> None:
    """Let somebody who is named know of a roster until the end of its first day."""
    month = f"{row.month:%Y-%m}"
    tell_news(
        unit,
        kind="duty_roster_news",
        record_kind=DUTY_ROSTER.code,
        record_id=row.id,
        title=f"{month}值班表：{what}",
        reference=month,
        due_on=row.month,
        **_to(post),
    )


def tell_of_shift(unit: Unit, row: Row[Any], posts: Iterable[Row[Any]], kind: str, what: str) -> None:
    """Let people know of a shift until the end of its day."""
    for post in posts:
        tell_news(unit, kind=kind, **_about(row, what), **_to(post))


def ask_following(unit: Unit, row: Row[Any], posts: Iterable[Row[Any]]) -> None:
    """Ask those on the next shift to confirm what one handed over."""
    for post in posts:
        open_task(unit, kind=CONFIRM, limit_days=1, **_about(row, "已交班，请确认交接"), **_to(post))


def alarm_managers(unit: Unit, row: Row[Any], what: str) -> None:
    """Put a shift that nobody took over before those who keep the duty."""
    whose = {"department_code": row.department_code, "permission": MANAGE}
    open_task(unit, kind="duty_not_taken_over", limit_days=1, **_about(row, what), **whose)


def tell_managers(unit: Unit, row: Row[Any], what: str) -> None:
    """Let those who keep the duty know of a shift."""
    whose = {"department_code": row.department_code, "permission": MANAGE}
    tell_news(unit, kind="duty_missed", **_about(row, what), **whose)


def ask_colleague(unit: Unit, swap: Row[Any], what: str) -> None:
    """Ask a colleague whether they agree to a swap."""
    whose = (swap.colleague_department, SERVE, swap.colleague_id)
    _open(unit, swap, "answer_duty_swap", f"{swap.requester_name}请您{what}，请答复", *whose)


def ask_managers(unit: Unit, swap: Row[Any]) -> None:
    """Ask those who keep the duty to decide on a swap."""
    said = f"{swap.requester_name}与{swap.colleague_name}换班，请审批"
    _open(unit, swap, "approve_duty_swap", said, swap.department_code, MANAGE, None)


def tell_of_swap(unit: Unit, swap: Row[Any], what: str, *, colleague: bool) -> None:
    """Let the requester, and if it concerns them the colleague, know what became of a swap."""
    people = [(swap.requester_department, swap.requester_id)]
    if colleague:
        people.append((swap.colleague_department, swap.colleague_id))
    for department, person in people:
        tell_news(
            unit,
            kind="duty_swap_news",
            record_kind=DUTY_SWAP.code,
            record_id=swap.id,
            title=f"换班申请：{what}",
            reference=f"{clock.local(swap.lapses_at):%Y-%m-%d}",
            due_on=clock.today(),
            department_code=department,
            permission=SERVE,
            assignee_id=person,
        )


def _open(unit: Unit, swap: Row[Any], kind: str, title: str, department: str, permission: str, whom: Any) -> None:
    day = clock.local(swap.lapses_at).date()
    open_task(
        unit,
        kind=kind,
        record_kind=DUTY_SWAP.code,
        record_id=swap.id,
        title=title,
        reference=f"{day:%Y-%m-%d}",
        department_code=department,
        permission=permission,
        assignee_id=whom,
        due_on=day,
        limit_days=1,
    )


def _about(row: Row[Any], what: str) -> dict[str, Any]:
    return {
        "record_kind": DUTY_SHIFT.code,
        "record_id": row.id,
        "title": f"{shift_title(row)}：{what}",
        "reference": f"{row.day:%Y-%m-%d}",
        "due_on": clock.local(row.begins_at).date(),
    }


def shift_title(row: Row[Any]) -> str:
    """Return a shift as people call it."""
    return f"{row.day:%m月%d日}{row.name}（{clock.local(row.begins_at):%H:%M}—{clock.local(row.ends_at):%H:%M}）"


def _to(post: Row[Any]) -> dict[str, Any]:
    return {"department_code": post.person_department, "permission": SERVE, "assignee_id": post.person_id}
