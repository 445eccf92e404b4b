"""Bars and tables over one or more A4 pages as PDF/A-2b, for what is attached to a bulletin or shown of costs."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import typst

from engines.typesetting.faces import find_faces

TEMPLATE: Final = Path(__file__).with_name("charts.typ")


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length, what is written at its end, and the length of the period before, if any."""

    label: str
    value: Fraction
    shown: str
    before: Fraction | None = None


@dataclass(frozen=True)
class BarChart:
    """Bars under a title, as long as their values from nothing on; ``note`` says what they are and in which unit."""

    title: str
    note: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Table:
    """A table: what stands over each column, how wide each is beside the others, and the rows."""

    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


def render_charts(
    title: str, subtitle: str, parts: Sequence[BarChart | Table], moment: dt.datetime, fonts_dir: Path | None = None
) -> bytes:
    """Set charts and tables one under the other; the same parts and second give the same bytes."""
    faces = find_faces(fonts_dir)
    said = {
        "title": title,
        "subtitle": subtitle,
        "faces": faces.names(),
        "light_title": faces.is_fallback("biaosong"),
        "parts": [_chart(part) if isinstance(part, BarChart) else _table(part) for part in parts],
    }
    made = typst.Compiler(str(TEMPLATE), font_paths=faces.fonts, ignore_system_fonts=True).compile(
        sys_inputs={"charts": json.dumps(said, ensure_ascii=False)},
        format="pdf",
        pdf_standards="a-2b",
        timestamp=moment.replace(microsecond=0),  # a PDF knows whole seconds, and typst refuses parts of them
    )
    return made if isinstance(made, bytes) else b""


def _chart(chart: BarChart) -> dict[str, Any]:
    longest = max([Fraction(0), *(number for bar in chart.bars for number in (bar.value, bar.before or Fraction(0)))])
    return {
        "kind": "bars",
        "title": chart.title,
        "note": chart.note,
        "bars": [
            {
                "label": bar.label,
                "shown": bar.shown,
                "length": _share(bar.value, longest),
                "before": None if bar.before is None else _share(bar.before, longest),
            }
            for bar in chart.bars
        ],
    }


def _share(value: Fraction, longest: Fraction) -> float:
    """Return a length in per cent of the longest; what is below nothing has none."""
    return round(float(max(value, Fraction(0)) / longest * 100), 2) if longest else 0.0


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "heads": list(table.heads),
        "widths": list(table.widths),
        "rows": [list(row) for row in table.rows],
    }
