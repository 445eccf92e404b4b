"""What was spent: entries that are never changed, their sum kept against the budget in whole fen."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.lifecycles import apply_transition, check_transition
from engines.projects.lifecycle import record_of
from engines.projects.models import ProjectSpending
from engines.projects.planning import day_outside
from engines.projects.queries import SPENDINGS
from engines.projects.refusals import (
    OverBudget,
    ProjectDayUnfit,
    SpendingNotFound,
    SpendingReversed,
    SpendingReverses,
)
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def spent_percent(spent_fen: int, budget_fen: int) -> str | None:
    """Return the share of a budget that was spent, in per cent with two decimals, rounded half up; None without one."""
    if budget_fen == 0:
        return None
    # In whole hundredths of a per cent, since a float would not be exact.
    hundredths = (abs(spent_fen) * 20_000 + budget_fen) // (2 * budget_fen)
    return f"{'-' if spent_fen < 0 and hundredths else ''}{hundredths // 100}.{hundredths % 100:02d}"


def record_spending(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Record what was spent: ``spent_on``, ``amount_fen``, ``purpose``, ``voucher``, ``over_reason`` (or empty).

    Errors: :class:`ProjectDayUnfit`, :class:`OverBudget`, 409.
    """
    check_transition(subject, record_of(row), "record_spending")
    lost = day_outside(given["spent_on"], row.started_on, "/spent_on")
    if lost:
        raise ProjectDayUnfit(pointers=lost)
    total = row.spent_fen + given["amount_fen"]
    over = total > row.budget_fen
    if over and not given["over_reason"]:
        sentence = ("请说明超预算原因。", "Say why more than the budget is spent.")
        raise OverBudget(
            pointers=[Pointer("/over_reason", "required", *sentence)],
            budget_fen=row.budget_fen,
            spent_fen=row.spent_fen,
            over_fen=total - row.budget_fen,
            percent=spent_percent(total, row.budget_fen) or "—",
        )
    entry = {
        **{name: given[name] for name in ("spent_on", "amount_fen", "purpose", "voucher")},
        "over_reason": given["over_reason"] if over else None,
        "reverses_id": None,
    }
    return _enter(subject, unit, row, "record_spending", entry, entry["over_reason"])


def reverse_spending(
    subject: Subject, unit: Unit, row: Row[Any], spending_id: uuid.UUID, *, reason: str, voucher: str
) -> Row[Any]:
    """Take back an entry by one with the sign turned.

    Errors: :class:`SpendingNotFound`, :class:`SpendingReversed`, :class:`SpendingReverses`, 409.
    """
    check_transition(subject, record_of(row), "reverse_spending")
    wanted = SPENDINGS.where(ProjectSpending.id == spending_id, ProjectSpending.project_id == row.id)
    spending = unit.first(wanted)
    if spending is None:
        raise SpendingNotFound
    if spending.reverses_id is not None:
        raise SpendingReverses
    if spending.reversed_by_id is not None:
        raise SpendingReversed
    entry = {
        "spent_on": clock.today(),
        "amount_fen": -spending.amount_fen,
        "purpose": reason,
        "voucher": voucher,
        "over_reason": None,
        "reverses_id": spending.id,
    }
    return _enter(subject, unit, row, "reverse_spending", entry, reason)


def list_spendings(unit: Unit, project_id: uuid.UUID, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the entries of a project, newest first."""
    wanted = SPENDINGS.where(ProjectSpending.project_id == project_id)
    if after is not None:
        wanted = wanted.where(ProjectSpending.id < after)
    return unit.rows(wanted.order_by(ProjectSpending.id.desc()).limit(rows))


def _enter(
    subject: Subject, unit: Unit, row: Row[Any], turn: str, entry: Mapping[str, Any], opinion: str | None
) -> Row[Any]:
    """Write an entry and the sum with it, under the version of the project."""
    changes = {"spent_fen": row.spent_fen + entry["amount_fen"]}
    spending_id = new_id()
    detail = {
        "spending_id": str(spending_id),
        "amount_fen": entry["amount_fen"],
        "voucher": entry["voucher"],
        **changes,
    }
    after = apply_transition(subject, unit, record_of(row), turn, changes=changes, opinion=opinion, detail=detail)
    unit.add(
        ProjectSpending,
        id=spending_id,
        project_id=row.id,
        recorded_by_name=subject.actor.name,
        recorded_at=clock.now(),
        **entry,
    )
    return after
