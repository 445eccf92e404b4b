"""Costs over HTTP."""

from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import costs as engine
from kit import clock
from kit.months import MonthsArgs, month_of, months_between
from kit.pages import newest_first
from kit.web import Door, context, pdf, subject, unit
from office.logistics_costs import schemas as shapes
from office.logistics_costs.manifest import READ

door = Door(
    "logistics_costs",
    audience="office",
    url_prefix="/office/v1/logistics_costs",
    description="机关运行费用: what running the house costs each department.",
)
LISTING = "cost_entries"
MOST_MONTHS = 36


@door.route("")
@door.arguments(MonthsArgs(), location="query")
@door.response(200, shapes.CostsOut())
def get_logistics_costs(arguments: dict[str, Any]) -> Response:
    """Read the costs of the departments in my scope by month and kind, in whole fen; 36 months at most.

    Needs `costs.read`.
    """
    first, last = months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS)
    names, rows = department_names(unit()), engine.costs_by_month(unit(), subject().reach(READ), first, last)
    items = [
        {
            "department_code": row.department_code,
            "department_name": names.get(row.department_code, row.department_code),
            "month": f"{row.month:%Y-%m}",
            "kind": row.kind,
            "kind_name": engine.KINDS[row.kind],
            "amount_fen": row.amount_fen,
            "entries": row.entries,
        }
        for row in rows
    ]
    return door.answer({"items": items, "total_fen": sum(row.amount_fen for row in rows)})


@door.route("/entries")
@door.arguments(shapes.CostEntryListArgs(), location="query")
@door.response(200, shapes.CostEntryPageOut())
def list_cost_entries(arguments: dict[str, Any]) -> Response:
    """List the costs behind a sum, newest first, each with the record that it comes from. Needs `costs.read`."""
    month = month_of(arguments["month"])
    chosen = {name: arguments[name] for name in ("department", "kind")}
    scope = subject().reach(READ)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.entries_of_costs(unit(), scope, month, **chosen, after=after, rows=rows),
        _entry,
    )
    return door.answer(page)


@door.route("/charts")
@door.arguments(MonthsArgs(), location="query")
@door.response(200, content_type="application/pdf")
def get_cost_charts(arguments: dict[str, Any]) -> Response:
    """Read the costs of my scope as charts by department and month (PDF/A-2b). Needs `costs.read`."""
    months = months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS)
    sums = engine.costs_by_month(unit(), subject().reach(READ), *months)
    made = engine.cost_charts(sums, department_names(unit()), months, clock.now(), context().settings.fonts_dir)
    return pdf(made, "机关运行费用图表")


def _entry(row: Row[Any]) -> dict[str, Any]:
    plain = ("department_code", "kind", "amount_fen", "record_kind", "record_number", "title")
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in plain},
        "day": row.day.isoformat(),
        "record_id": str(row.record_id),
    }
