"""Charts and tables as PDF."""

import io
from datetime import UTC, datetime
from fractions import Fraction

import pypdf

from engines.typesetting import Bar, BarChart, Table, render_charts

PARTS: list[BarChart | Table] = [
    BarChart("各单位得分", "单位：分。", [Bar("舟山市公安局", Fraction(98), "98.00", Fraction(97))]),
    Table("超期事项", ("编号", "事项"), (1, 2), [("DC2026000012", "清理历史户籍档案")]),
]


def test_charts_may_be_set_at_any_moment_and_the_second_is_what_counts() -> None:
    moments = [datetime(2026, 12, 1, 9, 0, 5, part, tzinfo=UTC) for part in (0, 424_029)]
    made = [render_charts("督查考评图表", "市政府办公室", PARTS, moment) for moment in moments]
    assert made[0] == made[1]
    reader = pypdf.PdfReader(io.BytesIO(made[0]))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == moments[0]
    assert "清理历史户籍档案" in reader.pages[0].extract_text()
