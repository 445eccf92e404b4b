"""Costs as charts: what each department cost, and each month, with a table of kinds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from engines.costs.recording import KINDS
from engines.typesetting import Bar, BarChart, Table, render_charts

#: A chart of more departments would not be read.
MOST_DEPARTMENTS = 25


def cost_charts(
    sums: Sequence[Row[Any]],
    names: Mapping[str, str],
    months: tuple[date, date],
    moment: datetime,
    fonts_dir: Path | None,
) -> bytes:
    """Set the sums of :func:`costs_by_month` as PDF/A-2b."""
    first, last = months
    subtitle = f"{first:%Y-%m} 至 {last:%Y-%m}，单位：元"
    return render_charts("机关运行费用图表", subtitle, [*_parts(sums, names)], moment, fonts_dir)


def _parts(sums: Sequence[Row[Any]], names: Mapping[str, str]) -> Iterator[BarChart | Table]:
    departments, months, kinds = (_summed(sums, name) for name in ("department_code", "month", "kind"))
    largest = sorted(departments.items(), key=lambda item: (-item[1], item[0]))[:MOST_DEPARTMENTS]
    yield BarChart("各单位", "", [_bar(names.get(code, code), fen) for code, fen in largest])
    yield BarChart("各月", "", [_bar(f"{month:%Y-%m}", fen) for month, fen in sorted(months.items())])
    rows = [(name, in_yuan(kinds[kind])) for kind, name in KINDS.items() if kind in kinds]
    yield Table("各类费用", ("类别", "金额"), (3, 2), [*rows, ("合计", in_yuan(sum(kinds.values())))])


def _summed(sums: Sequence[Row[Any]], name: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in sums:
        found[getattr(row, name)] += row.amount_fen
    return found


def _bar(label: str, fen: int) -> Bar:
    return Bar(label, Fraction(fen), in_yuan(fen))


def in_yuan(fen: int) -> str:
    """Return whole fen as yuan with two decimals."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
