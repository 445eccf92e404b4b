"""Indicators: what the catalogue and the cases come to, against the city's targets (公共数据驱动的目标考核)."""

from engines.indicators.coverage import Part, coverage, matters_behind
from engines.indicators.definitions import BY_CODE, INDICATORS
from engines.indicators.departments import DepartmentFigure, figure_codes, figures_by_department
from engines.indicators.obstacles import obstacles
from engines.indicators.promises import promise, ranked_promises
from engines.indicators.snapshots import ask_for_count, count_cases, count_when_due
from engines.indicators.targets import store_targets

__all__ = [
    "BY_CODE",
    "INDICATORS",
    "DepartmentFigure",
    "Part",
    "ask_for_count",
    "count_cases",
    "count_when_due",
    "coverage",
    "figure_codes",
    "figures_by_department",
    "matters_behind",
    "obstacles",
    "promise",
    "ranked_promises",
    "store_targets",
]
