"""考评: departments measured by what the system itself counts, published, frozen, and open to appeal.

The *ledger* holds what happened to records (:func:`record_entries`, told by jobs); *tallies* are its sums by day and
month, kept with it and made anew by :func:`recompute_tallies`, or by :func:`recompute_and_compare` to see what was
wrong. *Indicators* turn a value into points by a published formula, *schemes* weigh them to 100 and rank departments.
:func:`compute_assessment` scores a period; publishing closes its days, an appeal or an adjustment by two people changes
a score, freezing ends it. :func:`leaderboard` is the 亮晒台.

政府督查工作条例 (国务院令第733号). No formula is prescribed; the city's stands in its pack.
"""

from engines.assessment.access import (
    assessment_at,
    assessment_by_id,
    assessment_for,
    in_reach,
    list_assessments,
    list_scores,
    reach,
    reach_or_none,
)
from engines.assessment.adjusting import adjust_score, adjustment_for, confirm_adjustment, list_adjustments
from engines.assessment.amounts import shown
from engines.assessment.answers import (
    adjustment_answer,
    appeal_answer,
    assessment_answer,
    indicator_answer,
    listed_appeal,
    listed_assessment,
    plain,
    scheme_answer,
)
from engines.assessment.appeals import appeal_for, appeal_score, decide_appeal, list_appeals
from engines.assessment.comparing import MonthRecomputed, Tallied, TallyDifference, recompute_and_compare
from engines.assessment.computing import compute_assessment, compute_when_due, request_computation
from engines.assessment.explaining import entries_behind, entries_of, entry_answer, explain_score
from engines.assessment.freezing import freeze_period, publish_period
from engines.assessment.indicators import (
    DIRECTIONS,
    SOURCES,
    IndicatorDraft,
    create_indicator,
    find_indicator,
    list_indicators,
)
from engines.assessment.leaderboard import leaderboard
from engines.assessment.ledger import Entry, record_entries
from engines.assessment.lifecycle import (
    ADJUSTMENT,
    APPEAL,
    ASSESSMENT,
    COMPUTE,
    DECIDE,
    MANAGE,
    PERMISSIONS,
    PROPOSE,
    READ,
    REPORT,
    SCHEME,
    SCORE_APPEAL,
)
from engines.assessment.measures import MEASURES
from engines.assessment.models import Assessment, AssessmentEntry, AssessmentScheme, AssessmentTally
from engines.assessment.pack_loading import assessment_problems, store_assessment
from engines.assessment.periods import KINDS, Period, period_in, period_of, read_period
from engines.assessment.refusals import AssessmentNotFound, PeriodNotOver
from engines.assessment.schemes import (
    SchemeDraft,
    create_scheme,
    list_schemes,
    publish_scheme,
    scheme_by_id,
    scheme_in_force,
    scheme_items,
)
from engines.assessment.tallies import recompute_tallies, sums_of
from engines.assessment.values import record_value, value_history

__all__ = [
    "ADJUSTMENT",
    "APPEAL",
    "ASSESSMENT",
    "COMPUTE",
    "DECIDE",
    "DIRECTIONS",
    "KINDS",
    "MANAGE",
    "MEASURES",
    "PERMISSIONS",
    "PROPOSE",
    "READ",
    "REPORT",
    "SCHEME",
    "SCORE_APPEAL",
    "SOURCES",
    "Assessment",
    "AssessmentEntry",
    "AssessmentNotFound",
    "AssessmentScheme",
    "AssessmentTally",
    "Entry",
    "IndicatorDraft",
    "MonthRecomputed",
    "Period",
    "PeriodNotOver",
    "SchemeDraft",
    "Tallied",
    "TallyDifference",
    "adjust_score",
    "adjustment_answer",
    "adjustment_for",
    "appeal_answer",
    "appeal_for",
    "appeal_score",
    "assessment_answer",
    "assessment_at",
    "assessment_by_id",
    "assessment_for",
    "assessment_problems",
    "compute_assessment",
    "compute_when_due",
    "confirm_adjustment",
    "create_indicator",
    "create_scheme",
    "decide_appeal",
    "entries_behind",
    "entries_of",
    "entry_answer",
    "explain_score",
    "find_indicator",
    "freeze_period",
    "in_reach",
    "indicator_answer",
    "leaderboard",
    "list_adjustments",
    "list_appeals",
    "list_assessments",
    "list_indicators",
    "list_schemes",
    "list_scores",
    "listed_appeal",
    "listed_assessment",
    "period_in",
    "period_of",
    "plain",
    "publish_period",
    "publish_scheme",
    "reach",
    "reach_or_none",
    "read_period",
    "recompute_and_compare",
    "recompute_tallies",
    "record_entries",
    "record_value",
    "request_computation",
    "scheme_answer",
    "scheme_by_id",
    "scheme_in_force",
    "scheme_items",
    "shown",
    "store_assessment",
    "sums_of",
    "value_history",
]
