"""What hosts and receptions hear of visits. Tasks name no visitor: they outlive what is known of them."""

from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task, tell_news
from engines.visitors.lifecycle import ADMIT, INVITE, VISIT
from kit import clock
from kit.database import Unit


def tell_host(unit: Unit, row: Row[Any], what: str) -> None:
    """Let the host know what happened to a visit."""
    tell_news(unit, kind="visit_news", **_to_host(row), **_said(row, f"您的访客{what}"))


def ask_host(unit: Unit, row: Row[Any], where: str) -> None:
    """Ask the host whether they receive somebody who stands at the reception."""
    open_task(unit, kind="receive_visitor", limit_days=1, **_to_host(row), **_said(row, f"访客在{where}等候，是否接待"))


def tell_reception(unit: Unit, row: Row[Any], what: str) -> None:
    """Let those who keep the reception know what happened to a visit."""
    tell_news(unit, kind="reception_news", **_to_reception(row), **_said(row, what))


def ask_reception(unit: Unit, row: Row[Any], kind: str, what: str) -> None:
    """Put something before those who keep the reception."""
    open_task(unit, kind=kind, limit_days=1, **_to_reception(row), **_said(row, what))


def _to_host(row: Row[Any]) -> dict[str, Any]:
    return {"department_code": row.department_code, "permission": INVITE, "assignee_id": row.host_id}


def _to_reception(row: Row[Any]) -> dict[str, Any]:
    return {"department_code": row.keeper_code, "permission": ADMIT}


def _said(row: Row[Any], what: str) -> dict[str, Any]:
    begins = clock.local(row.starts_at)
    return {
        "record_kind": VISIT.code,
        "record_id": row.id,
        "title": f"{what}（{begins:%m月%d日%H:%M}，{row.place}）",
        "reference": row.number,
        "due_on": begins.date(),
    }
