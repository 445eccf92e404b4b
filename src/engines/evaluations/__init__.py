"""好差评 (GB/T 39734, GB/T 39735): one evaluation per case, by default when nobody gives one.

A bad one opens a follow-up (:data:`FOLLOW_UP`): called back, put right or explained, visited again by somebody else;
after that the person may evaluate once more.
"""

from engines.evaluations.actions import Rating, evaluate_again, evaluate_case
from engines.evaluations.answers import (
    listed_evaluation,
    office_evaluation_answer,
    option_answers,
    own_evaluation_answer,
)
from engines.evaluations.follow_up import answer_evaluation, contact_evaluator, decide_appeal, revisit
from engines.evaluations.lifecycle import FOLLOW_UP
from engines.evaluations.models import Evaluation, EvaluationOption, FollowUp
from engines.evaluations.options import INDICATORS, store_options
from engines.evaluations.queries import (
    EvaluationFilter,
    count_evaluations,
    evaluation_by_id,
    evaluation_for_officer,
    evidence_of,
    follow_up_for_officer,
    list_evaluations,
    own_evaluation,
)
from engines.evaluations.scale import CHANNELS, LEVEL_NAMES, to_bus
from engines.evaluations.statistics import Period, evaluation_statistics
from engines.evaluations.timers import run_evaluation_timers

__all__ = [
    "CHANNELS",
    "FOLLOW_UP",
    "INDICATORS",
    "LEVEL_NAMES",
    "Evaluation",
    "EvaluationFilter",
    "EvaluationOption",
    "FollowUp",
    "Period",
    "Rating",
    "answer_evaluation",
    "contact_evaluator",
    "count_evaluations",
    "decide_appeal",
    "evaluate_again",
    "evaluate_case",
    "evaluation_by_id",
    "evaluation_for_officer",
    "evaluation_statistics",
    "evidence_of",
    "follow_up_for_officer",
    "list_evaluations",
    "listed_evaluation",
    "office_evaluation_answer",
    "option_answers",
    "own_evaluation",
    "own_evaluation_answer",
    "revisit",
    "run_evaluation_timers",
    "store_options",
    "to_bus",
]
