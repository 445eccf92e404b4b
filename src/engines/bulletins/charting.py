"""The charts of a bulletin, from its figures alone."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from engines.typesetting import Bar, BarChart, Table, render_charts

_CHARTED = (
    "matters.assigned",
    "matters.closed",
    "matters.closed_on_time",
    "matters.overdue",
    "reports.given",
    "reports.missed",
    "matters.returned",
    "escalations.blue",
    "escalations.orange",
    "escalations.red",
)


def charts_from(figures: Mapping[str, Any], organ: str, as_of: datetime, fonts_dir: Path | None) -> bytes:
    """Set the charts and tables of a bulletin as PDF/A-2b."""
    subtitle = f"{organ}　{figures['first_day']} 至 {figures['last_day']}"
    return render_charts(f"{figures['period_name']}督查考评图表", subtitle, [*_parts(figures)], as_of, fonts_dir)


def _parts(figures: Mapping[str, Any]) -> Iterator[BarChart | Table]:
    scores = [_score(line) for line in figures["board"]]
    beside = "粗条为本期，细条为上期。" if any(bar.before is not None for bar in scores) else ""
    yield BarChart("各单位得分", f"单位：分。{beside}", scores)
    totals = {item["measure"]: item for item in figures["totals"]}
    yield BarChart("督查事项", "粗条为本期，细条为上期。", [_total(totals[code]) for code in _CHARTED])
    if named := figures["overdue"]["named"]:
        yield Table(
            "超期事项",
            ("编号", "事项", "牵头单位", "超期天数"),
            (4, 6, 4, 2),
            [(item["number"], item["title"], item["department"], str(item["days"])) for item in named],
        )
    if named := figures["sheets"]["named"]:
        yield Table(
            "督办单",
            ("日期", "颜色", "事项", "牵头单位"),
            (3, 2, 7, 4),
            [
                (item["day"], item["colour"], f"{item['title']}（{item['number']}）", item["department"])
                for item in named
            ],
        )


def _score(line: Mapping[str, Any]) -> Bar:
    before = line["previous_amount"]
    return Bar(line["name"], Fraction(line["amount"]), line["amount"], None if before is None else Fraction(before))


def _total(item: Mapping[str, Any]) -> Bar:
    shown = f"{item['amount']}{item['unit']}"
    return Bar(item["name"], Fraction(item["amount"]), shown, Fraction(item["previous_amount"]))
