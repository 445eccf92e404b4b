"""Tasks of assets in the inbox: a transfer to be accepted, a disposal to be decided, a repair to be ended."""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.assets.lifecycle import APPROVE, MANAGE
from engines.inbox import close_tasks, open_task
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Working days within which each step is done.
STEP_DAYS, REPAIR_DAYS = 5, 20
ACCEPT, DECIDE, FETCH = "accept_asset_transfer", "decide_asset_disposal", "end_asset_repair"


def ask_receiver(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Put an offered asset before the keepers of the organ that it is offered to."""
    _ask(subject, unit, row, ACCEPT, "待接收调拨", row.receiver_code, MANAGE, STEP_DAYS)


def ask_approver(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Put a disposal before who approves for the holder."""
    _ask(subject, unit, row, DECIDE, "处置待审批", row.department_code, APPROVE, STEP_DAYS)


def remind_of_repair(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Put an asset that is in repair before the holder's keepers, to be taken back."""
    _ask(subject, unit, row, FETCH, "维修中，待取回", row.department_code, MANAGE, REPAIR_DAYS)


def _ask(
    subject: Subject, unit: Unit, row: Row[Any], kind: str, what: str, organ: str, permission: str, days: int
) -> None:
    close_tasks(subject, unit, row.id)
    open_task(
        unit,
        record_kind="asset",
        record_id=row.id,
        kind=kind,
        title=f"{row.name}：{what}"[:200],
        reference=row.number,
        department_code=organ,
        permission=permission,
        due_on=load_calendar(unit).add_working_days(clock.today(), days),
        limit_days=days,
    )
