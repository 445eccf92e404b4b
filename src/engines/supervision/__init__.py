"""Supervision (督查): matters with an owner and a day, from registration to the look-back.

《政府督查工作条例》(国务院令第733号). A matter is registered, assigned, signed for with a promise, reported on,
reviewed, completed and looked back at; it can be split over levels, each inside the day of the one above. Lights are
computed from days, never typed. What counts for assessment is in the events of its lifecycle.
"""

from engines.supervision.access import scope_of
from engines.supervision.answers import listed_matter, matter_answer, report_answer
from engines.supervision.assigning import assign_matter, send_back_matter, sign_for_matter, split_matter
from engines.supervision.counting import count_overdue_days, count_turn
from engines.supervision.dates import day_light, day_too_far, light_of, yellow_day
from engines.supervision.escalating import answer_escalation, issue_escalation, urge_matter
from engines.supervision.evidence import open_evidence, store_evidence
from engines.supervision.extending import decide_extension, request_extension
from engines.supervision.instructing import register_instruction
from engines.supervision.lifecycle import HANDLE, READ, SPLIT, SUPERVISE, SUPERVISION_MATTER
from engines.supervision.listing import (
    MatterFilter,
    count_all_matters,
    count_matters,
    light_column,
    list_matters,
    matters_among,
    matters_numbered,
)
from engines.supervision.looking_back import choose_look_backs, plan_look_back, record_look_back
from engines.supervision.models import SupervisionMatter
from engines.supervision.proposed import propose_matters
from engines.supervision.queries import assisting_organs, matter_of
from engines.supervision.registering import amend_matter, cancel_matter, register_matter, register_matters
from engines.supervision.reporting import complete_matter, list_reports, report_progress, review_report
from engines.supervision.schemas import SupervisionSearchIn, matter_filter
from engines.supervision.timers import run_supervision_timers
from engines.supervision.words import (
    CADENCE_NAMES,
    CADENCES,
    COLOUR_NAMES,
    COLOURS,
    IMPORTANCE_NAMES,
    LIGHT_NAMES,
    LIGHTS,
    SOURCE_NAMES,
    SOURCES,
)

__all__ = [
    "CADENCES",
    "CADENCE_NAMES",
    "COLOURS",
    "COLOUR_NAMES",
    "HANDLE",
    "IMPORTANCE_NAMES",
    "LIGHTS",
    "LIGHT_NAMES",
    "READ",
    "SOURCES",
    "SOURCE_NAMES",
    "SPLIT",
    "SUPERVISE",
    "SUPERVISION_MATTER",
    "MatterFilter",
    "SupervisionMatter",
    "SupervisionSearchIn",
    "amend_matter",
    "answer_escalation",
    "assign_matter",
    "assisting_organs",
    "cancel_matter",
    "choose_look_backs",
    "complete_matter",
    "count_all_matters",
    "count_matters",
    "count_overdue_days",
    "count_turn",
    "day_light",
    "day_too_far",
    "decide_extension",
    "issue_escalation",
    "light_column",
    "light_of",
    "list_matters",
    "list_reports",
    "listed_matter",
    "matter_answer",
    "matter_filter",
    "matter_of",
    "matters_among",
    "matters_numbered",
    "open_evidence",
    "plan_look_back",
    "propose_matters",
    "record_look_back",
    "register_instruction",
    "register_matter",
    "register_matters",
    "report_answer",
    "report_progress",
    "request_extension",
    "review_report",
    "run_supervision_timers",
    "scope_of",
    "send_back_matter",
    "sign_for_matter",
    "split_matter",
    "store_evidence",
    "urge_matter",
    "yellow_day",
]
