"""费用: what running the house costs each department, told by whatever spends it, once each, in whole fen.

Vehicles, supplies, repairs, meals and reception tell their costs here (:func:`record_costs`); departments and the house
read sums by month and kind. An entry is never changed: what was told wrongly is taken back by one of the opposite sign.
"""

from engines.costs.charts import cost_charts
from engines.costs.models import CostEntry
from engines.costs.recording import KINDS, Cost, record_costs
from engines.costs.sums import costs_by_month, entries_of_costs

__all__ = [
    "KINDS",
    "Cost",
    "CostEntry",
    "cost_charts",
    "costs_by_month",
    "entries_of_costs",
    "record_costs",
]
